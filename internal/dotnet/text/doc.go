// Package text answers questions about text the way .NET does: case, title case, diacritics, white space, positions in
// UTF-16 units, ordinal comparison, and the texts of numbers and booleans.
//
// Text is UTF-8. Functions that change text have the shape f(dst, from, ...) []byte: they transform dst[from:] in place,
// growing dst where the result is longer, and return the extended slice, so that a chain of them works on one buffer and
// allocates nothing once that buffer is large enough:
//
//	buf = append(buf, "JOSÉ "...)
//	buf = nettext.TrimSpace(buf, from)
//	buf = nettext.Lower(buf, from, nettext.Invariant)
//	buf = nettext.NormalizeDiacritics(buf, from, nettext.AllLatin) // "jose"
//
// Functions that ask about text take a string and return a part of it, a number or a boolean. Positions and lengths count
// UTF-16 units from 0, as .NET's own do; the expression language counts from 1, which is the caller's affair.
//
// Every function is linear in the length of its text unless it says otherwise. Bytes that are not UTF-8 are carried along
// unchanged and count as one unit each, except where they would leave the text: encoders write U+FFFD for them. Nothing in
// the package has state: all functions may be called concurrently on different buffers.
//
// The tables are pinned to answers of .NET 10, not to the Unicode version of the compiling Go release. The package imports
// nothing of the project.
package text
