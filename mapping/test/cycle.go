package test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// cycles runs the cycles of a test, each on what the one before leaves behind. The error says why one cannot be run.
func (l *lab) cycles(ctx context.Context, t *testCase) (failures []*Failure, err error) {
	var before *world
	for _, c := range t.cycles() {
		found, after, err := l.cycle(ctx, c, before)
		if err != nil {
			// Findings about the mapping have their own places, and are the same on every day.
			if found := (diag.List)(nil); c.isDay && !errors.As(err, &found) {
				err = diag.Errorf("on the day %s: %w", diag.Name(c.job.Now), err)
			}
			return nil, err
		}
		failures, before = append(failures, found...), after
	}
	return failures, nil
}

// cycle runs a test of a cycle in a world, by default that of the test, and returns the world that it leaves behind, nil where nobody asks for it.
func (l *lab) cycle(ctx context.Context, t *testCase, before *world) ([]*Failure, *world, error) {
	b, err := l.bench(t)
	if err != nil {
		return nil, nil, err
	}
	if before == nil {
		if before, err = b.start(); err != nil {
			return nil, nil, err
		}
	}
	e, err := b.take()
	if err != nil {
		return nil, nil, err
	}
	defer b.give(e)
	sources, err := b.sourcesOf(t, e)
	if err != nil {
		return nil, nil, err
	}
	c := &cycleRun{bench: b, before: before, engine: e, test: t, sources: sources}
	cycle := c.begin(before)
	if c.plans, err = c.plan(ctx, cycle); err != nil {
		return nil, nil, err
	}
	if b.met != nil {
		for _, p := range c.plans {
			b.met.Add(p)
		}
	}
	if err := c.check(ctx); err != nil {
		return nil, nil, err
	}
	after, err := c.leave(ctx, cycle)
	if err != nil {
		return nil, nil, err
	}
	if after != nil {
		c.checkAccounts(after)
	}
	if t.twice {
		if err := c.again(ctx, after); err != nil {
			return nil, nil, err
		}
	}
	if len(c.failures) > 0 {
		c.explain(ctx)
	}
	return c.failures, after, nil
}

// cycleRun is one run of a test.
type cycleRun struct {
	*bench
	before   *world
	engine   *engine
	test     *testCase
	sources  []provision.Source
	plans    []*provision.Plan
	failures []*Failure
	about    []int // the plan of each failure
}

// sourcesOf returns the source objects of a test.
func (b *bench) sourcesOf(t *testCase, e *engine) ([]provision.Source, error) {
	var all []provision.Source
	for i := 0; i < len(t.sources); i++ {
		n := t.sources[i]
		objectType, name := typeOf(n)
		if name == "" {
			m := e.job.ObjectMapping(objectType)
			src := intake.SourceOf(attributesOf(n), e.reads[m.Type])
			src.Type = m.Type
			all = append(all, src)
			continue
		}
		some, read, err := b.sourcesOfFiles(t, t.sources[i:], e)
		i += read - 1
		// People who cannot be read, or not to the end, are one more that is an error, where the test expects something of it.
		var missing *fs.PathError
		if errors.As(err, &missing) || err != nil && len(all)+len(some) >= len(t.expect) {
			return nil, err
		}
		if all = append(all, some...); err != nil {
			all = append(all, provision.Source{Type: e.job.ObjectMapping(objectType).Type, Err: err})
		}
	}
	last := map[string]int{}
	for i := range all {
		last[all[i].Type]++
		all[i].Ordinal = last[all[i].Type]
		all[i].Unassigned = all[i].Unassigned && !b.setup.SyncAll
	}
	if b.setup.Assigned == "" {
		return all, nil
	}
	assigned, err := b.opening().Assigned(b.setup.Assigned)
	if err != nil {
		return nil, err
	}
	var end error
	all = slices.Collect(assigned.Sources(e.Engine, slices.Values(all), &end))
	return all, end
}

// sourcesOfFiles returns the source objects of the first of some files, and of those after it that are read with it as one: a feed of changes with
// others of its type. It returns how many were read. The error says why the rest of them cannot be read; a file that is not there has an error and
// no objects.
func (b *bench) sourcesOfFiles(t *testCase, nodes []*tree.Node, e *engine) (sources []provision.Source, read int, err error) {
	first, _ := typeOf(nodes[0])
	flags := b.setup.Flags
	flags.ByObject = t.isDay || b.setup.links != nil // links name people by their anchors
	for _, n := range nodes {
		objectType, name := typeOf(n)
		if name == "" || objectType != first {
			break
		}
		flags.In = append(flags.In, tree.ScalarText(n))
	}
	files, err := flags.Sources(b.opening(), e.job, e.Engine, nil)
	if read = len(flags.In); read > 1 && (err != nil || !files.Merged()) {
		if err == nil {
			files.Close()
		}
		flags.In, read = flags.In[:1], 1
		files, err = flags.Sources(b.opening(), e.job, e.Engine, nil)
	}
	if err != nil {
		return nil, read, err
	}
	defer files.Close()
	var end error
	return slices.Collect(files.Sources(&end)), read, end
}

