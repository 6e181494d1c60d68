package value

import (
	"slices"
	"strings"
)

// filter keeps members of a multi-valued attribute, as in emails[type eq "work" and primary eq "True"].
type filter struct {
	clauses []clause // all must hold
}

// mostClauses bounds what a filter costs; names of the service have two at most.
const mostClauses = 16

type clause struct {
	attribute string
	operator  string // lower case: eq ne co sw ew pr
	operand   string
}

// makeFilter returns the filter of a step, nil for a step without one; ok is false where it is not one that can be followed.
func makeFilter(clauses []PathClause) (f *filter, ok bool) {
	if clauses == nil {
		return nil, true
	}
	if len(clauses) > mostClauses {
		return nil, false
	}
	f = &filter{}
	for _, c := range clauses {
		operator := strings.ToLower(c.Operator)
		if !slices.Contains([]string{"eq", "ne", "co", "sw", "ew", "pr"}, operator) {
			return nil, false
		}
		f.clauses = append(f.clauses, clause{attribute: c.Attribute, operator: operator, operand: c.Operand})
	}
	return f, true
}

// fault returns what the filter would have to compare and cannot read: a member must not seem to be another one.
func (f *filter) fault(member Value) (Value, bool) {
	// The mark of a list or an object covers all that is in it, so that readable members cost a single test.
	if member.meta&flagUnreadable == 0 {
		return Absent, false
	}
	for i := range f.clauses {
		if err := f.clauses[i].of(member).Unreadable(); err != nil {
			return unreadable(err), true
		}
	}
	return Absent, false
}

// matches reports whether all clauses hold: filters of the service join them by "and" only.
func (f *filter) matches(member Value, meter *Meter) bool {
	for i := range f.clauses {
		if !f.clauses[i].matches(member, meter) {
			return false
		}
	}
	return true
}

// matches compares without case: type and primary, the attributes filters name, are not case-exact (RFC 7643, 2.4), and the
// service writes a boolean as "True".
func (c *clause) matches(member Value, meter *Meter) bool {
	return c.holds(c.of(member), meter)
}

// of returns what the clause compares of a member. A plain member has a value and nothing else.
func (c *clause) of(member Value) Value {
	if o, ok := member.AsObject(); ok {
		return o.GetFold(c.attribute)
	}
	if strings.EqualFold(c.attribute, "value") || member.IsNull() {
		return member
	}
	return Absent
}

// holds compares one value with the operand.
func (c *clause) holds(v Value, meter *Meter) bool {
	switch {
	case c.operator == "pr":
		return !v.IsNullOrEmpty()
	case v.IsNull():
		return c.operator == "ne"
	}
	text := v.Text()
	meter.add(len(text) / bytesAVisit)
	switch c.operator {
	case "eq":
		return strings.EqualFold(text, c.operand)
	case "ne":
		return !strings.EqualFold(text, c.operand)
	}
	// EqualFold has no counterpart for parts of a text.
	have, want := strings.ToLower(text), strings.ToLower(c.operand)
	switch c.operator {
	case "co":
		return strings.Contains(have, want)
	case "sw":
		return strings.HasPrefix(have, want)
	default:
		return strings.HasSuffix(have, want)
	}
}
