// Package provision decides what one provisioning cycle would do to each object, without writing anything: scope, match,
// evaluate, compare, decide.
//
// An [Engine] is a compiled [Job], which has a mapping set for every type of object. A [Cycle] joins it with a [Directory], the objects that
// the target has. It returns a [Plan] for each source object: the action, one row per attribute mapping, and the reason of each.
//
//	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
//	plan, err := engine.NewCycle(provision.World{Directory: directory}).Plan(ctx, provision.Source{Attrs: attributes, Ordinal: 1})
//
// A Cycle remembers which target objects and which unique values it has used, so its plans build on each other in input
// order. [Cycle.Run] keeps to that with several workers: they plan ahead and record what each plan has read and written, and a plan
// that an earlier one makes invalid is made anew in its turn. Beyond a cycle unique values are given away by a [Reserver].
//
// A Directory behind a network is asked many questions at once, and none twice; one in memory is a [Memory].
//
// Imports go one way: this package is above mapping and below the command.
package provision
