package provision

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// mostQueries is how many queries a directory is asked at once: a group of very many members must not become one enormous request.
const mostQueries = 1000

// errForeseen fails a plan that was made only to learn what it asks. It never leaves the package.
var errForeseen = errors.New("the directory has not been asked yet")

// answers are what a cycle knows of its directory. A Memory is asked directly, since it is faster than any cache; every other directory is
// asked each question once. They are safe for concurrent use.
type answers struct {
	directory Directory
	memory    *Memory // the directory, if it is one
	prints    claims  // for its fingerprints alone

	mu       sync.Mutex
	known    map[fingerprint]twoHits
	promised map[fingerprint]*promise
}

// twoHits are the first two hits of an answer, nil where there are not so many. There may be a million answers, so each is kept small.
type twoHits [2]*Object

// list returns the hits.
func (h *twoHits) list() []*Object {
	switch {
	case h[0] == nil:
		return nil
	case h[1] == nil:
		return h[:1:1]
	}
	return h[:]
}

// promise is the answer to a question that is being asked: whoever asks the same meanwhile waits. All but done is set before done is closed.
type promise struct {
	done chan struct{}
	hits twoHits
	err  error
	// broken reports that whoever asked has no answer for reasons of its own: its context was canceled, the directory panicked, or
	// the error may be that of another question asked at the same time. Those who wait ask for themselves.
	broken bool
}

func newAnswers(directory Directory) *answers {
	a := &answers{directory: directory, prints: newClaims(), known: map[fingerprint]twoHits{}, promised: map[fingerprint]*promise{}}
	if directory == nil {
		a.directory = NewMemory(nil)
	}
	a.memory, _ = a.directory.(*Memory)
	return a
}

// far reports whether a question takes a while, so that many at once are better than one at a time.
func (a *answers) far() bool { return a.memory == nil }

// find returns the answers to queries; the error is that of any of them. Answers must not be changed.
func (a *answers) find(ctx context.Context, queries []Query) ([][]*Object, error) {
	if a.memory != nil {
		return a.memory.Find(ctx, queries)
	}
	hits := make([][]*Object, len(queries))
	for len(queries) > 0 {
		n := min(len(queries), mostQueries)
		if err := a.findSome(ctx, queries[:n], hits[len(hits)-len(queries):]); err != nil {
			return nil, err
		}
		queries = queries[n:]
	}
	return hits, nil
}

// query returns the question which objects of the planner's target type have a value.
func (e *planner) query(attribute string, v value.Value, caseExact bool) Query {
	return Query{Type: e.TargetType, Attribute: attribute, Value: v, CaseExact: caseExact}
}

// ask returns the answer to one question. Every question of a cycle goes through here, or through askAll.
func (c *Cycle) ask(ctx context.Context, q Query) ([]*Object, error) {
	if c.answers.memory != nil {
		return c.answers.memory.find(&q), nil
	}
	hits, err := c.askAll(ctx, q)
	if err != nil {
		return nil, err
	}
	return hits[0], nil
}

// askAll returns the answers to several questions, which are asked at once.
func (c *Cycle) askAll(ctx context.Context, queries ...Query) ([][]*Object, error) {
	if c.answers.memory != nil {
		return c.answers.find(ctx, queries)
	}
	for i := range queries {
		queries[i].Want = c.engine.wanted[strings.ToLower(queries[i].Type)]
	}
	if c.foreseen == nil {
		return c.answers.find(ctx, queries)
	}
	hits, unknown := c.answers.recall(queries)
	if len(unknown) == 0 {
		return hits, nil
	}
	*c.foreseen = append(*c.foreseen, unknown...)
	return nil, errForeseen
}

// findSome puts the answers to queries in hits. What nobody has asked yet is asked at once; then it waits for what others are asking. It
// keeps no promise of its own open meanwhile, so no two can wait for each other.
func (a *answers) findSome(ctx context.Context, queries []Query, hits [][]*Object) error {
	for {
		promises, mine, questions := a.promise(queries, hits)
		if err := a.ask(ctx, questions, mine); err != nil {
			return err
		}
		broken, err := wait(ctx, promises)
		if err != nil {
			return err
		}
		if !broken {
			for i, p := range promises {
				if p != nil {
					hits[i] = p.hits.list()
				}
			}
			return nil
		}
	}
}

