package scim_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	elimity "github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/optional"
	"github.com/elimity-com/scim/schema"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/mapping/provision"
)

// accounts are those of a server that others have written: elimity-com/scim reads requests and filters, and this keeps what it is given.
type accounts struct{ list []elimity.Resource }

func (a *accounts) Get(_ *http.Request, id string) (elimity.Resource, error) {
	for _, r := range a.list {
		if r.ID == id {
			return copied(r), nil
		}
	}
	return elimity.Resource{}, errors.ScimErrorResourceNotFound(id)
}

func (a *accounts) GetAll(_ *http.Request, params elimity.ListRequestParams) (elimity.Page, error) {
	var page elimity.Page
	for _, r := range a.list {
		if params.FilterValidator != nil && params.FilterValidator.PassesFilter(r.Attributes) != nil {
			continue
		}
		if page.TotalResults++; page.TotalResults >= params.StartIndex && len(page.Resources) < params.Count {
			page.Resources = append(page.Resources, copied(r))
		}
	}
	return page, nil
}

func (*accounts) Create(*http.Request, elimity.ResourceAttributes) (elimity.Resource, error) {
	return elimity.Resource{}, errors.ScimErrorInternal
}

func (*accounts) Replace(*http.Request, string, elimity.ResourceAttributes) (elimity.Resource, error) {
	return elimity.Resource{}, errors.ScimErrorInternal
}

func (*accounts) Patch(*http.Request, string, []elimity.PatchOperation) (elimity.Resource, error) {
	return elimity.Resource{}, errors.ScimErrorInternal
}

func (*accounts) Delete(*http.Request, string) error { return errors.ScimErrorInternal }

// copied returns a resource whose attributes the server may add to.
func copied(r elimity.Resource) elimity.Resource {
	attributes := elimity.ResourceAttributes{}
	for name, v := range r.Attributes {
		attributes[name] = v
	}
	r.Attributes = attributes
	return r
}

// startElimity starts the server with accounts named like people, for which it returns the URL.
func startElimity(t testing.TB, n int, middle func(http.Handler) http.Handler) string {
	t.Helper()
	a := &accounts{}
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("user%d@example.com", i)
		a.list = append(a.list, elimity.Resource{ID: fmt.Sprint("id", i), ExternalID: optional.NewString(fmt.Sprint("x", i)), Attributes: elimity.ResourceAttributes{
			"userName": name, "active": true, "displayName": fmt.Sprint("Example ", i),
			"emails":   []any{map[string]any{"type": "work", "value": "w-" + name}, map[string]any{"type": "home", "value": "h-" + name}},
			enterprise: map[string]any{"employeeNumber": fmt.Sprint("E", i), "department": "Unit"},
		}})
	}
	handler, err := elimity.NewServer(&elimity.ServerArgs{
		ServiceProviderConfig: &elimity.ServiceProviderConfig{SupportFiltering: true, SupportPatch: true, MaxResults: 200},
		ResourceTypes: []elimity.ResourceType{{
			Name: "User", Endpoint: "/Users", Schema: schema.CoreUserSchema(), Handler: a,
			SchemaExtensions: []elimity.SchemaExtension{{Schema: schema.ExtensionEnterpriseUser()}},
		}},
	})
	require.NoError(t, err)
	whole := http.StripPrefix("/scim", handler)
	if middle != nil {
		whole = middle(whole)
	}
	web := httptest.NewServer(whole)
	t.Cleanup(web.Close)
	return web.URL + "/scim"
}

func TestElimity(t *testing.T) {
	t.Parallel()
	d, err := scim.Open(t.Context(), startElimity(t, 250, nil), quick())
	require.NoError(t, err)
	defer d.Close()
	got, err := listed(t, d)
	require.NoError(t, err)
	require.Len(t, got, 250)
	require.Equal(t, []string{"User"}, d.Types())

	var queries []provision.Query
	var want [][]string
	for i := 1; i <= 60; i++ {
		queries = append(queries, query("userName", fmt.Sprintf("USER%d@example.com", i)), query(workMail, fmt.Sprintf("w-user%d@example.com", i)), query("userName", fmt.Sprint("nobody", i)))
		want = append(want, []string{fmt.Sprint("id", i)}, []string{fmt.Sprint("id", i)}, []string{})
	}
	before := d.Client().Counts().Requests
	hits, err := d.Find(t.Context(), queries)
	require.NoError(t, err)
	require.Equal(t, want, ids(hits))
	require.Less(t, d.Client().Counts().Requests-before, int64(20))

	hits, err = d.Find(t.Context(), []provision.Query{query("", "id9"), query("", "id9999"), query("externalId", "x17")})
	t.Log(err)
	if err == nil {
		require.Equal(t, [][]string{{"id9"}, {}, {"id17"}}, ids(hits))
	}
	// Its filters do not find attributes of extensions.
	_, err = d.Find(t.Context(), []provision.Query{query(enterprise+":employeeNumber", "E5")})
	t.Log(err)
	require.ErrorContains(t, err, "cannot be trusted")
}
