// Package graph reads and writes Microsoft Graph's synchronization schema: the rules, mappings, filters and definitions of a
// provisioning job, in the form in which Graph exports them.
//
// A [Document] keeps the complete JSON text, so that saving loses nothing: unknown members, their order, duplicates, numbers as
// written. Views such as [Rule], [ObjectMapping] and [AttributeMapping] read the text and write through to it:
//
//	doc, err := graph.Load(file, graph.Limits{})
//	for _, m := range doc.ObjectMappings() {
//		conversion := m.Convert(functions.Standard())
//		mapper, err := conversion.Set.Compile(conversion.Options(functions.Standard()))
//	}
//	for _, finding := range doc.Check(graph.CheckOptions{}) {
//		fmt.Println(finding)
//	}
//	err = doc.Save(out)
//
// What a mapping does is in its [Conversion], what an object has in [ObjectDefinition.Schema]; a member for which there is no method is
// read by [Element.Member] and written by [Element.Set].
//
// A schema holds every expression twice: as text and as a parameter tree, a [Source]. The text lists arguments by position; the tree
// is keyed by parameter names and omits empty arguments. Only the tree contains tokens such as %DomainFQDN%, so where the two differ the
// tree decides; only the text distinguishes numbers and words from texts and shows which argument is empty, so where they differ in tokens alone
// the text is read with the tokens in its empty places. [ParseSource] turns a text into a tree, [Source.Node] turns a tree into a syntax tree.
//
// Imports go one way: this package is above the language and the mapping, and below the command.
package graph
