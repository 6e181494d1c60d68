package expr

// What explanations say of comparisons, for its table.
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
