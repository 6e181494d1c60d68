package mapping

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// ValidationError is why a set cannot be compiled. Findings holds all findings, warnings too.
type ValidationError struct{ Findings diag.List }

// Error lists the errors, one a line.
func (e *ValidationError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *ValidationError) Sentence() diag.Message {
	var lines diag.Message
	for i, f := range e.Findings.Errors() {
		if lines = diag.Messagef("%s\n%s", lines, f.Sentence()); i == 0 {
			lines = f.Sentence()
		}
	}
	return lines
}

// Unwrap returns the findings, so that errors.As finds a [diag.List], and the limits that expressions and filters exceed.
func (e *ValidationError) Unwrap() error { return e.Findings }

// Validate returns every problem of the set at once: in the mappings, in the expressions, and between the mappings. That no attribute
// matches is an error here, since provisioning needs one; [Set.Compile] does not ask for it. The path of a finding is mappings, the
// mapping's index and one of its members; scope with the indices of group and clause; or empty for the set as a whole. See [FieldOf].
func (s *Set) Validate(opts Options) diag.List {
	_, found := s.compile(opts, true)
	return found
}

// FieldOf returns the index and the member of the mapping that a finding of [Set.Validate] is about; -1 for the scope and for the set as
// a whole.
func FieldOf(at diag.Path) (index int, field string) {
	if len(at) < 2 || at[0].Name != "mappings" {
		return -1, ""
	}
	if len(at) > 2 {
		field = at[2].Name
	}
	return at[1].Index, field
}

// checker collects the findings of one set.
type checker struct {
	set       *Set
	opts      *Options
	matchable bool // one attribute must match
	found     diag.List
}

// add reports about a member of mapping i; about the set as a whole where i is -1.
func (c *checker) add(i int, field string, severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	var place diag.Place
	if i >= 0 {
		place = c.placeOf(i, field)
	}
	c.addAt(place, severity, code, hint, format, args...)
}

// addAt adds a finding with a place of any kind, such as that of a clause.
func (c *checker) addAt(at diag.Place, severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	c.found = append(c.found, diag.Finding{Code: code, Severity: severity, Place: at, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint)})
}

// placeOf returns the place of a member of mapping i, or of the mapping where field is "".
func (c *checker) placeOf(i int, field string) diag.Place {
	path := diag.PathOf("mappings", i)
	if field != "" {
		path = path.Then(field)
	}
	return diag.Place{Path: path, Target: c.set.Mappings[i].Target}
}

// addExpression takes over the findings of an expression, places included.
func (c *checker) addExpression(i int, found diag.List) {
	for _, f := range found {
		place := c.placeOf(i, "expression")
		f.Path, f.Target = place.Path, place.Target
		c.found = append(c.found, f)
	}
}

// checkSet looks at what concerns several mappings.
func (c *checker) checkSet() {
	if len(c.set.Mappings) == 0 {
		c.add(-1, "", diag.Error, codes.NoMappings, "add at least one mapping", "the set has no mappings")
		return
	}
	first := map[string]int{}
	matches := map[int]int{}
	for i := range c.set.Mappings {
		m := &c.set.Mappings[i]
		// Targets are the same whatever their case, as the service compares them.
		key := strings.ToLower(m.Target)
		if j, twice := first[key]; twice && m.Target != "" {
			c.add(i, "target", diag.Error, codes.TargetTwice, "keep one of the two", "the target is mapped twice: mappings[%d] fills it already", j)
		} else {
			first[key] = i
		}
		if m.Match == 0 {
			continue
		}
		if j, twice := matches[m.Match]; twice {
			c.add(i, "match", diag.Warning, codes.MatchPrecedence, "use a different number for each matching attribute", "mappings[%d] has the same matching precedence", j)
		} else {
			matches[m.Match] = i
		}
	}
	if len(matches) == 0 && c.matchable {
		c.add(-1, "", diag.Error, codes.NoMatch, "set match: 1 on the attribute that identifies an object in the target", "the set has no matching attribute")
	}
	c.checkRequired()
}

