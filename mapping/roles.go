package mapping

import (
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// roleForm is the function that returns the roles of a mapping, if any. Their results are JSON texts, where the target has objects.
type roleForm uint8

const (
	noRoles      roleForm = iota
	rolesAdded            // AppRoleAssignmentsComplex: roles are added, none is ever removed
	rolesReplace          // AssertiveAppRoleAssignmentsComplex: the target gets these roles and no others
)

// roleFormOf looks at the outermost function of an expression.
func roleFormOf(program *expr.Program) roleForm {
	call, ok := program.Tree().(*syntax.Call)
	switch {
	case !ok:
	case strings.EqualFold(call.Name, "AppRoleAssignmentsComplex"):
		return rolesAdded
	case strings.EqualFold(call.Name, "AssertiveAppRoleAssignmentsComplex"):
		return rolesReplace
	}
	return noRoles
}

// roleValue returns what a role is compared by: its value, whether it is in an object of the target or in the text of the function.
func roleValue(v value.Value) value.Value {
	if v.Kind() == value.KindString && strings.HasPrefix(v.Text(), "{") {
		if parsed, err := value.ParseJSON(v.Text()); err == nil {
			v = parsed
		}
	}
	if o, ok := v.AsObject(); ok {
		if id := o.GetFold("value"); !id.IsNullOrEmpty() {
			return id
		}
	}
	return v
}
