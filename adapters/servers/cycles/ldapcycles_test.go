package cycles_test

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap"
	ldapdirectory "github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

func writeEntry(b *strings.Builder, e *entry) {
	line := func(name, text string) {
		fmt.Fprintf(b, "%s:: %s\n", name, base64.StdEncoding.EncodeToString([]byte(text)))
	}
	b.WriteString("\n")
	line("dn", e.name)
	for _, name := range slices.Sorted(maps.Keys(e.values)) {
		for _, v := range e.values[name] {
			line(name, v)
		}
	}
}

// job is a job of a mapping file.
type job struct {
	*attrmap.Job
	engine *provision.Engine
}

// load reads a mapping file of testdata, with the rules of a profile.
func load(t testing.TB, name string, profile mapping.Profile) *job {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	loaded, err := attrmap.LoadMapping(f, attrmap.WithProfile(string(profile)), attrmap.WithObjectMapping("Workers"), attrmap.WithObjectMapping("Groups"))
	require.NoError(t, err)
	engine, err := provision.New(*loaded)
	require.NoError(t, err)
	return &job{loaded, engine}
}

// plans returns what a cycle would do.
func (j *job) plans(t testing.TB, sources []provision.Source, directory provision.Directory, workers int) (plans []*provision.Plan) {
	t.Helper()
	for p, err := range j.engine.NewCycle(provision.World{Directory: directory}).Run(context.Background(), slices.Values(sources), workers) {
		require.NoError(t, err)
		plans = append(plans, p)
	}
	return plans
}

// objects returns the objects of an export.
func (j *job) objects(t testing.TB, export string) (all []*provision.Object) {
	t.Helper()
	for i := range j.Objects {
		r, err := feed.Open(strings.NewReader(export), feed.Options{Format: feed.LDIF})
		require.NoError(t, err)
		objects, err := intake.Objects(r, &j.Objects[i], nil)
		if err != nil && strings.Contains(err.Error(), "of other classes") || !strings.Contains(export, "dn::") {
			continue // there is none of the type yet
		}
		require.NoError(t, err)
		all = append(all, objects...)
	}
	return all
}

func TestCyclesOfSlapd(t *testing.T) {
	t.Parallel()
	ldapCycles(t, servers.Slapd(t))
}

func TestCyclesOfSamba(t *testing.T) {
	t.Parallel()
	ldapCycles(t, servers.Samba(t))
}

// ldapCycles plans, sends and compares three cycles: everybody comes, some change, and nothing. The directory takes all that is not warned of;
// after each cycle it has what the plans say, and the same people again are no changes.
func ldapCycles(t *testing.T, s *servers.LDAP) {
	d := dial(t, s)
	d.makeContainers(t)
	j := load(t, "testdata/ad.yaml", mapping.ProfileAD)
	out := map[string]bool{} // objects that the directory does not take
	for cycle := 1; cycle <= 3; cycle++ {
		sources := population(cycle)
		objects := d.objects(t)
		plans := j.plans(t, sources, d.open(t), 4)
		samePlans(t, plans, j.plans(t, sources, provision.NewMemory(objects), 1))
		samePlans(t, plans, j.plans(t, sources, provision.NewMemory(j.objects(t, d.export(t))), 4))
		sent, refused := d.carryOut(t, objects, writable(plans, out))
		n := account{sent: sent, refused: map[string]int{}, failed: len(plans) - len(writable(plans, nil))}
		n.judge(t, refused, warnings(plans), out)
		n.compared = d.held(t).compare(t, sources, plans, out)
		n.quiet = quiet(t, j.plans(t, sources, d.open(t), 4), out)
		t.Logf("cycle %d: %s", cycle, totals(plans))
		t.Logf("cycle %d: %v", cycle, n)
		if cycle == 3 {
			assert.Equal(t, len(refused), sum(n.sent), "the third cycle sends nothing but what is refused again")
		}
	}
}

// open returns the directory as a cycle asks it.
func (d *directory) open(t testing.TB) *ldapdirectory.Directory {
	t.Helper()
	return d.openWith(t, ldapdirectory.Options{})
}

