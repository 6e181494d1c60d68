package ldap

import (
	"context"
	"slices"
	"strconv"
	"strings"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
	"github.com/attrmap/attrmap/mapping/provision"
)

// maxValues bounds the values of an attribute that comes in ranges.
const maxValues = 5_000_000

// object returns the object of an entry, with what identifies it.
func (d *Directory) object(ctx context.Context, s *session, e *goldap.Entry, kind string, requested []string) (*provision.Object, error) {
	members, err := d.members(ctx, s, e)
	if err != nil {
		return nil, err
	}
	members = d.alias(members, requested)
	attrs := value.NewObject(members...)
	if attrs.GetFold(distinguishedName).IsNullOrEmpty() && attrs.GetFold("dn").IsNullOrEmpty() {
		name := "dn" // as LDIF has it
		if d.info.ActiveDirectory {
			name = distinguishedName
		}
		attrs = value.NewObject(append(members, value.Member{Name: name, Value: value.String(e.DN)})...)
	}
	// Whatever the server is: what is only asked for would not show which attributes it has.
	attrs = adobject.Complete(attrs)
	o := &provision.Object{Type: kind, ID: e.DN, Reference: e.DN, Attrs: value.Fold(attrs)}
	for _, name := range []string{objectGUID, entryUUID} {
		if v := attrs.GetFold(name); !v.IsNullOrEmpty() {
			o.ID = v.Text()
			break
		}
	}
	return o, nil
}

// alias adds what is requested by a name that is not the one by which the server returns it.
func (d *Directory) alias(members []value.Member, requested []string) []value.Member {
	for _, name := range requested {
		for _, other := range d.schema[strings.ToLower(name)] {
			if at := memberOf(members, other); at >= 0 && memberOf(members, name) < 0 {
				members = append(members, value.Member{Name: name, Value: members[at].Value})
			}
		}
	}
	return members
}

// memberOf returns where an attribute is, -1 if it is not there.
func memberOf(members []value.Member, name string) int {
	return slices.IndexFunc(members, func(m value.Member) bool { return strings.EqualFold(m.Name, name) })
}

// members returns the attributes of an entry, with all values of what came in ranges: a further request for each of them.
func (d *Directory) members(ctx context.Context, s *session, e *goldap.Entry) ([]value.Member, error) {
	members := make([]value.Member, 0, len(e.Attributes)+1)
	for _, a := range e.Attributes {
		name, part, isBytes, ranged := adobject.Cut([]byte(a.Name))
		values := toValues(nil, a.ByteValues, isBytes)
		if ranged {
			var err error
			if values, err = d.allValues(ctx, s, e.DN, string(name), part, values); err != nil {
				return nil, err
			}
		}
		at := memberOf(members, string(name))
		switch {
		case len(values) == 0: // a name alone, as Active Directory sends beside a range
			continue
		case at >= 0: // sent in several pieces
			values = append(slices.Clone(members[at].Value.Members()), values...)
		default:
			at, members = len(members), append(members, value.Member{Name: string(name)})
		}
		members[at].Value = values[0]
		if len(values) > 1 {
			members[at].Value = value.List(values...)
		}
	}
	return members, nil
}

func toValues(values []value.Value, raw [][]byte, isBytes bool) []value.Value {
	for _, b := range raw {
		values = append(values, adobject.Value(b, isBytes, func(b []byte) string { return string(b) }))
	}
	return values
}

// allValues returns the values of an attribute of which a part has come. An attribute whose parts do not follow each other is an error: what is
// missing would be taken for removed.
func (d *Directory) allValues(ctx context.Context, s *session, entry, name string, part []byte, values []value.Value) ([]value.Value, error) {
	for at := 0; ; {
		first, next, ok := adobject.Range(part)
		if !ok || first != at {
			return nil, permanentError{diag.Errorf("%s: want the values from number %d on, got the range %s; the object may have changed meanwhile", diag.Name(name), at, diag.Quote(string(part)))}
		}
		if next == 0 {
			return values, nil
		}
		if next > maxValues || len(values) != next {
			return nil, permanentError{diag.Errorf("%s: want %d values, and at most %d, got %d", diag.Name(name), next, maxValues, len(values))}
		}
		at = next
		result, err := d.search(ctx, s, Request{Operation: opSearch, Attribute: name}, &goldap.SearchRequest{BaseDN: entry, Scope: goldap.ScopeBaseObject, Filter: anyObject,
			Attributes: []string{name + ";range=" + strconv.Itoa(at) + "-*"}, Controls: d.controls()})
		if err != nil {
			return nil, err
		}
		part = nil
		for _, e := range result.Entries {
			for _, a := range e.Attributes {
				if got, p, isBytes, ranged := adobject.Cut([]byte(a.Name)); ranged && strings.EqualFold(string(got), name) {
					part, values = p, toValues(values, a.ByteValues, isBytes)
				}
			}
		}
	}
}
