package examples_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// worker is what HR knows of somebody. Days are numbered.
type worker struct {
	id              string
	first           int
	last            int // never where there is none
	rescinded, away bool
	elsewhere       bool // in a company that is out of scope
	deleted         provision.Deletion
	unknown         bool // HR does not send the worker
	city            string
}

const never = 1 << 20

// begin is day 0, and the time of day of each cycle. February has 29 days.
var begin = time.Date(2028, 2, 1, 6, 0, 0, 0, time.UTC)

func date(day int) string { return begin.AddDate(0, 0, day).Format(time.DateOnly) }

// happens changes what HR knows on a day.
func (w *worker) happens(r *rand.Rand, day int) string {
	near := day + r.IntN(25) - 8
	flip := func(b *bool, what string) string {
		*b = !*b
		return fmt.Sprint(what, *b)
	}
	switch r.IntN(12) {
	case 0, 1:
		w.last = near
		return "last " + date(near)
	case 2:
		w.last = never
		return "no last day"
	case 3:
		w.first = near
		return "first " + date(near)
	case 4:
		w.first, w.last = near, never
		return "again from " + date(near)
	case 5:
		return flip(&w.rescinded, "rescinded ")
	case 6:
		return flip(&w.away, "on leave ")
	case 7:
		return flip(&w.elsewhere, "elsewhere ")
	case 8:
		w.deleted = provision.Deletion(r.IntN(int(provision.HardDeleted) + 1))
		return fmt.Sprint("deleted ", w.deleted)
	case 9:
		return flip(&w.unknown, "unknown ")
	case 10:
		w.city = []string{"Lyon", "Brest"}[r.IntN(2)]
		return "to " + w.city
	}
	return "nothing"
}

// source returns the worker as HR sends it.
func (w *worker) source() provision.Source {
	text := func(b bool) string { return map[bool]string{true: "1", false: "0"}[b] }
	attrs := value.Map{
		"workerId": w.id, "workerType": "Employee", "company": map[bool]string{true: "Fabrikam", false: "Contoso"}[w.elsewhere], "firstName": "Ada", "lastName": "Example" + w.id,
		"alias": "ada" + w.id, "city": w.city, "hireDate": date(w.first), "hireRescinded": text(w.rescinded), "onLeave": text(w.away),
	}
	if w.last != never {
		attrs["lastDay"] = date(w.last)
	}
	return provision.Source{Type: "User", Attrs: attrs, Deleted: w.deleted}
}

// target is one of the examples' targets, and how its accounts are told to be open.
type target struct {
	name, id, attribute string
	open                bool // the attribute's value where an account is
	profile             mapping.Profile
	ahead               int  // how many days before the first one an account is made
	leave               bool // who is on leave has an open account
}

// expected is the account that a worker is meant to have: "" is none. It says once more, and plainly, what the mappings of the example are for.
func (t *target) expected(w *worker, before string, day int) string {
	active := !w.rescinded && w.first <= day && (w.last == never || w.last < w.first || day <= w.last) && (!w.away || t.leave)
	switch {
	case w.unknown:
		return before
	case w.deleted == provision.HardDeleted:
		return ""
	case w.deleted != provision.NotDeleted || w.elsewhere:
		if before == "" {
			return ""
		}
		return "closed"
	case before == "" && w.first-day > t.ahead:
		return ""
	case active:
		return "open"
	}
	return "closed"
}

// TestRandomLives: whatever happens to workers, each day their accounts are what they are meant to be, nobody has two, and nothing is written twice.
func TestRandomLives(t *testing.T) {
	t.Parallel()
	for _, target := range []*target{
		{name: "ad", id: "employeeID", attribute: "accountDisabled", open: false, profile: mapping.ProfileAD, ahead: 15},
		{name: "entra", id: "employeeId", attribute: "accountEnabled", open: true, profile: mapping.ProfileEntra, ahead: never, leave: true},
	} {
		t.Run(target.name, func(t *testing.T) {
			t.Parallel()
			var now time.Time
			engine := target.engine(t, func() time.Time { return now })
			for seed := range uint64(effort.Of(2000, 100)) {
				l := &lives{target: target, engine: engine, random: rand.New(rand.NewPCG(seed, 17)), links: new(provision.Links)}
				for i := range 3 {
					l.workers = append(l.workers, &worker{id: fmt.Sprint(i + 1), first: l.random.IntN(40) - 5, last: never, city: "Lyon"})
				}
				l.expected = make([]string, len(l.workers))
				for day := 0; day < 40 && !t.Failed(); day += 1 + l.random.IntN(3) {
					now = begin.AddDate(0, 0, day)
					l.live(t, day)
				}
				require.False(t, t.Failed(), "life %d:\n%s", seed, strings.Join(l.story, "\n"))
			}
		})
	}
}

