package file

import "github.com/attrmap/attrmap/expr/diag"

// Codes of what keeps a file from being read.
const (
	codeEncoding      diag.Code = "encoding"
	codeSyntax        diag.Code = "syntax"
	codeDepth         diag.Code = "too-deep"
	codeUnknownMember diag.Code = "unknown-member"
	codeTwice         diag.Code = "member-twice"
	codeValue         diag.Code = "wrong-value"
	codeLimit         diag.Code = "limit"
	codeTooLong       diag.Code = "too-long"
)
