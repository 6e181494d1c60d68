package model

import (
	"cmp"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// definitions are the attributes that a filter may name: those of a resource type or, inside of brackets, the parts of an attribute.
type definitions struct {
	strict bool
	of     *resourceType // nil where nothing is known
	parent *attribute    // inside of brackets
	inside bool
}

// find returns the definition of a path, nil for none.
func (d definitions) find(p attrPath) *attribute {
	switch {
	case d.inside && d.parent == nil, !d.inside && d.of == nil:
		return nil
	case d.inside && p.urn == "" && len(d.parent.Parts) == 0 && strings.EqualFold(p.names[0], "value"):
		single := *d.parent // an attribute of plain values: each is its own value
		single.Many = false
		return &single
	case d.inside:
		return findAttribute(d.parent.Parts, p.names...)
	}
	return d.of.find(p.urn, p.names...)
}

// check refuses a filter that names what the schemas do not define, or compares what cannot be compared. It is done once, before any resource is
// looked at, and returns how many comparisons there are.
func (d definitions) check(f *filter) (comparisons int, err *refusal) {
	if f.form == joinsAnd || f.form == joinsOr || f.form == negates {
		for _, part := range f.parts {
			n, err := d.check(part)
			if err != nil {
				return 0, err
			}
			comparisons += n
		}
		return comparisons, nil
	}
	def := d.find(f.attr)
	if def == nil && d.strict {
		return 0, refuse(invalidFilter, secFilter, "the schemas define no attribute %s", f.attr)
	}
	if f.form == compares {
		return 1, d.comparable(f, def)
	}
	if f.after != "" && d.strict {
		return 0, refuse(invalidFilter, secFilter, "want the end of a value path after %s[…], got .%s: the part belongs into the brackets", f.attr, f.after)
	}
	if def != nil && !def.Many && def.Type != typeComplex {
		return 0, refuse(invalidFilter, secFilter, "%s has no elements to choose from", f.attr)
	}
	return definitions{strict: d.strict, of: d.of, parent: def, inside: true}.check(f.parts[0])
}

// comparable refuses a comparison that the type of the attribute does not allow.
func (d definitions) comparable(f *filter, def *attribute) *refusal {
	if def == nil || f.op == pr {
		return nil
	}
	if def.Type == typeComplex {
		part := findAttribute(def.Parts, "value")
		if part == nil {
			return refuse(invalidFilter, secFilter, "%s has no value of its own: name one of its parts", f.attr)
		}
		def = part
	}
	_, isText := f.operand.AsString()
	_, isBoolean := f.operand.AsBoolean()
	ordered := f.op != eq && f.op != ne
	textual := f.op == co || f.op == sw || f.op == ew
	var fits bool
	switch def.Type {
	case typeBoolean:
		fits = !ordered && (isBoolean || !d.strict && isText)
	case typeInteger, typeDecimal:
		fits = !textual && (f.operand.Kind().IsNumber() || !d.strict && isText)
	case typeBinary:
		fits = isText && !ordered
	default:
		fits = isText
	}
	switch {
	case f.operand.IsNull() && !ordered:
		return nil
	case def.Returned == returnedNever:
		return refuse(invalidFilter, secFilter, "%s cannot be searched for", f.attr)
	case !fits:
		return refuse(invalidFilter, secFilter, "%s is %s: it cannot be compared by %s with what the filter has", f.attr, def.Type.Words(), f.op)
	}
	return nil
}

// getter returns the attribute of a schema, "" for the core, of what a filter is applied to.
type getter func(urn, name string) value.Value

// elementGetter reads the parts of an element; a plain one is its own value.
func elementGetter(e value.Value) getter {
	o := complexOf(e)
	return func(_, name string) value.Value { return o.GetFold(name) }
}

// matches reports whether the filter matches what get reads.
func (d definitions) matches(f *filter, get getter) bool {
	switch f.form {
	case joinsAnd:
		for _, part := range f.parts {
			if !d.matches(part, get) {
				return false
			}
		}
		return true
	case joinsOr:
		for _, part := range f.parts {
			if d.matches(part, get) {
				return true
			}
		}
		return false
	case negates:
		return !d.matches(f.parts[0], get)
	default:
		return d.matchesValue(f, get)
	}
}

// matchesValue is matches of a comparison, and of a choice of elements.
func (d definitions) matchesValue(f *filter, get getter) bool {
	values := leaves(get(f.attr.urn, f.attr.names[0]), f.attr.names[1:], nil)
	def := d.find(f.attr)
	if f.form == compares {
		return d.compare(f, values, def)
	}
	inner := definitions{strict: d.strict, of: d.of, parent: def, inside: true}
	var parts []value.Value
	for _, e := range values {
		if !inner.matches(f.parts[0], elementGetter(e)) {
			continue
		}
		if f.after == "" {
			return true
		}
		parts = leaves(complexOf(e).GetFold(f.after), nil, parts)
	}
	if f.after == "" {
		return false
	}
	return d.compare(f, parts, inner.find(attrPath{names: []string{f.after}}))
}

// leaves appends the values that names lead to, each element of a list by itself; what has no value is left out.
func leaves(v value.Value, names []string, to []value.Value) []value.Value {
	if list, ok := v.AsList(); ok {
		for _, e := range list {
			to = leaves(e, names, to)
		}
		return to
	}
	if len(names) > 0 {
		return leaves(complexOf(v).GetFold(names[0]), names[1:], to)
	}
	if v.IsNull() {
		return to
	}
	return append(to, v)
}

// compare reports whether any of the values is as the filter wants. An attribute without values is not equal to anything, and so it matches ne.
func (d definitions) compare(f *filter, values []value.Value, def *attribute) bool {
	switch none := len(values) == 0; {
	case f.op == pr, f.op == ne && f.operand.IsNull():
		for _, v := range values {
			if o, isComplex := v.AsObject(); !v.IsNullOrEmpty() && (!isComplex || len(o.Members()) > 0) {
				return true
			}
		}
		return false
	case f.op == eq && f.operand.IsNull():
		return none
	case none:
		return f.op == ne
	}
	for _, v := range values {
		exact, kind, of := false, typeString, def
		if o, ok := v.AsObject(); ok {
			if v = o.GetFold("value"); def != nil {
				of = findAttribute(def.Parts, "value")
			}
		}
		if of != nil {
			exact, kind = of.CaseExact, of.Type
		}
		if holds(f.op, v, f.operand, exact, kind) {
			return true
		}
	}
	return false
}

// holds reports whether one value compares with another one.
func holds(op operator, have, want value.Value, exact bool, kind attributeType) bool {
	if have.IsNull() {
		return op == ne
	}
	if have.Kind().IsNumber() && want.Kind().IsNumber() {
		by, isOrder := orderings[op]
		is, err := value.Compare(by, have, want)
		return isOrder && err == nil && is
	}
	a, b := have.Text(), want.Text()
	if kind == typeDateTime {
		x, errX := time.Parse(time.RFC3339, a)
		y, errY := time.Parse(time.RFC3339, b)
		if errX == nil && errY == nil {
			return ordered(op, x.Compare(y))
		}
	}
	_, isBoolean := have.AsBoolean()
	if _, other := want.AsBoolean(); isBoolean || other || !exact {
		a, b = nettext.Caseless(a), nettext.Caseless(b)
	}
	switch op {
	case co:
		return strings.Contains(a, b)
	case sw:
		return strings.HasPrefix(a, b)
	case ew:
		return strings.HasSuffix(a, b)
	default:
		return ordered(op, cmp.Compare(a, b))
	}
}

// orderings are the operators that numbers are compared by. The others hold of no number.
var orderings = map[operator]value.Operator{
	eq: value.Equal, ne: value.NotEqual, gt: value.Greater, ge: value.GreaterOrEqual, lt: value.Less, le: value.LessOrEqual,
}

// ordered reports whether an order is one that the operator wants.
func ordered(op operator, order int) bool {
	switch op {
	case eq:
		return order == 0
	case ne:
		return order != 0
	case gt:
		return order > 0
	case ge:
		return order >= 0
	case lt:
		return order < 0
	default: // le: the others are not of orders
		return order <= 0
	}
}

// complexOf returns a value as an object: a plain one is the value of one (RFC 7643, 2.4).
func complexOf(v value.Value) *value.Object {
	if o, ok := v.AsObject(); ok {
		return o
	}
	if v.IsNullOrEmpty() {
		return value.NewObject()
	}
	return value.NewObject(value.Member{Name: "value", Value: v})
}
