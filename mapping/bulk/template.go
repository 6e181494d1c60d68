package bulk

import (
	"cmp"
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/internal/urn"
)

// template is a map made ready to build users.
// The rows are in the order of the map. Elements are numbered over all arrays, so that a record needs one slice of marks for them.
type template struct {
	rows     []mapRow
	columns  []column
	match    int // of the rows
	elements int // of all arrays
	doubts   diag.List
}

// column is a column that rows read.
type column struct {
	name string
	path value.Path
	seen bool // some record has had it
}

type mapRow struct {
	attribute *Attribute
	path      *scimwire.Path
	program   *expr.Program // of an expression; nil for others
	columns   []int         // of the template's, that the row reads
	// comparison makes the value a boolean; nil where the attribute has no equals.
	comparison *comparison
	element    int // the array element that the row writes to; -1 for none
	// needsColumn reports that the row is a constant beside columns in one element.
	needsColumn bool
}

// isConstant reports whether the row is the same for every record.
func (r *mapRow) isConstant() bool { return r.attribute.Column == "" && r.program == nil }

// compile checks the map, takes its paths apart and compiles its expressions. The error is a [diag.List] of all that is wrong and in doubt; where
// nothing is wrong, what is in doubt is among the template's doubts. Flat is that of [Options].
func (m *Map) compile(flat bool) (*template, error) {
	c := &compiler{
		problems: problems{written: m.written}, expressions: expr.NewCompiler(),
		places: map[string]bool{}, elements: map[string]int{}, whole: scimwire.NewResource(""), flat: flat,
	}
	match, err := scimwire.ParsePath(cmp.Or(m.Match, "externalId"))
	if err != nil {
		f := unwritable(err)
		f.Target = m.Match
		c.at(diag.PathOf("match"), false, f)
	}
	t := &c.template
	t.rows, t.match = make([]mapRow, 0, len(m.Attributes)), -1
	for i := range m.Attributes {
		row, ok := c.row(&m.Attributes[i])
		if !ok {
			continue
		}
		if match != nil && row.path.Place() == match.Place() {
			t.match = len(t.rows)
		}
		t.rows = append(t.rows, row)
	}
	// With errors it may be one of the rows that have been left out.
	if t.match < 0 && !c.found.HasErrors() {
		c.at(nil, false, diag.Finding{
			Code: codes.NoMatch, Place: diag.Place{Target: match.String()},
			Message: diag.Messagef("the map does not fill it, and the service skips records without a matching value"),
		})
	}
	t.elements = len(c.elements)
	t.findConstants()
	c.doubtfulURNs()
	found := c.list()
	if found.HasErrors() {
		return nil, found // with what is in doubt, which may be why
	}
	t.doubts = found
	return t, nil
}

// compiler makes the template of a map.
type compiler struct {
	problems
	template    template
	expressions *expr.Compiler
	places      map[string]bool
	elements    map[string]int
	// whole takes the attributes of all rows, so that paths which contradict each other are found here and not with the first record.
	whole *scimwire.Resource
	flat  bool
}

// row makes a row ready; false reports that it has an error.
func (c *compiler) row(a *Attribute) (row mapRow, ok bool) {
	p, err := scimwire.ParsePath(a.Path)
	if err != nil {
		c.add(a, "", unwritable(err))
		return row, false
	}
	row = mapRow{attribute: a, path: p}
	if !c.sources(a) || a.Expression != "" && !c.program(&row) {
		return row, false
	}
	sample := value.True // fits booleans and texts; what a column holds is not known here
	if row.isConstant() {
		sample = a.Constant
	}
	// Setting the same sample twice is no fault for the object, so paths that are there twice are looked for by themselves.
	place := p.Place()
	if err = c.whole.SetPath(p, sample); err == nil && (row.isConstant() || c.flat) {
		_, err = p.Defined(sample)
	}
	switch {
	case c.places[place]:
		c.add(a, "", diag.Finding{Code: codes.TargetTwice, Message: diag.Messagef("it is twice in the map")})
		return row, false
	case err != nil:
		c.add(a, "", unwritable(err))
		return row, false
	}
	c.places[place] = true
	if a.Equals != nil {
		row.comparison = newComparison(a)
	}
	if unknown, is := p.Unknown(); is {
		c.add(a, "", diag.Finding{Code: codes.UnknownSCIMName, Severity: diag.Warning, Message: unknown.Message, Hint: unknown.Hint})
	}
	row.element = elementNumber(p.Element(), c.elements)
	for _, name := range c.columnsOf(&row) {
		row.columns = append(row.columns, c.template.column(name))
	}
	return row, true
}

