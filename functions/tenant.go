package functions

import (
	"context"
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

var stringResult = value.KindsOf(value.KindString)

// tenantFunctions read what is not an attribute: the tenant, the target directory, randomness.
func tenantFunctions() []Spec {
	return []Spec{
		{
			Name:     "DefaultDomain",
			Summary:  "Returns the default domain of the tenant.",
			Phrases:  []string{"the tenant's default domain"},
			Result:   stringResult,
			Effects:  Tenant,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "A tenant without a default verified domain is an error. The domain comes from Env.DefaultDomain."}},
			Examples: []Example{
				{Expr: `Join("@", [mailNickname], DefaultDomain())`, Attrs: value.Map{"mailNickname": "alex"}, Domain: "contoso.com", Want: []string{"alex@contoso.com"}},
				{Expr: `DefaultDomain()`, WantError: "no-default-domain"},
			},
			Append: defaultDomain,
			Infer:  func(*Inferring) Shape { return shape.Between(1, shape.Unbounded).Shape() },
		},
		{
			Name:     "Guid",
			Summary:  "Returns a new GUID.",
			Phrases:  []string{"a new GUID"},
			Result:   stringResult,
			Effects:  Random,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Inferred, "The GUID is random (version 4), in lower case, with hyphens and without braces."},
				{Assumed, "Every call returns another one. Env.NewGUID replaces it where results must be repeatable."},
			},
			Examples: []Example{
				{Expr: `Len(Guid())`, Want: []string{"36"}},
				{Expr: `Mid(Guid(), 15, 1)`, Want: []string{"4"}},
			},
			Append: newGUID,
			Infer:  func(*Inferring) Shape { return shape.Between(guidLength, guidLength).Shape() },
		},
		randomStringSpec(),
		{
			Name:       "SelectUniqueValue",
			Aliases:    []string{"SelectUniqueValues"},
			Summary:    "Returns the first candidate that is not in use in the target directory.",
			Phrases:    []string{"the first of {uniqueValueRule} that no other object of the target has"},
			Params:     []Param{{Name: "uniqueValueRule", Doc: "an expression that returns a candidate", Repeats: true, Flow: true, Null: NullSkipped, Key: "uniqueValueRule", KeyInferred: true}},
			MinRepeats: 2,
			Place:      TopOnly,
			Effects:    Directory,
			Evidence:   Documented,
			Source:     referenceSource,
			Notes: []Note{
				{Documented, "At least two rules are needed."},
				{Documented, "It must be the whole expression of a mapping that is applied only during object creation, and not of a matching attribute."},
				{Documented, "If every candidate is in use, the object is retried later: the error has the code not-unique."},
				{Assumed, "A flow signal such as IgnoreAttributeFlow from a rule ends the search and is the result."},
				{Inferred, "Whether case matters is up to the target; Active Directory ignores it."},
			},
			Rules: []Rule{
				{call.TopicChoice, Documented, "The rules are evaluated in order, up to the chosen one."},
				{topicPassed, Assumed, "A candidate that is null or \"\" is skipped, and one that equals an earlier one is not looked up again. If no rule returns a candidate, the result is null."},
			},
			Examples: []Example{
				{
					Expr:  `SelectUniqueValue(Join("", Mid([givenName], 1, 1), [surname]), Join("", Mid([givenName], 1, 2), [surname]))`,
					Attrs: value.Map{"givenName": "Alex", "surname": "Wilber"}, Taken: []string{"awilber"}, Want: []string{"AlWilber"},
				},
				{Expr: `SelectUniqueValue([nickname], [mailNickname])`, Attrs: value.Map{"mailNickname": "alex"}, Want: []string{"alex"}},
				{
					Expr:  `SelectUniqueValue([mailNickname], Append([mailNickname], "2"))`,
					Attrs: value.Map{"mailNickname": "alex"}, Taken: []string{"alex", "alex2"}, WantError: "not-unique",
				},
			},
			Eval:   selectUniqueValue,
			points: eachArgument("candidate"),
			Infer:  inferUnique,
		},
	}
}

func defaultDomain(a Args, dst []byte) ([]byte, error) {
	domain := a.c.Env.DefaultDomain
	if domain == "" {
		return dst, a.fail(codes.EvalNoTenant, "the tenant has no default domain: give the evaluation one, such as contoso.com")
	}
	return append(dst, domain...), nil
}

// newGUID appends what Env.NewGUID returns as it is, and otherwise a GUID of version 4.
func newGUID(a Args, dst []byte) ([]byte, error) {
	if f := a.c.Env.NewGUID; f != nil {
		return append(dst, f()...), nil
	}
	var id [16]byte
	if _, err := io.ReadFull(a.c.Random(), id[:]); err != nil {
		return dst, noRandomness(err)
	}
	id[6] = id[6]&0x0F | 0x40 // version 4, random (RFC 9562, 5.4)
	id[8] = id[8]&0x3F | 0x80 // variant
	return appendGUID(dst, id), nil
}

