package graph_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/graph"
)

func TestSavedAsRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"export2017.json", "cloudsync2020.json", "export2025.json", "check.json"} {
		data := read(t, name)
		if diff := cmp.Diff(string(data), save(t, loadText(t, string(data)))); diff != "" {
			t.Errorf("%s changed (-read +saved):\n%s", name, diff)
		}
	}
}

func encode(text string, order binary.AppendByteOrder, mark bool) string {
	if mark {
		text = "\uFEFF" + text
	}
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	text := `{"directories": [{"name": "Ünïcödé 😀"}]}`
	for name, input := range map[string]string{
		"UTF-8":                  text,
		"UTF-8 with mark":        "\uFEFF" + text,
		"UTF-16 LE":              encode(text, binary.LittleEndian, true),
		"UTF-16 BE":              encode(text, binary.BigEndian, true),
		"UTF-16 LE without mark": encode(text, binary.LittleEndian, false),
		"UTF-16 BE without mark": encode(text, binary.BigEndian, false),
	} {
		if got := save(t, loadText(t, input)); got != text {
			t.Errorf("%s: saved %q, want %q", name, got, text)
		}
	}
}

func TestPowerShellExportIsTheSameSchema(t *testing.T) {
	t.Parallel()
	pascal, camel := load(t, "powershell.json"), load(t, "export2017.json")
	for i, m := range pascal.ObjectMappings() {
		want, got := camel.ObjectMappings()[i].Convert(nil), m.Convert(nil)
		require.Empty(t, cmp.Diff([]any{want.Set, want.Source, want.Target}, []any{got.Set, got.Source, got.Target}))
	}
	if diff := cmp.Diff(camel.Counts(), pascal.Counts()); diff != "" {
		t.Error(diff)
	}
	require.Contains(t, save(t, pascal), `"SynchronizationRules":  [`, "names are kept as they are written")
}

