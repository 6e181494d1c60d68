package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
)

// ReadJSON reads a mapping set from JSON in UTF-8; package file reads YAML, too. An unknown member is an error, and so is one that is there
// twice, so that a misspelt one does not pass unnoticed; null counts as left out. Texts may be written as numbers or booleans too, which are
// read as their text (true as True, 1.50 as 1.5). The error wraps a [diag.List] of everything that is wrong,
// unless it is r's.
//
// A text of more than [DefaultFileBytes] is a [diag.LimitError]; [Set.UnmarshalJSON] has no such limit.
func ReadJSON(r io.Reader) (*Set, error) {
	data, err := io.ReadAll(io.LimitReader(r, DefaultFileBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("mapping file: %w", err)
	case len(data) > DefaultFileBytes:
		limit := &diag.LimitError{Limit: codes.LimitFileBytes, Max: DefaultFileBytes}
		return nil, limit.Worded("mapping file: longer than %s", diag.Name(diag.Bytes(DefaultFileBytes)))
	}
	sets, err := ReadSets(data)
	switch {
	case err != nil:
		return nil, fmt.Errorf("mapping file: %w", err)
	case len(sets) > 1:
		return nil, diag.Errorf("mapping file: want one object mapping, got %d", len(sets))
	}
	return sets[0], nil
}

// ReadSets reads all object mappings of a file in JSON, as [ReadJSON] reads one: the members of a [Set], or several of them in the member
// objects. Beside objects, types, targetTypes and options hold for all of them; what an object mapping says itself goes over it, attribute by
// attribute and option by option. The error is a [diag.List] of everything that is wrong, with paths such as objects[1].mappings[0].from.
// The result has one set at least.
func ReadSets(data []byte) ([]*Set, error) {
	v, err := parse(data)
	if err != nil {
		return nil, err
	}
	var r reading
	var sets []*Set
	if o, ok := v.AsObject(); ok && !o.Get("objects").IsNull() {
		sets = r.several(v)
	} else {
		sets = []*Set{new(Set)}
		sets[0].read(&r, nil, v)
	}
	if len(r.found) > 0 {
		return nil, r.found
	}
	return sets, nil
}

// A file's object mappings share what it says of all of them, and each may change its copy: both are bounded, so that a small file cannot take
// much memory. A real job has some 10 object mappings of some 200 attributes.
const (
	mostObjects = 100
	mostNamed   = 10_000 // attributes, or functions, that one member describes
)

// several reads a file with the member objects.
func (r *reading) several(v value.Value) []*Set {
	// What holds for all is read before the objects, wherever it is written: they start from it.
	var shared Set
	var objects value.Value
	fields := slices.DeleteFunc(shared.fields(), func(f field) bool {
		return !slices.Contains([]string{"name", "types", "targetTypes", "options"}, f.name)
	})
	readObject(r, nil, v, append(fields, field{"objects", func(_ *reading, _ diag.Path, v value.Value) { objects = v }}))
	var sets []*Set
	at := diag.PathOf("objects")
	if list, _ := objects.AsList(); len(list) > mostObjects {
		r.add(at, codes.WrongValue, diag.Message{}, "want at most %d object mappings, got %d", mostObjects, len(list))
		return nil
	}
	readList(r, at, objects, &sets, func(s **Set, r *reading, at diag.Path, v value.Value) {
		// The name of the file is not that of its object mappings.
		*s = &Set{Types: shared.Types, TargetTypes: shared.TargetTypes, Settings: shared.Settings.clone()}
		(*s).read(r, at, v)
	})
	if _, ok := objects.AsList(); ok && len(sets) == 0 {
		r.add(at, codes.WrongValue, diag.Plain("add at least one"), "there are no object mappings")
	}
	return sets
}

// DefaultFileBytes is the longest text that [ReadJSON] takes, some ten times a large set.
const DefaultFileBytes = 2 << 20

// UnmarshalJSON reads a set; see [ReadJSON] for what is taken.
func (s *Set) UnmarshalJSON(data []byte) error { return unmarshal(data, s, (*Set).read) }

// UnmarshalJSON reads a mapping; see [ReadJSON] for what is taken.
func (m *Mapping) UnmarshalJSON(data []byte) error { return unmarshal(data, m, (*Mapping).read) }

// unmarshal reads a text into a new T, which takes the place of the old one where nothing is wrong.
func unmarshal[T any](data []byte, into *T, read func(*T, *reading, diag.Path, value.Value)) error {
	v, err := parse(data)
	if err != nil {
		return err
	}
	var r reading
	var fresh T
	read(&fresh, &r, nil, v)
	if len(r.found) > 0 {
		return r.found
	}
	*into = fresh
	return nil
}

// parse reads JSON into a value, which keeps the order of members. The error is a [diag.List] with places in data.
func parse(data []byte) (value.Value, error) {
	text := string(data)
	if at := textenc.InvalidUTF8(text); at >= 0 {
		place := diag.Place{Position: diag.Locate(text, at)}
		return value.Absent, diag.List{{Code: codes.InvalidUTF8, Place: place, Message: diag.Messagef("the text is not UTF-8")}}
	}
	v, err := value.ParseJSON(text)
	var found diag.List
	if errors.As(err, &found) {
		return v, found
	}
	return v, err
}

// reading collects everything that is wrong with a value, so that one reading shows all of it.
type reading struct{ found diag.List }

func (r *reading) add(at diag.Path, code diag.Code, hint diag.Message, format string, args ...any) {
	r.found = append(r.found, diag.Finding{Code: code, Place: diag.Place{Path: at}, Message: diag.Messagef(format, args...), Hint: hint})
}

// want reports a value of the wrong type.
func (r *reading) want(at diag.Path, what string, got value.Value) {
	if got.Kind() == value.KindString {
		r.add(at, "value-type", diag.Message{}, "want %s, got the text %s", diag.Name(what), diag.Quote(got.Text()))
		return
	}
	r.add(at, "value-type", diag.Message{}, "want %s, got %s", diag.Name(what), diag.Name(withArticle(got.Kind())))
}

// withArticle returns a kind for a message: "a boolean".
func withArticle(k value.Kind) string {
	switch k {
	case value.KindNull:
		return "null"
	case value.KindInteger, value.KindObject:
		return "an " + k.String()
	default:
		return "a " + k.String()
	}
}

// read reads a set from a value. As the read methods below, it collects what is wrong in r and goes on with the next member.
func (s *Set) read(r *reading, at diag.Path, v value.Value) { readObject(r, at, v, s.fields()) }

// fields are the members of a set.
func (s *Set) fields() []field {
	return []field{
		{"name", textInto(&s.Name)},
		{"source", textInto(&s.Source)},
		{"target", textInto(&s.Target)},
		{"resource", textInto(&s.Resource)},
		{"actions", func(r *reading, at diag.Path, v value.Value) {
			readList(r, at, v, &s.Actions, readWord)
			// Nothing at all may be meant, but an emptied list would otherwise allow everything.
			if list, ok := v.AsList(); ok && len(list) == 0 {
				r.add(at, codes.WrongValue, diag.Plain("leave the member out to allow all"), "want some of %s, got none", diag.Name(strings.Join(actionWords, ", ")))
			}
		}},
		{"types", func(r *reading, at diag.Path, v value.Value) { readTypes(r, at, v, &s.Types) }},
		{"targetTypes", func(r *reading, at diag.Path, v value.Value) { readTypes(r, at, v, &s.TargetTypes) }},
		{"options", s.Settings.read},
		{"scope", listInto(&s.Scope, func(g *Group, r *reading, at diag.Path, v value.Value) {
			readList(r, at, v, (*[]Clause)(g), (*Clause).read)
		})},
		{"mappings", listInto(&s.Mappings, (*Mapping).read)},
	}
}

func (m *Mapping) read(r *reading, at diag.Path, v value.Value) {
	readObject(r, at, v, []field{
		{"target", textInto(&m.Target)},
		{"from", textInto(&m.From)},
		{"constant", textInto(&m.Constant)},
		{"expression", textInto(&m.Expression)},
		{"default", textInto(&m.Default)},
		{"apply", func(r *reading, at diag.Path, v value.Value) {
			if err := m.Apply.UnmarshalText([]byte(v.Text())); err != nil {
				r.add(at, "unknown-value", diag.Message{}, "%s", err.Error())
			}
		}},
		{"match", func(r *reading, at diag.Path, v value.Value) { readNumber(r, at, v, &m.Match) }},
		{"flowNulls", truthInto(&m.FlowNulls)},
	})
}

func (c *Clause) read(r *reading, at diag.Path, v value.Value) {
	readObject(r, at, v, []field{
		{"attribute", textInto(&c.Attribute)},
		{"operator", textInto(&c.Operator)},
		{"values", listInto(&c.Values, readWord)},
	})
}

// field is a member that an object may have.
type field struct {
	name string
	read func(r *reading, at diag.Path, v value.Value)
}

// readObject reads the members of an object by their names, which count with case. Null is as good as a member that is left out.
func readObject(r *reading, at diag.Path, v value.Value, fields []field) {
	o, ok := v.AsObject()
	if !ok {
		r.want(at, "an object", v)
		return
	}
	for _, m := range o.Members() {
		switch i := slices.IndexFunc(fields, func(f field) bool { return f.name == m.Name }); {
		case i < 0:
			r.add(at.Then(m.Name), "unknown-member", diag.Plain(hintForMember(m.Name, fields)), "unknown member %s", diag.Quote(m.Name))
		case !m.Value.IsNull():
			fields[i].read(r, at.Then(m.Name), m.Value)
		}
	}
}

// hintForMember suggests the nearest member, or names all of them.
func hintForMember(name string, fields []field) string {
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].name
	}
	if near := didYouMean(name, slices.Values(names)); near != "" {
		return near
	}
	return "the members are " + strings.Join(names, ", ")
}

