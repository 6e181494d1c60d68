package functions

import (
	"fmt"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Evidence says how well a behaviour is known.
type Evidence uint8

const (
	// Assumed marks a decision of this project where nothing is published. It is the zero value: what is not proven is assumed.
	Assumed Evidence = iota
	// Reported marks what users of the live service report.
	Reported
	// Inferred marks what follows from published expressions, exported schemas or .NET.
	Inferred
	// Documented marks what Microsoft's documentation states or shows.
	Documented
)

// String returns "assumed", "reported", "inferred" or "documented".
func (e Evidence) String() string {
	return [...]string{"assumed", "reported", "inferred", "documented"}[e]
}

// MarshalText returns the same word as String, for JSON.
func (e Evidence) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// Effects says what a function reads besides its arguments. The zero value is a pure function.
type Effects uint8

const (
	// Clock functions read the time of the evaluation.
	Clock Effects = 1 << iota
	// Random functions return another result each time.
	Random
	// Directory functions query the target directory.
	Directory
	// Tenant functions read settings of the tenant.
	Tenant
)

// Pure has no effects.
const Pure Effects = 0

// String returns the effects, separated by ", ", or "pure" if there are none.
func (e Effects) String() string {
	var names []string
	for i, name := range [...]string{"clock", "random", "directory", "tenant"} {
		if e&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "pure"
	}
	return strings.Join(names, ", ")
}

// Origin says which documentation lists a function.
type Origin uint8

const (
	// Reference is the function reference for application provisioning.
	Reference Origin = iota
	// CloudSync functions are in the cloud sync reference or its schemas only.
	CloudSync
	// Undocumented functions are in Graph's function list, on a page besides the reference, or in exported schemas only.
	Undocumented
	// Custom functions are added by the embedding program.
	Custom
)

// String returns the origin in words.
func (o Origin) String() string {
	return [...]string{"application provisioning reference", "cloud sync", "outside the reference", "custom"}[o]
}

// NullPolicy says what null or an omitted argument means for a parameter. The evaluator applies it before the implementation
// sees the argument.
type NullPolicy uint8

const (
	// NullPropagates makes the whole result null.
	NullPropagates NullPolicy = iota
	// NullIsEmpty reads null as "" or as a list without members.
	NullIsEmpty
	// NullIsError is an evaluation error that names the parameter.
	NullIsError
	// NullHandled leaves null to the function; its notes say what it means.
	NullHandled
	// NullSkipped leaves a repeating argument out.
	NullSkipped
)

// String returns the policy in words.
func (p NullPolicy) String() string {
	return [...]string{"result is null", "read as empty", "error", "see notes", "skipped"}[p]
}

// Param is one parameter of a function.
type Param struct {
	// Name is the documented name.
	Name string
	// Doc says what the parameter is for.
	Doc string
	// Kinds are the accepted kinds; zero is any. Text and numbers are coerced where possible; a constant that cannot be is
	// reported when the expression is checked.
	Kinds value.Kinds
	// Optional parameters may be left empty or dropped at the end.
	Optional bool
	// MayBeEmpty parameters must have their comma, but the argument may be left empty, which means null.
	MayBeEmpty bool
	// Repeats marks the last parameter as one that may be repeated any number of times.
	Repeats bool
	// Each marks the source of a function: of a multi-valued argument every member is a source of its own, and the result is the list of
	// the results that are not null; lists among them are joined to it. At most one parameter is marked.
	Each bool
	// List marks a parameter that takes the members of a multi-valued argument all at once, or passes them on. An argument of a parameter
	// that is marked neither so nor Each must have a single value, or is a list of one; more are an error with the code multi-valued.
	List bool
	// Condition marks a parameter that decides which other one counts; see [Compat.IIFNullConditionFails].
	Condition bool
	// Flow allows a flow signal such as IgnoreAttributeFlow to pass through.
	Flow bool
	// Null says what null means.
	Null NullPolicy
	// EmptyIsNull reads "" as null.
	EmptyIsNull bool
	// Words are bare constants allowed here, such as vbTextCompare, besides ordinary arguments.
	Words []string
	// Say, where set, returns the words for a constant in a phrase; "" is none.
	Say func(constant string) string
	// Key is the parameter's key in Graph's parameter tree; where it is not public, it is the documented name and
	// KeyInferred is set.
	Key         string
	KeyInferred bool
}

// Example is a call with its result. Examples are executed by the tests.
type Example struct {
	Expr string
	// Attrs are the source attributes.
	Attrs value.Map
	// Now is the clock in RFC 3339; empty is a fixed default.
	Now string
	// Taken are values already used in the target, Domain the tenant's default domain.
	Taken  []string
	Domain string
	// Want is the result as a list of texts, nil for null. WantError is the code of the failure instead, WantKind the kind of
	// result where it matters (for signals).
	Want      []string
	WantError string
	WantKind  string
}

// Note is a statement about a behaviour with its evidence.
type Note struct {
	Evidence Evidence `json:"evidence"`
	Text     string   `json:"text"`
}

// Spec is one function: all there is to know about it.
type Spec struct {
	Name    string
	Aliases []string
	Summary string
	// Phrases are the result in words, with placeholders for the arguments, for documents that people review: "{source} in lower
	// case". The first whose parameters are all written in a call is used; see [Spec.Phrase]. Without one, a call is described by
	// its name.
	Phrases []string
	Params  []Param
	// MinRepeats is the minimum number of arguments of the repeating parameter; zero means one, unless it is optional.
	MinRepeats int
	// Short lists, by index, the parameters of an older form of the call that has fewer arguments and is accepted too.
	Short []int
	// Result are the kinds of the result; zero is any.
	Result value.Kinds
	// Effects are those of every call. CallEffects are those that some calls have besides, as Prepare decides by their constants; see
	// [Preparation].
	Effects, CallEffects Effects

	Evidence Evidence
	// Origin and Source say where the behaviour is taken from. A function without a Source is Custom: one of the embedding program.
	Origin Origin
	// Source names the document.
	Source string
	// Notes are statements about the behaviour. Rules are those that apply to some evaluations only, which have a remark on the topic.
	Notes    []Note
	Rules    []Rule
	Examples []Example

	// Exactly one of the following four implements the function.

	// Eval returns the result as a value. The result of a custom function is counted against the limits of the evaluation.
	Eval func(a Args) (value.Value, error)
	// Append appends the result's text to dst; [ErrNull] is a null result.
	Append func(a Args, dst []byte) ([]byte, error)
	// Transform changes the text of the source parameter (the one marked Each) which is dst[from:]. Null, multi-valued
	// sources and coercion are handled before.
	Transform func(a Args, dst []byte, from int) ([]byte, error)
	// Rewrite appends to dst the result for the value of the source parameter (the one marked Each). It is the form for
	// functions that read the source while they write the result. The source is a single value; null arrives only where the
	// parameter's policy lets it through.
	Rewrite func(a Args, source value.Value, dst []byte) ([]byte, error)

	// Prepare, where set, looks at the arguments that are constant when the expression is compiled: it reports what is wrong
	// with them and may return a state, such as a compiled pattern, that the implementation gets from [Args.State].
	Prepare func(p *Preparation) any
	// quick returns what Eval returns, in the ordinary cases and without the state of an evaluation; see [call.Quick].
	quick quickFunc

	// points yields what evaluations of a call may meet, see [Points]; nil for functions that choose and search nothing.
	points func(n int, state any) iter.Seq[call.Point]

	// Infer, where set, returns the shape of the result from those of the arguments; without it the shape follows from Result and the
	// null policies. It runs before there is data, and never in an evaluation.
	Infer func(in *Inferring) Shape

	// Place restricts where a call is allowed.
	Place Place

	source  int  // the index of the parameter marked Each, -1 if there is none; set when the function is registered
	builtin bool // the implementation is of this package, and checks the limits itself

	// Redacts says that values seen by the expression must not appear in errors and reports.
	Redacts bool
}

// Place says where in an expression a call is allowed.
type Place uint8

const (
	// Anywhere is no restriction.
	Anywhere Place = iota
	// TopOnly calls must be the whole expression.
	TopOnly
	// FlowOnly calls must be the whole expression or be where a flow signal may pass.
	FlowOnly
)

// Signature returns the call as the reference writes it: optional parameters in brackets, repeating ones with dots.
func (s *Spec) Signature() string {
	var b strings.Builder
	b.WriteString(s.Name)
	b.WriteByte('(')
	for i, p := range s.Params {
		if i > 0 {
			b.WriteString(", ")
		}
		switch {
		case p.Repeats:
			fmt.Fprintf(&b, "%s, …", p.Name)
		case p.Optional:
			fmt.Fprintf(&b, "[%s]", p.Name)
		default:
			b.WriteString(p.Name)
		}
	}
	b.WriteByte(')')
	return b.String()
}

// Param returns the parameter of argument i (from 0) of a call with n arguments: surplus arguments belong to the repeating parameters,
// in turn where there are several. It is nil if the function has no such argument.
func (s *Spec) Param(i, n int) *Param {
	// The number of arguments alone decides that the older form is meant, omitted arguments included.
	if i < n && n == len(s.Short) {
		return &s.Params[s.Short[i]]
	}
	if i < len(s.Params) {
		return &s.Params[i]
	}
	first := s.firstRepeating()
	if first < 0 {
		return nil
	}
	return &s.Params[first+(i-first)%(len(s.Params)-first)]
}

// Repeating returns the index of the first repeating parameter and how many repeat together, such as Switch's key and value, or -1 and 0
// if none repeats.
func (s *Spec) Repeating() (first, count int) {
	if first = s.firstRepeating(); first < 0 {
		return -1, 0
	}
	return first, len(s.Params) - first
}

// firstRepeating returns the index of the first repeating parameter, -1 if there is none. All after it repeat too: see validateParams.
func (s *Spec) firstRepeating() int {
	for i := range s.Params {
		if s.Params[i].Repeats {
			return i
		}
	}
	return -1
}

// Arity returns the minimum and the maximum number of arguments; the maximum is -1 if a parameter repeats.
func (s *Spec) Arity() (least, most int) {
	// An optional parameter before one that is not must have its place in the call, so it counts.
	for i := range s.Params {
		if !s.Params[i].Optional {
			least = i + 1
		}
	}
	if s.Short != nil {
		least = len(s.Short)
	}
	if first := s.firstRepeating(); first >= 0 {
		group := len(s.Params) - first
		return max(least, first+s.MinRepeats*group), -1
	}
	return least, len(s.Params)
}

// Unpaired reports whether n arguments leave a group of repeating parameters, such as Switch's key and value, incomplete.
func (s *Spec) Unpaired(n int) bool {
	first := s.firstRepeating()
	return first >= 0 && n > first && (n-first)%(len(s.Params)-first) != 0
}

// findSource returns the index of the parameter marked Each, or -1 if there is none.
func (s *Spec) findSource() int {
	for i := range s.Params {
		if s.Params[i].Each {
			return i
		}
	}
	return -1
}
