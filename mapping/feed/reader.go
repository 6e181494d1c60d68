package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
)

// Reader reads the records of one input, in order and in constant memory: it holds a window of 64 KiB, or of about twice the
// largest record. It may be used by one goroutine at a time; the records may go to others.
type Reader struct {
	format Format
	read   func() (Record, error) // a function, so that printing a Reader prints nothing of the input in its buffer
	names  func() *names          // likewise
	header func() []string        // likewise
	ends   func() bool            // likewise
	ended  bool
	err    error
}

// recordSource returns the next record, or how the input ends: io.EOF if it is complete.
type recordSource interface {
	next() (Record, error)
}

// Open returns a reader of the records of r. UTF-8 and UTF-16 may start with a byte order mark; UTF-16 without one is recognized by
// the zero bytes of its first two characters, and of other encodings [Options.Encoding] says the name. Open reads the head of the input: a few bytes, 4 KiB to detect the format, the first
// row of a CSV. It never closes r.
//
// Errors are of type *[Error]: an input that is empty (JSON Lines may be), that is not text or whose format is unknown, a CSV header
// with empty or repeated names, or the wrapped error of r.
func Open(r io.Reader, opt Options) (*Reader, error) {
	rd, err := open(r, opt)
	if err != nil && opt.HideValues {
		err = masked(err)
	}
	return rd, err
}

// open is Open without masking.
func open(r io.Reader, opt Options) (*Reader, error) {
	opt.Limits = opt.Limits.WithDefaults()
	if opt.Context == nil {
		opt.Context = context.Background()
	}
	r = &contextReader{ctx: opt.Context, r: r}
	r, rd, err := openDocument(r, &opt)
	if rd != nil || err != nil {
		return rd, err
	}
	in, err := newInput(r, opt.Encoding)
	if err != nil {
		return nil, err
	}
	format := opt.Format
	if format == Auto {
		in.more(detectBytes)
		format = detect(opt.Name, in.window())
		if f := foreign(in.window(), format); f != nil {
			return nil, f.error(0, in.place(0))
		}
	}
	known := newNames(opt.Keep)
	var records recordSource
	var header []string
	switch format {
	case SCIMBulk, SCIM, JSON:
		records = newJSONRecords(in, format, opt, known)
	case NDJSON:
		records = newLineRecords(in, opt, known)
	case CSV:
		var table *csvRecords
		if table, err = newCSVRecords(in, opt, known); err == nil {
			for _, c := range table.columns {
				header = append(header, c.text)
			}
		}
		records = table
	case LDIF:
		records = newLDIFRecords(in, opt, known)
	case Auto:
		err = empty(in)
	default:
		err = fmt.Errorf("unknown format %s", format)
	}
	if err != nil {
		return nil, err
	}
	return &Reader{
		format: format, read: func() (Record, error) { return next(records, in, &opt) }, names: func() *names { return known },
		header: func() []string { return header }, ends: func() bool { return in.last == '\n' },
	}, nil
}

// next returns the next record, unless the context is done.
func next(records recordSource, in *input, opt *Options) (Record, error) {
	if err := opt.Context.Err(); err != nil {
		return Record{}, canceled(err, in.place(0))
	}
	rec, err := records.next()
	if opt.HideValues {
		rec.Err, err = masked(rec.Err), masked(err)
	}
	return rec, err
}

// canceled returns the error of a reading that the caller has ended.
func canceled(err error, at place) error {
	f := fault{cause: err, problem: diag.Messagef("reading was canceled"), remedy: "records are missing"}
	return f.error(0, at)
}

// contextReader ends when the context is done, even inside a record.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// empty returns the error of an empty input of unknown format, unless its reader failed.
func empty(in *input) error {
	if err := in.failure(); err != nil {
		return err
	}
	f := fault{cause: ErrTruncated, problem: diag.Messagef("the input is empty, and its name does not determine the format"), remedy: "check that its writer has finished"}
	return f.error(0, in.place(0))
}

// Format returns the format of the input. It never returns [Auto].
func (r *Reader) Format() Format { return r.format }

// Merges reports whether the input is a feed of changes, which is read with [Options.More] as one.
func (r *Reader) Merges() bool { return r.format == OracleATOM }

// Columns returns the names of a CSV's columns, retained or not, before any record is read; nil for every other format, whose records alone
// say what they have. The caller must not change them. Of a table without a header row they are values.
func (r *Reader) Columns() []string { return r.header() }

// EndsLine reports whether the input ends with a line break. It is asked once all records are read: a table or JSON Lines that were cut off
// within a line do not end so, and many programs leave the last line break out.
func (r *Reader) EndsLine() bool { return r.ends() }

// Names returns what the records read so far have in common with [Options.Keep]: kept reports whether any retained attribute has occurred;
// until then, names are the first names that have, at most 16. A CSV has the names of its columns before its first record. Names that
// begin with @ describe the object, as annotations do, and do not count.
func (r *Reader) Names() (names []string, kept bool) {
	n := r.names()
	return n.others, n.found
}

// Records returns the records in input order. A broken record has its Err set, and does not affect other records as long as the start
// of the next one is certain. The last pair may be an empty record with an error of type *[Error]: the rest of the input cannot be read,
// and records may be missing. A truncated array, object or quoted cell ends that way, after the records before it.
//
// The input is read once: after a loop that stops early, the next call continues with the next record. After the end it yields the
// final error again, or nothing.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for !r.ended {
			rec, err := r.read()
			if err != nil {
				r.ended = true
				if !errors.Is(err, io.EOF) {
					r.err = err
				}
				break
			}
			if !yield(rec, nil) {
				return
			}
		}
		if r.err != nil {
			yield(Record{}, r.err)
		}
	}
}
