package provision_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// outbound maps Entra users to an application that can disable them.
func outbound() *mapping.Set {
	return &mapping.Set{
		Scope: mapping.Filter{{{Attribute: "department", Operator: "EQUALS", Values: []string{"Sales"}}}},
		Mappings: []mapping.Mapping{
			{Target: "userName", From: "userPrincipalName", Match: 1},
			{Target: "active", Expression: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`},
			{Target: "title", From: "jobTitle"},
		},
	}
}

// inbound maps HR workers, who know neither assignment nor soft deletion.
func inbound() *mapping.Set {
	return &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "mail", From: "mail", Match: 2},
		{Target: "displayName", From: "name"},
	}}
}

func directory(set *mapping.Set, accounts ...value.Map) provision.Directory {
	objects := make([]*provision.Object, len(accounts))
	for i, a := range accounts {
		objects[i] = provision.NewObject(a, i+1, set)
	}
	return provision.NewMemory(objects)
}

func engine(t *testing.T, set *mapping.Set, opts provision.Options, accounts ...value.Map) *provision.Cycle {
	t.Helper()
	e, err := cycleOf(set, directory(set, accounts...), mapping.Options{}, opts)
	require.NoError(t, err)
	return e
}

func plan(t *testing.T, e *provision.Cycle, src provision.Source) *provision.Plan {
	t.Helper()
	p, err := e.Plan(context.Background(), src)
	require.NoError(t, err)
	return p
}

// summary puts a plan in one line: action, status, code, and the attributes that are written.
func summary(p *provision.Plan) string {
	words := []string{p.Action.String(), p.Status.String()}
	if p.Code != "" {
		words = append(words, string(p.Code))
	}
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision.Changes() {
			words = append(words, fmt.Sprintf("%s=%s", o.Mapping.Target, o.Shown().Text()))
		}
	}
	return strings.Join(words, " ")
}

func TestActionsOfAnOutboundJob(t *testing.T) {
	t.Parallel()
	alex := value.Map{"userPrincipalName": "alex@contoso.com", "department": "Sales", "jobTitle": "Clerk", "accountEnabled": true}
	with := func(changes value.Map) value.Map {
		m := value.Map{}
		for _, part := range []value.Map{alex, changes} {
			for k, v := range part {
				m[k] = v
			}
		}
		return m
	}
	account := value.Map{"id": "a1", "userName": "alex@contoso.com", "active": "True", "title": "Clerk"}
	disabled := value.Map{"id": "a1", "userName": "alex@contoso.com", "active": "False", "title": "Clerk"}
	for _, row := range []struct {
		name     string
		source   provision.Source
		opts     provision.Options
		accounts []value.Map
		want     string
	}{
		{"in scope, no account", provision.Source{Attrs: alex}, provision.Options{}, nil,
			"create success userName=alex@contoso.com active=True title=Clerk"},
		{"in scope, no account, no Add", provision.Source{Attrs: alex}, provision.Options{NoCreate: true}, nil,
			"skip skipped EntrySynchronizationSkipped"},
		{"in scope, same account", provision.Source{Attrs: alex}, provision.Options{}, []value.Map{account},
			"skip skipped RedundantExport"},
		{"in scope, another title", provision.Source{Attrs: with(value.Map{"jobTitle": "Buyer"})}, provision.Options{}, []value.Map{account},
			"update success title=Buyer"},
		{"in scope, another title, no Update", provision.Source{Attrs: with(value.Map{"jobTitle": "Buyer"})}, provision.Options{NoUpdate: true}, []value.Map{account},
			"skip skipped EntrySynchronizationSkipped"},
		{"back in scope, account disabled", provision.Source{Attrs: alex}, provision.Options{}, []value.Map{disabled},
			"update success active=True"},
		{"in scope, two accounts", provision.Source{Attrs: alex}, provision.Options{}, []value.Map{account, {"id": "a2", "userName": "ALEX@contoso.com"}},
			"error failure DuplicateTargetEntries"},
		{"disabled in the source, no account", provision.Source{Attrs: with(value.Map{"accountEnabled": false})}, provision.Options{}, nil,
			"skip skipped NotEffectivelyEntitled"},
		{"disabled in the source, account", provision.Source{Attrs: with(value.Map{"accountEnabled": false})}, provision.Options{}, []value.Map{account},
			"disable success active=False"},
		{"disabled in the source, account that is disabled", provision.Source{Attrs: with(value.Map{"accountEnabled": "False"})}, provision.Options{}, []value.Map{disabled},
			"skip skipped RedundantExport"},
		{"soft-deleted in the source", provision.Source{Attrs: alex, Deleted: provision.SoftDeleted}, provision.Options{}, []value.Map{account},
			"disable success active=False"},
		{"unassigned", provision.Source{Attrs: alex, Unassigned: true}, provision.Options{}, []value.Map{account},
			"disable success active=False"},
		{"filtered out", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{}, []value.Map{account},
			"disable success active=False"},
		{"filtered out, no account", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{}, nil,
			"skip skipped NotEffectivelyEntitled"},
		{"no department at all", provision.Source{Attrs: with(value.Map{"department": nil})}, provision.Options{}, []value.Map{account},
			"disable success active=False"},
		{"filtered out, left alone", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{SkipOutOfScopeDeletions: true}, []value.Map{account},
			"skip skipped NotEffectivelyEntitled"},
		{"disabled in the source in spite of SkipOutOfScopeDeletions", provision.Source{Attrs: with(value.Map{"accountEnabled": false})}, provision.Options{SkipOutOfScopeDeletions: true}, []value.Map{account},
			"disable success active=False"},
		{"filtered out, target cannot disable", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{HardDelete: true}, []value.Map{account},
			"delete success"},
		{"filtered out, target cannot disable, no Delete", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{HardDelete: true, NoDelete: true}, []value.Map{account},
			"skip skipped NotEffectivelyEntitled"},
		{"filtered out, account not managed", provision.Source{Attrs: with(value.Map{"department": "Legal"})}, provision.Options{Unlinked: true}, []value.Map{account},
			"skip skipped NotEffectivelyEntitled"},
		{"gone for good", provision.Source{Attrs: alex, Deleted: provision.HardDeleted}, provision.Options{}, []value.Map{account},
			"delete success"},
		{"gone for good, no Delete", provision.Source{Attrs: alex, Deleted: provision.HardDeleted}, provision.Options{NoDelete: true}, []value.Map{account},
			"skip skipped NotEffectivelyEntitled"},
		{"input filter", provision.Source{Attrs: alex}, provision.Options{InputFilter: mapping.Filter{{{Attribute: "jobTitle", Operator: "NOT EQUALS", Values: []string{"Clerk"}}}}}, []value.Map{account},
			"skip skipped ImportSkipped"},
		{"input filter on null is lenient", provision.Source{Attrs: with(value.Map{"jobTitle": nil})}, provision.Options{InputFilter: mapping.Filter{{{Attribute: "jobTitle", Operator: "NOT EQUALS", Values: []string{"Clerk"}}}}}, []value.Map{account},
			"skip skipped RedundantExport"},
		{"no matching value", provision.Source{Attrs: value.Map{"department": "Sales"}}, provision.Options{}, nil,
			"skip skipped ImportSkipped"},
		{"a list as matching value is found by nothing", provision.Source{Attrs: with(value.Map{"userPrincipalName": []any{"1", "2"}})}, provision.Options{}, []value.Map{account},
			"error failure ImportSkipped"},
		{"unreadable", provision.Source{Err: errors.New("line 7: no object")}, provision.Options{}, nil,
			"error failure UnreadableSource"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := engine(t, outbound(), row.opts, row.accounts...)
			if diff := cmp.Diff(row.want, summary(plan(t, e, row.source))); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMatchingFollowsPrecedence(t *testing.T) {
	t.Parallel()
	byMail := value.Map{"id": "a1", "employeeId": "9", "mail": "alex@contoso.com", "displayName": "Alex"}
	byID := value.Map{"id": "a2", "employeeId": "1", "mail": "other@contoso.com", "displayName": "Alex"}
	for _, row := range []struct {
		name   string
		source value.Map
		want   string
	}{
		{"first attribute hits", value.Map{"id": "1", "mail": "alex@contoso.com"}, "a2"},
		{"first attribute has no value", value.Map{"mail": "ALEX@contoso.com"}, "a1"},
		{"first attribute is empty", value.Map{"id": "", "mail": "alex@contoso.com"}, "a1"},
		{"first attribute misses", value.Map{"id": "5", "mail": "alex@contoso.com"}, "a1"},
		{"nothing hits", value.Map{"id": "5", "mail": "new@contoso.com"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := engine(t, inbound(), provision.Options{}, byMail, byID)
			require.Equal(t, row.want, plan(t, e, provision.Source{Attrs: row.source}).Target)
		})
	}
}

func TestTwoSourcesOfOneTarget(t *testing.T) {
	t.Parallel()
	e := engine(t, inbound(), provision.Options{}, value.Map{"id": "a1", "employeeId": "1", "displayName": "Alex"})
	var got []string
	for i, attrs := range []value.Map{{"id": "1", "name": "Alex"}, {"id": "1", "name": "Sam"}, {"id": "2"}, {"id": "2"}} {
		got = append(got, summary(plan(t, e, provision.Source{Ordinal: i + 1, Attrs: attrs})))
	}
	want := []string{
		"skip skipped RedundantExport",
		"error failure DuplicateSourceEntries",
		"create success employeeId=2",
		"error failure DuplicateSourceEntries",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plans (-want +got):\n%s", diff)
	}
}

func TestUniqueValuesAreReserved(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "userPrincipalName", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue(Join("@", [name], "contoso.com"), Join("1@", [name], "contoso.com"), Join("2@", [name], "contoso.com"))`},
	}}
	e := engine(t, set, provision.Options{}, value.Map{"id": "a", "employeeId": "0", "userPrincipalName": "jane.smith@contoso.com"})
	var got []string
	for i := range 3 {
		got = append(got, summary(plan(t, e, provision.Source{Ordinal: i + 1, Attrs: value.Map{"id": i + 1, "name": "Jane.Smith"}})))
	}
	want := []string{
		"create success employeeId=1 userPrincipalName=Jane.Smith1@contoso.com",
		"create success employeeId=2 userPrincipalName=Jane.Smith2@contoso.com",
		"error failure not-unique employeeId=3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plans (-want +got):\n%s", diff)
	}
}

