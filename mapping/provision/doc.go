// Package provision decides what one provisioning cycle would do to each object, without writing anything: scope, match,
// evaluate, compare, decide.
//
// An [Engine] joins a compiled mapping set with a [Directory], the objects that the target has. It returns a [Plan] for each source
// object: the action, one row per attribute mapping, and the reason of each.
//
//	engine, err := provision.New(set, directory, mapping.Options{}, provision.Options{})
//	plan, err := engine.Plan(ctx, provision.Source{Attrs: attributes, Ordinal: 1})
//
// An Engine remembers which target objects and which unique values the cycle has used, so its plans build on each other in input
// order. [Engine.Run] keeps to that with several workers: they plan ahead and record what each plan has read and written, and a plan
// that an earlier one makes invalid is made anew in its turn.
//
// Imports go one way: this package is above mapping and below the command.
package provision
