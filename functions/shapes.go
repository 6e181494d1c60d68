package functions

import "github.com/attrmap/attrmap/internal/shape"

// Shape is what is known of a value before there is data: everything the value may be, and more where more is not known. The zero
// Shape knows nothing. A Shape is plain data:
//
//	Kinds           value.Kinds    the kinds the value may have; KindNull where it may be null or absent; zero is any kind
//	Members         value.Kinds    the kinds that the members of a list may have; zero is any kind
//	MinLen, MaxLen  int            the least and the greatest length of the text form, in UTF-16 units; a MaxLen of zero is unknown
//	Values          []value.Value  all values possible besides null and signals; nil is unknown, an empty slice is none
//	Fails           Failure        whether the evaluation may end in an error: MayFail, NeverFails or AlwaysFails
//
// Its methods answer questions (MayBe, Within, MayBeNull, MayBeEmpty, MayBeSignal, MayFail, MaxLength, All, Admits, String) and return
// the shape of what becomes of the value (WithoutNull, WithoutEmpty, Single, Text, and more).
type Shape = shape.Shape

// What Fails of a [Shape] may be: whether an evaluation ends in an error. Passed limits and cancellation do not count, and the environment
// is assumed to have what the expression asks for: a clock, randomness, the tenant's default domain and tokens.
const (
	// MayFail is the zero value: some objects may make it fail.
	MayFail = shape.MayFail
	// NeverFails: no object makes it fail.
	NeverFails = shape.NeverFails
	// AlwaysFails: every object makes it fail, so that there is no value to describe.
	AlwaysFails = shape.AlwaysFails
)
