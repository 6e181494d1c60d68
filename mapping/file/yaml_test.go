package file_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func TestYAMLMeansWhatItSays(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ yaml, want string }{
		{"a: x", `{"a":"x"}`},
		{"a: 1", `{"a":1}`},
		{"a: -1.5", `{"a":-1.5}`},
		{"a: 0048", `{"a":"0048"}`},
		{"a: 0x1F", `{"a":"0x1F"}`},
		{"a: 1_000", `{"a":"1_000"}`},
		{"a: 1.10", `{"a":"1.10"}`},
		{"a: 1e3", `{"a":"1e3"}`},
		{"a: 12345678901234567890123", `{"a":12345678901234567890123}`},
		{"a: .inf", `{"a":".inf"}`},
		{"a: true", `{"a":true}`},
		{"a: False", `{"a":false}`},
		{"a: no", `{"a":"no"}`},
		{"a: NO", `{"a":"NO"}`},
		{"a: \"true\"", `{"a":"true"}`},
		{"a: '1'", `{"a":"1"}`},
		{"a: 2026-02-01", `{"a":"2026-02-01"}`},
		{"a:", `{"a":null}`},
		{"a: ~", `{"a":null}`},
		{"a: ''", `{"a":""}`},
		{"1: x", `{"1":"x"}`},
		{"a: |\n  ToLower(\n    [b])\n", "{\"a\":\"ToLower(\\n  [b])\\n\"}"},
		{"a: &n [1]\nb: *n", `{"a":[1],"b":[1]}`},
		{"- {a: [x, {b: c}]}", `[{"a":["x",{"b":"c"}]}]`},
		{"%YAML 1.2\n---\na: 0048", `{"a":"0048"}`},
		{"# note\n%YAML 1.2\n---\na: '%YAML 1.2'", `{"a":"%YAML 1.2"}`},
		{"a: |\n  %YAML 1.2\n", `{"a":"%YAML 1.2\n"}`},
		{"!!str a: !!str 12", `{"a":"12"}`},
		{"a: !!int 12", `{"a":12}`},
		{"a: !!map {b: !!seq [!!bool true, !!null ~, !!null , !!float 1.5]}", `{"a":{"b":[true,null,null,1.5]}}`},
		{"# nothing", `null`},
	} {
		got, err := parse(t, "a.yaml", row.yaml).JSON()
		require.NoError(t, err, row.yaml)
		if diff := cmp.Diff(row.want, string(got)); diff != "" {
			t.Errorf("%q: %s", row.yaml, diff)
		}
	}
}

func TestHostileYAMLIsRefused(t *testing.T) {
	t.Parallel()
	laughs := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 10) + "]\n"
	}
	for name, text := range map[string]string{
		"aliases of aliases": laughs,
		"a circle":           "a: &a {b: *a}",
		"deep":               strings.Repeat("[", 500) + strings.Repeat("]", 500),
		"very deep":          strings.Repeat("[", 1_000_000),
		"a list for a name":  "? [a]\n: b",
		"a tag":              "a: !!binary aGk=",
		"a tag of one's own": "a: !name x",
		"a tag at a name":    "!!binary a: x",
		"a text as a number": "a: !!int x",
		"a number as truth":  "a: !!bool 1.5",
		"a text as nothing":  "a: !!null x",
		"a list as a text":   "a: !!str [x]",
		"a map as a list":    "a: !!seq {b: c}",
		"no YAML":            "a: [",
		"two documents":      "a: 1\n---\nb: 1",
	} {
		_, err := parse(t, "a.yaml", text).JSON()
		require.Regexp(t, `^a\.yaml:\d+:\d+: `, err, name)
		require.Less(t, len(err.Error()), 200, name)
	}
}