func TestReferencesFollowLinks(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "manager", From: "boss"},
	}}
	target := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "employeeId"}, {Name: "manager", Type: mapping.Reference}}}
	e, err := cycleOf(set, directory(set, value.Map{"id": "guid-7", "employeeId": "7"}), mapping.Options{Target: target}, provision.Options{})
	require.NoError(t, err)
	var got []string
	for i, attrs := range []value.Map{{"id": "1", "boss": "7"}, {"id": "2", "boss": "1"}, {"id": "3", "boss": "99"}} {
		got = append(got, summary(plan(t, e, provision.Source{Ordinal: i + 1, Attrs: attrs})))
	}
	want := []string{
		"create success employeeId=1 manager=guid-7",
		"create success employeeId=2 manager=the new User 1",
		"create warning employeeId=3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plans (-want +got):\n%s", diff)
	}
}

func TestStepsHaveTheTypesOfProvisioningLogs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		step provision.Step
		want string
	}{
		{provision.Step{Name: "EntryImport", Details: []provision.Detail{{Name: "MatchingValue", Value: "1"}}}, "import"},
		{provision.Step{Name: "EntrySynchronizationScoping"}, "scoping"},
		{provision.Step{Name: "EntryImport", Details: []provision.Detail{{Name: "MatchingAttribute", Value: "id"}}}, "matching"},
		{provision.Step{Name: "EntryImport", Details: []provision.Detail{{Name: "TargetId", Value: "1"}}}, "matching"},
		{provision.Step{Name: "EntryExportUpdate"}, "export"},
		{provision.Step{Name: "EntrySynchronizationSkip"}, "export"},
		{provision.Step{Name: "EntrySynchronization"}, "processing"},
	} {
		p := provision.Plan{Steps: []provision.Step{row.step}}
		require.Contains(t, string(p.AppendSummary(nil)), `"provisioningStepType":"`+row.want+`"`, row.step.Name)
	}
}

