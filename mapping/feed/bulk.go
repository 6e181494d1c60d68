package feed

import (
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// recordParser reads one record of the JSON formats: an object of attributes, or a bulk operation that holds one.
type recordParser struct {
	parser
	id, method, endpoint string
	attrs                *value.Object
}

// record reads the next record. After a fault, the fields have what precedes it.
func (p *recordParser) record(format Format) (ok bool) {
	p.id, p.method, p.endpoint, p.attrs = "", "", "", nil
	if format == SCIMBulk {
		return p.operation()
	}
	p.attrs, ok = p.root()
	return ok
}

// operation reads a bulk operation (RFC 7644, 3.7). Member names may be in any case, as the inbound provisioning API accepts them.
func (p *recordParser) operation() bool {
	if !p.enter(1) {
		return false
	}
	var known uint // the bits of the members so far; duplicates are faults, because readers differ in which one they keep
	for first := true; ; first = false {
		sp, done, ok := p.member(first)
		switch {
		case !ok:
			return false
		case done:
			return p.complete()
		}
		var part uint
		name := p.raw(sp)
		switch {
		case isName(name, "bulkid"):
			part, ok = 1, p.header(&p.id, "bulkId")
		case isName(name, "method"):
			part, ok = 2, p.header(&p.method, "method")
		case isName(name, "path"):
			part, ok = 4, p.header(&p.endpoint, "path")
		case isName(name, "data"):
			part, ok = 8, p.data()
		default:
			ok = p.skip(1)
		}
		if !ok {
			return false
		}
		if known&part != 0 {
			return p.fail(sp.start-1, ErrDuplicate, "delete one of the two", "the operation has the member %s twice", diag.Quote(string(name)))
		}
		known |= part
	}
}

// header reads a string member of the operation; null counts as missing.
func (p *recordParser) header(to *string, name string) bool {
	c, ok := p.peek()
	switch {
	case !ok:
		return false
	case c == 'n':
		return p.literal("null")
	case c != '"':
		return p.fail(p.pos, ErrShape, "put it in quotes", "%s: want a string, got %s", diag.Name(name), jsonKind(c))
	}
	sp, ok := p.string()
	if !ok {
		return false
	}
	text, ok := p.unquote(sp)
	// Invalid UTF-8 makes the operation a broken record, which must not be identified by it.
	if ok && utf8.ValidString(text) {
		*to = text
	}
	return ok
}

// data reads the attributes of the operation; null counts as missing.
func (p *recordParser) data() (ok bool) {
	c, ok := p.peek()
	switch {
	case !ok:
		return false
	case c == 'n':
		return p.literal("null")
	case c != '{':
		return p.fail(p.pos, ErrShape, "put the user's attributes into an object", "data: want an object, got %s", jsonKind(c))
	}
	p.attrs, ok = p.object(2, true)
	return ok
}

// complete checks the operation at its closing brace: only a deletion may lack data. Its record has an object without members, so that
// only broken records have no Attrs.
func (p *recordParser) complete() bool {
	if p.attrs != nil {
		return true
	}
	if !strings.EqualFold(p.method, "DELETE") {
		return p.fail(0, ErrShape, "put the user's attributes into an object named data", "the operation has no data")
	}
	p.attrs = value.NewObject()
	return true
}