// appendGUID writes the bytes in the order of RFC 9562. A .NET Guid keeps its first three fields in another byte order, which
// makes no difference to a random one.
func appendGUID(dst []byte, id [16]byte) []byte {
	const digits = "0123456789abcdef"
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

func noRandomness(err error) error {
	return &call.Error{Code: codes.EvalConstant, Arg: -1, Message: diag.Messagef("the source of randomness has no more bytes"), Cause: err}
}

// selectUniqueValue evaluates and looks up one rule after the other, as far as needed: a look-up is a query to the target. Candidates are
// compared with case here, because only the target knows whether it ignores case.
func selectUniqueValue(a Args) (value.Value, error) {
	var asked map[string]bool
	for i := range a.Len() {
		v, err := candidate(a, i)
		if err != nil {
			return v, err
		}
		if v.Kind().IsSignal() {
			a.met(i)
			return v, nil
		}
		text, err := a.c.Text(v)
		if err != nil {
			return value.Absent, err
		}
		if text == "" || asked[text] {
			if a.Tracing() {
				a.Remark(topicPassed, i, fmt.Sprintf("argument %d is skipped: it is empty or equals an earlier one", i+1))
			}
			continue
		}
		taken, err := isTaken(a, i, text)
		if a.Tracing() && err == nil {
			a.remarkCandidate(i, text, taken)
		}
		if err == nil && !taken {
			a.met(i)
		}
		if err != nil || !taken {
			return value.String(text), err
		}
		if asked == nil {
			asked = make(map[string]bool)
		}
		asked[text] = true
	}
	if asked == nil {
		return value.Null, nil
	}
	return value.Absent, a.fail(codes.EvalNotUnique, "every candidate is in use in the target (%d looked up): add a rule that returns another", len(asked))
}

// topicPassed: a candidate is skipped. topicAsked: it was looked up in the target.
const (
	topicPassed = "passed"
	topicAsked  = "asked"
)

// remarkCandidate remarks whether the candidate of rule i is in use.
func (a Args) remarkCandidate(i int, text string, taken bool) {
	state := "free"
	if taken {
		state = "in use"
	}
	a.Remark(topicAsked, i, fmt.Sprintf("%s is %s in the target", call.Quote(text), state), call.Detail("candidate", value.String(text)), call.Detail("taken", value.Boolean(taken)))
	if !taken {
		a.choose(i, fmt.Sprintf("argument %d is the first that is free", i+1))
	}
}

// candidate evaluates rule i; signals pass, and a one-element list counts as its element. A longer list is an error and not several
// candidates.
func candidate(a Args, i int) (value.Value, error) {
	v, err := a.Flow(i)
	if err != nil {
		return v, err
	}
	if v, err = v.Single(); err != nil {
		return v, a.coercion(i, err)
	}
	return v, nil
}

// isTaken asks the environment whether a candidate is in use. A canceled evaluation is reported as such, not as a target that does not
// answer.
func isTaken(a Args, i int, candidate string) (bool, error) {
	candidate = nettext.Whole(candidate)
	ask := a.c.Env.Taken
	if ask == nil {
		return false, a.fail(codes.EvalConstant, "the target has to be asked whether a value is in use, and the evaluation has none")
	}
	ctx := a.c.Env.Context
	if ctx == nil {
		ctx = context.Background()
	}
	if err := a.c.CheckCanceled(); err != nil { // a look-up may take a while
		return false, err
	}
	taken, err := ask(ctx, a.c.Env.Target, candidate)
	switch canceled := a.c.CheckCanceled(); {
	case err != nil && canceled != nil:
		return false, canceled
	case err != nil:
		// Not known to be free is treated as in use: the entry is to be tried again, as for candidates that are all taken.
		return false, &call.Error{Code: codes.EvalNotUnique, Arg: i, Message: diag.Messagef("the target does not answer whether the candidate is in use"), Found: value.String(candidate), Cause: err}
	}
	return taken, nil
}

// guidLength is that of the form with hyphens, which Env.NewGUID is assumed to return.
const guidLength = 36

// inferUnique adds up what each rule may return: a signal, which ends the search, or a text other than "". The result is null only if no
// rule is sure to return a candidate.
func inferUnique(in *Inferring) Shape {
	none := true
	outcomes := []Shape{{Fails: AlwaysFails}} // every candidate may be in use
	for i := range in.Len() {
		s := in.Flow(i)
		if s.Fails == AlwaysFails && i == 0 {
			return s
		}
		single, _ := s.Single()
		outcomes = append(outcomes, single.Without(shape.AnyKind&^shape.SignalKinds))
		text := single.Without(shape.SignalKinds).Text()
		none = none && (text.Fails == AlwaysFails || text.HasEmptyText())
		outcomes = append(outcomes, text.WithoutEmpty())
	}
	if none {
		outcomes = append(outcomes, shape.Of(value.Null))
	}
	return shape.Union(outcomes...)
}
