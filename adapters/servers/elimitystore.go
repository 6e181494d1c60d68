package servers

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/optional"
	filter "github.com/scim2/filter-parser/v2"
)

// store keeps the resources of one type for the server of elimity-com.
type store struct {
	mu     sync.Mutex
	unique string // the attribute that no two resources share, in any case
	serial int
	ids    []string // in the order of creation
	byID   map[string]scim.ResourceAttributes
	names  map[string]string // values of the unique attribute in lower case → IDs
}

func newStore(unique string) *store {
	return &store{unique: unique, byID: map[string]scim.ResourceAttributes{}, names: map[string]string{}}
}

// name returns what no other resource may have.
func (s *store) name(a scim.ResourceAttributes) string {
	text, _ := a[s.unique].(string)
	return strings.ToLower(text)
}

// copied returns a deep copy: what the server is given it changes for its answer.
func copied(a map[string]any) map[string]any {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // it came from JSON
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		panic(err)
	}
	return out
}

func resource(id string, a scim.ResourceAttributes) scim.Resource {
	r := scim.Resource{ID: id, Attributes: copied(a)}
	if text, ok := a["externalId"].(string); ok {
		r.ExternalID = optional.NewString(text)
	}
	return r
}

// put stores a resource.
func (s *store) put(id string, a scim.ResourceAttributes) (scim.Resource, error) {
	if other, taken := s.names[s.name(a)]; taken && other != id {
		return scim.Resource{}, errors.ScimErrorUniqueness
	}
	if before, there := s.byID[id]; there {
		delete(s.names, s.name(before))
	} else {
		s.ids = append(s.ids, id)
	}
	s.byID[id], s.names[s.name(a)] = a, id
	return resource(id, a), nil
}

// Create stores a new resource.
func (s *store) Create(_ *http.Request, a scim.ResourceAttributes) (scim.Resource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.Itoa(s.serial + 1)
	r, err := s.put(id, copied(a))
	if err == nil {
		s.serial++
	}
	return r, err
}

// Get returns a resource.
func (s *store) Get(_ *http.Request, id string) (scim.Resource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.byID[id]
	if !ok {
		return scim.Resource{}, errors.ScimErrorResourceNotFound(id)
	}
	return resource(id, a), nil
}

// GetAll returns a page of the resources that pass the filter.
func (s *store) GetAll(_ *http.Request, p scim.ListRequestParams) (scim.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page := scim.Page{Resources: []scim.Resource{}}
	for _, id := range s.candidates(p) {
		r := resource(id, s.byID[id])
		r.Attributes["id"] = id
		if p.FilterValidator != nil && p.FilterValidator.PassesFilter(r.Attributes) != nil {
			continue
		}
		page.TotalResults++
		if page.TotalResults >= p.StartIndex && len(page.Resources) < p.Count {
			page.Resources = append(page.Resources, r)
		}
	}
	return page, nil
}

// candidates returns the IDs of the resources that may pass a filter: through an index for comparisons of the unique attribute, as any real server
// has one.
func (s *store) candidates(p scim.ListRequestParams) []string {
	if p.FilterValidator == nil {
		return s.ids
	}
	var ids []string
	var add func(filter.Expression) bool
	add = func(e filter.Expression) bool {
		switch e := e.(type) {
		case *filter.LogicalExpression:
			return e.Operator == filter.OR && add(e.Left) && add(e.Right)
		case *filter.AttributeExpression:
			text, isText := e.CompareValue.(string)
			if id, there := s.names[strings.ToLower(text)]; there {
				ids = append(ids, id)
			}
			return isText && e.Operator == filter.EQ && strings.EqualFold(e.AttributePath.String(), s.unique)
		default:
			return false
		}
	}
	if !add(p.FilterValidator.GetFilter()) {
		return s.ids
	}
	return slices.Compact(ids)
}

// Replace replaces a resource.
func (s *store) Replace(_ *http.Request, id string, a scim.ResourceAttributes) (scim.Resource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.byID[id]; !there {
		return scim.Resource{}, errors.ScimErrorResourceNotFound(id)
	}
	return s.put(id, copied(a))
}

// Delete removes a resource.
func (s *store) Delete(_ *http.Request, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, there := s.byID[id]
	if !there {
		return errors.ScimErrorResourceNotFound(id)
	}
	delete(s.byID, id)
	delete(s.names, s.name(a))
	s.ids = slices.DeleteFunc(s.ids, func(other string) bool { return other == id })
	return nil
}

// Patch applies operations, all or none (RFC 7644, 3.5.2).
func (s *store) Patch(_ *http.Request, id string, operations []scim.PatchOperation) (scim.Resource, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, there := s.byID[id]
	if !there {
		return scim.Resource{}, errors.ScimErrorResourceNotFound(id)
	}
	a := copied(before)
	for _, op := range operations {
		if op.Path != nil {
			if err := patch(a, op.Op, *op.Path, op.Value); err != nil {
				return scim.Resource{}, err
			}
			continue
		}
		values, _ := op.Value.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(values)) {
			path, err := filter.ParsePath([]byte(name))
			if err == nil {
				err = patch(a, op.Op, path, values[name])
			}
			if err != nil {
				return scim.Resource{}, err
			}
		}
	}
	return s.put(id, a)
}

