package model_test

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// The attributes that every resource has (RFC 7643, 3.1) can be searched for, as those of its own schema can.
func TestCommonAttributesCanBeSearchedFor(t *testing.T) {
	t.Parallel()
	for _, profile := range []model.Profile{model.Strict, model.Tolerant} {
		s := model.New(model.Options{Profile: profile})
		created := s.Do("POST", "/Groups", []byte(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Planners", "externalId": "g1"}`))
		require.Equal(t, 201, created.Status)
		for filter, total := range map[string]string{
			`externalId eq "g1"`: `"totalResults":1`, `externalId eq "G1"`: `"totalResults":0`, `id pr`: `"totalResults":1`, `displayName eq "PLANNERS"`: `"totalResults":1`,
			`urn:ietf:params:scim:schemas:core:2.0:Group:externalId eq "g1"`: `"totalResults":1`,
		} {
			answer := s.Do("GET", "/Groups?filter="+url.QueryEscape(filter), nil)
			require.Equal(t, 200, answer.Status, "%s: %s", filter, answer.Detail)
			require.Contains(t, string(answer.Body), total, filter)
		}
	}
}
