package sources

import (
	"bytes"
	"encoding/json"
	"io"
	"path"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/mapping/feed"
)

// personKey is what a person of SuccessFactors is known by (documented: SAP SuccessFactors OData API, PerPerson).
const personKey = "personIdExternal"

// openSuccessFactors reads the answer of SuccessFactors to a request for PerPerson: OData 2 (d.results), OData 4 (value), pages after each other, an
// array, one person, with or without d around it, or one person a line. What JSON may be broken in, and what is kept then, package feed knows.
func openSuccessFactors(r io.Reader, opt *feed.Options) (func() (*Person, error), error) {
	head, r := textenc.Head(r, headBytes)
	inner := feed.Options{Name: opt.Name, Format: feed.JSON, Limits: opt.Limits, Keep: rootsOf(opt.API), HideValues: opt.HideValues, Context: opt.Context}
	if jsonLines(opt.Name, decoded(head)) {
		inner.Format = feed.NDJSON
	}
	c := &counted{r: r}
	rd, err := feed.Open(c, inner)
	if err != nil {
		return nil, err
	}
	before, unread := 0, newDeferred(opt)
	return func() (*Person, error) {
		for rec, err := range rd.Records() {
			if err != nil {
				return nil, err
			}
			// What was read meanwhile is about the person's size, if it is large.
			size := c.n - before
			before = c.n
			unread.look(rec.Attrs)
			return newPerson(rec.Ordinal, rec.Line, size, func() (string, any, error) { return jsonPerson(rec) }), nil
		}
		return nil, io.EOF
	}, nil
}

// deferred finds navigations that expressions read and that an answer has only as links, because the request did not expand them.
type deferred struct {
	names  map[string]bool // in expressions, and not told yet
	remark func(diag.Message)
	left   int // how many persons are looked at
}

// lookedAt is how many persons deferred looks at: all of an answer have the same navigations.
const lookedAt = 100

func newDeferred(opt *feed.Options) *deferred {
	d := &deferred{names: map[string]bool{}, remark: opt.Remark, left: lookedAt}
	for _, text := range opt.API {
		if LanguageOf(text) == JSONPath {
			for _, s := range stepsOf(text) {
				if strings.Contains(s.name, "Nav") {
					d.names[s.name] = true
				}
			}
		}
	}
	return d
}

// look looks at a person; nil is a broken one.
func (d *deferred) look(o *value.Object) {
	if d.remark != nil && d.left > 0 && o != nil {
		d.left--
		d.in(value.ObjectOf(o))
	}
}

func (d *deferred) in(v value.Value) {
	list, _ := v.AsList()
	for _, e := range list {
		d.in(e)
	}
	o, ok := v.AsObject()
	if !ok {
		return
	}
	for _, m := range o.Members() {
		if nav, ok := m.Value.AsObject(); ok && d.names[m.Name] && !nav.Get("__deferred").IsAbsent() {
			delete(d.names, m.Name)
			d.remark(diag.Messagef("the answer has only a link for %s, which an API expression reads: add it to $expand of the request", diag.Name(m.Name)))
		}
		d.in(m.Value)
	}
}

// counted counts the bytes that are read.
type counted struct {
	r io.Reader
	n int
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

// jsonPerson returns the person of a record.
func jsonPerson(rec feed.Record) (id string, body any, err error) {
	if rec.Err != nil {
		return "", nil, rec.Err
	}
	object := rec.Attrs
	// The answer to a request for one person, by its key.
	if d, ok := object.Get("d").AsObject(); ok && len(object.Members()) == 1 {
		object = d
	}
	return jsonText(object.Get(personKey)), newJSONBody(object), nil
}

// rootsOf returns the members of a person with which the expressions begin, so that nothing else is kept; nil where one looks at all members.
func rootsOf(api map[string]string) []string {
	if api == nil {
		return nil
	}
	roots := []string{personKey, "d"}
	for _, text := range api {
		if LanguageOf(text) != JSONPath {
			continue
		}
		root, ok := rootOf(text)
		if !ok {
			return nil
		}
		roots = append(roots, root)
	}
	return roots
}

// rootOf returns the member with which a JSONPath begins, as in $.employmentNav or $['employmentNav'].
func rootOf(text string) (name string, ok bool) {
	text = strings.TrimSpace(text)
	// A filter may look at other members.
	if strings.Count(text, "$") > 1 {
		return "", false
	}
	if rest, ok := strings.CutPrefix(text, "$."); ok {
		name = rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))]
		if rest = rest[len(name):]; rest != "" && rest[0] != '.' && rest[0] != '[' {
			name = ""
		}
	}
	return name, name != ""
}

// decoded returns the beginning of an input as UTF-8 without a mark and the white space before it.
func decoded(head []byte) []byte {
	encoding := textenc.Detect(head)
	text, _ := io.ReadAll(encoding.NewReader(bytes.NewReader(head[min(encoding.MarkBytes(), len(head)):]))) // the head may end within a character
	return bytes.TrimLeft(text, " \t\r\n")
}

// jsonLines reports whether an input is JSON Lines, by its name or because its first line is an object and the second one begins another. Lines
// that are whole answers are read as answers after each other.
func jsonLines(name string, head []byte) bool {
	s := newShape(head, nil)
	if s.top(); s.listed {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".ndjson", ".jsonl":
		return true
	}
	first, rest, ok := bytes.Cut(head, []byte("\n"))
	return ok && json.Valid(first) && first[0] == '{' && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("{"))
}

// isSuccessFactors reports whether an input is an answer of SuccessFactors: JSON whose first person looks like PerPerson. With other JSON the same
// expressions find nothing, where its members may be the attributes themselves; so there must be an expression in JSONPath, and the first person
// must have one of the members with which the expressions begin as an object or an array, or a navigation (a member whose name ends in Nav), or
// be of OData's type PerPerson. Where d is around it, having nothing but members with which the expressions begin is enough. A SCIM message or
// resource, which has schemas, is none.
func isSuccessFactors(head []byte, opt *feed.Options) bool {
	text := decoded(head)
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	roots := map[string]bool{personKey: true}
	jsonPaths := false
	for _, text := range opt.API {
		if LanguageOf(text) == JSONPath {
			jsonPaths = true
			if root, ok := rootOf(text); ok {
				roots[root] = true
			}
		}
	}
	s := newShape(text, roots)
	s.top()
	// Without attributes, single expressions are asked for, which find something or not.
	return !s.scim && (opt.API == nil || jsonPaths && (s.person || s.odata && !s.others))
}
