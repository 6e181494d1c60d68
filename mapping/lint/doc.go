// Package lint finds mistakes in expressions, mapping sets, Graph schemas, bulk requests and the data that they are made for,
// before any of it is put to use.
//
// A [Rule] is one literal: its code, its reasons, its evidence, examples that the tests execute, and its check. Rules are listed
// nowhere else. [Expression], [Set], [Schema] and [Bulk] give a [Finding] for every mistake, with the corrected expression where the
// correction is certain:
//
//	for _, f := range lint.Expression(`Switch([active], , "true", "False", "true", "True")`, lint.Use{}, lint.Options{}) {
//		fmt.Println(f)
//	}
//
// What lower packages find already, such as an unknown function, is told here under the code of the rule that stands for it. Nothing is
// said of an expression that is fine: a finding that the author has to argue with is a mistake of this package.
//
// Imports go one way: this package stands above the mapping and its neighbours graph, feed, provision and scim, and below the command.
package lint
