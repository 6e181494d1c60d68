package scim_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// asker counts the different questions that a directory is asked.
type asker struct {
	provision.Directory
	mu    sync.Mutex
	asked map[string]int
}

func (a *asker) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	a.mu.Lock()
	for _, q := range queries {
		a.asked[fmt.Sprint(q.Type, " ", q.Attribute, " ", strings.ToLower(q.Value.Text()), q.CaseExact)]++
	}
	a.mu.Unlock()
	return a.Directory.Find(ctx, queries)
}

// joining is a job that looks people up by their addresses, and gives those who are new a name that nobody has.
func joining(t testing.TB) *provision.Engine {
	t.Helper()
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{TargetType: "User", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: workMail, From: "mail", Match: 1},
		{Target: "displayName", From: "name"},
		{Target: "active", Expression: "True"},
		{Target: "userName", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue(Join("", [login], "@example.com"), Join("", [login], ".", [n], "@example.com"))`},
	}}}}})
	require.NoError(t, err)
	return engine
}

// applicants are n people, of whom every fifth has an account, and three of ten have the name of somebody else.
func applicants(n int) []provision.Source {
	sources := make([]provision.Source, n)
	for i := range sources {
		login, mail := fmt.Sprint("new", i), fmt.Sprintf("new%d@example.com", i)
		if i%10 >= 7 {
			login = fmt.Sprint("new", i-i%10)
		}
		if i%5 == 4 {
			mail = fmt.Sprintf("w-user%d@example.com", i+1)
		}
		sources[i] = provision.Source{Ordinal: i + 1, Attrs: value.Map{"mail": mail, "login": login, "n": i, "name": fmt.Sprint("Person ", i)}}
	}
	return sources
}

// slow answers every request after a while.
func slow(delay time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(delay)
			next.ServeHTTP(w, r)
		})
	}
}

// actions runs a cycle and returns what becomes of everybody.
func actions(t testing.TB, engine *provision.Engine, d provision.Directory, sources []provision.Source, workers int) (lines []string) {
	t.Helper()
	for p, err := range engine.NewCycle(provision.World{Directory: d}).Run(t.Context(), slices.Values(sources), workers) {
		require.NoError(t, err)
		require.NotEqual(t, provision.Failure, p.Status, p.Reason)
		lines = append(lines, fmt.Sprint(p.Action, " ", p.Target, " ", p.Attributes[3].New))
	}
	return lines
}

// TestACycleAsksLittle: however many workers there are, every question is asked once, in a small number of requests, and the plans are those of
// all accounts in memory.
func TestACycleAsksLittle(t *testing.T) {
	t.Parallel()
	const people = 150
	engine, sources := joining(t), applicants(people)
	url := startElimity(t, people, slow(20*time.Millisecond))
	var want []string
	for _, scan := range []scim.Scan{scim.ScanAlways, scim.ScanNever, scim.ScanAuto} {
		for _, workers := range []int{1, 4, 16} {
			d, err := scim.Open(t.Context(), url, scim.Options{Scan: scan})
			require.NoError(t, err)
			a := &asker{Directory: d, asked: map[string]int{}}
			begin := time.Now()
			got := actions(t, engine, a, sources, workers)
			n := d.Client().Counts().Requests
			t.Logf("scan %d, %2d workers: %d requests for %d questions (%.2f), %v", scan, workers, n, len(a.asked), float64(n)/float64(len(a.asked)), time.Since(begin).Round(time.Millisecond))
			if want == nil {
				want = got
			}
			require.Equal(t, want, got)
			require.LessOrEqual(t, float64(n), 1.1*float64(len(a.asked)))
			for question, times := range a.asked {
				require.Equal(t, 1, times, question)
			}
			require.NoError(t, d.Close())
		}
	}
}

// TestAServerThatDiesInTheMiddleFailsWhoNeedsIt: whoever needs an answer that has not come has an error with the cause; nobody is created since nothing was
// found. A server that is gone is not asked for everybody.
func TestAServerThatDiesInTheMiddleFailsWhoNeedsIt(t *testing.T) {
	t.Parallel()
	engine, sources := joining(t), applicants(150)
	for name, do := range map[string]func(http.ResponseWriter, *http.Request){"cut": cut, "half": half, "502": status(502, ""), "429": status(429, ""), "sign in": html} {
		for _, last := range []int{3, 9} {
			s := &server{objects: people(150)}
			d := open(t, s, quick())
			want := actions(t, engine, d, sources, 4)
			s = &server{objects: people(150), before: after(last+1, do)}
			d = open(t, s, quick())
			n, failed := 0, 0
			for p, err := range engine.NewCycle(provision.World{Directory: d}).Run(t.Context(), slices.Values(sources), 4) {
				require.NoError(t, err)
				switch {
				case p.Status == provision.Failure:
					failed++
					require.Contains(t, p.Reason, "/scim/Users")
				case p.Target == "":
					require.Contains(t, want[n], "create", "%s after %d", name, last)
				default:
					require.Contains(t, want[n], p.Target)
				}
				n++
			}
			require.Equal(t, len(sources), n)
			require.Positive(t, failed)
			if name == "cut" || name == "half" || name == "502" {
				require.Less(t, s.count(), last+100)
			}
		}
	}
}

// BenchmarkTenThousandPeople plans 10,000 people, three of ten of whom have the name of somebody else, with as many accounts on a server. With
// ATTRMAP_SCIM_URL, and ATTRMAP_SCIM_TOKEN, it asks another server, whatever that has.
func BenchmarkTenThousandPeople(b *testing.B) {
	const people = 10_000
	engine, sources := joining(b), applicants(people)
	url := os.Getenv("ATTRMAP_SCIM_URL")
	if url == "" {
		url = startElimity(b, people, nil)
	}
	for _, row := range []struct {
		name string
		scan scim.Scan
	}{{"auto", scim.ScanAuto}, {"always", scim.ScanAlways}} {
		b.Run(row.name, func(b *testing.B) {
			for range b.N {
				d, err := scim.Open(b.Context(), url, scim.Options{Token: os.Getenv("ATTRMAP_SCIM_TOKEN"), Scan: row.scan, Timeout: 2 * time.Minute})
				require.NoError(b, err)
				a := &asker{Directory: d, asked: map[string]int{}}
				actions(b, engine, a, sources, 4)
				b.ReportMetric(float64(d.Client().Counts().Requests), "requests")
				b.ReportMetric(float64(len(a.asked)), "questions")
				require.NoError(b, d.Close())
			}
		})
	}
}
