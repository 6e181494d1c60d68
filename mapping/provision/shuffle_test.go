package provision_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// organization is a random job's input: users in hierarchies, groups of users and of groups, links, departures and accounts.
type organization struct {
	sources []provision.Source
	target  []*provision.Object
	links   *provision.Links
}

// newOrganization returns an organization of n users, named in every way there is, a third of whom have an account.
func newOrganization(rnd *rand.Rand, n int) organization {
	org := organization{links: new(provision.Links)}
	name := func(i int) any {
		switch rnd.IntN(6) {
		case 0:
			return fmt.Sprintf("u%d@x", i)
		case 1:
			return map[string]any{"id": fmt.Sprintf("i-%d", i)}
		case 2:
			return map[string]any{"$ref": fmt.Sprintf("https://x/Users/i-%d", i)}
		case 3:
			return fmt.Sprintf("e-%d", i)
		case 4:
			return fmt.Sprintf("I-%d", i)
		default:
			return []any{"T-3", "nobody", fmt.Sprintf("T-%d", i)}[rnd.IntN(3)]
		}
	}
	for i := range n {
		src := user(value.Map{"objectId": fmt.Sprintf("i-%d", i), "upn": fmt.Sprintf("u%d@x", i), "externalId": fmt.Sprintf("e-%d", i)})
		if rnd.IntN(4) > 0 {
			src.Attrs.(value.Map)["manager"] = name(rnd.IntN(n))
		}
		src.Unassigned = rnd.IntN(12) == 0
		if rnd.IntN(12) == 0 {
			src.Deleted = provision.SoftDeleted + provision.Deletion(rnd.IntN(2))
		}
		org.sources = append(org.sources, src)
		if rnd.IntN(3) == 0 {
			attrs := value.Map{"userName": fmt.Sprintf("u%d@x", i), "active": rnd.IntN(4) > 0}
			if rnd.IntN(2) == 0 {
				attrs["manager"] = map[string]any{"value": fmt.Sprintf("T-%d", rnd.IntN(n))}
			}
			id := fmt.Sprintf("T-%d", i)
			if rnd.IntN(6) == 0 {
				attrs["userName"] = "was-" + id
				_ = org.links.Add("User", fmt.Sprintf("i-%d", i), id)
			}
			org.target = append(org.target, account(id, attrs))
		}
	}
	for i := range n / 4 {
		var members, has []any
		for range rnd.IntN(6) {
			members = append(members, name(rnd.IntN(n)))
			has = append(has, fmt.Sprintf("T-%d", rnd.IntN(n)))
		}
		if rnd.IntN(3) == 0 {
			members = append(members, fmt.Sprintf("g-%d", rnd.IntN(n/4)))
		}
		org.sources = append(org.sources, group(value.Map{"objectId": fmt.Sprintf("g-%d", i), "name": fmt.Sprintf("Group %d", i), "members": members}))
		if rnd.IntN(2) == 0 {
			org.target = append(org.target, &provision.Object{Type: "Group", ID: fmt.Sprintf("G-%d", i), Attrs: value.Map{"displayName": fmt.Sprintf("Group %d", i), "members": has}})
		}
	}
	org.sources = append(org.sources, provision.Source{Type: "Printer", Attrs: value.Map{}}, provision.Source{Type: "User", Err: errDown})
	return org
}

var ordinalOf = regexp.MustCompile(`"ordinal":\d+,`)

// plans returns the texts of the plans of an input, without ordinals and sorted.
func (org organization) plans(t *testing.T, workers int) []string {
	t.Helper()
	engine, err := provision.New(staff())
	require.NoError(t, err)
	cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(org.target), Links: org.links})
	var texts []string
	for i := range org.sources {
		org.sources[i].Ordinal = i + 1
		if org.sources[i].Attrs == nil || org.sources[i].Type == "Printer" {
			org.sources[i].Ordinal = 1 // their plans are called by it
		}
	}
	for printed, err := range cycle.Print(t.Context(), slices.Values(org.sources), workers, appendLine) {
		require.NoError(t, err)
		texts = append(texts, ordinalOf.ReplaceAllString(string(printed.Text), ""))
	}
	for o, err := range cycle.Orphans(t.Context()) {
		require.NoError(t, err)
		texts = append(texts, "orphan "+o.Type+" "+o.ID)
	}
	require.NotEmpty(t, texts)
	slices.Sort(texts)
	return texts
}

// Source: docs/evidence.md: any order of the inputs and any number of workers make the same plans; every source object has one.
func TestNoPlanDependsOnTheOrderOfTheInput(t *testing.T) {
	t.Parallel()
	for seed := range uint64(effort.Of(1000, 60)) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		org := newOrganization(rnd, 10+rnd.IntN(120))
		want := org.plans(t, 1)
		require.GreaterOrEqual(t, len(want), len(org.sources))
		for _, workers := range []int{1, 2, 8} {
			rnd.Shuffle(len(org.sources), func(i, j int) { org.sources[i], org.sources[j] = org.sources[j], org.sources[i] })
			rnd.Shuffle(len(org.target), func(i, j int) { org.target[i], org.target[j] = org.target[j], org.target[i] })
			if diff := cmp.Diff(want, org.plans(t, workers)); diff != "" {
				t.Fatalf("seed %d, %d workers (-want +got):\n%s", seed, workers, diff)
			}
		}
	}
}

// Source: docs/evidence.md: a batch in which everybody names a later manager resolves everybody.
func TestEverybodyWhoNamesALaterManagerHasOne(t *testing.T) {
	t.Parallel()
	const n = 500
	var sources []provision.Source
	for i := range n {
		attrs := value.Map{"objectId": fmt.Sprint(i), "upn": fmt.Sprintf("u%d@x", i)}
		if i+1 < n {
			attrs["manager"] = fmt.Sprint(i + 1)
		}
		sources = append(sources, user(attrs))
	}
	for _, workers := range []int{1, 2, 8} {
		lines := runJob(t, staff(), provision.World{}, workers, slices.Clone(sources)...)
		for i := range n - 1 {
			require.Equal(t, fmt.Sprintf("u%d@x: create success userName=u%[1]d@x active=True manager=the new User u%d@x", i, i+1), lines[i])
		}
	}
}

// TestAHeldPlanIsTheSame: what is held for a threshold that is never reached is what would have been returned at once.
func TestAHeldPlanIsTheSame(t *testing.T) {
	t.Parallel()
	set, opts := entangled()
	set.Mappings = slices.DeleteFunc(set.Mappings, func(m mapping.Mapping) bool { return m.Target == "manager" })
	for seed := range uint64(effort.Of(200, 10)) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		sources, target := crowd(rnd, 200), accounts(rnd, 200)
		opts.HideValues = seed%4 == 3
		printed := func(limit string, workers int) (texts []string) {
			job := jobOf(set, opts, provision.Options{Profile: mapping.ProfileEntra})
			require.NoError(t, job.MaxDisables.UnmarshalText([]byte(limit)))
			engine, err := provision.New(job)
			require.NoError(t, err)
			for p, err := range engine.NewCycle(provision.World{Directory: directory(set, target...)}).Print(t.Context(), each(sources), workers, appendLine) {
				require.NoError(t, err)
				texts = append(texts, string(p.Text))
			}
			return texts
		}
		want := printed("", 1)
		for _, workers := range []int{1, 8} {
			if diff := cmp.Diff(want, printed("100%", workers)); diff != "" {
				t.Fatalf("seed %d, %d workers (-want +got):\n%s", seed, workers, diff)
			}
		}
	}
}
