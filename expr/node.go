package expr

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
)

// The nodes of a compiled expression. Each returns its value, or appends its text; they are immutable and shared by all
// evaluations.
type (
	constantNode struct{ v value.Value }

	attributeNode struct {
		path        value.Path
		src         *syntax.Attribute // the first of the references
		prog        *Program
		emptyIsNull bool
		// counts makes reading take steps. An expression that reads a few attributes does not count them, since each costs less than
		// the counting; one that reads many could go through large objects for nothing otherwise.
		counts bool
	}

	tokenNode struct {
		src  *syntax.Token
		prog *Program
	}

	callNode struct {
		call  call.Call
		src   *syntax.Call
		prog  *Program
		quick *call.QuickCall // nil where the call needs the state of an evaluation
		// taken is how many of the source's arguments the call takes; those beyond are reported as surplus.
		taken int32
		eager bool // the compat option EagerBranches
	}

	// unknownNode is the call of an unknown function: see [WithUnknownFunctions].
	unknownNode struct {
		src  *syntax.Call
		prog *Program
	}

	compareNode struct {
		op          value.Operator
		left, right call.Arg
		src         *syntax.Compare
		prog        *Program
	}

	// equalsNode compares with a text constant for equality, the most frequent condition. It answers for texts and leaves all else to
	// value.Compare, which has the rules for null, numbers, dates and lists. slow is the same comparison as a node of the general
	// kind, whose operand and fail it uses, so that limits and errors are the same.
	equalsNode struct {
		op   value.Operator
		arg  call.Arg
		text string
		slow *compareNode
		// quick is arg, nil where it needs the state of an evaluation.
		quick call.Quick
	}

	concatNode struct {
		operands []call.Arg
		src      *syntax.Concat
		prog     *Program
	}

	// presentNode fails where an attribute that the condition uses has no value: the compat option IIFNullConditionFails.
	presentNode struct {
		condition  call.Arg
		attributes []*attributeNode
		src        syntax.Node
		prog       *Program
	}
)

// appendEval appends the text of a node that evaluates to a value.
func appendEval(n interface {
	Eval(*call.Context) (value.Value, error)
}, c *call.Context, dst []byte) ([]byte, call.Form, error) {
	v, err := n.Eval(c)
	if err != nil {
		return dst, call.FormNull, err
	}
	return c.AppendValue(dst, v)
}

func (n *constantNode) Eval(*call.Context) (value.Value, error) { return n.v, nil }

func (n *constantNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	if text, ok := n.v.AsString(); ok && c.Short(len(text)) {
		return append(dst, text...), call.FormText, nil
	}
	return c.AppendValue(dst, n.v)
}

// Eval reads the attribute. Texts, which most attributes are, cannot be unreadable and leave first. What a list or an object
// has inside counts, as functions may go through all of it.
func (n *attributeNode) Eval(c *call.Context) (value.Value, error) {
	if n.counts {
		return n.counted(c)
	}
	v := c.Env.Attrs.Attribute(&n.path)
	switch v.Kind() {
	case value.KindString:
		return n.orNull(v), nil
	case value.KindList, value.KindObject:
		if err := c.ReadData(v); err != nil {
			return v, err
		}
	default: // no text that may be empty, nothing inside to count
	}
	return n.readable(v)
}

// readable refuses what was read from Go data that cannot be an attribute: as null it would choose a branch, and be flown.
func (n *attributeNode) readable(v value.Value) (value.Value, error) {
	err := v.Unreadable()
	if err == nil {
		return v, nil
	}
	err = n.prog.evalError(&call.Error{Code: codes.EvalType, Arg: -1, Message: diag.Messagef("%s", diag.Name(err.Error())), Cause: err}, n.src.At, "", nil, nil)
	var failed *EvalError
	if errors.As(err, &failed) {
		failed.Attribute = n.path.String()
	}
	return value.Absent, err
}

// counted is Eval for a node that counts.
func (n *attributeNode) counted(c *call.Context) (value.Value, error) {
	v, err := c.CountedRead(&n.path)
	if k := v.Kind(); err == nil && (k == value.KindList || k == value.KindObject) {
		err = c.ReadData(v)
	}
	if err != nil {
		return value.Absent, err
	}
	return n.readable(n.orNull(v))
}