// engine compiles the mappings of the example.
func (t *target) engine(tb testing.TB, clock func() time.Time) *provision.Engine {
	tb.Helper()
	data, err := os.ReadFile("lives/" + t.name + ".yaml")
	require.NoError(tb, err)
	doc, err := file.Parse(t.name, data)
	require.NoError(tb, err)
	sets, err := doc.Sets()
	require.NoError(tb, err)
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{
		Set: sets[0], Mapping: mapping.Options{Clock: clock, Functions: functions.Standard()}, Options: provision.Options{Profile: t.profile},
	}}})
	require.NoError(tb, err)
	return engine
}

// lives are those of some workers.
type lives struct {
	target   *target
	engine   *provision.Engine
	random   *rand.Rand
	workers  []*worker
	expected []string
	story    []string
	objects  []*provision.Object
	links    *provision.Links
}

// live lets a day pass, and looks at the accounts after its cycle.
func (l *lives) live(t *testing.T, day int) {
	t.Helper()
	var sources []provision.Source
	before := slices.Clone(l.expected)
	for i, w := range l.workers {
		what := "nothing"
		if l.random.IntN(3) == 0 {
			what = w.happens(l.random, day)
		}
		l.expected[i] = l.target.expected(w, l.expected[i], day)
		l.story = append(l.story, fmt.Sprintf("%s: %s: %s, so %q", date(day), w.id, what, l.expected[i]))
		if !w.unknown {
			sources = append(sources, w.source())
		}
	}
	l.random.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
	for i := range sources {
		sources[i].Ordinal = i + 1
	}
	for _, p := range l.cycle(t, sources) {
		i := slices.IndexFunc(l.workers, func(w *worker) bool { return w.id == p.ID })
		if quiet := p.Action == provision.Skip || p.Action == provision.Update || p.Action == provision.Disable; !quiet && before[i] == l.expected[i] {
			t.Errorf("%s: %s: %s %s, though nothing is new of the account", date(day), p.ID, p.Action, p.Reason)
		}
	}
	for i, w := range l.workers {
		if is := l.account(t, w.id); is != l.expected[i] {
			t.Errorf("%s: want the account of %s %q, got %q", date(day), w.id, l.expected[i], is)
		}
	}
	for _, p := range l.cycle(t, sources) {
		if p.Action != provision.Skip {
			t.Errorf("%s: %s: a second cycle does %s: %s", date(day), p.ID, p.Action, p.Reason)
		}
	}
}

// cycle plans the workers, and does what the plans say.
func (l *lives) cycle(t *testing.T, sources []provision.Source) (plans []*provision.Plan) {
	t.Helper()
	cycle := l.engine.NewCycle(provision.World{Directory: provision.NewMemory(l.objects), Links: l.links})
	applied := provision.NewApplied(l.objects)
	for p, err := range cycle.Run(t.Context(), slices.Values(sources), 1) {
		require.NoError(t, err)
		applied.Add(p)
		plans = append(plans, p)
	}
	links, err := cycle.LinksAfter(t.Context(), plans, applied.Account)
	require.NoError(t, err)
	l.objects, l.links = applied.Objects(), links
	return plans
}

// account returns what a worker's account is: open, closed, or "" where there is none.
func (l *lives) account(t *testing.T, id string) (is string) {
	t.Helper()
	key, attribute := value.ParsePath(l.target.id), value.ParsePath(l.target.attribute)
	for _, o := range l.objects {
		if o.Attrs.Attribute(&key).Text() != id {
			continue
		}
		if is != "" {
			t.Errorf("%s has two accounts", id)
		}
		set, err := o.Attrs.Attribute(&attribute).ToBoolean()
		require.NoError(t, err)
		is = map[bool]string{true: "open", false: "closed"}[set == l.target.open]
	}
	return is
}
