package scim

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/mapping/provision"
)

// Directory reads the objects of a SCIM server, for a provisioning cycle. It is safe for concurrent use.
//
// What it learns of the server it keeps, and with [ScanAuto] and [ScanAlways] also the objects: open another one for the next cycle.
type Directory struct {
	client     *Client
	maxResults int // how many hits of a filter the server returns at most; 0 is not known
	types      []resourceType

	mu        sync.Mutex
	endpoints map[string]*endpoint // by type in lower case
}

var _ provision.Directory = (*Directory)(nil)

// resourceType is a type of objects that the server lists.
type resourceType struct{ name, path string }

// Open connects to the server at a URL such as https://app.example.com/scim/v2, and asks what it can do: /ServiceProviderConfig and
// /ResourceTypes, both of which a server may lack. It then has users and groups, and must show a page of users. The error is an *[Error], or that of
// the URL.
func Open(ctx context.Context, server string, opt Options) (*Directory, error) {
	c, err := NewClient(server, opt)
	if err != nil {
		return nil, err
	}
	d := &Directory{client: c, endpoints: map[string]*endpoint{}}
	if err := d.learn(ctx); err != nil {
		_ = c.Close()
		return nil, err
	}
	return d, nil
}

// Client returns the client that the directory asks with.
func (d *Directory) Client() *Client { return d.client }

// Close ends idle connections.
func (d *Directory) Close() error { return d.client.Close() }

// Types returns the names of the types of objects that the server has, as it lists them.
func (d *Directory) Types() []string {
	names := make([]string, len(d.types))
	for i := range d.types {
		names[i] = d.types[i].name
	}
	return names
}

// learn asks the server what it can do. Documents that are refused or missing are not needed; a server that is not there, that
// does not know the caller, or that speaks no SCIM, is an error now rather than at every question.
func (d *Directory) learn(ctx context.Context) error {
	found, err := d.document(ctx, "/ServiceProviderConfig", func(a *Answer) bool {
		o, err := a.object()
		if err != nil {
			return false
		}
		if filter, ok := o.GetFold("filter").AsObject(); ok {
			if n, err := filter.GetFold("maxResults").ToInteger(); err == nil && n > 0 && n < 1<<31 {
				d.maxResults = int(n)
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	listed, err := d.document(ctx, "/ResourceTypes", d.readTypes)
	if err != nil {
		return err
	}
	if len(d.types) == 0 {
		d.types = []resourceType{{"User", "/Users"}, {"Group", "/Groups"}}
	}
	if found || listed {
		return nil
	}
	_, err = d.endpoint("User").list(ctx, selection{start: 1, count: 1})
	return err
}

// document reads a document of the server's own. It reports false where there is none that can be read.
func (d *Directory) document(ctx context.Context, path string, read func(*Answer) bool) (bool, error) {
	a, err := d.client.Do(ctx, http.MethodGet, path, nil)
	switch {
	case err != nil:
		return false, err
	case a.Status == http.StatusOK:
		return read(a), nil
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable:
		return false, d.client.refusal(path, a)
	}
	return false, nil
}

// readTypes reads the list of resource types. An endpoint that is no path below the server's URL is not followed.
func (d *Directory) readTypes(a *Answer) bool {
	o, err := a.object()
	if err != nil {
		return false
	}
	for _, m := range o.GetFold("Resources").Members() {
		r, ok := m.AsObject()
		if !ok {
			continue
		}
		name, path := r.GetFold("name").Text(), d.pathOf(r.GetFold("endpoint").Text())
		if name != "" && path != "" && !slices.ContainsFunc(d.types, func(t resourceType) bool { return strings.EqualFold(t.name, name) }) {
			d.types = append(d.types, resourceType{name, path})
		}
	}
	return len(d.types) > 0
}

// pathOf returns an endpoint as a path below the server's URL, "" where it is none. Servers write /Users, Users, and whole URLs.
func (d *Directory) pathOf(endpoint string) string {
	endpoint = strings.TrimRight(endpoint, "/")
	if rest, ok := strings.CutPrefix(endpoint, d.client.base); ok {
		endpoint = rest
	}
	path := "/" + strings.TrimLeft(endpoint, "/")
	if path == "/" || strings.ContainsAny(path, ":?#%\\\" ") || strings.Contains(path, "..") {
		return ""
	}
	return path
}

// endpoint returns where the objects of a type are.
func (d *Directory) endpoint(objectType string) *endpoint {
	key := strings.ToLower(objectType)
	d.mu.Lock()
	defer d.mu.Unlock()
	e := d.endpoints[key]
	if e == nil {
		e = &endpoint{client: d.client, maxResults: d.maxResults, name: objectType, path: d.pathOfType(objectType), lock: make(chan struct{}, 1)}
		d.endpoints[key] = e
	}
	return e
}

// pathOfType returns the path of a type: as the options say, as the server says, or the plural.
func (d *Directory) pathOfType(objectType string) string {
	for name, path := range d.client.opt.Types {
		if strings.EqualFold(name, objectType) {
			return "/" + strings.Trim(path, "/")
		}
	}
	for _, t := range d.types {
		if strings.EqualFold(t.name, objectType) {
			return t.path
		}
	}
	return "/" + escape(objectType) + "s"
}

// errNoType reports a question about all types to a server that names none.
var errNoType = errors.New("the server lists no types of objects")

// of returns the endpoints of a type; "" is of every type.
func (d *Directory) of(objectType string) ([]*endpoint, error) {
	if objectType != "" {
		return []*endpoint{d.endpoint(objectType)}, nil
	}
	var all []*endpoint
	for _, t := range d.types {
		all = append(all, d.endpoint(t.name))
	}
	if len(all) == 0 {
		return nil, errNoType
	}
	return all, nil
}
