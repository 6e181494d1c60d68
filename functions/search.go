package functions

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

// searchFunctions look for one text in another.
func searchFunctions() []Spec {
	return []Spec{
		{
			Name:    "InStr",
			Summary: "Returns the 1-based position of value2 in value1, or 0 if it does not occur.",
			Phrases: []string{
				"the position of {value2} in {value1} from position {start} on, by {compareType}",
				"the position of {value2} in {value1}, by {compareType}",
				"the position of {value2} in {value1} from position {start} on",
				"the position of {value2} in {value1}",
			},
			Params: []Param{
				{Name: "value1", Doc: "the text to search", Null: NullIsEmpty, Key: "source", KeyInferred: true},
				{Name: "value2", Doc: "the text to find", Null: NullIsEmpty, Key: "value2", KeyInferred: true},
				{Name: "start", Doc: "the position to start at, from 1; 1 if omitted", Kinds: wholeNumber, Optional: true, Null: NullHandled, Key: "start", KeyInferred: true},
				{Name: "compareType", Doc: "vbBinaryCompare (or 0) to compare with case, vbTextCompare (or 1) to ignore case; with case if omitted",
					Optional: true, Null: NullIsEmpty, Words: []string{"vbBinaryCompare", "vbTextCompare"}, Key: "compareType", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindInteger),
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "The comparison type is written without quotation marks; quoted names and 0 or 1 are accepted too."},
				{Inferred, "Case is ignored as in .NET's ordinal comparison: one character equals one, so ß does not equal ss."},
			},
			Rules: []Rule{{call.TopicRange, Assumed, "The result for a start beyond the end is 0; a start below 1 is an error; an empty value2 is found at start."}},
			Examples: []Example{
				{Expr: `InStr("The quick brown fox", "quick")`, Want: []string{"5"}},
				{Expr: `InStr("repEated", "e", 3, vbBinaryCompare)`, Want: []string{"7"}},
				{Expr: `InStr("repEated", "e", 3, vbTextCompare)`, Want: []string{"4"}},
				{Expr: `InStr([missing], "e")`, Want: []string{"0"}},
				{Expr: `InStr("abc", "b", 0)`, WantError: "range"},
			},
			Prepare: prepareInStr,
			Eval:    inStr,
			Infer:   inferInStr,
		},
		{
			Name:    "Contains",
			Summary: "Reports whether value is one of the values of attribute, ignoring case.",
			Phrases: []string{"{attribute} has {value} among its values"},
			Params: []Param{
				{Name: "attribute", Doc: "a multi-valued attribute, or a text to search", Null: NullIsEmpty, Key: "source", KeyInferred: true},
				{Name: "value", Doc: "the value or text to find", Null: NullIsEmpty, Key: "value", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindBoolean),
			Evidence: Assumed,
			Origin:   CloudSync,
			Source:   cloudSyncSource,
			Notes:    []Note{{Assumed, "The result for an empty value is False."}},
			Rules: []Rule{
				{call.TopicMember, Inferred, "Cloud sync names the function without describing it. The older function of that name in Connect Sync finds a value of a multi-valued attribute, ignoring case; here the whole value must be equal."},
				{call.TopicList, Assumed, "A single text is searched for the value as a part."},
			},
			Examples: []Example{
				{Expr: `Contains([groups], "sales")`, Attrs: value.Map{"groups": []string{"Staff", "Sales"}}, Want: []string{"True"}},
				{Expr: `Contains([missing], "sales")`, Want: []string{"False"}},
				{Expr: `Contains([groups], [groups])`, Attrs: value.Map{"groups": []string{"a", "b"}}, WantError: "multi-valued"},
			},
			Eval: contains,
			Infer: func(in *Inferring) Shape {
				in.Value(0)
				in.Text(1)
				return shape.Truth(true, true)
			},
		},
	}
}

// prepareInStr checks a constant comparison type; it makes no state, because an evaluation reads the type at little cost.
func prepareInStr(p *Preparation) any {
	if text, known := p.Text(3); known {
		if _, ok := compareFolds(text); !ok {
			p.Report(3, codes.BadConstant, "write vbBinaryCompare or vbTextCompare", "unknown comparison type %.40q", text)
		}
	}
	return nil
}

