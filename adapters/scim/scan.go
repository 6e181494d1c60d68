package scim

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// prepare learns what it takes to answer queries: all objects, if those are read, else how to ask for each group.
func (e *endpoint) prepare(ctx context.Context, queries []provision.Query, groups []*group) (*memory, []*way, error) {
	if err := e.enter(ctx); err != nil {
		return nil, nil, err
	}
	defer e.leave()
	if e.memory != nil && e.memory.covers(queries) {
		return e.memory, nil, nil
	}
	if err := e.learnSample(ctx); err != nil {
		return nil, nil, err
	}
	if e.client.opt.Scan == ScanAlways || e.memory != nil || e.isCheaper(groups) {
		switch err := e.scan(ctx, queries); {
		case err == nil:
			return e.memory, nil, nil
		case e.client.opt.Scan == ScanAlways || ctx.Err() != nil:
			return nil, nil, err
		}
	}
	ways := make([]*way, len(groups))
	for i, g := range groups {
		w, err := e.prepareGroup(ctx, queries, g)
		switch {
		case err != nil:
			return nil, nil, err
		case w.bad != nil && e.mayScan() && e.scan(ctx, queries) == nil:
			return e.memory, nil, nil
		case w.bad != nil:
			return nil, nil, w.bad
		}
		ways[i] = w
	}
	return nil, ways, nil
}

// fewIDs is how many objects are asked for by their ids without trying whether a filter finds several.
const fewIDs = 3

// prepareGroup learns how to ask for a group. A server that tells the case of ids does as RFC 7643, 3.1, says.
func (e *endpoint) prepareGroup(ctx context.Context, queries []provision.Query, g *group) (*way, error) {
	attribute := g.attribute
	if attribute == "" {
		attribute = "id"
		if len(g.texts) <= fewIDs {
			return &way{}, nil
		}
	}
	known, err := e.wayOf(ctx, attribute)
	if err != nil {
		return nil, err
	}
	w := *known
	if g.attribute == "" && !w.isUsable() {
		return &way{}, nil
	}
	if w.isUsable() && w.caseExact && !g.caseExact && !strings.EqualFold(attribute, "id") && !strings.EqualFold(attribute, "externalId") {
		w.bad = e.distrust(attribute, diag.Messagef("it tells upper from lower case, where the mapping does not (caseExact)"), nil)
	}
	if !w.isUsable() {
		return &w, nil
	}
	if len(g.texts) > 1 {
		if err := e.learnOr(ctx, attribute, known); err != nil {
			return nil, err
		}
		w.several = e.or == able && w.returned
	}
	w.fields, err = e.fieldsFor(ctx, append(wantedBy(queries), attribute))
	return &w, err
}

