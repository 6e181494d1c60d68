package functions

import (
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Error is the failure of one call on one object's values. The evaluator adds the place, the function and the attribute.
type Error struct {
	Code diag.Code
	// Arg is the index of the argument that is at fault, -1 where none is.
	Arg int
	// Message says what was wanted; it holds no value of the object.
	Message string
	// Found is the value that was there instead; Absent where there is none to show.
	Found value.Value
	// Cause is the error below, such as a pattern's limit; it may be nil.
	Cause error
}

func (e *Error) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// errNull is how an accessor tells the evaluator that a null argument makes the whole result null.
var errNull = errors.New("null propagates")

// IsNull tells whether err says that the result is null; [Spec] implementations pass such an error on.
func IsNull(err error) bool { return err == errNull }

// Fail gives an error of the call as a whole.
func (a Args) Fail(code diag.Code, format string, args ...any) error {
	return &Error{Code: code, Arg: -1, Message: fmt.Sprintf(format, args...)}
}

// FailArg gives an error of argument i, which had the value found.
func (a Args) FailArg(i int, code diag.Code, found value.Value, format string, args ...any) error {
	return &Error{Code: code, Arg: i, Found: found, Message: fmt.Sprintf(format, args...)}
}

// coercion names the argument in a coercion error.
func (a Args) coercion(i int, err error) error {
	var c *value.CoercionError
	if errors.As(err, &c) {
		return &Error{Code: c.Code, Arg: i, Found: c.Found, Message: c.Error(), Cause: err}
	}
	return err
}
