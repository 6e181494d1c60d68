package mapping

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"sync"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// Mapper is a compiled mapping set. It is immutable and safe for concurrent use.
type Mapper struct {
	set      *Set
	opts     Options
	rows     []row
	matching []int // indexes of rows that match, by precedence
	scope    *Scope
	secrets  call.Secrets // see findSecrets
	warnings diag.List
	slots    *value.Slots
	waits    bool      // see Asking
	runs     sync.Pool // of *mapRun
	workers  sync.Pool // of *Evaluator
}

// row is one mapping, compiled. What can be decided without an object is decided here, once.
type row struct {
	mapping   *Mapping
	fixed     *fixedJSON    // of the mapping
	program   *expr.Program // of an Expression
	from      *value.Path   // of a Direct mapping
	target    value.Path
	def       *Attribute   // what the target's schema and the profile say; never nil
	typed     bool         // the target's schema describes the attribute: values are converted to its type, not only checked
	known     bool         // the type is known, from the schema or from the attribute's name
	noEmpty   bool         // the target refuses an empty text
	made      []value.Path // attributes without which the value of an expression is doubtful, see missing
	needsTime bool         // a date without a time of day does not arrive
	names     bool         // the values are distinguished names, or may be
	interned  *interned    // the texts that the mapping may choose, as plain Go data; nil where there are none
	kind      Type
	apply     *applyRow
	roles     roleForm    // the expression returns roles as JSON texts
	plain     value.Kinds // of values that no rule changes on their way to a new object, unless they are empty
	gate      bool        // both sides let null flow
	redacts   bool        // the expression keeps its values out of reports
}

// Compile validates the set and makes it ready to run. The set is copied. It needs no matching attribute, which only provisioning does.
// The error is a *ValidationError.
func (s *Set) Compile(opts Options) (*Mapper, error) {
	mapper, found := s.compile(opts, false)
	if found.HasErrors() {
		return nil, &ValidationError{Findings: found}
	}
	mapper.warnings = found
	return mapper, nil
}

// Warnings are the findings that did not keep the set from being compiled.
func (m *Mapper) Warnings() diag.List { return slices.Clone(m.warnings) }

// Set is the compiled set; it must not be changed.
func (m *Mapper) Set() *Set { return m.set }

// compile makes a mapper and collects all findings. It goes on after errors, so that one call shows everything; the mapper must not be
// used then. If matchable is set, a set without a matching attribute is an error. Findings are sorted by mapping, first those of the scope
// and of the set.
func (s *Set) compile(opts Options, matchable bool) (*Mapper, diag.List) {
	if s == nil {
		s = new(Set) // which says what it needs
	}
	set := *s
	set.Mappings = slices.Clone(s.Mappings)
	set.Scope = s.Scope.clone()
	opts = set.Settings.apply(opts)
	opts.Source, opts.Target = opts.Source.over(set.Types, set.Source), opts.Target.over(set.TargetTypes, set.objectName())
	m := &Mapper{set: &set, opts: opts, rows: make([]row, len(set.Mappings)), slots: new(value.Slots)}
	c := &checker{set: &set, opts: &m.opts, matchable: matchable}
	c.checkSet()
	c.checkSettings()
	m.scope = c.compileScope(set.Scope)
	// All expressions share the slots, so that an attribute which several mappings read is looked up once per object. Custom security
	// attributes are compiled by a compiler that keeps values out of errors whatever the options say.
	options := append(m.opts.expressionOptions(), expr.WithSlots(m.slots))
	compiler, secret := expr.NewCompiler(options...), expr.NewCompiler(append(options, expr.WithHiddenValues())...)
	for i := range set.Mappings {
		c.checkMapping(i)
		if isSecurityAttribute(set.Mappings[i].Target) {
			m.rows[i] = c.compileRow(i, secret)
		} else {
			m.rows[i] = c.compileRow(i, compiler)
		}
		// Direct mappings share the slots of the expressions; paths that are added after Seal would have none.
		if m.rows[i].from != nil {
			*m.rows[i].from = m.slots.Add(*m.rows[i].from)
		}
		for j := range m.rows[i].made {
			m.rows[i].made[j] = m.slots.Add(m.rows[i].made[j])
		}
		if set.Mappings[i].Match > 0 {
			m.matching = append(m.matching, i)
		}
	}
	m.slots.Seal()
	m.secrets = m.findSecrets()
	slices.SortStableFunc(m.matching, func(i, j int) int {
		return cmp.Compare(set.Mappings[i].Match, set.Mappings[j].Match)
	})
	slices.SortStableFunc(c.found, func(a, b diag.Finding) int {
		i, _ := FieldOf(a.Path)
		j, _ := FieldOf(b.Path)
		return cmp.Compare(i, j)
	})
	if opts.HideValues {
		return m, c.found.Masked()
	}
	return m, c.found
}