// wantedBy returns the names of the attributes that are read of the hits, sorted, each once, with those that are compared.
func wantedBy(queries []provision.Query) []string {
	var names []string
	last := -1
	for i := range queries {
		if q := &queries[i]; last < 0 || !slices.Equal(q.Want, queries[last].Want) || q.Attribute != queries[last].Attribute {
			names, last = append(append(names, q.Want...), q.Attribute), i
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// typicalPage is how many objects a page is expected to have that may grow.
const typicalPage = 500

// isCheaper reports whether reading all objects takes no more requests than have been sent and are to be sent now, or no more time than questions
// have taken: there are servers that compare every object with every value of a question.
func (e *endpoint) isCheaper(groups []*group) bool {
	if e.client.opt.Scan != ScanAuto || e.scanned != nil || e.shown.total < 0 || e.shown.total > e.client.opt.MaxScan {
		return false
	}
	expected := int(e.lists.Load())
	for _, g := range groups {
		most := 1
		if e.or == able {
			most = e.client.opt.BatchSize
		}
		expected += (len(g.texts) + most - 1) / most
	}
	page := cmp.Or(e.client.opt.PageSize, typicalPage)
	if e.maxResults > 0 {
		page = min(page, e.maxResults)
	}
	pages := (e.shown.total + page - 1) / page
	return expected >= pages || e.busy.Load() > 4*int64(pages)*int64(e.shown.took)
}

// mayScan reports whether all objects may be read.
func (e *endpoint) mayScan() bool {
	return e.client.opt.Scan != ScanNever && e.scanned == nil && e.shown.total <= e.client.opt.MaxScan
}

// scan reads all objects. Where they cannot be read it does not try again.
func (e *endpoint) scan(ctx context.Context, queries []provision.Query) error {
	if e.scanned != nil {
		return e.scanned
	}
	wanted := wantedBy(queries)
	if e.memory != nil { // for others who want more
		for name := range e.memory.wanted {
			wanted = append(wanted, name)
		}
		slices.Sort(wanted)
		wanted = slices.Compact(wanted)
	}
	sent, err := e.fieldsFor(ctx, wanted)
	if err != nil {
		return err
	}
	m := &memory{wanted: map[string]bool{}}
	for _, name := range wanted {
		m.wanted[name] = true
	}
	if sent == (fields{}) {
		m.wanted = nil
	}
	var objects []*provision.Object
	for o, err := range e.all(ctx, sent, e.firstPage(wanted)) {
		if err == nil && len(objects) == e.client.opt.MaxScan {
			err = e.client.failure(http.MethodGet, e.path, diag.Messagef("more than %d objects; allow more (MaxScan), or do not read all of them", e.client.opt.MaxScan), nil)
		}
		if err != nil {
			if ctx.Err() == nil {
				e.scanned = err
			}
			return err
		}
		objects = append(objects, o)
	}
	m.Memory, e.memory = provision.NewMemory(objects), m
	return nil
}

// firstPage returns how many objects a page is asked to have from the beginning, since the size of those that have been shown is known.
func (e *endpoint) firstPage(wanted []string) int {
	size := e.client.opt.pageSize()
	if e.client.opt.PageSize > 0 || len(e.shown.objects) == 0 || e.withoutMembers(nil) != e.withoutMembers(wanted) {
		return size
	}
	return max(size, min(mostPage, mostPageBytes/4*len(e.shown.objects)/max(e.shown.bytes, 1)))
}

// instead returns all objects, where an error says that the filter cannot be trusted and they may be read; else nil.
func (e *endpoint) instead(ctx context.Context, queries []provision.Query, err error) *memory {
	var distrust *distrustError
	if !errors.As(err, &distrust) || e.enter(ctx) != nil {
		return nil
	}
	defer e.leave()
	if e.memory == nil && (!e.mayScan() || e.scan(ctx, queries) != nil) || !e.memory.covers(queries) {
		return nil
	}
	return e.memory
}

// fieldsFor returns what leaves out attributes that nobody wants. Whether the server then sends all that is wanted is tried with objects that it
// has shown: all wanted attributes must be among theirs, since some servers do not know the names of extensions, or of parts, there. Where it is
// not sure, everything is sent.
func (e *endpoint) fieldsFor(ctx context.Context, wanted []string) (fields, error) {
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	key := strings.ToLower(strings.Join(wanted, "\n"))
	if known, ok := e.chosen[key]; ok {
		return known, nil
	}
	sent, err := e.tryFields(ctx, wanted)
	if err != nil {
		return fields{}, err
	}
	if e.chosen == nil {
		e.chosen = map[string]fields{}
	}
	e.chosen[key] = sent
	return sent, nil
}

// tryFields is fieldsFor without what is known.
func (e *endpoint) tryFields(ctx context.Context, wanted []string) (fields, error) {
	whole := e.withoutMembers(wanted)
	names := []string{"id"}
	for _, name := range wanted {
		if !isName(name) || !e.isShown(name) {
			return whole, nil
		}
		if root := rootOf(name); !slices.Contains(names, root) {
			names = append(names, root)
		}
	}
	some := fields{only: strings.Join(names, ",")}
	if len(some.query()) > mostFilterBytes/2 {
		return whole, nil
	}
	l, err := e.list(ctx, selection{fields: some, start: 1, count: sampleSize})
	switch {
	case isRefusal(err):
		return whole, nil
	case err != nil:
		return fields{}, err
	case !e.agrees(l.objects, wanted):
		return whole, nil
	}
	return some, nil
}

// isShown reports whether an object that has been shown has a value of an attribute.
func (e *endpoint) isShown(name string) bool {
	path := value.ParsePath(name)
	return slices.ContainsFunc(e.shown.objects, func(o *provision.Object) bool { return !o.Attrs.Attribute(&path).IsNullOrEmpty() })
}

// agrees reports whether objects have the values that they were shown with before.
func (e *endpoint) agrees(objects []*provision.Object, wanted []string) bool {
	compared := 0
	for _, o := range objects {
		i := slices.IndexFunc(e.shown.objects, func(before *provision.Object) bool { return before.ID == o.ID })
		if i < 0 {
			continue
		}
		for _, name := range wanted {
			path := value.ParsePath(name)
			if before := e.shown.objects[i].Attrs.Attribute(&path); !before.IsNull() && !o.Attrs.Attribute(&path).Equal(before) {
				return false
			}
		}
		compared++
	}
	return compared > 0
}
