package mapping

import (
	"cmp"
	"errors"
	"slices"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/nearest"
)

// Mapper is a compiled mapping set. It is immutable and safe for concurrent use.
type Mapper struct {
	set      *Set
	opts     Options
	rows     []row
	matching []int // indexes of rows that match, by precedence
	scope    *Scope
	warnings Findings
}

// row is one mapping, compiled.
type row struct {
	mapping *Mapping
	kind    Type
	program *expr.Program // of an Expression
	from    value.Path    // of a Direct mapping
	text    value.Value   // of a Constant
	target  value.Path
	def     *Attribute // what the target's schema says; never nil
	gate    bool       // both sides let null flow
}

// Compile validates the set and makes it ready to run. The set is copied. The error is a *ValidationError.
func (s *Set) Compile(opts Options) (*Mapper, error) {
	mapper, found := s.compile(opts)
	if found.HasErrors() {
		return nil, &ValidationError{Findings: found}
	}
	mapper.warnings = found
	return mapper, nil
}

// Warnings are the findings that did not keep the set from being compiled.
func (m *Mapper) Warnings() Findings { return slices.Clone(m.warnings) }

// Set is the compiled set; it must not be changed.
func (m *Mapper) Set() *Set { return m.set }

func (s *Set) compile(opts Options) (*Mapper, Findings) {
	set := *s
	set.Mappings = slices.Clone(s.Mappings)
	m := &Mapper{set: &set, opts: opts, rows: make([]row, len(set.Mappings))}
	c := &checker{set: &set, opts: &m.opts}
	c.checkSet()
	m.scope = c.compileScope(set.Scope)
	expressionOptions := m.opts.expressionOptions()
	for i := range set.Mappings {
		c.checkMapping(i)
		m.rows[i] = c.compileRow(i, expressionOptions)
		if set.Mappings[i].Match > 0 {
			m.matching = append(m.matching, i)
		}
	}
	slices.SortStableFunc(m.matching, func(i, j int) int {
		return cmp.Compare(set.Mappings[i].Match, set.Mappings[j].Match)
	})
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Index, b.Index) })
	return m, c.found
}

func (c *checker) compileRow(i int, opts []expr.Option) row {
	m := &c.set.Mappings[i]
	r := row{mapping: m, kind: m.Type(), target: value.MakePath(m.Target), def: &Attribute{Name: m.Target}}
	if a, _ := c.opts.Target.Lookup(m.Target); a != nil {
		r.def = a
	}
	r.gate = m.FlowNulls
	switch r.kind {
	case Direct:
		r.from = value.MakePath(m.From)
		r.gate = r.gate && c.sourceGate(i, m.From)
	case Constant:
		r.text = value.String(m.Constant)
	case Expression:
		r.program = c.compileExpression(i, opts)
	}
	return r
}

func (c *checker) compileExpression(i int, opts []expr.Option) *expr.Program {
	text := c.set.Mappings[i].Expression
	program, err := expr.Compile(text, opts...)
	var bad *expr.Diagnostics
	if errors.As(err, &bad) {
		c.addExpression(i, text, bad.List)
		return nil
	}
	c.addExpression(i, text, program.Warnings())
	c.checkUnique(i, program.Effects())
	return program
}

// sourceGate tells whether the source attribute lets null flow; without a schema it does.
func (c *checker) sourceGate(i int, name string) bool {
	if c.opts.Source == nil {
		return true
	}
	a, exact := c.opts.Source.Lookup(name)
	switch {
	case a == nil:
		hint := ""
		if near := nearest.Name(name, c.opts.Source.Names()); near != "" {
			hint = "did you mean " + near + "?"
		}
		c.add(i, "from", diag.Error, diag.CodeUnknownAttribute, hint, "the source has no attribute %s", diag.Quote(name))
		return false
	case !exact:
		c.add(i, "from", diag.Warning, diag.CodeAttributeCase, "write "+a.Name, "the source writes this attribute's name in another case")
	}
	return a.FlowNulls
}