func TestSummaryOfAPlan(t *testing.T) {
	t.Parallel()
	e := engine(t, inbound(), provision.Options{}, value.Map{"id": "a1", "employeeId": "1", "displayName": "Alex"})
	p := plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "name": "Alex Doe", "mail": "alex@contoso.com"}})
	plain := string(p.AppendJSON(nil))
	want := strings.TrimSuffix(plain, "}") + `,"sourceIdentity":{"id":"1"},"targetIdentity":{"id":"a1"},"reportableIdentifier":"1",` +
		`"statusInfo":{"status":"success","reason":"attributes differ"},"provisioningSteps":[` +
		`{"name":"EntryImport","status":"success","details":{"MatchingValue":"1"},"provisioningStepType":"import"},` +
		`{"name":"EntrySynchronizationScoping","status":"success","details":{"IsActive":"True","Assigned":"True","IsInProvisioningScope":"True","IsEffectivelyEntitledForProvisioning":"True"},"provisioningStepType":"scoping"},` +
		`{"name":"EntryImport","status":"success","details":{"MatchingAttribute":"employeeId","TargetId":"a1"},"provisioningStepType":"matching"},` +
		`{"name":"EntryExportUpdate","status":"success","provisioningStepType":"export"}],` +
		`"modifiedProperties":[{"displayName":"displayName","oldValue":"Alex","newValue":"Alex Doe"},{"displayName":"mail","oldValue":null,"newValue":"alex@contoso.com"}]}`
	if diff := cmp.Diff(want, string(p.AppendSummary(nil))); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