// checkRequired looks for required targets that nothing fills.
func (c *checker) checkRequired() {
	mapped := map[string]bool{}
	for i := range c.set.Mappings {
		mapped[strings.ToLower(plainName(c.set.Mappings[i].Target))] = true
	}
	// Cloud sync knows mailNickname as Alias (inferred from exported schemas, whose Microsoft Entra ID has no mailNickname).
	if mapped["alias"] {
		mapped["mailnickname"] = true
	}
	required := c.opts.Profile.Required(c.opts.Target.objectName())
	if c.opts.Target != nil {
		for i := range c.opts.Target.Attributes {
			a := &c.opts.Target.Attributes[i]
			has := func(name string) bool { return strings.EqualFold(name, a.Name) }
			switch listed := slices.ContainsFunc(required, has); {
			case a.Default != "":
				required = slices.DeleteFunc(required, has)
			case a.Required && !listed:
				required = append(required, a.Name)
			}
		}
	}
	for _, name := range required {
		if !mapped[strings.ToLower(plainName(name))] {
			c.add(-1, "", diag.Warning, codes.RequiredUnmapped, "map it, or set a default", "the target needs %s and no mapping fills it", name)
		}
	}
}

// checkMapping looks at one mapping by itself.
func (c *checker) checkMapping(i int) {
	m := &c.set.Mappings[i]
	if m.Target == "" {
		c.add(i, "target", diag.Error, codes.NoTarget, "name the attribute to fill", "the mapping has no target")
	}
	if set := m.sources(); len(set) > 1 {
		c.add(i, set[1], diag.Error, codes.SourceTwice, "keep one of them", "the mapping has %s", strings.Join(set, " and "))
	}
	if m.Match < 0 {
		c.add(i, "match", diag.Error, codes.MatchPrecedence, "count from 1, or leave it out", "the matching precedence is %d", m.Match)
	}
	if m.Match > 0 && m.Type() == None {
		c.add(i, "match", diag.Error, codes.NoMatch, "add a source", "a mapping without a source cannot match")
	}
	if m.Apply >= applies {
		c.add(i, "apply", diag.Error, codes.BadConstant, "write always or create", "unknown flow type %d", m.Apply)
	}
	if m.FlowNulls && m.Match > 0 {
		c.add(i, "flowNulls", diag.Warning, codes.FlowNulls, "", "null must not flow into a matching attribute")
	}
	c.checkTarget(i, m)
}

// sources returns the names of the members that are set of those of which only one may be.
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
	case a == nil && c.opts.Target.Open:
	case a == nil:
		c.add(i, "target", diag.Error, codes.UnknownAttribute, didYouMean(m.Target, c.opts.Target.names()), "the target has no attribute %s", diag.Quote(m.Target))
	case !exact:
		c.add(i, "target", diag.Warning, codes.AttributeCase, "write "+a.Name, "the target writes this attribute's name in another case")
	case a.MultiValued && m.FlowNulls:
		c.add(i, "flowNulls", diag.Warning, codes.FlowNulls, "", "null flows into single-valued attributes only")
	}
	if a != nil && a.ReadOnly {
		c.add(i, "target", diag.Error, codes.ReadOnlyTarget, "", "the target attribute %s cannot be written", a.Name)
	}
}

// checkSource looks a source attribute up in its schema. An unknown one is of the given severity: a mapping certainly fails to read it,
// while a clause of the scope is only never true. Part of a complex attribute is known if the whole is.
func (c *checker) checkSource(at diag.Place, unknown diag.Severity, name string) {
	if c.opts.Source == nil || name == "" {
		return
	}
	a, exact := c.opts.Source.lookupPath(name)
	switch {
	case a == nil && c.opts.Source.Open:
	case a == nil:
		c.addAt(at, unknown, codes.UnknownAttribute, didYouMean(name, c.opts.Source.names()), "the source has no attribute %s", diag.Quote(name))
	case !exact:
		c.addAt(at, diag.Warning, codes.AttributeCase, "write "+a.Name, "the source writes this attribute's name in another case")
	}
}

// checkUnique looks at what SelectUniqueValue needs of its mapping. It works on the syntax tree, so that it needs no compiled expression.
func (c *checker) checkUnique(i int, tree syntax.Node) {
	m := &c.set.Mappings[i]
	for spec := range c.calls(tree) {
		if spec.Effects&functions.Directory == 0 {
			continue
		}
		if m.Apply.Behavior().Updates {
			c.add(i, "apply", diag.Error, codes.UniqueMapping, "set apply: create", "%s works only in a mapping that applies during creation", spec.Name)
		}
		if m.Match > 0 {
			c.add(i, "match", diag.Error, codes.UniqueMapping, "match by another attribute", "%s cannot fill a matching attribute", spec.Name)
		}
		return
	}
}
