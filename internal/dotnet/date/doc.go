// Package date gives the answers of .NET's DateTime in the invariant culture on a server whose zone is UTC:
// custom and standard format strings, ParseExact, Parse, FILETIME and Visual Basic's DateAdd and DateDiff.
//
// The main type is DateTime, a count of 100 ns ticks with a Kind. A pattern is compiled once, into a Format for
// printing or a Layout for reading, and then used as often as wanted, from any goroutine:
//
//	in, err := netdate.CompileLayout("yyyyMMddHHmmss.fZ", netdate.DefaultStyles)
//	out, err := netdate.CompileFormat("yyyy-MM-dd")
//	d, err := in.Parse("20150123105347.1Z", now)
//	text := out.Append(nil, d) // 2015-01-23
//
// One letter of surprise for every reader of patterns: a bare Z is a time-zone token when reading and a plain
// letter when printing.
//
// No clock is read here: what .NET completes "from today" is completed from the caller's now.
// The package imports the standard library only.
package date