// orNull returns null for "" under the compat option EmptyStringIsNull.
func (n *attributeNode) orNull(v value.Value) value.Value {
	if n.emptyIsNull && v.Kind() == value.KindString && v.IsNullOrEmpty() {
		return value.Null
	}
	return v
}

func (n *attributeNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	if n.counts {
		v, err := n.counted(c)
		if err != nil {
			return dst, call.FormNull, err
		}
		return c.AppendValue(dst, v)
	}
	v := c.Env.Attrs.Attribute(&n.path)
	// "" is left out, as it may count as null.
	if text, ok := v.AsString(); ok && text != "" && c.Short(len(text)) {
		return append(dst, text...), call.FormText, nil
	}
	return n.appendRare(c, dst, v)
}

// appendRare appends what is no short text.
func (n *attributeNode) appendRare(c *call.Context, dst []byte, v value.Value) ([]byte, call.Form, error) {
	if k := v.Kind(); k == value.KindList || k == value.KindObject {
		if err := c.ReadData(v); err != nil {
			return dst, call.FormNull, err
		}
	}
	v, err := n.readable(n.orNull(v))
	if err != nil {
		return dst, call.FormNull, err
	}
	return c.AppendValue(dst, v)
}

func (n *tokenNode) Eval(c *call.Context) (value.Value, error) {
	if text, ok := c.Env.Tokens[n.src.Name]; ok {
		return value.String(text), nil
	}
	return value.Absent, n.prog.evalError(&call.Error{
		Code: codes.EvalToken, Arg: -1, Message: diag.Messagef("the job replaces the token, and no value is given for it"),
	}, n.src.At, "%"+n.src.Name+"%", nil, nil)
}

func (n *tokenNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return appendEval(n, c, dst)
}

// Eval returns Absent with every error, so that nobody uses a value that was half made.
func (n *callNode) Eval(c *call.Context) (value.Value, error) {
	ready, err := n.ready(c)
	if err != nil {
		return value.Absent, err
	}
	v, err := ready.Eval(c)
	if err != nil {
		return value.Absent, n.fail(err)
	}
	return v, nil
}

// fail looks the function up again: every call would need room for it otherwise, and failures are rare.
func (n *callNode) fail(err error) error {
	spec, _ := n.prog.cfg.functions.Lookup(n.src.Name)
	return n.prog.evalError(err, n.src.At, spec.Name, spec, n.src.Args[:n.taken])
}

func (n *callNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	ready, err := n.ready(c)
	if err != nil {
		return dst, call.FormNull, err
	}
	dst, form, err := ready.AppendText(c, dst)
	if err != nil {
		err = n.fail(err)
	}
	return dst, form, err
}

// ready returns the call with its arguments lazy, or evaluated where branches are eager.
func (n *callNode) ready(c *call.Context) (call.Call, error) {
	if n.eager {
		return n.call.Eager(c)
	}
	return n.call, nil
}

// Eval fails, whatever the arguments are: nobody knows which of them the function looks at.
func (n *unknownNode) Eval(*call.Context) (value.Value, error) {
	return value.Absent, n.prog.evalError(&call.Error{
		Code: codes.UnsupportedFunction, Arg: -1, Message: diag.Messagef("the function is not supported"),
	}, n.src.At, n.src.Name, nil, nil)
}

func (n *unknownNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return appendEval(n, c, dst)
}

func (n *compareNode) Eval(c *call.Context) (value.Value, error) {
	if err := c.Step(); err != nil {
		return value.Absent, n.fail(err)
	}
	left, err := n.operand(c, n.left)
	if err != nil {
		return value.Absent, err
	}
	right, err := n.operand(c, n.right)
	if err != nil {
		return value.Absent, err
	}
	holds, err := value.Compare(n.op, left, right)
	if err != nil {
		return value.Absent, n.fail(err)
	}
	return value.Boolean(holds), nil
}

