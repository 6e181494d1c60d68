package functions

import (
	"cmp"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// What compiling costs besides matching, in steps of matching.
const (
	stepsPerPatternByte  = 200
	stepsPerTemplateByte = 4
)

// spendRegex counts work that is done outside of a search, such as compiling, against the budget that all searches of an evaluation
// share.
func (a Args) spendRegex(steps int) error {
	b := a.c.RegexBudget()
	if b.Used += steps; b.Used > b.Steps {
		return regexError(a, &netregex.LimitError{Limit: netregex.LimitSteps, Max: b.Steps})
	}
	return nil
}

// regexError returns the error of a limit or of a canceled context where err is one, without pattern and input. Nil stays nil.
func regexError(a Args, err error) error {
	if err == nil {
		return nil
	}
	limit := call.RegexLimit(err)
	switch {
	case limit == nil:
		return cmp.Or(a.c.CheckCanceled(), err)
	case limit.Limit == codes.LimitTextBytes:
		return a.c.TextLimit()
	}
	return &call.Error{Code: codes.EvalRegex, Arg: call.ReplacePattern, Message: diag.Messagef("%s", diag.Name(err.Error())), Cause: limit}
}
