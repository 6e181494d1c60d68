package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/graph"
)

func TestLoadFunctions(t *testing.T) {
	got, err := graph.LoadFunctions(strings.NewReader(`{"@odata.context": "x", "value": [
		{"name": "DefaultDomain", "parameters": []},
		{"name": "Mid", "parameters": [
			{"allowMultipleOccurrences": false, "name": "source", "required": true, "type": "String"},
			{"allowMultipleOccurrences": false, "name": "start", "required": true, "type": "Integer"}]},
		{"name": "Join", "parameters": [{"name": "separator"}, {"allowMultipleOccurrences": true, "name": "source"}]}]}`))
	require.NoError(t, err)
	if diff := cmp.Diff([]graph.Function{
		{Name: "DefaultDomain"},
		{Name: "Mid", Parameters: []graph.FunctionParameter{{Name: "source", Type: "String", Required: true}, {Name: "start", Type: "Integer", Required: true}}},
		{Name: "Join", Parameters: []graph.FunctionParameter{{Name: "separator", Type: "String"}, {Name: "source", Type: "String", Repeats: true}}},
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadFilterOperators(t *testing.T) {
	got, err := graph.LoadFilterOperators(strings.NewReader(`[
		{"name": "EQUALS", "arity": "Binary", "multivaluedComparisonType": "All", "supportedAttributeTypes": ["Integer", "String"]},
		{"name": "IS TRUE", "arity": "Unary", "supportedAttributeTypes": ["Boolean"]}]`))
	require.NoError(t, err)
	if diff := cmp.Diff([]graph.FilterOperator{
		{Name: "EQUALS", MultivaluedComparisonType: "All", SupportedAttributeTypes: []string{"Integer", "String"}},
		{Name: "IS TRUE", Unary: true, MultivaluedComparisonType: "All", SupportedAttributeTypes: []string{"Boolean"}},
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestListingsOfTheWrongKind(t *testing.T) {
	for _, text := range []string{`{"name": "Mid"}`, `[1]`, `{"value": "x"}`, `{"value": [{"name": 1}]}`, `[`} {
		_, err := graph.LoadFunctions(strings.NewReader(text))
		require.Error(t, err, text)
	}
}
