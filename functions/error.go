package functions

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// ErrNull says that the result of a call is null. The accessors of [Args] return it for a null argument whose policy makes a null of
// the result, and an implementation passes it on like any other error.
var ErrNull = call.ErrNull

// fail returns an error of the call as a whole.
func (a Args) fail(code diag.Code, format string, args ...any) error {
	return &call.Error{Code: code, Arg: -1, Message: diag.Messagef(format, args...)}
}

// FailArg returns an error of argument i, which had the value found, or of the call as a whole if i is -1. The message does not repeat the
// value: found, unless it is Absent, is shown after it where values are not hidden.
func (a Args) FailArg(i int, code diag.Code, found value.Value, format string, args ...any) error {
	return &call.Error{Code: code, Arg: i, Found: found, Message: diag.Messagef(format, args...)}
}

// coercion names the argument in a coercion error; any other error is returned unchanged.
func (a Args) coercion(i int, err error) error {
	var c *value.CoercionError
	if errors.As(err, &c) {
		return &call.Error{Code: c.Code, Arg: i, Found: c.Found, Message: diag.Messagef("%s", diag.Name(c.Error())), Cause: err}
	}
	return err
}
