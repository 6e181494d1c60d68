package drive

import (
	"net/http"
	"testing"
)

// FuzzAnswer reads answers as hostile servers may write them: nothing panics, and whatever is wrong is said with a section and a remedy.
func FuzzAnswer(f *testing.F) {
	for _, body := range []string{
		`{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[{"id":"1"}]}`, `{"totalResults":"x","Resources":[1,null,[],{"id":{},"meta":7}]}`,
		`{"id":"..","emails":[{"primary":"true"},3,null],"active":"no","urn:x":{},"password":""}`, `{"schemas":7,"status":404,"scimType":[]}`, `[]`, `null`, ``, `<html>`, "{\"id\":\"\\u0000\"}",
	} {
		f.Add(200, body)
		f.Add(404, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		a := newAnswer(status, http.Header{"Location": {body}}, []byte(body), "User")
		for _, found := range []faults{a.common(), a.listFaults(), a.createFaults(), a.patchFaults()} {
			for _, one := range found {
				if one.rule.name == "" || one.rule.section == "" || one.rule.remedy == "" {
					t.Errorf("%+v", one)
				}
			}
		}
		if id := a.id(); id == "." || id == ".." {
			t.Error(id)
		}
		_, _, _ = a.locationID(), a.detail(), a.resources()
	})
}
