package scimwire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimwire"
)

// Whatever paths are set, the object is valid JSON, its schemas are those of its members, and what a path was set to is read from
// it again.
func FuzzSet(f *testing.F) {
	f.Add(`emails[type eq "work"].value`, "emails.value", "a")
	f.Add(`urn:a:b:c`, "URN:A:B:C", "\xff")
	f.Add(`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager`, `roles[primary eq "True"]`, "")
	f.Add(`x[a eq "\"]" and b eq 1.50]`, "name", "\u2028")
	f.Fuzz(func(t *testing.T, first, second, text string) {
		r := scimwire.NewResource("User")
		for _, path := range []string{first, second} {
			err := r.Set(path, value.String(text))
			var broken *value.PathError
			if err != nil && !errors.As(err, &broken) {
				t.Fatalf("%T: %v", err, err)
			}
			if err != nil && len(err.Error()) > 1000 {
				t.Errorf("the error is %d bytes long", len(err.Error()))
			}
		}
		body := r.AppendJSON(nil)
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		for name := range members {
			if strings.HasPrefix(name, "urn:a") && !slices.Contains(r.Schemas(), name) {
				t.Errorf("%s is not among the schemas: %s", name, body)
			}
		}
		again := scimwire.NewResource("User")
		_, _ = again.Set(first, value.String(text)), again.Set(second, value.String(text))
		if !bytes.Equal(body, again.AppendJSON(nil)) {
			t.Error(cmp.Diff(string(body), string(again.AppendJSON(nil))))
		}
	})
}
