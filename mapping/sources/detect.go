package sources

import (
	"errors"
	"io"
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/mapping/feed"
)

// headBytes is the size of the beginning of an input by which its format is detected.
const headBytes = 4 << 10

// format is a format of documents: a row of the table.
type format struct {
	format feed.Format
	// is reports by its beginning whether an input is such a document. The expressions of opt may decide where the content leaves a doubt.
	is func(head []byte, opt *feed.Options) bool
	// language is that of the API expressions; "" has none: its records have attributes of their own.
	language Language
	// people returns what reads one person after another, up to io.EOF; for formats with a language.
	people func(r io.Reader, opt *feed.Options) (func() (*Person, error), error)
	// records returns what reads one record after another, up to io.EOF; for formats without a language.
	records func(r io.Reader, opt *feed.Options) (func() (feed.Record, error), error)
}

// formats are all formats of documents.
func formats() []format {
	return []format{
		{format: feed.Workday, is: isWorkday, language: XPath, people: openWorkday},
		{format: feed.SuccessFactors, is: isSuccessFactors, language: JSONPath, people: openSuccessFactors},
		{format: feed.OracleATOM, is: isOracle, records: openOracle},
	}
}

// detect returns the format of an input; nil where it is no document of an HR system.
func detect(head []byte, opt *feed.Options) *format {
	for _, f := range formats() {
		if opt.Format == f.format || opt.Format == feed.Auto && f.is(head, opt) {
			return &f
		}
	}
	return nil
}

// Open opens a document of an HR system, see [feed.Documents]. A record has the attributes of opt.API, with null where an expression finds
// nothing. Without any expression of the document's language nobody would have an attribute, which is an error.
func Open(r io.Reader, head []byte, opt feed.Options) (feed.Format, func() (feed.Record, error), error) {
	opt.Limits = opt.Limits.WithDefaults()
	f := detect(head, &opt)
	switch {
	case f == nil:
		return feed.Auto, nil, nil
	case f.language == "":
		next, err := f.records(r, &opt)
		return f.format, next, err
	}
	attributes, err := compileAll(opt.API, f)
	if err != nil {
		return f.format, nil, err
	}
	people, err := f.people(r, &opt)
	if err != nil {
		return f.format, nil, err
	}
	b := batch{people: people, attributes: attributes}
	return f.format, b.next, nil
}

// People returns the persons of a document in their order. A broken one has its Err set. The last pair may have an error alone, of type
// [*feed.Error]: the rest cannot be read, and persons may be missing. An input that is no document with persons is such an error.
func People(r io.Reader, opt feed.Options) iter.Seq2[*Person, error] {
	return func(yield func(*Person, error) bool) {
		next, err := openPeople(r, &opt)
		for err == nil {
			var p *Person
			if p, err = next(); err == nil && !yield(p, nil) {
				return
			}
		}
		if err != io.EOF { //nolint:errorlint // a reader's own end, which is never wrapped
			yield(nil, err)
		}
	}
}

func openPeople(r io.Reader, opt *feed.Options) (func() (*Person, error), error) {
	opt.Limits = opt.Limits.WithDefaults()
	head, r := textenc.Head(r, headBytes)
	f := detect(head, opt)
	if f == nil || f.people == nil {
		return nil, &feed.Error{Line: 1, Column: 1, Cause: feed.ErrShape, Problem: diag.Messagef("the input is no document of persons from an HR system"),
			Remedy: "pass an answer of Workday's Get_Workers, or of SuccessFactors to a request for PerPerson"}
	}
	next, err := f.people(r, opt)
	if !opt.HideValues {
		return next, err
	}
	return func() (*Person, error) {
		p, err := next()
		if p != nil {
			p.hides = true
		}
		return p, masked(err)
	}, masked(err)
}

// masked returns an error without what it quotes of the document.
func masked(err error) error {
	var f *feed.Error
	if !errors.As(err, &f) {
		return err
	}
	out := *f
	out.Problem = f.Problem.Masked()
	return &out
}
