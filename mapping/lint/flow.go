package lint

import (
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

const mappingSource = "Customize user provisioning attribute-mappings (2026-08)"

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
				// The formats have no year, so that the date has this year's.
				{Expr: `FormatDateTime([birthday], , "d/M", "yyyy-MM-dd")`, Use: Use{Target: "info", Apply: applies(mapping.ApplyAlways)}},
				{Expr: `FormatDateTime([birthday], "d/M", "yyyy-MM-dd")`, Use: Use{Target: "extensionAttribute1", Apply: applies(mapping.ApplyAlways)}},
			},
			Good: []Example{
				{Expr: `Append([alias], RandomString(3, 3, 0, 0, 0, ))`, Use: Use{Target: "mailNickname", Apply: applies(mapping.ApplyCreate)}},
				// Now decides here, and the result changes once.
				{Expr: `IIF(DateDiff("d", Now(), CDate([hireDate])) > 0, "False", "True")`, Use: Use{Target: "accountEnabled", Apply: applies(mapping.ApplyAlways)}},
				{Expr: `IIF([IsSoftDeleted]="True", Append([mail], FormatDateTime(Now(), , "yyyy", "yyyy-MM-dd")), [mail])`, Use: Use{Target: "mail", Apply: applies(mapping.ApplyAlways)}},
				// When the mapping applies is not known.
				{Expr: `Guid()`},
				{Expr: `FormatDateTime([birthday], , "yyyy-MM-dd", "d.M.yyyy")`, Use: Use{Target: "info", Apply: applies(mapping.ApplyAlways)}},
				{Expr: `FormatDateTime([start], , "HH:mm", "h:mm tt")`, Use: Use{Target: "info", Apply: applies(mapping.ApplyAlways)}},
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
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "jobTitle", "expression": "IIF([type]=\"C\", \"Contractor\", IgnoreFlowIfNullOrEmpty([title]))", "default": "Employee"}]}`, At: "mappings[1].default"},
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
// since comparing dates with today is what it is for. A call that is never evaluated counts for nothing.
func changingValue(e *expression) {
	if !e.use.onUpdates() {
		return
	}
	for c := range e.calls() {
		if inferred := e.inference(); inferred != nil && !inferred.Evaluated(c.Call) {
			continue
		}
		switch {
		case c.spec.Effects&functions.Directory != 0:
			return // another rule reports it
		case c.spec.Effects&functions.Random != 0, c.spec.Effects&functions.Clock != 0 && e.isPart(c.Call):
			e.report(c, "%s returns another value each time, but the mapping applies on every update: apply it only during object creation", c.spec.Name)
			return
		case e.completesDate(c) && e.isPart(c.Call):
			e.report(c, "without a year in its input, %s takes the date from today, so that the value changes with the day: apply the mapping only during object creation", c.spec.Name)
			return
		}
	}
}

// completesDate reports whether the result of FormatDateTime depends on the day because its input has no year, as with d.M. for yyyy-MM-dd;
// for HH:mm as h:mm tt it does not. It asks the function itself, on two days, and knows nothing of formats that are not constant.
func (e *expression) completesDate(c call) bool {
	if c.spec.Name != "FormatDateTime" || e.program == nil || e.program.Effects()&functions.Clock == 0 {
		return false
	}
	format := ""
	for i, arg := range c.Args {
		if text, ok := constant(arg); ok && c.param(i).Name == "inputFormat" {
			format = text
		}
	}
	text, ok := e.tryPart(&syntax.Call{Name: c.Name, Args: []syntax.Node{
		&syntax.String{Value: sampleTime.Format(time.RFC3339)}, &syntax.Omitted{}, &syntax.String{Value: "yyyy-MM-ddTHH:mm:ssZ"}, &syntax.String{Value: format},
	}}, same(""))
	if !ok {
		return false
	}
	alone := &syntax.Call{Name: c.Name, Args: slices.Clone(c.Args)}
	alone.Args[0] = &syntax.String{Value: text.Text()}
	program, err := expr.Compile(syntax.Format(alone), expr.WithFunctions(e.reg))
	if err != nil {
		return false
	}
	var results [2]string
	for i := range results {
		env := environment(same(""))
		env.Clock = func() time.Time { return sampleTime.AddDate(i, i, i) }
		v, err := program.Eval(env)
		if err != nil {
			return false
		}
		results[i] = v.Text()
	}
	return results[0] != results[1]
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
		m.report("default", "the default %s is never used: without a value, the expression leaves the attribute out", diag.Quote(m.Default))
	}
}

// alwaysIgnores reports whether the expression never results in null and leaves the attribute out instead, whatever its branches.
func (m *mappingCheck) alwaysIgnores() bool {
	e := &expression{use: useOf(m.Mapping), opts: m.opts, reg: m.opts.registry(), src: m.Mapping.Expression}
	_ = e.check() // other rules report what it finds
	if e.inference() == nil {
		return false
	}
	kinds := e.inference().Shape.Kinds
	return kinds != 0 && !kinds.Has(value.KindNull) && kinds.Has(value.KindIgnoreAttribute)
}

// defaultAtCreation leaves mappings without a source alone, whose default also fills an empty target later.
func defaultAtCreation(m *mappingCheck) {
	if m.Default != "" && m.Apply == mapping.ApplyAlways && m.Type() != mapping.None {
		m.report("default", "the default %s is written only when the object is created", diag.Quote(m.Default))
	}
}
