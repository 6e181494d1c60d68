package bulk

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/tree"
)

// Map says how a record, such as a row of a CSV, becomes a SCIM user: plain data that a program makes or [ReadMap] reads.
type Map struct {
	// Name is for people.
	Name string
	// Match is the SCIM path of the matching value, without which the service skips a record; "" is externalId.
	Match string
	// Attributes fill one SCIM attribute each.
	Attributes []Attribute

	// written is where a text has the map; nil for one that a program made.
	written *written
}

// Attribute fills one SCIM attribute. It has a column, an expression or a constant.
type Attribute struct {
	// Path is the SCIM attribute, see userName or emails[type eq "work"].value.
	Path string
	// Column names the column, or the record's attribute, that is written as it is.
	Column string
	// Expression computes the value, in the language of mappings; the columns are its attributes. Null and "" leave the attribute out, and a
	// failure is the record's. What is not the same in every run over the same records, such as RandomString, cannot be used.
	Expression string
	// Equals makes the value of the column, or of the expression, a boolean: whether it is one of these texts, compared without case and outer
	// spaces. No value yields nothing, rather than a false that would disable somebody.
	Equals []string
	// Constant is the same for every record. In an element of an array that has columns too it is written where one of them has a
	// value.
	Constant value.Value
	// Required makes a record without a value of the column, or of the expression, one that fails.
	Required bool

	// path leads to the attribute in the text of its map; nil for one that a program made.
	path diag.Path
}

// written is the text of a map as a tree, for the places of what is wrong with it.
type written struct {
	text string
	root *tree.Node
}

// Columns lists the columns that the attribute reads, each once: the column, or those that the expression refers to, by name. Of an expression
// that does not compile, which [Build] refuses, it lists none.
func (a *Attribute) Columns() []string {
	switch {
	case a.Column != "":
		return []string{a.Column}
	case a.Expression == "":
		return nil
	}
	program, err := expr.Compile(a.Expression)
	if err != nil {
		return nil
	}
	return program.Attributes()
}

// Columns lists the columns that the map reads, in its order. Each is there once: names are compared without case, as columns are found.
func (m *Map) Columns() []string {
	var names []string
	for i := range m.Attributes {
		for _, name := range m.Attributes[i].Columns() {
			if columnNumber(names, name) < 0 {
				names = append(names, name)
			}
		}
	}
	return names
}

// Check returns all that is wrong with a map, and what is in doubt as a warning, with the places in its text: what [Build] refuses and reports.
func (m *Map) Check() diag.List {
	template, err := m.compile(false)
	var found diag.List
	if errors.As(err, &found) {
		return found
	}
	return template.doubts
}

// columnNumber returns the place of a name among columns; -1 where it is missing.
func columnNumber(columns []string, name string) int {
	return slices.IndexFunc(columns, func(known string) bool { return strings.EqualFold(known, name) })
}

// UnmarshalJSON reads a map; see [ReadMap] for what is taken.
// A map that cannot be read leaves m as it was.
func (m *Map) UnmarshalJSON(data []byte) error {
	read, err := readMap(data)
	if err == nil {
		*m = *read
	}
	return err
}

// ReadMap reads a map from YAML or JSON, in UTF-8 or UTF-16:
//
//	attributes:
//	  externalId: WorkerID
//	  displayName: {expression: 'Join(" ", [First], [Last])', required: true}
//	  active: {column: WorkerStatus, equals: [Active, On Leave]}
//	  userType: {constant: Employee}
//	  'emails[type eq "work"].value': Email
//
// Beside attributes there may be name and match; equals may be a list of texts. Attributes may also be a list of objects with path and the
// members above. Scalars of YAML keep the text that they are written with: 0048 is no number.
//
// The error is a [diag.List] of everything that keeps the map from being read, with lines and columns, such as unknown members and members that are
// there twice; or that of r.
func ReadMap(r io.Reader) (*Map, error) {
	data, err := io.ReadAll(io.LimitReader(r, MapBytes+1))
	if err != nil {
		return nil, diag.Errorf("bulk map: %w", err)
	}
	return readMap(data)
}
