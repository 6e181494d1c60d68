package functions

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/shape"
)

// TextFunc returns the literal of a function of your own that changes one text:
//
//	reg, err := functions.Standard().With(functions.TextFunc("Initial", "Returns the first letter.", initial))
//
// The function has one argument, source. Null stays null, each value of a multi-valued source is changed by itself, and other values
// are read as text. f may fail; its error becomes that of the evaluation. f must be safe for concurrent use, and the same text must
// always have the same result: for a function that reads anything else, such as a clock, set Effects.
//
// What f returns counts against the limits of the evaluation, which fails where it is too long. Bytes of it that are not UTF-8 become
// U+FFFD, so that half a character never reaches the target.
//
// The fields of the literal may be changed before it is registered, for example to add Examples, Phrases or another null policy.
func TextFunc[F func(text string) string | func(text string) (string, error)](name, summary string, f F) Spec {
	run, mayFail := failing[string, string](f)
	if run == nil {
		return Spec{Name: name, Summary: summary}
	}
	return Spec{
		Name: name, Summary: summary, Origin: Custom, Result: textResult,
		Params: []Param{{Name: "source", Doc: "the text to change", Each: true}},
		Rewrite: func(a Args, source value.Value, dst []byte) ([]byte, error) {
			text, err := run(source.Text())
			if err != nil {
				return dst, foreign(0, err)
			}
			return a.appendSound(dst, text)
		},
		Infer: func(in *Inferring) Shape {
			in.SourceText()
			in.fails = in.fails || mayFail
			return shape.UpTo(shape.Unbounded).Shape()
		},
	}
}

// TextsFunc returns the literal of a function of your own that makes one text of several, which are the arguments of the given names.
// Each must be written; null is read as "", and of several values in one argument none is chosen: the evaluation fails. See [TextFunc]
// for errors and limits. The slice that f receives is its own.
func TextsFunc[F func(texts []string) string | func(texts []string) (string, error)](name, summary string, f F, params ...string) Spec {
	run, mayFail := failing[[]string, string](f)
	if run == nil {
		return Spec{Name: name, Summary: summary}
	}
	spec := Spec{
		Name: name, Summary: summary, Origin: Custom, Result: textResult &^ value.KindsOf(value.KindList),
		Append: func(a Args, dst []byte) ([]byte, error) {
			// a new slice for each evaluation, since f may keep or change it
			texts := make([]string, a.Len())
			for i := range texts {
				var err error
				if texts[i], err = a.Text(i); err != nil {
					return dst, err
				}
			}
			text, err := run(texts)
			if err != nil {
				// which of the texts is at fault only f knows
				return dst, foreign(-1, err)
			}
			return a.appendSound(dst, text)
		},
		Infer: func(in *Inferring) Shape {
			for i := range in.Len() {
				in.Text(i)
			}
			in.fails = in.fails || mayFail
			return shape.UpTo(shape.Unbounded).Shape()
		},
	}
	for _, param := range params {
		spec.Params = append(spec.Params, Param{Name: param, Doc: "a text", MayBeEmpty: true, Null: NullIsEmpty})
	}
	return spec
}

// PredicateFunc returns the literal of a function of your own that decides on one text, for conditions. Null is read as "", and a list
// of several values is an error. See [TextFunc] for errors.
func PredicateFunc[F func(text string) bool | func(text string) (bool, error)](name, summary string, f F) Spec {
	run, mayFail := failing[string, bool](f)
	if run == nil {
		return Spec{Name: name, Summary: summary}
	}
	return Spec{
		Name: name, Summary: summary, Origin: Custom, Result: truth,
		Params: []Param{{Name: "source", Doc: "the text to decide on", MayBeEmpty: true, Null: NullIsEmpty}},
		Eval: func(a Args) (value.Value, error) {
			text, err := a.Text(0)
			if err != nil {
				return value.Absent, err
			}
			yes, err := run(text)
			if err != nil {
				return value.Absent, foreign(0, err)
			}
			return value.Boolean(yes), nil
		},
		Infer: func(in *Inferring) Shape {
			in.Text(0)
			in.fails = in.fails || mayFail
			return shape.Truth(true, true)
		},
	}
}

// failing returns f as a function that may fail, and whether it may. A nil f is nil: a literal without an implementation, which
// Registry.With refuses.
func failing[In, Out any](f any) (run func(In) (Out, error), mayFail bool) {
	switch f := f.(type) {
	case func(In) (Out, error):
		return f, true
	case func(In) Out:
		if f != nil {
			run = func(in In) (Out, error) { return f(in), nil }
		}
	}
	return run, false
}

// foreign returns the error of a function of the embedding program as one of argument i, or of the call where i is -1. Its text may repeat
// values of the object, which Foreign says, so that it is left out where values are hidden.
func foreign(i int, err error) error {
	return &call.Error{Code: codes.EvalType, Arg: i, Message: diag.Plain(err.Error()), Cause: err, Foreign: true}
}

// appendSound appends what a function of the embedding program made, as valid UTF-8.
func (a Args) appendSound(dst []byte, text string) ([]byte, error) {
	if err := a.c.CheckText(len(text)); err != nil {
		return dst, err
	}
	return append(dst, strings.ToValidUTF8(text, "\uFFFD")...), nil
}
