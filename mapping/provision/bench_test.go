package provision_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// BenchmarkRun plans users of twenty attributes, of whom one in three differs from the target, by one worker: ns/op is per user.
func BenchmarkRun(b *testing.B) {
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeId", From: "id", Match: 1}, {Target: "userPrincipalName", Expression: `Append([id], "@contoso.com")`}}}
	for i := 1; i <= 18; i++ {
		set.Mappings = append(set.Mappings, mapping.Mapping{Target: fmt.Sprintf("extensionAttribute%d", i), From: fmt.Sprintf("a%d", i)})
	}
	var objects []*provision.Object
	var sources []provision.Source
	for i := range 1000 {
		id := fmt.Sprint("u", i)
		source, target := value.Map{"id": id}, value.Map{"employeeId": id, "userPrincipalName": id + "@contoso.com"}
		for k := 1; k <= 18; k++ {
			source[fmt.Sprint("a", k)], target[fmt.Sprint("extensionAttribute", k)] = "value", "value"
		}
		if i%3 == 0 {
			target["extensionAttribute1"] = "other"
		}
		objects = append(objects, &provision.Object{ID: fmt.Sprint("o", i), Attrs: target})
		sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: source})
	}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	if err != nil {
		b.Fatal(err)
	}
	directory := provision.NewMemory(objects)
	b.ReportAllocs()
	b.ResetTimer()
	for done := 0; done < b.N; done += len(sources) {
		for _, err := range engine.NewCycle(provision.World{Directory: directory}).Run(context.Background(), slices.Values(sources), 1) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
