package lint

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

const rolesSource = "Customize user provisioning attribute-mappings (2026-08): provisioning a role to a SCIM app"

// roleRules returns the rules about application roles. The service passes roles as assignments, which only its role functions read.
func roleRules() []Rule {
	return []Rule{
		{
			Code: "L42", Name: "roles-direct", Severity: diag.Error,
			Summary:  "The attribute appRoleAssignments is used without a function that reads roles.",
			Doc:      "The attribute contains assignments, not names. SingleAppRoleAssignment returns the value of the only role, AppRoleAssignmentsComplex and AssertiveAppRoleAssignmentsComplex return all of them.",
			Evidence: functions.Documented, Source: rolesSource,
			Reports: []diag.Code{codes.RolesDirect},
			Bad: []Example{
				{Expr: `[appRoleAssignments]`, Fixed: `SingleAppRoleAssignment([appRoleAssignments])`},
				{Expr: `Join(",", [appRoleAssignments])`, At: `[app`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "roles", "from": "appRoleAssignments"}]}`, At: "mappings[1].from"},
			},
			Good: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`},
				{Expr: `Switch(SingleAppRoleAssignment([appRoleAssignments]), , "Reader", "1")`},
				// A test for presence does not read the assignments.
				{Expr: `IIF(IsPresent([appRoleAssignments]), SingleAppRoleAssignment([appRoleAssignments]), "User")`},
			},
			expression: rolesDirect,
		},
		{
			Code: "L43", Name: "role-function", Severity: diag.Error,
			Summary:  "A role function fills the wrong target, reads another attribute, or is inside a function that cannot use its result.",
			Doc:      "SingleAppRoleAssignment returns one text, for roles[primary eq \"True\"].value and similar targets. AppRoleAssignmentsComplex and AssertiveAppRoleAssignmentsComplex return a list for the attribute roles, and must be the whole expression. All of them read [appRoleAssignments].",
			Evidence: functions.Documented, Source: rolesSource,
			Bad: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: "roles"}},
				{Expr: `AppRoleAssignmentsComplex([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True"].value`}},
				{Expr: `ToLower(AppRoleAssignmentsComplex([appRoleAssignments]))`, At: `AppRole`},
				{Expr: `SingleAppRoleAssignment([roles])`, At: `[roles]`, Fixed: `SingleAppRoleAssignment([appRoleAssignments])`},
			},
			Good: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True"].value`}},
				{Expr: `AssertiveAppRoleAssignmentsComplex([appRoleAssignments])`, Use: Use{Target: "roles"}},
				{Expr: `AppRoleAssignmentsComplex([appRoleAssignments])`},
			},
			expression: roleFunction,
		},
		{
			Code: "L44", Name: "roles-with-sync-all", Severity: diag.Error,
			Summary:  "A role function is used in a job that provisions all users and groups.",
			Doc:      "Without assignments there are no roles, so the three role functions do not work with the scope Sync all users and groups.",
			Evidence: functions.Documented, Source: rolesSource,
			Reports:    []diag.Code{codes.RolesSyncAll},
			Bad:        []Example{{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, SyncAll: true}},
			Good:       []Example{{Expr: `SingleAppRoleAssignment([appRoleAssignments])`}, {Expr: `[displayName]`, SyncAll: true}},
			expression: rolesWithSyncAll,
		},
		{
			Code: "L75", Name: "role-as-match", Severity: diag.Error,
			Summary:  "A role function fills a matching attribute.",
			Doc:      "Roles change, and many users have the same one: an object is not found by its role, or two are. Match by an attribute that is unique and stays, such as userName or externalId.",
			Evidence: functions.Inferred, Source: mappingSource + ": matching attributes are unique",
			Bad: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True"].value`, Match: 1}},
				{
					Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "userType", "expression": "ToLower(SingleAppRoleAssignment([appRoleAssignments]))", "match": 2}]}`,
					At:  "mappings[1].expression",
				},
			},
			Good:       []Example{{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True"].value`}}},
			expression: roleAsMatch,
		},
	}
}

// roleAsMatch reports role functions anywhere in the expression of a matching attribute.
func roleAsMatch(e *expression) {
	if e.use.Match <= 0 {
		return
	}
	for c := range e.calls() {
		if c.isRoleFunction() {
			e.report(c, "%s is not unique and changes with the assignments of a user, so that %s cannot be a matching attribute", c.spec.Name, diag.Clip(e.use.Target))
			return
		}
	}
}

const rolesAttribute = "appRoleAssignments"

// isRoleFunction reports whether a call reads application roles. All names of such functions have this part in common.
func (c call) isRoleFunction() bool { return strings.Contains(c.spec.Name, "AppRoleAssignment") }

// rolesDirect reports appRoleAssignments outside the role functions. A test for presence and Count are sound: neither looks into the
// assignments. The attribute by itself is corrected to the function for one role, which fits every target but roles.
func rolesDirect(e *expression) {
	for n := range syntax.Nodes(e.root) {
		name, ok := attribute(n)
		if !ok || !strings.EqualFold(name, rolesAttribute) {
			continue
		}
		at := e.parents[n]
		if c, ok := e.callOf(at.node); ok && (c.isRoleFunction() || c.isBoolean() || c.spec.Name == "Count") {
			continue
		}
		f := e.report(n, "appRoleAssignments contains assignments, and cannot be used without SingleAppRoleAssignment, AppRoleAssignmentsComplex or AssertiveAppRoleAssignmentsComplex")
		if at.node == nil {
			f.replace(n, "SingleAppRoleAssignment(["+rolesAttribute+"])")
		}
	}
}

// roleFunction checks what a role function reads, which target it fills, and whether it is the result. A list of roles cannot be processed
// any further; the single role is a text like others.
func roleFunction(e *expression) {
	for c := range e.calls() {
		if !c.isRoleFunction() {
			continue
		}
		if name, ok := attribute(c.arg(0)); ok && !strings.EqualFold(name, rolesAttribute) {
			e.report(c.Args[0], "%s reads the roles of [appRoleAssignments], but [%s] is another attribute", c.spec.Name, diag.Clip(name)).
				replace(c.Args[0], "["+rolesAttribute+"]")
		}
		switch single := c.spec.Name == "SingleAppRoleAssignment"; {
		case single && e.isTarget("roles") && e.isResult(c.Call):
			e.report(c, "%s returns one text, but roles is a list: map it to roles[primary eq \"True\"].value, or use AppRoleAssignmentsComplex", c.spec.Name)
		case single || !strings.HasSuffix(c.spec.Name, "Complex"):
		case !e.isResult(c.Call):
			e.report(c, "%s returns a list of roles, which no other function can use: make it the whole expression", c.spec.Name)
		case strings.HasPrefix(strings.ToLower(e.use.Target), "roles[") || strings.HasPrefix(strings.ToLower(e.use.Target), "roles."):
			e.report(c, "%s returns a list of roles, but %s is a single text: map it to roles, or use SingleAppRoleAssignment", c.spec.Name, diag.Clip(e.use.Target))
		}
	}
}

func rolesWithSyncAll(e *expression) {
	if !e.opts.SyncAll {
		return
	}
	for c := range e.calls() {
		if c.isRoleFunction() {
			e.report(c, "%s does not work when all users and groups are provisioned: provision only assigned ones", c.spec.Name)
		}
	}
}
