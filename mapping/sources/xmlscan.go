package sources

import (
	"bytes"
	"errors"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

// xmlScanner finds elements in an XML document of any size, and returns the text of each. It looks at tags alone: what is inside an element is
// parsed later, element by element, so that a broken one costs itself only.
type xmlScanner struct {
	window xmlWindow
	limits feed.Limits
	// wanted reports which elements are returned. None of them has others of its name inside.
	wanted func(name xmlName) bool
	open   []openElement // the elements around the next tag
}

// xmlName is the name of an element: with the namespace, not the prefix.
type xmlName struct{ space, local string }

// openElement is an element whose end is still to come.
type openElement struct {
	tag    string            // its name as it is written
	spaces map[string]string // the namespaces of prefixes in it, "" that of names without one
}

// element is the text of an element that is wanted.
type element struct {
	name   xmlName
	line   int               // on which it begins
	text   []byte            // nil where err is set
	spaces map[string]string // of prefixes, as they are around it and in its tag
	err    *feed.Error       // it has no end, or is larger than the limit
}

// find returns the next element that is wanted and not inside of another one that is. The error is io.EOF where the document is complete, else
// an *[feed.Error].
func (s *xmlScanner) find() (*element, error) {
	for {
		t, err := s.window.tag()
		if err != nil {
			return nil, s.ended(err)
		}
		switch t.kind {
		case documentType:
			return nil, s.window.fault(t.from, feed.ErrShape, diag.Messagef("the document has a document type, which is not read: it may define entities"), "remove <!DOCTYPE …>; documents of HR systems have none")
		case endTag:
			if n := len(s.open); n == 0 || s.open[n-1].tag != t.name {
				return nil, s.window.fault(t.from, feed.ErrSyntax, diag.Messagef("the end tag %s has no start tag", diag.Quote(t.name)), "fetch the document again: persons may be missing")
			}
			s.open = s.open[:len(s.open)-1]
		case startTag:
			e, err := s.start(&t)
			if e != nil || err != nil {
				return e, err
			}
		case otherTag:
		}
	}
}

// start takes a start tag: it returns the element if that is wanted.
func (s *xmlScanner) start(t *tag) (*element, error) {
	o := openElement{tag: t.name}
	if n := len(s.open); n > 0 {
		o.spaces = s.open[n-1].spaces
	}
	var err error
	if o.spaces, err = declared(s.window.bytes(t.from), o.spaces); err != nil {
		return nil, s.window.fault(t.from, feed.ErrSyntax, diag.Messagef("the tag %s cannot be read", diag.Quote(t.name)), "fetch the document again")
	}
	prefix, local := cutName(t.name)
	if name := (xmlName{o.spaces[prefix], local}); s.wanted(name) {
		return s.take(t, &element{name: name, line: s.window.lineOf(t.from), spaces: o.spaces})
	}
	if t.empty {
		return nil, nil
	}
	if s.open = append(s.open, o); len(s.open) > s.limits.Depth {
		return nil, s.window.limit(codes.LimitJSONDepth, s.limits.Depth, t.from, diag.Messagef("elements are nested more than %d deep", s.limits.Depth))
	}
	return nil, nil
}

// take returns an element up to its end tag. Another start tag of its name says that the end tag is missing.
func (s *xmlScanner) take(t *tag, e *element) (*element, error) {
	w := &s.window
	from, name := t.from, t.name
	w.hold(from)
	defer w.release()
	for inner := *t; ; {
		switch {
		case inner.empty && inner.from == from, inner.kind == endTag && inner.name == name:
			switch {
			case e.err != nil:
			case w.at-from > int64(s.limits.RecordBytes):
				e.err = s.tooLarge(from, name)
			default:
				e.text = bytes.Clone(w.bytes(from))
			}
			return e, nil
		case inner.kind == startTag && inner.name == name && inner.from > from && inner.from >= w.base:
			// The next one begins here.
			w.at = inner.from
			if e.err == nil {
				e.err = w.fault(from, feed.ErrSyntax, diag.Messagef("the end tag of %s is missing", diag.Quote(name)), "fetch the document again")
			}
			return e, nil
		case inner.kind == documentType && e.err == nil:
			e.err = w.fault(inner.from, feed.ErrShape, diag.Messagef("a document type is inside of %s", diag.Quote(name)), "fetch the document again")
		}
		var err error
		inner, err = w.tag()
		if errors.Is(err, errTooLarge) {
			e.err = s.tooLarge(from, name)
			w.skim()
			inner, err = w.tag()
		}
		if err != nil {
			s.open = append(s.open, openElement{tag: name})
			return nil, s.ended(err)
		}
	}
}

// tooLarge is the error of an element that is larger than the limit.
func (s *xmlScanner) tooLarge(from int64, name string) *feed.Error {
	return s.window.limit(codes.LimitRecordBytes, s.limits.RecordBytes, from, diag.Messagef("the element %s is larger than %s", diag.Quote(name), diag.Name(diag.Bytes(s.limits.RecordBytes))))
}

// ended returns how the document ends where there is no further tag.
func (s *xmlScanner) ended(err error) error {
	w := &s.window
	switch {
	case errors.Is(err, errTooLarge):
		return w.limit(codes.LimitRecordBytes, s.limits.RecordBytes, w.at, diag.Messagef("a tag is larger than %s", diag.Name(diag.Bytes(s.limits.RecordBytes))))
	case err != io.EOF && err != errInTag: //nolint:errorlint // errors of the window itself are not wrapped
		return w.fault(w.at, err, diag.Messagef("the input cannot be read: %s", diag.Name(err.Error())), "persons may be missing")
	case len(s.open) > 0:
		return w.fault(w.at, feed.ErrTruncated, diag.Messagef("the document ends inside of %s", diag.Quote(s.open[len(s.open)-1].tag)), "persons are missing: fetch the document again")
	case err == errInTag: //nolint:errorlint // as above
		return w.fault(w.at, feed.ErrTruncated, diag.Messagef("the document ends inside of a tag"), "persons are missing: fetch the document again")
	}
	return io.EOF
}
