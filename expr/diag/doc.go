// Package diag holds what is found about texts, mappings, documents and requests: findings as plain data.
//
// A [Finding] has a stable [Code], a [Severity], a [Place], a [Message] with typed arguments and, if there is one, a hint and the
// corrected text. Findings do not depend on data; failures that depend on an object's values are evaluation errors of package expr,
// whose messages are of the same kind.
//
//	for _, f := range expr.Check(`Lower([mail])`) {
//		fmt.Println(f.Code, f.Position, f) // unknown-function 1:1 1:1: error unknown-function: …
//	}
//
// The types of a message's arguments decide what [Finding.Masked] and [MaskedError] leave out if values must not be shown.
//
// The package imports nothing of the project, so every other package can use its types. All codes are listed in docs/codes.md.
package diag
