package provision_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// TestNobodyIsCreatedWithoutWhatTheTargetNeeds (docs/evidence.md): the object is an error, and it says which attribute is missing.
func TestNobodyIsCreatedWithoutWhatTheTargetNeeds(t *testing.T) {
	t.Parallel()
	group := &mapping.Schema{Name: "Group", Open: true}
	for _, row := range []struct {
		name     string
		profile  mapping.Profile
		schema   *mapping.Schema
		mappings []mapping.Mapping
		accounts []value.Map
		want     string
		reason   string
	}{
		// hr-user-creation-issues: null or empty values for mandatory attributes, the creation fails.
		{"no cn in Active Directory", mapping.ProfileAD, nil, []mapping.Mapping{{Target: "cn", From: "nick"}}, nil,
			"error failure MissingValues match=1", "no target object matches; cn failed: want a value for a required attribute: the source is null and there is no default"},
		{"an empty cn", mapping.ProfileAD, nil, []mapping.Mapping{{Target: "cn", Expression: `Join(" ", [first], [last])`}}, nil,
			"error failure MissingValues match=1", "no target object matches; cn failed: want a value for a required attribute, got an empty text"},
		{"no place for the account", mapping.ProfileAD, nil, []mapping.Mapping{{Target: "parentDistinguishedName", From: "ou"}}, nil, "error failure MissingValues match=1", ""},
		{"no sAMAccountName", mapping.ProfileAD, nil, []mapping.Mapping{{Target: "sAMAccountName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no displayName in Entra", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "displayName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no userPrincipalName", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "userPrincipalName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no mailNickname", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "mailNickname", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no accountEnabled", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "accountEnabled", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no userName in an application", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "userName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no userName, by its whole name", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "urn:ietf:params:scim:schemas:core:2.0:User:userName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"no name of a group", mapping.ProfileSCIM, group, []mapping.Mapping{{Target: "displayName", From: "nick"}}, nil, "error failure MissingValues match=1", ""},
		{"a user needs no displayName in an application", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "displayName", From: "nick"}}, nil, "create success match=1", ""},
		{"the mapping has a default", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "displayName", From: "nick", Default: "Unnamed"}}, nil, "create success match=1 displayName=Unnamed", ""},
		{"an expression leaves it out", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "displayName", Expression: "IgnoreFlowIfNullOrEmpty([nick])"}}, nil, "error failure MissingValues match=1", ""},
		{"no row maps it", mapping.ProfileAD, nil, nil, nil, "create success match=1", ""},
		{"without a profile nothing is demanded", mapping.ProfileNone, nil, []mapping.Mapping{{Target: "userName", From: "nick"}}, nil, "create success match=1", ""},
		// The row's own code where it failed.
		{"a state that is none", mapping.ProfileEntra, nil, []mapping.Mapping{{Target: "accountEnabled", From: "title"}}, nil,
			"error failure InvalidAttributeType match=1", "no target object matches; accountEnabled failed: the target attribute is of type Boolean: want True, False or a number, got a string"},
		{"an expression that fails", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "nickName", Expression: `Error("a")`}, {Target: "userName", Expression: `Error("no name")`}}, nil,
			"error failure raised match=1", "no target object matches; userName failed: Error: the expression raises an error (found \"no name\") at 1:1"},
		{"an attribute that it can do without fails", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "nickName", Expression: `Error("a")`}}, nil,
			"create failure raised match=1", "no target object matches; nickName failed: Error: the expression raises an error (found \"a\") at 1:1"},
		{"another matching attribute fails", mapping.ProfileSCIM, nil, []mapping.Mapping{{Target: "nickName", Expression: `CStr(CDate([title]))`, Match: 2}}, nil,
			"error failure date match=1", ""},
		// Active Directory makes names up for accounts that have none (observed), and they stay.
		{"nobody has a free name", mapping.ProfileNone, nil, []mapping.Mapping{{Target: "site", Expression: `SelectUniqueValue([title], [title])`, Apply: mapping.ApplyCreate}},
			[]value.Map{{"id": "a", "site": "Boss"}}, "error failure not-unique match=1", ""},
		// An account that exists keeps what it has.
		{"an account without cn", mapping.ProfileAD, nil, []mapping.Mapping{{Target: "cn", From: "nick"}, {Target: "title", From: "title"}},
			[]value.Map{{"id": "a", "match": "1", "cn": "A"}}, "update success title=Boss", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			set := &mapping.Set{Mappings: append([]mapping.Mapping{{Target: "match", From: "id", Match: 1}}, row.mappings...)}
			c, err := cycleOf(set, directory(set, row.accounts...), mapping.Options{Target: row.schema}, provision.Options{Profile: row.profile})
			require.NoError(t, err)
			p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "title": "Boss"}})
			if diff := cmp.Diff(row.want, summary(p)); diff != "" {
				t.Error(diff)
			}
			if row.reason != "" {
				require.Equal(t, row.reason, p.Reason)
			}
			var totals provision.Totals
			totals.Add(p)
			require.Equal(t, p.Action == provision.Failed, totals.Actions[provision.Create]+totals.Actions[provision.Update] == 0, "it counts once")
		})
	}
}

