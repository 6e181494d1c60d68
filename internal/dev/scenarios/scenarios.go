// Package scenarios converts scenarios, command lines of attrmap run with files and what their plans are to be, to files of tests of mappings.
package scenarios

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/settings"
)

// scenario is a command line with its files; {dir} in its arguments is their folder. Members that are not wanted are free.
type scenario struct {
	Name  string            `json:"name"`
	Files map[string]string `json:"files"`
	Args  []string          `json:"args"`
	Want  struct {
		Objects []map[string]any `json:"objects"`
		Only    string           `json:"only"` // the type of these objects
		Exit    any              `json:"exit"`
	} `json:"want"`
}

// TestFile is the name of the file of tests that Convert returns.
const TestFile = "scenarios_test.json"

// Convert reads scenarios, an array or JSON Lines, and returns the files of a folder by their names: one of tests, with a test for each scenario,
// and those of the scenarios. Expectations of printed texts, such as requests and totals, have no place in a file of tests and is left out.
func Convert(r io.Reader) (map[string]string, error) {
	list, err := read(r)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	var tests []map[string]any
	for i := range list {
		s := &list[i]
		dir := fmt.Sprintf("%03d", i+1)
		for name, text := range s.Files {
			files[path.Join(dir, name)] = text
		}
		test, err := s.test(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		tests = append(tests, test)
	}
	text, err := json.MarshalIndent(map[string]any{"tests": tests}, "", " ")
	files[TestFile] = string(text) + "\n"
	return files, err
}

func read(r io.Reader) (list []scenario, err error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		return list, json.Unmarshal(data, &list)
	}
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var s scenario
		if err := dec.Decode(&s); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
}

// words are the members of a test by the flags of run.
func words() map[string]string {
	known := map[string]string{"schema": "mapping", "in": "sources", "csa": "customSecurityAttributes", "stub": "stubs"}
	for _, w := range settings.Job() {
		known[w.Flag] = w.Name
	}
	for _, w := range settings.Options() {
		known[strings.ToLower(regexp.MustCompile("[A-Z]").ReplaceAllString(w.Name, "-$0"))] = w.Name
	}
	return known
}

// test returns a scenario as a test whose files are in a folder.
func (s *scenario) test(dir string) (map[string]any, error) {
	test := map[string]any{"name": s.Name, "target": []any{}}
	known := words()
	args := s.Args
	if len(args) > 0 && args[0] == "run" {
		args = args[1:]
	}
	for len(args) > 0 {
		flag, value, inline := strings.Cut(strings.TrimLeft(args[0], "-"), "=")
		args = args[1:]
		if flag == "twice" {
			test["twice"] = true
			continue
		}
		name := known[flag]
		if truth[flag] {
			test[name] = true
			continue
		}
		if !inline {
			if len(args) == 0 {
				return nil, fmt.Errorf("--%s: want a value", flag)
			}
			value, args = args[0], args[1:]
		}
		value = strings.ReplaceAll(value, "{dir}", dir)
		switch {
		case flag == "format", flag == "wire", flag == "workers": // how plans are printed
		case name == "":
			return nil, fmt.Errorf("--%s: no member of a test says that", flag)
		case slices.Contains([]string{"sources", "target", "compat", "client", "multi"}, name):
			list, _ := test[name].([]any)
			test[name] = append(list, any(value))
		case name == "tokens", name == "stubs":
			key, text, _ := strings.Cut(value, "=")
			object, _ := test[name].(map[string]any)
			if object == nil {
				object = map[string]any{}
			}
			object[key], test[name] = text, object
		default:
			test[name] = value
		}
	}
	sources, _ := test["sources"].([]any)
	// Objects of other types than those that are looked at come after them.
	slices.SortStableFunc(sources, func(a, b any) int { return s.order(a) - s.order(b) })
	expect, err := s.expect()
	test["expect"] = expect
	return test, err
}

// truth has the flags that have no value.
var truth = map[string]bool{"sync-all": true, "skip-out-of-scope-deletions": true, "hard-delete": true, "unlinked": true, "empty-text-flows": true}

func (s *scenario) order(source any) int {
	if text, _ := source.(string); s.Want.Only == "" || strings.HasPrefix(text, s.Want.Only+"=") {
		return 0
	}
	return 1
}

// expect returns what a test expects of the objects.
func (s *scenario) expect() ([]any, error) {
	list := []any{}
	if len(s.Want.Objects) == 0 && s.Want.Exit != nil {
		// People who cannot be read.
		return append(list, map[string]any{"action": "error", "code": "UnreadableSource"}), nil
	}
	for _, want := range s.Want.Objects {
		x := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if name == "attrs" {
				attributes, err := rows(want[name])
				if err != nil {
					return nil, err
				}
				x["attributes"] = attributes
				continue
			}
			x[name] = alternatives(want[name])
		}
		list = append(list, x)
	}
	return list, nil
}

// alternatives returns {"oneOf": […]} as a list.
func alternatives(v any) any {
	if object, ok := v.(map[string]any); ok && object["oneOf"] != nil {
		return object["oneOf"]
	}
	return v
}

// rows returns the expectations of attributes.
func rows(v any) (map[string]any, error) {
	attributes := map[string]any{}
	for target, want := range v.(map[string]any) {
		row, ok := want.(map[string]any)
		if !ok {
			attributes[target] = notation(want)
			continue
		}
		x := map[string]any{}
		for name, v := range row {
			switch name {
			case "warns":
				x["warnings"] = v
			case "old", "new":
				// Plans print null for what is not there, too.
				if v != nil || name == "new" {
					x[name] = notation(v)
				}
			case "decision", "code", "pending":
				x[name] = v
			default:
				return nil, fmt.Errorf("%s: no member of a test says %s", target, name)
			}
		}
		if len(x) > 0 {
			attributes[target] = x
		}
	}
	return attributes, nil
}

// notation returns a value in the notation of tests; alternatives of texts are a regular expression.
func notation(v any) any {
	switch v := v.(type) {
	case string:
		if bare := strings.TrimLeft(v, "="); bare == "absent" || len(bare) > 2 && bare[0] == '/' && bare[len(bare)-1] == '/' {
			return "=" + v
		}
	case map[string]any:
		if list, ok := v["oneOf"].([]any); ok {
			var texts []string
			for _, one := range list {
				texts = append(texts, regexp.QuoteMeta(fmt.Sprint(one)))
			}
			return "/^(?:" + strings.Join(texts, "|") + ")$/"
		}
	}
	return v
}
