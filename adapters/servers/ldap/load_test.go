package ldap_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// asked counts the questions that a directory is asked.
type asked struct {
	provision.Directory
	mu       sync.Mutex
	lookUps  int
	distinct map[string]bool
}

func (a *asked) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	a.mu.Lock()
	for _, q := range queries {
		a.lookUps++
		a.distinct[strings.ToLower(q.Type+"\x00"+q.Attribute+"\x00"+q.Value.Text())] = true
	}
	a.mu.Unlock()
	return a.Directory.Find(ctx, queries)
}

// accounts is a job whose people have names that are taken, and names that others of the same cycle have.
func accounts() provision.Job {
	return provision.Job{Objects: []provision.ObjectMapping{{Type: "User", TargetType: "user", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeID", From: "number", Match: 1},
		{Target: "cn", Expression: `Join(" ", [name], [number])`},
		{Target: "displayName", From: "name"},
		{Target: "sAMAccountName", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue(Replace([name], " ", , , "", , ), Append(Replace([name], " ", , , "", , ), Left([number], 3)), Append("n", [number]))`},
		{Target: "userPrincipalName", Apply: mapping.ApplyCreate, Expression: `Join("@", Append("n", [number]), "corp.test")`},
		{Target: "accountDisabled", Expression: `CBool("False")`},
	}}}}}
}

// newcomers are people; three of ten have a name that others have. Numbers begin with first.
func newcomers(n, first int) []provision.Source {
	list := make([]provision.Source, n)
	for i := range list {
		called := fmt.Sprintf("Example Person %d", i)
		if i%10 < 3 {
			called = fmt.Sprintf("Example Common %d", i%97)
		}
		list[i] = provision.Source{Ordinal: i + 1, Attrs: value.Map{"number": fmt.Sprint(first + i), "name": called}}
	}
	return list
}

// fillAccounts adds people with the names of some newcomers, under other numbers, and some of the newcomers themselves.
func fillAccounts(t testing.TB, conn *goldap.Conn, n int) {
	t.Helper()
	add(t, conn, "OU=people,DC=corp,DC=test", map[string][]string{"objectClass": {"organizationalUnit"}, "ou": {"people"}})
	for i := range n {
		account := fmt.Sprintf("ExamplePerson%d", i)
		if i%10 < 3 {
			account = fmt.Sprintf("ExampleCommon%d-%d", i%97, i)
		}
		number := 900_000 + i
		if i%2 == 0 {
			number = 100_000 + i
		}
		if len(account) > 20 {
			account = account[:20]
		}
		add(t, conn, fmt.Sprintf("CN=Example %d,OU=people,DC=corp,DC=test", number), map[string][]string{
			"objectClass": {"user"}, "cn": {fmt.Sprint("Example ", number)}, "employeeID": {fmt.Sprint(number)}, "sAMAccountName": {account},
		})
	}
}

// cycle plans for all people and returns what was done, and how many questions there were.
func cycle(t testing.TB, d provision.Directory, people []provision.Source, workers int) (actions map[provision.Action]int, a *asked) {
	t.Helper()
	engine, err := provision.New(accounts())
	require.NoError(t, err)
	a = &asked{Directory: d, distinct: map[string]bool{}}
	actions = map[provision.Action]int{}
	for plan, err := range engine.NewCycle(provision.World{Directory: a}).Run(context.Background(), slices.Values(people), workers) {
		require.NoError(t, err)
		require.NotEqual(t, provision.Failure, plan.Status, plan.Reason)
		actions[plan.Action]++
	}
	return actions, a
}

// Each question is asked once, whatever the number of workers, and 50 of them in one request. Run it with -v for the times.
func TestLookUpsAtTwentyMilliseconds(t *testing.T) {
	s := servers.Slapd(t)
	const n = 300
	fillAccounts(t, client(t, s), n/2)
	p := between(t, s.URL, &proxy{latency: 20 * time.Millisecond})
	var first map[provision.Action]int
	for _, workers := range []int{1, 4, 16} {
		d := open(t, s, p.url, ldap.Options{})
		begin := time.Now()
		actions, a := cycle(t, d, newcomers(n, 100_000), workers)
		ratio := float64(a.lookUps) / float64(len(a.distinct))
		t.Logf("%2d workers: %d questions, %.2f for each distinct one, %.2f for each person, %d requests, %v: %v", workers, a.lookUps, ratio, float64(a.lookUps)/n, d.Counts().Sent,
			time.Since(begin).Round(10*time.Millisecond), actions)
		require.LessOrEqual(t, ratio, 1.1)
		if first == nil {
			first = actions
		}
		require.Equal(t, first, actions)
		require.Less(t, d.Counts().Sent, int64(a.lookUps)/4)
	}
}

// BenchmarkTenThousandPeople plans for as many people, of whom three of ten have a name that others have:
//
//	go test -run - -bench TenThousand -benchtime 1x ./adapters/ldap
func BenchmarkTenThousandPeople(b *testing.B) {
	const n = 10_000
	for _, server := range []struct {
		name  string
		start func(testing.TB) *servers.LDAP
		have  int
	}{{"slapd", servers.Slapd, n}, {"samba", servers.Samba, 1000}} {
		b.Run(server.name, func(b *testing.B) {
			s := server.start(b)
			fillAccounts(b, client(b, s), server.have)
			people := newcomers(n, 100_000)
			b.ResetTimer()
			for range b.N {
				d := open(b, s, s.SecureURL, ldap.Options{})
				_, a := cycle(b, d, people, 4)
				b.ReportMetric(float64(a.lookUps)/float64(len(a.distinct)), "questions/distinct")
				b.ReportMetric(float64(d.Counts().Sent), "requests")
			}
		})
	}
}
