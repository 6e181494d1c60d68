package fuzz

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// piece is a text of a case, written short: a JSON text, or one of
//
//	{"repeat": [piece, 1000]}    the piece a thousand times
//	{"count": [piece, 1000]}     likewise, with the numbers 0 to 999 in place of #
//	{"join": [piece, …]}         pieces one after the other
//	{"bytes": "ff00"}            bytes in hexadecimal, for what is no text
type piece struct{ text string }

func (p *piece) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &p.text) == nil {
		return nil
	}
	var made struct {
		Repeat, Count *repeated
		Join          []piece
		Bytes         *string
	}
	if err := json.Unmarshal(data, &made); err != nil {
		return err
	}
	switch {
	case made.Repeat != nil:
		p.text = strings.Repeat(made.Repeat.of.text, made.Repeat.times)
	case made.Count != nil:
		var b strings.Builder
		for i := range made.Count.times {
			b.WriteString(strings.ReplaceAll(made.Count.of.text, "#", strconv.Itoa(i)))
		}
		p.text = b.String()
	case made.Bytes != nil:
		raw, err := hex.DecodeString(*made.Bytes)
		p.text = string(raw)
		return err
	case made.Join != nil:
		var b strings.Builder
		for _, part := range made.Join {
			b.WriteString(part.text)
		}
		p.text = b.String()
	default:
		return fmt.Errorf("no piece of a text: %.40s", data)
	}
	return nil
}

type repeated struct {
	of    piece
	times int
}

func (r *repeated) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&r.of, &r.times})
}

// attribute is the value of an attribute: a piece, {"list": [piece, 1000]}, {"json": piece} for a value that is read from JSON, or
// {"data": piece} for the plain Go data that encoding/json makes of it.
type attribute struct{ v any }

func (a *attribute) UnmarshalJSON(data []byte) error {
	var made struct {
		List       *repeated
		JSON, Data *piece
	}
	var err error
	_ = json.Unmarshal(data, &made) // it may be a text, too
	switch {
	case made.List != nil:
		members := make([]value.Value, made.List.times)
		for i := range members {
			members[i] = value.String(made.List.of.text)
		}
		a.v = value.List(members...)
	case made.JSON != nil:
		a.v, err = value.ParseJSON(made.JSON.text)
	case made.Data != nil:
		err = json.Unmarshal([]byte(made.Data.text), &a.v)
	default:
		var text piece
		err = json.Unmarshal(data, &text)
		a.v = text.text
	}
	return err
}
