package model_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Whatever a request holds, it is taken or refused with an error message of the protocol, as a check has said, and one that is refused changes nothing.
func FuzzDo(f *testing.F) {
	for _, seed := range [][3]string{
		{"PATCH", "/Users/1", `{"Operations":[{"op":"add","path":"emails[type eq \"work\"].value","value":"x"},{"op":"Remove","path":"members","value":[{"value":"u1"}]}]}`},
		{"PATCH", "/Users/1", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"name.familyName":[1],"emails":{"primary":"true"},"active":"no"}}]}`},
		{"POST", "/Users", `{"schemas":["` + user + `"],"userName":"bo","emails":[null,"",{"primary":true},{"primary":true}],"urn:x:y":{"z":[[]]},"name":"x"}`},
		{"PUT", "/Users/1", `{"schemas":["` + user + `"],"userName":"bo"}`},
		{"DELETE", "/Users/1", ""},
		{"GET", `/Users?filter=userName%20eq%20"ann"%20and%20not%20(emails[type%20eq%20"work"]%20pr)&sortBy=name.givenName&startIndex=2&count=1&attributes=userName`, ""},
		{"GET", "/Schemas/" + user, ""},
		{"POST", "/Users/.search", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName sw \"a\""}`},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		for _, profile := range []model.Profile{model.Strict, model.Tolerant} {
			s := model.New(model.Options{Profile: profile})
			s.Put("/Users/1", object(t, ann))
			const names = "userName | active | name | emails | roles | members | " + enterprise + ":manager | " + enterprise + ":department"
			before := read(t, s.Attributes("/Users/1"), names)
			checked := s.Check(method, path, []byte(body))
			require.Equal(t, before, read(t, s.Attributes("/Users/1"), names), "a check changes nothing")
			answer := s.Do(method, path, []byte(body))
			require.Equal(t, checked.Answer, answer, "the answer is the one that the check says")
			require.Equal(t, answer.Status >= 400, len(checked.Faults) > 0, "every refusal has a fault")
			require.True(t, answer.Status >= 200 && answer.Status < 600, "%d", answer.Status)
			require.True(t, answer.Body == nil || json.Valid(answer.Body), "%s", answer.Body)
			require.Equal(t, answer.Status >= 400, answer.Section != "" && answer.Detail != "", "%s", answer.Detail)
			if answer.Status >= 400 {
				require.Equal(t, before, read(t, s.Attributes("/Users/1"), names))
			}
			if answer.Status == 201 {
				require.NotNil(t, s.Attributes(answer.Location), "there is nothing at %s", answer.Location)
			}
		}
	})
}
