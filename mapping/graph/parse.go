package graph

import (
	"errors"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// ParseResponse is Graph's response to parseExpression, as far as it depends on the text alone.
type ParseResponse struct {
	ParsingSucceeded bool         `json:"parsingSucceeded"`
	ParsedExpression *Source      `json:"parsedExpression"`
	Error            *PublicError `json:"error"`
}

// PublicError is Graph's publicError.
type PublicError struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Target  string        `json:"target,omitempty"`
	Details []ErrorDetail `json:"details"`
}

// ErrorDetail is one finding of a PublicError.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// ParseSource returns the parameter tree of an expression. The error is a [*expr.Diagnostics].
func ParseSource(text string, reg *functions.Registry) (*Source, error) {
	tree, err := syntax.Parse(text)
	if err != nil {
		return nil, err
	}
	return newSource(tree.Root, reg), nil
}

// ParseExpression returns what the service's parseExpression returns: the parameter tree, or what is wrong. Like the service it refuses
// a text that is well formed but cannot run, such as a call of an unknown function.
func ParseExpression(text string, reg *functions.Registry) ParseResponse {
	source, err := ParseSource(text, reg)
	if err == nil {
		found := expr.Check(text, expr.WithFunctions(reg))
		if !found.HasErrors() {
			return ParseResponse{ParsingSucceeded: true, ParsedExpression: source}
		}
		err = &expr.Diagnostics{Source: text, List: found}
	}
	return ParseResponse{Error: publicError(err)}
}

func publicError(err error) *PublicError {
	var bad *expr.Diagnostics
	if !errors.As(err, &bad) {
		return &PublicError{Code: "error", Message: err.Error(), Details: []ErrorDetail{}}
	}
	first, _ := bad.List.Gravest()
	out := &PublicError{Code: string(first.Code), Message: bad.Error(), Target: first.Position.String(), Details: []ErrorDetail{}}
	for _, d := range bad.List {
		if d.Severity == diag.Error {
			out.Details = append(out.Details, ErrorDetail{string(d.Code), d.Message.String(), d.Position.String()})
		}
	}
	return out
}