// TestOnlyOutboundJobsKnowDeletion: a source that is no directory may have attributes of these names that mean something else.
func TestOnlyOutboundJobsKnowDeletion(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		outbound bool
		attrs    value.Map
		active   bool
	}{
		{true, value.Map{"IsSoftDeleted": true}, false},
		{true, value.Map{"IsSoftDeleted": "True"}, false},
		{true, value.Map{"IsSoftDeleted": false}, true},
		{true, value.Map{"IsSoftDeleted": "soon"}, true},
		{true, value.Map{"accountEnabled": false}, false},
		{true, value.Map{"accountEnabled": true}, true},
		{true, value.Map{"accountEnabled": ""}, true},
		{true, value.Map{}, true},
		{false, value.Map{"IsSoftDeleted": true, "accountEnabled": false}, true},
	} {
		row.attrs["id"] = "1"
		e := engine(t, inbound(), provision.Options{Outbound: row.outbound})
		x := explained(t, e, provision.Source{Ordinal: 1, Attrs: row.attrs})
		require.Equal(t, row.active, x.Active, "%v %v", row.outbound, row.attrs)
	}
}

func TestIDsOfTargetObjects(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "title", From: "title"}, {Target: "CustomSecurityAttributes.HR_Key", From: "key", Match: 1}, {Target: "mail", From: "mail", Match: 2},
	}}
	attrs := value.Map{"title": "Clerk", "CustomSecurityAttributes.HR_Key": "secret"}
	require.Equal(t, "7", provision.NewObject(attrs, 7, set).ID)
	attrs["mail"] = "a@contoso.com"
	require.Equal(t, "a@contoso.com", provision.NewObject(attrs, 7, set).ID)
	attrs["objectId"] = "o"
	require.Equal(t, "o", provision.NewObject(attrs, 7, set).ID)
	attrs["id"] = "i"
	require.Equal(t, "i", provision.NewObject(attrs, 7, set).ID)
}

