package scimwire

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// roleType is the type that the service writes on every role, whatever a mapping to roles[…].type says.
// It is written in requests of both clients, except where a role is one text.
const roleType = "WindowsAzureActiveDirectoryRole"

// roleForm reports which of the role functions a value comes from. The client sends each in a different form.
type roleForm uint8

const (
	noRoles roleForm = iota
	singleRole
	complexRoles
	assertiveRoles
)

// roleFunctions are the names of the functions by the form of their result; noRoles has none.
var roleFunctions = [...]string{
	singleRole: "SingleAppRoleAssignment", complexRoles: "AppRoleAssignmentsComplex", assertiveRoles: "AssertiveAppRoleAssignmentsComplex",
}

// rolesOf recognises the mapping's expression: the first role function that is called in it, outside of texts and attribute names,
// and the attribute that it reads.
func rolesOf(m *mapping.Mapping) (form roleForm, attribute string) {
	if m.Type() != mapping.Expression {
		return noRoles, ""
	}
	// The text is scanned, not parsed: this package is far from the grammar, and which function a value comes from cannot be seen in the
	// value. Calls around the role function do not matter: IgnoreFlowIfNullOrEmpty passes its list on as it is.
	text := m.Expression
	for text != "" {
		// Whole words are compared, so that a longer name that ends in a role function's is another function.
		switch end := wordLength(text); {
		case end > 0:
			form = roleFunction(text[:end])
			if text = text[end:]; form != noRoles {
				return form, bracketed(text)
			}
		// Names inside texts and attribute names call nothing.
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

// wordLength returns the length of the letters and digits that a text begins with. Names of functions are ASCII.
func wordLength(text string) (length int) {
	for length < len(text) {
		// The bit turns capitals into small letters; what it makes of other bytes is no letter.
		c := text[length] | 0x20
		if (c < 'a' || c > 'z') && (text[length] < '0' || text[length] > '9') {
			break
		}
		length++
	}
	return length
}

// roleFunction returns the form of a function's result. Names of functions are compared without case, as in the language.
func roleFunction(name string) roleForm {
	for form, known := range roleFunctions {
		if known != "" && strings.EqualFold(name, known) {
			return roleForm(form)
		}
	}
	return noRoles
}

// skipTo returns what follows the end of a text or an attribute's name, which begins with its first byte; "" where it has no end. A
// backslash escapes the next byte.
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
	// The attribute that the role functions are documented with.
	return "appRoleAssignments"
}

// role is one application role; what it lacks is "".
type role struct{ id, value, display string }

// makeRole reads a role from an object, from the JSON text that the role functions return, or from a plain text.
func makeRole(v value.Value) role {
	// A text that only looks like JSON is a plain text after all.
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
	// Value and display text stand in for each other: both have to be written.
	if r.value == "" {
		r.value = r.display
	}
	if r.display == "" {
		r.display = r.value
	}
	return r
}

// assigned finds the role of a text among the source object's roles, for its identifier.
// SingleAppRoleAssignment returns the value alone, while the default client sends the identifier with it. A role that is not found is
// sent without identifier.
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
// The order of the members is that of the documentation's sample; display is called displayName in it.
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

// rolesIn reads the roles of a list, or the one of a single value.
func rolesIn(v value.Value) []role {
	members := v.Members()
	roles := make([]role, len(members))
	for i, m := range members {
		roles[i] = makeRole(m)
	}
	return roles
}
