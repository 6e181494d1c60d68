package provision

import (
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
)

// World is what a cycle finds besides the source objects.
type World struct {
	// Directory has the target's objects; nil is a target without any.
	Directory Directory
	// Links are the target objects that source objects are tied to; nil is that all are matched.
	Links *Links
	// Reserver gives unique values away, so that nobody outside the cycle has them; nil is that nobody else takes any.
	Reserver Reserver
	// ForgetSources reports that nobody reads Plan.Source. It is nil then in plans that are held until the last object is read, see
	// [Engine.HoldsPlans], which take a third of the memory.
	ForgetSources bool
}

// Cycle makes the plans of one provisioning cycle. They build on each other: a target object, or a unique value, that one plan uses is
// taken for the next. It must not be used from several goroutines at once; [Cycle.Run] and [Cycle.Print] start their own.
type Cycle struct {
	engine   *Engine
	world    World
	planners []*planner // by the engine's types

	answers  *answers
	foreseen *[]Query // where it is set, questions that are not answered yet are noted here and fail

	linked      claims        // target objects that source objects matched
	created     claims        // matching values by which objects are created
	reserved    claims        // unique values taken in this cycle
	candidate   []uniqueValue // unique values that the object at hand would take
	unanswered  error         // what kept the directory from telling whether a value is free for the object at hand
	taking      []uniqueValue // memory for takes
	prints      []fingerprint // memory for take
	held        []uniqueValue // what has been reserved for the object at hand and is not yet known to be needed
	pass        *firstPass
	claims      []uniqueValue // values of unique attributes that the object at hand would take
	explanation *Explanation  // records how the current plan comes about; nil where it is not to be explained
}

// planner plans objects of one type in a cycle.
type planner struct {
	*objectType
	*Cycle
	mapper     *mapping.Mapper // asks this cycle about unique values and references
	collisions []collision     // scratch by the type's unique rows, see collide
}

// NewCycle returns a cycle that has planned nothing yet. It compiles nothing, so that planning one object on demand is cheap.
func (e *Engine) NewCycle(world World) *Cycle {
	return e.cycle(&Cycle{world: world, answers: newAnswers(world.Directory), linked: newClaims(), created: newClaims(), reserved: newClaims(), pass: newFirstPass()})
}

// speculative returns a cycle that plans as c would if the plans before were all committed, and records what it has assumed so.
func (c *Cycle) speculative() *Cycle {
	return c.engine.cycle(&Cycle{
		world: c.world, answers: c.answers, linked: c.linked.speculative(), created: c.created.speculative(), reserved: c.reserved.speculative(), pass: c.pass,
	})
}

// cycle makes the planners of a cycle. Its mappers are those of the engine, but ask this cycle.
func (e *Engine) cycle(c *Cycle) *Cycle {
	c.engine = e
	for _, t := range e.types {
		p := &planner{objectType: t, Cycle: c}
		p.mapper = t.compiled.Asking(p.taken)
		c.planners = append(c.planners, p)
	}
	return c
}

// plannerFor returns who has planned a plan of this cycle.
func (c *Cycle) plannerFor(p *Plan) *planner {
	return c.planners[slices.Index(c.engine.types, p.of)]
}

// plannerOf returns who plans a source object. With an error, which is that of an object that cannot be planned, it is any.
func (c *Cycle) plannerOf(src Source) (*planner, error) {
	t := c.engine.typeOf(src.Type)
	for _, p := range c.planners {
		if p.objectType == t {
			return p, src.Err
		}
	}
	return c.planners[0], diag.Errorf("the job has no object mapping of the type %s", diag.Quote(src.Type))
}
