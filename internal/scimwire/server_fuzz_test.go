package scimwire_test

import (
	"testing"

	"github.com/attrmap/attrmap/internal/scimwire"
)

// Whatever a request holds, it is taken or refused, and a request that is refused changes nothing.
func FuzzServer(f *testing.F) {
	f.Add("PATCH", "/Users/1", `{"Operations":[{"op":"add","path":"emails[type eq \"work\"].value","value":"x"},{"op":"Remove","path":"members","value":[{"value":"u1"}]}]}`)
	f.Add("PATCH", "/Users/1", `{"Operations":[{"op":"replace","value":{"name.familyName":[1],"emails":{"primary":"true"},"active":"no"}}]}`)
	f.Add("POST", "/Users", `{"emails":[null,"",{"primary":true},{"primary":true}],"urn:x:y":{"z":[[]]},"name":"x"}`)
	f.Add("DELETE", "/Users/1", "")
	f.Fuzz(func(t *testing.T, method, path, body string) {
		s := scimwire.NewServer()
		attrs, _ := parse(t, ann).AsObject()
		s.Put("/Users/1", attrs, nil)
		const names = "userName | active | name | emails | roles | members | " + enterprise + ":manager | " + enterprise + ":department"
		before := read(t, s.Attributes("/Users/1"), names)
		changed, err := s.Do(scimwire.Request{Method: method, Path: path, Body: []byte(body)})
		if err != nil && read(t, s.Attributes("/Users/1"), names) != before {
			t.Errorf("%v, and yet something has changed", err)
		}
		if err == nil && method != "DELETE" && s.Attributes(changed) == nil {
			t.Errorf("there is nothing at %s", changed)
		}
	})
}
