package mapping_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// object reads attributes from JSON.
func object(t testing.TB, text string) *value.Object {
	t.Helper()
	v, err := value.ParseJSON(text)
	require.NoError(t, err, text)
	o, ok := v.AsObject()
	require.True(t, ok, text)
	return o
}

// show returns a value as JSON, and - for an attribute that is not there.
func show(v value.Value) string {
	if v.IsAbsent() {
		return "-"
	}
	return string(v.AppendJSON(nil))
}

func showOutcome(o *mapping.Outcome) string {
	return o.Decision.String() + ": " + show(o.Old) + " → " + show(o.New)
}

func compile(t testing.TB, opts mapping.Options, mappings ...mapping.Mapping) *mapping.Mapper {
	t.Helper()
	mapper, err := (&mapping.Set{Mappings: mappings}).Compile(opts)
	require.NoError(t, err)
	return mapper
}

// mapped maps one object; a target of "" is one that is to be created.
func mapped(t testing.TB, mapper *mapping.Mapper, source, target string) *mapping.Result {
	t.Helper()
	var existing value.Attributes
	if target != "" {
		existing = object(t, target)
	}
	result, err := mapper.Map(context.Background(), object(t, source), existing)
	require.NoError(t, err)
	return result
}

// matching is the mapping that every set must have.
var matching = mapping.Mapping{Target: "id", From: "id", Match: 1}

// written returns the attributes that a result writes, in order.
func written(r *mapping.Result) []value.Member {
	var members []value.Member
	for i := range r.Attributes {
		if o := &r.Attributes[i]; o.Decision.Changes() {
			members = append(members, value.Member{Name: o.Mapping.Target, Value: o.New})
		}
	}
	return members
}
