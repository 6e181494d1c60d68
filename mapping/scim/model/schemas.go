package model

import (
	"strings"

	"github.com/attrmap/attrmap/internal/scimschema"
	"github.com/attrmap/attrmap/internal/urn"
)

// Schemas are the schemas, the types and the features of a server, as its discovery endpoints list them (RFC 7644, 4).
type Schemas struct {
	types    []*resourceType
	schemas  []*schema
	features features
}

// features are those of the service provider's configuration that requests meet (RFC 7643, 5).
type features struct {
	patch, filter, sort bool
	maxResults          int // of a list; 0 is no bound
}

// schema is a named list of attributes (RFC 7643, 7).
type schema struct {
	id, name   string
	attributes []attribute
}

// extension is a schema that a type has besides its own.
type extension struct {
	schema   string
	required bool
	of       *schema
}

// resourceType is a type of resources (RFC 7643, 6).
type resourceType struct {
	name, endpoint, schema string
	extensions             []extension
	base                   *schema // nil where no schema says what the type has
}

// core returns the attributes of the type's own schema, and those of every resource.
func (t *resourceType) core() []attribute {
	if t.base == nil {
		return nil
	}
	return t.base.attributes
}

// attributes returns those of a schema of the type, nil for one of which nothing is known; "" is its own.
func (t *resourceType) attributes(urn string) []attribute {
	if urn == "" || strings.EqualFold(urn, t.schema) {
		return t.core()
	}
	if e := t.extension(urn); e != nil && e.of != nil {
		return e.of.attributes
	}
	return nil
}

// find returns the definition of an attribute or of a part, nil for none.
func (t *resourceType) find(urn string, names ...string) *attribute {
	known := t.attributes(urn)
	if found := findAttribute(known, names...); found != nil || urn != "" && !strings.EqualFold(urn, t.schema) {
		return found
	}
	return findAttribute(scimschema.Common, names...)
}

// definitionsOf returns the definitions of a path's steps, nil for those of which nothing is known.
func (t *resourceType) definitionsOf(p *path) []*attribute {
	defs := make([]*attribute, len(p.steps))
	names := p.names()
	for i := range defs {
		defs[i] = t.find(p.urn, names[:i+1]...)
	}
	return defs
}

// extension returns the extension of a URN, nil for none.
func (t *resourceType) extension(urn string) *extension {
	for i := range t.extensions {
		if strings.EqualFold(t.extensions[i].schema, urn) {
			return &t.extensions[i]
		}
	}
	return nil
}

// extensionURNs returns those of all extensions.
func (t *resourceType) extensionURNs() []string {
	urns := make([]string, len(t.extensions))
	for i := range t.extensions {
		urns[i] = t.extensions[i].schema
	}
	return urns
}

// isExtension reports whether a member of a resource holds the attributes of an extension.
func (t *resourceType) isExtension(name string) bool { return t.extension(name) != nil || urn.Is(name) }

// resourceType returns the type of an endpoint, nil for none.
func (s *Schemas) resourceType(endpoint string) *resourceType {
	for _, t := range s.types {
		if strings.EqualFold(t.endpoint, endpoint) {
			return t
		}
	}
	return nil
}

func (s *Schemas) canPatch() bool  { return s.features.patch }
func (s *Schemas) canFilter() bool { return s.features.filter }
func (s *Schemas) maxResults() int { return s.features.maxResults }
