package mapping

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// Scope is a compiled filter. It is immutable and safe for concurrent use.
type Scope struct {
	filter     Filter
	groups     [][]compiledClause
	lenient    bool
	regexSteps int // of one object
}

// compiledClause has a comparison for each operand; those of a unary operator have one.
type compiledClause struct {
	path     value.Path
	operator *operatorRow
	tests    []comparison
}

// ScopeResult reports whether an object is in scope, and why.
type ScopeResult struct {
	Passed bool
	// Groups has the clauses of every group, in the filter's order.
	Groups [][]ClauseResult
	// Limit is what kept a clause from being compared, where it decides whether the object passes: a limit, as a [diag.LimitError], Go data
	// that cannot be read, or an operator that is not known, as an [expr.EvalError] with the code UnsupportedScope. Whether the object is in
	// scope is not known then. It is nil where the other clauses decide: another one of the group does not hold, or another group passes.
	Limit error
}

// ClauseResult is what one clause came to.
type ClauseResult struct {
	Clause Clause
	Passed bool
	// Value is the attribute's value.
	Value value.Value
	// Null reports that the attribute had no value.
	Null bool
	// Err reports that the attribute's value cannot be compared, which counts as not passed.
	Err error
	// Mask is printed in place of the value where it must not be printed, "" where it may. Reports leave out then what it is
	// compared with, too: a clause that holds would reveal the value.
	Mask string
}

// Shown returns the clause as reports may print it.
func (r *ClauseResult) Shown() Clause {
	shown := r.Clause
	if r.Mask != "" {
		shown.Values = nil
	}
	return shown
}

// show returns the value as reports write it.
func (r *ClauseResult) show() string {
	if r.Mask != "" && !r.Value.IsNull() {
		return r.Mask
	}
	return expr.Show(r.Value)
}

// limit returns what Limit is, by logic of three values: an object that passes one group is in scope whatever became of the others, and a
// group fails at one clause that does not hold, whatever became of its others.
func (s *ScopeResult) limit() error {
	if s.Passed {
		return nil
	}
	for _, clauses := range s.Groups {
		if err := undecided(clauses); err != nil {
			return err
		}
	}
	return nil
}

// undecided returns why it is not known whether a group of clauses holds, nil where it is known.
func undecided(clauses []ClauseResult) (open error) {
	for i := range clauses {
		switch c := &clauses[i]; {
		case c.undecided():
			open = cmp.Or(open, c.Err)
		case !c.Passed:
			return nil
		}
	}
	return open
}

// undecided reports whether it is not known if the clause holds.
func (r *ClauseResult) undecided() bool {
	return r.Err != nil && (errors.Is(r.Err, diag.ErrLimit) || r.Value.Unreadable() != nil || r.unsupported())
}

// unsupported reports whether the operator is not known.
func (r *ClauseResult) unsupported() bool {
	var e *expr.EvalError
	return errors.As(r.Err, &e) && e.Code == codes.UnsupportedScope
}

// CompileFilter makes a filter ready to run. Strict filters hold no clause on a null attribute but IS NULL, as the
// documentation says of scoping filters; lenient ones also let negative operators and IS FALSE pass on null, which is the only
// reading under which the shipped input filters of cloud sync make sense (inferred). Of the options KeepUnsupported and Limits count. The findings name
// what is wrong; the scope is nil where one of them is an error.
func CompileFilter(f Filter, lenient bool, opts Options) (*Scope, diag.List) {
	c := &checker{set: &Set{}, opts: &Options{KeepUnsupported: opts.KeepUnsupported, Limits: opts.Limits}}
	s := c.compileScope(f)
	s.lenient = lenient
	if c.found.HasErrors() {
		return nil, c.found
	}
	return s, c.found
}

