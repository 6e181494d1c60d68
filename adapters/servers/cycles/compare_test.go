package cycles_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// held is what a directory has, by the values that objects are matched by.
type held map[string]map[string]*entry

// held reads the directory.
func (d *directory) held(t testing.TB) held {
	t.Helper()
	return held{"User": d.read(t, "user", "employeeID"), "Group": d.read(t, "group", "description")}
}

// compare compares what the directory has with each value that the plans write or leave, and returns how many there are. What other objects
// are referred to comes from the sources, not from the plans. Objects that were not taken are not looked at.
func (h held) compare(t testing.TB, sources []provision.Source, plans []*provision.Plan, skip map[string]bool) (compared int) {
	t.Helper()
	for i, p := range plans {
		e := h[p.Type][p.ID]
		switch {
		case skip[keyOf(p)]:
			continue
		case p.Action == provision.Delete || sources[i].Deleted != provision.NotDeleted:
			assert.Nil(t, e, "%s %s is deleted", p.Type, p.ID)
			compared++
			continue
		case e == nil:
			assert.Fail(t, "not there", "%s %s: %s", p.Type, p.ID, p.Reason)
			continue
		}
		for k := range p.Attributes {
			o := &p.Attributes[k]
			switch o.Decision {
			case mapping.Flowed, mapping.Unchanged, mapping.DefaultUsed, mapping.Cleared:
			default:
				continue
			}
			want, got := h.want(o, sources[i]), e.shown(t, o.Mapping.Target)
			slices.Sort(want)
			slices.Sort(got)
			// Who leaves is not removed as long as somebody is not found, and stays where who comes is not taken.
			if slices.Contains(o.Warnings, codes.UnresolvedReference) || slices.ContainsFunc(o.Pending, func(w mapping.Pending) bool { return skip[w.Object+" "+w.ID] }) {
				assert.Subset(t, got, want, "%s %s: %s", p.Type, p.ID, o.Mapping.Target)
			} else {
				assert.Equal(t, want, got, "%s %s: %s", p.Type, p.ID, o.Mapping.Target)
			}
			compared++
		}
	}
	return compared
}

// keyOf names the object of a plan.
func keyOf(p *provision.Plan) string { return p.Type + " " + p.ID }

// references are the attributes that refer to objects, with the source attributes that name these.
var references = map[string]string{"manager": "manager", "member": "members"}

// want returns the values that a directory must have.
func (h held) want(o *mapping.Outcome, src provision.Source) []string {
	from, isReference := references[o.Mapping.Target]
	switch {
	case o.Mapping.Target == "parentDistinguishedName":
		return []string{nameKey(o.New.Text())}
	case !isReference:
		return texts(o.New)
	}
	path := value.ParsePath(from)
	names := []string{}
	for _, id := range texts(src.Attrs.Attribute(&path)) {
		if e := h["User"][id]; e != nil {
			names = append(names, nameKey(e.name))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// texts returns the values of an attribute: none of null.
func texts(v value.Value) []string {
	members, isList := v.AsList()
	switch {
	case v.IsNull():
		return []string{}
	case !isList:
		return []string{v.Text()}
	}
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Text()
	}
	return out
}

// nameKey returns what distinguished names are compared by.
func nameKey(name string) string {
	key, ok := dn.Key(name)
	if !ok {
		panic("no distinguished name: " + name)
	}
	return strings.ToLower(key)
}

const (
	disabledBit   = 2
	securityGroup = -1 << 31
)

// shown returns what an entry has of an attribute of a mapping.
func (e *entry) shown(t testing.TB, target string) []string {
	t.Helper()
	bit := func(attribute string, mask int) []string {
		n, err := strconv.Atoi(e.one(t, attribute))
		require.NoError(t, err, "%s of %s", attribute, e.name)
		if n&mask != 0 {
			return []string{"True"}
		}
		return []string{"False"}
	}
	switch target {
	case "accountDisabled":
		return bit("userAccountControl", disabledBit)
	case "isSecurityGroup":
		return bit("groupType", securityGroup)
	case "parentDistinguishedName":
		return []string{nameKey(dn.Parent(e.name))}
	}
	values := slices.Clone(e.values[strings.ToLower(target)])
	if _, isReference := references[target]; isReference {
		for i := range values {
			values[i] = nameKey(values[i])
		}
	}
	if values == nil {
		return []string{}
	}
	return values
}
