package ids

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// The file is JSON Lines: the first says what it is, and each of the others who has been given what. Lines are only ever added.

// heading is the first line.
type heading struct {
	Attrmap string `json:"attrmap"` // "ids"
	Version int    `json:"version"`
	Anchor  string `json:"anchor"`
}

const (
	kind    = "ids"
	version = 1
)

// given is a line about the identifiers that an owner has been assigned.
type given struct {
	Owner  string            `json:"owner"`
	Token  string            `json:"token"`
	Base   string            `json:"base,omitempty"`
	Number string            `json:"n,omitempty"`
	Values map[string]string `json:"ids"`
}

// record is any line but the first.
type record struct {
	claim
	Token  string            `json:"token"`
	Base   string            `json:"base"`
	Number string            `json:"n"`
	Values map[string]string `json:"ids"`
}

func header(anchor string) []byte {
	line, _ := encode(heading{kind, version, anchor}) // a name, which is UTF-8 in any case, as JSON
	return line
}

// encode returns a line with its line break.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// checkText refuses what JSON would keep as another text.
func checkText(texts ...string) error {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return diag.Errorf("want a text of whole characters, got %s", diag.Quote(text))
		}
	}
	return nil
}

// extent is how far the file has whole lines. open is that the last one has no line break.
type extent struct {
	end  int64
	open bool
}

// maxLine bounds a line: an owner's identifiers are some hundred bytes.
const maxLine = 1 << 20

// read reads the file into the index.
func (x *index) read(f io.Reader, anchor string) (extent, error) {
	in := bufio.NewReaderSize(f, maxLine)
	var whole extent
	for n := 1; ; n++ {
		line, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return whole, diag.Errorf("line %d: want a reservation, got more than %d bytes", n, maxLine)
		case err != nil && !errors.Is(err, io.EOF):
			return whole, err
		case n == 1:
			err = checkHeading(line, anchor)
		case len(line) == 0:
			return whole, nil
		default:
			if err = x.add(line); err != nil && line[len(line)-1] != '\n' {
				return whole, nil // it was being written
			}
		}
		if err != nil {
			return whole, diag.Errorf("line %d: %w", n, err)
		}
		whole.end += int64(len(line))
		if whole.open = line[len(line)-1] != '\n'; whole.open {
			return whole, nil
		}
	}
}

// checkHeading refuses a file that has other things, or reservations of other owners.
func checkHeading(line []byte, anchor string) error {
	if len(bytes.TrimSpace(line)) == 0 {
		return diag.Errorf("want reservations, got an empty file: name another one, or remove it if nobody has ever been given an identifier")
	}
	var h heading
	if err := decode(line, &h); err != nil || h.Attrmap != kind {
		return diag.Errorf(`want reservations, of which the first line is {"attrmap":"ids", …}, got something else: is this the right file?`)
	}
	if h.Version != version {
		return diag.Errorf("want reservations of version %d, got %d: a later attrmap-live has made them", version, h.Version)
	}
	if anchor != "" && h.Anchor != "" && !strings.EqualFold(h.Anchor, anchor) {
		return diag.Errorf("the reservations are of owners by %s, want owners by %s: people of other sources need a file of their own, or the same anchor",
			diag.Name(h.Anchor), diag.Name(anchor))
	}
	return nil
}

// decode reads a line strictly: what is not understood may be what keeps an identifier from being given twice.
func decode(line []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if len(bytes.TrimSpace(line[d.InputOffset():])) > 0 {
		return errors.New("want one JSON object")
	}
	return nil
}

// add takes a line into the index.
func (x *index) add(line []byte) error {
	var r record
	if err := decode(line, &r); err != nil {
		return diag.Errorf("want a reservation, got %s: restore the file from a copy", diag.Quote(strings.TrimSpace(string(line))))
	}
	switch {
	case r.Owner == "":
		return errors.New("want a reservation, got one without owner: restore the file from a copy")
	case len(r.Values) > 0 && r.Space == "":
		return x.addGiven(&given{r.Owner, r.Token, r.Base, r.Number, r.Values})
	case r.Space != "" && len(r.Values) == 0:
		return x.addClaimed(r.claim)
	}
	return errors.New("want a reservation, got an owner with nothing: restore the file from a copy")
}

func (x *index) addGiven(g *given) error {
	if p := x.people[g.Owner]; p != nil {
		for name, text := range g.Values {
			if old, has := p.values[name]; has && old != text {
				return diag.Errorf("%s of %s is %s here and %s in a line before: restore the file from a copy",
					diag.Name(name), diag.Quote(g.Owner), diag.Quote(text), diag.Quote(old))
			}
		}
	}
	for name, text := range g.Values {
		if other, taken := x.holder(needing(name, text), g.Owner); taken {
			return diag.Errorf("%s is given to %s here and to %s in a line before: restore the file from a copy",
				diag.Quote(text), diag.Quote(g.Owner), diag.Quote(other))
		}
	}
	x.addPerson(g)
	return nil
}

func (x *index) addClaimed(c claim) error {
	holder, taken := x.claims[c.id()]
	switch {
	case c.Released && holder == c.Owner:
		x.removeClaim(c)
	case taken || c.Released:
		return diag.Errorf("%s is not for %s to have or to release: restore the file from a copy", diag.Quote(c.Key), diag.Quote(c.Owner))
	default:
		x.addClaim(c)
	}
	return nil
}
