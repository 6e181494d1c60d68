package ldap

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
	"github.com/attrmap/attrmap/internal/dn"
	"github.com/attrmap/attrmap/mapping/provision"
)

// maxFilterBytes bounds the values of one filter, whatever the size of a batch.
const maxFilterBytes = 64 << 10

// enough is how many hits of a question matter.
const enough = 2

// batch is questions that one filter can ask: for one attribute of objects of one type, and no two for which a server may have the same object
// though a cycle would not.
type batch struct {
	queries   []provision.Query
	loose     map[string]bool // their values, see loose
	bytes     int             // of filters
	filters   []string        // of each query
	at        []int           // where the answers go
	class     string          // the filter of the type
	attribute string          // what is asked for, for people
	want      []string        // of each query
	request   []string        // the attributes that are read
	deleted   bool            // deleted objects have the values too
}

// part returns some of the questions.
func (b *batch) part(chosen []int) *batch {
	p := *b
	p.queries, p.filters, p.at = nil, nil, nil
	for _, i := range chosen {
		p.queries, p.filters, p.at = append(p.queries, b.queries[i]), append(p.filters, b.filters[i]), append(p.at, b.at[i])
	}
	return &p
}

// Find returns the objects that queries ask for, see [provision.Directory] and the package. The error is a context's, or it says what the server
// has refused or sent. It wraps the client library's.
func (d *Directory) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	d.counts.questions.Add(int64(len(queries)))
	batches, names, err := d.plan(queries)
	if err != nil {
		return nil, d.explain(err)
	}
	answers := make([][]*provision.Object, len(queries))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	run := func(ask func() error) {
		all.Add(1)
		go func() {
			defer all.Done()
			if err := ask(); err != nil {
				cancel(err) // the first one counts
			}
		}()
	}
	for _, b := range batches {
		run(func() error { return d.ask(ctx, b, answers) })
	}
	for _, i := range names {
		run(func() (err error) {
			answers[i], err = d.named(ctx, &queries[i])
			return err
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return nil, d.explain(context.Cause(ctx))
	}
	return answers, nil
}

// plan returns the batches of queries, and those that ask for a name, which is looked up by itself. What no object has is in neither.
func (d *Directory) plan(queries []provision.Query) (batches []*batch, names []int, err error) {
	type key struct {
		kind, attribute string
		exact           bool
	}
	open := map[key][]*batch{}
	for i := range queries {
		q := &queries[i]
		text, _ := q.Value.AsString()
		switch {
		// Directories store a zero byte, but find nothing by it, or compare up to it (Samba does). To create somebody anew in every cycle, or to
		// find somebody else, would be worse than an error.
		case strings.IndexByte(text, 0) >= 0:
			return nil, nil, unanswerable("a directory cannot be asked for a text with U+0000; take it out by the mapping, for example with Replace")
		case !utf8.ValidString(text): // half a character: no object has it
			continue
		}
		attribute := q.Attribute
		if attribute == "" {
			if attribute = d.identifier(q.Value.Text()); attribute == "" {
				continue
			}
			if attribute == entryDN {
				names = append(names, i)
				continue
			}
		}
		if !isName(attribute) {
			return nil, nil, unanswerable("%s is no name of an attribute of the directory: nothing can be found by it", diag.Name(attribute))
		}
		filter, err := d.valueFilter(attribute, q.Value)
		if err != nil {
			return nil, nil, err
		}
		k := key{strings.ToLower(q.Type), strings.ToLower(q.Attribute + "\x00" + attribute), q.CaseExact}
		likely := loose(q.Value.Text())
		at := slices.IndexFunc(open[k], func(b *batch) bool {
			return len(b.queries) < d.opt.BatchSize && b.bytes+len(filter) <= maxFilterBytes && !b.loose[likely] && slices.Equal(b.want, q.Want)
		})
		if at < 0 {
			class, err := d.classFilter(q.Type)
			if err != nil {
				return nil, nil, err
			}
			request := d.attributes(q.Want, attribute)
			if err := d.checkCatalog(request); err != nil {
				return nil, nil, err
			}
			at = len(open[k])
			b := &batch{class: class, attribute: attribute, want: q.Want, request: request, deleted: d.isDeleted(attribute), loose: map[string]bool{}}
			open[k], batches = append(open[k], b), append(batches, b)
		}
		b := open[k][at]
		b.loose[likely] = true
		b.bytes += len(filter)
		b.queries, b.filters, b.at = append(b.queries, *q), append(b.filters, filter), append(b.at, i)
	}
	return batches, names, nil
}

// entryDN stands for a name that is looked up itself.
const entryDN = "entryDN"

// identifier returns the attribute that has an object's ID or Reference: that of GUIDs, or of distinguished names. It is "" where no object has such
// a one.
func (d *Directory) identifier(text string) string {
	_, isGUID := adobject.GUIDBytes(text)
	_, isDN := dn.Key(text)
	switch {
	case isGUID && d.info.ActiveDirectory:
		return objectGUID
	case isGUID && d.schema.has(entryUUID):
		return entryUUID
	case isDN && d.info.ActiveDirectory:
		return distinguishedName
	case isDN:
		return entryDN
	}
	return ""
}

// isDeleted reports whether deleted objects have the values of an attribute.
func (d *Directory) isDeleted(attribute string) bool {
	return slices.ContainsFunc(d.opt.Deleted, func(name string) bool { return strings.EqualFold(name, attribute) })
}

// named returns the object of a distinguished name.
func (d *Directory) named(ctx context.Context, q *provision.Query) ([]*provision.Object, error) {
	name := q.Value.Text()
	if !d.below(name) {
		return nil, nil
	}
	class, err := d.classFilter(q.Type)
	if err != nil {
		return nil, err
	}
	requested := d.attributes(q.Want, "")
	result, err := d.search(ctx, nil, Request{Operation: opSearch, Type: q.Type, Values: 1}, &goldap.SearchRequest{BaseDN: name, Scope: goldap.ScopeBaseObject, Filter: class,
		Attributes: requested, Controls: d.controls()})
	switch {
	case resultCode(err) == goldap.LDAPResultNoSuchObject, resultCode(err) == goldap.LDAPResultInvalidDNSyntax:
		return nil, nil // a name that the server does not take is nobody's
	case err != nil:
		return nil, err
	}
	return d.objects(ctx, nil, result.Entries, q.Type, requested)
}

// objects returns the objects of entries.
func (d *Directory) objects(ctx context.Context, s *session, entries []*goldap.Entry, kind string, requested []string) ([]*provision.Object, error) {
	objects := make([]*provision.Object, len(entries))
	for i, e := range entries {
		var err error
		if objects[i], err = d.object(ctx, s, e, kind, requested); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

// ask puts the answers to a batch in answers. What does not fit in one page, and what the server finds equal though a cycle would not, is asked in smaller
// portions.
func (d *Directory) ask(ctx context.Context, b *batch, answers [][]*provision.Object) error {
	if len(b.queries) == 1 {
		hits, err := d.single(ctx, b)
		if err == nil {
			answers[b.at[0]] = hits
		}
		return err
	}
	objects, whole, err := d.firstPage(ctx, b)
	if err != nil {
		return err
	}
	if !whole {
		return d.askParts(ctx, answers, b.halves()...)
	}
	hits, err := provision.NewMemory(objects).Find(ctx, b.queries)
	if err != nil {
		return err
	}
	if o := unclaimed(objects, hits, b.queries); o != nil {
		return d.askParts(ctx, answers, b.suspects(o)...)
	}
	for i, at := range b.at {
		answers[at] = hits[i]
	}
	return nil
}

func (d *Directory) askParts(ctx context.Context, answers [][]*provision.Object, parts ...*batch) error {
	for _, p := range parts {
		if err := d.ask(ctx, p, answers); err != nil {
			return err
		}
	}
	return nil
}

// halves returns the batch in two parts.
func (b *batch) halves() []*batch {
	all := make([]int, len(b.queries))
	for i := range all {
		all[i] = i
	}
	return []*batch{b.part(all[:len(all)/2]), b.part(all[len(all)/2:])}
}

// unclaimed returns an object that the server has found though it answers none of the questions, as a cycle compares; nil if there is none. With
// questions that are to be compared with case there always may be.
func unclaimed(objects []*provision.Object, hits [][]*provision.Object, queries []provision.Query) *provision.Object {
	if queries[0].CaseExact {
		return nil
	}
	claimed := map[*provision.Object]bool{}
	for _, list := range hits {
		for _, o := range list {
			claimed[o] = true
		}
	}
	for _, o := range objects {
		if claimed[o] {
			continue
		}
		// A third object of the same value is in no answer either.
		own, err := provision.NewMemory([]*provision.Object{o}).Find(context.Background(), queries)
		if err != nil || !slices.ContainsFunc(own, func(hits []*provision.Object) bool { return len(hits) > 0 }) {
			return o
		}
	}
	return nil
}

// suspects returns the batch in parts: those questions that an object may answer by the server's rules each by itself, and the others together. The
// server decides: where no question looks like the object, the parts are halves.
func (b *batch) suspects(o *provision.Object) []*batch {
	path := value.ParsePath(b.attribute)
	like := map[string]bool{}
	for _, v := range o.Attrs.Attribute(&path).Members() {
		like[loose(v.Text())] = true
	}
	var parts []*batch
	var others []int
	for i := range b.queries {
		if like[loose(b.queries[i].Value.Text())] {
			parts = append(parts, b.part([]int{i}))
		} else {
			others = append(others, i)
		}
	}
	switch {
	case len(parts) == 0:
		return b.halves()
	case len(others) > 0:
		parts = append(parts, b.part(others))
	}
	return parts
}
