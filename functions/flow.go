package functions

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/shape"
)

// flowFunctions control what happens to a value on its way to the target.
func flowFunctions() []Spec {
	return []Spec{
		{
			Name:    "IgnoreFlowIfNullOrEmpty",
			Summary: "Returns expression, or leaves the attribute out of the flow if it is null or empty.",
			Phrases: []string{"{expression}, where it has a value: else the attribute is left as it is"},
			Params: []Param{
				{Name: "expression", Doc: "the value to flow", List: true, Flow: true, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "The function should be the outermost one, and not a condition of IIF."},
				{Assumed, "It works in a value branch of IIF, Switch or Coalesce too: the signal passes through."},
			},
			Rules: []Rule{
				{call.TopicNull, Documented, "Null and \"\" leave the attribute out of the flow."},
				{call.TopicList, Assumed, "An empty list counts as empty."},
			},
			Examples: []Example{
				{Expr: `IgnoreFlowIfNullOrEmpty([department])`, Attrs: value.Map{"department": "Sales"}, Want: []string{"Sales"}},
				{Expr: `IgnoreFlowIfNullOrEmpty([department])`, Attrs: value.Map{"department": ""}, WantKind: "ignoreAttribute"},
				{Expr: `IgnoreFlowIfNullOrEmpty(Error("stop"))`, WantError: "raised"},
			},
			Place: FlowOnly,
			Eval: func(a Args) (value.Value, error) {
				v, err := a.Flow(0)
				if err == nil && v.IsNullOrEmpty() {
					topic := call.TopicNull
					if v.Kind() == value.KindList {
						topic = call.TopicList
					}
					a.Remark(topic, 0, "expression is null or empty, so the attribute is left out of the flow")
					return value.IgnoreAttribute, nil
				}
				return v, err
			},
			Infer: inferIgnoreFlow,
		},
		{
			Name:    "Redact",
			Summary: "Returns its argument unchanged and keeps it out of logs and reports.",
			Phrases: []string{"{attribute} kept out of logs"},
			Params: []Param{
				{Name: "attribute", Doc: "the value to flow", List: true, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "The provisioning logs show [Redact] in place of the value; the value itself flows."},
				{Assumed, "Inside another function it marks the whole result."},
			},
			Examples: []Example{
				{Expr: `Redact([userPrincipalName])`, Attrs: value.Map{"userPrincipalName": "alex@contoso.com"}, Want: []string{"alex@contoso.com"}},
				{Expr: `Redact([missing])`, Want: nil},
				{Expr: `Redact(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Redacts: true,
			Eval: func(a Args) (value.Value, error) {
				v, err := a.Value(0)
				// The evaluation keeps the mark for its result: text that goes through a buffer would lose one of its own. Errors are
				// hidden by Redacts, whether this call was reached or not.
				a.c.MarkRedacted()
				return v, err
			},
			Infer: func(in *Inferring) Shape { return in.Value(0) },
		},
		{
			Name:    "Error",
			Summary: "Fails the evaluation with message.",
			Phrases: []string{"an error with the message {message}"},
			Params: []Param{
				{Name: "message", Doc: "what to report", Null: NullIsEmpty, Key: "message"},
			},
			Evidence: Documented,
			Origin:   CloudSync,
			Source:   cloudSyncSource,
			Notes:    []Note{{Inferred, "The default mappings of cloud sync call it in a branch that valid objects do not reach."}},
			Examples: []Example{
				{Expr: `IIF(IsPresent([cn]), [cn], Error("no name"))`, Attrs: value.Map{"cn": "Alex"}, Want: []string{"Alex"}},
				{Expr: `Error([missing])`, WantError: "raised"},
				{Expr: `Error("AccountName is not present")`, WantError: "raised"},
			},
			Eval: func(a Args) (value.Value, error) {
				message, err := a.Text(0)
				if err != nil {
					return value.Absent, err
				}
				return value.Absent, a.FailArg(-1, codes.EvalRaised, value.String(message), "the expression raises an error")
			},
			Infer: func(in *Inferring) Shape {
				in.Text(0)
				return Shape{Fails: AlwaysFails}
			},
		},
	}
}

// inferIgnoreFlow keeps the failure of the argument in both outcomes, because Flow, unlike Value, has not recorded it.
func inferIgnoreFlow(in *Inferring) Shape {
	s := in.Flow(0)
	if !s.MayBeNull() && !s.MayBeEmpty() || s.Fails == AlwaysFails {
		return s
	}
	ignored := shape.Of(value.IgnoreAttribute)
	ignored.Fails = s.Fails
	return shape.Either(s.WithoutNull().WithoutEmpty(), ignored)
}
