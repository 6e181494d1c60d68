package intake

import (
	"cmp"
	"fmt"
	"io"
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// File is an open file of objects. It is read once, by [File.Sources] or [File.Objects].
type File struct {
	io.Closer
	Type     string // of its source objects
	reader   *feed.Reader
	opts     feed.Options
	reads    []string // what the engine reads of its objects; others are kept where opts.Keep does not leave them out
	messages io.Writer
}

// Open reads the beginning of a file, which it closes where it returns an error. Warnings about records are written to messages.
func Open(file io.ReadCloser, opts feed.Options, messages io.Writer) (*File, error) {
	f := &File{Closer: file, opts: opts, reads: opts.Keep, messages: messages}
	opts.Remark = f.remark
	reader, err := feed.Open(file, opts)
	if err != nil {
		file.Close()
		return nil, f.named(err)
	}
	f.reader = reader
	return f, nil
}

// Sources returns the records as source objects; end is set where the rest cannot be read.
func (f *File) Sources(end *error) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		broken := brokenRecords{}
		// An error of the records comes first: it says more than that the file has changed.
		for src := range Sources(f.reader, f.Type, f.reads, f.doubt, end) {
			broken.add(src.Err)
			if !yield(src) {
				return
			}
		}
		broken.tell(f)
		if *end == nil {
			*end = f.changed()
		}
	}
}

// brokenRecords counts the records of a file that cannot be read. Their plans say what is wrong with each, and not in which file.
type brokenRecords struct {
	all, broken int
	first       error
}

func (b *brokenRecords) add(err error) {
	b.all++
	if err != nil {
		b.broken++
		b.first = cmp.Or(b.first, err)
	}
}

// tell writes how many there are, if any.
func (b *brokenRecords) tell(f *File) {
	if b.broken == 0 {
		return
	}
	first := b.first.Error()
	if f.opts.HideValues {
		first = diag.MaskedError(b.first)
	}
	fmt.Fprintf(f.messages, "%s: %d of %s cannot be read, the first: %s\n", f.opts.Name, b.broken, diag.Count(b.all, "record"), first)
}

// Objects returns the records as objects of the target, as [Objects] does. The error names the file.
func (f *File) Objects(m *provision.ObjectMapping) ([]*provision.Object, error) {
	objects, err := Objects(f.reader, m, f.doubt)
	// The sizes are compared after the last record: a file that grew meanwhile has been read in part.
	if err == nil {
		err = f.changed()
	}
	if err != nil {
		return nil, f.named(err)
	}
	return objects, nil
}

// named returns an error with the name of the file, if it has one.
func (f *File) named(err error) error {
	if f.opts.Name == "" {
		return err
	}
	return diag.Errorf("%s: %w", diag.Name(f.opts.Name), err)
}

// changed returns an error if the file is not the one that it was when it was opened, as far as it can say: what was read may be a part of it.
func (f *File) changed() error {
	if file, ok := f.Closer.(interface{ Changed() error }); ok {
		return file.Changed()
	}
	return nil
}

// remark tells what was left out of the file and is no mistake.
func (f *File) remark(m diag.Message) {
	if f.opts.HideValues {
		m = m.Masked()
	}
	fmt.Fprintf(f.messages, "%s: %s\n", f.opts.Name, m)
}

// doubt warns of a file that may be truncated.
func (f *File) doubt(rec *feed.Record) {
	if rec.MayBeTruncated {
		fmt.Fprintf(f.messages, "%s: warning: the last record (line %d) has no line break after it; if the file was truncated, its end is missing\n", f.opts.Name, rec.Line)
	}
}
