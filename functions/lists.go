package functions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

var listResult = value.KindsOf(value.KindList, value.KindNull)

// listFunctions make, join and count multi-valued values.
func listFunctions() []Spec {
	return []Spec{
		{
			Name:    "Join",
			Summary: "Joins the sources that have a value into one text, with separator between them.",
			Phrases: []string{"{source} joined with {separator}", "{source} joined"},
			Params: []Param{
				{Name: "separator", Doc: "the text between two values; null is read as \"\"", Null: NullIsEmpty, Key: "separator", Say: sayNothing},
				{Name: "source", Doc: "a value to join; each value of a multi-valued one", List: true, Repeats: true, Null: NullSkipped, Key: "source"},
			},
			MinRepeats: 1,
			Result:     value.KindsOf(value.KindString),
			Evidence:   Documented,
			Source:     referenceSource,
			Rules: []Rule{
				{call.TopicNull, Documented, "Values that are null or \"\" are skipped with their separator; a space is kept."},
				{call.TopicList, Documented, "The values of multi-valued attributes are joined in place."},
				{topicNothing, Assumed, "If no value is left, the result is \"\"."},
			},
			Examples: []Example{
				{Expr: `Join(".", [givenName], [surname])`, Attrs: value.Map{"givenName": "Alex", "surname": "Doe"}, Want: []string{"Alex.Doe"}},
				{Expr: `Join(", ", "", [surname], [missing])`, Attrs: value.Map{"surname": "Doe"}, Want: []string{"Doe"}},
				{Expr: `Join(";", [phones], "x")`, Attrs: value.Map{"phones": []string{"1", "2"}}, Want: []string{"1;2;x"}},
				{Expr: `Join(IgnoreAttributeFlow, "a", "b")`, WantError: "ignore-flow-placement"},
			},
			Prepare: prepareJoin,
			Append:  join,
			Infer:   inferJoin,
		},
		{
			Name:    "Split",
			Summary: "Splits source at each delimiter into a multi-valued result.",
			Phrases: []string{"{source} split into several values at each {delimiter}", "{source} split into several values"},
			Params: []Param{
				{Name: "source", Doc: "the text to split", Each: true, Key: "source"},
				{Name: "delimiter", Doc: "the text that separates values; a comma if omitted", Optional: true, Null: NullIsEmpty, Key: "delimiter"},
			},
			Result:   listResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "Spaces around a value are removed; all Unicode white space is, also tabs, line breaks and no-break spaces (assumed)."},
				{Assumed, "The delimiter is a text, not a set of characters."},
				{Reported, "Several values are split one by one into one list: Join(\",\", Split([otherMails], \",\")) works on the live service (scimgateway issue 121)."},
			},
			Rules: []Rule{{topicNothing, Assumed, "Empty values are dropped, since no target accepts them. So Item counts the values that are left: of \"/A/B/\" split at \"/\", A is value 1, and Count is 2."}},
			Examples: []Example{
				{Expr: `Split("PermissionSetOne, PermissionSetTwo", ",")`, Want: []string{"PermissionSetOne", "PermissionSetTwo"}},
				{Expr: `Item(Split("/A/B/", "/"), 1)`, Want: []string{"A"}},
				{Expr: `Split([missing], ",")`, Want: nil},
				{Expr: `Split("", ",")`, Want: []string{}},
				{Expr: `Split([two], ",")`, Attrs: value.Map{"two": []string{"a,b", "c"}}, Want: []string{"a", "b", "c"}},
				{Expr: `Split(IgnoreAttributeFlow, ",")`, WantError: "ignore-flow-placement"},
			},
			Eval:  split,
			Infer: inferSplit,
		},
		{
			Name:    "Count",
			Summary: "Returns the number of values of a multi-valued attribute.",
			Phrases: []string{"the number of values of {attribute}"},
			Params: []Param{
				{Name: "attribute", Doc: "the values to count", List: true, Null: NullIsEmpty, Key: "source", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindInteger),
			Evidence: Documented,
			Source:   referenceSource,
			Rules: []Rule{
				{call.TopicList, Assumed, "A single value counts as 1, even \"\"."},
				{call.TopicNull, Assumed, "Null counts as 0."},
			},
			Examples: []Example{
				{Expr: `Count([phones])`, Attrs: value.Map{"phones": []string{"1", "2"}}, Want: []string{"2"}},
				{Expr: `Count([missing])`, Want: []string{"0"}},
				{Expr: `Count(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: func(a Args) (value.Value, error) {
				members, err := a.Members(0)
				return value.Integer(int64(len(members))), err
			},
			Infer: inferCount,
		},
		{
			Name:    "Item",
			Summary: "Returns the value number index of a multi-valued attribute.",
			Phrases: []string{"value {index} of {attribute}"},
			Params: []Param{
				{Name: "attribute", Doc: "the values to choose from", List: true, Null: NullIsError, Key: "source"},
				{Name: "index", Doc: "the number of the value, from 1", Kinds: wholeNumber, Null: NullIsError, Key: "index"},
			},
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "An index out of range is an error; the index that Contains returns may be used."},
				{Inferred, "The first value has the index 1, as the example Mid(Item([proxyAddresses], Contains([proxyAddresses], \"SMTP:\")), 6) shows."},
			},
			Rules: []Rule{{call.TopicList, Inferred, "A single value has the index 1."}},
			Examples: []Example{
				{Expr: `Mid(Item([proxyAddresses], Contains([proxyAddresses], "SMTP:")), 6)`, Attrs: value.Map{"proxyAddresses": []string{"smtp:b@contoso.com", "SMTP:a@contoso.com"}}, Want: []string{"a@contoso.com"}},
				{Expr: `Item([proxyAddresses], 2)`, Attrs: value.Map{"proxyAddresses": []string{"a", "b"}}, Want: []string{"b"}},
				{Expr: `Item([missing], 1)`, WantError: "null"},
				{Expr: `Item([proxyAddresses], 0)`, Attrs: value.Map{"proxyAddresses": []string{"a", "b"}}, WantError: "range"},
			},
			Eval:  item,
			Infer: inferItem,
		},
		{
			Name:    "RemoveDuplicates",
			Summary: "Returns the distinct values of a multi-valued attribute in their order.",
			Phrases: []string{"the values of {attribute} without repetitions"},
			Params: []Param{
				{Name: "attribute", Doc: "the values", List: true, Key: "source"},
			},
			Result:   listResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Assumed, "Values are compared with case: SMTP: and smtp: differ on purpose."}},
			Examples: []Example{
				{Expr: `RemoveDuplicates([proxyAddresses])`, Attrs: value.Map{"proxyAddresses": []string{"SMTP:a@x.com", "smtp:b@x.com", "smtp:b@x.com"}}, Want: []string{"SMTP:a@x.com", "smtp:b@x.com"}},
				{Expr: `RemoveDuplicates([missing])`, Want: nil},
				{Expr: `RemoveDuplicates(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval:  removeDuplicates,
			Infer: func(in *Inferring) Shape { return in.Members(0).ListOf(false) },
		},
	}
}

// prepareJoin makes the state of a constant separator.
func prepareJoin(p *Preparation) any {
	if text, known := p.Text(0); known && !p.Traced {
		return &text
	}
	return nil
}

// join appends each separator before it knows whether the source has a value, and takes it back if there is none. To evaluate the source
// first would need another buffer for its text.
func join(a Args, dst []byte) ([]byte, error) {
	var separator string
	if constant, ok := a.State().(*string); ok {
		separator = *constant
	} else {
		var err error
		if separator, err = a.Text(0); err != nil {
			return dst, err
		}
	}
	from := len(dst)
	for i, arg := range a.call.args {
		if i == 0 || arg == nil {
			continue
		}
		before := len(dst)
		var form call.Form
		var err error
		if before > from {
			if cap(dst)-before < len(separator) {
				if dst, err = a.c.Room(dst, from, len(separator)); err != nil {
					return dst, err
				}
			}
			dst = append(dst, separator...)
		}
		start := len(dst)
		dst, form, err = arg.AppendText(a.c, dst)
		switch {
		case err != nil:
			return dst, err
		case form == call.FormValue:
			// without the separator: a list puts one before each of its members, and an empty list none
			dst, err = joinPending(a, i, dst[:before], from, separator)
		case len(dst) == start: // nothing to join: take the separator back
			dst = dst[:before]
			a.remarkSkipped(i)
		default:
			err = a.c.CheckText(len(dst) - from)
		}
		if err != nil {
			return dst, err
		}
	}
	if len(dst) == from {
		a.Remark(topicNothing, -1, "no source has a value")
	}
	return dst, nil
}

// topicNothing: there is nothing to join, or parts between delimiters are empty.
const topicNothing = "nothing"

// remarkSkipped remarks that argument i has no value and is skipped.
func (a Args) remarkSkipped(i int) {
	if a.Tracing() {
		a.Remark(call.TopicNull, i, fmt.Sprintf("argument %d is null or \"\" and skipped", i+1))
	}
}

// joinPending adds the members of source i, which is not a single text. Members that are null or "" are skipped with their separator, as
// sources are; an object, in the list or in place of it, is joined by its text.
func joinPending(a Args, i int, dst []byte, from int, separator string) ([]byte, error) {
	if err := a.refuseSignal(i); err != nil {
		return dst, err
	}
	members, isList := a.c.Pending.AsList()
	if !isList {
		members = []value.Value{a.c.Pending}
	} else if a.Tracing() {
		a.Remark(call.TopicList, i, fmt.Sprintf("argument %d has %s, joined in place", i+1, diag.Count(len(members), "value")))
	}
	for i, m := range members {
		if err := a.c.ReadMember(i); err != nil {
			return dst, err
		}
		if m.IsNullOrEmpty() {
			continue
		}
		var err error
		if len(dst) > from {
			if dst, err = a.c.Extend(dst, from, separator); err != nil {
				return dst, err
			}
		}
		if dst, _, err = a.c.AppendWhole(dst, m); err == nil {
			err = a.c.CheckText(len(dst) - from)
		}
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

func split(a Args) (value.Value, error) {
	source, err := a.Text(0)
	if err != nil {
		return value.Absent, err
	}
	delimiter, err := a.Text(1)
	if err != nil {
		return value.Absent, err
	}
	// Only an omitted delimiter is a comma. One that is null or "" separates nothing, so the source is the only value.
	if delimiter == "" {
		if a.Has(1) {
			return listOfText(source), nil
		}
		delimiter = ","
	}
	parts, dropped, err := a.parts(source, delimiter)
	if err != nil {
		return value.Absent, err
	}
	if dropped > 0 && a.Tracing() {
		a.Remark(topicNothing, 0, diag.Count(dropped, "empty value")+" dropped", call.Detail("dropped", value.Integer(int64(dropped))))
	}
	return value.List(parts...), nil
}

// parts returns the texts between the delimiters, and the number of empty ones.
func (a Args) parts(source, delimiter string) (parts []value.Value, dropped int, err error) {
	// Empty parts count as work but not as members: the room is bounded here, and the members that are kept are checked below.
	if nettext.HalfAtEnd(delimiter) { // it may cut a character of source
		source, delimiter = nettext.Halved(source), nettext.Halved(delimiter)
	}
	room := min(strings.Count(source, delimiter)+1, a.c.Limits.ListLength)
	if err := a.c.MakeList(room); err != nil {
		return nil, 0, err
	}
	parts = make([]value.Value, 0, room)
	for part := range strings.SplitSeq(source, delimiter) {
		if err := a.c.ReadMember(len(parts) + dropped); err != nil {
			return nil, 0, err
		}
		if part = strings.TrimSpace(part); part == "" {
			dropped++
			continue
		}
		if err := a.c.CheckList(len(parts) + 1); err != nil {
			return nil, 0, err
		}
		if a.c.HasHalves() { // the delimiter may have been one
			part = string(nettext.JoinHalves([]byte(part), 0))
		}
		parts = append(parts, value.String(part))
	}
	return parts, dropped, nil
}

// listOfText returns the list of a source that is not split.
func listOfText(source string) value.Value {
	if source = strings.TrimSpace(source); source == "" {
		return value.List()
	}
	return value.Strings(source)
}

// item reads the attribute before the index, so that of two missing arguments the error names the attribute.
func item(a Args) (value.Value, error) {
	members, err := a.Members(0)
	if err != nil {
		return value.Absent, err
	}
	index, err := a.Integer(1, 0)
	if err != nil {
		return value.Absent, err
	}
	if index < 1 || index > int64(len(members)) {
		if len(members) == 0 {
			return value.Absent, a.FailArg(1, codes.EvalRange, value.Integer(index), "the list has no values, and so no index")
		}
		return value.Absent, a.FailArg(1, codes.EvalRange, value.Integer(index), "want an index from 1 to %d", len(members))
	}
	return members[index-1], nil
}

// removeDuplicates compares text forms, so that the number 1 and the text "1" are one value. The first of equal members is kept.
func removeDuplicates(a Args) (value.Value, error) {
	members, err := a.Members(0)
	if err != nil {
		return value.Absent, err
	}
	if err := a.c.MakeList(len(members)); err != nil {
		return value.Absent, err
	}
	seen := make(map[string]bool, len(members))
	kept := make([]value.Value, 0, len(members))
	for i, m := range members {
		if err := a.c.ReadMember(i); err != nil {
			return value.Absent, err
		}
		text, err := a.c.Text(m)
		if err != nil {
			return value.Absent, err
		}
		if !seen[text] {
			seen[text] = true
			kept = append(kept, m)
		}
	}
	return value.List(kept...), nil
}

// inferJoin adds the lengths of the sources and of the separators: at least one fewer than the sources that are sure to have a value, at
// most one fewer than those that may have one.
func inferJoin(in *Inferring) Shape {
	separator := in.Text(0).Lengths()
	joined, parts, sure := shape.Lengths{}, 0, 0
	for i := 1; i < in.Len(); i++ {
		if !in.Has(i) {
			continue
		}
		s := in.Value(i)
		r := s.Text().Lengths()
		if s.MayBe(shape.ListKind) && r.Most > 0 {
			r = shape.UpTo(shape.Unbounded) // the number of members is not known
		}
		joined = joined.Plus(r)
		if r.Most > 0 {
			parts++
		}
		if r.Least > 0 {
			sure++
		}
	}
	between := shape.Between(shape.Times(separator.Least, max(sure-1, 0)), shape.Times(separator.Most, max(parts-1, 0)))
	return joined.Plus(between).Shape()
}

// inferSplit describes the members: they are not empty, and no longer than the source. That the list may have none need not be said.
func inferSplit(in *Inferring) Shape {
	r := in.SourceText().Lengths()
	in.Text(1)
	if r.Most == 0 {
		return shape.Of(value.List())
	}
	return shape.Between(1, r.Most).Shape().ListOf(false)
}

// inferCount cannot bound the members of a list: a shape describes them and not their number.
func inferCount(in *Inferring) Shape {
	s := in.Value(0)
	if s.MayBe(shape.ListKind) {
		return Shape{Kinds: wholeNumber, Fails: NeverFails}
	}
	count := shape.Of(value.Integer(1))
	if s.MayBeNull() {
		count = shape.Union(shape.Of(value.Integer(0)), count)
	}
	return count
}

// inferItem never fails only for a single value and the index 1.
func inferItem(in *Inferring) Shape {
	single := !in.Value(0).MayBe(shape.ListKind)
	indexes := in.atLeast(1, 1, 0)
	in.fails = in.fails || !single || slices.ContainsFunc(indexes, func(n int64) bool { return n > 1 })
	s := in.Members(0)
	if s.MayBe(shape.ListKind) { // a list inside a list
		s = s.Inside()
	}
	return s
}
