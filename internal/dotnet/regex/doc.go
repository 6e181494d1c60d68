// Package regex is the regular expressions of .NET (RegexOptions.None, invariant culture) as far as provisioning
// expressions and scoping filters need them: match, capture, replace. It imports nothing of this module.
//
// The main type is Pattern:
//
//	p, err := netregex.Compile(`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, netregex.Limits{})
//	r, err := p.CompileReplacement("${phoneNumber}")
//	out, n, err := p.Replace(nil, "+91 9876543210", r) // 9876543210
//
// Patterns are read by a parser that accepts what .NET accepts and refuses what it refuses; it works on UTF-16 units, so a
// character outside the BMP counts as two. Classes, categories, blocks and case folding come down to sets of units.
// Patterns compile to a small program, which a machine runs over the UTF-8 text without converting it. The machine
// backtracks with explicit stacks, in bounded memory, and counts its steps, so a hostile pattern ends in a *LimitError,
// and at the same step on every computer; there are no clocks. Most patterns need nothing that a finite automaton could
// not do; for those the machine remembers the states it has visited once a search grows long, and one search takes time in
// proportion to the text (Explain tells which patterns). Memory is taken from a pool: a call allocates nothing but what it
// appends.
//
// Where .NET's behaviour surprises, it is followed: \d, \w and \s are Unicode's; $ also matches before a final newline; an
// empty match counts directly after a longer one; named groups are numbered last; (?i) follows the lower-case mapping, so
// ſ is no s; an unknown group in a replacement is literal text. One slip of .NET's own is not copied, since no author can
// mean it: a lazily repeated group whose round takes no text, as in (x?)+?y, may lose the start of the match. Whether .NET
// runs (?>a+){2} as a{2,}, as engines descended from its code do, is not known; here the atomic group stays atomic.
//
// Sources: the answers of .NET 10 in testdata (see testdata/README.md) and Microsoft's documentation of its regular
// expression language.
package regex