// patch applies one operation to what its path leads to.
func patch(a map[string]any, op string, path filter.Path, v any) error {
	if urn := path.AttributePath.URI(); urn != "" && strings.HasPrefix(urn, EnterpriseURN) {
		a = child(a, EnterpriseURN)
	}
	name := keyIn(a, path.AttributePath.AttributeName)
	if path.ValueExpression != nil {
		return patchElements(a, name, op, path, v)
	}
	if sub := path.AttributePath.SubAttributeName(); sub != "" {
		a = child(a, name)
		name = keyIn(a, sub)
	}
	switch list, isList := v.([]any); {
	case op == scim.PatchOperationRemove && isList: // the values that are named alone
		a[name] = slices.DeleteFunc(listOf(a[name]), func(e any) bool { return slices.ContainsFunc(list, func(o any) bool { return same(e, o) }) })
	case op == scim.PatchOperationRemove:
		delete(a, name)
	case op == scim.PatchOperationAdd && isList:
		have := listOf(a[name])
		for _, e := range list {
			if !slices.ContainsFunc(have, func(o any) bool { return same(e, o) }) {
				have = append(demoted(have, e), e)
			}
		}
		a[name] = have
	default:
		a[name] = v
	}
	return nil
}

// patchElements applies an operation to the elements of a list that pass its filter.
func patchElements(a map[string]any, name, op string, path filter.Path, v any) error {
	list, found := listOf(a[name]), false
	kept := []any{}
	for _, e := range list {
		element, _ := e.(map[string]any)
		if !passes(element, path.ValueExpression) {
			kept = append(kept, e)
			continue
		}
		found = true
		sub := keyIn(element, path.SubAttributeName())
		switch {
		case op == scim.PatchOperationRemove && sub == "":
			continue
		case op == scim.PatchOperationRemove:
			delete(element, sub)
		case sub == "":
			if more, ok := v.(map[string]any); ok {
				maps.Copy(element, more)
			}
		default:
			element[sub] = v
		}
		kept = append(kept, element)
	}
	if !found && op == scim.PatchOperationReplace {
		return errors.ScimErrorNoTarget // RFC 7644, 3.5.2.3
	}
	if !found && op == scim.PatchOperationAdd { // RFC 7644 leaves it open; clients expect the element
		element := map[string]any{path.SubAttributeName(): v}
		promise(element, path.ValueExpression)
		kept = append(kept, element)
	}
	a[name] = kept
	return nil
}

// child returns a complex attribute, which is made if it is not there.
func child(a map[string]any, name string) map[string]any {
	name = keyIn(a, name)
	inner, _ := a[name].(map[string]any)
	if inner == nil {
		inner = map[string]any{}
		a[name] = inner
	}
	return inner
}

// keyIn returns how a name is written in a resource: names have no case.
func keyIn(a map[string]any, name string) string {
	for key := range a {
		if strings.EqualFold(key, name) {
			return key
		}
	}
	return name
}

func listOf(v any) []any {
	list, _ := v.([]any)
	return list
}

// same reports whether two elements are the same one: the values of members are compared, else everything.
func same(a, b any) bool {
	x, isX := a.(map[string]any)
	y, isY := b.(map[string]any)
	if isX && isY && (len(x) == 1 || len(y) == 1) && x["value"] != nil {
		return x["value"] == y["value"]
	}
	return reflect.DeepEqual(a, b)
}

// demoted returns a list in which nothing is primary if what is added is (RFC 7644, 3.5.2).
func demoted(list []any, added any) []any {
	if element, ok := added.(map[string]any); !ok || element["primary"] != true {
		return list
	}
	for _, e := range list {
		if element, ok := e.(map[string]any); ok && element["primary"] == true {
			element["primary"] = false
		}
	}
	return list
}

// passes reports whether an element passes a filter of comparisons for equality, which is what Entra's client sends.
func passes(element map[string]any, e filter.Expression) bool {
	switch e := e.(type) {
	case *filter.LogicalExpression:
		left, right := passes(element, e.Left), passes(element, e.Right)
		return left && right || e.Operator == filter.OR && (left || right)
	case *filter.AttributeExpression:
		have := element[keyIn(element, e.AttributePath.AttributeName)]
		if text, ok := e.CompareValue.(string); ok && have == true {
			return strings.EqualFold(text, "true")
		}
		return e.Operator == filter.EQ && have == e.CompareValue
	default:
		return false
	}
}

// promise gives a new element what its filter says of it.
func promise(element map[string]any, e filter.Expression) {
	switch e := e.(type) {
	case *filter.LogicalExpression:
		promise(element, e.Left)
		promise(element, e.Right)
	case *filter.AttributeExpression:
		element[e.AttributePath.AttributeName] = e.CompareValue
		if text, ok := e.CompareValue.(string); ok && e.AttributePath.AttributeName == "primary" {
			element["primary"] = strings.EqualFold(text, "true")
		}
	}
}
