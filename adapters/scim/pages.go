package scim

import (
	"context"
	"iter"
	"net/http"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/provision"
)

// mostPasses is how often a list that changes is read.
const mostPasses = 5

// A page that may grow has up to mostPage objects, and is not meant to be larger than mostPageBytes.
const (
	mostPage      = 5000
	mostPageBytes = 16 << 20
)

// pass is what one reading of a list has shown.
type pass struct {
	total   int             // as the server says; -1 where it does not, or cannot be believed
	ids     map[string]bool // of its objects
	fresh   int             // objects that no pass before has had
	unsaid  bool            // the total cannot be believed
	changed bool            // the total was another one on a later page
	broken  bool            // a page did not begin where the one before it ended, as far as that can be seen, or repeated an object
	stuck   bool            // a page had nothing new, though there is more
	stopped bool            // the caller wants no more
}

// all returns the objects of the type, each once, page by page. The first page is asked to have count.
//
// Pages overlap by one object at first: where the list moves between two requests, since an object was created or deleted, this one is
// not where it was, even if their number is the same. The list is then read again, without overlaps, which not all servers understand, until
// a reading brings nothing new and has as many objects as the server says. A server that sends the first page whatever page it is asked for is
// asked by POST to /.search (RFC 7644, 3.4.3), where it may do better: so does scimmy-routers 1.3 on Express 5.
func (e *endpoint) all(ctx context.Context, sent fields, count int) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		r := reading{endpoint: e, fields: sent, count: count, post: e.searches.Load(), seen: map[string]bool{}, yield: yield}
		if err := r.all(ctx); err != nil {
			yield(nil, err)
		}
	}
}

// reading reads a list as often as it must be.
type reading struct {
	*endpoint
	fields fields
	count  int // of the first page
	post   bool
	seen   map[string]bool
	yield  func(*provision.Object, error) bool
	begun  int // one more than the total of the very first page; 0 where the server did not say it, or before that page
}

// all reads the list until nothing can be missing.
func (r *reading) all(ctx context.Context) error {
	total, steady, mayPost := -1, true, !r.post
	for n := 0; n < mostPasses; n++ {
		p := pass{total: -1, ids: map[string]bool{}}
		err := r.pass(ctx, n == 0, &p)
		switch {
		case r.post && isRefusal(err) && !r.searches.Load():
			r.post = false // it cannot search either
			continue
		case err != nil:
			return err
		case r.post:
			r.searches.Store(true)
		case p.stuck && mayPost:
			r.post, mayPost, n = true, false, -1
			continue
		}
		steady = steady && !p.changed && (n == 0 || p.total == total)
		total = p.total
		if p.stopped || p.isWhole(n == 0) || n > 0 && steady && total >= 0 && len(r.seen) == total {
			return nil
		}
	}
	return r.client.failure(http.MethodGet, r.path, diag.Messagef("the list of objects changes while it is read, or its pages repeat or leave out objects: "+
		"%d different ones in %d readings, where the server says %d; read it again when nothing is written there", len(r.seen), mostPasses, total), nil)
}

// emit hands an object over that has not been handed over yet.
func (r *reading) emit(o *provision.Object) (fresh, more bool) {
	if r.seen[o.ID] {
		return false, true
	}
	r.seen[o.ID] = true
	return true, r.yield(o, nil)
}

// isWhole reports whether nothing can be missing.
func (p *pass) isWhole(first bool) bool {
	if p.changed || p.broken || p.total >= 0 && len(p.ids) != p.total {
		return false
	}
	return first || p.fresh == 0
}

// pass reads the list once.
func (r *reading) pass(ctx context.Context, overlap bool, p *pass) error {
	s := selection{fields: r.fields, start: 1, count: r.count, post: r.post}
	last := "" // the object that the next page begins with
	lone := false
	for first := true; ; first = false {
		l, err := r.list(ctx, s)
		if err != nil {
			return err
		}
		before := len(p.ids)
		if more := p.take(l, last, r.emit); !more {
			return nil
		}
		switch {
		case lone && len(p.ids) > before && l.total < len(p.ids):
			p.total, p.unsaid = -1, true // what it says is the size of its page
		case !p.unsaid:
			p.changed = p.changed || !first && l.total != p.total
			p.total = l.total
		}
		if r.begun == 0 {
			r.begun = l.total + 1
		}
		if r.begun > 0 && !p.unsaid && len(p.ids) > 2*r.begun+mostPage {
			p.broken = true
			return nil // it has no end
		}
		end := s.start - 1 + len(l.objects)
		lone = first && len(l.objects) == s.count && l.total == s.count
		if len(p.ids) == before || p.total >= 0 && end >= p.total && !lone {
			p.stuck = !first && len(p.ids) < p.total
			return nil
		}
		if r.client.opt.PageSize == 0 && len(l.objects) == s.count && l.bytes < mostPageBytes/8 {
			s.count = min(4*s.count, mostPage)
		}
		s.start, last = end+1, ""
		switch {
		case overlap && len(l.objects) > 1:
			s.start, last = end, l.objects[len(l.objects)-1].ID
		case overlap:
			p.broken = true // pages of one object cannot overlap: another reading shows whether the list has moved
		}
	}
}

// take takes the objects of a page, which begins with the last one of the page before it where that is not "". More reports whether the caller wants
// more.
func (p *pass) take(l *list, last string, emit func(*provision.Object) (fresh, more bool)) (more bool) {
	objects := l.objects
	if last != "" {
		if len(objects) > 0 && objects[0].ID == last {
			objects = objects[1:]
		} else {
			p.broken = true
		}
	}
	for _, o := range objects {
		if p.ids[o.ID] {
			p.broken = true
			continue
		}
		p.ids[o.ID] = true
		fresh, more := emit(o)
		if fresh {
			p.fresh++
		}
		if !more {
			p.stopped = true
			return false
		}
	}
	return true
}
