package graph_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/graph"
)

// exports are the fixtures that have the shape of the service's exports.
var exports = []string{"export2017.json", "cloudsync2020.json", "export2025.json", "powershell.json"}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

func load(t testing.TB, name string) *graph.Document {
	t.Helper()
	return loadText(t, string(read(t, name)))
}

func loadText(t testing.TB, text string) *graph.Document {
	t.Helper()
	doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
	require.NoError(t, err)
	return doc
}

func save(t testing.TB, doc *graph.Document) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, doc.Save(&out))
	return out.String()
}

// mappingOf returns the attribute mapping of a target in the document's first object mapping.
func mappingOf(t testing.TB, doc *graph.Document, target string) graph.AttributeMapping {
	t.Helper()
	a := doc.ObjectMappings()[0].Mapping(target)
	require.True(t, a.Exists(), "a mapping of %s", target)
	return a
}
