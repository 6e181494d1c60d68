package scimwire

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// roleType is the type that the service writes on every role, whatever a mapping to roles[…].type says.
const roleType = "WindowsAzureActiveDirectoryRole"

// roleForm reports which of the role functions a value comes from. The client sends each in a different form.
type roleForm uint8

const (
	noRoles roleForm = iota
	singleRole
	complexRoles
	assertiveRoles
)

var roleFunctions = [...]string{
	singleRole: "SingleAppRoleAssignment", complexRoles: "AppRoleAssignmentsComplex", assertiveRoles: "AssertiveAppRoleAssignmentsComplex",
}

// rolesOf recognises the mapping's expression: the first role function that is called in it, outside of texts and attribute names,
// and the attribute that it reads.
func rolesOf(m *mapping.Mapping) (form roleForm, attribute string) {
	if m.Type() != mapping.Expression {
		return noRoles, ""
	}
	text := m.Expression
	for text != "" {
		switch end := wordLength(text); {
		case end > 0:
			form = roleFunction(text[:end])
			if text = text[end:]; form != noRoles {
				return form, bracketed(text)
			}
		case text[0] == '"':
			text = skipTo(text, '"')
		case text[0] == '[':
			text = skipTo(text, ']')
		default:
			text = text[1:]
		}
	}
	return noRoles, ""
}

func wordLength(text string) (length int) {
	for length < len(text) {
		c := text[length] | 0x20
		if (c < 'a' || c > 'z') && (text[length] < '0' || text[length] > '9') {
			break
		}
		length++
	}
	return length
}

func roleFunction(name string) roleForm {
	for form, known := range roleFunctions {
		if known != "" && strings.EqualFold(name, known) {
			return roleForm(form)
		}
	}
	return noRoles
}

func skipTo(text string, end byte) string {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case end:
			return text[i+1:]
		case '\\':
			i++
		}
	}
	return ""
}

// bracketed returns the name in the first brackets.
func bracketed(text string) string {
	if _, after, ok := strings.Cut(text, "["); ok {
		if name, _, ok := strings.Cut(after, "]"); ok {
			return name
		}
	}
	return "appRoleAssignments"
}

// role is one application role; what it lacks is "".
type role struct{ id, value, display string }

// makeRole reads a role from an object, from the JSON text that the role functions return, or from a plain text.
func makeRole(v value.Value) role {
	if text, ok := v.AsString(); ok && strings.HasPrefix(text, "{") {
		if parsed, err := value.ParseJSON(text); err == nil {
			v = parsed
		}
	}
	o, ok := v.AsObject()
	if !ok {
		return role{value: v.Text(), display: v.Text()}
	}
	r := role{id: o.GetFold("id").Text(), value: o.GetFold("value").Text(), display: o.GetFold("displayName").Text()}
	if r.value == "" {
		r.value = r.display
	}
	if r.display == "" {
		r.display = r.value
	}
	return r
}

// assigned finds the role of a text among the source object's roles, for its identifier.
func assigned(source value.Attributes, attribute, text string) role {
	if source != nil {
		path := value.ParsePath(attribute)
		for _, m := range source.Attribute(&path).Members() {
			if r := makeRole(m); r.value == text {
				return r
			}
		}
	}
	return role{value: text, display: text}
}

// text returns the role as the JSON text that the older client puts into value.
func (r role) text() string {
	w := writer{}
	w.open('{')
	if r.id != "" {
		w.text("id", r.id)
	}
	w.text("value", r.value)
	w.text("displayName", r.display)
	w.close('}')
	return string(w.dst)
}

// stringified returns roles as the older client's PATCH has them.
func stringified(roles []role) value.Value {
	members := make([]value.Value, len(roles))
	for i, r := range roles {
		members[i] = value.ObjectOf(value.NewObject(value.Member{Name: "value", Value: value.String(r.text())}))
	}
	return value.List(members...)
}

// full returns roles as a POST has them; none of several is the primary one.
func full(roles []role, displayMember string) value.Value {
	members := make([]value.Value, len(roles))
	for i, r := range roles {
		members[i] = value.ObjectOf(value.NewObject(
			value.Member{Name: "primary", Value: value.False}, value.Member{Name: "type", Value: value.String(roleType)},
			value.Member{Name: displayMember, Value: value.String(r.display)}, value.Member{Name: "value", Value: value.String(r.value)},
		))
	}
	return value.List(members...)
}

func rolesIn(v value.Value) []role {
	members := v.Members()
	roles := make([]role, len(members))
	for i, m := range members {
		roles[i] = makeRole(m)
	}
	return roles
}
