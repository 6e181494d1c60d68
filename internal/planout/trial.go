package planout

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Trial is a SCIM server in memory that gets the requests of plans: it collects what the server answers, and what it holds then that is not as
// planned. Its size depends on what is wrong, not on how many plans there are, but for those that wait for others.
type Trial struct {
	*scimwire.Applied
	engine  *provision.Engine
	current *tried
	at      map[*provision.Plan]*tried // of the plans that wait, while what they wait for is sent
	waiting []*provision.Plan          // in their order
	later   []tried                    // of them those with something wrong
	done    bool

	sent, refused, unsent          int
	compared, different, lost      int
	refusals, differences, remarks groups
}

// tried is what came of a plan.
type tried struct {
	id          string
	answers     []answer
	differences []difference
}

// answer is what the server has answered to a request.
type answer struct {
	method, path string
	model.Checked
}

// refuses reports whether the request is refused, or not sent.
func (a *answer) refuses() bool { return a.Answer.Status == 0 || a.Answer.Status >= 300 }

// difference is a value that is not as planned.
type difference struct {
	target, mask  string
	planned, held value.Value
}

// groups are kinds of something wrong, each with the first objects that it is about, in the order in which they were met.
type groups struct {
	names []string
	of    map[string]*few
	more  int // what is of kinds that are not told apart any more
}

// The methods of requests. Package net/http, which has them as well, is not for what never sends anything.
const (
	methodGet  = "GET"
	methodPost = "POST"
)

// maxGroups is the most kinds that are told apart.
const maxGroups = 100

func (g *groups) add(name, id string) {
	switch {
	case g.of == nil:
		g.of = map[string]*few{}
		fallthrough
	case g.of[name] == nil:
		if len(g.names) == maxGroups {
			g.more++
			return
		}
		g.names = append(g.names, name)
	}
	add(g.of, name, id)
}

// NewTrial returns a server before the first plan of a job, with the objects that the target has. The operations of a PATCH may be in any case: the
// default client's are in capitals, which is remarked.
func NewTrial(wire Wire, job *provision.Job, engine *provision.Engine, objects []*provision.Object, schemas *model.Schemas) *Trial {
	t := &Trial{engine: engine, at: map[*provision.Plan]*tried{}}
	t.Applied = scimwire.NewApplied(objects, clients(wire, job), model.Options{Schemas: schemas, AnyCase: true}, t.answered)
	return t
}

// answered notes what the server has answered.
func (t *Trial) answered(p *provision.Plan, r scimwire.Request, checked model.Checked) {
	a := answer{method: r.Method, path: r.Path, Checked: checked}
	if r.Hidden { // of the path only the id is a value
		a.path = a.path[:1+strings.IndexAny(a.path[1:]+"/", "/?")]
		if r.Method != methodPost {
			a.path += "/{id}"
		}
	}
	if r.Method == methodGet && !a.refuses() {
		return // a look-up that is answered is no request of the plan
	}
	of := t.current
	if late := t.at[p]; late != nil {
		of = late
	}
	of.answers = append(of.answers, a)
	switch {
	case a.Answer.Status == 0:
		t.unsent++
		return
	case r.Method != methodGet:
		t.sent++
	}
	if a.refuses() {
		if r.Method != methodGet {
			t.refused++
		}
		t.lost += len(a.Lost)
		for i := range a.Faults {
			t.refusals.add(a.method+": "+faultText(&a.Faults[i]), p.ID)
		}
	}
	for _, text := range a.Remarks {
		t.remarks.add(text, p.ID)
	}
}

// Add sends the requests of a plan, and compares what the server holds then with what is planned. The error is that the plan has no requests.
func (t *Trial) Add(p *provision.Plan) error {
	t.current = &tried{id: p.ID}
	if err := t.Applied.Add(p); err != nil {
		return err
	}
	for i := range p.Attributes {
		if len(p.Attributes[i].Pending) > 0 {
			t.waiting = append(t.waiting, p)
			break
		}
	}
	t.compare(p, t.current, func(o *mapping.Outcome) bool { return len(o.Pending) == 0 })
	return nil
}

