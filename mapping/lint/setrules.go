package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// scopeSource is the page about scoping filters.
const scopeSource = "Scoping filters for attribute-based application provisioning (2026-08)"

// setRules returns the rules about the mappings of a set and its scope. Most of the mistakes are found by [mapping.Set.Validate].
func setRules() []Rule {
	return []Rule{
		{
			Code: "L101", Name: "incomplete-mapping", Severity: diag.Error,
			Summary:  "A mapping has no target or more than one source, or there are no mappings.",
			Doc:      "Each mapping names the attribute that it fills, and fills it with one of an attribute, a constant and an expression.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.NoMappings, codes.NoTarget, codes.SourceTwice},
			Bad: []Example{
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "constant": "x", "match": 1}]}`, At: "mappings[0].constant"},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"from": "title"}]}`, At: "mappings[1].target"},
			},
			Good: []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}]}`}},
		},
		{
			Code: "L102", Name: "target-mapped-twice", Severity: diag.Error,
			Summary:  "Two mappings fill the same target attribute.",
			Doc:      "The service accepts only one mapping for each target attribute, and refuses the schema otherwise.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.TargetTwice},
			Bad:     []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "username", "from": "upn"}]}`, At: "mappings[1].target"}},
			Good:    []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "displayName", "from": "mail"}]}`}},
		},
		{
			Code: "L103", Name: "matching", Severity: diag.Error,
			Summary:  "There is no matching attribute, or the order of the matching attributes is ambiguous.",
			Doc:      "Objects are searched for in the target by the matching attributes, the lowest number first. Without one, every object is taken as new.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.NoMatch, codes.MatchPrecedence},
			Bad: []Example{
				{Set: `{"mappings": [{"target": "userName", "from": "mail"}]}`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "externalId", "from": "id", "match": 1}]}`, At: "mappings[1].match"},
			},
			Good: []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "externalId", "from": "id", "match": 2}]}`}},
		},
		{
			Code: "L104", Name: "required-unmapped", Severity: diag.Warning,
			Summary:  "The target requires an attribute that no mapping fills.",
			Doc:      "An object cannot be created without its required attributes: map them, or give the attribute a default. What Active Directory, Microsoft Entra ID and SCIM require is known. A mapping file that maps less than half of it, and names no profile, is taken for one that creates nothing.",
			Evidence: functions.Documented, Source: mappingSource + "; HR user creation issues; Graph user resource; RFC 7643, 4.1",
			Reports: []diag.Code{codes.RequiredUnmapped},
			Bad: []Example{
				{Set: `{"mappings": [{"target": "sAMAccountName", "from": "id", "match": 1}, {"target": "cn", "from": "displayName"}]}`},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "displayName", "from": "name"}]}`, Profile: "entra"},
				{Show: `a required displayName in the target, which no mapping fills`, Schema: schemaExample(`{"name": "userName", "required": true}, {"name": "displayName", "required": true}`, mappingExample("userName", 1, "mail", "mail")), At: exampleMappings},
			},
			Good: []Example{
				{Set: `{"mappings": [{"target": "employeeID", "from": "id", "match": 1}, {"target": "sn", "from": "surname"}]}`},
				{Show: `a displayName that is not required`, Schema: schemaExample(`{"name": "userName", "required": true}, {"name": "displayName"}`, mappingExample("userName", 1, "mail", "mail"))},
			},
		},
		{
			Code: "L105", Name: "read-only-target", Severity: diag.Error,
			Summary:  "The target attribute cannot be written.",
			Doc:      "The target sets it. Remove the mapping. In a mapping file the attributes that no target writes are known by name, such as memberOf of Active Directory.",
			Evidence: functions.Documented, Source: "Graph attributeDefinition: mutability; RFC 7643: readOnly",
			Reports: []diag.Code{codes.ReadOnlyTarget},
			Bad: []Example{
				{Show: `a mapping to id, whose mutability is ReadOnly`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "mutability": "ReadOnly"}`, mappingExample("userName", 1, "mail", "mail"), mappingExample("id", 0, "id", "id")), At: exampleMappings + "[1].targetAttributeName"},
				{Set: `{"mappings": [{"target": "sAMAccountName", "from": "id", "match": 1}, {"target": "memberOf", "from": "groups"}]}`, At: "mappings[1].target"},
			},
			Good: []Example{
				{Show: `a mapping to id, whose mutability is ReadWrite`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "mutability": "ReadWrite"}`, mappingExample("userName", 1, "mail", "mail"), mappingExample("id", 0, "id", "id"))},
				{Set: `{"mappings": [{"target": "employeeNumber", "from": "id", "match": 1}, {"target": "memberOf", "from": "groups"}]}`},
			},
			mapping: readOnlyTarget,
		},
		{
			Code: "L106", Name: "flow-nulls", Severity: diag.Warning,
			Summary:  "Null is set to flow where the service ignores it.",
			Doc:      "Null flows only into single-valued attributes that are not matching attributes, and only if both the source attribute and the mapping allow it.",
			Evidence: functions.Documented, Source: "Clear attribute values in provisioning (2026-08)",
			Reports: []diag.Code{codes.FlowNulls},
			Bad:     []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1, "flowNulls": true}]}`, At: "mappings[0].flowNulls"}},
			Good:    []Example{{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "title", "from": "title", "flowNulls": true}]}`}},
		},
		{
			Code: "L107", Name: "scope-clause", Severity: diag.Error,
			Summary:  "A clause of the scope has no attribute, an unknown operator, or a value that the operator cannot compare.",
			Doc:      operatorDoc(),
			Evidence: functions.Documented, Source: scopeSource,
			Reports: []diag.Code{codes.FilterOperator, codes.FilterOperand, codes.FilterAttribute},
			Bad: []Example{
				{Set: `{"scope": [[{"attribute": "department", "operator": "EQUAL", "values": ["Sales"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
				{Set: `{"scope": [[{"attribute": "level", "operator": "GREATER_THAN", "values": ["two"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
			},
			Good: []Example{
				{Set: `{"scope": [[{"attribute": "department", "operator": "EQUALS", "values": ["Sales"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
			},
		},
		{
			Code: "L108", Name: "scope-attribute", Severity: diag.Warning,
			Summary:  "The scope uses an attribute that scoping filters do not support, or not with this operator.",
			Doc:      "The attributes appRoleAssignments, userType and manager, dates and multi-valued attributes are documented as unsupported there. Use another attribute for the decision. Booleans such as accountEnabled are compared by IS TRUE and IS FALSE, not by EQUALS.",
			Evidence: functions.Documented, Source: scopeSource,
			Reports: []diag.Code{codes.ScopeAttribute, codes.FilterType},
			Bad: []Example{
				{Set: `{"scope": [[{"attribute": "manager", "operator": "IS NOT NULL"}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
				{Set: `{"scope": [[{"attribute": "accountEnabled", "operator": "EQUALS", "values": ["true"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
			},
			Good: []Example{
				{Set: `{"scope": [[{"attribute": "accountEnabled", "operator": "IS TRUE"}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
				// Workday's Active has a capital and holds 1 or 0.
				{Set: `{"scope": [[{"attribute": "Active", "operator": "EQUALS", "values": ["1"]}]], "mappings": [{"target": "employeeID", "from": "WorkerID", "match": 1}]}`},
				{Set: `{"scope": [[{"attribute": "employeeType", "operator": "IS NOT NULL"}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
			},
			set: scopeAttributes,
		},
		{
			Code: "L109", Name: "scope-null", Severity: diag.Warning,
			Summary:  "A negative clause of the scope also excludes objects without a value.",
			Doc:      "For null every clause but IS NULL is false, including NOT EQUALS and NOT REGEX MATCH: department NOT EQUALS Interns excludes everybody without a department, and disables their accounts. Add a group with IS NULL or, if this is intended, the clause IS NOT NULL.",
			Evidence: functions.Documented, Source: scopeSource,
			Bad: []Example{
				{Set: `{"scope": [[{"attribute": "department", "operator": "NOT EQUALS", "values": ["Interns"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
			},
			Good: []Example{
				// Either clause shows that objects without a value were thought of.
				{Set: `{"scope": [[{"attribute": "department", "operator": "NOT EQUALS", "values": ["Interns"]}], [{"attribute": "department", "operator": "IS NULL"}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
				{Set: `{"scope": [[{"attribute": "department", "operator": "IS NOT NULL"}, {"attribute": "department", "operator": "NOT EQUALS", "values": ["Interns"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
			},
			set: scopeNull,
		},
		{
			Code: "L110", Name: "scope-pattern", Severity: diag.Warning,
			Summary:  "A regular expression of the scope backtracks catastrophically, or a value has a space at its start or end.",
			Doc:      "See L37: a repeated part contains a repetition, so that for some texts the time doubles with each character. Spaces in values of the scope are significant, as everywhere.",
			Evidence: functions.Inferred, Source: ".NET regular expressions: backtracking",
			Bad: []Example{
				{Set: `{"scope": [[{"attribute": "mail", "operator": "REGEX MATCH", "values": ["^(\\w+\\.?)+@contoso\\.com$"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
				{Set: `{"scope": [[{"attribute": "department", "operator": "EQUALS", "values": ["Sales "]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`, At: "scope[0][0]"},
			},
			Good: []Example{
				{Set: `{"scope": [[{"attribute": "mail", "operator": "REGEX MATCH", "values": ["^.*@contoso\\.com$"]}]], "mappings": [{"target": "userName", "from": "mail", "match": 1}]}`},
			},
			set: scopePattern,
		},
	}
}

// readOnlyTarget reports a mapping to an attribute that the target sets itself, by its name, where no schema defines it. An anchor is
// another rule's.
func readOnlyTarget(m *mappingCheck) {
	a, _ := m.opts.Profile.Attribute(m.opts.objectName(), m.Target)
	if !m.opts.defines(m.Target) && a.ReadOnly && !isAnchor(m.opts.Profile, m.Target) {
		m.report("target", "%s is set by the target itself: remove the mapping", diag.Clip(m.Target))
	}
}

// clauses calls check for every clause of the scope, with its path and the group that it is in.
func (c *setCheck) clauses(check func(at diag.Path, clause mapping.Clause, group mapping.Group)) {
	for g, group := range c.set.Scope {
		for i, clause := range group {
			check(diag.PathOf("scope", g, i), clause, group)
		}
	}
}

// scopeAttributes reports attributes that scoping filters do not support, by the schema's definition or by name, as package graph has
// them.
func scopeAttributes(s *setCheck) {
	s.clauses(func(at diag.Path, c mapping.Clause, _ mapping.Group) {
		def, _ := s.opts.Source.Lookup(c.Attribute)
		if why := graph.NotInScope(c.Attribute, def); why != "" {
			s.reportScope(at, "a scoping filter cannot use %s: it %s", diag.Clip(c.Attribute), why)
		}
		isBoolean := def == nil && isTruth(c.Attribute) || def != nil && s.opts.Source.Open && def.Type == mapping.Boolean
		if isBoolean && isOperator(c, comparesNoBoolean) && !slices.ContainsFunc(c.Values, func(text string) bool { return !isTruthText(text) }) {
			s.reportScope(at, "%s does not compare Booleans, and %s is one: write IS TRUE or IS FALSE", diag.Clip(c.Operator), diag.Clip(c.Attribute))
		}
	})
}

// comparesNoBoolean reports whether an operator compares values, and those of Booleans not. A schema that defines the attribute is checked
// by package graph.
func comparesNoBoolean(op *mapping.Operator) bool {
	return !op.Unary && !slices.Contains(op.Types, mapping.Boolean)
}

// scopeNull reports negative clauses that exclude objects without a value, most likely unintended. It is intended where the filter shows
// that null was thought of: by a clause that null passes in any group, or by IS NOT NULL in the same group.
func scopeNull(s *setCheck) {
	nullPasses := map[string]bool{}
	s.clauses(func(_ diag.Path, c mapping.Clause, _ mapping.Group) {
		if isOperator(c, asksForNull) {
			nullPasses[c.Attribute] = true
		}
	})
	s.clauses(func(at diag.Path, c mapping.Clause, group mapping.Group) {
		if !isOperator(c, deniesValue) || nullPasses[c.Attribute] || s.neverNull(c.Attribute) {
			return
		}
		for _, other := range group {
			if other.Attribute == c.Attribute && isOperator(other, asksForValue) {
				return
			}
		}
		s.reportScope(at, "%s %s is false if %s has no value, so that such objects are out of scope, too: add a group with %s IS NULL, or the clause IS NOT NULL",
			diag.Clip(c.Attribute), c.Operator, diag.Clip(c.Attribute), diag.Clip(c.Attribute))
	})
}

// neverNull reports whether every object in the data has the attribute or, without data, whether the attribute is required. It looks at
// all data: those in scope would have the attribute because of the very clause in question.
func (c *setCheck) neverNull(name string) bool {
	if c.opts.Data != nil {
		return c.opts.Data.column(name).empty == 0
	}
	a, _ := c.opts.Source.Lookup(name)
	return a != nil && a.Required
}

// operatorDoc returns the list of operators, and of those that compare whole numbers. It is made from the table of operators, so that a
// new one is in the rule's text, too.
func operatorDoc() string {
	var all, integers []string
	for _, op := range mapping.Operators() {
		all = append(all, op.Name)
		if len(op.Types) == 1 && slices.Contains(op.Types, mapping.Integer) {
			integers = append(integers, op.Name)
		}
	}
	return "The operators are " + andList(all) + ". " + andList(integers) + " compare whole numbers."
}

// andList joins words for a sentence: a, b and c.
func andList(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// isOperator reports whether the clause's operator is known and has a property; an unknown one is reported by another rule.
func isOperator(c mapping.Clause, has func(op *mapping.Operator) bool) bool {
	op, err := mapping.ParseOperator(c.Operator)
	return err == nil && has(&op)
}

// asksForNull reports whether an operator holds for null.
func asksForNull(op *mapping.Operator) bool { return op.HoldsOnNull }

// asksForValue reports whether an operator holds for every value and not for null.
func asksForValue(op *mapping.Operator) bool { return op.Presence && !op.HoldsOnNull }

// deniesValue reports whether an operator negates a value. Most readers do not expect it to be false for null. IS FALSE and the operators
// on bits are not among them: they are about Booleans and numbers.
func deniesValue(op *mapping.Operator) bool {
	return op.Negative && !op.Unary && slices.Contains(op.Types, mapping.String)
}

// takesPattern reports whether an operator compares with regular expressions.
func takesPattern(op *mapping.Operator) bool { return op.Pattern }

// scopePattern checks the values of the clauses. A value of spaces alone is meant.
func scopePattern(s *setCheck) {
	s.clauses(func(at diag.Path, c mapping.Clause, _ mapping.Group) {
		for _, text := range c.Values {
			switch {
			case isOperator(c, takesPattern) && netregex.Explodes(text):
				s.reportScope(at, "the regular expression repeats a part with a repetition, so that its time doubles with each character of a text that does not match")
			case strings.TrimSpace(text) != text && strings.TrimSpace(text) != "":
				s.reportScope(at, "%s has a space at its start or end, which is significant: write %s", diag.Quote(text), diag.Quote(strings.TrimSpace(text)))
			}
		}
	})
}
