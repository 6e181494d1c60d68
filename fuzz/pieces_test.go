package fuzz

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// piece is an abbreviated text in a case: a JSON string, or one of
//
//	{"repeat": [piece, 1000]}    the piece, a thousand times
//	{"count": [piece, 1000]}     likewise, with # replaced by the numbers 0 to 999
//	{"join": [piece, …]}         the concatenated pieces
//	{"bytes": "ff00"}            bytes in hexadecimal, for invalid UTF-8
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
		return fmt.Errorf("unknown kind of piece: %.40s", data)
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

// attribute is the value of an attribute: a piece, {"list": [piece, 1000]}, {"json": piece} for a value parsed from JSON,
// or {"data": piece} for the Go data that encoding/json decodes it to.
type attribute struct{ v any }

func (a *attribute) UnmarshalJSON(data []byte) error {
	var made struct {
		List       *repeated
		JSON, Data *piece
	}
	var err error
	_ = json.Unmarshal(data, &made) // fails for a JSON string, which is a piece
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
