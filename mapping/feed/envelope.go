package feed

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
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
	page    page     // what it says of further pages
	nested  bool     // the array is in its member d

	settings *fault // it configures a job, and holds no records
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
		if graph && string(name) == "d" {
			if opens, ok := p.opensResults(&e.page); opens || !ok {
				e.array, e.nested = "results", true
				return e, ok
			}
		}
		graph = graph && isAnnotation(name)
		start := p.pos
		if !p.skip(1) {
			return e, false
		}
		e.note(name, p.text[start:p.pos])
		if format != SCIMBulk && e.settings == nil {
			e.settings = settings(name, p.text[start:p.pos])
		}
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

// opensResults reads an object up to the array results in it, which is how OData 2 wraps a list and SuccessFactors answers (documented:
// SAP SuccessFactors OData API). Anything else is left unread.
func (p *parser) opensResults(next *page) (opens, ok bool) {
	c, ok := p.peek()
	if !ok || c != '{' {
		return false, ok
	}
	start := p.pos
	p.pos++
	for first := true; ; first = false {
		sp, done, ok := p.member(first)
		if !ok {
			return false, false
		}
		if done {
			break
		}
		name := p.raw(sp)
		if string(name) == "results" {
			if opens, ok := p.opensRecords(JSON); opens || !ok {
				return opens, ok
			}
		}
		from := p.pos
		if !p.skip(2) {
			return false, false
		}
		next.note(name, p.text[from:p.pos])
	}
	p.pos = start
	return false, true
}

// page is what a list says about records that are elsewhere.
type page struct {
	next  string // the annotation that links the next page; "" for none
	count string // the member that counts the records of all pages; "" for none
	total int    // its value
}

// note records what a member of the list reveals. A link that is null or empty is none.
func (p *page) note(name, text []byte) {
	text = bytes.TrimSpace(text)
	switch {
	case isName(name, "@odata.nextlink") || isName(name, "odata.nextlink") || string(name) == "__next":
		p.next = ""
		if len(text) > 2 && text[0] == '"' {
			p.next = string(name)
		}
	case isName(name, "totalresults") || isName(name, "@odata.count") || isName(name, "odata.count") || string(name) == "__count":
		// OData 2 writes it as a string.
		if n, err := strconv.Atoi(string(bytes.Trim(text, `"`))); err == nil {
			p.count, p.total = string(name), n
		}
	}
}

// incomplete reports whether records are missing after the last page of an input with so many records in all its pages: OData 4.01 JSON
// 4.5.4 and 4.5.5, RFC 7644 3.4.2 (documented). A count includes the records of other pages and those that $skip has left out.
func (p *page) incomplete(listed int) bool { return p.next != "" || p.total > listed }

// problem says what is missing.
func (p *page) problem(listed int) diag.Message {
	if p.next != "" {
		return diag.Messagef("the input is one page of a longer list: its %s links the next page", diag.Name(p.next))
	}
	return diag.Messagef("the input is incomplete: its %s is %d, but it has %d objects", diag.Name(p.count), p.total, listed)
}

// note records what a member reveals about the object: whether it is a SCIM message or a resource.
func (e *envelope) note(name, text []byte) {
	switch {
	case isName(name, "schemas"):
		e.message = bytes.Contains(text, []byte("urn:ietf:params:scim:api:messages:"))
	case isName(name, "totalresults"):
		e.counted, e.none = true, string(bytes.TrimSpace(text)) == "0"
	}
	e.page.note(name, text)
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
func (p *parser) envelopeTail(array string, next *page) (again, ok bool) {
	lower := strings.ToLower(array)
	for {
		sp, done, ok := p.member(false)
		switch {
		case done || !ok:
			return false, ok
		case isName(p.raw(sp), lower):
			p.pos = sp.start - 1
			return true, true
		}
		start := p.pos
		if !p.skip(1) {
			return false, false
		}
		next.note(p.raw(sp), p.text[start:p.pos])
	}
}
