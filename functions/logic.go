package functions

import (
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

// logicFunctions choose between values.
func logicFunctions() []Spec {
	return []Spec{
		{
			Name:    "IIF",
			Summary: "Returns valueIfTrue if condition is true, or valueIfFalse if it is not.",
			Phrases: []string{
				"{valueIfTrue} if {condition?}, else {valueIfFalse}",
				"{valueIfTrue} if {condition?}, else nothing",
				"nothing if {condition?}, else {valueIfFalse}",
			},
			Params: []Param{
				{Name: "condition", Doc: "a comparison, or a value that is True or False", Kinds: truth, Condition: true, Null: NullHandled, Key: "one"},
				{Name: "valueIfTrue", Doc: "the result if the condition is true", List: true, MayBeEmpty: true, Flow: true, Null: NullHandled, Key: "four"},
				{Name: "valueIfFalse", Doc: "the result if it is not; null if the argument is left empty", List: true, MayBeEmpty: true, Flow: true, Null: NullHandled, Key: "five"},
			},
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "The language has no AND or OR: nest one IIF in another."},
				{Inferred, "A comparison as the condition is stored in Graph's tree as one, two (the operator) and three."},
			},
			Rules: []Rule{
				{call.TopicChoice, Assumed, "Only the chosen branch is evaluated: published expressions rely on it, although a user of the live service reported a failure in the other branch. The option EagerBranches evaluates both."},
				{call.TopicNullCondition, Inferred, "A condition on a null attribute works, as several published pages show; the reference calls it unsupported. The option IIFNullConditionFails makes it an error."},
			},
			Examples: []Example{
				{Expr: `IIF([country]="USA", [country], [department])`, Attrs: value.Map{"country": "USA", "department": "Sales"}, Want: []string{"USA"}},
				{Expr: `IIF(IsPresent([url]), [url], )`, Attrs: value.Map{}, Want: nil},
				{Expr: `IIF([active], "a", "b")`, Attrs: value.Map{"active": "yes"}, WantError: "type"},
			},
			Eval:   iif,
			quick:  quickIIF,
			points: branchPoints,
			Infer:  inferIIF,
		},
		{
			Name:    "Switch",
			Summary: "Returns the value whose key equals source, or defaultValue if no key does.",
			Phrases: []string{"chosen by {source}: [{value} for {key}], else {defaultValue}", "chosen by {source}: [{value} for {key}]"},
			Params: []Param{
				{Name: "source", Doc: "the value to compare with the keys", Null: NullHandled, Key: "source"},
				{Name: "defaultValue", Doc: "the result if no key equals the source; null if left empty", List: true, Optional: true, Flow: true, Null: NullHandled, Key: "defaultValue"},
				{Name: "key", Doc: "a key, compared with the source as text, with case", Repeats: true, Null: NullHandled, Key: "switchValue"},
				{Name: "value", Doc: "the result if its key equals the source", List: true, Repeats: true, Flow: true, Null: NullHandled, Key: "switchValue"},
			},
			MinRepeats: 1,
			Evidence:   Documented,
			Source:     referenceSource,
			Notes: []Note{
				{Documented, "The number of arguments is even: leave defaultValue empty if there is no default."},
			},
			Rules: []Rule{
				{call.TopicNull, Documented, "A null or empty source equals the key \"\"."},
				{topicBoolean, Inferred, "Booleans are compared as True and False."},
				{call.TopicChoice, Assumed, "Keys and values are evaluated in order and only as far as needed."},
			},
			Examples: []Example{
				{Expr: `Switch([state], "Australia/Sydney", "NSW", "Australia/Sydney", "QLD", "Australia/Brisbane")`, Attrs: value.Map{"state": "QLD"}, Want: []string{"Australia/Brisbane"}},
				{Expr: `Switch([country], [country], "", "Other")`, Attrs: value.Map{}, Want: []string{"Other"}},
				{Expr: `Switch([Active], , "1", "False")`, Attrs: value.Map{"Active": "2"}, Want: nil},
				{Expr: `Switch([two], , "1", "False")`, Attrs: value.Map{"two": []string{"1", "2"}}, WantError: "multi-valued"},
			},
			Prepare: prepareSwitch,
			Eval:    switchValue,
			quick:   quickSwitch,
			points:  switchPoints,
			Infer:   inferSwitch,
		},
		{
			Name:    "Coalesce",
			Summary: "Returns the first source that is not null.",
			Phrases: []string{"the first of {source} that is not null"},
			Params: []Param{
				{Name: "source", Doc: "a value; the last one may serve as the default", List: true, Repeats: true, Flow: true, Null: NullSkipped, Key: "source", KeyInferred: true},
			},
			MinRepeats: 1,
			Evidence:   Documented,
			Source:     referenceSource,
			Rules: []Rule{
				{call.TopicNull, Documented, "Only null is skipped; \"\" is a value. The option EmptyStringIsNull is for sources that deliver \"\" for a missing value."},
			},
			Examples: []Example{
				{Expr: `Coalesce([mail], [userPrincipalName])`, Attrs: value.Map{"userPrincipalName": "alex@contoso.com"}, Want: []string{"alex@contoso.com"}},
				{Expr: `Coalesce([missing], [other])`, Want: nil},
				{Expr: `Coalesce([missing], Error("no address"))`, WantError: "raised"},
			},
			Eval:   coalesce,
			quick:  quickCoalesce,
			points: eachArgument("alternative"),
			Infer:  inferCoalesce,
		},
		{
			Name:    "Not",
			Summary: "Returns True if source is not true.",
			Phrases: []string{"{source} is not true"},
			Params: []Param{
				{Name: "source", Doc: "a boolean", Null: NullHandled, Key: "source"},
			},
			Result:   value.KindsOf(value.KindBoolean),
			Evidence: Documented,
			Source:   referenceSource,
			Rules: []Rule{
				{call.TopicCoercion, Documented, "The result is False for True and for the text True in any case, and True for everything else."},
				{call.TopicNull, Documented, "The result for null is True."},
			},
			Examples: []Example{
				{Expr: `Not([accountDisabled])`, Attrs: value.Map{"accountDisabled": true}, Want: []string{"False"}},
				{Expr: `Not([missing])`, Want: []string{"True"}},
				{Expr: `Not(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval:  not,
			Infer: inferNot,
		},
	}
}

// iif evaluates the chosen branch alone. EagerBranches needs no code here: the evaluator then evaluates all arguments before the call.
func iif(a Args) (value.Value, error) {
	holds, err := a.Boolean(0)
	if err != nil {
		return value.Absent, err
	}
	if holds {
		a.met(pointTrue)
		if a.Tracing() {
			a.choose(1, "the condition is true")
		}
		return a.Flow(1)
	}
	a.met(pointFalse)
	if a.Tracing() {
		a.choose(2, "the condition is false")
	}
	return a.Flow(2)
}

// switchKeys are the keys of a call of which all are constant, so that they need not be evaluated.
type switchKeys struct {
	texts   []string       // in order
	most    int            // bytes of the longest
	results []value.Value  // the default, and after it the value of each key; Absent where it depends on the object
	first   map[string]int // where there are many: key → its first index in texts
}

// linearKeys is the number of constant keys up to which comparing them one by one is cheaper than a look-up.
const linearKeys = 8

// prepareSwitch makes the state of keys that are all constant, so that an evaluation neither evaluates nor coerces them. One key that
// depends on the object suffices to go without: keys are compared in order.
func prepareSwitch(p *Preparation) any {
	if p.Traced || len(p.Args) < 2 { // the arity check reports it
		return nil
	}
	pairs := len(p.Args)/2 - 1
	if limit := p.switchPairs(); pairs > limit {
		p.reportLimit(-1, codes.TooManyPairs, codes.LimitSwitchPairs, limit, "Switch has %d pairs of key and value, the limit is %d", pairs, limit)
		return nil
	}
	keys := switchKeys{texts: make([]string, pairs), results: make([]value.Value, pairs+1)}
	keys.results[0] = p.known(1)
	for i := range pairs {
		key, known := p.Text(2*i + 2)
		if !known {
			return nil
		}
		keys.texts[i], keys.results[i+1] = key, p.known(2*i+3)
		keys.most = max(keys.most, len(key))
	}
	if len(keys.texts) > linearKeys {
		// The first of equal keys wins, as it does when they are compared one by one.
		keys.first = make(map[string]int, len(keys.texts))
		for i, key := range keys.texts {
			if _, taken := keys.first[key]; !taken {
				keys.first[key] = i
			}
		}
	}
	return &keys
}

// find returns the index of a key, or -1 if there is none.
func (k *switchKeys) find(text string) int {
	// saves hashing a long text that no key equals
	if len(text) > k.most {
		return -1
	}
	if k.first != nil {
		if i, found := k.first[text]; found {
			return i
		}
		return -1
	}
	for i, key := range k.texts {
		if len(key) == len(text) && (key == "" || key[0] == text[0] && key == text) { // comparing the first byte saves a call
			return i
		}
	}
	return -1
}

func switchValue(a Args) (value.Value, error) {
	source, err := a.switchText(0)
	if err != nil {
		return value.Absent, err
	}
	if keys, ok := a.State().(*switchKeys); ok {
		i := keys.find(source)
		a.met(i + 1)
		if i >= 0 {
			return a.Flow(2*i + 3)
		}
		return a.Flow(1)
	}
	near := ""
	for i := 2; i+1 < a.Len(); i += 2 {
		key, err := a.switchText(i)
		if err != nil {
			return value.Absent, err
		}
		if key == source {
			a.met(i / 2)
			if a.Tracing() {
				a.choose(i+1, fmt.Sprintf("key %d of %d, %s, equals the source", i/2, a.Len()/2-1, call.Quote(key)))
			}
			return a.Flow(i + 1)
		}
		if a.Tracing() && value.NearlyEqual(value.String(key), value.String(source)) {
			near = key
		}
	}
	a.met(0)
	if a.Tracing() {
		a.chooseDefault(near)
	}
	return a.Flow(1)
}

// remarkCompared remarks that Switch compares argument i, which is not a text, as one.
func (a Args) remarkCompared(i int, v value.Value) {
	switch v.Kind() {
	case value.KindString:
	case value.KindBoolean:
		a.Remark(topicBoolean, i, a.name(i)+" is a boolean, compared as "+v.Text())
	default:
		a.remarkRead(i, v, value.String(v.Text()))
	}
}

// chooseDefault remarks that no key equals the source; near is one that differs in case or spaces only.
func (a Args) chooseDefault(near string) {
	a.choose(1, fmt.Sprintf("none of %s equals the source", diag.Count(a.Len()/2-1, "key")))
	if near != "" {
		a.Remark(topicNear, 0, "the key "+string(call.Quote(near))+" differs from the source in case or spaces only", call.Detail("key", value.String(near)))
	}
}

// The topics of Switch.
const (
	topicBoolean = "boolean" // a boolean is compared with texts
	topicNear    = "near"    // a key is nearly the source
)

// switchText returns argument i as the text that Switch compares; null and an empty list are "".
func (a Args) switchText(i int) (string, error) {
	v, err := a.Flow(i)
	if err != nil {
		return "", err
	}
	if v.Kind() == value.KindString {
		return v.Text(), a.c.ReadString(v)
	}
	if v.Kind().IsSignal() {
		return "", a.FailArg(i, codes.EvalFlow, value.Absent, "%s cannot be compared", diag.Name(v.Kind().String()))
	}
	if v, err = v.Single(); err != nil {
		return "", a.coercion(i, err)
	}
	text, err := a.c.Text(v)
	if err == nil && a.Tracing() && a.Has(i) {
		a.remarkCompared(i, v)
	}
	return text, err
}

func coalesce(a Args) (value.Value, error) {
	for i := range a.Len() {
		v, err := a.Flow(i)
		if err != nil || !v.IsNull() {
			a.met(i)
			if a.Tracing() && err == nil {
				a.choose(i, fmt.Sprintf("argument %d is the first that is not null", i+1))
			}
			return v, err
		}
		if a.Tracing() {
			a.Remark(call.TopicNull, i, fmt.Sprintf("argument %d is null and skipped", i+1))
		}
	}
	return value.Null, nil
}

// not does not use Args.Boolean: what IIF would refuse, such as "yes", or take for true, such as 1, is simply not true here, as the
// reference has it.
func not(a Args) (value.Value, error) {
	v, err := a.single(0)
	if err != nil {
		return value.Absent, err
	}
	if b, ok := v.AsBoolean(); ok {
		return value.Boolean(!b), nil
	}
	text, err := a.c.Text(v)
	if err != nil {
		return value.Absent, err
	}
	isTrue := nettext.EqualFold(text, "True")
	a.remarkRead(0, v, value.Boolean(isTrue))
	return value.Boolean(!isTrue), nil
}

// inferIIF infers a branch only if the condition may choose it, and under what the condition says about the attributes that the branch
// reads. The functions test the condition of an assumed attribute again, and must not record anything in in.
func inferIIF(in *Inferring) Shape {
	var outcomes []Shape
	yes, no := in.Boolean(0)
	if yes {
		outcomes = append(outcomes, in.given(1, func(condition Shape) bool {
			single, _ := condition.Single()
			yes, _, _ := shape.TruthOf(single)
			return yes
		}))
	}
	if no {
		outcomes = append(outcomes, in.given(2, func(condition Shape) bool {
			single, _ := condition.Single()
			_, no, _ := shape.TruthOf(single)
			return no
		}))
	}
	return shape.Union(outcomes...)
}

// inferSwitch passes over keys that the source cannot equal, and takes those that it has passed from the values that the source may
// have. If none is left, neither later keys nor the default count.
func inferSwitch(in *Inferring) Shape {
	source := in.switchText(0)
	var outcomes []Shape
	var passed []Shape // the keys so far
	for i := 2; i+1 < in.Len() && source.Fails != AlwaysFails; i += 2 {
		key := in.switchText(i)
		passed = append(passed, key)
		if !mayEqual(source, key) {
			continue
		}
		outcomes = append(outcomes, in.given(i+1, func(s Shape) bool { return mayEqual(switchTextOf(s), key) }))
		source = unequal(source, key)
	}
	if source.Fails == AlwaysFails {
		return shape.Union(outcomes...)
	}
	return shape.Union(append(outcomes, in.given(1, func(s Shape) bool {
		rest := switchTextOf(s)
		for _, key := range passed {
			rest = unequal(rest, key)
		}
		return rest.Fails != AlwaysFails
	}))...)
}

// switchText returns argument i as the text that Switch compares.
func (in *Inferring) switchText(i int) Shape {
	s := in.note(in.raw(i))
	_, several := s.Single()
	in.fails = in.fails || several || s.MayBeSignal()
	return switchTextOf(s)
}

// switchTextOf is switchText without the recording, for shapes that are assumed only.
func switchTextOf(s Shape) Shape {
	single, _ := s.Single()
	return single.Without(shape.SignalKinds).Text()
}

// mayEqual reports whether two texts may be equal: by the values of one of them, or by the lengths if neither is listed.
func mayEqual(a, b Shape) bool {
	if a.Fails == AlwaysFails || b.Fails == AlwaysFails {
		return false
	}
	if a.Values == nil {
		a, b = b, a
	}
	if a.Values == nil {
		x, y := a.Lengths(), b.Lengths()
		return x.Least <= y.Most && y.Least <= x.Most
	}
	return slices.ContainsFunc(a.Values, b.Admits)
}

// unequal returns the shape of the text a where it is known to differ from b. Only a b of one value excludes anything: of several it is not
// known which one differs.
func unequal(a, b Shape) Shape {
	if a.Values == nil || len(b.Values) != 1 {
		return a
	}
	a.Values = slices.DeleteFunc(slices.Clone(a.Values), b.Values[0].Equal)
	return a.Tidy()
}

func inferCoalesce(in *Inferring) Shape {
	var outcomes []Shape
	for i := range in.Len() {
		// Each argument up to the first that is never null is evaluated, so its failure is one of the call.
		s := in.note(in.Flow(i))
		if s.Fails == AlwaysFails || !s.MayBeNull() {
			return shape.Union(append(outcomes, s)...)
		}
		if present := s.WithoutNull(); present.Fails != AlwaysFails {
			outcomes = append(outcomes, present)
		}
	}
	return shape.Union(append(outcomes, shape.Of(value.Null))...)
}

// inferNot records no failure of coercion, because Not has none; see not.
func inferNot(in *Inferring) Shape {
	values, known := in.single(0).All()
	var yes, no bool
	for _, v := range values {
		if nettext.EqualFold(v.Text(), "True") {
			no = true
		} else {
			yes = true
		}
	}
	return shape.Truth(yes || !known, no || !known)
}
