// Package graph reads and writes Microsoft Graph's synchronization schema: the rules, mappings, filters and definitions of a
// provisioning job, as its export holds them.
//
// A [Document] holds the file's JSON text whole, so that saving loses nothing: members that are not known, their order, duplicates,
// numbers as written. Views such as [Rule], [ObjectMapping] and [AttributeMapping] read it and write through to it:
//
//	doc, err := graph.Load(file, graph.Limits{})
//	for _, m := range doc.ObjectMappings() {
//		conversion := m.Convert(functions.Standard())
//		mapper, err := conversion.Set.Compile(conversion.Options(functions.Standard()))
//	}
//	for _, finding := range doc.Check(functions.Standard(), graph.CheckOptions{}) {
//		fmt.Println(finding)
//	}
//	err = doc.Save(out)
//
// An expression stands in a schema twice: as text and as a tree of parameters, a [Source]. The tree is keyed by parameter names and
// leaves empty arguments out, where the text goes by position, and it alone holds tokens such as %DomainFQDN%: it decides.
// [ParseSource] makes the tree of a text, [Source.Node] the syntax tree of a tree.
//
// Imports go one way: this package stands above the language and the mapping, and below the command.
package graph
