// Package date implements .NET's DateTime in the invariant culture on a server whose time zone is UTC:
// custom and standard format strings, ParseExact, Parse, FILETIME, and Visual Basic's DateAdd and DateDiff.
//
// The main type is DateTime, a count of 100 ns ticks with a Kind. A pattern is compiled once, into a Format for
// printing or a Layout for parsing, and can then be used any number of times, from any goroutine:
//
//	in, err := netdate.CompileLayout("yyyyMMddHHmmss.fZ", netdate.DefaultStyles)
//	out, err := netdate.CompileFormat("yyyy-MM-dd")
//	d, err := in.Parse("20150123105347.1Z", now)
//	text := out.Append(nil, d) // 2015-01-23
//
// Beware of the bare Z in patterns: it is a time-zone token when parsing and a literal letter when printing.
//
// The package never reads a clock: where .NET completes a date from today's, the caller passes now.
// It imports only the standard library.
package date
