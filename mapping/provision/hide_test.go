package provision_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

func hiding(t *testing.T, d provision.Directory) *provision.Cycle {
	t.Helper()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "login", Match: 1}, {Target: "title", From: "title"}, {Target: "nickName", Constant: "Kit"},
	}}
	e, err := cycleOf(set, d, mapping.Options{HideValues: true}, provision.Options{})
	require.NoError(t, err)
	return e
}

// TestAPlanThatHidesKeepsWhatAProgramNeeds: reports show no value, and the plan has them all the same.
func TestAPlanThatHidesKeepsWhatAProgramNeeds(t *testing.T) {
	t.Parallel()
	e := hiding(t, provision.NewMemory([]*provision.Object{{ID: "t-1", Attrs: value.Map{"userName": "ann", "title": "Clerk"}}}))
	p := plan(t, e, provision.Source{Ordinal: 7, Attrs: value.Map{"login": "ann", "title": "Buyer"}})
	require.Equal(t, `{"id":"7","action":"update","status":"success","reason":"attributes differ","target":"[hidden]","attributes":[`+
		`{"target":"userName","old":"[hidden]","new":"[hidden]","decision":"unchanged","source":"direct","reason":"the target has this value"},`+
		`{"target":"title","old":"[hidden]","new":"[hidden]","decision":"flowed","source":"direct","reason":"the value differs from the target's"},`+
		`{"target":"nickName","old":null,"new":"[hidden]","decision":"flowed","source":"constant","reason":"the target has no value"}],"steps":[`+
		`{"name":"EntryImport","status":"success","details":{"MatchingValue":"[hidden]"}},`+
		`{"name":"EntrySynchronizationScoping","status":"success","details":{"IsActive":"True","Assigned":"True","IsInProvisioningScope":"True","IsEffectivelyEntitledForProvisioning":"True"}},`+
		`{"name":"EntryImport","status":"success","details":{"MatchingAttribute":"userName","TargetId":"[hidden]"}},`+
		`{"name":"EntryExportUpdate","status":"success"}],"ordinal":7,"type":"User","match":"matched"}`, string(p.AppendJSON(nil)))
	require.Equal(t, "t-1", p.Target)
	require.Equal(t, "Buyer", p.Attributes[1].New.Text())

	masked, err := scim.Preview(p, scim.ClientOptions{Mask: true})
	require.NoError(t, err)
	require.Equal(t, "/Users/{id}", masked[0].Path)
	require.NotContains(t, string(masked[0].Body), "Buyer")
	sent, err := scim.Preview(p, scim.ClientOptions{})
	require.NoError(t, err)
	require.Equal(t, "/Users/t-1", sent[0].Path)
	require.Contains(t, string(sent[0].Body), "Buyer")
}

func TestForeignErrorsAreNotRepeatedInPlansThatHide(t *testing.T) {
	t.Parallel()
	p := plan(t, hiding(t, nil), provision.Source{Ordinal: 1, Err: errors.New(`record 1: "Ann" is there twice`)})
	require.Equal(t, "an error whose text may hold values", p.Reason)
	p = plan(t, hiding(t, wrong(nil)), provision.Source{Ordinal: 1, Attrs: value.Map{"login": "ann"}})
	require.Equal(t, "the target cannot be searched", p.Reason)
}

// TestAnObjectIsNotKnownByASecret: what identifies an object must not reveal a custom security attribute or a redacted value.
func TestAnObjectIsNotKnownByASecret(t *testing.T) {
	t.Parallel()
	for _, m := range []mapping.Mapping{
		{Target: "CustomSecurityAttributes.HR_Key", From: "key", Match: 1}, {Target: "key", Expression: `Redact([key])`, Match: 1},
	} {
		set := &mapping.Set{Mappings: []mapping.Mapping{m, {Target: "title", From: "title"}}}
		e, err := cycleOf(set, directory(set, value.Map{m.Target: "k-123"}), mapping.Options{}, provision.Options{})
		require.NoError(t, err)
		p := plan(t, e, provision.Source{Ordinal: 3, Attrs: value.Map{"key": "K-123", "title": "Buyer"}})
		require.Equal(t, "3", p.ID)
		require.NotContains(t, string(p.AppendSummary(nil)), "-123")
		require.Contains(t, string(p.AppendJSON(nil)), "Buyer")
	}
}

// An object without an id is known by its matching value. Where that is redacted, no reference to the object prints it: not the new value,
// nor the one that the target has already, nor how it was found.
func TestReferencesDoNotPrintRedactedIdentifiers(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "userName", Expression: "Redact([upn])", Match: 1}, {Target: "manager", From: "boss"}, {Target: "members", From: "team"}}}
	schema := &mapping.Schema{Name: "User", Attributes: []mapping.Attribute{{Name: "userName"}, {Name: "manager", Type: mapping.Reference}, {Name: "members", Type: mapping.Reference, MultiValued: true}}}
	engine, err := provision.New(jobOf(set, mapping.Options{Target: schema}, provision.Options{}))
	require.NoError(t, err)
	target := provision.NewMemory([]*provision.Object{
		provision.NewObject(value.Map{"userName": "S3cretA"}, 1, set),
		provision.NewObject(value.Map{"userName": "S3cretB", "manager": "S3cretA", "members": []any{"S3cretA", "S3cretB"}}, 2, set),
	})
	sources := []provision.Source{
		{Ordinal: 1, Attrs: value.Map{"objectId": "a", "upn": "S3cretA", "boss": "b", "team": []any{"a", "b"}}},
		{Ordinal: 2, Attrs: value.Map{"objectId": "b", "upn": "S3cretB", "boss": "a", "team": []any{"a", "b", "c"}}},
		{Ordinal: 3, Attrs: value.Map{"objectId": "c", "upn": "S3cretC", "boss": "c", "team": []any{"a"}}},
	}
	for p, err := range engine.NewCycle(provision.World{Directory: target}).Run(context.Background(), slices.Values(sources), 1) {
		require.NoError(t, err)
		require.NotEqual(t, mapping.NullNotFlowed, p.Attributes[1].Decision)
		require.NotContains(t, fmt.Sprint(p)+string(p.AppendJSON(nil)), "S3cret")
	}
	for _, id := range []string{"1", "2", "3"} {
		for x, err := range engine.NewCycle(provision.World{Directory: target}).ExplainID(context.Background(), slices.Values(sources), id, nil) {
			require.NoError(t, err)
			text, err := json.Marshal(x)
			require.NoError(t, err)
			require.NotContains(t, fmt.Sprint(x)+string(text), "S3cret")
		}
	}
}
