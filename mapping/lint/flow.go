package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

const mappingSource = "Customize user provisioning attribute-mappings"

// flowRules returns the rules about when a value flows.
func flowRules() []Rule {
	return []Rule{
		{
			Code: "L52", Name: "changing-value", Severity: diag.Warning,
			Summary:  "A mapping that always applies has another result each time.",
			Doc:      "With RandomString and Guid, and with Now as part of the result, every cycle writes the attribute again: names and passwords change unexpectedly. Apply the mapping only during object creation.",
			Evidence: functions.Inferred, Source: mappingSource,
			Reports: []diag.Code{codes.ChangingValue},
			Bad: []Example{
				{Expr: `Append([alias], RandomString(3, 3, 0, 0, 0, ))`, Use: Use{Target: "mailNickname", Apply: applies(mapping.ApplyAlways)}, At: `RandomString`},
				{Expr: `FormatDateTime(Now(), , "yyyy", "yyyy-MM-dd HH:mm:ss")`, Use: Use{Target: "info", Apply: applies(mapping.ApplyAlways)}, At: `Now`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "nickName", "expression": "Guid()"}]}`, At: "mappings[1].expression"},
			},
			Good: []Example{
				{Expr: `Append([alias], RandomString(3, 3, 0, 0, 0, ))`, Use: Use{Target: "mailNickname", Apply: applies(mapping.ApplyCreate)}},
				// Now decides here, and the result changes once.
				{Expr: `IIF(DateDiff("d", Now(), CDate([hireDate])) > 0, "False", "True")`, Use: Use{Target: "accountEnabled", Apply: applies(mapping.ApplyAlways)}},
				{Expr: `IIF([IsSoftDeleted]="True", Append([mail], FormatDateTime(Now(), , "yyyy", "yyyy-MM-dd")), [mail])`, Use: Use{Target: "mail", Apply: applies(mapping.ApplyAlways)}},
				// When the mapping applies is not known.
				{Expr: `Guid()`},
			},
			expression: changingValue,
		},
		{
			Code: "L53", Name: "default-on-update", Severity: diag.Warning,
			Summary:  "A default is expected on an update, where it is not used.",
			Doc:      "The default value is written only when the object is created. An existing object keeps its value, or null clears it if it may flow. An expression always results in a value: Switch([a], [a], \"\", \"default\").",
			Evidence: functions.Documented, Source: mappingSource,
			Bad: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "from": "title", "default": "Employee", "flowNulls": true}]}`, At: "mappings[1].default"},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "expression": "IgnoreFlowIfNullOrEmpty([title])", "default": "Employee"}]}`, At: "mappings[1].default"},
			},
			Good: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "from": "title", "default": "Employee"}]}`},
			},
			mapping: defaultOnUpdate,
		},
		{
			Code: "L54", Name: "default-at-creation", Severity: diag.Info, OnRequest: true,
			Summary:  "A mapping that always applies has a default.",
			Doc:      "The default value is written only when the object is created: an existing object keeps its value when its source becomes empty.",
			Evidence: functions.Documented, Source: mappingSource,
			Bad: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "from": "title", "default": "Employee"}]}`, At: "mappings[1].default"},
			},
			Good: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "from": "title", "default": "Employee", "apply": "create"}]}`},
				// Without a source the default is what the mapping is for.
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "usageLocation", "default": "US"}]}`},
			},
			mapping: defaultAtCreation,
		},
	}
}

// changingValue reports the first function whose result differs each time. It asks of Apply only whether the mapping is known to apply on
// updates: for an expression by itself nothing is known, and nothing is reported. Now counts only if its value is part of the result,
// since comparing dates with today is what it is for.
func changingValue(e *expression) {
	if !e.use.onUpdates() {
		return
	}
	for c := range e.calls() {
		switch {
		case c.spec.Effects&functions.Directory != 0:
			return // another rule reports it
		case c.spec.Effects&functions.Random != 0, c.spec.Effects&functions.Clock != 0 && e.isPart(c.Call):
			e.report(c, "%s returns another value each time, but the mapping applies on every update: apply it only during object creation", c.spec.Name)
			return
		}
	}
}

// isPart reports whether the value of a node is part of the result for every object, and does not only decide about it. A branch of IIF or
// Switch is not: it may be the result for a leaver alone, once.
func (e *expression) isPart(n syntax.Node) bool {
	for at := e.parents[n]; at.node != nil; at = e.parents[at.node] {
		c, ok := e.callOf(at.node)
		if !ok || c.isBoolean() || c.spec.Name == "DateDiff" || c.spec.Name == "IIF" || c.spec.Name == "Switch" {
			return false
		}
	}
	return true
}

// defaultOnUpdate reports defaults that cannot do what is expected of them. That a default is unused on updates is no mistake by itself,
// see L54; with flowNulls the update clears the attribute that the default has filled.
func defaultOnUpdate(m *mappingCheck) {
	if m.Default == "" || !m.Apply.Behavior().Updates {
		return
	}
	switch {
	case m.FlowNulls:
		m.report("default", "on an update, a missing value clears %s, and the default %s is not used: it is only for object creation", diag.Clip(m.Target), diag.Quote(m.Default))
	case m.alwaysIgnores():
		m.report("default", "the default %s is never used: without a value, IgnoreFlowIfNullOrEmpty leaves the attribute out", diag.Quote(m.Default))
	}
}

// alwaysIgnores reports whether the expression never results in null because it leaves the attribute out instead. Functions are compared
// by their specs, so that the name's case does not matter.
func (m *mappingCheck) alwaysIgnores() bool {
	tree, err := syntax.Parse(m.Mapping.Expression)
	if err != nil {
		return false
	}
	c, ok := tree.Root.(*syntax.Call)
	spec, _ := m.opts.registry().Lookup("IgnoreFlowIfNullOrEmpty")
	if !ok || spec == nil {
		return false
	}
	called, _ := m.opts.registry().Lookup(c.Name)
	return called == spec
}

// defaultAtCreation leaves mappings without a source alone, whose default also fills an empty target later.
func defaultAtCreation(m *mappingCheck) {
	if m.Default != "" && m.Apply == mapping.ApplyAlways && m.Type() != mapping.None {
		m.report("default", "the default %s is written only when the object is created", diag.Quote(m.Default))
	}
}
