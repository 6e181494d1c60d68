package functions

import (
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/shape"
)

// presenceFunctions report whether there is a value.
func presenceFunctions() []Spec {
	return []Spec{
		{
			Name:    "IsNull",
			Aliases: []string{"IsNothing"},
			Summary: "Reports whether expression is null, as a missing attribute is.",
			Phrases: []string{"{expression} is null"},
			Params: []Param{
				{Name: "expression", Doc: "the value to test", List: true, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Result:   truth,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "\"\" is not null: see IsNullOrEmpty."},
				{Assumed, "IsNothing, which Graph's function list names, is the same function."},
			},
			Rules: []Rule{{call.TopicList, Assumed, "A multi-valued attribute without values is null."}},
			Examples: []Example{
				{Expr: `IsNull([displayName])`, Attrs: value.Map{"displayName": "x"}, Want: []string{"False"}},
				{Expr: `IsNull([missing])`, Want: []string{"True"}},
				{Expr: `IsNull("")`, Want: []string{"False"}},
				{Expr: `IsNull(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: presence(func(v value.Value) bool {
				return v.IsNull() || v.Kind() == value.KindList && v.IsNullOrEmpty()
			}),
			Infer: inferPresence(func(s Shape) (yes, no bool) {
				// every list may be one without members, whose number a shape does not have
				return s.MayBe(shape.NullKind | shape.ListKind), s.MayBe(shape.AnyKind &^ shape.NullKind)
			}),
		},
		{
			Name:    "IsNullOrEmpty",
			Summary: "Reports whether expression is null or \"\".",
			Phrases: []string{"{expression} has no value"},
			Params: []Param{
				{Name: "expression", Doc: "the value to test", List: true, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Result:   truth,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Assumed, "A space is not empty."}},
			Rules:    []Rule{{call.TopicList, Assumed, "A multi-valued attribute without values is empty."}},
			Examples: []Example{
				{Expr: `IsNullOrEmpty([displayName])`, Attrs: value.Map{"displayName": ""}, Want: []string{"True"}},
				{Expr: `IsNullOrEmpty([missing])`, Want: []string{"True"}},
				{Expr: `IsNullOrEmpty(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval:  presence(value.Value.IsNullOrEmpty),
			Infer: inferPresence(Shape.Presence),
		},
		{
			Name:    "IsPresent",
			Summary: "Reports whether expression has a value: the opposite of IsNullOrEmpty.",
			Phrases: []string{"{expression} has a value"},
			Params: []Param{
				{Name: "expression", Doc: "the value to test", List: true, Null: NullHandled, Key: "source"},
			},
			Result:   truth,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Reported, "The reference advises against it as the source of Switch, and another page recommends it there; the result is True or False, as of any test."},
			},
			Examples: []Example{
				{Expr: `IsPresent([jobTitle])`, Attrs: value.Map{"jobTitle": "Clerk"}, Want: []string{"True"}},
				{Expr: `IsPresent([missing])`, Want: []string{"False"}},
				{Expr: `IsPresent(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: presence(func(v value.Value) bool { return !v.IsNullOrEmpty() }),
			Infer: inferPresence(func(s Shape) (yes, no bool) {
				no, yes = s.Presence()
				return yes, no
			}),
		},
		{
			Name:    "IsString",
			Summary: "Reports whether expression can be read as text.",
			Phrases: []string{"{expression} is text"},
			Params: []Param{
				{Name: "expression", Doc: "the value to test", List: true, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Result:   truth,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Assumed, "Every single value but null can."}},
			Rules:    []Rule{{call.TopicList, Assumed, "A list can be read as text if one of its values can, as CStr reads each."}},
			Examples: []Example{
				{Expr: `IsString("x")`, Want: []string{"True"}},
				{Expr: `IsString([missing])`, Want: []string{"False"}},
				{Expr: `IsString(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: presence(func(v value.Value) bool {
				return slices.ContainsFunc(v.Members(), func(m value.Value) bool { return !m.IsNull() })
			}),
			Infer: inferPresence(func(s Shape) (yes, no bool) {
				// a list may have one member, or none or several
				return s.MayBe(shape.AnyKind &^ shape.NullKind), s.MayBe(shape.NullKind | shape.ListKind)
			}),
		},
	}
}

// presence returns the implementation of a test that every value passes or fails.
func presence(test func(value.Value) bool) func(Args) (value.Value, error) {
	return func(a Args) (value.Value, error) {
		v, err := a.Value(0)
		if err != nil {
			return value.Absent, err
		}
		if members, isList := v.AsList(); isList && a.Tracing() {
			a.Remark(call.TopicList, 0, "expression is a list of "+diag.Count(len(members), "value"))
		}
		return value.Boolean(test(v)), nil
	}
}

// inferPresence returns the rule of a test from the answers that the shape of its argument admits. The tests themselves never fail; a
// signal as the argument does, which Value records.
func inferPresence(answers func(Shape) (yes, no bool)) func(*Inferring) Shape {
	return func(in *Inferring) Shape { return shape.Truth(answers(in.Value(0))) }
}
