// Package impact compares two provisioning jobs over the same objects, or one job over two states of them: what does a change of a mapping,
// or of the data, do to whom?
//
//	changes, err := impact.Compare(ctx, impact.Side{Engine: old, Sources: people}, impact.Side{Engine: edited, Sources: people}, impact.Options{Limit: 50})
//	fmt.Println(changes.Headline())
//
// Both plans are made for every object, and the pair is the unit: what is counted are objects, which texts call people, since most are. Two
// plans differ in an attribute where the value that the target would then hold differs. Booleans are compared as booleans, date-times as
// instants, and the values of multi-valued attributes in any order. Where the mapping of an attribute, or its value, is gone, that is a
// difference also if the target has the old value and keeps it: nobody supplies it any more (assumed).
//
// Pairs are made and forgotten one after the other. What is kept are the groups: at most 20 different pairs of values of an attribute are
// told apart, and of who is in a group as many ids as [Options] say, the first in their order. So the order of the objects changes nothing.
//
// Imports go one way: this package knows the plans of package provision, and nothing of the command.
package impact
