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
				{Name: "value1", Doc: "the text to search", Each: true, Null: NullIsEmpty, Key: "source", KeyInferred: true},
				{Name: "value2", Doc: "the text to find", Null: NullIsEmpty, Key: "value2", KeyInferred: true},
				{Name: "start", Doc: "the position to start at, from 1; 1 if omitted", Kinds: wholeNumber, Optional: true, Null: NullHandled, Key: "start", KeyInferred: true},
				{Name: "compareType", Doc: "vbBinaryCompare (or 0) to compare with case, vbTextCompare (or 1) to ignore case; with case if omitted",
					Optional: true, Null: NullIsEmpty, Words: []string{"vbBinaryCompare", "vbTextCompare"}, Key: "compareType", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindInteger, value.KindList),
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
				{Expr: `InStr([two], "b")`, Attrs: value.Map{"two": []string{"a", "ab"}}, Want: []string{"0", "2"}},
				{Expr: `InStr("abc", "b", 0)`, WantError: "range"},
			},
			Prepare: prepareInStr,
			Eval:    inStr,
			Infer:   inferInStr,
		},
		{
			Name:    "Contains",
			Summary: "Returns the number, from 1, of the first value of attribute in which search occurs, or 0 if it occurs in none.",
			Phrases: []string{
				"the number of the first value of {attribute} with {search} in it, by {caseType}",
				"the number of the first value of {attribute} with {search} in it",
			},
			Params: []Param{
				{Name: "attribute", Doc: "the values to search", List: true, Null: NullIsEmpty, Key: "source", KeyInferred: true},
				{Name: "search", Doc: "the text to find as a part of a value; of references the whole value", Null: NullIsEmpty, Key: "search", KeyInferred: true},
				{Name: "caseType", Doc: "CaseSensitive to compare with case, CaseInsensitive to ignore it; with case if omitted",
					Optional: true, Null: NullIsEmpty, Words: []string{"CaseSensitive", "CaseInsensitive", "vbBinaryCompare", "vbTextCompare"}, Key: "caseType", KeyInferred: true},
			},
			Result:   wholeNumber,
			Evidence: Documented,
			Origin:   CloudSync,
			Source:   connectSource,
			Notes: []Note{
				{Documented, "Cloud sync uses the function in an example of Item, and Connect Sync describes it: Mid(Item([proxyAddresses], Contains([proxyAddresses], \"SMTP:\")), 6) is the primary address."},
				{Documented, "Case counts unless caseType says otherwise."},
				{Assumed, "caseType may be in quotation marks, and InStr's names for it are accepted. Case is ignored as in InStr."},
				{Assumed, "The result for a search text that is null or \"\" is 0: a missing text is not in every value. A value that is null counts as one in which nothing occurs."},
			},
			Rules: []Rule{
				{call.TopicMember, Documented, "A text is found as a part of a value; a reference has to be equal."},
				{call.TopicList, Assumed, "A single value is value number 1; null has none, so the result is 0."},
			},
			Examples: []Example{
				{Expr: `Contains([proxyAddresses], "SMTP:")`, Attrs: value.Map{"proxyAddresses": []string{"smtp:b@contoso.com", "SMTP:a@contoso.com"}}, Want: []string{"2"}},
				{Expr: `IIF(Contains([groups], "sales") > 0, "yes", "no")`, Attrs: value.Map{"groups": []string{"Staff", "Sales"}}, Want: []string{"no"}},
				{Expr: `Contains([groups], "sales", CaseInsensitive)`, Attrs: value.Map{"groups": []string{"Staff", "Presales"}}, Want: []string{"2"}},
				{Expr: `Contains([missing], "sales")`, Want: []string{"0"}},
				{Expr: `Contains([groups], [groups])`, Attrs: value.Map{"groups": []string{"a", "b"}}, WantError: "multi-valued"},
			},
			Prepare: prepareContains,
			Eval:    contains,
			Infer:   inferContains,
		},
	}
}

// prepareInStr checks a constant comparison type; it makes no state, because an evaluation reads the type at little cost.
func prepareInStr(p *Preparation) any {
	if text, known := p.Text(3); known {
		if _, ok := compareFolds(text); !ok {
			hint := "write vbBinaryCompare or vbTextCompare"
			if fold, known := caseFolds(text); known && fold { // a name that Contains has
				hint = "here it is vbTextCompare"
			} else if known {
				hint = "here it is vbBinaryCompare"
			}
			p.Report(3, codes.BadConstant, hint, "unknown comparison type %.40q", text)
		}
	}
	return nil
}

