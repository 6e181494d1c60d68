package scimwire

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

// Again returns why requests for an attribute leave something else in the target than what is planned; "" where that does not follow from how it is
// sent, and from what RFC 7643 says of the attribute. It quotes no value.
func (a *Applied) Again(objectType string, o *mapping.Outcome) string {
	opt := a.options(objectType)
	form, _ := rolesOf(o.Mapping)
	switch {
	case urn.IsMissing(o.Mapping.Target):
		return "its name is no URN, so that it is not in the POST; the next PATCH has it"
	case form == singleRole && !opt.Compliant:
		return "a role is sent as one text, without the mark of the primary one, and is only ever added: it is written in every cycle"
	case form == complexRoles && !opt.Compliant:
		return "roles are sent as texts, and are only ever added: they are written in every cycle; AssertiveAppRoleAssignmentsComplex replaces them"
	case form == singleRole || form == complexRoles:
		return "roles are only ever added, and none is taken away: they are written in every cycle; AssertiveAppRoleAssignmentsComplex replaces them"
	}
	p, err := ParsePath(o.Mapping.Target)
	if err != nil || form == assertiveRoles {
		return ""
	}
	if cause := p.unheld(); cause != "" {
		return cause
	}
	return p.different(o.New, opt.EmptyTextFlows)
}

// unheld returns why a target does not hold, or does not show, what is written to the path.
func (p *Path) unheld() string {
	names := make([]string, len(p.steps))
	for i, s := range p.steps {
		names[i] = s.name
		def := attributeOf(p.urn, names[:i+1])
		switch {
		case def == nil:
			return ""
		case def.Mutability == scimschema.ReadOnly:
			return "only the server writes it, and ignores or refuses what clients send (RFC 7643, 2.2, readOnly)"
		case def.Returned == scimschema.Never:
			return "the server never shows it, so that it never equals what is planned (RFC 7643, 7, returned); the mapping can be applied at creation alone"
		}
	}
	return ""
}

// IsNeverShown reports whether RFC 7643 has no server show what is at the path of a target, a password, so that nobody can compare it.
func IsNeverShown(target string) bool {
	p, err := ParsePath(target)
	if err != nil {
		return false
	}
	def := attributeOf(p.urn, []string{p.steps[0].name})
	return def != nil && def.Returned == scimschema.Never
}

// attributeOf returns what RFC 7643 says of an attribute of a user or of a group, nil for nothing.
func attributeOf(schema string, names []string) *scimschema.Attribute {
	if schema == urn.Enterprise {
		return scimschema.Find(scimschema.Enterprise, names...)
	}
	if schema != "" {
		return nil
	}
	for _, known := range [][]scimschema.Attribute{scimschema.User, scimschema.Group, scimschema.Common} {
		if found := scimschema.Find(known, names...); found != nil {
			return found
		}
	}
	return nil
}

// different returns why a target holds another value than the one that is written.
func (p *Path) different(v value.Value, keepsEmpty bool) string {
	last := p.steps[len(p.steps)-1]
	if len(p.steps) > 1 && last.name == "primary" && strings.EqualFold(v.Text(), "true") {
		return "only one element is the primary one: marking another takes the mark from this one (RFC 7644, 3.5.2)"
	}
	if p.isPlainOfObjects(v) {
		return "its elements are objects (RFC 7643, 2.4): plain values are sent as objects, which they never equal; a path with a filter, such as emails[type eq \"work\"].value, means one of them"
	}
	list, isList := v.AsList()
	if !isList {
		if v.IsNullOrEmpty() && !v.IsNull() && !keepsEmpty {
			return "servers do not keep empty texts (inferred); emptyTextFlows says that this one does"
		}
		return ""
	}
	seen := make(map[string]bool, len(list))
	for _, e := range list {
		id := identifier(e)
		switch {
		case id == "" && !keepsEmpty:
			return "servers do not keep empty texts (inferred), also as elements of an array"
		case seen[id]:
			return "an element that is there is not added again (RFC 7644, 3.5.2.1): of equal ones the server keeps one"
		}
		seen[id] = true
	}
	return ""
}

// isPlainOfObjects reports whether plain values are written to an array whose elements are objects.
func (p *Path) isPlainOfObjects(v value.Value) bool {
	members := v.Members()
	if len(p.steps) > 1 || p.steps[0].filter != nil || len(members) == 0 || references(v) || p.isTop("members") {
		return false
	}
	_, isObject := members[0].AsObject()
	def := attributeOf(p.urn, []string{p.steps[0].name})
	return !isObject && def != nil && def.Many && def.Type == scimschema.Complex
}
