package ldap_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	goldap "github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Everybody has an account. Whatever a server does after some answers, nobody is created, and who cannot be asked for has the cause.
func TestNobodyIsCreatedBecauseOfAFault(t *testing.T) {
	t.Parallel()
	const n = 120
	var people []provision.Source
	for i := range n {
		people = append(people, provision.Source{Ordinal: i + 1, Attrs: value.Map{"number": fmt.Sprint(i), "name": fmt.Sprint("Example ", i)}})
	}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{TargetType: "user", Set: &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeID", From: "number", Match: 1}, {Target: "displayName", From: "name"},
	}}}}})
	require.NoError(t, err)
	number := regexp.MustCompile(`employeeID=(\d+)\)`)
	answer := func(w *writer, r *search) {
		for _, m := range number.FindAllStringSubmatch(r.filter, -1) {
			w.entry("CN="+m[1]+",DC=x", map[string][]string{"employeeID": {m[1]}, "displayName": {"Somebody"}})
		}
	}
	for _, row := range []struct {
		name  string
		fault func(w *writer, r *search)
		cause string
	}{
		{"it is gone", func(w *writer, _ *search) { _ = w.Close() }, "the connection was lost"},
		{"it breaks off", func(w *writer, r *search) { answer(w, r); _, _ = w.Write([]byte{0x30, 9, 2}); _ = w.Close() }, "the connection was lost"},
		{"it is busy", func(w *writer, _ *search) { w.end(goldap.LDAPResultBusy) }, "51 (Busy)"},
		{"it stops at a limit", func(w *writer, _ *search) { w.end(goldap.LDAPResultSizeLimitExceeded) }, "4 (Size Limit Exceeded)"},
		{"it refers to another", func(w *writer, _ *search) { w.end(goldap.LDAPResultReferral) }, "ldap://elsewhere.test/DC=x"},
		{"it refers to another for a part", func(w *writer, _ *search) { w.reference("ldap://child.test/DC=y"); w.end(0) }, "ldap://child.test/DC=y"},
		{"its base is gone", func(w *writer, _ *search) { w.end(goldap.LDAPResultNoSuchObject) }, "32 (No Such Object)"},
		{"it sends what is no LDAP", func(w *writer, _ *search) { _, _ = w.Write([]byte("HTTP/1.1 502 Bad Gateway\r\n\r\n")) }, "no message of LDAP"},
	} {
		for _, workers := range []int{1, 16} {
			t.Run(fmt.Sprint(row.name, " ", workers), func(t *testing.T) {
				t.Parallel()
				f := serve(t, &fake{answer: func(w *writer, r *search) {
					if r.number > 2 {
						row.fault(w, r)
						return
					}
					answer(w, r)
					w.end(0)
				}})
				d := dial(t, f, ldap.Options{Retries: -1, BatchSize: 10})
				failed, updated := 0, 0
				for plan, err := range engine.NewCycle(provision.World{Directory: d}).Run(context.Background(), slices.Values(people), workers) {
					require.NoError(t, err)
					switch {
					case plan.Status == provision.Failure:
						failed++
						require.Contains(t, plan.Reason, row.cause)
					case plan.Action == provision.Update:
						updated++
					default:
						t.Errorf("%s %s: %s", plan.Action, plan.ID, strings.TrimSpace(plan.Reason))
					}
				}
				require.Equal(t, n, failed+updated)
				require.NotZero(t, failed)
			})
		}
	}
}
