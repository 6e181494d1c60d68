// Package doc describes mappings in words, as Markdown, for reviewers who do not read the expression language.
//
// [WriteSets] describes the mapping sets of a file, [WriteSchema] an exported synchronization schema with all its object mappings: the matching
// attributes, the scope, and a table with the rule of every attribute, its inputs and when it applies:
//
//	document, err := graph.Load(file, graph.Limits{})
//	err = doc.WriteSchema(os.Stdout, document, doc.Options{})
//
// The words of expressions come from [expr.Describe]. The text depends only on the input.
//
// Imports go one way: this package is above the mapping and Graph's schemas, and below the command.
package doc
