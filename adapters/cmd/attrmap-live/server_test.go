package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/elimity-com/scim"
	scimerrors "github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/optional"
	"github.com/elimity-com/scim/schema"
	"github.com/stretchr/testify/require"
)

// token is what the SCIM servers of these tests want to see.
const token = "the-token-of-the-tests"

// users are the users of a SCIM server, which others wrote.
type users struct {
	mu    sync.Mutex
	order []string
	all   map[string]scim.ResourceAttributes
}

// newUsers returns 250 people: more than a page, a few of them with hard names.
func newUsers() *users {
	u := &users{all: map[string]scim.ResourceAttributes{}}
	names := []string{"Ada Example", "Zoë Ünïcode", `Quo"te \ Back`, "山田 太郎", "*)(uid=*", "Ada Example"}
	for i := range 250 {
		id := fmt.Sprintf("id-%03d", i)
		u.order = append(u.order, id)
		u.all[id] = scim.ResourceAttributes{
			"userName": fmt.Sprintf("user%d@example.com", i), "displayName": names[i%len(names)], "active": i%20 != 0,
			"emails": []any{map[string]any{"type": "work", "value": fmt.Sprintf("user%d@example.com", i), "primary": true}},
		}
	}
	return u
}

func (u *users) resource(id string) scim.Resource {
	return scim.Resource{ID: id, Attributes: u.all[id]}
}

// Get returns a user.
func (u *users) Get(_ *http.Request, id string) (scim.Resource, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all[id] == nil {
		return scim.Resource{}, scimerrors.ScimErrorResourceNotFound(id)
	}
	return u.resource(id), nil
}

// GetAll returns a page of the users that a filter finds.
func (u *users) GetAll(_ *http.Request, params scim.ListRequestParams) (scim.Page, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	var found []scim.Resource
	for _, id := range u.order {
		r := u.resource(id)
		if params.FilterValidator == nil || params.FilterValidator.PassesFilter(r.Attributes) == nil {
			found = append(found, r)
		}
	}
	first := min(max(params.StartIndex-1, 0), len(found))
	return scim.Page{TotalResults: len(found), Resources: slices.Clip(found[first:min(first+params.Count, len(found))])}, nil
}

func (u *users) Create(*http.Request, scim.ResourceAttributes) (scim.Resource, error) {
	return scim.Resource{}, errReadOnly
}

func (u *users) Replace(*http.Request, string, scim.ResourceAttributes) (scim.Resource, error) {
	return scim.Resource{}, errReadOnly
}

func (u *users) Delete(*http.Request, string) error { return errReadOnly }

func (u *users) Patch(*http.Request, string, []scim.PatchOperation) (scim.Resource, error) {
	return scim.Resource{}, errReadOnly
}

var errReadOnly = scimerrors.ScimError{Status: http.StatusForbidden, Detail: "nothing may be written"}

// scimServer is a SCIM server below /scim, and has its faults below others: /cut breaks lists off after the first page, /down answers 500 to
// questions, /hang answers them never, /empty has nobody.
type scimServer struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
}

func newSCIM(t testing.TB, start func(*httptest.Server)) *scimServer {
	t.Helper()
	of := func(u *users) http.Handler {
		s, err := scim.NewServer(&scim.ServerArgs{
			ServiceProviderConfig: &scim.ServiceProviderConfig{SupportFiltering: true, MaxResults: 200},
			ResourceTypes:         []scim.ResourceType{{ID: optional.NewString("User"), Name: "User", Endpoint: "/Users", Schema: schema.CoreUserSchema(), Handler: u}},
		})
		require.NoError(t, err)
		return s
	}
	full, empty := of(newUsers()), of(&users{})
	s := &scimServer{}
	gone := make(chan struct{})
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
		s.mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+token {
			http.Error(w, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"got `+r.Header.Get("Authorization")+`"}`, http.StatusUnauthorized)
			return
		}
		_, rest, _ := strings.Cut(r.URL.Path[1:], "/")
		fault := strings.TrimSuffix(r.URL.Path[1:], "/"+rest)
		r.URL.Path = "/" + rest
		start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
		isUsers := strings.HasPrefix(rest, "Users")
		switch {
		case fault == "empty":
			empty.ServeHTTP(w, r)
		case fault == "down" && isUsers:
			http.Error(w, `{"detail":"the disk is full"}`, http.StatusInternalServerError)
		case fault == "hang" && isUsers:
			select {
			case <-r.Context().Done():
			case <-gone:
			}
		case fault == "cut" && isUsers && start > 1:
			w.Header().Set("Content-Length", "100000")
			fmt.Fprint(w, `{"totalResults":250,"Resources":[{"id":"id-1`)
		default:
			full.ServeHTTP(w, r)
		}
	}))
	start(s.Server)
	t.Cleanup(func() { close(gone); s.Close() })
	return s
}

// await waits until a request has had a text that none before the last call had.
func (s *scimServer) await(text string) {
	for {
		s.mu.Lock()
		at := slices.IndexFunc(s.requests, func(r string) bool { return strings.Contains(r, text) })
		if at >= 0 {
			s.requests = s.requests[:0]
		}
		s.mu.Unlock()
		if at >= 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}
