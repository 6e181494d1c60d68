package mapping

import (
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// Functions that put texts together drop what is missing: Join("@", [alias], "corp.com") is "corp.com" for somebody without an alias. The
// value is well-formed and wrong, so it is warned about (MissingInput). Which inputs these are follows from the expression alone, so that
// an object costs no more than to look whether they have a value.
//
// Not meant are inputs that an expression asks after (IsPresent, Coalesce, a comparison with "", a Switch with the key ""), inputs inside
// of a choice, since it is not known which branch was taken, and those that Join separates by a space or the like: Join(" ", [givenName],
// [middleName], [surname]) is made to leave out a name (documented).

// joining are the functions that put texts together from their arguments.
var joining = map[string]bool{"Join": true, "Append": true, "Prepend": true}

// asking are the functions that say what becomes of a missing value.
var asking = map[string]bool{"IsPresent": true, "IsNull": true, "IsNullOrEmpty": true, "Coalesce": true, "IgnoreFlowIfNullOrEmpty": true}

// choosing are the functions of which one argument alone becomes the value.
var choosing = map[string]bool{"IIF": true, "Switch": true, "Coalesce": true}

// accountStates are the target attributes that say whether an account is enabled, and sourceStates the source attributes that they are made
// of, both without their paths and in lower case. Active left out is no word about the account, yet Not([active]) disables it (reported:
// entra-id-inbound-provisioning#16).
var (
	accountStates = []string{"active", "accountenabled", "accountdisabled"}
	sourceStates  = []string{"active", "isactive", "accountenabled"}
)

// lastName returns the name of an attribute without the URN and the path before it, in lower case.
func lastName(name string) string { return strings.ToLower(name[strings.LastIndexAny(name, ":.")+1:]) }

// inputsOf collects the attributes of an expression without which its value is doubtful.
type inputsOf struct {
	checker *checker
	asked   []string // the expression says what becomes of them
	found   []string
}

// madeOf returns the attributes that the value of a target is made of and that must not be missing, in the order of the expression.
func (c *checker) madeOf(target string, program programNames, tree syntax.Node) []string {
	in := &inputsOf{checker: c}
	in.collectAsked(tree)
	in.collect(tree, false)
	if slices.Contains(accountStates, lastName(target)) {
		for _, name := range program.Attributes() {
			if slices.Contains(sourceStates, lastName(name)) {
				in.add(name)
			}
		}
	}
	return in.found
}

// programNames is a compiled expression that knows the attributes it reads.
type programNames interface{ Attributes() []string }

func (in *inputsOf) add(name string) {
	if !slices.Contains(in.asked, name) && !slices.Contains(in.found, name) {
		in.found = append(in.found, name)
	}
}

// spec returns the function that a call calls; nil for an unknown one.
func (in *inputsOf) spec(call *syntax.Call) *functions.Spec {
	spec, _ := in.checker.functions().Lookup(call.Name)
	return spec
}

// collectAsked notes the attributes of which the expression asks whether they have a value.
func (in *inputsOf) collectAsked(tree syntax.Node) {
	for n := range syntax.Nodes(tree) {
		switch n := n.(type) {
		case *syntax.Compare:
			if isEmptyConstant(n.Left) || isEmptyConstant(n.Right) {
				in.ask(n)
			}
		case *syntax.Call:
			spec := in.spec(n)
			if spec == nil {
				continue
			}
			if asking[spec.Name] {
				in.ask(n)
			}
			if spec.Name == "Switch" && len(n.Args) > 2 && slices.ContainsFunc(n.Args[2:], isEmptyConstant) {
				in.ask(n.Args[0])
			}
		}
	}
}

func (in *inputsOf) ask(n syntax.Node) {
	for n := range syntax.Nodes(n) {
		if a, ok := n.(*syntax.Attribute); ok {
			in.asked = append(in.asked, a.Name)
		}
	}
}

func isEmptyConstant(n syntax.Node) bool {
	text, ok := n.(*syntax.String)
	return ok && text.Value == ""
}

// collect goes down from the value to the attributes that it is made of. Joined is set below a function that puts texts together.
func (in *inputsOf) collect(n syntax.Node, joined bool) {
	switch n := n.(type) {
	case *syntax.Attribute:
		if joined {
			in.add(n.Name)
		}
	case *syntax.Concat:
		for _, operand := range n.Operands {
			in.collect(operand, true)
		}
	case *syntax.Call:
		spec := in.spec(n)
		switch {
		case spec == nil || choosing[spec.Name] || spec.Result != 0 && !spec.Result.Has(value.KindString):
		case joining[spec.Name]:
			in.collectJoined(spec, n.Args)
		case spec.Effects&functions.Directory != 0: // SelectUniqueValue: each argument is a candidate
			for _, arg := range n.Args {
				in.collect(arg, joined)
			}
		case len(n.Args) > 0: // a text that is made of another, which is the first argument
			in.collect(n.Args[0], joined)
		}
	}
}

// collectJoined collects the arguments of a call that puts texts together. What Join itself separates by white space may be left out.
func (in *inputsOf) collectJoined(spec *functions.Spec, args []syntax.Node) {
	optional := false
	if spec.Name == "Join" && len(args) > 0 {
		separator, ok := args[0].(*syntax.String)
		optional = ok && strings.IndexFunc(separator.Value, unicode.IsSpace) >= 0
	}
	for _, arg := range args {
		if _, isAttribute := arg.(*syntax.Attribute); !isAttribute || !optional {
			in.collect(arg, true)
		}
	}
}

// missing warns about a value that was made although an input is missing. The reason names the inputs.
func (r *mapRun) missing(o *Outcome, v value.Value) {
	if !o.Decision.Changes() || o.Decision == DefaultUsed || v.IsNullOrEmpty() {
		return
	}
	var names []string
	for i := range r.row.made {
		path := &r.row.made[i]
		if !r.env.Attrs.Attribute(path).IsNullOrEmpty() {
			continue
		}
		name := path.String()
		if o.Hidden {
			name = path.Root() // a filter in the path may hold a value
		}
		names = append(names, name)
	}
	if len(names) > 0 {
		o.Warnings = append(o.Warnings, codes.MissingInput)
		o.Reason += "; made without " + strings.Join(names, ", ")
	}
}