// TestWhatNoMappingFillsIsOneFinding about the mapping, and no error of every object.
func TestWhatNoMappingFillsIsOneFinding(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		profile mapping.Profile
		targets []string
		want    []string // required attributes that are said to be missing
	}{
		{mapping.ProfileAD, []string{"employeeID", "CN"}, []string{"sAMAccountName", "parentDistinguishedName"}},
		// Cloud sync's own name of mailNickname.
		{mapping.ProfileEntra, []string{"employeeId", "userPrincipalName", "displayName", "accountEnabled", "Alias"}, nil},
		{mapping.ProfileEntra, []string{"employeeId", "userPrincipalName", "displayName", "accountEnabled"}, []string{"mailNickname"}},
	} {
		set := &mapping.Set{}
		for i, target := range row.targets {
			set.Mappings = append(set.Mappings, mapping.Mapping{Target: target, From: "a", Match: max(0, 1-i)})
		}
		e, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{Profile: row.profile}))
		require.NoError(t, err)
		var want, got []string
		for _, name := range row.want {
			want = append(want, "the target needs "+name+" and no mapping fills it")
		}
		for _, f := range e.Mapper("").Warnings() {
			got = append(got, f.Message.String())
		}
		require.Equal(t, want, got)
	}
}

// TestARefusalCostsTheWholeWrite (docs/evidence.md; RFC 7644 3.5.2): that a leaver's account stays enabled because of another attribute is said.
func TestARefusalCostsTheWholeWrite(t *testing.T) {
	t.Parallel()
	const whole = "; the target takes a write as a whole, so accountDisabled is not written either"
	account := value.Map{"id": "g1", "match": "1", "title": "Boss", "accountDisabled": false}
	for _, row := range []struct {
		name    string
		profile mapping.Profile
		title   string
		source  value.Map
		want    string
		tells   bool
	}{
		{"a leaver's title is refused", mapping.ProfileAD, `Trim([title])`, value.Map{"id": "1", "title": " ", "left": true}, "update failure InvalidAttributeSyntax accountDisabled=True", true},
		{"nobody leaves", mapping.ProfileAD, `Trim([title])`, value.Map{"id": "1", "title": " ", "left": false}, "skip failure InvalidAttributeSyntax", false},
		// An expression that cannot be evaluated stays the failure of its row.
		{"an expression fails", mapping.ProfileAD, `Error("x")`, value.Map{"id": "1", "left": true}, "update failure raised accountDisabled=True", false},
		// The service itself keeps what does not fit from the target.
		{"a list for one value", mapping.ProfileEntra, `Split([title], ",")`, value.Map{"id": "1", "title": "a,b", "left": true}, "update failure SchemaPropertyCanOnlyAcceptValue accountDisabled=True", false},
	} {
		target := &mapping.Schema{Open: true, Attributes: []mapping.Attribute{{Name: "title"}}}
		set := &mapping.Set{Mappings: []mapping.Mapping{
			{Target: "match", From: "id", Match: 1}, {Target: "title", Expression: row.title}, {Target: "accountDisabled", From: "left"},
		}}
		c, err := cycleOf(set, directory(set, account), mapping.Options{Target: target}, provision.Options{Profile: row.profile})
		require.NoError(t, err)
		p := plan(t, c, provision.Source{Ordinal: 1, Attrs: row.source})
		require.Equal(t, row.want, summary(p), row.name)
		require.Equal(t, row.tells, strings.HasSuffix(p.Reason, whole), p.Reason)
		require.Contains(t, p.Reason, "title failed: ", row.name)
	}
}

// Sources: docs/evidence.md; RFC 7644 3.5.2.2: a required attribute is not removed.
func TestWhatTheTargetNeedsIsNotCleared(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		profile mapping.Profile
		target  string
		want    string
	}{
		{"an account's name in Active Directory", mapping.ProfileAD, "sAMAccountName", "update failure MissingValues accountDisabled=True"},
		{"a display name in Entra", mapping.ProfileEntra, "displayName", "update failure MissingValues accountDisabled=True"},
		{"a userName over SCIM", mapping.ProfileSCIM, "userName", "update failure MissingValues accountDisabled=True"},
		{"what the target does without", mapping.ProfileAD, "title", "update success title= accountDisabled=True"},
	} {
		set := &mapping.Set{Mappings: []mapping.Mapping{
			{Target: "employeeID", From: "id", Match: 1}, {Target: row.target, From: "nothing", FlowNulls: true}, {Target: "accountDisabled", From: "left"},
		}}
		account := value.Map{"id": "g1", "employeeID": "1", row.target: "old", "accountDisabled": false}
		c, err := cycleOf(set, directory(set, account), mapping.Options{}, provision.Options{Profile: row.profile})
		require.NoError(t, err)
		p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "left": true}})
		require.Equal(t, row.want, summary(p), row.name)
		require.Equal(t, row.target != "title", strings.HasSuffix(p.Reason, "so accountDisabled is not written either"), p.Reason)
	}
}
