package functions

import (
	"cmp"
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// What compiling costs beside the work of matching, in steps of matching.
const (
	stepsPerPatternByte  = 200
	stepsPerTemplateByte = 4
)

// regexBudget gives what all regular expressions of this evaluation have in common.
func (c *Context) regexBudget() *netregex.Budget {
	b := &c.regex
	if !c.rare {
		b.Steps, b.Time, b.OutputBytes = c.Limits.RegexSteps, c.Limits.RegexTime, c.Limits.TextBytes
		if c.Env.Context != nil {
			b.Context = c.Env.Context
		}
		c.rare = true
	}
	return b
}

// remarkBudget gives what all searches for remarks have in common: as much as the evaluation has.
func (c *Context) remarkBudget() *netregex.Budget {
	b := &c.remarks
	b.Steps, b.Time, b.Context = c.Limits.RegexSteps, c.Limits.RegexTime, c.Env.Context
	return b
}

// spendRegex counts work that is done outside of a search.
func (a Args) spendRegex(steps int) error {
	b := a.c.regexBudget()
	if b.Used += steps; b.Used > b.Steps {
		return regexError(a, &netregex.LimitError{Limit: netregex.LimitSteps, Max: b.Steps})
	}
	return nil
}

// regexError tells a passed limit, and a canceled context, from other errors; none of them holds pattern or input. No error stays
// none.
func regexError(a Args, err error) error {
	if err == nil {
		return nil
	}
	limit := regexLimit(err)
	switch {
	case limit == nil:
		return cmp.Or(a.c.checkCanceled(), err)
	case limit.Limit == diag.LimitTextBytes:
		return a.c.textLimit()
	}
	return &Error{Code: diag.CodeEvalRegex, Arg: replacePattern, Message: err.Error(), Cause: limit}
}

// regexLimits names the limits of internal/dotnet/regex.
var regexLimits = [...]diag.Limit{
	netregex.LimitPatternBytes: diag.LimitPatternBytes,
	netregex.LimitNesting:      diag.LimitPatternDepth,
	netregex.LimitSteps:        diag.LimitRegexSteps,
	netregex.LimitTime:         diag.LimitRegexTime,
	netregex.LimitMemory:       diag.LimitRegexMemory,
	netregex.LimitOutputBytes:  diag.LimitTextBytes,
	netregex.LimitInputBytes:   diag.LimitRegexInput,
}

// regexLimit gives the limit that a regular expression passed, nil where it is another failure.
func regexLimit(err error) *diag.LimitError {
	var passed *netregex.LimitError
	if !errors.As(err, &passed) {
		return nil
	}
	return &diag.LimitError{Limit: regexLimits[passed.Limit], Max: int64(passed.Max)}
}

// RegexError gives the error of a regular expression as one that tells of the limit it passed, and every other error as it is.
func RegexError(err error) error {
	if limit := regexLimit(err); limit != nil {
		return limit
	}
	return err
}