// compareFolds reports whether a comparison type of InStr ignores case.
func compareFolds(compareType string) (fold, ok bool) {
	switch strings.ToLower(compareType) {
	case "", "0", "vbbinarycompare":
		return false, true
	case "1", "vbtextcompare":
		return true, true
	}
	return false, false
}

// prepareContains checks a constant case type, as prepareInStr does.
func prepareContains(p *Preparation) any {
	if text, known := p.Text(2); known {
		if _, ok := caseFolds(text); !ok {
			p.Report(2, codes.BadConstant, "write CaseSensitive or CaseInsensitive", "unknown case type %.40q", text)
		}
	}
	return nil
}

// caseFolds reports whether a case type of Contains ignores case.
func caseFolds(caseType string) (fold, ok bool) {
	switch strings.ToLower(caseType) {
	case "casesensitive":
		return false, true
	case "caseinsensitive":
		return true, true
	}
	return compareFolds(caseType)
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

// contains reads the case type before it compares: a search that finds nothing must not hide a wrong type.
func contains(a Args) (value.Value, error) {
	attribute, err := a.Value(0)
	if err != nil {
		return value.Absent, err
	}
	search, err := a.Text(1)
	if err != nil {
		return value.Absent, err
	}
	caseType, err := a.Text(2)
	if err != nil {
		return value.Absent, err
	}
	fold, ok := caseFolds(caseType)
	if !ok {
		return value.Absent, a.FailArg(2, codes.EvalConstant, value.String(caseType), "want CaseSensitive or CaseInsensitive")
	}
	if search == "" || attribute.IsNull() {
		return value.Integer(0), nil
	}
	members := attribute.Members()
	if _, isList := attribute.AsList(); !isList {
		a.Remark(call.TopicList, 0, "attribute is a single value, searched as value 1")
	}
	at, err := a.memberWith(members, search, fold)
	if err != nil {
		return value.Absent, err
	}
	if a.Tracing() {
		a.remarkFound(at, members)
	}
	return value.Integer(int64(at + 1)), nil
}

// memberWith returns the index of the first member with a text in it, or -1 if none has it. A reference has to be equal.
func (a Args) memberWith(members []value.Value, search string, fold bool) (int, error) {
	for i, m := range members {
		if err := a.c.ReadMember(i); err != nil {
			return -1, err
		}
		text, err := a.c.Text(m)
		if err != nil {
			return -1, err
		}
		found := false
		switch {
		case m.Kind() == value.KindReference && fold:
			found = nettext.EqualFold(text, search)
		case m.Kind() == value.KindReference:
			found = text == search
		case fold:
			var at int
			at, err = a.indexFold(text, search, 0)
			found = at >= 0
		default:
			found = nettext.Index16(text, search, 0, false) >= 0
		}
		if found || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// remarkFound remarks in which value the text is, -1 for none.
func (a Args) remarkFound(at int, members []value.Value) {
	all := diag.Count(len(members), "value")
	if at < 0 {
		a.Remark(call.TopicMember, 0, "search is in none of "+all)
		return
	}
	a.Remark(call.TopicMember, 0, fmt.Sprintf("search is in number %d of %s: %s", at+1, all, call.Preview(members[at])),
		call.Detail("index", value.Integer(int64(at+1))), call.Detail("value", members[at]))
}

// inferContains cannot bound the number of a value of a list: a shape describes the members and not how many there are.
func inferContains(in *Inferring) Shape {
	several := in.Value(0).MayBe(shape.ListKind)
	in.Text(1)
	in.requireTexts(in.Text(2), func(name string) bool {
		_, ok := caseFolds(name)
		return ok
	})
	if several {
		return Shape{Kinds: wholeNumber, Fails: NeverFails}
	}
	return shape.Union(shape.Of(value.Integer(0)), shape.Of(value.Integer(1)))
}

// inferInStr bounds the position by the length of the text to search; 0 has one digit as well.
func inferInStr(in *Inferring) Shape {
	r := in.SourceText().Lengths()
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
