package bulk_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/attrmap/attrmap/mapping/bulk"
)

// Whatever is checked, the findings are in the order of the text, and text that is not JSON does not pass.
func FuzzCheck(f *testing.F) {
	f.Add(wrap(core, both+`,"emails":[{"type":"work"}],`+ent+`:{"manager":{"value":"1"}}`))
	f.Add(wrap(core+`,"id":"x","password":"p","urn:ietf:params:scim:schemas: extension:a:b":{}`) + wrap(core))
	f.Add(wrap(both, both)[:200])
	f.Add(wide(wrap(core), 0))
	f.Add("\uFEFF{\"Operations\":[{\"data\":}}]}")
	f.Fuzz(func(t *testing.T, text string) {
		findings, err := bulk.Check(strings.NewReader(text), "f.json", bulk.CheckOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range findings {
			if f.Code == "" || f.Message.IsZero() || f.Line < 1 || f.Column < 1 || f.Offset < 0 {
				t.Errorf("%+v", f)
			}
			if i > 0 && f.Offset < findings[i-1].Offset {
				t.Errorf("%v comes before %v", f, findings[i-1])
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

// Maps from strangers are read or refused.
func FuzzReadBulkMap(f *testing.F) {
	f.Add(`{"match": "userName", "attributes": {"userName": "U", "active": {"column": "S", "equals": ["A"]}, "title": {"constant": 7}}}`)
	f.Add(`{"attributes": [{"path": "externalId", "column": "id"}]}`)
	f.Add(`{"attributes": {"extrnalId": "id", "externalId": {"expression": "Join(\"-\", [id], [U])", "required": true}, "emails": {"expression": "Split([U], \"u\")"}}}`)
	f.Add("attributes:\n  externalId: id\n  title: {expression: '[U]', equals: [a, b]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := bulk.ReadMap(strings.NewReader(text))
		if err != nil {
			return
		}
		b, err := bulk.Build(records(t, "id,U,S\n1,u,A\n", 0), m, bulk.Options{})
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
