package sources

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Person is one person's part of a document. It is immutable, and safe for concurrent use.
type Person struct {
	// Ordinal counts the persons of the document from 1, broken ones too.
	Ordinal int
	// Line is the line on which the person begins, from 1.
	Line int
	*body
}

// body is what is known of a person once it is read.
type body struct {
	// parse reads the person's text; the error is an *[feed.Error].
	parse func() (id string, tree any, err error)
	once  sync.Once
	id    string
	tree  any
	err   error
	// bytes are those of the person's text, which is held until it is read.
	bytes int
	hides bool // what the error quotes of the document
}

// newPerson returns a person whose text of so many bytes is read when it is needed. The error of parse is an *[feed.Error].
func newPerson(ordinal, line, bytes int, parse func() (id string, tree any, err error)) *Person {
	return &Person{ordinal, line, &body{parse: parse, bytes: bytes}}
}

func (b *body) read() {
	b.once.Do(func() {
		if b.id, b.tree, b.err = b.parse(); b.hides {
			b.err = masked(b.err)
		}
		b.parse = nil
	})
}

// ID returns what the person is known by: Worker_ID, else WID; personIdExternal. "" is none.
func (p *Person) ID() string {
	p.read()
	return p.id
}

// Err returns the error of a broken person, an *[feed.Error]. It has no values.
func (p *Person) Err() error {
	p.read()
	return p.err
}

// Evaluate returns what an expression gives for the person: null, one text, or a list of texts, and the nodes that it met, none for one that
// computes. The error is that of the person, or says why the expression cannot be evaluated: one in the language of another system.
func (p *Person) Evaluate(e *Expression) (value.Value, []Node, error) {
	if p.read(); p.err != nil {
		return value.Absent, nil, p.err
	}
	r, err := e.evaluate(p.tree)
	if err != nil {
		return value.Absent, nil, err
	}
	return r.value(), r.all(), nil
}

// Format prints which person it is, and nothing of the document. ID and Evaluate are for programs.
func (p Person) Format(s fmt.State, _ rune) {
	_, _ = fmt.Fprintf(s, "person %d, line %d", p.Ordinal, p.Line)
}

// MarshalJSON returns ordinal and line, see Format.
func (p Person) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"ordinal":%d,"line":%d}`, p.Ordinal, p.Line), nil
}

// record returns the person as a record with attributes.
func (p *Person) record(attributes []attribute) feed.Record {
	rec := feed.Record{Ordinal: p.Ordinal, Line: p.Line, ID: p.ID(), Err: p.Err()}
	if rec.Err != nil {
		return rec
	}
	members := make([]value.Member, len(attributes))
	for i, a := range attributes {
		r, err := a.expression.evaluate(p.tree)
		if err != nil {
			rec.Err = &feed.Error{Record: p.Ordinal, Line: p.Line, Column: 1, Cause: feed.ErrShape, Problem: diag.Messagef("the API expression of %s: %s", diag.Name(a.name), diag.Name(err.Error()))}
			return rec
		}
		members[i] = value.Member{Name: a.name, Value: r.value()}
	}
	rec.Attrs = value.NewObject(members...)
	return rec
}

// batch turns persons into records, as many at a time as there are processors to evaluate them; their order stays.
type batch struct {
	people     func() (*Person, error)
	attributes []attribute
	ready      []feed.Record
	end        error
}

// batchOf is how many persons one processor evaluates at a time: enough that starting it costs nothing, and few enough to hold.
const batchOf = 8

// batchBytes bounds the text of the persons of a batch, but for the last one.
const batchBytes = 1 << 20

// next returns the next record, or how the document ends.
func (b *batch) next() (feed.Record, error) {
	if len(b.ready) == 0 {
		b.fill()
	}
	if len(b.ready) == 0 {
		return feed.Record{}, b.end
	}
	rec := b.ready[0]
	b.ready[0] = feed.Record{}
	b.ready = b.ready[1:]
	return rec, nil
}

// fill reads and evaluates the next persons. All that it starts has ended when it returns.
func (b *batch) fill() {
	var people []*Person
	bytes := 0
	for most := batchOf * runtime.GOMAXPROCS(0); len(people) < most && bytes < batchBytes && b.end == nil; {
		p, err := b.people()
		if err != nil {
			b.end = err
			break
		}
		people, bytes = append(people, p), bytes+p.bytes
	}
	b.ready = make([]feed.Record, len(people))
	var wg sync.WaitGroup
	for from := 0; from < len(people); from += batchOf {
		part, into := people[from:min(from+batchOf, len(people))], b.ready[from:]
		wg.Go(func() {
			for i, p := range part {
				into[i] = p.record(b.attributes)
			}
		})
	}
	wg.Wait()
}
