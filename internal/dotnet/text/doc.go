// Package text implements .NET's operations on text: case, title case, diacritics, white space, positions in UTF-16 code
// units ("units" below), ordinal comparison, and parsing of numbers and booleans.
//
// Text is UTF-8. Functions that change text have the form f(dst, from, ...) []byte: they transform dst[from:] in place,
// grow dst if the result is longer, and return the resulting slice. So a chain of them works in one buffer and does not
// allocate once that buffer is large enough:
//
//	buf = append(buf, "JOSÉ "...)
//	buf = nettext.TrimSpace(buf, from)
//	buf = nettext.Lower(buf, from, nettext.Invariant)
//	buf = nettext.NormalizeDiacritics(buf, from, nettext.AllLatin) // "jose"
//
// Other functions take a string and return a part of it, a number or a boolean. Positions and lengths are in units, from
// 0 as in .NET. The expression language counts from 1; callers convert.
//
// Unless documented otherwise, a function takes time linear in the length of its text. Invalid bytes are kept and count
// as one unit each, and so do the three bytes of half a character; only encoders replace them, by U+FFFD. The package has no state, so its functions are safe for
// concurrent use on different buffers.
//
// The tables are those of .NET 10, independent of the Unicode version of the Go release that compiles the package. It
// imports no other package of the module.
package text
