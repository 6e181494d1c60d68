package shape

import (
	"math"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Lengths is a range of lengths in UTF-16 units, both ends included. Where Most is Unbounded there is no greatest length.
type Lengths struct{ Least, Most int }

// Unbounded and everything above it is no bound at all; it is far enough from the greatest int for a sum. A length that is computed from
// it by other means than Add and Times is below it and counts as a bound.
const Unbounded = math.MaxInt / 4

// Between returns the range from least to most.
func Between(least, most int) Lengths { return Lengths{least, most} }

// UpTo returns the range from 0 to most.
func UpTo(most int) Lengths { return Lengths{0, most} }

// Plus returns the lengths of a text of r followed by one of o.
func (r Lengths) Plus(o Lengths) Lengths {
	return Lengths{Add(r.Least, o.Least), Add(r.Most, o.Most)}
}

// Or returns the range that has both.
func (r Lengths) Or(o Lengths) Lengths {
	return Lengths{min(r.Least, o.Least), max(r.Most, o.Most)}
}

// Add returns a+b, no more than Unbounded.
func Add(a, b int) int { return min(a+b, Unbounded) }

// Times returns a·b, no more than Unbounded.
func Times(a, b int) int {
	if a != 0 && b > Unbounded/a {
		return Unbounded
	}
	return a * b
}

// Shape returns the shape of a text of such a length.
func (r Lengths) Shape() Shape {
	if r.Most == 0 {
		return Of(value.String(""))
	}
	return Shape{Kinds: StringKind, Fails: NeverFails}.WithLengths(r)
}

// Lengths returns the range of the shape's lengths.
func (s Shape) Lengths() Lengths {
	switch {
	case s.Values != nil:
		return extent(s.Values)
	// The zero Shape knows nothing, so 0 is no bound. A text that is always "" has it among its Values.
	case s.MaxLen == 0:
		return Lengths{s.MinLen, Unbounded}
	}
	return Lengths{s.MinLen, s.MaxLen}
}

// WithLengths returns the shape with other lengths.
func (s Shape) WithLengths(r Lengths) Shape {
	if s.MinLen, s.MaxLen = r.Least, r.Most; r.Most >= Unbounded {
		s.MaxLen = 0
	}
	return s
}

// extent returns the range of the values' lengths; without values it is that of "".
func extent(values []value.Value) Lengths {
	if len(values) == 0 {
		return UpTo(0)
	}
	r := Lengths{Unbounded, 0}
	for _, v := range values {
		n := nettext.Len16(v.Text())
		r = r.Or(Lengths{n, n})
	}
	return r
}

// kindLengths are the lengths of the text form that follow from the kind alone.
var kindLengths = [...]Lengths{
	value.KindBoolean:   {len("True"), len("False")},
	value.KindInteger:   {1, len("-9223372036854775808")},
	value.KindDecimal:   {1, Unbounded},
	value.KindString:    {0, Unbounded},
	value.KindDateTime:  {len("1/1/2020 1:00:00 AM"), len("12/31/2020 12:00:00 AM")},
	value.KindBinary:    {0, Unbounded},
	value.KindReference: {0, Unbounded},
	value.KindList:      {len("[]"), Unbounded},
	value.KindObject:    {len("{}"), Unbounded},
}

// textLengths returns the lengths that texts of some kinds may have.
func textLengths(kinds value.Kinds) Lengths {
	r := Lengths{Unbounded, 0}
	for kind, of := range kindLengths {
		if kinds&^NullKind&value.KindsOf(value.Kind(kind)) != 0 {
			r = r.Or(of)
		}
	}
	// none of the kinds has a text form
	if r.Least > r.Most {
		return UpTo(Unbounded)
	}
	return r
}

// Cut returns the lengths of what Mid leaves of such texts: length units from the unit at start.
func (r Lengths) Cut(start, length int64) Lengths {
	skip, keep := ClampLength(start), ClampLength(length)
	least, most := r.Least-skip, max(r.Most-skip, 0)
	if r.Most >= Unbounded { // what is left of a text without a greatest length has none either
		most = Unbounded
	}
	return Lengths{min(max(least, 0), keep), min(most, keep)}
}

// ClampLength returns n as a length, no more than Unbounded.
func ClampLength(n int64) int { return int(min(n, Unbounded)) }

// EachNumber returns the shape of a text whose length is one that a number leads to; without a number the evaluation fails.
func EachNumber(numbers []int64, length func(n int64) Lengths) Shape {
	if len(numbers) == 0 {
		return Shape{Fails: AlwaysFails}
	}
	r := length(numbers[0])
	for _, n := range numbers[1:] {
		r = r.Or(length(n))
	}
	return r.Shape()
}

// Positions returns the shape of a number that counts units of such a text.
func Positions(r Lengths) Shape {
	return Shape{Kinds: integerKind, Fails: NeverFails}.WithLengths(Lengths{1, digits(r.Most)})
}

// digits is how many digits a count has.
func digits(n int) int { return len(strconv.Itoa(n)) }
