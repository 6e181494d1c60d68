package scim_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/scim"
)

// Whatever is checked, the findings stand in the text in order, and text that is no JSON does not pass.
func FuzzCheckBulk(f *testing.F) {
	f.Add(wrap(core, both+`,"emails":[{"type":"work"}],`+ent+`:{"manager":{"value":"1"}}`))
	f.Add(wrap(core+`,"id":"x","password":"p","urn:ietf:params:scim:schemas: extension:a:b":{}`) + wrap(core))
	f.Add(wrap(both, both)[:200])
	f.Add(wide(wrap(core), 0))
	f.Add("\uFEFF{\"Operations\":[{\"data\":}}]}")
	f.Fuzz(func(t *testing.T, text string) {
		findings, err := scim.CheckBulk(strings.NewReader(text), "f.json")
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range findings {
			if f.Code == "" || f.Message == "" || f.Line < 1 || f.Column < 1 || f.Offset < 0 {
				t.Errorf("%+v", f)
			}
			if i > 0 && f.Offset < findings[i-1].Offset {
				t.Errorf("%v stands before %v", f, findings[i-1])
			}
		}
		if len(findings) == 0 {
			dec := json.NewDecoder(strings.NewReader(strings.TrimPrefix(text, "\uFEFF")))
			for dec.More() {
				var request struct{ Operations []json.RawMessage }
				if err := dec.Decode(&request); err != nil && !strings.HasPrefix(text, "\xFF\xFE") && !strings.HasPrefix(text, "\xFE\xFF") {
					t.Fatalf("nothing is found, and %v", err)
				}
			}
		}
	})
}

// Whatever paths are set, the object is valid JSON, its schemas are those of its members, and what a path was set to is read from
// it again.
func FuzzSet(f *testing.F) {
	f.Add(`emails[type eq "work"].value`, "emails.value", "a")
	f.Add(`urn:a:b:c`, "URN:A:B:C", "\xff")
	f.Add(`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager`, `roles[primary eq "True"]`, "")
	f.Add(`x[a eq "\"]" and b eq 1.50]`, "name", "\u2028")
	f.Fuzz(func(t *testing.T, first, second, text string) {
		r := scim.NewResource("User")
		for _, path := range []string{first, second} {
			err := r.Set(path, value.String(text))
			var broken *scim.PathError
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
		again := scim.NewResource("User")
		_, _ = again.Set(first, value.String(text)), again.Set(second, value.String(text))
		if !bytes.Equal(body, again.AppendJSON(nil)) {
			t.Error(cmp.Diff(string(body), string(again.AppendJSON(nil))))
		}
	})
}

// Maps from strangers are read or refused.
func FuzzReadBulkMap(f *testing.F) {
	f.Add(`{"match": "userName", "attributes": {"userName": "U", "active": {"column": "S", "equals": ["A"]}, "title": {"constant": 7}}}`)
	f.Add(`{"attributes": [{"path": "externalId", "column": "id"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := scim.ReadBulkMap(strings.NewReader(text))
		if err != nil {
			return
		}
		b, err := scim.BuildBulk(records(t, "id,U,S\n1,u,A\n", 0), m, scim.BulkOptions{})
		if err != nil {
			return
		}
		for r := range b.Requests() {
			if !json.Valid(r.Body) {
				t.Errorf("%s", r.Body)
			}
		}
		if s := b.Summary(); s.Records != 1 || s.Built+s.Failed != 1 {
			t.Errorf("%+v", s)
		}
	})
}
