package mapping

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/value"
)

// ReadJSON reads a mapping set from JSON. Unknown members are errors, so that a misspelt one does not pass unnoticed; texts may be
// written as numbers or booleans too, which are read as their text (true as True).
func ReadJSON(r io.Reader) (*Set, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var set Set
	if err := dec.Decode(&set); err != nil {
		return nil, fmt.Errorf("mapping file: %w", place(err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("mapping file: surplus text after the mapping set at byte %d", dec.InputOffset())
	}
	return &set, nil
}

// place puts a JSON error's offset into words.
func place(err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("byte %d: %w", syntax.Offset, err)
	case errors.As(err, &typ):
		return fmt.Errorf("byte %d, %s: a %s cannot stand here", typ.Offset, typ.Field, typ.Value)
	}
	return err
}

// UnmarshalJSON reads a mapping; see [ReadJSON] for what is taken.
func (m *Mapping) UnmarshalJSON(data []byte) error {
	type plain Mapping // without this method
	var in struct {
		*plain
		Constant text `json:"constant"`
		Default  text `json:"default"`
	}
	in.plain = (*plain)(m)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return err
	}
	m.Constant, m.Default = string(in.Constant), string(in.Default)
	return nil
}

// text is a string that may be written as a number or a boolean.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	v, err := value.ParseJSON(string(data))
	if err != nil {
		return err
	}
	switch v.Kind() {
	case value.KindList, value.KindObject:
		return fmt.Errorf("a text is wanted, a %s was found", v.Kind())
	}
	*t = text(v.Text())
	return nil
}
