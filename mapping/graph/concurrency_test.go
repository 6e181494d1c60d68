package graph_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/attrmap/attrmap/mapping/graph"
)

func TestOneDocumentIsReadByManyGoroutines(t *testing.T) {
	t.Parallel()
	doc := load(t, "check.json")
	read := func() string {
		text := fmt.Sprint(doc.Counts(), doc.Check(graph.CheckOptions{}))
		for _, m := range doc.ObjectMappings() {
			c := m.Convert(nil)
			text += fmt.Sprint(c.Set.Mappings, c.Findings)
		}
		return text
	}
	want := read()
	var wg sync.WaitGroup
	for g := range 64 {
		wg.Go(func() {
			if got := read(); got != want {
				t.Errorf("goroutine %d reads another document", g)
			}
		})
	}
	wg.Wait()
}
