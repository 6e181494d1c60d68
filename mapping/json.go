package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// ReadJSON reads a mapping set from JSON in UTF-8. An unknown member is an error, and so is one that stands twice, so that a misspelt
// one does not pass unnoticed; null counts as left out. Texts may be written as numbers or booleans too, which are read as their
// text (true as True, 1.50 as 1.5). The error is a *[ReadError], unless it is r's.
//
// A text of more than [DefaultFileBytes] is a [diag.LimitError]; see [ReadJSONLimited] for another bound.
func ReadJSON(r io.Reader) (*Set, error) { return ReadJSONLimited(r, 0) }

// DefaultFileBytes is the longest text that [ReadJSON] takes, some ten times a large set.
const DefaultFileBytes = 2 << 20

// ReadJSONLimited is [ReadJSON] of a text of so many bytes at most; zero or less stands for [DefaultFileBytes].
func ReadJSONLimited(r io.Reader, most int) (*Set, error) {
	if most <= 0 {
		most = DefaultFileBytes
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("mapping file: %w", err)
	case len(data) > most:
		limit := &diag.LimitError{Limit: diag.LimitFileBytes, Max: int64(most)}
		return nil, limit.Worded("mapping file: it is longer than %d bytes", most)
	}
	var set Set
	if err := set.UnmarshalJSON(data); err != nil {
		return nil, fmt.Errorf("mapping file: %w", err)
	}
	return &set, nil
}

// UnmarshalJSON reads a set; see [ReadJSON] for what is taken.
func (s *Set) UnmarshalJSON(data []byte) error {
	v, err := parse(data)
	if err != nil {
		return err
	}
	var read Set
	if err := read.read(v); err != nil {
		return readError(err)
	}
	*s = read
	return nil
}

// UnmarshalJSON reads a mapping; see [ReadJSON] for what is taken.
func (m *Mapping) UnmarshalJSON(data []byte) error {
	v, err := parse(data)
	if err != nil {
		return err
	}
	var read Mapping
	if err := read.read(v); err != nil {
		return readError(err)
	}
	*m = read
	return nil
}

func parse(data []byte) (value.Value, error) {
	text := string(data)
	if at := diag.InvalidUTF8(text); at >= 0 {
		return value.Absent, &ReadError{Position: diag.Locate(text, at), Message: "the text is not UTF-8"}
	}
	v, err := value.ParseJSON(text)
	var placed *value.JSONError
	if errors.As(err, &placed) {
		return v, &ReadError{Position: placed.Position, Message: placed.Message, cause: err}
	}
	return v, err
}

func (s *Set) read(v value.Value) error {
	return readObject(v, []field{
		{"name", textInto(&s.Name)},
		{"scope", func(v value.Value) error {
			return readList(v, "scope group", &s.Scope, func(g *Group, v value.Value) error {
				return readList(v, "clause", (*[]Clause)(g), (*Clause).read)
			})
		}},
		{"mappings", func(v value.Value) error { return readList(v, "mapping", &s.Mappings, (*Mapping).read) }},
	})
}

func (m *Mapping) read(v value.Value) error {
	return readObject(v, []field{
		{"target", textInto(&m.Target)},
		{"from", textInto(&m.From)},
		{"constant", textInto(&m.Constant)},
		{"expression", textInto(&m.Expression)},
		{"default", textInto(&m.Default)},
		{"apply", func(v value.Value) error { return m.Apply.UnmarshalText([]byte(v.Text())) }},
		{"match", func(v value.Value) error { return readNumber(v, &m.Match) }},
		{"flowNulls", func(v value.Value) error { return readTruth(v, &m.FlowNulls) }},
	})
}

func (c *Clause) read(v value.Value) error {
	return readObject(v, []field{
		{"attribute", textInto(&c.Attribute)},
		{"operator", textInto(&c.Operator)},
		{"values", func(v value.Value) error {
			return readList(v, "value", &c.Values, func(text *string, v value.Value) error { return readText(v, text) })
		}},
	})
}

// field is a member that an object may have.
type field struct {
	name string
	read func(v value.Value) error
}