// TestFailuresOfCustomSecurityAttributesAreMasked: what an expression failed on is shown for other attributes only.
func TestFailuresOfCustomSecurityAttributesAreMasked(t *testing.T) {
	t.Parallel()
	const failing = `FormatDateTime([v], , "yyyy", "yyyy")`
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", From: "id", Match: 1}, {Target: "CustomSecurityAttributes.HR_Since", Expression: failing},
		{Target: "since", Expression: failing}, {Target: "CustomSecurityAttributes.", From: "v"},
	}}
	p := plan(t, engine(t, set, provision.Options{}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "v": "soon"}})
	require.NotContains(t, p.Attributes[1].Reason, "soon")
	require.Contains(t, p.Attributes[2].Reason, "soon")
	require.Equal(t, mapping.Flowed, p.Attributes[3].Decision, "the prefix alone names no custom security attribute")
	rest, ok := mapping.SecurityAttribute("customsecurityattributes.x")
	require.True(t, ok)
	require.Equal(t, "x", rest)
	_, ok = mapping.SecurityAttribute("CustomSecurityAttributes.")
	require.False(t, ok)
}

func TestCustomSecurityAttributes(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "CustomSecurityAttributes.HR_PayGrade", From: "grade"},
		{Target: "CustomSecurityAttributes.HR_Old", From: "old"},
	}}
	opts := provision.Options{CustomAttributes: map[string]mapping.CustomAttribute{
		"HR_PayGrade": {}, "HR_Old": {Deactivated: true},
	}}
	for _, row := range []struct {
		name   string
		source value.Map
		want   string
	}{
		{"a text flows", value.Map{"id": "1", "grade": "IC-4"}, "create success employeeId=1 CustomSecurityAttributes.HR_PayGrade=IC-4"},
		{"a boolean does not", value.Map{"id": "1", "grade": true}, "create failure CustomSecurityAttributeNotSupported employeeId=1"},
		{"a number does not", value.Map{"id": "1", "grade": 4}, "create failure CustomSecurityAttributeNotSupported employeeId=1"},
		{"several values do not", value.Map{"id": "1", "grade": []string{"a", "b"}}, "create failure SchemaPropertyCanOnlyAcceptValue employeeId=1"},
		{"a deactivated one does not", value.Map{"id": "1", "old": "x"}, "create failure CustomSecurityAttributeNotSupported employeeId=1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := plan(t, engine(t, set, opts), provision.Source{Attrs: row.source})
			if diff := cmp.Diff(row.want, summary(p)); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
			require.NotContains(t, string(p.AppendJSON(nil)), "IC-4", "the value must be masked")
		})
	}
}