// begin begins a cycle with what the target has.
func (c *cycleRun) begin(w *world) *provision.Cycle {
	c.seed(c.engine)
	return c.engine.NewCycle(provision.World{Directory: w.memory, Links: w.links})
}

// plan plans all source objects.
func (c *cycleRun) plan(ctx context.Context, cycle *provision.Cycle) ([]*provision.Plan, error) {
	plans := make([]*provision.Plan, 0, len(c.sources))
	for p, err := range cycle.Run(ctx, slices.Values(c.sources), 1) {
		if err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

func (c *cycleRun) fail(plan int, failures ...*Failure) {
	for _, f := range failures {
		if len(c.plans) > 1 {
			f.Source = plan + 1
		}
		if f.of = c.test; c.test.isDay {
			f.Day = c.test.job.Now
		}
		c.failures, c.about = append(c.failures, f), append(c.about, plan)
	}
}

// check compares the plans with what is expected.
func (c *cycleRun) check(ctx context.Context) error {
	f := c.test.file
	for i, x := range c.test.expect {
		if i >= len(c.plans) {
			c.fail(i, &Failure{about: "source objects", Want: fmt.Appendf(nil, "%d", len(c.test.expect)), Got: fmt.Appendf(nil, "%d", len(c.plans)), node: x.node})
			return nil
		}
		p := c.plans[i]
		if x.isOfAttributes() && isNameless(p) {
			rows, err := c.alone(ctx, p)
			if err != nil {
				return err
			}
			p.Attributes = rows
		}
		c.fail(i, f.checkPlan(x, p)...)
		set := c.engine.Mapper(p.Type)
		named := map[int]bool{}
		for k := range x.attributes {
			a := &x.attributes[k]
			row := indexOf(set, a.target)
			if row < 0 {
				c.fail(i, &Failure{Target: a.target, Want: f.asWritten(a.node), Got: []byte("null"), about: "no mapping has this attribute", node: a.node, masked: true})
				continue
			}
			named[row] = true
			if failure := f.checkAttribute(a, rowOf(p, row), p.Match != "none"); failure != nil {
				failure.reason = reasonOf(p, row)
				c.fail(i, failure)
			}
		}
		if x.only {
			c.checkRest(i, x, named)
		}
	}
	return nil
}

// isOfAttributes reports whether nothing is expected of the object itself.
func (x *expectation) isOfAttributes() bool {
	return len(x.words) == 0 && x.scope == nil && !x.only && x.account == nil && len(x.attributes) > 0
}

// isNameless reports whether an object was left out because it has no value for a matching attribute.
func isNameless(p *provision.Plan) bool {
	return len(p.Attributes) == 0 && p.Source != nil && len(p.Steps) > 0 && p.Steps[0].Name == "EntryImport" && p.Steps[0].Status == provision.Skipped
}

// alone returns what would become of the attributes of an object without a matching value, as of a new account: a test of one attribute need not say
// who somebody is, as long as it expects nothing else.
func (c *cycleRun) alone(ctx context.Context, p *provision.Plan) ([]mapping.Outcome, error) {
	c.seed(c.engine)
	result, err := c.mapper(p).Map(ctx, p.Source, nil)
	if err != nil {
		return nil, err
	}
	return result.Attributes, nil
}

// mapper returns the mapper of an object's type, for one cycle.
func (c *cycleRun) mapper(p *provision.Plan) *mapping.Mapper {
	return c.engine.Mapper(p.Type).Asking(c.before.taken(p.TargetType))
}

// indexOf returns the index of the mapping of an attribute, by its name with case, else in any case; -1 where there is none.
func indexOf(mapper *mapping.Mapper, target string) int {
	if mapper == nil {
		return -1
	}
	rows := mapper.Set().Mappings
	at := slices.IndexFunc(rows, func(m mapping.Mapping) bool { return m.Target == target })
	if at < 0 {
		at = slices.IndexFunc(rows, func(m mapping.Mapping) bool { return strings.EqualFold(m.Target, target) })
	}
	return at
}

// rowOf returns the row of a mapping; nil where the object was left out before mappings ran.
func rowOf(p *provision.Plan, row int) *mapping.Outcome {
	if row >= len(p.Attributes) {
		return nil
	}
	return &p.Attributes[row]
}

// reasonOf says why an attribute is as it is.
func reasonOf(p *provision.Plan, row int) string {
	if o := rowOf(p, row); o != nil {
		return o.Reason
	}
	return p.Reason
}

// checkRest reports attributes that are not named and that flowed or used their default.
func (c *cycleRun) checkRest(plan int, x *expectation, named map[int]bool) {
	p := c.plans[plan]
	for row := range p.Attributes {
		o := &p.Attributes[row]
		if named[row] || !o.Decision.Changes() {
			continue
		}
		c.fail(plan, &Failure{
			Target: o.Mapping.Target, Want: []byte("null"), Got: brief(o), about: "the attribute is not named, and only is true", reason: o.Reason, masked: o.Mask() != "",
			edit: func(e *editor) bool { return e.addAttribute(x, o.Mapping.Target, brief(o)) },
		})
	}
}

// again plans a second cycle on what the first leaves behind, and reports what it would write again.
func (c *cycleRun) again(ctx context.Context, after *world) error {
	cycle := c.begin(&world{memory: after.memory, links: c.before.links})
	at := 0
	for p, err := range cycle.Run(ctx, slices.Values(c.sources), 1) {
		if err != nil {
			return err
		}
		for _, o := range cycle.Restless(p) {
			c.fail(at, &Failure{
				Target: o.Mapping.Target, about: "the second cycle writes it again", reason: o.Reason, masked: true,
				Want: object(pair{"decision", quoted(mapping.Unchanged.String())}),
				Got:  object(pair{"decision", quoted(o.Decision.String())}, pair{"old", shown(o, o.Old)}, pair{"new", shown(o, o.New)}),
			})
		}
		at++
	}
	return nil
}

// mostExplained bounds how many objects of one test are explained with all that refers to them, for each of which the cycle is planned once more.
const mostExplained = 8

// explain plans the objects once more and adds to the failures how their values came about.
func (c *cycleRun) explain(ctx context.Context) {
	cycle := c.begin(c.before)
	whole := 0
	for i := range c.sources {
		x, err := cycle.Explain(ctx, c.sources[i])
		if err != nil {
			return
		}
		if !slices.Contains(c.about, i) || i >= len(c.plans) {
			continue
		}
		if len(x.Rows) == 0 && len(c.plans[i].Attributes) > 0 {
			if alone, err := c.mapper(x.Plan).Explain(ctx, x.Plan.Source, nil); err == nil {
				x.Rows = alone.Rows
			}
		}
		// What an object refers to is known when all of them are planned.
		if differs(x, c.plans[i]) && whole < mostExplained {
			whole++
			x = c.explainWhole(ctx, c.plans[i], x)
		}
		for k, f := range c.failures {
			if c.about[k] == i {
				f.Explain = c.explained(f, x)
			}
		}
	}
}

// differs reports whether an explanation is of other decisions than a plan has.
func differs(x *provision.Explanation, p *provision.Plan) bool {
	return slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool {
		return !slices.ContainsFunc(x.Rows, func(r mapping.RowExplanation) bool { return r.Mapping == o.Mapping && r.Decision == o.Decision })
	})
}

// explainWhole explains a plan in a cycle that is planned to its end; without success it returns the explanation that there is.
func (c *cycleRun) explainWhole(ctx context.Context, p *provision.Plan, partial *provision.Explanation) *provision.Explanation {
	for x, err := range c.begin(c.before).ExplainID(ctx, slices.Values(c.sources), p.ID, nil) {
		if err != nil {
			return partial
		}
		if x.Plan.Type == p.Type && x.Plan.Ordinal == p.Ordinal {
			return x
		}
	}
	return partial
}

// explained returns how what a failure is about came to be: of an attribute its row, with every part of the expression; else the scope.
func (c *cycleRun) explained(f *Failure, x *provision.Explanation) string {
	var r expr.Report
	row := indexOf(c.engine.Mapper(x.Plan.Type), f.Target)
	switch {
	case f.Target == "" && x.Scope != nil:
		x.Scope.Report(&r, "scope")
	case f.Target == "" || row < 0 || row >= len(x.Rows):
		return ""
	default:
		(&mapping.Explanation{Rows: x.Rows[row : row+1]}).ReportRows(&r)
	}
	return strings.TrimRight(r.String(), "\n")
}
