package sources

import (
	"bytes"
	"encoding/json"
	"strings"
)

// shape is what the beginning of a JSON text reveals, up to the end of its first person.
type shape struct {
	dec   *json.Decoder
	roots map[string]bool // members with which expressions begin

	scim   bool // it has a member of SCIM
	odata  bool // d is around the persons
	listed bool // an object is around a list of persons
	person bool // the first person has what only persons of SuccessFactors have
	others bool // the first person has a member with which no expression begins
}

func newShape(text []byte, roots map[string]bool) *shape {
	return &shape{dec: json.NewDecoder(bytes.NewReader(text)), roots: roots}
}

// top reads the text as far as it goes: it may end anywhere.
func (s *shape) top() {
	if s.opens() {
		s.members(true)
	}
}

// opens reads the beginning of an object, or of a list whose first element is one.
func (s *shape) opens() bool {
	tok, err := s.dec.Token()
	if tok == json.Delim('[') {
		tok, err = s.dec.Token()
	}
	return err == nil && tok == json.Delim('{')
}

// members reads the members of an object, be it the person or, where around is set, possibly what is around it.
func (s *shape) members(around bool) {
	for s.dec.More() {
		tok, err := s.dec.Token()
		name, isName := tok.(string)
		if err != nil || !isName {
			return
		}
		list := name == "value" || s.odata && name == "results"
		switch {
		case strings.EqualFold(name, "schemas") || strings.EqualFold(name, "Resources") || strings.EqualFold(name, "Operations"):
			s.scim = true
			return
		case around && (name == "d" || list):
			s.odata, s.listed = s.odata || name == "d", s.listed || list
			if s.opens() {
				s.members(!list)
			}
			return
		case !s.member(name):
			return
		}
	}
}

// member reads a member of what may be a person, and reports whether to read on.
func (s *shape) member(name string) bool {
	known := s.roots[name]
	if !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, "@") {
		s.others = s.others || !known
	}
	var text json.RawMessage
	err := s.dec.Decode(&text)
	if err != nil {
		// The head ends in the value, of which it has the beginning.
		rest := new(bytes.Buffer)
		_, _ = rest.ReadFrom(s.dec.Buffered())
		text = bytes.TrimLeft(rest.Bytes(), ": \t\r\n")
	}
	nested := len(text) > 0 && (text[0] == '{' || text[0] == '[')
	s.person = nested && (known || strings.HasSuffix(name, "Nav") || name == "__metadata" && bytes.Contains(text, []byte("PerPerson")))
	return err == nil && !s.person
}