func TestFragments(t *testing.T) {
	t.Parallel()
	const (
		attribute = `{"targetAttributeName": "a", "source": {"name": "b", "type": "Attribute"}}`
		object    = `{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [` + attribute + `]}`
		rule      = `{"name": "r", "objectMappings": [` + object + `]}`
		schema    = `{"synchronizationRules": [` + rule + `]}`
	)
	for _, row := range []struct {
		text     string
		shape    string
		mappings int
	}{
		{schema, "synchronizationSchema", 1},
		{`{"value": ` + schema + `}`, "synchronizationSchema", 1},
		{`{"@odata.context": "x", "value": [{"id": "t1", "schema": ` + schema + `}, {"id": "t2", "schema": ` + schema + `}]}`, "synchronizationSchema", 2},
		{`{"Value": [` + rule + `]}`, "synchronizationRule", 1},
		{rule, "synchronizationRule", 1},
		{`[` + rule + `, ` + rule + `]`, "synchronizationRule", 2},
		{object, "objectMapping", 1},
		{`{"value": [` + object + `]}`, "objectMapping", 1},
		{attribute, "attributeMapping", 1},
		{`[` + attribute + `, ` + attribute + `]`, "attributeMapping", 2},
		{`{"value": [` + attribute + `]}`, "attributeMapping", 1},
		{`{"value": ` + attribute + `}`, "attributeMapping", 1},
		{`[]`, "attributeMapping", 0},
		{`{"value": []}`, "attributeMapping", 0},
		{`{"name": "User", "attributes": [{"name": "a"}]}`, "objectDefinition", 0},
		{`{"name": "Fabrikam", "objects": []}`, "directoryDefinition", 0},
	} {
		doc := loadText(t, row.text)
		mappings := 0
		for _, m := range doc.ObjectMappings() {
			mappings += len(m.AttributeMappings())
		}
		if doc.ShapeName() != row.shape || mappings != row.mappings || doc.Counts().AttributeMappings != row.mappings {
			t.Errorf("%s: a %s with %d mappings (%d counted), want a %s with %d",
				row.text, doc.ShapeName(), mappings, doc.Counts().AttributeMappings, row.shape, row.mappings)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		kind error
		want string
	}{
		{"", graph.ErrSyntax, "1:1: the file is empty"},
		{" \n ", graph.ErrSyntax, "2:2: the file is empty"},
		{`{"synchronizationRules": [{"name": "r",}]}`, graph.ErrSyntax,
			`1:40: synchronizationRules[0]: want a member's name in quotation marks, got "}": JSON has no comma after the last member`},
		{"{\"directories\": [\n {\"name\": \"a\" \"b\"}]}", graph.ErrSyntax, `2:15: directories[0]: want a comma or }, got '"'`},
		{`{"directories": [1, ]}`, graph.ErrSyntax, `1:21: directories[1]: want a value, got "]": JSON has no comma after the last value`},
		{`{"directories": [...]}`, graph.ErrSyntax, `1:18: directories[0]: want a value, got ".": was the text shortened by hand?`},
		{`{"directories": "a` + "\n" + `"}`, graph.ErrSyntax, `1:19: directories: control character "\n" in a string: write \n for a line break, \t for a tab`},
		{`{"directories": "\d"}`, graph.ErrSyntax, `1:18: directories: "\d" is not an escape sequence of JSON: a backslash is written \\`},
		{`{"directories": "\u12G4"}`, graph.ErrSyntax, `1:18: directories: "\u" is not an escape sequence of JSON: a backslash is written \\`},
		{`{"directories": "a`, graph.ErrSyntax, `1:17: directories: the string is not closed`},
		{`{"directories": 01}`, graph.ErrSyntax, `1:17: directories: "01" is not a number in JSON`},
		{`{"directories" []}`, graph.ErrSyntax, `1:16: want a colon after "directories", got "["`},
		{`{"directories": []} x`, graph.ErrSyntax, `1:21: "x" follows the end of the JSON value`},
		{`{"directories": [`, graph.ErrSyntax, `1:18: directories[0]: want a value, got the end of the file`},
		{`{"synchronizationRules": {}}`, graph.ErrShape, `1:26: synchronizationRules: want an array, got an object`},
		{`{"synchronizationRules": [{"priority": "1"}]}`, graph.ErrShape, `1:40: synchronizationRules[0].priority: want a whole number, got a string "1"`},
		{`{"synchronizationRules": [{"Priority": 1.5}]}`, graph.ErrShape, `1:40: synchronizationRules[0].Priority: want a whole number, got a number "1.5"`},
		{`{"synchronizationRules": ["@{name=x}"]}`, graph.ErrShape,
			`1:27: synchronizationRules[0]: want an object, got a string "@{name=x}": ConvertTo-Json has truncated the object: export it again with -Depth 100`},
		{`{"targetAttributeName": "a", "source": {"parameters": [{"value": {"name": 1}}]}}`, graph.ErrShape,
			`1:75: source.parameters[0].value.name: want a string, got a number "1"`},
		{`{"name": "a"}`, graph.ErrShape, `1:1: not a synchronization schema: want a JSON object with members such as "synchronizationRules" and "directories", or a part of one`},
		{`[{"directories": []}, {"attributes": []}]`, graph.ErrShape, `1:23: [1]: the document has both synchronizationSchema and objectDefinition`},
		{"{\"directories\": \"\xFF\"}", graph.ErrEncoding, `1:18: the file is not UTF-8 from here on: save it as UTF-8`},
		{"\xFF\xFE[\x00", graph.ErrSyntax, `1:2: [0]: want a value, got the end of the file`},
		{"\xFF\xFE[\x00]", graph.ErrEncoding, `1:2: the file ends in the middle of a UTF-16 character: save it as UTF-8`},
		{"\xFE\xFF\x00\"\xD8\x3D\x00\"", graph.ErrEncoding, `1:2: half of a UTF-16 surrogate pair: save it as UTF-8`},
		{strings.Repeat("[", 1001), diag.ErrLimit, `the document is nested deeper than 1000 levels`},
	} {
		_, err := graph.Load(strings.NewReader(row.text), graph.Limits{})
		if err == nil || !errors.Is(err, row.kind) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%.60q:\n got %v\nwant %v", row.text, err, row.want)
		}
	}
}

func TestLoadErrorHasPathAndPlace(t *testing.T) {
	t.Parallel()
	_, err := graph.Load(strings.NewReader("{\r\n  \"synchronizationRules\": [\r\n    {\"é\": 1, \"objectMappings\": [{\"enabled\": \"yes\"}]}\r\n  ]\r\n}"), graph.Limits{})
	var bad *graph.LoadError
	require.ErrorAs(t, err, &bad)
	require.Equal(t, "synchronizationRules[0].objectMappings[0].enabled", bad.Path.String())
	require.Equal(t, "3:45", bad.Position.String())
}

