package scim

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// endpoint is where the objects of one type are, with what is known of how the server answers there.
type endpoint struct {
	client     *Client
	maxResults int
	name, path string
	lists      atomic.Int64 // requests for lists
	busy       atomic.Int64 // the nanoseconds that their answers took
	searches   atomic.Bool  // pages are asked for by POST, since GET returns the first one alone

	// lock is held by whoever learns how the server answers, or reads all objects; it is a channel so that waiting for it can be canceled. The
	// fields below are its holder's.
	lock  chan struct{}
	shown *sample
	ways  map[string]*way // by attribute in lower case
	or    verdict
	// excludes says whether the server leaves out what it is asked to leave out.
	excludes verdict
	chosen   map[string]fields // what is sent of the objects, by what is wanted
	memory   *memory
	// scanned is why all objects cannot be read; nil where nobody has tried, or they can.
	scanned error
}

// Find returns the objects that the queries ask for, see [provision.Directory]. Up to BatchSize values of an attribute are asked for at once
// where the server shows that it understands "or", and BatchSize·Connections at a time. Answers are compared with the queries as a
// [provision.Memory] compares, whatever the server thinks is equal.
//
// Attributes have the names of the service: userName, name.givenName, emails[type eq "work"].value, URNs. An attribute whose name SCIM's filters
// cannot have, one that the server refuses to filter by (invalidFilter), one by which it does not find an object that it has
// shown, and one whose case it tells where the query does not (but for externalId), is an error of the queries, which says so; where [Options.Scan] allows, all objects are read
// instead. A hit that has another value than was asked for is such an error, too, unless another hit has it.
//
// A query without an attribute is answered by the object of that id; the server tells the case of ids.
func (d *Directory) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	answers := make([][]*provision.Object, len(queries))
	byType := map[string][]int{}
	var types []string
	for i := range queries {
		key := strings.ToLower(queries[i].Type)
		if byType[key] == nil {
			types = append(types, key)
		}
		byType[key] = append(byType[key], i)
	}
	for _, key := range types {
		places := byType[key]
		some := make([]provision.Query, len(places))
		for i, at := range places {
			some[i] = queries[at]
		}
		endpoints, err := d.of(some[0].Type)
		if err != nil {
			return nil, err
		}
		for _, e := range endpoints {
			hits, err := e.find(ctx, some)
			if err != nil {
				return nil, err
			}
			for i, at := range places {
				answers[at] = append(answers[at], hits[i]...)
			}
		}
	}
	return answers, nil
}

// Objects returns all objects of a type with all their attributes, page by page; "" is of every type that the server lists. Each object comes once,
// as it was when it was first seen. A list that changes while it is read is read again, up to five times, until
// nothing can be missing; an error, after which nothing comes, is an *[Error].
func (d *Directory) Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		endpoints, err := d.of(objectType)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, e := range endpoints {
			for o, err := range e.all(ctx, fields{}, d.client.opt.pageSize()) {
				if !yield(o, err) || err != nil {
					return
				}
			}
		}
	}
}

// group are questions about one attribute.
type group struct {
	attribute string // "" asks for ids
	caseExact bool
	texts     []string // what is asked for, each once
	queries   []int    // whose questions these are
}

// groupsOf returns the groups of queries.
func groupsOf(queries []provision.Query) []*group {
	type key struct {
		attribute string
		caseExact bool
	}
	var groups []*group
	known, texts := map[key]*group{}, map[key]map[string]bool{}
	for i := range queries {
		q := &queries[i]
		k := key{strings.ToLower(q.Attribute), q.CaseExact}
		g := known[k]
		if g == nil {
			g = &group{attribute: q.Attribute, caseExact: q.CaseExact}
			known[k], texts[k] = g, map[string]bool{}
			groups = append(groups, g)
		}
		g.queries = append(g.queries, i)
		if text := q.Value.Text(); !texts[k][text] {
			texts[k][text] = true
			g.texts = append(g.texts, text)
		}
	}
	return groups
}

// find answers queries about the endpoint's type.
func (e *endpoint) find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	groups := groupsOf(queries)
	known, ways, err := e.prepare(ctx, queries, groups)
	if err != nil {
		return nil, err
	}
	if known != nil {
		return known.find(ctx, queries)
	}
	answers := make([][]*provision.Object, len(queries))
	for i, g := range groups {
		objects, err := e.ask(ctx, g, ways[i])
		if err != nil {
			if known := e.instead(ctx, queries, err); known != nil {
				return known.find(ctx, queries)
			}
			return nil, err
		}
		for _, at := range g.queries {
			answers[at] = objects[queries[at].Value.Text()]
		}
	}
	return answers, nil
}

// enter takes the lock.
func (e *endpoint) enter(ctx context.Context) error {
	select {
	case e.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *endpoint) leave() { <-e.lock }

// each calls do for the numbers below n, several at a time, and returns the first error, which ends the others.
func (e *endpoint) each(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		failed error
	)
	next := make(chan int)
	for range min(n, e.client.opt.Connections) {
		wg.Go(func() {
			for i := range next {
				if err := do(ctx, i); err != nil {
					mu.Lock()
					if failed == nil {
						failed = err
					}
					mu.Unlock()
					cancel()
				}
			}
		})
	}
feed:
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wg.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return failed
}

// memory are all objects of a type.
type memory struct {
	*provision.Memory
	wanted map[string]bool // the attributes that they have been read with; nil is all
}

// covers reports whether the objects have what is read of them.
func (m *memory) covers(queries []provision.Query) bool {
	if m.wanted == nil {
		return true
	}
	for _, name := range wantedBy(queries) {
		if !m.wanted[name] {
			return false
		}
	}
	return true
}

// find answers queries, whose type the objects are of.
func (m *memory) find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	typeless := make([]provision.Query, len(queries))
	for i := range queries {
		typeless[i] = queries[i]
		typeless[i].Type = ""
	}
	return m.Find(ctx, typeless)
}

// hitsOf returns those of objects that have a value, as the engine compares.
func hitsOf(objects []*provision.Object, attribute, text string, caseExact bool) []*provision.Object {
	q := provision.Query{Attribute: attribute, Value: value.String(text), CaseExact: caseExact}
	hits, _ := provision.NewMemory(objects).Find(context.Background(), []provision.Query{q}) // never fails
	return hits[0]
}

// isRefusal reports whether an error is the server's answer to one question, so that a smaller or another one may have an answer.
func isRefusal(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case 401, 408, 429, 502, 503, 504:
		return false
	}
	return e.Status >= 400
}

// isStatus reports whether an error is an answer of a status.
func isStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}
