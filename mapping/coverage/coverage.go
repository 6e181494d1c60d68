package coverage

import (
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Coverage notes what plans of one job meet. It is safe for concurrent use, and keeps nothing of the objects.
type Coverage struct {
	file    string
	hidden  bool
	mutex   sync.Mutex
	objects []*object
}

// object is what there is of one object mapping.
type object struct {
	*provision.ObjectMapping
	mapper   *mapping.Mapper
	scope    entry
	clauses  [][]int // per group and clause, the place in scope of the point that the clause holds; that it does not follows
	groups   []int   // per group, the place in scope of the point that it decides
	match    entry
	matching map[string]int // per target, the place in match
	rows     []entry        // per mapping
}

// entry is a mapping, the scope or the matching attributes.
type entry struct {
	target string
	points []point
	// outcomes are the places of the points of a mapping's outcomes in points, numbered those of the points of its expression; -1 for one that
	// cannot be met.
	outcomes [outcomes]int
	numbered []int
	source   string // the expression
}

// The names of what is no mapping in reports.
const (
	scopeTarget = "@scope"
	matchTarget = "@match"
)

// New returns the coverage of a job of which nothing has been met yet. The engine is the job, compiled with [mapping.Options.Watch] set in every
// object mapping; without it, expressions seem not to have been met. File names the job's file in reports, and locate sets the places there of
// findings about object mapping number object of the job; without it reports have no places.
func New(file string, job *provision.Job, engine *provision.Engine, locate func(found diag.List, object int)) *Coverage {
	c := &Coverage{file: file}
	for i := range job.Objects {
		o := newObject(&job.Objects[i], engine)
		c.hidden = c.hidden || o.Mapping.HideValues
		if locate != nil {
			o.locate(func(found diag.List) { locate(found, i) })
		}
		c.objects = append(c.objects, o)
	}
	return c
}

// objectOf returns the object mapping of a type of source objects; nil for an unknown one.
func (c *Coverage) objectOf(objectType string) *object {
	for _, o := range c.objects {
		if objectType == "" || strings.EqualFold(typeOf(o.ObjectMapping), objectType) {
			return o
		}
	}
	return nil
}

// typeOf returns the type of source objects as plans have it.
func typeOf(m *provision.ObjectMapping) string {
	if m.Type == "" {
		return "User"
	}
	return m.Type
}

// Add notes what a plan of the engine has met. Plans of workers come in order and once, so that the coverage does not depend on their number.
func (c *Coverage) Add(p *provision.Plan) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	o := c.objectOf(p.Type)
	if o == nil {
		return
	}
	o.addMatches(p)
	if p.Source != nil && slices.ContainsFunc(p.Steps, func(s provision.Step) bool { return s.Name == "EntrySynchronizationScoping" }) {
		o.addScope(o.mapper.Scope().Evaluate(p.Source))
	}
	for i := range p.Attributes {
		if i < len(o.rows) {
			o.rows[i].add(&p.Attributes[i])
		}
	}
}

// AddOutcome notes what a single evaluation of mapping i has met; objectType is that of the source object, "" the job's first.
func (c *Coverage) AddOutcome(objectType string, i int, outcome *mapping.Outcome) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if o := c.objectOf(objectType); o != nil && i >= 0 && i < len(o.rows) {
		o.rows[i].add(outcome)
	}
}

// addMatches notes the matching attributes. Their mappings have been evaluated, whatever became of the object afterwards.
func (o *object) addMatches(p *provision.Plan) {
	for k := range p.Matches {
		m := &p.Matches[k]
		i := slices.IndexFunc(o.rows, func(e entry) bool { return e.target == m.Target })
		if i < 0 {
			continue
		}
		row := &o.rows[i]
		row.meet(evaluated)
		row.numbers(m.Met)
		switch {
		case m.Err != nil:
			row.meet(failed)
		case m.Value.IsNull():
			row.meet(null)
		}
	}
	if p.Match != "matched" {
		return
	}
	for _, step := range p.Steps {
		for _, d := range step.Details {
			if at, known := o.matching[d.Value]; known && step.Name == "EntryImport" && d.Name == "MatchingAttribute" {
				o.match.points[at].met = true
			}
		}
	}
}

// addScope notes which clauses held, and which group decided: the first of which all clauses do.
func (o *object) addScope(result mapping.ScopeResult) {
	decided := false
	for g, clauses := range result.Groups {
		passed := true
		for i := range clauses {
			at := o.clauses[g][i]
			if !clauses[i].Passed {
				at++
			}
			o.scope.points[at].met = true
			passed = passed && clauses[i].Passed
		}
		if passed && !decided {
			o.scope.points[o.groups[g]].met, decided = true, true
		}
	}
}

// meet notes an outcome.
func (e *entry) meet(o outcome) {
	if at := e.outcomes[o]; at >= 0 {
		e.points[at].met = true
	}
}

// numbers notes points of the expression by their numbers.
func (e *entry) numbers(met []int) {
	for _, n := range met {
		if n < len(e.numbered) && e.numbered[n] >= 0 {
			e.points[e.numbered[n]].met = true
		}
	}
}

// add notes what became of the attribute.
func (e *entry) add(o *mapping.Outcome) {
	e.numbers(o.Met)
	switch o.Decision {
	case mapping.CreateOnlySkipped, mapping.NoneKept:
		return
	case mapping.Flowed:
		e.meet(flowed)
	case mapping.Unchanged:
		// The rule is in use, whether the target had its value before or not.
		if o.New.IsNullOrEmpty() {
			e.meet(null)
		} else {
			e.meet(flowed)
		}
	case mapping.NullNotFlowed, mapping.Cleared:
		e.meet(null)
	case mapping.DefaultUsed:
		e.meet(null)
		e.meet(defaultUsed)
	case mapping.Failed:
		e.meet(failed)
		if o.Code == codes.MissingValues {
			e.meet(null)
		}
	case mapping.Ignored, mapping.Unsupported: // evaluated, and nothing else
	}
	e.meet(evaluated)
}
