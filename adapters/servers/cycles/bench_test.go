package cycles_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// How many people BenchmarkTenThousandPeople plans, and how many of them have accounts already.
const (
	manyPeople = 10_000
	have       = 1_000
)

// counted counts the questions that a directory is asked, and how many of them differ.
type counted struct {
	provision.Directory
	mu       sync.Mutex
	asked    int
	distinct map[string]bool
}

func (c *counted) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	c.mu.Lock()
	for i := range queries {
		q := &queries[i]
		c.asked++
		c.distinct[strings.ToLower(fmt.Sprint(q.Type, " ", q.Attribute, " ", q.Value.Text()))] = true
	}
	c.mu.Unlock()
	return c.Directory.Find(ctx, queries)
}

// crowd returns people of whom three in ten have a name that others have.
func crowd() []provision.Source {
	sources := make([]provision.Source, manyPeople)
	for n := range sources {
		name := fmt.Sprint("person", n)
		if n%10 < 3 {
			name = fmt.Sprint("common", n%97)
		}
		sources[n] = provision.Source{Ordinal: n + 1, Attrs: value.Map{"number": fmt.Sprint(100_000 + n), "name": name}}
	}
	return sources
}

// crowdJob matches people by one attribute, and gives them a name that nobody has in another one.
func crowdJob(t testing.TB, profile mapping.Profile, match, unique string, more ...mapping.Mapping) *job {
	t.Helper()
	set := &mapping.Set{Mappings: append([]mapping.Mapping{
		{Target: match, From: "number", Match: 1},
		{Target: unique, Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], Join("", [name], ".", Mid([number], 4, 3)), Append("n", [number]))`},
	}, more...)}
	j := provision.Job{Objects: []provision.ObjectMapping{{Type: "User", Set: set, Mapping: mapping.Options{Profile: profile}, Options: provision.Options{Profile: profile}}}}
	engine, err := provision.New(j)
	require.NoError(t, err)
	return &job{&j, engine}
}

// BenchmarkTenThousandPeople plans as many people against each server, a thousand of whom it has:
//
//	go test -run - -bench TenThousand -benchtime 1x ./cycles
func BenchmarkTenThousandPeople(b *testing.B) {
	for _, name := range []string{"slapd", "samba"} {
		b.Run(name, func(b *testing.B) {
			d := dial(b, directories[name](b))
			d.makeContainers(b)
			j := crowdJob(b, mapping.ProfileAD, "employeeID", "sAMAccountName", mapping.Mapping{Target: "cn", From: "number"},
				mapping.Mapping{Target: "parentDistinguishedName", Constant: "OU=Default,OU=People,DC=corp,DC=test"}, mapping.Mapping{Target: "accountDisabled", Constant: "True"})
			_, refused := d.carryOut(b, nil, j.plans(b, crowd()[:have], d.open(b), 4))
			require.Empty(b, refused)
			benchWorkers(b, j, func(b *testing.B) (provision.Directory, func() int64) {
				live := d.open(b)
				return live, func() int64 { return live.Counts().Sent }
			})
		})
	}
	for name, start := range map[string]func(testing.TB) *servers.SCIM{"scimmy": servers.Scimmy, "elimity": servers.Elimity} {
		b.Run(name, func(b *testing.B) {
			a := &application{SCIM: start(b)}
			j := crowdJob(b, mapping.ProfileNone, "externalId", "userName", mapping.Mapping{Target: "displayName", From: "name"})
			_, refused := a.carryOut(b, j.plans(b, crowd()[:have], a.open(b), 4), scim.ClientOptions{})
			require.Empty(b, refused)
			benchWorkers(b, j, func(b *testing.B) (provision.Directory, func() int64) {
				live := a.open(b)
				return live, func() int64 { return live.Client().Counts().Requests }
			})
		})
	}
}

func benchWorkers(b *testing.B, j *job, open func(*testing.B) (provision.Directory, func() int64)) {
	for _, workers := range []int{1, 4, 16} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			people := crowd()
			for b.Loop() {
				live, requests := open(b)
				c := &counted{Directory: live, distinct: map[string]bool{}}
				actions := map[provision.Action]int{}
				for _, p := range j.plans(b, people, c, workers) {
					require.NotEqual(b, provision.Failure, p.Status, "%v", p)
					actions[p.Action]++
				}
				require.Equal(b, manyPeople-have, actions[provision.Create], "%v", actions)
				b.ReportMetric(float64(c.asked)/float64(len(c.distinct)), "asked/question")
				b.ReportMetric(float64(len(c.distinct)), "questions")
				b.ReportMetric(float64(requests()), "requests")
			}
		})
	}
}
