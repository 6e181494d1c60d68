package expr

import (
	"context"
	"errors"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// ErrLimit matches every error of an exceeded limit, by errors.Is: a [*Diagnostics] where the text passes it, an [*EvalError] where
// an evaluation does.
var ErrLimit = diag.ErrLimit

// LimitError has the name of the limit that was exceeded, its bound and the place; errors.As finds it in every error that is [ErrLimit].
type LimitError = diag.LimitError

// EvalError is the failure of an evaluation on one object's values. The text of the expression is right; the same expression
// may succeed on another object.
type EvalError struct {
	Code diag.Code
	// Span is the part of the expression that failed, and Position its beginning.
	Span     diag.Span
	Position diag.Position
	// Function and Parameter name the call and the argument; for a comparison, Function is the operator. Parameter may be
	// empty.
	Function  string
	Parameter string
	// Attribute is the source attribute that the failing argument was read from, where there is exactly one.
	Attribute string
	// Message says what was wanted. It contains no value of the object.
	Message diag.Message
	// Found is the value that was there instead; Absent if there is none to show or values are hidden.
	Found value.Value
	// Cause is the error below, such as a [*LimitError] or that of a canceled context; it may be nil.
	Cause error
}

// Error returns function, parameter, message, a bounded preview of the value found, place and attribute.
func (e *EvalError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error, of which what was found and what the message quotes may be values.
func (e *EvalError) Sentence() diag.Message {
	before, after := "", ""
	for _, name := range []string{e.Function, e.Parameter} {
		if name != "" {
			before += name + ": "
		}
	}
	if e.Position.Line > 0 {
		after += " at " + e.Position.String()
	}
	if e.Attribute != "" {
		after += " [attribute " + e.Attribute + "]"
	}
	if e.Found.IsNull() {
		return diag.Messagef("%s%s%s", diag.Name(before), e.Message, diag.Name(after))
	}
	if serial := call.SerialDate(e.Code, e.Found); serial != "" {
		return diag.Messagef("%s%s (found %s, which is Excel's serial number of %s)%s", diag.Name(before), e.Message, diag.Quote(e.Found.Beginning()), diag.Quoted(serial), diag.Name(after))
	}
	return diag.Messagef("%s%s (found %s)%s", diag.Name(before), e.Message, diag.Quote(e.Found.Beginning()), diag.Name(after))
}

// Unwrap returns the cause.
func (e *EvalError) Unwrap() error { return e.Cause }

// WithoutFound returns the error without the value found, for reports that must not print it.
func (e *EvalError) WithoutFound() *EvalError {
	bare := *e
	bare.Found = value.Absent
	return &bare
}

// evalError adds the place to the failure of one call or operator. An error that has a place already stays as it is: the
// innermost call is at fault.
func (p *Program) evalError(err error, at diag.Span, function string, spec *functions.Spec, args []syntax.Node) error {
	var placed *EvalError
	if errors.As(err, &placed) {
		return err
	}
	e := &EvalError{Code: codes.EvalType, Span: at, Function: function, Message: diag.Messagef("%s", err), Cause: err}
	var failure *call.Error
	var coercion *value.CoercionError
	switch {
	// A failure of a function may wrap a coercion; what the function says of it is more precise.
	case errors.As(err, &failure):
		e.Code, e.Found, e.Message, e.Cause = failure.Code, failure.Found, failure.Message, failure.Cause
		if i := failure.Arg; i >= 0 && i < len(args) {
			e.Span = args[i].Span()
			e.Attribute = onlyAttribute(args[i])
			if param := spec.Param(i, len(args)); param != nil {
				e.Parameter = param.Name
			}
		}
	case errors.As(err, &coercion):
		e.Code, e.Found, e.Message = coercion.Code, coercion.Found, diag.Messagef("%s", diag.Name(err.Error()))
	}
	e.Found = call.Whole(e.Found)
	// An expression with Redact hides all values, since the one that fails may depend on the secret.
	if p.cfg.hideValues || p.redacts {
		e.hide(failure != nil && !failure.Foreign || coercion != nil)
	}
	// The place is known last, after the argument at fault, and is then also that of the limit.
	e.Position = diag.Locate(p.source, e.Span.Start)
	var limit *LimitError
	if errors.As(e.Cause, &limit) {
		e.Cause = limit.At(e.Position)
	}
	return e
}

// hide takes everything out of the error that may repeat a value. Messages of the project quote texts of the expression alone, which may
// be compared with the object's; what others say is not known.
func (e *EvalError) hide(ours bool) {
	e.Found = value.Absent
	e.Message = e.Message.Masked()
	if !ours {
		e.Message = diag.Messagef("the function fails")
	}
	cause := e.Cause
	e.Cause = nil
	// Callers test for these, and they are the same for all objects.
	for _, harmless := range []error{context.Canceled, context.DeadlineExceeded, ErrLimit} {
		if errors.Is(cause, harmless) {
			e.Cause = harmless
		}
	}
	var limit *diag.LimitError
	if errors.As(cause, &limit) {
		e.Cause = limit
	}
}

// operatorError is evalError for a comparison or a concatenation, which has no parameters to blame.
func (p *Program) operatorError(err error, n syntax.Node, operator string) error {
	var placed *EvalError
	if errors.As(err, &placed) {
		return err
	}
	err = p.evalError(err, n.Span(), operator, nil, nil)
	if errors.As(err, &placed) {
		placed.Attribute = onlyAttribute(n)
	}
	return err
}

// onlyAttribute names the attribute that n reads, "" where it reads none or several.
func onlyAttribute(n syntax.Node) string {
	name := ""
	for m := range syntax.Nodes(n) {
		if a, ok := m.(*syntax.Attribute); ok {
			if name != "" && name != a.Name {
				return ""
			}
			name = a.Name
		}
	}
	return name
}
