package mapping

import (
	"slices"
)

// Filter is a scoping filter: an object passes when it passes one of the groups. A filter without groups passes every object.
type Filter []Group

// attributes are the names that the filter's clauses compare, in order.
func (f Filter) attributes() []string {
	var names []string
	for _, group := range f {
		for _, clause := range group {
			names = append(names, clause.Attribute)
		}
	}
	return names
}

// Group is passed when every clause of it holds.
type Group []Clause

// clone copies groups and clauses, so that changes of the caller's filter do not reach a compiled one. Values are shared.
func (f Filter) clone() Filter {
	groups := slices.Clone(f)
	for g, clauses := range groups {
		groups[g] = slices.Clone(clauses)
	}
	return groups
}

// Clause compares an attribute with values. With several values a positive operator needs one of them to hold, a negative one
// all (assumed: no published filter has more than one).
type Clause struct {
	Attribute string `json:"attribute"`
	// Operator is the name of one of [Operators]; case does not matter, and a space may be written for an underscore.
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// String returns the clause as the portal shows it.
func (c Clause) String() string {
	b := make([]byte, 0, 64)
	b = append(append(append(b, c.Attribute...), ' '), c.Operator...)
	for i, v := range c.Values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, " '"...), v...), '\'')
	}
	return string(b)
}
