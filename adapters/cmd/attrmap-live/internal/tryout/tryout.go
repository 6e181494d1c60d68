// Package tryout is a SCIM server with the accounts of an example, for trying attrmap-live and for its tests.
package tryout

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// types are the files of a directory with the objects of a SCIM server, as its answers have them.
var types = []struct{ file, endpoint string }{{"users.json", "/Users"}, {"groups.json", "/Groups"}}

// prefix is where the server's endpoints are.
const prefix = "/scim"

// Handler returns a server with the users and groups that files of a directory have, and how many there are. It takes what Entra's client sends,
// keeps in memory what is written to it, and asks nobody who they are.
func Handler(dir string) (h http.Handler, objects int, err error) {
	s := model.New(model.Options{Profile: model.Tolerant})
	for _, t := range types {
		n, err := load(s, filepath.Join(dir, t.file), t.endpoint)
		if err != nil {
			return nil, 0, err
		}
		objects += n
	}
	return http.StripPrefix(prefix, handler{s}), objects, nil
}

// load puts the resources of a list into the server.
func load(s *model.Server, file, endpoint string) (n int, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	list, err := value.ParseJSON(string(text))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	o, _ := list.AsObject()
	if o == nil {
		return 0, fmt.Errorf("%s: want a list of resources, got %s", file, list.Kind())
	}
	for _, m := range o.Get("Resources").Members() {
		resource, ok := m.AsObject()
		if !ok {
			return 0, fmt.Errorf("%s: want objects among the resources", file)
		}
		s.Put(endpoint+"/"+resource.Get("id").Text(), resource)
		n++
	}
	return n, nil
}

// mostBody bounds the body of a request, in bytes.
const mostBody = 1 << 20

type handler struct{ *model.Server }

// ServeHTTP answers a request.
func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		return // the client is gone
	}
	path := r.URL.EscapedPath()
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	answer := h.Do(r.Method, path, body)
	if answer.Location != "" {
		w.Header().Set("Location", "http://"+r.Host+prefix+"/"+strings.TrimPrefix(answer.Location, "/"))
	}
	if answer.Body != nil {
		w.Header().Set("Content-Type", "application/scim+json")
	}
	w.WriteHeader(answer.Status)
	_, _ = w.Write(answer.Body) // who is gone needs no answer
}
