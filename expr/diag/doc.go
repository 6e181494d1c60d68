// Package diag holds what is said about the text of an expression or of a mapping: diagnostics as plain data.
//
// A [Diagnostic] names a stable [Code], a [Severity], a [Span] in the text, a message and, where there is one, a hint that
// tells the author what to write instead. Diagnostics are found without data; failures that depend on an object's values
// are evaluation errors and live with the evaluator.
//
// The package imports nothing of the project: every other package may speak in its terms.
package diag
