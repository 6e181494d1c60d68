package graph_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/graph"
)

func BenchmarkLoad(b *testing.B) {
	data := read(b, "cloudsync2020.json")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := graph.Load(bytes.NewReader(data), graph.Limits{})
		require.NoError(b, err)
	}
}

func BenchmarkSave(b *testing.B) {
	doc := load(b, "cloudsync2020.json")
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, doc.Save(io.Discard))
	}
}

func BenchmarkCheck(b *testing.B) {
	doc := load(b, "cloudsync2020.json")
	b.ReportAllocs()
	for b.Loop() {
		require.NotNil(b, doc.Check(graph.CheckOptions{}))
	}
}

func BenchmarkConvert(b *testing.B) {
	m := load(b, "cloudsync2020.json").ObjectMappings()[0]
	b.ReportAllocs()
	for b.Loop() {
		m.Convert(nil)
	}
}