func listInto[L ~[]T, T any](into *L, read func(*T, *reading, diag.Path, value.Value)) func(*reading, diag.Path, value.Value) {
	return func(r *reading, at diag.Path, v value.Value) { readList(r, at, v, into, read) }
}

func readList[L ~[]T, T any](r *reading, at diag.Path, v value.Value, into *L, read func(*T, *reading, diag.Path, value.Value)) {
	members, ok := v.AsList()
	if !ok {
		r.want(at, "a list", v)
		return
	}
	*into = make(L, len(members))
	for i, m := range members {
		read(&(*into)[i], r, at.Then(i), m)
	}
}

func textInto(text *string) func(*reading, diag.Path, value.Value) {
	return func(r *reading, at diag.Path, v value.Value) { readText(r, at, v, text) }
}

// readWord is readText as an element of a list is read.
func readWord(text *string, r *reading, at diag.Path, v value.Value) { readText(r, at, v, text) }

// readNamed reads an object whose members have names of the file's choice.
func readNamed(r *reading, at diag.Path, v value.Value, read func(name string, r *reading, at diag.Path, v value.Value)) {
	o, ok := v.AsObject()
	if !ok {
		r.want(at, "an object", v)
		return
	}
	if n := len(o.Members()); n > mostNamed {
		r.add(at, codes.WrongValue, diag.Message{}, "want at most %d members, got %d", mostNamed, n)
		return
	}
	for _, m := range o.Members() {
		if m.Name == "" {
			r.add(at.Then(m.Name), codes.WrongValue, diag.Message{}, "want a name, got an empty text")
			continue
		}
		read(m.Name, r, at.Then(m.Name), m.Value)
	}
}

// readText reads any single value as its text, see [ReadJSON].
func readText(r *reading, at diag.Path, v value.Value, text *string) {
	switch v.Kind() {
	case value.KindNull, value.KindList, value.KindObject:
		r.want(at, "a text", v)
	default:
		*text = v.Text()
	}
}

// readNumber reads a whole number that fits an int on this machine. A number in quotation marks is refused: a match of "1" is a slip.
func readNumber(r *reading, at diag.Path, v value.Value, n *int) {
	whole, ok := v.AsInteger()
	if !ok || int64(int(whole)) != whole {
		r.want(at, "a whole number", v)
		return
	}
	*n = int(whole)
}

func truthInto(b *bool) func(*reading, diag.Path, value.Value) {
	return func(r *reading, at diag.Path, v value.Value) { readTruth(r, at, v, b) }
}

func readTruth(r *reading, at diag.Path, v value.Value, b *bool) {
	truth, ok := v.AsBoolean()
	if !ok {
		r.want(at, "true or false", v)
		return
	}
	*b = truth
}