// operand evaluates one side and counts what reading it takes. A short text costs less than the counting. Signals are refused:
// they have no data to compare.
func (n *compareNode) operand(c *call.Context, arg call.Arg) (value.Value, error) {
	v, err := arg.Eval(c)
	switch k := v.Kind(); {
	case err != nil || k == value.KindString && c.Short(len(v.Text())):
	case k.IsSignal():
		err = &call.Error{Code: codes.EvalFlow, Arg: -1, Message: diag.Messagef("%s cannot be compared", diag.Name(v.Kind().String()))}
	default:
		if single, ok := v.Unwrap(); ok { // a longer list cannot be compared
			err = c.Read(single)
		}
	}
	if err != nil {
		err = n.fail(err)
	}
	return v, err
}

// fail adds the place of the comparison, unless an operand has failed with a place of its own.
func (n *compareNode) fail(err error) error {
	return n.prog.operatorError(err, n.src, n.op.String())
}

func (n *compareNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return appendEval(n, c, dst)
}

// Eval takes the same step, and fails in the same way, as compareNode would.
func (n *equalsNode) Eval(c *call.Context) (value.Value, error) {
	if err := c.Step(); err != nil {
		return value.Absent, n.slow.fail(err)
	}
	v, err := n.slow.operand(c, n.arg)
	if err != nil {
		return value.Absent, err
	}
	if v.Kind() == value.KindString {
		return value.Boolean((v.Text() == n.text) == (n.op == value.Equal)), nil
	}
	holds, err := value.Compare(n.op, v, value.String(n.text))
	if err != nil {
		return value.Absent, n.slow.fail(err)
	}
	return value.Boolean(holds), nil
}

func (n *equalsNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return appendEval(n, c, dst)
}

func (n *concatNode) Eval(c *call.Context) (value.Value, error) {
	buf, _, err := n.AppendText(c, c.TakeBuffer())
	defer c.GiveBuffer(buf)
	if err != nil {
		return value.Absent, err
	}
	return value.String(string(buf)), nil
}

// AppendText joins the operands; null adds nothing.
func (n *concatNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	if err := c.Step(); err != nil {
		return dst, call.FormNull, n.fail(err)
	}
	from := len(dst)
	for _, operand := range n.operands {
		var form call.Form
		var err error
		dst, form, err = operand.AppendText(c, dst)
		if err == nil && form == call.FormValue {
			dst, err = n.appendPending(c, dst)
		}
		if err == nil {
			// The length is checked after each operand, so that the buffer exceeds the limit by one operand at most.
			err = c.CheckText(len(dst) - from)
		}
		if err != nil {
			return dst, call.FormNull, n.fail(err)
		}
	}
	if err := c.MadeText(len(dst) - from); err != nil {
		return dst, call.FormNull, n.fail(err)
	}
	return c.Joined(dst, from), call.FormText, nil
}

// appendPending appends an operand that is no text yet. A list with one member counts as its member.
func (n *concatNode) appendPending(c *call.Context, dst []byte) ([]byte, error) {
	v := c.Pending
	if v.Kind().IsSignal() {
		return dst, &call.Error{Code: codes.EvalFlow, Arg: -1, Message: diag.Messagef("%s cannot be joined to a text", diag.Name(v.Kind().String()))}
	}
	v, err := v.Single()
	if err != nil {
		return dst, err
	}
	dst, _, err = c.AppendWhole(dst, v)
	return dst, err
}

func (n *concatNode) fail(err error) error { return n.prog.operatorError(err, n.src, "&") }

func (n *presentNode) Eval(c *call.Context) (value.Value, error) {
	// These are the nodes of the attributes and not traced ones: the test is not a part of the expression.
	for _, a := range n.attributes {
		v, err := a.Eval(c)
		if err != nil {
			return value.Absent, n.prog.operatorError(err, n.src, "IIF")
		}
		if v.IsNullOrEmpty() {
			err := &EvalError{Code: codes.EvalNullCond, Span: n.src.Span(), Position: diag.Locate(n.prog.source, n.src.Span().Start),
				Function: "IIF", Parameter: "condition", Attribute: a.path.String(),
				Message: diag.Messagef("an attribute of the condition has no value, and the option IIFNullConditionFails is set")}
			return value.Absent, err
		}
	}
	return n.condition.Eval(c)
}

func (n *presentNode) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return appendEval(n, c, dst)
}
