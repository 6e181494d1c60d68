// Package syntax parses, walks and formats expressions. It does not know the functions, so that an editor or a playground
// needs no other package; package expr resolves names and compiles syntax trees.
//
// The main type is [Tree], a parsed expression:
//
//	tree, err := syntax.Parse(`Join("@", [alias], "contoso.com")`)
//	for n := range syntax.Nodes(tree.Root) { ... }
//
// All errors in a text are reported at once, with code, place, hint and, if the correction is certain, the corrected text.
//
// The package imports expr/value and expr/diag. Package expr imports it.
package syntax
