package expr

// How explanations describe comparisons, for a table in the tests.
type Basis = basis

const (
	ByNone     = byNone
	ByEmpty    = byEmpty
	ByNumbers  = byNumbers
	ByNoNumber = byNoNumber
	ByBooleans = byBooleans
	ByDates    = byDates
	ByTexts    = byTexts
)

var BasisOf = basisOf
