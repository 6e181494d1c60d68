// Package value is what expressions work on: values, their text forms, the comparison of two values, attribute paths
// and the bags that attributes are read from.
//
// The main type is [Value], a small immutable value. Absent, null, "" and an empty list are four different things and stay
// apart from input to output:
//
//	value.Absent            // the zero Value: the attribute is not there
//	value.Null              // the attribute is there and is null
//	value.String("")        // the empty text
//	value.List()            // a multi-valued attribute without members
//
// Imports go one way: this package is below functions and the language and imports neither.
package value
