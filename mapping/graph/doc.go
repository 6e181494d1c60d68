// Package graph speaks Microsoft Graph's synchronization schema: how expressions stand in it as parameter trees.
//
// In Graph's form a tree is keyed by parameter names and leaves empty arguments out, where the text goes by position:
//
//	tree, err := graph.ParseSource(`Replace([preferredLanguage], "-", , , "_", , )`, functions.Standard())
//	// Function Replace: source, Find, Replacement
//
// Imports go one way: this package stands above the language and the mapping, and below the command.
package graph
