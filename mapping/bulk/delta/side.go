package delta

import (
	"bufio"
	"errors"
	"hash/maphash"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

// File is the people of one day.
type File struct {
	// Name is what messages call the file.
	Name string
	// Records are the people, as [feed.Reader.Records] returns them. An empty cell must be distinguished from a missing column, as
	// feed.EmptyNull does.
	Records iter.Seq2[feed.Record, error]
	// Columns are those of a table, nil where the records alone say what they have.
	Columns []string
	// EndsLine reports, once all records are read, whether the file's last line has a line break; nil where lines mean nothing.
	EndsLine func() bool
}

// Open opens a day's file for the columns that a map reads; what else the options say holds, but that a file which shows itself to be UTF-8 is read as
// such where they name a code page of one byte a character: the two files may differ. The error is a *[RefusedError] where the content of the file is
// the reason.
func Open(r io.Reader, m *bulk.Map, opt feed.Options) (*File, error) {
	// An empty cell is null and not absent, by which an empty column is not one that is missing.
	opt.EmptyCells, opt.Keep = feed.EmptyNull, m.Columns()
	if page, known := textenc.Named(opt.Encoding); known && page.IsPage() && !page.IsMultiByte() {
		buffered := bufio.NewReaderSize(r, headBytes)
		// An error of reading comes again.
		if head, _ := buffered.Peek(headBytes); showsUTF8(head) {
			opt.Encoding = ""
		}
		r = buffered
	}
	reader, err := feed.Open(r, opt)
	if err != nil {
		return nil, unreadable(opt.Name, err)
	}
	// Whoever is in one feed and not in the next has not changed.
	if reader.Merges() {
		return nil, diag.Errorf("%s: want a file of all people, got a feed of changes: bulk build takes feeds, and merges them", diag.Name(opt.Name))
	}
	f := &File{Name: opt.Name, Records: reader.Records(), Columns: reader.Columns()}
	// Only tables and JSON Lines have lines that mean something.
	if reader.Format() == feed.CSV || reader.Format() == feed.NDJSON {
		f.EndsLine = reader.EndsLine
	}
	return f, nil
}

// headBytes is how much of a file is looked at for UTF-8.
const headBytes = 1 << 20

// showsUTF8 reports whether the beginning of a text, which may end within a character, is UTF-8 with characters beyond ASCII. A text in a code page
// is hardly ever: it would have to have such characters in fitting pairs alone.
func showsUTF8(head []byte) bool {
	beyond := false
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		if r == utf8.RuneError && size == 1 {
			return beyond && !utf8.FullRune(head)
		}
		beyond = beyond || size > 1
		head = head[size:]
	}
	return beyond
}

// side is one of the two files as far as it is read.
type side struct {
	file  *File
	store *store
	// people counts the records with a key, broken those that cannot be read or have none.
	people, broken int
	has            []bool // by column of the layout
	unended        bool   // the last line has no line break
	last           error  // what is wrong with the last record, nil for nothing
	encoding       error  // the first record that is no text, nil for none
}

// reading reads files into stores.
type reading struct {
	layout *layout
	opt    *Options
	seed   maphash.Seed // of both files
}

// read reads a file to its end. The error is a [RefusedError] where the file's content is the reason, any other where reading or keeping it failed.
func (r *reading) read(f *File) (*side, error) {
	s := &side{file: f, store: newStore(r.opt), has: make([]bool, len(r.layout.columns))}
	for i := range s.has {
		s.has[i] = slices.ContainsFunc(f.Columns, func(name string) bool { return strings.EqualFold(name, r.layout.columns[i].name) })
	}
	if problem := r.layout.lacksKey(f); !problem.IsZero() {
		return s, refuse("%s", problem)
	}
	var folded, cells []byte
	for rec, err := range f.Records {
		if err != nil {
			return s, unreadable(f.Name, err)
		}
		if s.last = rec.Err; s.encoding == nil && errors.Is(rec.Err, feed.ErrEncoding) {
			s.encoding = rec.Err
		}
		key, err := r.layout.keyOf(&rec)
		if err != nil {
			s.broken++
			r.report(f, err)
			continue
		}
		attrs := rec.Attributes()
		s.people++
		s.unended = s.unended || rec.MayBeTruncated
		cells = cells[:0]
		members := rec.Attrs.Members()
		for i := range r.layout.columns {
			v := r.layout.columns[i].read(members, attrs)
			s.has[i] = s.has[i] || !v.IsAbsent()
			cells = appendCell(cells, v)
		}
		kept := row{ordinal: rec.Ordinal, line: rec.Line, unended: rec.MayBeTruncated, key: []byte(key), values: cells}
		var part int
		part, folded = partOf(r.seed, kept.key, folded)
		if err := s.store.add(part, kept.append(s.store.rows(part))); err != nil {
			return s, err
		}
	}
	if f.EndsLine != nil && !f.EndsLine() {
		s.unended = true
	}
	return s, nil
}

// report reports the findings about a record of a file.
func (r *reading) report(f *File, err error) {
	var list diag.List
	if !errors.As(err, &list) {
		return
	}
	for _, found := range list {
		found.File = f.Name
		r.opt.report(found)
	}
}
