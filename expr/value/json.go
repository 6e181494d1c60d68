package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// JSONDepth is how deep arrays and objects may nest in [ParseJSON] and [DecodeJSON].
const JSONDepth = 100

// ParseJSON gives the value of one JSON text: numbers exact, objects with their members in order. Two members of one name in
// an object, nesting beyond [JSONDepth] and text after the value are errors. Nesting, and a number of more digits than can be held,
// are a [diag.LimitError].
func ParseJSON(text string) (Value, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	v, err := DecodeJSON(dec)
	var limit *diag.LimitError
	if errors.As(err, &limit) {
		limit.Position = diag.Locate(text, limit.Position.Offset)
	}
	if err != nil {
		return Absent, unexpectedEOF(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Absent, fmt.Errorf("surplus text after the JSON value at byte %d", dec.InputOffset())
	}
	return v, nil
}

// DecodeJSON reads the next value from dec, see [ParseJSON]; io.EOF tells that there is none.
func DecodeJSON(dec *json.Decoder) (Value, error) {
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return Absent, err
	}
	return decodeToken(dec, tok, 0)
}

func decodeToken(dec *json.Decoder, tok json.Token, depth int) (Value, error) {
	switch t := tok.(type) {
	case json.Delim:
		if depth >= JSONDepth {
			return Absent, passed(dec, diag.LimitJSONDepth, JSONDepth).Worded("JSON nested deeper than %d levels at byte %d", JSONDepth, dec.InputOffset())
		}
		if t == '[' {
			return decodeArray(dec, depth+1)
		}
		return decodeObject(dec, depth+1)
	case json.Number:
		v, err := Decimal(string(t))
		if err != nil {
			return Absent, fmt.Errorf("number at byte %d: %w", dec.InputOffset(), &numberFault{passed(dec, diag.LimitNumberDigits, NumberDigits)})
		}
		return v, nil
	case string:
		return String(t), nil
	case bool:
		return Boolean(t), nil
	}
	return Null, nil
}

// passed gives the limit that the text passes before dec's place, of which only the offset is known.
func passed(dec *json.Decoder, limit diag.Limit, bound int) *diag.LimitError {
	return &diag.LimitError{Limit: limit, Max: int64(bound), Position: diag.Position{Offset: int(dec.InputOffset())}}
}

// numberFault is ErrNumber for a number that is well formed and cannot be held.
type numberFault struct{ limit *diag.LimitError }

func (e *numberFault) Error() string { return ErrNumber.Error() }

func (e *numberFault) Unwrap() []error { return []error{ErrNumber, e.limit} }

func decodeArray(dec *json.Decoder, depth int) (Value, error) {
	var members []Value
	for dec.More() {
		v, err := decodeNext(dec, depth)
		if err != nil {
			return Absent, err
		}
		members = append(members, v)
	}
	_, err := dec.Token()
	return List(members...), unexpectedEOF(err)
}

func decodeObject(dec *json.Decoder, depth int) (Value, error) {
	var members []Member
	var names nameSet
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return Absent, unexpectedEOF(err)
		}
		name := tok.(string)
		if !names.add(name, members) {
			return Absent, fmt.Errorf("member %s stands twice in one JSON object, at byte %d", diag.Quote(name), dec.InputOffset())
		}
		v, err := decodeNext(dec, depth)
		if err != nil {
			return Absent, err
		}
		members = append(members, Member{Name: name, Value: v})
	}
	_, err := dec.Token()
	return ObjectOf(NewObject(members...)), unexpectedEOF(err)
}

// nameSet knows the names of an object's members. Of a few it asks the members; of many it keeps a map, so that the cost of
// an object stays linear whatever its size.
type nameSet map[string]struct{}

const fewMembers = 16

// add tells whether name is new beside the members read so far.
func (s *nameSet) add(name string, members []Member) bool {
	if len(members) < fewMembers {
		return !slices.ContainsFunc(members, func(m Member) bool { return m.Name == name })
	}
	if *s == nil {
		*s = make(nameSet, 2*fewMembers)
		for i := range members {
			(*s)[members[i].Name] = struct{}{}
		}
	}
	_, taken := (*s)[name]
	(*s)[name] = struct{}{}
	return !taken
}

func decodeNext(dec *json.Decoder, depth int) (Value, error) {
	tok, err := dec.Token()
	if err != nil {
		return Absent, unexpectedEOF(err)
	}
	return decodeToken(dec, tok, depth)
}

func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// MarshalPlain gives v as encoding/json does, without the escapes that HTML would need: patterns and expressions stay readable.
func MarshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
