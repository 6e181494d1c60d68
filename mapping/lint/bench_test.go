package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/lint"
)

// BenchmarkSchema lints a schema of the size of a cloud sync export: 136 mappings, most of them expressions, and 560 attributes.
func BenchmarkSchema(b *testing.B) {
	text := largeSchema()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
		require.NoError(b, err)
		require.Empty(b, lint.Schema(doc, lint.Options{}))
	}
}

// BenchmarkExpression lints a long expression.
func BenchmarkExpression(b *testing.B) {
	const text = `SelectUniqueValue(
		Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com"),
		Join("@", NormalizeDiacritics(StripSpaces(Join(".", Mid([givenName], 1, 1), [surname]))), "contoso.com"),
		Switch([type], , "E", [alias], "C", Append([alias], ".ext"), "V", Replace([alias], , "[0-9]+", , "", , )))`
	apply := mapping.ApplyCreate
	for b.Loop() {
		require.Empty(b, lint.Expression(text, lint.Use{Target: "userPrincipalName", Apply: &apply}, lint.Options{}))
	}
}

func largeSchema() string {
	var mappings, sources, targets []string
	for i := range 280 {
		sources = append(sources, fmt.Sprintf(`{"name": "source%d"}`, i))
		targets = append(targets, fmt.Sprintf(`{"name": "target%d"}`, i))
	}
	expressions := []string{
		`Trim([source%d])`, `IIF(IsPresent([source%[1]d]), Left(Trim([source%[1]d]), 448), "")`,
		`Switch([source%d], , "A", "Alpha", "B", "Beta", "C", "Gamma")`, `Replace([source%d], , "[()\\s-]+", , "", , )`,
		`Join("@", ToLower(NormalizeDiacritics(StripSpaces([source%d]))), "contoso.com")`,
	}
	for i := range 136 {
		text := fmt.Sprintf(expressions[i%len(expressions)], i)
		name, _, _ := strings.Cut(text, "(")
		mappings = append(mappings, fmt.Sprintf(`{"targetAttributeName": "target%d", "matchingPriority": %d, "flowType": "Always",
			"source": {"type": "Function", "name": %q, "expression": %q, "parameters": []}}`, i, 1-min(i, 1), name, text))
	}
	return fmt.Sprintf(`{"synchronizationRules": [{"sourceDirectoryName": "a", "targetDirectoryName": "b", "objectMappings": [{
		"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [%s]}]}],
		"directories": [{"name": "a", "objects": [{"name": "User", "attributes": [%s]}]}, {"name": "b", "objects": [{"name": "User", "attributes": [%s]}]}]}`,
		strings.Join(mappings, ","), strings.Join(sources, ","), strings.Join(targets, ","))
}
