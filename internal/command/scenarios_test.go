package command

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// scenario is a published behaviour of the service with what a run prints of it. Members that are not wanted are free.
type scenario struct {
	Name  string            `json:"name"`
	Files map[string]string `json:"files"`
	Args  []string          `json:"args"` // {dir} is the folder of the files
	Want  struct {
		Objects                   []map[string]any `json:"objects"` // in the order of the output
		Only                      string           `json:"only"`    // the type of these objects
		Stdout, NotStdout, Stderr texts
		Quiet                     texts // nowhere
		Exit                      any   `json:"exit"`
	} `json:"want"`
}

// texts is a list of texts in JSON, or a single one.
type texts []string

func (t *texts) UnmarshalJSON(data []byte) error {
	*t = texts{""}
	if data[0] == '"' {
		return json.Unmarshal(data, &(*t)[0])
	}
	return json.Unmarshal(data, (*[]string)(t))
}

// TestScenarios runs the command on every scenario. Each says why its result is wanted; docs/evidence.md lists them.
func TestScenarios(t *testing.T) {
	in, err := os.Open("testdata/scenarios.ndjson")
	require.NoError(t, err)
	defer in.Close()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s scenario
		require.NoError(t, json.Unmarshal(lines.Bytes(), &s))
		t.Run(s.Name, s.run)
	}
	require.NoError(t, lines.Err())
}

func (s *scenario) run(t *testing.T) {
	dir := t.TempDir()
	for name, text := range s.Files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	args := slices.Clone(s.Args)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{dir}", dir)
	}
	code, out, messages := attrmap(nil, args...)
	if s.Want.Exit != nil {
		requireLike(t, s.Want.Exit, float64(code), messages)
	}
	for _, text := range s.Want.Stdout {
		require.Contains(t, out, text, messages)
	}
	for _, text := range s.Want.Stderr {
		require.Contains(t, messages, text)
	}
	for _, text := range slices.Concat(s.Want.NotStdout, s.Want.Quiet) {
		require.NotContains(t, out, text)
	}
	for _, text := range s.Want.Quiet {
		require.NotContains(t, messages, text)
	}
	var objects []map[string]any
	for line := range strings.Lines(out) {
		var object map[string]any
		if json.Unmarshal([]byte(line), &object) == nil && object["action"] != nil && (s.Want.Only == "" || object["type"] == s.Want.Only) {
			objects = append(objects, object)
		}
	}
	require.Len(t, objects, len(s.Want.Objects), "%s%s", out, messages)
	for i, want := range s.Want.Objects {
		requireObject(t, want, objects[i])
	}
}

// requireObject compares an object's own members, its code or that of one of its rows, and rows by their targets.
func requireObject(t *testing.T, want, object map[string]any) {
	t.Helper()
	rows := map[string]map[string]any{}
	found := []any{object["code"]}
	for _, row := range object["attributes"].([]any) {
		row := row.(map[string]any)
		rows[row["target"].(string)] = row
		found = append(found, row["code"])
	}
	for name, w := range want {
		switch name {
		case "code":
			require.True(t, slices.ContainsFunc(found, func(code any) bool { return isLike(w, code) }), "want the code %v, got %v", w, found)
		case "attrs":
			for target, w := range w.(map[string]any) {
				require.Contains(t, rows, target)
				requireLike(t, w, rows[target], target)
			}
		default:
			requireLike(t, w, object[name], name)
		}
	}
}

func requireLike(t *testing.T, want, got any, about string) {
	t.Helper()
	require.True(t, isLike(want, got), "%s: want %v, got %v", about, want, got)
}

// isLike reports whether got is want, or one of the alternatives of {"oneOf": […]}. Members of objects that are not wanted are free;
// "warns" is a list of warnings.
func isLike(want, got any) bool {
	switch w := want.(type) {
	case map[string]any:
		if list, ok := w["oneOf"].([]any); ok {
			return slices.ContainsFunc(list, func(w any) bool { return isLike(w, got) })
		}
		object, ok := got.(map[string]any)
		for name, w := range w {
			if name == "warns" {
				ok = ok && object["warnings"] != nil
				continue
			}
			ok = ok && isLike(w, object[name])
		}
		return ok
	case []any:
		list, ok := got.([]any)
		return ok && len(list) == len(w) && slices.EqualFunc(w, list, isLike)
	}
	return reflect.DeepEqual(want, got)
}
