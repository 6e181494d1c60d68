package ldap

import (
	"context"
	"iter"
	"slices"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/provision"
)

// pages reads the entries of a search page by page, all by one connection. After the last page of a whole answer it is done.
type pages struct {
	directory *Directory
	session   session
	about     Request
	request   goldap.SearchRequest
	paging    *goldap.ControlPaging
	begun     bool
	done      bool
}

// pages returns a search below a name. It must be ended.
func (d *Directory) pages(about Request, base, filter string, attributes []string, more ...goldap.Control) *pages {
	p := &pages{directory: d, about: about, paging: goldap.NewControlPaging(uint32(d.opt.PageSize))} //nolint:gosec // it is checked by complete
	p.request = goldap.SearchRequest{BaseDN: base, Scope: goldap.ScopeWholeSubtree, Filter: filter, Attributes: attributes,
		Controls: append(append(d.controls(), more...), p.paging)}
	return p
}

// end returns the connection.
func (p *pages) end() { p.session.end(p.directory, true) }

// next returns the objects of the next page. Where there is an error, the answer is not whole: the objects are those before a limit.
func (p *pages) next(ctx context.Context) ([]*provision.Object, error) {
	d := p.directory
	result, err := d.search(ctx, &p.session, p.about, &p.request)
	if err != nil {
		if isLimit(err) && result != nil {
			// What came before the limit may be enough for the caller.
			if some, e := d.objects(ctx, &p.session, result.Entries, p.about.Type, p.request.Attributes); e == nil {
				return some, err
			}
		}
		return nil, err
	}
	control, paged := goldap.FindControl(result.Controls, goldap.ControlTypePaging).(*goldap.ControlPaging)
	switch {
	case !paged && p.begun:
		// Documented: RFC 2696, 3: every page says where the next one begins.
		return nil, permanentError{diag.Errorf("a page of the answer does not say whether it is the last one")}
	case !paged || len(control.Cookie) == 0:
		p.done = true
	default:
		p.paging.SetCookie(slices.Clone(control.Cookie))
	}
	p.begun = true
	return d.objects(ctx, &p.session, result.Entries, p.about.Type, p.request.Attributes)
}

// searches returns the pages of a batch's questions: below the base and, where deleted objects have the values too, among these.
func (d *Directory) searches(b *batch) []*pages {
	filter := "(&" + b.class + "(|"
	for _, f := range b.filters {
		filter += f
	}
	filter += "))"
	about := Request{Operation: opSearch, Type: b.queries[0].Type, Attribute: b.attribute, Values: len(b.queries)}
	list := []*pages{d.pages(about, d.info.Base, filter, b.request)}
	if b.deleted {
		list = append(list, d.pages(about, d.deletedObjects(), filter, b.request, goldap.NewControlMicrosoftShowDeleted()))
	}
	return list
}

// firstPage returns the objects that answer a batch's questions; whole is false if there are more than fit in a page, or than the server returns.
func (d *Directory) firstPage(ctx context.Context, b *batch) (objects []*provision.Object, whole bool, err error) {
	for _, p := range d.searches(b) {
		some, err := p.next(ctx)
		p.end()
		switch {
		case isLimit(err), err == nil && !p.done:
			return nil, false, nil
		case err != nil:
			return nil, false, err
		}
		objects = append(objects, some...)
	}
	return objects, true, nil
}

// single returns the objects that answer the one question of a batch: those that the server has found, or, where case counts, those of them
// that are equal with case. Where a connection is lost between two pages it begins again.
func (d *Directory) single(ctx context.Context, b *batch) (hits []*provision.Object, err error) {
	for n := 0; ; n++ {
		hits = nil
		lost := false
		for _, p := range d.searches(b) {
			var some []*provision.Object
			if some, err = p.hits(ctx, b); err != nil {
				lost = p.begun && isTemporary(err)
				break
			}
			hits = append(hits, some...)
		}
		if err == nil || !lost || n >= d.opt.Retries {
			return hits[:min(len(hits), enough)], err
		}
		d.counts.retried.Add(1)
		if err := pause(ctx, firstWait); err != nil {
			return nil, err
		}
	}
}

// hits returns the first objects that answer the one question of a batch.
func (p *pages) hits(ctx context.Context, b *batch) (hits []*provision.Object, err error) {
	defer p.end()
	for !p.done && len(hits) < enough && err == nil {
		var objects []*provision.Object
		objects, err = p.next(ctx)
		if b.queries[0].CaseExact {
			equal, e := provision.NewMemory(objects).Find(ctx, b.queries)
			if e != nil {
				return nil, e
			}
			objects = equal[0]
		}
		hits = append(hits, objects...)
	}
	if isLimit(err) && len(hits) >= enough {
		return hits, nil
	}
	return hits, err
}

// Objects returns all objects of a type, "" of every one, with the attributes of [Options].Attributes, page by page. Every object comes once,
// also where the server moves one while it is read. The error is the last pair: what came before it is not all. Where a connection is lost,
// reading begins again, without what has come already.
func (d *Directory) Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		class, err := d.classFilter(objectType)
		if err == nil {
			err = d.checkCatalog(d.opt.Attributes)
		}
		if err != nil {
			yield(nil, d.explain(err))
			return
		}
		seen := map[string]struct{}{}
		stopped := false
		for n := 0; ; n++ {
			p := d.pages(Request{Operation: opSearch, Type: objectType}, d.info.Base, class, d.allAttributes())
			err = p.each(ctx, func(o *provision.Object) bool {
				if _, twice := seen[o.ID]; !twice {
					seen[o.ID] = struct{}{}
					stopped = !yield(o, nil)
				}
				return !stopped
			})
			lost := err != nil && p.begun && isTemporary(err) && n < d.opt.Retries
			if lost {
				d.counts.retried.Add(1)
				lost = pause(ctx, firstWait) == nil
			}
			if !lost {
				break
			}
		}
		if err != nil && !stopped {
			yield(nil, d.explain(err))
		}
	}
}

// each calls f with the objects of all pages until it returns false.
func (p *pages) each(ctx context.Context, f func(*provision.Object) bool) error {
	defer p.end()
	for !p.done {
		objects, err := p.next(ctx)
		if err != nil {
			return err
		}
		for _, o := range objects {
			if !f(o) {
				return nil
			}
		}
	}
	return nil
}

// allAttributes are what exports have of an object.
func (d *Directory) allAttributes() []string {
	if len(d.opt.Attributes) > 0 {
		return d.attributes(d.opt.Attributes, "")
	}
	return append([]string{"*"}, d.attributes(nil, "")...)
}
