package functions

import (
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
)

// ErrLimit is what every error of a passed limit is, by errors.Is.
var ErrLimit = errors.New("a limit was passed")

func limitError(format string, args ...any) error {
	return &Error{Code: diag.CodeEvalLimit, Arg: -1, Message: fmt.Sprintf(format, args...), Cause: ErrLimit}
}
