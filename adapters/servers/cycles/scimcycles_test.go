package cycles_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	scimdirectory "github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// open returns a directory of the server, for one cycle. By what a server does not filter it reads everything.
func (a *application) open(t testing.TB) *scimdirectory.Directory {
	t.Helper()
	return a.openWith(t, scimdirectory.ScanAuto)
}

// openWith is open with what is read.
func (a *application) openWith(t testing.TB, scan scimdirectory.Scan) *scimdirectory.Directory {
	t.Helper()
	d, err := scimdirectory.Open(context.Background(), a.URL, scimdirectory.Options{Token: a.Token, Scan: scan})
	require.NoError(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestCyclesOfScimmy(t *testing.T) {
	t.Parallel()
	scimWires(t, servers.Scimmy)
}

func TestCyclesOfElimity(t *testing.T) {
	t.Parallel()
	scimWires(t, servers.Elimity)
}

// scimWires runs the cycles against a server as it is and behind what takes everything, as both clients.
func scimWires(t *testing.T, start func(testing.TB) *servers.SCIM) {
	for _, wire := range []struct {
		name string
		opt  scim.ClientOptions
	}{{"default", scim.ClientOptions{}}, {"compliant", scim.ClientOptions{Compliant: true}}} {
		t.Run(wire.name, func(t *testing.T) { scimCycles(t, start(t), wire.opt, false) })
		t.Run(wire.name+", tolerant server", func(t *testing.T) { scimCycles(t, servers.Tolerant(t, start(t)), wire.opt, true) })
	}
}

// scimCycles plans, sends and compares three cycles. What the server refuses is what the RFCs let it refuse. A tolerant server refuses nothing: it then
// has what the plans say, and the third cycle sends nothing.
func scimCycles(t *testing.T, s *servers.SCIM, opt scim.ClientOptions, tolerant bool) {
	a := &application{SCIM: s}
	j := load(t, "testdata/scim.yaml", mapping.ProfileSCIM)
	for cycle := 1; cycle <= 3; cycle++ {
		sources := population(cycle)
		plans := j.plans(t, sources, a.open(t), 4)
		samePlans(t, plans, j.plans(t, sources, provision.NewMemory(allObjects(t, a.open(t))), 1))
		sent, refused := a.carryOut(t, plans, opt)
		held := a.held(t)
		reasons, lost := judge(t, refused, held)
		compared, differing := held.compare(t, sources, plans)
		again := restless(j.plans(t, sources, a.open(t), 4))
		t.Logf("cycle %d: %s", cycle, totals(plans))
		t.Logf("cycle %d: sent %v, refused %v, compared %d, differing %v, planned again %v", cycle, sent, reasons, compared, count(differing), count(again))
		if tolerant {
			require.Empty(t, refused)
			require.Empty(t, differing)
			require.Empty(t, again)
			require.True(t, cycle < 3 || len(sent) == 0, "the third cycle sends %v", sent)
			continue
		}
		for _, list := range [][]difference{differing, again} {
			for _, d := range list {
				require.True(t, lost[d.object] || strings.HasPrefix(d.target, "roles["), "%s: %s is not what the plan says, and nothing was refused", d.object, d.target)
			}
		}
	}
}

// difference is an attribute of an object that is not as planned.
type difference struct{ object, target string }

func count(list []difference) map[string]int {
	n := map[string]int{}
	for _, d := range list {
		n[d.target]++
	}
	return n
}

// restless returns what plans would write.
func restless(plans []*provision.Plan) (list []difference) {
	for _, p := range plans {
		for k := range p.Attributes {
			if p.Attributes[k].Decision.Changes() {
				list = append(list, difference{keyOf(p), p.Attributes[k].Mapping.Target})
			}
		}
	}
	return list
}

// judge counts refusals by what the strict model of a server has against the request, which attrmap run --server foretells; one that it has nothing
// against is an error. It returns the objects whose requests were refused.
func judge(t testing.TB, refused []refusedRequest, held resources) (reasons map[string]int, lost map[string]bool) {
	t.Helper()
	reasons, lost = map[string]int{}, map[string]bool{}
	strict := held.model(t)
	for _, r := range refused {
		checked := strict.Check(r.request.Method, r.request.Path, r.request.Body)
		lost[r.object] = true
		if len(checked.Faults) == 0 {
			t.Errorf("refused: %s: %d %v\n%s", r.object, r.status, r.answer, r.request)
			continue
		}
		reasons[checked.Faults[0].Path+": "+checked.Faults[0].Section]++
	}
	return reasons, lost
}

// model returns the strict model of a server that holds the same. What is refused leaves a resource as it is, so that it may be asked afterwards.
func (h resources) model(t testing.TB) *model.Server {
	t.Helper()
	s := model.New(model.Options{AnyCase: true})
	for kind, all := range h {
		for _, r := range all {
			text, err := json.Marshal(r)
			require.NoError(t, err)
			v, err := value.ParseJSON(string(text))
			require.NoError(t, err)
			attrs, _ := v.AsObject()
			s.Put(fmt.Sprintf("/%ss/%s", kind, r["id"]), attrs)
		}
	}
	return s
}

// resources are what an application has, by the values that objects are matched by.
type resources map[string]map[string]map[string]any

func (a *application) held(t testing.TB) resources {
	t.Helper()
	return resources{"User": a.read(t, "/Users", "userName"), "Group": a.read(t, "/Groups", "externalId")}
}

// compare compares what the application has with each value that the plans write or leave, and returns how many there are and which differ. Who
// managers and members are comes from the sources.
func (h resources) compare(t testing.TB, sources []provision.Source, plans []*provision.Plan) (compared int, differing []difference) {
	t.Helper()
	ids := map[string]any{} // identifiers of users by the workers' numbers
	for _, r := range h["User"] {
		ids[fmt.Sprint(r["externalId"])] = r["id"]
	}
	for i, p := range plans {
		r := h[p.Type][p.ID]
		if sources[i].Deleted != provision.NotDeleted {
			assert.Nil(t, r, "%s is deleted", keyOf(p))
			continue
		}
		for k := range p.Attributes {
			o := &p.Attributes[k]
			switch o.Decision {
			case mapping.Flowed, mapping.Unchanged, mapping.DefaultUsed, mapping.Cleared:
			default:
				continue
			}
			compared++
			want, got := texts(o.New), heldValues(r, o.Mapping.Target)
			if from := map[string]string{"members": "members", manager: "manager"}[o.Mapping.Target]; from != "" {
				path := value.ParsePath(from)
				want = slices.DeleteFunc(texts(sources[i].Attrs.Attribute(&path)), func(id string) bool { return ids[id] == nil })
				for n, id := range want {
					want[n] = fmt.Sprint(ids[id])
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.EqualFunc(want, got, func(a, b string) bool { return a == b || o.Mapping.Target == "active" && strings.EqualFold(a, b) }) {
				differing = append(differing, difference{keyOf(p), o.Mapping.Target})
			}
		}
	}
	return compared, differing
}

const manager = servers.EnterpriseURN + ":manager"

// heldValues returns what a resource has where a mapping writes.
func heldValues(r map[string]any, target string) []string {
	if rest, ok := strings.CutPrefix(target, servers.EnterpriseURN+":"); ok {
		r, _ = r[servers.EnterpriseURN].(map[string]any)
		target = rest
	}
	name, filter, isFilter := strings.Cut(target, "[")
	v := r[name]
	switch {
	case isFilter:
		attribute, rest, _ := strings.Cut(filter, ` eq "`)
		want, rest, _ := strings.Cut(rest, `"].`)
		return heldElements(v, attribute, want, rest)
	case target == "manager" || target == "members":
		return heldElements(v, "", "", "value")
	case strings.Contains(target, "."):
		outer, inner, _ := strings.Cut(target, ".")
		complexValue, _ := r[outer].(map[string]any)
		v = complexValue[inner]
	}
	if v == nil {
		return []string{}
	}
	return []string{fmt.Sprint(v)}
}

// heldElements returns a sub-attribute of the elements of a list that have a value.
func heldElements(v any, attribute, want, sub string) []string {
	list, isList := v.([]any)
	if !isList && v != nil {
		list = []any{v}
	}
	out := []string{}
	for _, e := range list {
		element, _ := e.(map[string]any)
		if have := element[sub]; have != nil && (attribute == "" || strings.EqualFold(fmt.Sprint(element[attribute]), want)) {
			out = append(out, fmt.Sprint(have))
		}
	}
	return out
}
