package cycles_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// application is a SCIM server that is written to, and read as it is. It shares nothing with the directory that plans are made with.
type application struct {
	*servers.SCIM
	client    http.Client
	killAfter int // after how many requests the server is killed; 0 is never
}

// do sends a request and returns the answer.
func (a *application) do(method, path string, body []byte) (status int, answer map[string]any, err error) {
	request, err := http.NewRequestWithContext(context.Background(), method, a.URL+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Authorization", "Bearer "+a.Token)
	request.Header.Set("Content-Type", "application/scim+json")
	response, err := a.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err == nil && len(text) > 0 {
		err = json.Unmarshal(text, &answer)
	}
	return response.StatusCode, answer, err
}

// refusedRequest is a request that the server does not take.
type refusedRequest struct {
	object  string // type and ID of the plan
	request scim.Request
	status  int
	answer  map[string]any
}

// carryOut sends the requests of plans as the client does: first all that need nobody else, then those that name objects that were created.
func (a *application) carryOut(t testing.TB, plans []*provision.Plan, opt scim.ClientOptions) (sent map[string]int, refused []refusedRequest) {
	t.Helper()
	sent = map[string]int{}
	created := map[[2]string]string{}
	number, broken := 0, false
	send := func(p *provision.Plan, r scim.Request) {
		path := strings.Replace(r.Path, "{id}", created[[2]string{p.Type, p.ID}], 1)
		if strings.HasSuffix(path, "/") {
			return // its creation was refused
		}
		body := r.Body
		if r.Pending {
			if body = fillIn(t, body, created); body == nil {
				return
			}
		}
		if number++; number == a.killAfter {
			a.Kill()
		}
		status, answer, err := a.do(r.Method, path, body)
		if broken = broken || err != nil && a.killAfter > 0; broken {
			return
		}
		require.NoError(t, err, "%s %s", r.Method, path)
		if status >= http.StatusBadRequest {
			r.Path, r.Body = path, body
			refused = append(refused, refusedRequest{keyOf(p), r, status, answer})
			return
		}
		sent[r.Method]++
		if r.Method == http.MethodPost {
			id, _ := answer["id"].(string)
			require.NotEmpty(t, id, "the answer to %s", path)
			created[[2]string{p.Type, p.ID}] = id
		}
	}
	type later struct {
		plan    *provision.Plan
		request scim.Request
	}
	var second []later
	for _, p := range plans {
		requests, err := scim.Preview(p, opt)
		require.NoError(t, err)
		for _, r := range requests {
			if r.Pending {
				second = append(second, later{p, r})
			} else {
				send(p, r)
			}
		}
	}
	for _, l := range second {
		send(l.plan, l.request)
	}
	return sent, refused
}

// fillIn puts the identifiers of objects that were created into a request. An operation that names one that was not is left out; nil is that
// none is left.
func fillIn(t testing.TB, body []byte, created map[[2]string]string) []byte {
	t.Helper()
	var message struct {
		Schemas    []string         `json:"schemas"`
		Operations []map[string]any `json:"Operations"`
	}
	require.NoError(t, json.Unmarshal(body, &message))
	var fill func(any) (any, bool)
	fill = func(v any) (any, bool) {
		switch v := v.(type) {
		case []any:
			kept := []any{}
			for _, e := range v {
				if filled, ok := fill(e); ok {
					kept = append(kept, filled)
				}
			}
			return kept, len(kept) > 0
		case map[string]any:
			if p, is := v["pending"].(map[string]any); is {
				id := created[[2]string{fmt.Sprint(p["object"]), fmt.Sprint(p["id"])}]
				return id, id != ""
			}
			for name, inner := range v {
				filled, ok := fill(inner)
				if !ok {
					return nil, false
				}
				v[name] = filled
			}
		}
		return v, true
	}
	kept := message.Operations[:0]
	for _, op := range message.Operations {
		filled, ok := fill(op["value"])
		if op["value"] = filled; ok {
			kept = append(kept, op)
		}
	}
	if message.Operations = kept; len(kept) == 0 {
		return nil
	}
	body, err := json.Marshal(message)
	require.NoError(t, err)
	return body
}

// read returns all resources of an endpoint, by an attribute.
func (a *application) read(t testing.TB, endpoint, by string) map[string]map[string]any {
	t.Helper()
	resources := map[string]map[string]any{}
	for start := 1; ; {
		status, answer, err := a.do(http.MethodGet, fmt.Sprintf("%s?startIndex=%d&count=100", endpoint, start), nil)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, status)
		page, _ := answer["Resources"].([]any)
		for _, r := range page {
			resource := r.(map[string]any)
			key := fmt.Sprint(resource[by])
			require.NotContains(t, resources, key, "two resources have one %s", by)
			resources[key] = resource
		}
		start += len(page)
		if len(page) == 0 || start > int(answer["totalResults"].(float64)) {
			return resources
		}
	}
}
