package feed

import (
	"bytes"
	"strings"
)

// envelope is what is known of an object that may contain the array of records.
type envelope struct {
	array   string   // the name of the array of records as written; the parser is after its opening bracket
	names   []string // the first names of the object
	list    bool     // it has Resources
	bulk    bool     // it has Operations
	message bool     // its schemas say that it is not a resource
	none    bool     // its totalResults is 0
	counted bool     // it has totalResults
	lists   int      // the number of members that are arrays of objects
	others  int      // the number of other members, without OData annotations
}

// maxEnvelopeNames bounds the names that an error lists.
const maxEnvelopeNames = 8

// envelope reads the next object up to the array of records, or to its end.
func (p *parser) envelope(format Format) (e envelope, ok bool) {
	if !p.enter(1) {
		return e, false
	}
	graph := format == JSON // a response of Graph is possible so far: only annotations precede value
	for first := true; ; first = false {
		sp, done, ok := p.member(first)
		if done || !ok {
			return e, ok
		}
		name := p.raw(sp)
		if len(e.names) < maxEnvelopeNames {
			e.names = append(e.names, string(name))
		}
		e.list = e.list || isName(name, "resources")
		e.bulk = e.bulk || isName(name, "operations")
		// The name alone is not enough: a user may have an attribute named value, but not one that is an array of objects.
		if format.holdsRecords(name, graph) {
			if opens, ok := p.opensRecords(format); opens || !ok {
				e.array = string(name)
				return e, ok
			}
		}
		graph = graph && isAnnotation(name)
		start := p.pos
		if !p.skip(1) {
			return e, false
		}
		e.note(name, p.text[start:p.pos])
	}
}

// opensRecords reads the opening bracket of the array of records, if there is one. In a bulk request, anything else is a fault.
func (p *parser) opensRecords(format Format) (opens, ok bool) {
	c, ok := p.peek()
	switch {
	case !ok || c != '[' && format != SCIMBulk:
		return false, ok
	case c != '[':
		return false, p.fail(p.pos, ErrShape, "put the operations between [ and ]", "Operations: want an array, got %s", jsonKind(c))
	}
	bracket := p.pos
	p.pos++
	if format != JSON {
		return true, true
	}
	// An attribute that happens to be named value is an array of strings.
	if c, ok = p.peek(); !ok || c == '{' || c == ']' {
		return true, ok
	}
	p.pos = bracket
	return false, true
}

// note records what a member reveals about the object: whether it is a SCIM message or a resource.
func (e *envelope) note(name, text []byte) {
	switch {
	case isName(name, "schemas"):
		e.message = bytes.Contains(text, []byte("urn:ietf:params:scim:api:messages:"))
	case isName(name, "totalresults"):
		e.counted, e.none = true, string(bytes.TrimSpace(text)) == "0"
	}
	list, isArray := bytes.CutPrefix(bytes.TrimSpace(text), []byte("["))
	switch {
	case isArray && bytes.HasPrefix(bytes.TrimSpace(list), []byte("{")):
		e.lists++
	case !isAnnotation(name):
		e.others++
	}
}

// isAnnotation reports whether a name is an OData annotation, such as @odata.context. One damaged character does not turn it into an
// attribute.
func isAnnotation(name []byte) bool {
	return len(name) > 0 && name[0] == '@' || bytes.Contains(name, []byte("odata."))
}

// holdsRecords reports whether the member of that name is the array of records. In an OData response that is value, and only annotations
// may precede it.
func (f Format) holdsRecords(name []byte, graph bool) bool {
	switch f {
	case SCIMBulk:
		return isName(name, "operations")
	case SCIM:
		return isName(name, "resources")
	default:
		return graph && string(name) == "value"
	}
}

// envelopeTail reads the rest of the object after its array of records; again is true if the name of the array occurs once more.
func (p *parser) envelopeTail(array string) (again, ok bool) {
	lower := strings.ToLower(array)
	for {
		sp, done, ok := p.member(false)
		switch {
		case done || !ok:
			return false, ok
		case isName(p.raw(sp), lower):
			p.pos = sp.start - 1
			return true, true
		case !p.skip(1):
			return false, false
		}
	}
}
