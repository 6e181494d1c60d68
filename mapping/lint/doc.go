// Package lint finds mistakes in expressions, mapping sets, Graph schemas, bulk requests and the data that they are made for,
// before any of it is used.
//
// A [Rule] is one literal: its code, its reasons, its evidence, examples that the tests execute, and its check. Rules are listed
// nowhere else. [Expression], [Set], [Schema] and [Bulk] return a [diag.Finding] for every mistake, with the corrected expression if the
// correction is certain:
//
//	for _, f := range lint.Expression(`Switch([active], , "true", "False", "true", "True")`, lint.Use{}, lint.Options{}) {
//		fmt.Println(f)
//	}
//
// What lower packages find already, such as an unknown function, is reported here under the code of the rule that lists it. A correct
// expression has no findings: a false finding is a defect of this package.
//
// Imports go one way: this package is above mapping and its siblings graph, feed, file and bulk, and below the command.
package lint