// recall returns the answers to queries, and those queries that have none yet.
func (a *answers) recall(queries []Query) (hits [][]*Object, unknown []Query) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range queries {
		known, found := a.known[a.key(&queries[i])]
		if !found {
			unknown = append(unknown, queries[i])
			continue
		}
		hits = append(hits, known.list())
	}
	return hits, unknown
}

// promise puts the answers that are known in hits, and returns promises of the others, with those that the caller now has to keep and
// their queries.
func (a *answers) promise(queries []Query, hits [][]*Object) (promises, mine []*promise, questions []Query) {
	promises = make([]*promise, len(queries))
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range queries {
		key := a.key(&queries[i])
		if known, found := a.known[key]; found {
			hits[i] = known.list()
			continue
		}
		p := a.promised[key]
		if p == nil {
			p = &promise{done: make(chan struct{})}
			a.promised[key] = p
			mine, questions = append(mine, p), append(questions, queries[i])
		}
		promises[i] = p
	}
	return promises, mine, questions
}

// wait waits until all promises are kept or broken. It reports whether any of them is broken, and the first error.
func wait(ctx context.Context, promises []*promise) (broken bool, err error) {
	for _, p := range promises {
		if p == nil {
			continue
		}
		select {
		case <-p.done:
		default:
			select { // only now: what is there is good even if the context is not
			case <-p.done:
			case <-ctx.Done():
				return false, ctx.Err()
			}
		}
		broken = broken || p.broken
		if err == nil {
			err = p.err
		}
	}
	return broken, err
}

// ask keeps promises by asking the directory once. Whatever happens, they are kept or broken when it returns or panics, and only
// answers stay known.
func (a *answers) ask(ctx context.Context, questions []Query, mine []*promise) (err error) {
	if len(mine) == 0 {
		return nil
	}
	answered := false
	defer func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		for i, p := range mine {
			key := a.key(&questions[i])
			switch {
			case !answered || err != nil && (ctx.Err() != nil || len(mine) > 1):
				p.broken = true
			case err != nil:
				p.err = err
			default:
				a.known[key] = p.hits
			}
			delete(a.promised, key)
			close(p.done)
		}
	}()
	hits, err := a.directory.Find(ctx, questions)
	answered = true
	if err != nil {
		return err
	}
	if len(hits) != len(questions) {
		return diag.Errorf("want an answer for each of %d queries, got %d", len(questions), len(hits))
	}
	for i, p := range mine {
		if p.hits, err = distinct(&questions[i], hits[i]); err != nil {
			return err
		}
	}
	return nil
}

// key returns the key of a question. What the caller wants to know of the hits is the same for all questions of a type.
func (a *answers) key(q *Query) fingerprint {
	attribute := q.Attribute
	if q.CaseExact {
		attribute += "\x00" // no name ends so
	}
	return a.prints.fingerprint(q.Type, attribute, lookupText(q.Value, q.CaseExact))
}

// distinct returns the first two objects of an answer that are not the same one. An ID that is the value of the attribute itself tells
// nothing: objects without an id are known by their matching value, and two of those may well be two.
func distinct(q *Query, hits []*Object) (kept twoHits, err error) {
	for _, o := range hits {
		switch {
		case o == nil || o.ID == "":
			return kept, errors.New("want an object with an ID, got one without")
		case kept[0] == nil:
			kept[0] = o
		case kept[0] == o, identify(q.Type, kept[0]) == identify(q.Type, o) &&
			(q.Attribute == "" || lookupText(q.Value, q.CaseExact) != lookupText(value.String(o.ID), q.CaseExact)):
		default:
			kept[1] = o
			return kept, nil
		}
	}
	return kept, nil
}
