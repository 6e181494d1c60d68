package graph_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping/graph"
)

// small is a schema so short that every byte can be replaced by many others.
const small = `{"id":"job","synchronizationRules":[{"name":"r","priority":1,"sourceDirectoryName":"s","targetDirectoryName":"t",
 "objectMappings":[{"enabled":true,"sourceObjectName":"u","targetObjectName":"v","flowTypes":"Add, Update",
  "scope":{"groups":[{"clauses":[{"operatorName":"EQUALS","sourceOperandName":"a","targetOperand":{"values":["ž"]}}]}]},
  "attributeMappings":[
   {"targetAttributeName":"id","matchingPriority":1,"source":{"type":"Attribute","name":"a","expression":"[a]"}},
   {"targetAttributeName":"b","defaultValue":null,"source":{"type":"Function","name":"Append","expression":"Append([b], \"é\\\\\")",
    "parameters":[{"key":"source","value":{"type":"Attribute","name":"b"}},{"key":"suffix","value":{"type":"Constant","name":"\u00e9\\"}}]}}]}]}],
"directories":[{"name":"s","objects":[{"name":"u","attributes":[{"name":"a","anchor":true},{"name":"b"}]}]},{"name":"t","objects":[{"name":"v","attributes":[{"name":"id"},{"name":"b"}]}]}]}`

// requireLoadError checks that an error has a place and a message.
func requireLoadError(t *testing.T, err error, size, at int) {
	t.Helper()
	var bad *graph.LoadError
	require.ErrorAs(t, err, &bad, "byte %d", at)
	require.NotEmpty(t, bad.Path)
	require.NotEmpty(t, bad.Message)
	require.Positive(t, bad.Position.Line)
	require.Positive(t, bad.Position.Column)
	require.LessOrEqual(t, bad.Position.Offset, size)
	require.Error(t, bad.Unwrap())
}

// A truncated document is refused as a whole.
func TestATruncatedSchemaIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{small, "\uFEFF" + small, encode(small, binary.LittleEndian, true), encode(small, binary.BigEndian, false)} {
		for n, cut := range damage.Cuts(text) {
			_, err := graph.Load(strings.NewReader(cut), graph.Limits{})
			requireLoadError(t, err, n, n)
		}
	}
}

// sources returns the attribute mappings of a document as JSON.
func sources(doc *graph.Document) []string {
	var list []string
	for _, m := range doc.ObjectMappings() {
		for _, a := range m.AttributeMappings() {
			list = append(list, a.JSON())
		}
	}
	return list
}

// requireSame checks the document of a damaged text: it is saved as that text, at most one mapping differs, and checking and converting
// it neither panics nor yields findings without a place.
func requireSame(t *testing.T, whole []string, doc *graph.Document, text string, at int) {
	t.Helper()
	require.Equal(t, text, save(t, doc), "byte %d", at)
	changed := 0
	for _, s := range sources(doc) {
		if !slices.Contains(whole, s) {
			changed++
		}
	}
	require.LessOrEqual(t, changed, 1, "byte %d", at)
	require.LessOrEqual(t, len(sources(doc)), len(whole), "byte %d", at)
	for _, f := range doc.Check(graph.CheckOptions{}) {
		require.True(t, f.Path != nil && f.Line > 0 && f.Column > 0 && f.Offset <= len(text), "byte %d: %v", at, f)
	}
	for _, m := range doc.ObjectMappings() {
		c := m.Convert(nil)
		if !c.Findings.HasErrors() {
			_, _ = c.Set.Compile(c.Options(nil))
		}
	}
}

func TestASchemaWithOneWrongByte(t *testing.T) {
	t.Parallel()
	whole := sources(loadText(t, small))
	for at, text := range damage.Bytes(small, "\n\"\\,:{}[]0\xff") {
		doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
		if err != nil {
			requireLoadError(t, err, len(text), at)
			continue
		}
		requireSame(t, whole, doc, text, at)
	}
}

func TestASchemaInUTF16WithOneWrongBit(t *testing.T) {
	t.Parallel()
	for at, text := range damage.Bytes(encode(small, binary.LittleEndian, true), "") {
		doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
		if err != nil {
			requireLoadError(t, err, 2*len(text), at)
			continue
		}
		require.LessOrEqual(t, len(sources(doc)), 2, "byte %d", at)
	}
}