// compare compares some of the attributes that a plan writes. What is not as planned since a request is refused is no difference of its own.
func (t *Trial) compare(p *provision.Plan, of *tried, is func(*mapping.Outcome) bool) {
	if p.Action != provision.Create && p.Action != provision.Update && p.Action != provision.Disable || len(of.answers) == 0 {
		return
	}
	held := t.Held(p)
	refused := slices.ContainsFunc(of.answers, func(a answer) bool { return a.method != methodGet && a.refuses() })
	mapper := t.engine.Mapper(p.Type)
	for i := range p.Attributes {
		o := &p.Attributes[i]
		if !o.Decision.Changes() || !is(o) || held == nil {
			continue
		}
		want := t.wanted(o)
		have, same := mapper.Has(i, held, want)
		// What is written at creation alone need not be shown to rest.
		unseen := !same && o.Mapping.Apply == mapping.ApplyCreate && scimwire.IsNeverShown(o.Mapping.Target)
		if refused && !same || unseen {
			continue
		}
		t.compared++
		if same {
			continue
		}
		t.different++
		of.differences = append(of.differences, difference{o.Mapping.Target, o.Mask(), want, have})
		name := o.Mapping.Target
		if cause := t.Again(p.Type, o); cause != "" {
			name += ": " + cause
		}
		t.differences.add(name, p.ID)
	}
}

// wanted returns what a plan writes, with the objects that the server has created meanwhile. What it has not created is referred to by nobody.
func (t *Trial) wanted(o *mapping.Outcome) value.Value {
	if len(o.Pending) == 0 {
		return o.New
	}
	members := slices.Clone(o.New.Members())
	for _, p := range o.Pending {
		if id, ok := t.Created(p); ok {
			members = append(members, value.Reference(id))
		}
	}
	if o.New.Kind() != value.KindList && len(members) == 1 {
		return members[0]
	}
	return value.List(members...)
}

// Finish sends what waits for objects that other plans create. It is called after the last plan, before the end is written.
func (t *Trial) Finish() {
	if t.done {
		return
	}
	t.done = true
	for _, p := range t.waiting {
		t.at[p] = &tried{id: p.ID}
	}
	_, _ = t.Applied.Objects() // what is refused has been told
	for _, p := range t.waiting {
		of := t.at[p]
		t.compare(p, of, func(o *mapping.Outcome) bool { return len(o.Pending) > 0 })
		if len(of.differences) > 0 || slices.ContainsFunc(of.answers, func(a answer) bool { return a.refuses() }) {
			t.later = append(t.later, *of)
		}
	}
	t.at, t.waiting = nil, nil
}

// Objects returns what the server has.
func (t *Trial) Objects() ([]*provision.Object, error) {
	t.Finish()
	return t.Applied.Objects()
}

// Wrong reports whether something is refused, or not as planned, or whether nothing was sent, which shows nothing.
func (t *Trial) Wrong() bool {
	return t.sent == 0 || t.refused+t.unsent+t.different+len(t.refusals.names) > 0
}

// Messages says what has come of all plans.
func (t *Trial) Messages() (lines []string) {
	list := func(g *groups, head, one, many string) {
		for _, name := range g.names {
			f := g.of[name]
			lines = append(lines, head+show.Line(name)+" — "+show.Counted(f.count, one, many)+": "+idsOf(f.ids, f.count)[0].text)
		}
		if g.more > 0 {
			lines = append(lines, head+show.Counted(g.more, one, many)+" more")
		}
	}
	list(&t.refusals, "refused: ", "time", "times")
	list(&t.differences, "not as planned: ", "value", "values")
	list(&t.remarks, "taken, but: ", "time", "times")
	if t.sent == 0 {
		return append(lines, "no request is sent: nothing is checked")
	}
	text := show.Counted(t.sent, "request is sent", "requests are sent") + ", " + show.Thousands(t.refused) + " refused"
	if t.unsent > 0 {
		text += ", " + show.Thousands(t.unsent) + " not sent, about objects that are not created"
	}
	text += "; " + show.Counted(t.compared, "value is compared", "values are compared") + ", " + show.Thousands(t.different) + " not as planned"
	if t.lost > 0 {
		text += "; " + show.Counted(t.lost, "value is", "values are") + " lost with what is refused (RFC 7644 3.5.2: all or nothing)"
	}
	return append(lines, text)
}

// faultText says what is wrong in one part of a request.
func faultText(f *model.Fault) string {
	text := ""
	if f.ScimType != "" {
		text = f.ScimType + ", "
	}
	return text + f.Section + ": " + f.Detail
}
