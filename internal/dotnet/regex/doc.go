// Package regex implements the regular expressions of .NET (RegexOptions.None, invariant culture) as far as
// provisioning expressions and scoping filters need them: matching, capturing and replacing. It imports no other
// package of the module.
//
// The main type is Pattern:
//
//	p, err := netregex.Compile(`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, netregex.Limits{})
//	r, err := p.CompileReplacement("${phoneNumber}")
//	out, n, err := p.Replace(nil, "+91 9876543210", r) // 9876543210
//
// The parser accepts exactly the patterns that .NET accepts. It works on UTF-16 code units ("units" below), so a
// character outside the BMP counts as two. Character classes, categories, blocks and case folding are all resolved to
// sets of units. A pattern compiles to a small program, which a backtracking machine runs over the UTF-8 text without
// converting it. The machine keeps explicit stacks in bounded memory and counts its steps, so a hostile pattern ends in
// a *LimitError, after the same number of steps on every computer. Most patterns need no more than a finite automaton;
// for those, the machine memoizes the states it has visited once a search becomes long, so that a search takes time
// linear in the length of the text (Explain reports which patterns are linear). Machines are pooled: a call allocates
// only the text it appends.
//
// Surprising behaviour of .NET is reproduced: \d, \w and \s cover Unicode; $ also matches before a final newline; an
// empty match is found directly after a longer one; named groups are numbered last; (?i) follows the lower-case
// mapping, so ſ does not equal s; an unknown group in a replacement is literal text. One defect is not reproduced,
// because no author can rely on it: a lazily repeated group with a round that matches the empty text, as in (x?)+?y, may
// lose the start of the match. It is not known whether .NET runs (?>a+){2} as a{2,}, as engines derived from its code
// do; here the atomic group stays atomic.
//
// Sources: the recorded results of .NET 10 in testdata (see testdata/README.md) and Microsoft's documentation of the
// regular expression language.
package regex
