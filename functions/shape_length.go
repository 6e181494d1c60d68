package functions

import (
	"math"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// lengths is a range of lengths in UTF-16 units, both ends included. Where most is unbounded there is no greatest length.
type lengths struct{ least, most int }

// unbounded and everything above it is no bound at all; it is far enough from the greatest int for a sum.
const unbounded = math.MaxInt / 4

func upTo(most int) lengths { return lengths{0, most} }

func (r lengths) plus(o lengths) lengths {
	return lengths{add(r.least, o.least), add(r.most, o.most)}
}

// or gives the range that has both.
func (r lengths) or(o lengths) lengths {
	return lengths{min(r.least, o.least), max(r.most, o.most)}
}

func add(a, b int) int { return min(a+b, unbounded) }

func times(a, b int) int {
	if a != 0 && b > unbounded/a {
		return unbounded
	}
	return a * b
}

// shape gives the shape of a text of such a length.
func (r lengths) shape() Shape {
	if r.most == 0 {
		return ShapeOf(value.String(""))
	}
	return Shape{Kinds: stringKind, Fails: NeverFails}.withLengths(r)
}

// lengths gives the range of the shape's lengths.
func (s Shape) lengths() lengths {
	switch {
	case s.Values != nil:
		return extent(s.Values)
	case s.MaxLen == 0:
		return lengths{s.MinLen, unbounded}
	}
	return lengths{s.MinLen, s.MaxLen}
}

func (s Shape) withLengths(r lengths) Shape {
	if s.MinLen, s.MaxLen = r.least, r.most; r.most >= unbounded {
		s.MaxLen = 0
	}
	return s
}

// extent gives the range of the values' lengths; without values it is that of "".
func extent(values []value.Value) lengths {
	if len(values) == 0 {
		return upTo(0)
	}
	r := lengths{unbounded, 0}
	for _, v := range values {
		n := nettext.Len16(v.Text())
		r = r.or(lengths{n, n})
	}
	return r
}

// kindLengths are the lengths of the text form that follow from the kind alone.
var kindLengths = [...]lengths{
	value.KindBoolean:   {len("True"), len("False")},
	value.KindInteger:   {1, len("-9223372036854775808")},
	value.KindDecimal:   {1, unbounded},
	value.KindString:    {0, unbounded},
	value.KindDateTime:  {len("1/1/2020 1:00:00 AM"), len("12/31/2020 12:00:00 AM")},
	value.KindBinary:    {0, unbounded},
	value.KindReference: {0, unbounded},
	value.KindList:      {len("[]"), unbounded},
	value.KindObject:    {len("{}"), unbounded},
}

// textLengths gives the lengths that texts of some kinds may have.
func textLengths(kinds value.Kinds) lengths {
	r := lengths{unbounded, 0}
	for kind, of := range kindLengths {
		if kinds&^nullKind&value.KindsOf(value.Kind(kind)) != 0 {
			r = r.or(of)
		}
	}
	if r.least > r.most {
		return upTo(unbounded)
	}
	return r
}

// cut gives the lengths of what [cut] leaves of such texts: length units from the unit at start. A character of two units that is
// only half inside is dropped, at either end.
func (r lengths) cut(start, length int64) lengths {
	skip, keep := clampLength(start), clampLength(length)
	least, most := r.least-skip, max(r.most-skip, 0)
	if skip > 0 {
		least--
	}
	if least = max(least, 0); keep < most {
		least = min(least, max(keep-1, 0))
	}
	return lengths{least, min(most, keep)}
}

func clampLength(n int64) int { return int(min(n, unbounded)) }

// eachNumber gives the shape of a text whose length is one of those that the numbers give; without a number the evaluation fails.
func eachNumber(numbers []int64, length func(n int64) lengths) Shape {
	if len(numbers) == 0 {
		return Shape{Fails: AlwaysFails}
	}
	r := length(numbers[0])
	for _, n := range numbers[1:] {
		r = r.or(length(n))
	}
	return r.shape()
}

// positions gives the shape of a number that counts units of such a text.
func positions(r lengths) Shape {
	return Shape{Kinds: wholeNumber, Fails: NeverFails}.withLengths(lengths{1, digits(r.most)})
}

// digits is how many digits a count has.
func digits(n int) int { return len(strconv.Itoa(n)) }