// sources checks that an attribute has one source, and nothing that its source has no use for.
func (c *compiler) sources(a *Attribute) bool {
	sources := 0
	for _, has := range []bool{a.Column != "", a.Expression != "", !a.Constant.IsAbsent()} {
		if has {
			sources++
		}
	}
	wrong := func(member, problem string) bool {
		c.add(a, member, diag.Finding{Code: codes.WrongValue, Message: diag.Messagef("%s", diag.Name(problem))})
		return false
	}
	isConstant := !a.Constant.IsAbsent()
	switch {
	case sources != 1:
		return wrong("", "want one of column, expression and constant")
	case isConstant && a.Equals != nil:
		return wrong("equals", "equals compares a column or an expression, and there is none")
	case isConstant && a.Required:
		return wrong("required", "required is about a column or an expression, and there is none")
	}
	return true
}

// program compiles a row's expression.
func (c *compiler) program(row *mapRow) bool {
	a := row.attribute
	program, err := c.expressions.Compile(a.Expression)
	var found *expr.Diagnostics
	if errors.As(err, &found) {
		for _, f := range found.List.Errors() {
			f.SetText(a.Expression)
			c.add(a, "expression", f)
		}
		return false
	}
	for _, f := range program.Warnings() {
		// What the service's reference does not list is evaluated here, and never there.
		if f.Severity == diag.Warning && f.Code != codes.OutsideReference {
			f.SetText(a.Expression)
			c.add(a, "expression", f)
		}
	}
	// What changes with every run would give people another value each day; what asks a directory has none here.
	if other := program.Effects() &^ functions.Clock; other != functions.Pure {
		c.add(a, "expression", diag.Finding{
			Code: codes.WrongValue, Message: diag.Messagef("the expression has the effects %s, and the same records must give the same requests", diag.Name(other.String())),
			Hint: diag.Messagef("put the function into the mapping of the provisioning job"),
		})
		return false
	}
	row.program = program
	return true
}

// columnsOf returns the names of the columns that a row reads.
func (c *compiler) columnsOf(row *mapRow) []string {
	switch {
	case row.program != nil:
		return row.program.Attributes()
	case row.attribute.Column != "":
		return []string{row.attribute.Column}
	}
	return nil
}

// column returns the number of a column, which is added where it is new. Names are compared without case, as columns are found.
func (t *template) column(name string) int {
	for i := range t.columns {
		if strings.EqualFold(t.columns[i].name, name) {
			return i
		}
	}
	t.columns = append(t.columns, column{name: name, path: value.ParsePath(name)})
	return len(t.columns) - 1
}

// elementNumber numbers the places of array elements; -1 is none.
func elementNumber(place string, known map[string]int) int {
	if place == "" {
		return -1
	}
	if _, ok := known[place]; !ok {
		known[place] = len(known)
	}
	return known[place]
}

// findConstants marks the constants that are written beside columns only.
func (t *template) findConstants() {
	// Elements whose rows are constants only are the map's own, and written for everybody.
	columns := map[int]bool{}
	for i := range t.rows {
		if r := &t.rows[i]; r.element >= 0 && !r.isConstant() {
			columns[r.element] = true
		}
	}
	for i := range t.rows {
		r := &t.rows[i]
		r.needsColumn = r.isConstant() && columns[r.element]
	}
}

// doubtfulURNs adds a warning for every extension whose URN looks like a slip of another one's.
func (c *compiler) doubtfulURNs() {
	counts := urn.NewCounts()
	for i := range c.template.rows {
		if name := c.template.rows[i].path.URN(); name != "" {
			counts.Add(name)
		}
	}
	// The core schema has no URN in a path, and so cannot have a slip.
	reported := map[string]bool{"": true}
	for i := range c.template.rows {
		row := &c.template.rows[i]
		name := row.path.URN()
		if reported[name] {
			continue
		}
		reported[name] = true
		if s := counts.Typo(name); !s.Message.IsZero() {
			c.add(row.attribute, "", diag.Finding{Severity: diag.Warning, Code: slipCode(s), Message: s.Message, Hint: s.Hint})
		}
	}
}

// slipCode returns the finding's code of a slip in a URN.
func slipCode(s urn.Typo) diag.Code {
	if s.HasSpace {
		return codes.SpaceInURN
	}
	return codes.MisspeltURN
}
