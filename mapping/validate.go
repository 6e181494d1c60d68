package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// Finding is one problem of a mapping set.
type Finding struct {
	// Index is the mapping's place in the set, from 0; -1 for the set as a whole.
	Index int
	// Target is the mapping's target attribute.
	Target string
	// Field is the member of the mapping that is meant, such as "expression"; in the scope it is the clause, such as
	// "scope group 1, clause 2".
	Field string
	// Source is the text that the diagnostic's span counts in; it may be empty.
	Source     string
	Diagnostic diag.Diagnostic
}

// String gives the place, the message and the hint.
func (f Finding) String() string {
	place := f.place()
	if f.Source != "" {
		place += " at " + f.Diagnostic.Position(f.Source).String()
	}
	if place != "" {
		place += ": "
	}
	text := place + f.Diagnostic.Message
	if f.Diagnostic.Hint != "" {
		text += " (" + f.Diagnostic.Hint + ")"
	}
	return text
}

func (f Finding) place() string {
	if f.Index < 0 {
		return f.Field
	}
	place := "mapping " + strconv.Itoa(f.Index+1)
	if f.Target != "" {
		place += " (" + diag.Clip(f.Target) + ")"
	}
	if f.Field != "" {
		place += ", " + f.Field
	}
	return place
}

// Findings are all problems of a set, in its order.
type Findings []Finding

// HasErrors tells whether any finding keeps the set from being compiled.
func (l Findings) HasErrors() bool {
	for _, f := range l {
		if f.Diagnostic.Severity == diag.Error {
			return true
		}
	}
	return false
}

// Masked gives the findings without what they quote, see [diag.Diagnostic.Masked].
func (l Findings) Masked() Findings {
	masked := slices.Clone(l)
	for i := range masked {
		masked[i].Diagnostic = masked[i].Diagnostic.Masked()
	}
	return masked
}

// ValidationError tells that a set cannot be compiled. Findings holds everything that was found, warnings too.
type ValidationError struct{ Findings Findings }

