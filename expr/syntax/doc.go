// Package syntax is the text of expressions: lexer, parser, syntax tree, walk, format and layout. It knows no functions, so that an
// editor or a playground needs nothing else; names are resolved by package expr, which compiles what this package parses.
//
// The main type is [Tree], a text that parses:
//
//	tree, err := syntax.Parse(`Join("@", [alias], "contoso.com")`)
//	for n := range syntax.Nodes(tree.Root) { ... }
//
// Texts are judged in one pass: what is wrong is reported with code, place, hint and, where the cure is certain, the corrected text.
//
// Imports go one way: this package builds on values and diagnostics; package expr builds on it.
package syntax
