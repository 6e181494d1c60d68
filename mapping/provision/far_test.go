package provision_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// far is a directory behind a network: a Memory that counts what it is asked, takes its time and has faults.
type far struct {
	provision.Directory
	delay time.Duration
	// change alters the answer to one query.
	change func(q *provision.Query, hits []*provision.Object) []*provision.Object
	// fault is the error of a call, or nil.
	fault func(call int, queries []provision.Query) error

	mu    sync.Mutex
	calls int
	asked map[string]int // by question
}

func (f *far) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	f.mu.Lock()
	f.calls++
	call := f.calls
	if f.asked == nil {
		f.asked = map[string]int{}
	}
	for _, q := range queries {
		f.asked[fmt.Sprintf("%s %s %s %t", q.Type, q.Attribute, strings.ToLower(q.Value.Text()), q.CaseExact)]++
	}
	f.mu.Unlock()
	select {
	case <-time.After(f.delay):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.fault != nil {
		if err := f.fault(call, queries); err != nil {
			return nil, err
		}
	}
	answers, err := f.Directory.Find(ctx, queries)
	for i := range answers {
		if f.change != nil {
			answers[i] = f.change(&queries[i], answers[i])
		}
	}
	return answers, err
}

// fresh returns objects that were made for this answer.
func fresh(_ *provision.Query, hits []*provision.Object) []*provision.Object {
	var made []*provision.Object
	for _, o := range hits {
		made = append(made, &provision.Object{Type: o.Type, ID: o.ID, Reference: o.Reference, Attrs: o.Attrs})
	}
	return made
}

// twice returns every object twice, once as it is asked for and once with its type.
func twice(q *provision.Query, hits []*provision.Object) []*provision.Object {
	var made []*provision.Object
	for _, o := range hits {
		made = append(made, &provision.Object{ID: o.ID, Attrs: o.Attrs}, &provision.Object{Type: strings.ToUpper(q.Type), ID: o.ID, Attrs: o.Attrs})
	}
	return made
}

// wanted returns objects with the attributes that are wanted and no others.
func wanted(q *provision.Query, hits []*provision.Object) []*provision.Object {
	var made []*provision.Object
	for _, o := range hits {
		attrs := value.Map{}
		for _, name := range q.Want {
			path := value.ParsePath(name)
			if v := o.Attrs.Attribute(&path); !v.IsNull() {
				attrs[name] = v
			}
		}
		made = append(made, &provision.Object{ID: o.ID, Reference: o.Reference, Attrs: attrs})
	}
	return made
}

// printAll plans a crowd and returns the plans as lines. It ends with the error of the run, if there is one.
func printAll(t *testing.T, d provision.Directory, sources []provision.Source, workers int) []string {
	t.Helper()
	set, opts := entangled()
	c, err := cycleOf(set, d, opts, provision.Options{})
	require.NoError(t, err)
	var lines []string
	for printed, err := range c.Print(t.Context(), each(sources), workers, appendLine) {
		require.NoError(t, err)
		lines = append(lines, string(printed.Text))
	}
	return lines
}

func TestAFarDirectoryMakesTheSamePlans(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		change func(*provision.Query, []*provision.Object) []*provision.Object
	}{
		{"an answer is what Memory says", nil},
		{"an answer has objects that nobody has seen before", fresh},
		{"an answer has each object twice", twice},
		{"an answer has only what is wanted", wanted},
	} {
		for seed := range uint64(3) {
			rnd := rand.New(rand.NewPCG(seed, 9))
			set, _ := entangled()
			sources, target := crowd(rnd, 300), accounts(rnd, 300)
			want := printAll(t, directory(set, target...), sources, 1)
			for _, workers := range []int{1, 2, 8} {
				d := &far{Directory: directory(set, target...), change: row.change}
				if diff := cmp.Diff(want, printAll(t, d, sources, workers)); diff != "" {
					t.Fatalf("%s, seed %d, %d workers (-want +got):\n%s", row.name, seed, workers, diff)
				}
				for question, times := range d.asked {
					require.Equal(t, 1, times, "%s, %d workers: %s", row.name, workers, question)
				}
			}
		}
	}
}

// TestAFarDirectoryIsAskedInBatches: 400 people with two matching attributes and names that are taken are a few questions each, and
// each takes a while.
func TestAFarDirectoryIsAskedInBatches(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 9))
	set, _ := entangled()
	sources, target := crowd(rnd, 400), accounts(rnd, 400)
	for _, row := range []struct{ workers, most int }{{1, 120}, {4, 120}, {16, 120}} {
		d := &far{Directory: directory(set, target...), delay: time.Millisecond}
		start := time.Now()
		plans := printAll(t, d, sources, row.workers)
		require.Len(t, plans, len(sources))
		t.Logf("%d workers: %d calls for %d questions, %v", row.workers, d.calls, len(d.asked), time.Since(start))
		require.LessOrEqual(t, d.calls, row.most, "%d workers, %d questions", row.workers, len(d.asked))
	}
}

var errDown = errors.New("the directory is down")

