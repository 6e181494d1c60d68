// Package test runs tests of mappings: files in YAML or JSON that say what becomes of source objects, and of single expressions.
//
//	file, err := test.Read("hr_test.yaml", data)
//	…
//	report := test.Run(ctx, []*test.File{file}, test.Options{Open: open, Clock: time.Now})
//	err = report.Write(os.Stdout, "text")
//
// Each test plans one provisioning cycle of its own, with the accounts that exist in the target, exactly as attrmap run does; nothing of a test
// is left for the next. docs/testing.md describes the files. Files of practitioners, objects {Expression, InputAttributes, ExpectedResult,
// Description, TargetAttributeName}, are read as they are.
//
// The package opens files only by Options.Open. Package attrmaptest below it runs the tests of a directory under go test.
package test
