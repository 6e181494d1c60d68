package feed

import (
	"cmp"
	"context"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/textenc"
)

// Documents opens an input that may be a document of an HR system: one of the formats from [Workday] on. Head is its beginning, 4 KiB or all of it,
// as it is in the file, and is still to be read from r. Of opt the format is one of them or [Auto], and API has the expressions of the
// attributes to retain. The format that is returned is [Auto] where the input is none of these documents; an error then says why, if it is
// recognizably meant as one.
//
// Next returns one person after another, or how the document ends: io.EOF where it is complete. Records and errors are as [Reader.Records]
// has them: errors are of type [*Error]. An attribute without a value is null. Nothing runs on between two calls.
type Documents func(r io.Reader, head []byte, opt Options) (format Format, next func() (Record, error), err error)

// isDocument reports whether a format is one of documents of HR systems.
func (f Format) isDocument() bool { return f == Workday || f == SuccessFactors || f == OracleATOM }

// openDocument returns the reader of a document of an HR system, or, where the input is none, nil and what to read it from.
func openDocument(r io.Reader, opt *Options) (io.Reader, *Reader, error) {
	if opt.Format != Auto && !opt.Format.isDocument() {
		return r, nil, nil
	}
	if opt.Documents == nil {
		if opt.Format.isDocument() {
			f := fault{cause: ErrShape, problem: diag.Messagef("the format %s is read by package mapping/sources, which is not at hand", diag.Name(opt.Format.String())),
				remedy: "set Options.Documents to sources.Open"}
			return nil, nil, f.error(0, place{line: 1, column: 1})
		}
		return r, nil, nil
	}
	head, r := textenc.Head(r, detectBytes)
	known, inner := newNames(opt.Keep), *opt
	inner.API = make(map[string]string, len(opt.API))
	for name, expression := range opt.API {
		if known.keeps(name) {
			inner.API[name] = expression
		}
	}
	format, read, err := opt.Documents(r, head, inner)
	if format == Auto || err != nil {
		return r, nil, err
	}
	d := documentRecords{known: known, read: read, hide: opt.HideValues, ctx: opt.Context}
	return nil, &Reader{format: format, read: d.next, names: func() *names { return known }, header: func() []string { return nil }}, nil
}

// documentRecords retains of a document's records what is asked for.
type documentRecords struct {
	known *names
	read  func() (Record, error)
	hide  bool
	ctx   context.Context
	last  Record
}

func (d *documentRecords) next() (Record, error) {
	if err := d.ctx.Err(); err != nil {
		return Record{}, canceled(err, place{line: cmp.Or(d.last.Line, 1), column: 1})
	}
	rec, err := d.read()
	if d.hide {
		rec.Err, err = masked(rec.Err), masked(err)
	}
	if rec.Attrs != nil {
		rec.Attrs = d.kept(rec.Attrs)
	}
	d.last = Record{Line: rec.Line}
	return rec, err
}

// kept returns the attributes to retain. Those without a value say nothing about whether a document is one that the mapping reads.
func (d *documentRecords) kept(attrs *value.Object) *value.Object {
	members := attrs.Members()
	all := true
	for _, m := range members {
		n := d.known.of([]byte(m.Name))
		if all = all && n.keep; !m.Value.IsNull() {
			d.known.note(n)
		}
	}
	if all {
		return attrs
	}
	kept := make([]value.Member, 0, len(members))
	for _, m := range members {
		if d.known.keeps(m.Name) {
			kept = append(kept, m)
		}
	}
	return value.NewObject(kept...)
}