func readObject(v value.Value, fields []field) error {
	o, ok := v.AsObject()
	if !ok {
		return wanted("an object", v)
	}
	for _, m := range o.Members() {
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == m.Name })
		if i < 0 {
			return unknownMember(m.Name, fields)
		}
		if m.Value.IsNull() {
			continue
		}
		if err := fields[i].read(m.Value); err != nil {
			return insideMember(m.Name, err)
		}
	}
	return nil
}

func unknownMember(name string, fields []field) error {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].name
	}
	hint := "the members are " + strings.Join(names, ", ")
	if near := didYouMean(name, slices.Values(names)); near != "" {
		hint = near
	}
	return fmt.Errorf("there is no member %s (%s)", diag.Quote(name), hint)
}

// readList reads a list whose members are counted from 1, as the findings of Validate count.
func readList[L ~[]T, T any](v value.Value, member string, into *L, read func(*T, value.Value) error) error {
	members, ok := v.AsList()
	if !ok {
		return wanted("a list", v)
	}
	*into = make(L, len(members))
	for i, m := range members {
		if err := read(&(*into)[i], m); err != nil {
			return insideList(member, i, err)
		}
	}
	return nil
}

func textInto(text *string) func(value.Value) error {
	return func(v value.Value) error { return readText(v, text) }
}

func readText(v value.Value, text *string) error {
	switch v.Kind() {
	case value.KindNull, value.KindList, value.KindObject:
		return wanted("a text", v)
	}
	*text = v.Text()
	return nil
}

func readNumber(v value.Value, n *int) error {
	whole, ok := v.AsInteger()
	if !ok || int64(int(whole)) != whole {
		return wanted("a whole number", v)
	}
	*n = int(whole)
	return nil
}

func readTruth(v value.Value, b *bool) error {
	truth, ok := v.AsBoolean()
	if !ok {
		return wanted("true or false", v)
	}
	*b = truth
	return nil
}

func wanted(what string, found value.Value) error {
	if found.Kind() == value.KindString {
		return fmt.Errorf("%s is wanted, the text %s was found", what, diag.Quote(found.Text()))
	}
	return fmt.Errorf("%s is wanted, %s was found", what, found.Kind())
}

// ReadError tells why a mapping file cannot be read.
type ReadError struct {
	// Position is the place where the text itself is wrong; its Line is 0 where what the text says is.
	Position diag.Position
	// Place is the mapping and its member, such as "mapping 2, match"; "" where the text, or the whole, is wrong.
	Place string
	// Message says what was wanted and what was found, at most 40 characters of it.
	Message string
	cause   error
}

// Error gives the place and the message.
func (e *ReadError) Error() string {
	switch {
	case e.Position.Line > 0:
		return e.Position.String() + ": " + e.Message
	case e.Place != "":
		return e.Place + ": " + e.Message
	}
	return e.Message
}

// Unwrap gives the error below; it may be nil.
func (e *ReadError) Unwrap() error { return e.cause }

func readError(err error) *ReadError {
	if inner, ok := err.(*misreading); ok {
		return &ReadError{Place: inner.place, Message: inner.err.Error(), cause: inner.err}
	}
	return &ReadError{Message: err.Error(), cause: err}
}

// misreading is an error with its place, from the outside to the inside.
type misreading struct {
	place  string
	listed bool // the place begins with a member of a list, which says as much as the list's name
	err    error
}

func (e *misreading) Error() string { return e.place + ": " + e.err.Error() }

// inside puts a place in front of those that an error has already.
func inside(place string, err error) *misreading {
	if inner, ok := err.(*misreading); ok {
		return &misreading{place: place + ", " + inner.place, err: inner.err}
	}
	return &misreading{place: place, err: err}
}

func insideMember(name string, err error) error {
	if inner, ok := err.(*misreading); ok && inner.listed {
		return err
	}
	return inside(name, err)
}

func insideList(member string, i int, err error) error {
	e := inside(member+" "+strconv.Itoa(i+1), err)
	e.listed = true
	return e
}
