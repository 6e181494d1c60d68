// Package scaffold begins what a team then owns: a file of tests for the mappings that it has, or mappings for a table of people.
//
//	tests, err := scaffold.NewTests(ctx, document, scaffold.Options{Now: time.Now()})
//	…
//	err = os.WriteFile("mapping_test.yaml", tests.Data, 0o666)
//
// Inputs are looked for until the branches, keys, defaults, alternatives, candidates and regular expressions of every expression are met, and the
// clauses of the scope: first those that the expression itself names, then changes of those that have met something. What they come to is written
// as what is expected, marked as a snapshot: it says what the mappings do, not what they should do. What no input met is in the report of the
// coverage. The same file and the same time make the same tests.
//
// [NewMapping] makes a mapping file and a bulk map for a CSV, by the names of its columns.
package scaffold
