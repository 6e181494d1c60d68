package test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
)

// expression runs a test of an expression: a set with nothing but it is compiled, as that of the mapping is. The error says why it cannot be run.
func (l *lab) expression(ctx context.Context, t *testCase) ([]*Failure, error) {
	mapper, err := l.mapper(t)
	var unknown *unknownTargetError
	if errors.As(err, &unknown) {
		n := t.node.Member("target").Value
		return []*Failure{{about: "no mapping has this attribute", Want: t.file.asWritten(n), Got: []byte("null"), node: n, masked: true}}, nil
	}
	var invalid *invalidExpressionError
	if errors.As(err, &invalid) {
		return t.judge(value.Absent, codeOf(invalid.cause), invalid.Error(), ""), nil
	}
	if err != nil {
		return nil, err
	}
	attrs := value.Attributes(value.Map(nil))
	switch {
	case t.expression.with.IsNull():
	case t.expression.exact:
		o, _ := tree.ValueOf(t.expression.with).AsObject()
		attrs = value.Fold(o)
	default:
		attrs = value.Fold(attributesOf(t.expression.with))
	}
	x, err := mapper.Explain(ctx, attrs, nil)
	if err != nil {
		return nil, err
	}
	row := &x.Rows[0]
	l.meets(t, &row.Outcome)
	explain := ""
	if row.Expression != nil {
		explain = strings.TrimRight(row.Expression.String(), "\n")
	}
	if code := failureOf(row); code != "" {
		return t.judge(value.Absent, code, row.Reason, explain), nil
	}
	if row.Mask != "" && !row.Value.IsNull() {
		return t.masked(row, explain), nil
	}
	return t.judge(row.Value, "", "", explain), nil
}

// failureOf returns the code of what an expression, or the source of another mapping, failed with; "" where it has a value, whatever the target says of
// that.
func failureOf(row *mapping.RowExplanation) diag.Code {
	switch {
	case row.Expression != nil && row.Expression.Err != nil && row.Decision != mapping.Unsupported:
		return codeOf(row.Expression.Err)
	case row.Decision == mapping.Unsupported || row.Expression == nil && row.Err != nil:
		return row.Code
	}
	return ""
}

// unknownTargetError is the error of an expression that is named by an attribute that no mapping has.
type unknownTargetError struct{}

func (*unknownTargetError) Error() string { return "no mapping has this attribute" }

// invalidExpressionError is the error of an expression that does not compile.
type invalidExpressionError struct{ cause error }

func (e *invalidExpressionError) Error() string { return e.cause.Error() }

// mapper compiles what a test is about. Tests of the same expression share it, unless it draws random values, which begin anew for each.
func (l *lab) mapper(t *testCase) (*mapping.Mapper, error) {
	key := fmt.Sprintf("%p %s\x00%t %s\x00%s", t.file, t.job.key(), t.expression.own, t.expression.target, t.expression.text)
	l.mutex.Lock()
	mapper := l.mappers[key]
	l.mutex.Unlock()
	if mapper != nil {
		return mapper, nil
	}
	set, opts, err := l.mappingOf(t)
	if err != nil {
		return nil, err
	}
	// In a run what cannot be evaluated stops its own row; an expression by itself is one that eval evaluates.
	opts.KeepUnsupported = t.expression.own
	if mapper, err = set.Compile(opts); err != nil {
		return nil, &invalidExpressionError{err}
	}
	if mapper.Effects(0)&functions.Random == 0 {
		l.mutex.Lock()
		l.mappers[key] = mapper
		l.mutex.Unlock()
	}
	return mapper, nil
}

// alone is the target of an expression that is no mapping's.
const alone = "value"