// compareFolds reports whether a comparison type ignores case.
func compareFolds(compareType string) (fold, ok bool) {
	switch strings.ToLower(compareType) {
	case "", "0", "vbbinarycompare":
		return false, true
	case "1", "vbtextcompare":
		return true, true
	}
	return false, false
}

// inStr reads the comparison type before it compares start with the length: a start beyond the end must not hide a wrong type.
func inStr(a Args) (value.Value, error) {
	var texts [2]string
	for i := range texts {
		var err error
		if texts[i], err = a.Text(i); err != nil {
			return value.Absent, err
		}
	}
	start, err := a.Integer(2, 1)
	if err != nil {
		return value.Absent, err
	}
	if start < 1 {
		return value.Absent, a.FailArg(2, codes.EvalRange, value.Integer(start), "want a position from 1")
	}
	compareType, err := a.Text(3)
	if err != nil {
		return value.Absent, err
	}
	fold, ok := compareFolds(compareType)
	if !ok {
		return value.Absent, a.FailArg(3, codes.EvalConstant, value.String(compareType), "want vbBinaryCompare or vbTextCompare")
	}
	if start > int64(nettext.Len16(texts[0])) { // so nothing is found in ""
		if a.Tracing() {
			a.Remark(call.TopicRange, 0, fmt.Sprintf("position %d is beyond the end of value1", start))
		}
		return value.Integer(0), nil
	}
	if !fold {
		return value.Integer(int64(nettext.Index16(texts[0], texts[1], int(start-1), false) + 1)), nil
	}
	i, err := a.indexFold(texts[0], texts[1], int(start-1))
	return value.Integer(int64(i + 1)), err
}

func contains(a Args) (value.Value, error) {
	attribute, err := a.Value(0)
	if err != nil {
		return value.Absent, err
	}
	want, err := a.Text(1)
	// "" would be a part of every text
	if err != nil || want == "" || attribute.IsNull() {
		return value.False, err
	}
	members, isList := attribute.AsList()
	if !isList {
		a.Remark(call.TopicList, 0, "attribute is a single text, searched for value as a part")
		text, err := a.c.Text(attribute)
		if err != nil {
			return value.Absent, err
		}
		i, err := a.indexFold(text, want, 0)
		return value.Boolean(i >= 0), err
	}
	at, err := a.memberFold(members, want)
	if err != nil {
		return value.Absent, err
	}
	if a.Tracing() {
		a.remarkFound(at, members)
	}
	return value.Boolean(at >= 0), nil
}

// memberFold returns the index of the first member that equals a text, ignoring case, or -1 if none does.
func (a Args) memberFold(members []value.Value, want string) (int, error) {
	for i, m := range members {
		if err := a.c.ReadMember(i); err != nil {
			return -1, err
		}
		text, err := a.c.Text(m)
		if err != nil {
			return -1, err
		}
		if nettext.EqualFold(text, want) {
			return i, nil
		}
	}
	return -1, nil
}

// remarkFound remarks which member is equal, -1 for none.
func (a Args) remarkFound(at int, members []value.Value) {
	all := diag.Count(len(members), "value")
	if at < 0 {
		a.Remark(call.TopicMember, 0, "none of "+all+" equals value")
		return
	}
	a.Remark(call.TopicMember, 0, fmt.Sprintf("number %d of %s equals value: %s", at+1, all, call.Preview(members[at])),
		call.Detail("index", value.Integer(int64(at+1))), call.Detail("value", members[at]))
}

// inferInStr bounds the position by the length of the text to search; 0 has one digit as well.
func inferInStr(in *Inferring) Shape {
	r := in.Text(0).Lengths()
	in.Text(1)
	in.atLeast(2, 1, 1)
	in.requireTexts(in.Text(3), func(name string) bool {
		_, ok := compareFolds(name)
		return ok
	})
	return shape.Positions(r)
}

// indexFold searches a text for another one, ignoring case, which takes a copy of both.
func (a Args) indexFold(text, want string, start int) (int, error) {
	if err := a.c.Allocate(len(text) + len(want)); err != nil {
		return -1, err
	}
	return nettext.Index16(text, want, start, true), nil
}