// compileRow compiles mapping i. Its row is usable only if nothing wrong was found.
func (c *checker) compileRow(i int, compiler *expr.Compiler) row {
	m := &c.set.Mappings[i]
	r := row{mapping: m, fixed: fixedOf(m), kind: m.Type(), apply: m.Apply.row(), target: value.ParsePath(m.Target)}
	c.define(&r)
	r.plain = r.plainKinds()
	// The service does not clear matching and multi-valued attributes, whatever flowNulls says.
	r.gate = m.FlowNulls && m.Match == 0 && !r.def.MultiValued
	switch r.kind {
	case Direct:
		from := value.ParsePath(m.From)
		r.from = &from
		c.checkSource(c.placeOf(i, "from"), diag.Error, m.From)
		r.gate = r.gate && c.sourceGate(m.From)
	case Constant:
		// A constant that needs no conversion is plain Go data already, made once for all objects.
		if r.flows(value.String(m.Constant)) {
			r.interned = &interned{m.Constant}
		}
	case Expression:
		c.compileExpression(&r, i, compiler)
	case None, notSupported: // has no source
	}
	if m.UnsupportedSource != "" {
		r.kind = notSupported
	}
	return r
}

// define sets what is known of the row's target attribute. The target's schema says of what kind its values are; what the profile demands
// besides holds whether a schema says so or not, since exported schemas leave out nearly all of it.
func (c *checker) define(r *row) {
	known, _ := c.opts.Profile.known(c.opts.Target.objectName(), r.mapping.Target)
	def := known.Attribute
	r.known, r.noEmpty, r.needsTime = known.typed, known.noEmpty, known.needsTime
	// In a schema that is complete, an attribute that is not listed is a text; that it is missing is found elsewhere.
	a, _ := c.opts.Target.Lookup(r.mapping.Target)
	if a == nil && c.opts.Target != nil && !c.opts.Target.Open {
		a = new(Attribute)
	}
	if a != nil {
		def = *a
		def.Required = a.Required || known.Required
		def.Unique = cmp.Or(a.Unique, known.Unique)
		if a.Type == Reference && len(a.References) == 0 {
			def.References = known.References
		}
		r.typed, r.known = true, true
	}
	r.def = &def
	last := lastName(r.mapping.Target)
	r.names = def.Type == Reference || last == "parentdistinguishedname" || last == "distinguishedname"
}

// compileExpression compiles the expression of mapping i and notes what the other rules need to know of it.
func (c *checker) compileExpression(r *row, i int, compiler *expr.Compiler) {
	text := c.set.Mappings[i].Expression
	program, err := compiler.Compile(text)
	var bad *expr.Diagnostics
	if errors.As(err, &bad) {
		c.addExpression(i, bad.List)
		if tree, err := syntax.Parse(text); err == nil {
			c.checkUnique(i, tree.Root) // so that it need not wait until the expression is mended
		}
		return
	}
	c.addExpression(i, program.Warnings())
	c.checkUnique(i, program.Tree())
	r.program, r.roles, r.interned = program, roleFormOf(program), c.internedOf(program.Tree())
	for spec := range c.calls(program.Tree()) {
		r.redacts = r.redacts || spec.Redacts
	}
	for _, name := range c.madeOf(r.mapping.Target, program, program.Tree()) {
		r.made = append(r.made, value.ParsePath(name))
	}
	for _, name := range program.Attributes() {
		r.gate = r.gate && c.sourceGate(name)
	}
}

// functions returns the functions that expressions may call.
func (c *checker) functions() *functions.Registry {
	return cmp.Or(c.opts.Functions, functions.Standard())
}

// calls returns the functions that are called in a syntax tree, in the order of the text. Unknown ones are left out.
func (c *checker) calls(tree syntax.Node) iter.Seq[*functions.Spec] {
	reg := c.functions()
	return func(yield func(*functions.Spec) bool) {
		for n := range syntax.Nodes(tree) {
			if call, ok := n.(*syntax.Call); ok {
				if spec, _ := reg.Lookup(call.Name); spec != nil && !yield(spec) {
					return
				}
			}
		}
	}
}

// sourceGate reports whether a source attribute lets null flow; without a schema it does. An expression needs it of every attribute
// that it reads (assumed: the documentation speaks of one source attribute).
func (c *checker) sourceGate(name string) bool {
	if c.opts.Source == nil {
		return true
	}
	a, _ := c.opts.Source.lookupPath(name)
	return c.opts.Source.Open || a != nil && a.FlowNulls
}