// Error lists the errors, one a line.
func (e *ValidationError) Error() string {
	var lines []string
	for _, f := range e.Findings {
		if f.Diagnostic.Severity == diag.Error {
			lines = append(lines, f.String())
		}
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the limits that expressions and filters pass, with their places in an expression, so that errors.Is finds
// [expr.ErrLimit].
func (e *ValidationError) Unwrap() []error {
	var limits []error
	for _, f := range e.Findings {
		d := f.Diagnostic
		switch {
		case d.Limit == nil || d.Severity != diag.Error:
		case f.Source == "":
			limits = append(limits, d.Limit)
		default:
			limits = append(limits, d.Limit.At(d.Position(f.Source)))
		}
	}
	return limits
}

// Validate returns every problem of the set at once: in the mappings, in the expressions, and between the mappings. That no attribute
// matches is an error here, since provisioning needs one; [Set.Compile] does not ask for it.
func (s *Set) Validate(opts Options) Findings {
	_, found := s.compile(opts, true)
	return found
}

// checker collects the findings of one set.
type checker struct {
	set       *Set
	opts      *Options
	matchable bool // one attribute must match
	found     Findings
}

func (c *checker) add(i int, field string, severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	f := Finding{Index: i, Field: field, Diagnostic: diag.Diagnostic{
		Code: code, Severity: severity, Message: fmt.Sprintf(format, args...), Hint: hint,
	}}
	if i >= 0 {
		f.Target = c.set.Mappings[i].Target
	}
	c.found = append(c.found, f)
}

// addExpression takes over what was found in an expression, places included.
func (c *checker) addExpression(i int, source string, found diag.List) {
	for _, d := range found {
		c.found = append(c.found, Finding{
			Index: i, Target: c.set.Mappings[i].Target, Field: "expression", Source: source, Diagnostic: d,
		})
	}
}

// checkSet looks at what concerns several mappings.
func (c *checker) checkSet() {
	if len(c.set.Mappings) == 0 {
		c.add(-1, "", diag.Error, diag.CodeNoMappings, "add at least one mapping", "the set has no mappings")
		return
	}
	first := map[string]int{}
	matches := map[int]int{}
	for i := range c.set.Mappings {
		m := &c.set.Mappings[i]
		key := strings.ToLower(m.Target)
		if j, twice := first[key]; twice && m.Target != "" {
			c.add(i, "target", diag.Error, diag.CodeTargetTwice, "keep one of the two", "the target is mapped twice: mapping %d fills it already", j+1)
		} else {
			first[key] = i
		}
		if m.Match == 0 {
			continue
		}
		if j, twice := matches[m.Match]; twice {
			c.add(i, "match", diag.Warning, diag.CodeMatchPrecedence, "give each matching attribute its own number", "mapping %d has the same matching precedence", j+1)
		} else {
			matches[m.Match] = i
		}
	}
	if len(matches) == 0 && c.matchable {
		c.add(-1, "", diag.Error, diag.CodeNoMatch, "set match: 1 on the attribute that identifies an object in the target", "the set has no matching attribute")
	}
	c.checkRequired(first)
}

// checkRequired looks for required targets that nothing fills.
func (c *checker) checkRequired(mapped map[string]int) {
	if c.opts.Target == nil {
		return
	}
	for i := range c.opts.Target.Attributes {
		a := &c.opts.Target.Attributes[i]
		if _, ok := mapped[strings.ToLower(a.Name)]; a.Required && !ok && a.Default == "" {
			c.add(-1, "", diag.Warning, diag.CodeRequiredUnmapped, "map it, or give it a default", "the target needs %s and no mapping fills it", a.Name)
		}
	}
}

// checkMapping looks at one mapping by itself.
func (c *checker) checkMapping(i int) {
	m := &c.set.Mappings[i]
	if m.Target == "" {
		c.add(i, "target", diag.Error, diag.CodeNoTarget, "name the attribute to fill", "the mapping has no target")
	}
	if set := m.sources(); len(set) > 1 {
		c.add(i, set[1], diag.Error, diag.CodeSourceTwice, "keep one of them", "the mapping has %s", strings.Join(set, " and "))
	}
	if m.Match < 0 {
		c.add(i, "match", diag.Error, diag.CodeMatchPrecedence, "count from 1, or leave it out", "the matching precedence is %d", m.Match)
	}
	if m.Match > 0 && m.Type() == None {
		c.add(i, "match", diag.Error, diag.CodeNoMatch, "give it a source", "a mapping without a source cannot be matched by")
	}
	if m.Apply >= applies {
		c.add(i, "apply", diag.Error, diag.CodeBadConstant, "write always or create", "unknown flow type %d", m.Apply)
	}
	if m.FlowNulls && m.Match > 0 {
		c.add(i, "flowNulls", diag.Warning, diag.CodeFlowNulls, "", "null must not flow into a matching attribute")
	}
	c.checkTarget(i, m)
}

func (m *Mapping) sources() []string {
	var set []string
	for _, s := range []struct{ name, text string }{{"from", m.From}, {"constant", m.Constant}, {"expression", m.Expression}} {
		if s.text != "" {
			set = append(set, s.name)
		}
	}
	return set
}

// checkTarget looks the target up in its schema.
func (c *checker) checkTarget(i int, m *Mapping) {
	if c.opts.Target == nil || m.Target == "" {
		return
	}
	a, exact := c.opts.Target.Lookup(m.Target)
	switch {
	case a == nil:
		c.add(i, "target", diag.Error, diag.CodeUnknownAttribute, didYouMean(m.Target, c.opts.Target.Names()), "the target has no attribute %s", diag.Quote(m.Target))
	case !exact:
		c.add(i, "target", diag.Warning, diag.CodeAttributeCase, "write "+a.Name, "the target writes this attribute's name in another case")
	case a.MultiValued && m.FlowNulls:
		c.add(i, "flowNulls", diag.Warning, diag.CodeFlowNulls, "", "null flows into single-valued attributes only")
	}
	if a != nil && a.ReadOnly {
		c.add(i, "target", diag.Error, diag.CodeReadOnlyTarget, "", "the target attribute %s cannot be written", a.Name)
	}
}

// checkSource looks a source attribute up in its schema.
func (c *checker) checkSource(i int, field string, unknown diag.Severity, name string) {
	if c.opts == nil || c.opts.Source == nil || name == "" {
		return
	}
	a, exact := c.opts.Source.lookupPath(name)
	switch {
	case a == nil:
		c.add(i, field, unknown, diag.CodeUnknownAttribute, didYouMean(name, c.opts.Source.Names()), "the source has no attribute %s", diag.Quote(name))
	case !exact:
		c.add(i, field, diag.Warning, diag.CodeAttributeCase, "write "+a.Name, "the source writes this attribute's name in another case")
	}
}

// checkUnique looks at what SelectUniqueValue needs of its mapping.
func (c *checker) checkUnique(i int, tree syntax.Node) {
	m := &c.set.Mappings[i]
	for spec := range c.calls(tree) {
		if spec.Effects&functions.Directory == 0 {
			continue
		}
		if m.Apply.Behavior().Updates {
			c.add(i, "apply", diag.Error, diag.CodeUniqueMapping, "set apply: create", "%s works only in a mapping that applies during creation", spec.Name)
		}
		if m.Match > 0 {
			c.add(i, "match", diag.Error, diag.CodeUniqueMapping, "match by another attribute", "%s cannot fill a matching attribute", spec.Name)
		}
		return
	}
}
