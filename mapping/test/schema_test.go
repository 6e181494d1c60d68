package test_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/test"
)

const schemaFile = "../../docs/testing.schema.json"

// isValid reports whether the JSON Schema takes a file of tests.
func isValid(t *testing.T, schema *jsonschema.Schema, text string) bool {
	t.Helper()
	doc, err := file.Parse("x.yaml", []byte(text))
	require.NoError(t, err)
	data, err := doc.JSON()
	require.NoError(t, err, text)
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	require.NoError(t, err)
	return schema.Validate(v) == nil
}

// TestTheSchemaIsTheReader: editors say of a file what reading it does.
func TestTheSchemaIsTheReader(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	require.NoError(t, err)
	good := []string{
		"mapping: m\ntests: [{source: {}, expect: {action: [update, disable], status: success, match: none, code: x, target: y, scope: false, only: true, attributes: {a: ~, b: [1, /x/], c: {old: 1, new: ~, error: ~, decision: flowed, warnings: [x], pending: {}}}}}]",
		"mapping: m\ntests: [{name: 1, sources: [{}, x.csv], expect: [{}, {}], twice: true, now: 2026-01-01T00:00:00Z, target: x.csv, tokens: {a: 1}}, {sources: x.csv, expect: {}, mapping: n, links: l.csv}]",
		"mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z}, {now: 2026-01-02T00:00:00Z, changes: {a: 1}, expect: {account: absent}}, {now: 2026-01-03T00:00:00Z, changes: [~], expect: [{account: {a: 1, b: ~}}]}]}]",
		"mapping: m\ntests: [{name: x, twice: true, days: [{now: 2026-01-01T00:00:00Z, sources: [{}, {}], expect: [{}, {}]}, {now: 2026-01-02T00:00:00Z, sources: []}, {now: 2026-01-03T00:00:00Z, source: x.csv}]}]",
		"expressions: [{expr: x, gives: {a: [1]}}, {expr: x, name: y, with: ~, gives: ~}, {expr: x, fails: date}]",
		"mapping: m\nobject: ~\nseed: 7\nprofile: none\ncompat: exactCase\nclient: [plainBooleans]\nmaxDisables: 5%\nlinks: [{sourceAnchor: a, targetAnchor: b}]\nstubs: {F: x}\nhardDelete: true\ninFormat: csv\ntests: []",
		`[{"Expression": "x", "ExpectedResult": ["a"], "InputAttributes": {"a": null}, "Id": 7}]`,
	}
	names, err := filepath.Glob("../../examples/*/*_test.yaml")
	require.NoError(t, err)
	require.Greater(t, len(names), 10)
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		good = append(good, string(data))
	}
	for _, text := range good {
		_, err := test.Read("x_test.yaml", []byte(text))
		require.NoError(t, err, text)
		require.True(t, isValid(t, schema, text), text)
	}
	for _, text := range []string{
		"hello", "mapping: m", "mapping: m\ntest: []", "mapping: [m]\ntests: []", "tests: {}", "mapping: m\nseed: x\ntests: []", "mapping: m\nprofile: x\ntests: []", "mapping: m\ncompat: [x]\ntests: []",
		"mapping: m\nsyncAll: maybe\ntests: []", "mapping: m\ntarget: [1]\ntests: []", "mapping: m\ntokens: [a]\ntests: []",
		"mapping: m\ntests: [{source: {}}]", "mapping: m\ntests: [{source: 1, expect: {}}]", "mapping: m\ntests: [{source: {}, sources: [{}], expect: {}}]",
		"mapping: m\ntests: [{source: {}, expect: {actions: x}}]", "mapping: m\ntests: [{source: {}, expect: {action: x}}]", "mapping: m\ntests: [{source: {}, expect: {scope: maybe}}]",
		"mapping: m\ntests: [{source: {}, expect: {attributes: {a: {}}}}]", "mapping: m\ntests: [{source: {}, expect: {attributes: {a: {was: x}}}}]", "mapping: m\ntests: [{source: {}, expect: {attributes: {a: {decision: x}}}}]",
		"mapping: m\ntests: [{source: {}, expect: {attributes: {a: {warnings: x}}}}]", "mapping: m\ntests: [{source: {}, expect: {attributes: [a]}}]",
		"mapping: m\ntests: [{source: {}, days: []}]", "mapping: m\ntests: [{source: {}, days: {}}]", "mapping: m\ntests: [{source: {}, days: [{expect: {}}]}]",
		"mapping: m\ntests: [{source: {}, expect: {}, days: [{now: 2026-01-01T00:00:00Z, expect: {}}]}]", "mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z, source: {}, changes: {}, expect: {}}]}]",
		"mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z, expect: {account: ~}}]}]", "mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z, expect: {account: none}}]}]",
		"mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z, changes: [x], expect: {}}]}]", "mapping: m\ntests: [{source: {}, days: [{now: 2026-01-01T00:00:00Z, twice: true, expect: {}}]}]",
		"expressions: [{expr: x}]", "expressions: [{expr: x, target: y, gives: z}]", "expressions: [{expr: x, gives: y, fails: z}]", "expressions: [{gives: y}]", "expressions: [{expr: x, given: y}]", "expressions: [{expr: x, with: [y], gives: z}]",
		`[{"Expression": "x"}]`, `[{"Expression": "x", "ExpectedResult": "y", "InputAttributes": ["a"]}]`,
	} {
		_, err := test.Read("x_test.yaml", []byte(text))
		require.Error(t, err, text)
		require.False(t, isValid(t, schema, text), text)
	}
}

// TestTheSchemaHasTheReadersMembers: the reader names its members where it meets one that it does not know.
func TestTheSchemaHasTheReadersMembers(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	var schema struct {
		Defs map[string]struct {
			Properties map[string]any
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(data, &schema))
	for name, text := range map[string]string{
		"file":        "??????????: 1\ntests: []",
		"test":        "mapping: m\ntests: [{??????????: 1, source: {}, expect: {}}]",
		"day":         "mapping: m\ntests: [{source: {}, days: [{??????????: 1, now: 2026-01-01T00:00:00Z, expect: {}}]}]",
		"expectation": "mapping: m\ntests: [{source: {}, expect: {??????????: 1}}]",
		"attribute":   "mapping: m\ntests: [{source: {}, expect: {attributes: {a: {??????????: 1}}}}]",
		"expression":  "expressions: [{??????????: 1, expr: x, gives: y}]",
	} {
		_, err := test.Read("x_test.yaml", []byte(text))
		require.Error(t, err)
		_, list, ok := strings.Cut(err.Error(), "the members are ")
		require.True(t, ok, err)
		members := regexp.MustCompile(`\w+`).FindAllString(strings.Split(list, " (")[0], -1)
		slices.Sort(members)
		require.Equal(t, slices.Sorted(maps.Keys(schema.Defs[name].Properties)), members, name)
	}
}
