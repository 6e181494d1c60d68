package functions

import "github.com/attrmap/attrmap/expr/value"

// Source gives what a Transform or Rewrite function sees of its source: a single value, or a member of a multi-valued one. The
// lengths of a member that is a list itself are those of its text.
func (in *Inferring) Source() Shape { return in.source }

// SourceText is Source as text; null that the policy lets through is "".
func (in *Inferring) SourceText() Shape { return in.source.Text() }

// each gives the shape of a call of a Transform or Rewrite function. One tells what becomes of a single value or of a member.
func (in *Inferring) each(one func(*Inferring) Shape) Shape {
	i := in.spec.source
	source := in.note(in.raw(i))
	if source.Fails == AlwaysFails {
		return source
	}
	var nullSingle, nullMember bool
	single := in.admit(i, source.without(listKind), &nullSingle)
	member, isList := Shape{Fails: AlwaysFails}, source.MayBe(listKind)
	if isList {
		member = in.admit(i, source.without(anyKind&^listKind).members(), &nullMember)
	}
	result := Shape{Fails: AlwaysFails}
	if in.source = either(single, member); in.source.Fails != AlwaysFails {
		result = one(in)
	}
	nullOther := in.null // read for a member, null makes a null of that member alone
	in.null = nullSingle
	var outcomes []Shape
	if single.Fails != AlwaysFails {
		outcomes = append(outcomes, result)
		in.null = in.null || nullOther
	}
	if isList {
		if member.Fails == AlwaysFails { // there are only empty lists and lists of null
			result = Shape{Kinds: nullKind, Fails: NeverFails}
		}
		outcomes = append(outcomes, result.list(nullMember || nullOther))
	}
	if outcomes == nil && in.null {
		return ShapeOf(value.Null)
	}
	return UnionOf(outcomes...)
}

// list gives the shape of a list of such values, among which may be null. A list without members is possible where the value is not.
func (s Shape) list(null bool) Shape {
	if s.Fails == AlwaysFails {
		s = Shape{Kinds: nullKind}
	}
	if s.Kinds = explicit(s.Kinds); null {
		s.Kinds |= nullKind
	}
	s.Kinds, s.Members = listKind, s.Kinds
	return s.tidy()
}

// unknownText is what the literal of a Transform function tells.
func (in *Inferring) unknownText() Shape {
	for i := range max(in.Len(), len(in.spec.Params)) {
		if i != in.spec.source {
			in.single(i)
		}
	}
	return Shape{Kinds: stringKind}
}
