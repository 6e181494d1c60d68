package ldap

import (
	"context"
	"regexp"
	"strings"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
	"github.com/attrmap/attrmap/mapping/provision"
)

// schema has, for the names of attributes in lower case, all names of the same attribute, such as sn and surname. nil is one that the server
// does not show, so that nothing is known.
type schema map[string][]string

// attributeType is the beginning of the description of an attribute (RFC 4512, 4.1.2): its object identifier and its names.
var attributeType = regexp.MustCompile(`^\s*\(\s*([0-9A-Za-z.-]+)\s+NAME\s+(?:'([^']+)'|\(((?:\s*'[^']+')+)\s*\))`)

// readSchema returns the schema that an entry describes (RFC 4512, 4.2). An attribute that no schema has is found nowhere, with success, by every
// server that there is; so it is refused here.
func (d *Directory) readSchema(ctx context.Context, entry string) schema {
	const attributeTypes = "attributeTypes"
	if entry == "" {
		return nil
	}
	result, err := d.search(ctx, nil, Request{Operation: opSearch, Attribute: attributeTypes}, &goldap.SearchRequest{BaseDN: entry, Scope: goldap.ScopeBaseObject,
		Filter: "(objectClass=subschema)", Attributes: []string{attributeTypes}})
	if err != nil || len(result.Entries) != 1 {
		return nil
	}
	known := schema{}
	for _, a := range result.Entries[0].Attributes {
		name, part, isBytes, ranged := adobject.Cut([]byte(a.Name))
		if !strings.EqualFold(string(name), attributeTypes) || len(a.Values) == 0 {
			continue
		}
		values := toValues(nil, a.ByteValues, isBytes)
		if ranged {
			if values, err = d.allValues(ctx, nil, entry, string(name), part, values); err != nil {
				return nil
			}
		}
		for _, v := range values {
			known.add(v.Text())
		}
	}
	if len(known) == 0 {
		return nil
	}
	return known
}

// add adds an attribute by its description.
func (s schema) add(description string) {
	m := attributeType.FindStringSubmatch(description)
	if m == nil {
		return
	}
	names := strings.Fields(strings.ReplaceAll(m[2]+" "+m[3], "'", " "))
	for _, name := range append(names[:len(names):len(names)], m[1]) {
		s[strings.ToLower(name)] = names
	}
}

// has reports whether there may be objects with an attribute.
func (s schema) has(name string) bool { return s == nil || s[strings.ToLower(name)] != nil }

// The ports of the global catalogue of Active Directory, without TLS and with it (documented: MS-ADTS 5.1.1.1).
var catalogPorts = []string{"3268", "3269"}

// readCatalog returns the attributes that the global catalogue has of objects (documented: MS-ADA1 to 3, isMemberOfPartialAttributeSet). It finds nothing by
// others, and returns none of them, with success.
func (d *Directory) readCatalog(ctx context.Context, schemas string) (map[string]bool, error) {
	const name = "lDAPDisplayName"
	p := d.pages(Request{Operation: opSearch, Attribute: name}, schemas, "(isMemberOfPartialAttributeSet=TRUE)", []string{name})
	known := map[string]bool{}
	err := p.each(ctx, func(o *provision.Object) bool {
		path := value.ParsePath(name)
		known[strings.ToLower(o.Attrs.Attribute(&path).Text())] = true
		return true
	})
	if err == nil && len(known) == 0 {
		err = permanentError{diag.Errorf("the server does not show which attributes the global catalogue has: use the ports of the domain, 636 and 389")}
	}
	return known, err
}

// checkCatalog returns an error for attributes that the global catalogue does not have.
func (d *Directory) checkCatalog(attributes []string) error {
	if d.catalog == nil {
		return nil
	}
	for _, name := range attributes {
		if d.schema.has(name) && !d.catalog[strings.ToLower(name)] {
			return unanswerable("the global catalogue does not have the attribute %s: connect to the domain, on port 636 or 389", diag.Name(name))
		}
	}
	return nil
}