// openWith is open with options.
func (d *directory) openWith(t testing.TB, opt ldapdirectory.Options) *ldapdirectory.Directory {
	t.Helper()
	opt.Credentials = func(context.Context) (string, string, error) { return d.User, d.Password, nil }
	opt.TLS = &tls.Config{RootCAs: d.Roots, MinVersion: tls.VersionTLS12}
	live, err := ldapdirectory.Open(context.Background(), d.SecureURL, opt)
	require.NoError(t, err)
	t.Cleanup(live.Close)
	return live
}

// objects returns all objects of a directory.
func (d *directory) objects(t testing.TB) []*provision.Object {
	t.Helper()
	return allObjects(t, d.open(t))
}

// allObjects returns the users and groups of a live directory.
func allObjects(t testing.TB, live interface {
	Objects(ctx context.Context, objectType string) iter.Seq2[*provision.Object, error]
}) (all []*provision.Object) {
	t.Helper()
	for _, objectType := range []string{"User", "Group"} {
		for o, err := range live.Objects(context.Background(), objectType) {
			require.NoError(t, err)
			all = append(all, o)
		}
	}
	return all
}

// samePlans compares plans that were made in several ways: what is done, and every attribute. The identifiers of objects are those of each way.
func samePlans(t testing.TB, want, got []*provision.Plan) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, p := range want {
		require.Equal(t, [4]string{keyOf(p), p.Action.String(), string(p.Code), p.Match}, [4]string{keyOf(got[i]), got[i].Action.String(), string(got[i].Code), got[i].Match})
		require.Len(t, got[i].Attributes, len(p.Attributes))
		for k := range p.Attributes {
			require.JSONEq(t, string(p.Attributes[k].AppendJSON(nil)), string(got[i].Attributes[k].AppendJSON(nil)))
		}
	}
}

// account is what became of a cycle.
type account struct {
	sent, refused                   map[string]int
	failed, warned, compared, quiet int
}

// writable returns the plans whose writes the target can take; those of others, which it would refuse as a whole, are added to out.
func writable(plans []*provision.Plan, out map[string]bool) (all []*provision.Plan) {
	for _, p := range plans {
		if p.Status != provision.Failure {
			all = append(all, p)
		} else if out != nil {
			out[keyOf(p)] = true
		}
	}
	return all
}

// judge sees to it that what is refused was warned of, or needs what was refused before.
func (n *account) judge(t testing.TB, refused []refusal, warned map[string]string, out map[string]bool) {
	t.Helper()
	n.warned = len(warned)
	for _, r := range refused {
		key := r.change.Object + " " + r.change.ID
		switch {
		case warned[key] != "":
			out[key] = true
			n.refused[fmt.Sprintf("%d %s:%s", r.err.ResultCode, r.change.Type, warned[key])]++
		default:
			t.Errorf("refused without a warning: %s: %v\n%s", key, r.err, r.change.AppendLDIF(nil))
		}
	}
}

// quiet returns how many plans write nothing, which all have to but those of objects that are out.
func quiet(t testing.TB, plans []*provision.Plan, out map[string]bool) (n int) {
	t.Helper()
	for _, p := range plans {
		switch {
		case p.Action == provision.Skip || waits(p):
			n++
		case !out[keyOf(p)]:
			t.Errorf("planned again: %v", p)
		}
	}
	return n
}

// waits reports whether all that a plan would write are references to objects that are not there yet.
func waits(p *provision.Plan) bool {
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision.Changes() && len(o.Pending) == 0 {
			return false
		}
	}
	return p.Action == provision.Update
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func totals(plans []*provision.Plan) string {
	var all provision.Totals
	for _, p := range plans {
		all.Add(p)
	}
	return all.String()
}

// warnings returns what plans warn of, by object.
func warnings(plans []*provision.Plan) map[string]string {
	warned := map[string]string{}
	for _, p := range plans {
		for i := range p.Attributes {
			for _, code := range p.Attributes[i].Warnings {
				if code != codes.UnresolvedReference {
					warned[keyOf(p)] += " " + p.Attributes[i].Mapping.Target + " " + string(code)
				}
			}
		}
	}
	return warned
}
