package call

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dotnet/date"
)

// Error is the failure of one call on one object's values. The evaluator adds the place, the function and the attribute.
type Error struct {
	Code diag.Code
	// Arg is the index of the argument that is at fault, -1 where none is.
	Arg int
	// Message says what was wanted; it holds no value of the object.
	Message diag.Message
	// Found is the value that was there instead; Absent where there is none to show.
	Found value.Value
	// Cause is the error below, such as a pattern's limit; it may be nil.
	Cause error
	// Foreign is set where the message is of the embedding program, and may hold anything.
	Foreign bool
}

func (e *Error) Error() string { return e.Message.String() }

// Sentence returns the message.
func (e *Error) Sentence() diag.Message { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// SerialDate returns the date, as in 2026-01-31, that a value which is no date is the serial number of in a spreadsheet; "" for everything else. It
// repeats the value, and is shown where that is.
func SerialDate(code diag.Code, found value.Value) string {
	if code != codes.EvalDate || found.Kind() != value.KindString {
		return ""
	}
	d, ok := date.FromSerial(found.Text())
	if !ok {
		return ""
	}
	return d.ISODate()
}

// ErrNull says that the result of the call is null: an accessor returns it for a null argument whose policy makes a null of the result.
var ErrNull = errors.New("the result is null")
