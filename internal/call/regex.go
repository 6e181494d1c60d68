package call

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// LastPattern is a pattern that an object's values made.
type LastPattern struct {
	Text     string
	Compiled *netregex.Pattern
}

// RegexBudget returns what all regular expressions of this evaluation have in common.
func (c *Context) RegexBudget() *netregex.Budget {
	b := &c.regex
	if !c.rare {
		b.Steps, b.Time, b.OutputBytes = c.Limits.RegexSteps, c.Limits.RegexTime, c.Limits.TextBytes
		if c.Env.Context != nil {
			b.Context = c.Env.Context
		}
		c.rare = true
	}
	if c.Tracer != nil {
		b.Borrow(&c.remarks)
	}
	return b
}

// RemarkBudget returns what all searches for remarks have in common: as much as the evaluation has.
func (c *Context) RemarkBudget() *netregex.Budget {
	b := &c.remarks
	b.Steps, b.Time, b.Context = c.Limits.RegexSteps, c.Limits.RegexTime, c.Env.Context
	b.Borrow(&c.regex)
	return b
}

// SetTracer lets t receive the remarks of the evaluation; nil, which Reset and Forget set, receives none.
func (c *Context) SetTracer(t Tracer) {
	c.Tracer, c.remarks = t, netregex.Budget{}
}

// forgetRegex resets the budgets of regular expressions and lets go of the pattern that an object's values made.
func (c *Context) forgetRegex() {
	c.rare = false
	c.regex.Clear()
	c.remarks.Clear()
	if c.regex.Context != nil {
		c.regex.Context = nil
	}
	if c.Pattern.Compiled != nil {
		c.Pattern = LastPattern{}
	}
}

// regexLimits names the limits of internal/dotnet/regex.
var regexLimits = [...]diag.Limit{
	netregex.LimitPatternBytes: codes.LimitPatternBytes,
	netregex.LimitNesting:      codes.LimitPatternDepth,
	netregex.LimitSteps:        codes.LimitRegexSteps,
	netregex.LimitTime:         codes.LimitRegexTime,
	netregex.LimitMemory:       codes.LimitRegexMemory,
	netregex.LimitOutputBytes:  codes.LimitTextBytes,
	netregex.LimitInputBytes:   codes.LimitRegexInput,
}

// RegexLimit returns the limit that a regular expression passed, nil where it failed of something else.
func RegexLimit(err error) *diag.LimitError {
	var passed *netregex.LimitError
	if !errors.As(err, &passed) {
		return nil
	}
	return &diag.LimitError{Limit: regexLimits[passed.Limit], Max: int64(passed.Max)}
}

// RegexError returns the error of a regular expression as the limit it passed, and every other error as it is.
func RegexError(err error) error {
	if limit := RegexLimit(err); limit != nil {
		return limit
	}
	return err
}
