package sources

import (
	"bytes"
	"errors"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
)

// xmlWindow is an XML document seen through a window, tag by tag.
type xmlWindow struct {
	r     io.Reader
	most  int   // bytes that are kept of a tag or an element
	at    int64 // the next byte to look at
	buf   []byte
	base  int64 // of the window in the document
	held  int64 // the window is kept from here on; -1 where nothing is held
	skims bool  // tags are passed over, and only their names are kept
	ended bool
	err   error // of r, unless it is io.EOF

	lines   int   // line breaks before counted
	counted int64 // is in the window
}

const windowBytes = 64 << 10

var (
	// errTooLarge: a tag, or what is held, has more bytes than are kept. The same tag can be read again with skim.
	errTooLarge = errors.New("too large")
	// errInTag: the document ends inside of a tag.
	errInTag = errors.New("ends in a tag")
)

// The kinds of tags.
type tagKind uint8

const (
	startTag tagKind = iota
	endTag
	otherTag // a comment, a processing instruction, CDATA
	documentType
)

// tag is a tag; it ends where the window is at.
type tag struct {
	kind  tagKind
	empty bool   // a start tag that is an end tag, too
	name  string // of a start tag or an end tag as it is written, at most mostName bytes of it
	from  int64
}

const mostName = 256

// hold keeps the document from a place on, which is in the window.
func (w *xmlWindow) hold(from int64) { w.held = from }

// release keeps nothing any more.
func (w *xmlWindow) release() { w.held, w.skims = -1, false }

// skim passes over tags from now on.
func (w *xmlWindow) skim() { w.held, w.skims = -1, true }

// bytes returns what has been read from a place on.
func (w *xmlWindow) bytes(from int64) []byte { return w.buf[from-w.base : w.at-w.base] }

// tag reads the next tag. The error is io.EOF, errInTag, errTooLarge or that of the reader.
func (w *xmlWindow) tag() (tag, error) {
	from, err := w.seek(w.at, "<", true)
	if err != nil {
		if errors.Is(err, errInTag) {
			err = io.EOF
		}
		return tag{}, err
	}
	t := tag{from: from}
	w.at = from
	head, err := w.head(from)
	if err != nil {
		return t, err
	}
	for _, o := range [...]struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(head, []byte(o.begin)) {
			t.kind = otherTag
			end, err := w.seek(from+int64(len(o.begin)), o.end, true)
			if err == nil {
				w.at = end + int64(len(o.end))
			}
			return t, err
		}
	}
	if bytes.HasPrefix(head, []byte("<!")) {
		t.kind = documentType
		w.at = from + int64(len("<!"))
		return t, nil
	}
	return t, w.named(&t, head)
}

// named reads a start tag or an end tag.
func (w *xmlWindow) named(t *tag, head []byte) error {
	name := head[1:]
	if bytes.HasPrefix(name, []byte("/")) {
		t.kind, name = endTag, name[1:]
	}
	if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	t.name = string(name[:min(len(name), mostName)])
	end, before, err := w.close(t.from + 1)
	if err == nil {
		t.empty = t.kind == startTag && before == '/'
		w.at = end
	}
	return err
}

// close returns what is after the > that ends a tag, outside of quotes, and the byte before it.
func (w *xmlWindow) close(p int64) (end int64, before byte, err error) {
	var quote byte
	for {
		for i, b := range w.buf[p-w.base:] {
			switch {
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case b == '"' || b == '\'':
				quote = b
			case b == '>':
				return p + int64(i) + 1, before, nil
			}
			before = b
		}
		p = w.base + int64(len(w.buf))
		err := w.more(p, false)
		if w.skims && errors.Is(err, errTooLarge) {
			err = w.more(p, true)
		}
		if err != nil {
			return 0, 0, err
		}
	}
}

// seek returns the place of the next occurrence of a text. What is before it may be dropped unless it is held.
func (w *xmlWindow) seek(p int64, text string, drop bool) (int64, error) {
	for {
		if i := bytes.Index(w.buf[p-w.base:], []byte(text)); i >= 0 {
			return p + int64(i), nil
		}
		// The window may end with the beginning of the text.
		p = max(p, w.base+int64(len(w.buf)-len(text)+1))
		if err := w.more(p, drop); err != nil {
			return 0, err
		}
	}
}

// head returns the beginning of a tag: enough to know its kind and its name.
func (w *xmlWindow) head(from int64) ([]byte, error) {
	for {
		head := w.buf[from-w.base:]
		if len(head) > mostName+2 || bytes.IndexByte(head, '>') >= 0 {
			return head, nil
		}
		if err := w.more(from, false); err != nil {
			return nil, err
		}
	}
}

// more reads on. What is before p may be dropped if drop is set and it is not held; else the tag at w.at is kept.
func (w *xmlWindow) more(p int64, drop bool) error {
	keep := w.at
	if drop {
		keep = p
	}
	if w.held >= 0 {
		keep = w.held
	}
	if w.base+int64(len(w.buf))-keep >= int64(w.most) {
		return errTooLarge
	}
	if w.ended {
		if w.err != nil {
			return w.err
		}
		return errInTag
	}
	w.forget(keep)
	for range 100 {
		n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if err != nil {
			if w.ended = true; !errors.Is(err, io.EOF) {
				w.err = err // which is told when the window is used up
			}
		}
		if n > 0 || w.ended {
			return nil
		}
	}
	w.ended, w.err = true, io.ErrNoProgress
	return w.err
}

// forget makes room for a read, without what is before a place.
func (w *xmlWindow) forget(keep int64) {
	if cap(w.buf)-len(w.buf) >= max(cap(w.buf)/2, 1) {
		return
	}
	kept := w.buf[keep-w.base:]
	if keep > w.counted {
		w.lineOf(keep)
	}
	if len(kept) <= cap(w.buf)/2 && cap(w.buf) > 0 {
		w.buf = w.buf[:copy(w.buf[:cap(w.buf)], kept)]
	} else {
		grown := make([]byte, len(kept), max(2*cap(w.buf), windowBytes))
		copy(grown, kept)
		w.buf = grown
	}
	w.base = keep
	w.at = max(w.at, keep)
}

// lineOf returns the line of a place in the window, from 1, and counts from there on.
func (w *xmlWindow) lineOf(at int64) int {
	if at >= w.counted {
		w.lines += bytes.Count(w.buf[w.counted-w.base:at-w.base], []byte{'\n'})
	} else {
		w.lines -= bytes.Count(w.buf[at-w.base:w.counted-w.base], []byte{'\n'})
	}
	w.counted = at
	return w.lines + 1
}

func (w *xmlWindow) fault(at int64, cause error, problem diag.Message, remedy string) *feed.Error {
	return &feed.Error{Line: w.lineOf(at), Column: 1, Offset: at, Cause: cause, Problem: problem, Remedy: remedy}
}

func (w *xmlWindow) limit(limit diag.Limit, most int, at int64, problem diag.Message) *feed.Error {
	f := w.fault(at, nil, problem, "raise the limit, or fetch the document again")
	f.Cause = (&diag.LimitError{Limit: limit, Max: int64(most)}).At(diag.Position{Line: f.Line, Column: 1, Offset: int(at)})
	return f
}