func TestProfilesWarn(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "userPrincipalName", From: "upn"},
		{Target: "department", From: "dept"},
	}}
	for _, row := range []struct {
		name   string
		source value.Map
		want   []string
	}{
		{"fits", value.Map{"id": "1", "upn": "a.b@contoso.com", "dept": "Sales"}, nil},
		{"accent", value.Map{"id": "1", "upn": "zoë@contoso.com"}, []string{"userPrincipalName InvalidCharacters"}},
		{"long", value.Map{"id": "1", "dept": strings.Repeat("é", 65)}, []string{"department MaximumLength"}},
		{"just short enough", value.Map{"id": "1", "dept": strings.Repeat("é", 64)}, nil},
		{"an emoji counts two", value.Map{"id": "1", "dept": strings.Repeat("😀", 33)}, []string{"department MaximumLength"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := plan(t, engine(t, set, provision.Options{Profile: mapping.ProfileEntra}), provision.Source{Attrs: row.source})
			var got []string
			for i := range p.Attributes {
				for _, w := range p.Attributes[i].Warnings {
					got = append(got, p.Attributes[i].Mapping.Target+" "+string(w))
				}
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
	_, err := cycleOf(set, nil, mapping.Options{}, provision.Options{Profile: "sap"})
	require.ErrorContains(t, err, "want one of entra, ad, scim")
}

func TestTotalsAddUp(t *testing.T) {
	t.Parallel()
	e := engine(t, inbound(), provision.Options{})
	var totals provision.Totals
	sources := func(yield func(provision.Source) bool) {
		for i, attrs := range []value.Map{{"id": "1"}, {"id": "1"}, {}} {
			if !yield(provision.Source{Ordinal: i + 1, Attrs: attrs}) {
				return
			}
		}
		yield(provision.Source{Ordinal: 4, Err: errors.New("broken")})
	}
	for p, err := range e.Run(context.Background(), sources, 1) {
		require.NoError(t, err)
		totals.Add(p)
	}
	require.Equal(t, "read 4, create 1, update 0, disable 0, delete 0, skip 1, error 2, failed 2", totals.String())
	totals.Add(&provision.Plan{Action: provision.Update, Status: provision.Warning})
	require.Equal(t, 1, totals.Warned)
	require.Equal(t, 2, totals.Failed)
}

func TestJSONOfAPlan(t *testing.T) {
	t.Parallel()
	e := engine(t, inbound(), provision.Options{}, value.Map{"id": "a1", "employeeId": "1", "displayName": "Alex"})
	p := plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "name": "Alex Doe"}})
	want := `{"id":"1","action":"update","status":"success","reason":"attributes differ","target":"a1","attributes":[` +
		`{"target":"employeeId","old":"1","new":"1","decision":"unchanged","source":"direct","reason":"the target has this value"},` +
		`{"target":"mail","old":null,"new":null,"decision":"nullNotFlowed","source":"direct","reason":"the source is null, and null does not flow"},` +
		`{"target":"displayName","old":"Alex","new":"Alex Doe","decision":"flowed","source":"direct","reason":"the value differs from the target's"}],` +
		`"steps":[{"name":"EntryImport","status":"success","details":{"MatchingValue":"1"}},` +
		`{"name":"EntrySynchronizationScoping","status":"success","details":{"IsActive":"True","Assigned":"True","IsInProvisioningScope":"True","IsEffectivelyEntitledForProvisioning":"True"}},` +
		`{"name":"EntryImport","status":"success","details":{"MatchingAttribute":"employeeId","TargetId":"a1"}},` +
		`{"name":"EntryExportUpdate","status":"success"}],"ordinal":1,"type":"User","match":"matched"}`
	if diff := cmp.Diff(want, string(p.AppendJSON(nil))); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func TestSecondCycleIsAtRest(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeId", From: "id", Match: 1},
		{Target: "displayName", Expression: `Join(" ", [given], [family])`},
		{Target: "seen", Expression: `FormatDateTime(Now(), , "o", "yyyy-MM-dd HH:mm:ss.fff")`},
		{Target: "swing", Expression: `Switch([given], , "Alex", [family], "Sam", "x")`},
	}}
	accounts := []*provision.Object{provision.NewObject(value.Map{"id": "a1", "employeeId": "1", "displayName": "old"}, 1, set)}
	sources := []value.Map{{"id": "1", "given": "Alex", "family": "Doe"}, {"id": "2", "given": "Sam"}}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Second); return now }

	applied := provision.NewApplied(accounts)
	first, err := cycleOf(set, provision.NewMemory(accounts), mapping.Options{Clock: clock}, provision.Options{})
	require.NoError(t, err)
	for i, attrs := range sources {
		applied.Add(plan(t, first, provision.Source{Ordinal: i + 1, Attrs: attrs}))
	}
	second, err := cycleOf(set, applied.Directory(), mapping.Options{Clock: clock}, provision.Options{})
	require.NoError(t, err)
	for i, attrs := range sources {
		p := plan(t, second, provision.Source{Ordinal: i + 1, Attrs: attrs})
		require.Equal(t, "update", p.Action.String(), "the volatile attribute moves")
		require.Empty(t, second.Restless(p))
	}
}
