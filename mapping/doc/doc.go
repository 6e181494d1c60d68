// Package doc writes what mappings do in words, as Markdown, for those who review them and do not read the language of expressions.
//
// [WriteSet] describes a mapping set, [WriteSchema] an exported synchronization schema with all of its object mappings: what is
// matched, what is in scope, and a table with the rule of every attribute, its inputs and when it applies:
//
//	document, err := graph.Load(file, graph.Limits{})
//	err = doc.WriteSchema(os.Stdout, document, doc.Options{})
//
// The words of expressions come from [expr.Describe]. The same input gives the same text.
//
// Imports go one way: this package stands above the mapping and Graph's schemas, and below the command.
package doc