func TestLoadLimits(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		limits graph.Limits
		limit  diag.Limit
		text   string
		want   string
	}{
		{graph.Limits{Bytes: 10}, codes.LimitFileBytes, `{"directories": []}`, "1:1: the file is larger than 10 bytes"},
		{graph.Limits{Values: 3}, codes.LimitJSONValues, `{"directories": [{"name": "a"}]}`, "1:27: directories[0].name: the document has more than 3 values"},
		{graph.Limits{Depth: 2}, codes.LimitJSONDepth, `{"directories": [{"name": "a"}]}`, "1:18: directories[0]: the document is nested deeper than 2 levels"},
	} {
		_, err := graph.Load(strings.NewReader(row.text), row.limits)
		require.ErrorIs(t, err, diag.ErrLimit)
		require.EqualError(t, err, row.want)
		var limit *diag.LimitError
		require.ErrorAs(t, err, &limit)
		require.Equal(t, row.limit, limit.Limit)
		require.True(t, strings.HasPrefix(row.want, limit.Position.String()+":"), limit.Position)
	}
	_, err := graph.Load(strings.NewReader(`{"directories": [{"name": "a"}]}`), graph.Limits{Bytes: 32, Values: 4, Depth: 3})
	require.NoError(t, err, "what just fits")
}

func TestReaderFails(t *testing.T) {
	t.Parallel()
	cause := errors.New("the disk is gone")
	_, err := graph.Load(iotest.ErrReader(cause), graph.Limits{})
	require.ErrorIs(t, err, cause)
}

type fullDisk struct{}

var errFull = errors.New("the disk is full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriterFails(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, loadText(t, `[]`).Save(fullDisk{}), errFull)
}

// Numbers, duplicates, escapes and white space are kept as written.
func TestOddTextsAreKept(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"directories": [], "n": [1.0, 1e3, -0, 12345678901234567890123, 0.1E-7]}`,
		`{"directories": null, "directories": []}`,
		`{"directories": [], "": {"": [ ]}, "x" : {  } , "a\u0062c": "\ud83d\ude00\ud800\/"}`,
		"\t{\r\n\"directories\"\n:\r[\t]\n}\n\n",
		`{"directories":[{"@odata.type":"#x","name":"a","objects@odata.context":"y"}],"version@x":null}`,
	} {
		if got := save(t, loadText(t, text)); got != text {
			t.Errorf("%s was saved as %s", text, got)
		}
	}
}

func FuzzLoadSave(f *testing.F) {
	for _, name := range exports { // in pieces: whole exports are too slow for the fuzzer
		for _, m := range load(f, name).ObjectMappings() {
			for _, a := range m.AttributeMappings() {
				f.Add([]byte(a.JSON()))
			}
		}
	}
	f.Add([]byte(`[{"targetAttributeName":"a","source":{"type":"Function","name":"IIF","parameters":[{"key":"two","value":null}]}}]`))
	f.Add([]byte(`{"value":[{"schema":{"directories":[{"objects":[{"attributes":[{"anchor":true},{"anchor":true}]}]}]}}]}`))
	f.Add([]byte(`{"id":"AD2AAD.1","synchronizationRules":[{"sourceDirectoryName":"s","targetDirectoryName":"t","objectMappings":[{` +
		`"sourceObjectName":"o","targetObjectName":"o","flowTypes":"Add, Update","scope":{"groups":[{"clauses":[{"operatorName":"!&",` +
		`"sourceOperandName":"n","targetOperand":{"values":["5"]}}]}]},"attributeMappings":[{"targetAttributeName":"n","source":{"name":"m"}}]}]}],` +
		`"directories":[{"name":"s","objects":[{"name":"o","attributes":[{"name":"n","type":"Integer"}]}]},{"name":"t","objects":[{"name":"o"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := graph.Limits{Bytes: 1 << 16, Values: 2000, Depth: 200}
		doc, err := graph.Load(strings.NewReader(string(data)), limits)
		if err != nil {
			if errors.Is(err, graph.ErrSyntax) && json.Valid(data) {
				t.Fatalf("valid JSON is refused: %v", err)
			}
			return
		}
		saved := save(t, doc)
		if !json.Valid([]byte(saved)) {
			t.Fatalf("saved is no JSON: %s", saved)
		}
		if json.Valid(data) && saved != string(data) {
			t.Fatalf("saved differs from what was read:\n%q\n%q", data, saved)
		}
		again := loadText(t, saved)
		if doc.Counts() != again.Counts() {
			t.Fatalf("what was saved is another schema: %s", saved)
		}
		for _, finding := range doc.Check(graph.CheckOptions{SyncAll: true}) {
			if finding.Path == nil || finding.Message.IsZero() || finding.Line < 1 || finding.Column < 1 {
				t.Fatalf("incomplete finding: %+v", finding)
			}
		}
		for _, m := range doc.ObjectMappings() {
			m.Convert(nil)
		}
	})
}