// compileScope compiles a filter. Clauses that are wrong have findings, and the scope must not be used then.
func (c *checker) compileScope(f Filter) *Scope {
	s := &Scope{filter: f, regexSteps: call.DefaultRegexSteps}
	if c.opts.Limits.RegexSteps > 0 {
		s.regexSteps = c.opts.Limits.RegexSteps
	}
	for g, group := range f {
		var clauses []compiledClause
		for i, clause := range group {
			clauses = append(clauses, c.compileClause(diag.Place{Path: diag.PathOf("scope", g, i)}, clause))
		}
		s.groups = append(s.groups, clauses)
	}
	return s
}

func (c *checker) compileClause(place diag.Place, clause Clause) compiledClause {
	compiled := compiledClause{path: value.ParsePath(clause.Attribute), operator: findOperator(clause.Operator)}
	if clause.Attribute == "" {
		c.addAt(place, diag.Error, codes.FilterAttribute, "name the attribute to compare", "the clause has no attribute")
	}
	c.checkSource(place, diag.Warning, clause.Attribute)
	op := compiled.operator
	if op == nil {
		severity := diag.Error
		if c.opts.KeepUnsupported {
			severity = diag.Warning
		}
		c.addAt(place, severity, codes.FilterOperator, wordHint(normalOperator(clause.Operator), operatorNames()), "unknown operator %s", diag.Quote(clause.Operator))
		return compiled
	}
	operands := clause.Values
	switch {
	case op.Unary:
		if len(operands) > 0 {
			c.addAt(place, diag.Warning, codes.FilterOperand, "leave the values out", "%s takes no values", op.Name)
		}
		operands = []string{""}
	case len(operands) == 0:
		c.addAt(place, diag.Error, codes.FilterOperand, "add a value to compare with", "want a value for %s", op.Name)
	}
	for _, operand := range operands {
		test, err := op.compile(operand)
		if err != nil {
			c.addAt(place, diag.Error, codes.FilterOperand, "", "%s on %s: %s", op.Name, diag.Clip(clause.Attribute), err)
			errors.As(err, &c.found[len(c.found)-1].Limit)
			continue
		}
		compiled.tests = append(compiled.tests, test)
	}
	return compiled
}

// Evaluate reports whether an object passes, with every clause's result: all clauses are evaluated, so that the reader sees what
// would have to change.
func (s *Scope) Evaluate(attrs value.Attributes) ScopeResult {
	result := ScopeResult{Passed: len(s.groups) == 0}
	// The budget is for the object: all its clauses share it.
	work := netregex.Budget{Steps: s.regexSteps}
	for g, clauses := range s.groups {
		passed := true
		results := make([]ClauseResult, len(clauses))
		for i := range clauses {
			results[i] = s.clause(s.filter[g][i], &clauses[i], attrs, &work)
			passed = passed && results[i].Passed
		}
		result.Groups = append(result.Groups, results)
		result.Passed = result.Passed || passed
	}
	result.Limit = result.limit()
	return result
}

func (s *Scope) clause(clause Clause, c *compiledClause, attrs value.Attributes, work *netregex.Budget) ClauseResult {
	// Null is decided by the operator alone, before any comparison: "" and an empty list count as null here.
	v := attrs.Attribute(&c.path)
	result := ClauseResult{Clause: clause, Value: v}
	if result.Err = unreadable(&c.path, v); result.Err != nil {
		return result
	}
	// Even of an attribute without a value nobody knows whether it passes.
	if c.operator == nil {
		result.Err = &expr.EvalError{
			Code: codes.UnsupportedScope, Attribute: clause.Attribute, Message: diag.Messagef("the operator %s is not supported", diag.Name(diag.Clip(clause.Operator))),
		}
		return result
	}
	if v.IsNullOrEmpty() {
		result.Null = true
		result.Passed = c.operator.HoldsOnNull || s.lenient && c.operator.Negative
		return result
	}
	result.Passed, result.Err = c.holds(v.Members(), work)
	return result
}

