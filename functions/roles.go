package functions

import (
	"cmp"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/shape"
)

const appRolesSource = "Tutorial: customize user provisioning attribute mappings (2026-08)"

// roleFunctions convert the application roles that are assigned to a user to the role attributes of a SCIM application. All of them read
// appRoleAssignments, which must not be mapped directly.
func roleFunctions() []Spec {
	return []Spec{
		{
			Name:     "SingleAppRoleAssignment",
			Summary:  "Returns the role that is assigned to the user; several are an error.",
			Phrases:  []string{"the one role in {appRoleAssignments}"},
			Params:   []Param{rolesParam(false)},
			Result:   value.KindsOf(value.KindString, value.KindNull),
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "Several roles are not supported, and neither is the scope \"Sync all users and groups\"."},
				{Reported, "Several roles are an error with the service's own text; older pages promised one of the roles at random."},
				{Assumed, "A role is {id, value, displayName}; its text is the value, or the display name if the value is empty. A plain text is a role with that value and display name."},
			},
			Examples: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []string{"Admin"}}, Want: []string{"Admin"}},
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []any{
					map[string]any{"id": "5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11", "value": "25", "displayName": "Administrator"},
				}}, Want: []string{"25"}},
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Attrs: value.Map{}, Want: nil},
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []string{"Admin", "User"}}, WantError: "many-roles"},
			},
			Eval:  singleRole,
			Infer: inferSingleRole,
		},
		{
			Name:     "AppRoleAssignments",
			Summary:  "Returns the texts of the roles that are assigned to the user.",
			Phrases:  []string{"the roles in {appRoleAssignments}"},
			Params:   []Param{rolesParam(false)},
			Result:   value.KindsOf(value.KindList, value.KindNull),
			Evidence: Inferred,
			Origin:   Undocumented,
			Source:   graphSource,
			Notes: []Note{
				{Assumed, "The result is a list, even for a single role; without a role it is null."},
				{Assumed, "The text of a role is as in SingleAppRoleAssignment."},
			},
			Examples: []Example{
				{Expr: `AppRoleAssignments([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []string{"Admin", "User"}}, Want: []string{"Admin", "User"}},
				{Expr: `AppRoleAssignments([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []any{}}, Want: nil},
				{Expr: `AppRoleAssignments(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: func(a Args) (value.Value, error) { return eachRole(a, role.text) },
			Infer: func(in *Inferring) Shape {
				text, none := inferRole(in)
				return shape.OrNull(text.ListOf(false), none)
			},
		},
		{
			Name:     "AppRoleAssignmentsComplex",
			Summary:  "Returns the roles that are assigned to the user as JSON texts, for an application that accepts several roles.",
			Phrases:  []string{"the roles in {appRoleAssignments}, added to those of the target"},
			Params:   []Param{rolesParam(true)},
			Result:   value.KindsOf(value.KindList, value.KindNull),
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "An update adds roles and never removes one; see AssertiveAppRoleAssignmentsComplex."},
				{Inferred, "The texts are {\"id\", \"value\", \"displayName\"}, as in the documented PATCH request; a missing member is left out."},
			},
			Examples: []Example{
				{Expr: `AppRoleAssignmentsComplex([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []any{
					map[string]any{"id": "5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11", "value": "25", "displayName": "Administrator"},
					"User",
				}}, Want: []string{
					`{"id":"5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11","value":"25","displayName":"Administrator"}`,
					`{"value":"User","displayName":"User"}`,
				}},
				{Expr: `AppRoleAssignmentsComplex([appRoleAssignments])`, Attrs: value.Map{}, Want: nil},
				{Expr: `AppRoleAssignmentsComplex(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: func(a Args) (value.Value, error) { return eachRole(a, role.json) },
			Infer: func(in *Inferring) Shape {
				_, none := inferRole(in)
				return shape.OrNull(roleJSON.ListOf(false), none)
			},
		},
		{
			Name:     "AssertiveAppRoleAssignmentsComplex",
			Summary:  "Returns the roles that are assigned to the user as JSON texts, and removes all others from the target.",
			Phrases:  []string{"the roles in {appRoleAssignments}, in place of those of the target"},
			Params:   []Param{rolesParam(true)},
			Result:   value.KindsOf(value.KindList),
			Evidence: Documented,
			Origin:   Undocumented,
			Source:   appRolesSource,
			Notes: []Note{
				{Documented, "An update replaces the roles of the target, so that roles no longer assigned are removed."},
				{Assumed, "Without a role the result is an empty list, which clears the target; AppRoleAssignmentsComplex returns null."},
				{Inferred, "The texts are those of AppRoleAssignmentsComplex."},
			},
			Examples: []Example{
				{Expr: `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`, Attrs: value.Map{"appRoleAssignments": []string{"User"}}, Want: []string{`{"value":"User","displayName":"User"}`}},
				{Expr: `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`, Attrs: value.Map{}, Want: []string{}, WantKind: "list"},
				{Expr: `AssertiveAppRoleAssignmentsComplex(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: assertiveRoles,
			Infer: func(in *Inferring) Shape {
				in.Value(0)
				return roleJSON.ListOf(false)
			},
		},
	}
}

// rolesParam is NullHandled because a user without a role is no mistake: each function has a result for it.
func rolesParam(keyInferred bool) Param {
	return Param{
		Name: "appRoleAssignments", Doc: "the attribute [appRoleAssignments]: the user's roles in the application", List: true,
		Null: NullHandled, Key: "source", KeyInferred: keyInferred,
	}
}

// role is one application role. A member that the input lacks is "".
type role struct {
	id, value, displayName string
}

// asRole reads a role from {id, value, displayName}, whatever else it has, or from the text of a role. Names are compared without case.
// Without value and display name ok is false, and the role is left out.
func asRole(v value.Value) (role, bool) {
	o, isObject := v.AsObject()
	if !isObject {
		text := v.Text()
		return role{value: text, displayName: text}, text != ""
	}
	r := role{
		id:          o.GetFold("id").Text(),
		value:       o.GetFold("value").Text(),
		displayName: o.GetFold("displayName").Text(),
	}
	return r, r.text() != ""
}

// text returns the value, or the display name of a role without a value, such as "Default Access".
func (r role) text() string {
	if r.value != "" {
		return r.value
	}
	return r.displayName
}

// json returns the role as the documented PATCH request has it, with members in that order. By hand, because a struct with omitempty
// would escape <, > and & as encoding/json does.
func (r role) json() string {
	buf := []byte{'{'}
	for _, m := range [...]struct{ name, text string }{{"id", r.id}, {"value", r.value}, {"displayName", r.displayName}} {
		if m.text == "" {
			continue
		}
		if len(buf) > 1 {
			buf = append(buf, ',')
		}
		buf = append(buf, '"')
		buf = append(buf, m.name...)
		buf = append(buf, '"', ':')
		buf = value.String(m.text).AppendJSON(buf)
	}
	return string(append(buf, '}'))
}

// roles reads the roles of the source argument.
func roles(a Args) ([]role, error) {
	members, err := a.Members(0)
	if err != nil {
		return nil, err
	}
	if err := a.c.MakeList(len(members)); err != nil {
		return nil, err
	}
	found := make([]role, 0, len(members))
	for i, m := range members {
		if err := cmp.Or(a.c.ReadMember(i), a.c.Read(m)); err != nil {
			return nil, err
		}
		if r, ok := asRole(m); ok {
			found = append(found, r)
		}
	}
	return found, nil
}

func singleRole(a Args) (value.Value, error) {
	found, err := roles(a)
	switch {
	case err != nil:
		return value.Absent, err
	case len(found) == 0:
		return value.Null, nil
	case len(found) > 1:
		return value.Absent, a.FailArg(0, codes.EvalManyRoles, value.Absent, manyRoles, len(found))
	}
	return value.String(found[0].text()), nil
}

// manyRoles is the live service's message, its spelling included, so that people who search for it find the same advice.
const manyRoles = "An error occured while evaluating this function: 'SingleAppRoleAssignment.' " +
	"No more than one app role assignment was expected, but this many where found: %d"

// eachRole returns the list of what form makes of the roles, or null if there is none.
func eachRole(a Args, form func(role) string) (value.Value, error) {
	found, err := roles(a)
	if err != nil || len(found) == 0 {
		return value.Null, err
	}
	return roleList(a, found, form)
}

// assertiveRoles differs from eachRole without a role: an empty list clears the target, where null would leave it.
func assertiveRoles(a Args) (value.Value, error) {
	found, err := roles(a)
	if err != nil {
		return value.Absent, err
	}
	return roleList(a, found, role.json)
}

// roleList returns the list of what form makes of the roles, an empty one included.
func roleList(a Args, found []role, form func(role) string) (value.Value, error) {
	members := make([]value.Value, len(found))
	for i, r := range found {
		text := form(r)
		if err := a.c.MadeText(len(text)); err != nil {
			return value.Absent, err
		}
		members[i] = value.String(text)
	}
	return value.List(members...), nil
}

// roleJSON is the shape of the JSON text of a role, which may lack members and contain any number of escapes.
var roleJSON = shape.Between(len(`{"value":"x"}`), shape.Unbounded).Shape()

// inferRole returns the shape of the text of a role, and whether the source may have none.
func inferRole(in *Inferring) (text Shape, none bool) {
	s := in.Value(0)
	none = s.MayBeNull() || s.MayBe(shape.ListKind)
	role := in.Members(0)
	objects := value.KindsOf(value.KindObject)
	// An object may lack value and display name, and such a role is left out.
	none = none || role.MayBe(objects|shape.NullKind) || role.HasEmptyText()
	// The lengths of the shape are those of an object's JSON and not of the role's text.
	if text = role.WithoutNull().Text(); role.MayBe(objects) {
		return shape.Between(1, shape.Unbounded).Shape(), none
	}
	return text.WithoutEmpty(), none
}

// inferSingleRole may fail for every list, whose number of roles is not known.
func inferSingleRole(in *Inferring) Shape {
	text, none := inferRole(in)
	in.fails = in.fails || in.Value(0).MayBe(shape.ListKind)
	return shape.OrNull(text, none)
}
