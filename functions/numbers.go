package functions

import (
	"math/bits"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/shape"
)

// numberFunctions calculate with 64-bit integers.
func numberFunctions() []Spec {
	return []Spec{
		{
			Name:    "BitAnd",
			Summary: "Returns the number whose bits are set in both value1 and value2.",
			Phrases: []string{"the bitwise AND of {value1} and {value2}"},
			Params: []Param{
				{Name: "value1", Doc: "a whole number", Kinds: wholeNumber, Null: NullIsError, EmptyIsNull: true, Key: "left"},
				{Name: "value2", Doc: "a whole number", Kinds: wholeNumber, Null: NullIsError, EmptyIsNull: true, Key: "right"},
			},
			Result:   wholeNumber,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "Numbers may be written in hexadecimal, as in &HF7."},
				{Inferred, "Numbers may be decimal text, as directories deliver userAccountControl."},
				{Assumed, "Numbers are signed 64-bit integers; a fraction is dropped, and hexadecimal digits in a text are an error: see Numbers in texts."},
				{Assumed, "Null and \"\" are errors: a missing number is not 0, which would mean that every flag is off."},
			},
			Examples: []Example{
				{Expr: `BitAnd(&HF, &HF7)`, Want: []string{"7"}},
				{Expr: `BitAnd([userAccountControl], 2)`, Attrs: value.Map{"userAccountControl": "514"}, Want: []string{"2"}},
				{Expr: `BitAnd([userAccountControl], 2)`, Attrs: value.Map{}, WantError: "null"},
				{Expr: `BitAnd([userAccountControl], 2)`, Attrs: value.Map{"userAccountControl": "disabled"}, WantError: "number"},
			},
			Eval:  bitAnd,
			Infer: inferBitAnd,
		},
	}
}

func bitAnd(a Args) (value.Value, error) {
	left, err := a.Integer(0, 0)
	if err != nil {
		return value.Absent, err
	}
	right, err := a.Integer(1, 0)
	if err != nil {
		return value.Absent, err
	}
	return value.Integer(left & right), nil
}

// listedBits is the greatest number of bits of a mask whose subsets are listed.
const listedBits = 6

func inferBitAnd(in *Inferring) Shape {
	for i := range 2 {
		other := 1 - i
		masks, known := in.Integer(i, 0)
		// The other argument is read for what that records, whatever its numbers are.
		if in.Integer(other, 0); !known || len(masks) != 1 || bits.OnesCount64(uint64(masks[0])) > listedBits {
			continue
		}
		var parts []Shape
		for part := masks[0]; ; part = (part - 1) & masks[0] { // every number whose bits are among those of the mask, the mask first
			parts = append(parts, shape.Of(value.Integer(part)))
			if part == 0 {
				slices.Reverse(parts)
				return shape.Union(parts...)
			}
		}
	}
	return Shape{Kinds: wholeNumber, Fails: NeverFails}
}