// TestAFailureIsThatOfWhoNeededTheAnswer: a directory that cannot answer one question fails the objects that ask it, and no others, even
// though many questions are asked at once. Somebody who leaves is no exception.
func TestAFailureIsThatOfWhoNeededTheAnswer(t *testing.T) {
	t.Parallel()
	var sources []provision.Source
	for i := range 100 {
		src := provision.Source{Ordinal: i + 1, Attrs: value.Map{"id": i, "mail": fmt.Sprint("m", i), "name": fmt.Sprint("n", i)}}
		if i%7 == 0 {
			src.Unassigned = true
		}
		sources = append(sources, src)
	}
	fails := map[string]bool{"14": true, "15": true, "m50": true, "n60": true}
	for _, workers := range []int{1, 2, 8} {
		d := &far{Directory: provision.NewMemory(nil), fault: func(_ int, queries []provision.Query) error {
			for _, q := range queries {
				if fails[q.Value.Text()] {
					return errDown
				}
			}
			return nil
		}}
		set := inbound()
		set.Mappings = append(set.Mappings, mapping.Mapping{Target: "upn", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], "x")`})
		c, err := cycleOf(set, d, mapping.Options{}, provision.Options{})
		require.NoError(t, err)
		for p, err := range c.Run(t.Context(), each(sources), workers) {
			require.NoError(t, err)
			want := "create"
			switch i := p.Ordinal - 1; {
			case i == 14, i == 15, i == 50, i == 60: // whether the last one's name is free is not known
				want = "error"
				require.Contains(t, p.Reason, errDown.Error())
			case i%7 == 0:
				want = "skip"
			}
			require.Equal(t, want, p.Action.String(), "%d workers, object %d", workers, p.Ordinal)
		}
	}
}

// TestADirectoryThatFailsNowAndThen loses nobody, and whoever fails says why.
func TestADirectoryThatFailsNowAndThen(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(4, 9))
	set, opts := entangled()
	sources, target := crowd(rnd, 300), accounts(rnd, 300)
	for _, workers := range []int{1, 2, 8} {
		d := &far{Directory: directory(set, target...), fault: func(call int, _ []provision.Query) error {
			if call%3 == 0 {
				return errDown
			}
			return nil
		}}
		c, err := cycleOf(set, d, opts, provision.Options{})
		require.NoError(t, err)
		n, failed := 0, 0
		names := map[string]bool{}
		for p, err := range c.Run(t.Context(), each(sources), workers) {
			require.NoError(t, err)
			require.Equal(t, sources[n].Ordinal, p.Ordinal)
			n++
			if p.Status == provision.Failure && strings.Contains(p.Reason, errDown.Error()) {
				failed++
			}
			for i := range p.Attributes {
				if o := &p.Attributes[i]; p.Action == provision.Create && o.Mapping.Target == "upn" && o.Decision.Changes() {
					require.False(t, names[o.New.Text()], "%s goes to two", o.New.Text())
					names[o.New.Text()] = true
				}
			}
		}
		require.Equal(t, len(sources), n)
		require.NotZero(t, failed)
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	one := []*provision.Object{{ID: "a"}}
	for _, row := range []struct {
		name    string
		answers [][]*provision.Object
		want    string
	}{
		{"none for one query", nil, "queries, got 0"},
		{"three for one query", [][]*provision.Object{one, one, one}, "queries, got 3"},
		{"no object", [][]*provision.Object{{nil}}, "want an object with an ID, got one without"},
		{"an object without ID", [][]*provision.Object{{{Attrs: value.Map{}}}}, "want an object with an ID, got one without"},
	} {
		for _, workers := range []int{1, 2} {
			c, err := cycleOf(inbound(), wrong(row.answers), mapping.Options{}, provision.Options{})
			require.NoError(t, err)
			n := 0
			for p, err := range c.Run(t.Context(), each([]provision.Source{{Ordinal: 1, Attrs: value.Map{"id": 1}}, {Ordinal: 2, Attrs: value.Map{"id": 2}}}), workers) {
				require.NoError(t, err)
				require.Equal(t, "error", p.Action.String(), row.name)
				require.Contains(t, p.Reason, row.want, row.name)
				n++
			}
			require.Equal(t, 2, n, row.name)
		}
	}
}

// wrong is a directory that has one answer for all questions.
type wrong [][]*provision.Object

func (w wrong) Find(context.Context, []provision.Query) ([][]*provision.Object, error) { return w, nil }

// TestTwoObjectsThatAreKnownByTheirMatchingValue: records without an id are two, however alike they are.
func TestTwoObjectsThatAreKnownByTheirMatchingValue(t *testing.T) {
	t.Parallel()
	two := directory(inbound(), value.Map{"employeeId": "7"}, value.Map{"employeeId": "7"})
	for name, d := range map[string]provision.Directory{"near": two, "far": &far{Directory: two}} {
		c, err := cycleOf(inbound(), d, mapping.Options{}, provision.Options{})
		require.NoError(t, err)
		require.Equal(t, "error failure DuplicateTargetEntries", summary(plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"id": 7}})), name)
	}
}

// TestACanceledQuestionIsAskedAgain: what one context broke off says nothing to another one.
func TestACanceledQuestionIsAskedAgain(t *testing.T) {
	t.Parallel()
	set := inbound()
	d := &far{Directory: directory(set, value.Map{"id": "a1", "employeeId": "1", "displayName": "Kit"})}
	c, err := cycleOf(set, d, mapping.Options{}, provision.Options{})
	require.NoError(t, err)
	src := provision.Source{Ordinal: 1, Attrs: value.Map{"id": 1, "name": "Kit"}}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	d.delay = time.Hour
	_, err = c.Plan(canceled, src)
	require.ErrorIs(t, err, context.Canceled)
	d.delay = 0
	require.Equal(t, "skip skipped RedundantExport", summary(plan(t, c, src)))
}

func TestCancelingInTheMiddleEndsTheRun(t *testing.T) {
	for _, workers := range []int{1, 2, 8} {
		ctx, cancel := context.WithCancel(t.Context())
		d := &far{Directory: provision.NewMemory(nil)}
		d.fault = func(call int, _ []provision.Query) error {
			if call == 5 {
				cancel()
				return ctx.Err()
			}
			return nil
		}
		c, err := cycleOf(inbound(), d, mapping.Options{}, provision.Options{})
		require.NoError(t, err)
		rnd := rand.New(rand.NewPCG(4, 9))
		var end error
		for p, err := range c.Run(ctx, each(crowd(rnd, 1000)), workers) {
			if end = err; err == nil {
				require.NotContains(t, p.Reason, "canceled", "it is no failure of an object")
			}
		}
		require.ErrorIs(t, end, context.Canceled, "%d workers", workers)
	}
}

// TestACycleIsCheap: planning one object on demand compiles nothing, and knows nothing of the object before.
func TestACycleIsCheap(t *testing.T) {
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "userName", From: "upn", Match: 1}}}
	for i := range 135 {
		set.Mappings = append(set.Mappings, mapping.Mapping{
			Target: fmt.Sprint("a", i), Expression: fmt.Sprintf(`Switch([x%d], Join("-", [upn], [y]), "a", ToUpper([z]), "b", Left(Trim([w]), 20))`, i),
		})
	}
	e, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{}))
	require.NoError(t, err)
	world := provision.World{Directory: directory(set, value.Map{"id": "t1", "userName": "a@x", "a1": "before"})}
	src := provision.Source{Ordinal: 1, Attrs: value.Map{"upn": "A@x", "y": "b", "x1": "a", "z": "q"}}
	first := string(plan(t, e.NewCycle(world), src).AppendJSON(nil))
	require.Contains(t, first, `"action":"update"`)
	require.Less(t, testing.AllocsPerRun(20, func() {
		if p, err := e.NewCycle(world).Plan(t.Context(), src); err != nil || string(p.AppendJSON(nil)) != first {
			t.Errorf("want the plan of the first cycle, got %v, %v", p, err)
		}
	}), 450.0, "compiling takes 160,000")
}

// TestMemoryAnswersByTypeAndName: what Query promises.
func TestMemoryAnswersByTypeAndName(t *testing.T) {
	t.Parallel()
	d := provision.NewMemory([]*provision.Object{
		{Type: "User", ID: "1", Reference: "CN=Ann,DC=x", Attrs: value.Map{"mail": "a@x"}},
		{Type: "Group", ID: "1", Attrs: value.Map{"mail": "A@x"}},
		{ID: "2", Attrs: value.Map{"mail": []string{"b@x", "B@x"}}},
		{Type: "User", ID: "3"},
	})
	text := value.String
	for _, row := range []struct {
		name string
		q    provision.Query
		want []string
	}{
		{"a type", provision.Query{Type: "User", Attribute: "mail", Value: text("a@X")}, []string{"User 1"}},
		{"a type in another case", provision.Query{Type: "group", Attribute: "mail", Value: text("a@x")}, []string{"Group 1"}},
		{"every type", provision.Query{Attribute: "mail", Value: text("a@x")}, []string{"User 1", "Group 1"}},
		{"with case", provision.Query{Attribute: "mail", Value: text("A@x"), CaseExact: true}, []string{"Group 1"}},
		{"no type is every type", provision.Query{Type: "Group", Attribute: "mail", Value: text("b@x")}, []string{" 2"}},
		{"by ID", provision.Query{Type: "User", Value: text("1")}, []string{"User 1"}},
		{"by ID, every type", provision.Query{Value: text("1")}, []string{"User 1", "Group 1"}},
		{"by reference", provision.Query{Type: "User", Value: text("cn=ann,dc=X")}, []string{"User 1"}},
		{"by ID, no attributes", provision.Query{Type: "User", Value: text("3")}, []string{"User 3"}},
		{"nobody", provision.Query{Type: "Device", Attribute: "mail", Value: text("a@x")}, nil},
	} {
		answers, err := d.Find(t.Context(), []provision.Query{{Value: text("none")}, row.q})
		require.NoError(t, err)
		require.Len(t, answers, 2)
		require.Empty(t, answers[0])
		var got []string
		for _, o := range answers[1] {
			got = append(got, o.Type+" "+o.ID)
		}
		require.Equal(t, row.want, got, row.name)
	}
}
