package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// models serves servers of package mapping/scim/model, which are made when they are first asked: /strict/NAME/… and /tolerant/NAME/… follow their
// profiles, /fails/NAME/… answers creations with 200, and /ends/NAME/… does not answer after 8 requests.
type models struct {
	mu   sync.Mutex
	made map[string]*model.Server
	n    map[string]int
}

func newModels(t testing.TB) *httptest.Server {
	s := httptest.NewServer(&models{made: map[string]*model.Server{}, n: map[string]int{}})
	t.Cleanup(s.Close)
	return s
}

func (m *models) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	parts := strings.SplitN(r.URL.RequestURI(), "/", 4) // "", kind, name, rest
	kind, name := parts[1], parts[1]+"/"+parts[2]
	s := m.made[name]
	if s == nil {
		opt := model.Options{Profile: model.Tolerant}
		if kind == "strict" {
			opt.Profile = model.Strict
		}
		s = model.New(opt)
		m.made[name] = s
	}
	if m.n[name]++; kind == "ends" && m.n[name] > 8 {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/scim+json")
	if r.Header.Get("Authorization") != "Bearer "+token {
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(map[string]any{"schemas": []string{"urn:ietf:params:scim:api:messages:2.0:Error"}, "status": "401", "detail": "got " + r.Header.Get("Authorization")})
		return
	}
	body, _ := io.ReadAll(r.Body)
	a := s.Do(r.Method, "/"+parts[3], body)
	if a.Location != "" {
		w.Header().Set("Location", "http://"+r.Host+"/"+name+a.Location)
	}
	if kind == "fails" && a.Status == http.StatusCreated {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}