// mappingOf returns the mapping that a test is about, as a set of its own.
func (l *lab) mappingOf(t *testCase) (*mapping.Set, mapping.Options, error) {
	x := t.expression
	text := cmp.Or(x.text, " ") // a mapping without a text has no expression; one with an empty text is wrong
	if t.job.mapping.IsNull() {
		registry, err := t.job.functions(l.opts.Functions)
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: alone, Expression: text, Apply: mapping.ApplyCreate}}, Settings: mapping.Settings{Compat: t.job.Compat}}
		return set, mapping.Options{
			Clock: t.job.clock(l.opts.Clock), Random: rand.NewChaCha8(t.job.seedBytes()), Functions: registry, DefaultDomain: t.job.Domain, Tokens: t.job.Token,
			HideValues: l.opts.HideValues, Taken: func(context.Context, string, string) (bool, error) { return false, nil },
		}, err
	}
	b, err := l.bench(t)
	if err != nil {
		return nil, mapping.Options{}, err
	}
	begin, err := b.start()
	if err != nil {
		return nil, mapping.Options{}, err
	}
	object := b.first.job.ObjectMapping("")
	opts := object.Mapping
	opts.Random, opts.Taken = rand.NewChaCha8(t.job.seedBytes()), begin.taken(object.TargetType)
	set := *object.Set
	set.Scope, set.Mappings = nil, []mapping.Mapping{{Target: alone, Expression: text, Apply: mapping.ApplyCreate}}
	if x.own {
		mapper := b.first.Mapper(object.Type)
		at := indexOf(mapper, x.target)
		if at < 0 {
			return nil, opts, &unknownTargetError{}
		}
		m := mapper.Set().Mappings[at]
		m.Match = 0
		set.Mappings[0] = m
	}
	return &set, opts, nil
}

// codeOf returns the code of an error of an expression, of the gravest finding where there are several.
func codeOf(err error) diag.Code {
	var failed *expr.EvalError
	if errors.As(err, &failed) {
		return failed.Code
	}
	var found diag.List
	if errors.As(err, &found) {
		worst, _ := found.Gravest()
		return worst.Code
	}
	var invalid *mapping.ValidationError
	if errors.As(err, &invalid) {
		worst, _ := invalid.Findings.Gravest()
		return worst.Code
	}
	return ""
}

// judge compares what an expression came to: a value, or a failure with its code.
func (t *testCase) judge(v value.Value, code diag.Code, reason, explain string) []*Failure {
	x, f := t.expression, t.file
	got := notation(v)
	if code != "" {
		got = object(pair{"error", quoted(string(code))})
	}
	switch {
	case x.fails != nil && fails(tree.ScalarText(x.fails.Value), code):
		return nil
	case x.fails != nil:
		return []*Failure{{Want: object(pair{"error", f.asWritten(x.fails.Value)}), Got: got, Explain: explain, reason: reason, node: x.fails.Value, edit: t.rewrite(x.fails, v, code)}}
	case x.exact:
		want, is := textsOf(tree.ValueOf(x.gives.Value)), textsOf(v)
		if code == "" && slices.Equal(want, is) {
			return nil
		}
		if code == "" {
			got = exactly(v)
		}
		return []*Failure{{Want: f.asWritten(x.gives.Value), Got: got, Explain: explain, reason: reason, node: x.gives.Value, edit: func(e *editor) bool { return code == "" && e.value(x.gives.Value, got) }}}
	case code == "" && f.matches(x.gives.Value, v):
		return nil
	}
	return []*Failure{{Want: f.asWritten(x.gives.Value), Got: got, Explain: explain, reason: reason, node: x.gives.Value, edit: t.rewrite(x.gives, v, code)}}
}

// fails reports whether a code is the one that is wanted. A function that is not known has two: that of eval, and that of a run.
func fails(want string, code diag.Code) bool {
	return want == string(code) || want == string(codes.UnknownFunction) && code == codes.UnsupportedFunction
}

// rewrite changes what an expression is expected to come to.
func (t *testCase) rewrite(m *tree.Member, v value.Value, code diag.Code) func(e *editor) bool {
	return func(e *editor) bool {
		name, text := "gives", notation(v)
		if code != "" {
			name, text = "fails", quoted(string(code))
		}
		return (m.Name == name || e.name(m, name)) && e.value(m.Value, text)
	}
}

// masked is judge of a value that reports must not print.
func (t *testCase) masked(row *mapping.RowExplanation, explain string) []*Failure {
	failures := t.judge(row.Value, "", "", explain)
	for _, f := range failures {
		f.Got, f.masked = quoted(row.Mask), true
	}
	return failures
}

// textsOf returns a value as the list of texts that Microsoft Graph's evaluationResult is: none for null, one of a scalar.
func textsOf(v value.Value) []string {
	if v.IsNull() {
		return nil
	}
	return v.Strings()
}

// exactly returns a value in the notation of practitioners' files, which is JSON: a text, null, or a list of texts.
func exactly(v value.Value) json.RawMessage {
	if _, list := v.AsList(); list {
		return value.Strings(v.Strings()...).AppendJSON(nil)
	}
	if v.IsNull() {
		return []byte("null")
	}
	return quoted(v.Text())
}
