package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/sources"
)

// schemaWithAPI is an exported schema whose source attributes have these expressions, by names a, b, …
func schemaWithAPI(expressions ...string) string {
	attributes := make([]string, len(expressions))
	for i, e := range expressions {
		attributes[i] = fmt.Sprintf(`{"name": %q, "apiExpressions": [{"key": "any", "value": %q}, {"key": "other", "value": "$.never["}]}`, string(rune('a'+i)), e)
	}
	return `{"synchronizationRules": [{"sourceDirectoryName": "sf", "targetDirectoryName": "app", "objectMappings": [{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [
{"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "a", "expression": "[a]"}}]}]}],
"directories": [{"name": "sf", "objects": [{"name": "User", "attributes": [` + strings.Join(attributes, ",\n") + `]}]}, {"name": "app", "objects": [{"name": "User", "attributes": [{"name": "userName"}]}]}]}`
}

// TestAPIExpressionsOfFiles: each finding has the attribute and its place.
func TestAPIExpressionsOfFiles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		want  []string
		count int
	}{
		"a schema without mistakes": {schemaWithAPI(`$.personIdExternal`, `$.employmentNav.results[-1:].userId`), nil, 2},
		"a schema": {schemaWithAPI(`$.a[`, `$.employmentNav.results[?(@.assignmentClass=='ST')].userId`, ``, `$.c`), []string{
			"error L401 a directories[0].objects[0].attributes[0] 3",
			"error L411 b directories[0].objects[0].attributes[1] 4 $.employmentNav.results[?(@.assignmentClass == 'ST')].userId",
		}, 3},
		"another language": {schemaWithAPI(`$.a`, `wd:Worker/wd:Worker_Data/wd:User_ID/text()`, `$.c`), []string{"error L405 b directories[0].objects[0].attributes[1] 4"}, 3},
		"two languages":    {schemaWithAPI(`$.a`, `wd:Worker/wd:Worker_Data/wd:User_ID/text()`), nil, 2},
		"a mapping file": {"mappings:\n- {target: userName, from: a, match: 1}\ntypes:\n  a: {api: '$.employmentNav.userId'}\n  startDate: {api: '$.hired'}\n  c: {type: String}\n", []string{
			"warning L413 a types.a.api 4",
			"warning L412 startDate types.startDate.api 5",
		}, 2},
		"a mapping file in another language": {"mappings:\n- {target: userName, from: a, match: 1}\ntypes:\n  a: {api: 'wd:Worker/wd:a'}\n  b: {api: 'wd:Worker/wd:b'}\n  c: {api: '$.c'}\n", []string{
			"error L405 c types.c.api 6",
		}, 3},
		"a remark": {schemaWithAPI(`$.employmentNav.results[0].userId`), []string{"info L419 a directories[0].objects[0].attributes[0] 3"}, 1},
	} {
		doc, err := file.Read(strings.NewReader(test.text), "m")
		require.NoError(t, err, name)
		found, count, err := lint.API(doc, sources.Check)
		require.NoError(t, err, name)
		require.Equal(t, test.count, count, name)
		var got []string
		for _, f := range found {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %d %s", f.Severity, f.Code, f.Target, f.PathText(), f.Line, f.Fix)))
		}
		require.Equal(t, test.want, got, name)
		// Lint has the same, but for remarks.
		listed, err := lint.File(doc, lint.Options{API: sources.Check})
		require.NoError(t, err)
		for _, f := range listed {
			require.NotEqual(t, diag.Info, f.Severity)
		}
		all, err := lint.File(doc, lint.Options{API: sources.Check, All: true})
		require.NoError(t, err)
		for _, f := range found {
			require.True(t, slices.ContainsFunc(all, func(g diag.Finding) bool { return g.Code == f.Code && g.Position == f.Position && g.Fix == "" }), name)
		}
	}
}
