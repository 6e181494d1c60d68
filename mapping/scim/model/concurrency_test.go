package model_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Requests of several goroutines are taken one after another: of two resources with one name one is created.
func TestRequestsOfSeveralGoroutines(t *testing.T) {
	t.Parallel()
	s := model.New(model.Options{})
	const workers, names = 8, 20
	statuses := make([][]int, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := range names {
				answer := s.Do("POST", "/Users", fmt.Appendf(nil, `{"schemas":["%s"],"userName":"user%d"}`, user, i))
				statuses[w] = append(statuses[w], answer.Status)
				s.Do("PATCH", answer.Location, patchBody(`{"op":"add","path":"title","value":"x"}`))
				s.Do("GET", "/Users?count=1", nil)
				s.Attributes(answer.Location)
			}
		})
	}
	all.Wait()
	counts := map[int]int{}
	for _, list := range statuses {
		for _, status := range list {
			counts[status]++
		}
	}
	require.Equal(t, map[int]int{201: names, 409: (workers - 1) * names}, counts)
}

// What the RFC says of immutable parts (RFC 7643, 7): they are set once.
func TestMembersDoNotBecomeOthers(t *testing.T) {
	t.Parallel()
	s := model.New(model.Options{})
	s.Put("/Groups/1", object(t, `{"displayName": "g", "members": [{"value": "u1"}, {"value": "u2", "type": "User"}]}`))
	for operations, want := range map[string]string{
		`{"op":"replace","path":"members[value eq \"u1\"].value","value":"u9"}`: "400 mutability RFC 7644 3.5.2",
		`{"op":"remove","path":"members[value eq \"u1\"].value"}`:               "400 mutability RFC 7644 3.5.2",
		`{"op":"replace","path":"members[value eq \"u1\"].value","value":"u1"}`: "204",
		`{"op":"add","path":"members[value eq \"u1\"].type","value":"User"}`:    "204",
		`{"op":"replace","path":"members","value":[{"value":"u9"}]}`:            "204",
		`{"op":"add","path":"members","value":[{"value":"u9"}]}`:                "204",
	} {
		require.Equal(t, want, statusText(s.Do("PATCH", "/Groups/1", patchBody(operations))), operations)
		s.Put("/Groups/1", object(t, `{"displayName": "g", "members": [{"value": "u1"}, {"value": "u2", "type": "User"}]}`))
	}
}
