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

// pass is what one reading of a list has shown.
type pass struct {
	total   int             // as the server says; -1 where it does not, or cannot be believed
	ids     map[string]bool // of its objects
	fresh   int             // objects that no pass before has had
	unsaid  bool            // the total cannot be believed
	changed bool            // the total was another one on a later page
	broken  bool            // a page did not begin where the one before it ended, or repeated an object
	stopped bool            // the caller wants no more
}

// all returns the objects of the type, each once, page by page.
//
// Pages overlap by one object at first: where the list moves between two requests, since an object was created or deleted, this one is
// not where it was, even if their number is the same. The list is then read again, without overlaps, which not all servers understand, until
// a reading brings nothing new and has as many objects as the server says.
func (e *endpoint) all(ctx context.Context, parameters string) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		seen := map[string]bool{}
		emit := func(o *provision.Object) (fresh, more bool) {
			if seen[o.ID] {
				return false, true
			}
			seen[o.ID] = true
			return true, yield(o, nil)
		}
		total, steady := -1, true
		for n := range mostPasses {
			p := pass{total: -1, ids: map[string]bool{}}
			if err := e.pass(ctx, parameters, n == 0, &p, emit); err != nil {
				yield(nil, err)
				return
			}
			steady = steady && !p.changed && (n == 0 || p.total == total)
			total = p.total
			if p.stopped || p.isWhole(n == 0) || n > 0 && steady && total >= 0 && len(seen) == total {
				return
			}
		}
		yield(nil, e.client.failure(http.MethodGet, e.path, diag.Messagef("the list of objects changes while it is read, or its pages repeat or leave out objects: "+
			"%d different ones in %d readings, where the server says %d; read it again when nothing is written there", len(seen), mostPasses, total), nil))
	}
}

// isWhole reports whether nothing can be missing.
func (p *pass) isWhole(first bool) bool {
	if p.changed || p.broken || p.total >= 0 && len(p.ids) != p.total {
		return false
	}
	return first || p.fresh == 0
}

// pass reads the list once.
func (e *endpoint) pass(ctx context.Context, parameters string, overlap bool, p *pass, emit func(*provision.Object) (fresh, more bool)) error {
	s := selection{attributes: parameters, start: 1, count: e.client.opt.PageSize}
	last := "" // the object that the next page begins with
	lone := false
	for first := true; ; first = false {
		l, err := e.list(ctx, s)
		if err != nil {
			return err
		}
		before := len(p.ids)
		if more := p.take(l, last, emit); !more {
			return nil
		}
		switch {
		case lone && len(p.ids) > before && l.total < len(p.ids):
			p.total, p.unsaid = -1, true // what it says is the size of its page
		case !p.unsaid:
			p.changed = p.changed || !first && l.total != p.total
			p.total = l.total
		}
		end := s.start - 1 + len(l.objects)
		lone = first && len(l.objects) == s.count && l.total == s.count
		if len(p.ids) == before || p.total >= 0 && end >= p.total && !lone {
			return nil
		}
		s.start, last = end+1, ""
		if overlap && len(l.objects) > 1 {
			s.start, last = end, l.objects[len(l.objects)-1].ID
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
