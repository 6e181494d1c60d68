// Package mapping runs attribute mappings over objects: Direct, Constant, Expression and None, with a default for null at
// creation and the rule when a mapping applies.
//
// A [Set] is plain data, made in Go or read from JSON. It is validated and compiled once to a [Mapper], which maps any number of
// objects, concurrently. An [Evaluator] returns the values alone, faster:
//
//	set := mapping.Set{Mappings: []mapping.Mapping{
//		{Target: "employeeId", From: "externalId", Match: 1},
//		{Target: "displayName", Expression: `Join(" ", [name.givenName], [name.familyName])`},
//	}}
//	mapper, err := set.Compile(mapping.Options{})
//	result, err := mapper.Map(ctx, source, existing)
//
// Mapping an object never stops at the first attribute that fails: the others still flow, and the failure is in the result.
//
// Imports go one way: this package knows the language and values; the Graph format, feeds and provisioning build on it.
package mapping
