// Package provision decides what one provisioning cycle would do to each object, without writing anything: scope, match,
// evaluate, compare, decide.
//
// An [Engine] joins a compiled mapping set with a [Directory], the objects that the target has. It gives a [Plan] for each source
// object: the action, one row per attribute mapping, and the reason of each.
//
//	engine := provision.New(mapper, directory, provision.Options{})
//	plan := engine.Plan(ctx, provision.Source{Attrs: attributes, Ordinal: 1})
//
// An Engine remembers which target objects and which unique values the cycle has used, so its plans are made one after the
// other, in input order.
//
// Imports go one way: this package stands above mapping and below the command.
package provision