// holds compares the members of an attribute with all operands.
func (c *compiledClause) holds(members []value.Value, work *netregex.Budget) (bool, error) {
	for _, m := range members {
		for _, test := range c.tests {
			passed, err := test(m, work)
			if err != nil {
				return false, err
			}
			if passed != c.operator.Negative { // a positive operator needs one that holds, a negative one fails at one that does not
				return passed, nil
			}
		}
	}
	return c.operator.Negative, nil
}

// reason says in words why the clause holds or does not, where that is not plain from value and operator; else it is "".
func (r *ClauseResult) reason() string {
	op := findOperator(r.Clause.Operator)
	switch {
	case r.unsupported():
		return r.Err.Error()
	case r.Err != nil:
		return "the value cannot be compared: " + r.Err.Error()
	case r.Null && (op == nil || op.Presence):
		return "the attribute has no value"
	case r.Null && r.Passed:
		return "the attribute has no value, and an input filter lets a denial pass then (inferred)"
	case r.Null:
		return "the attribute has no value, and " + op.Name + " does not hold then (documented)"
	}
	if members, isList := r.Value.AsList(); isList && op != nil {
		return r.reasonOf(len(members), op.Negative)
	}
	return ""
}

// reasonOf reports how many of an attribute's n values the clause holds for. A negative operator needs all of them, a positive one needs
// one.
func (r *ClauseResult) reasonOf(n int, negative bool) string {
	switch {
	case negative && r.Passed:
		return fmt.Sprintf("all of its %d values do", n)
	case negative:
		return fmt.Sprintf("one of its %d values does not", n)
	case r.Passed:
		return fmt.Sprintf("one of its %d values does", n)
	}
	return fmt.Sprintf("none of its %d values does", n)
}

// ExplainFilter evaluates a filter, the set's scope or another one, and marks the values of attributes that the set's expressions keep
// out of reports.
func (m *Mapper) ExplainFilter(s *Scope, attrs value.Attributes) ScopeResult {
	if attrs == nil {
		attrs = value.Map(nil)
	}
	result := s.Evaluate(attrs)
	result.conceal(m.isSecret)
	if m.opts.HideValues {
		result.hide()
	}
	return result
}

// findSecrets returns the source attributes whose values are in no report: those that expressions keep out by Redact, and those of
// which only custom security attributes are made. An attribute that an ordinary target shows is no secret by the latter rule, but Redact
// makes it one in any case.
func (m *Mapper) findSecrets() call.Secrets {
	secret, open := map[string]bool{}, map[string]bool{}
	for i := range m.rows {
		into := open
		if isSecurityAttribute(m.rows[i].mapping.Target) {
			into = secret
		}
		for _, name := range m.Inputs(i) {
			into[name] = true
		}
	}
	for name := range open {
		delete(secret, name)
	}
	for i := range m.rows {
		if p := m.rows[i].program; p != nil {
			for _, name := range p.Secrets() {
				secret[name] = true
			}
		}
	}
	return call.SecretsOf(slices.Collect(maps.Keys(secret)))
}

// isSecret reports whether reports must not print a source attribute: it is a secret, part of one, or has one inside.
func (m *Mapper) isSecret(name string) bool {
	return m.secrets.Include(name) || isSecurityAttribute(name)
}

// conceal marks the values of secret attributes as ones that reports must not print.
func (s *ScopeResult) conceal(secret func(attribute string) bool) {
	for _, group := range s.Groups {
		for i := range group {
			c := &group[i]
			if !secret(c.Clause.Attribute) {
				continue
			}
			c.Mask = maskRedact
			if !c.Value.IsNull() {
				c.Value = c.Value.WithRedaction()
			}
		}
	}
}

// hide keeps every value out of reports, see Options.HideValues.
func (s *ScopeResult) hide() {
	for _, group := range s.Groups {
		for i := range group {
			group[i].Mask = diag.Hidden
		}
	}
}

// Scope is the compiled scope of the set.
func (m *Mapper) Scope() *Scope { return m.scope }
