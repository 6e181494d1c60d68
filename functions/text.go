package functions

import (
	"fmt"
	"math"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

const (
	referenceSource = "Reference for writing expressions for attribute mappings (2026-04)"
	cloudSyncSource = "Cloud Sync expressions and function reference (2025-04)"
	connectSource   = "Connect Sync functions reference (2025-04)"
	graphSource     = "Graph synchronization schema, functions list (2018, beta)"
)

var (
	wholeNumber = value.KindsOf(value.KindInteger)
	truth       = value.KindsOf(value.KindBoolean)
)

// halfNote is what functions that cut texts have in common.
var halfNote = Note{Inferred, "Positions count UTF-16 code units, as in .NET: a cut can leave half of a character that has two, such as an emoji. Two halves that meet are the character again; one that is still by itself in the value of the expression becomes U+FFFD."}

var textResult = value.KindsOf(value.KindString, value.KindNull, value.KindList)

// textFunctions cut and join texts. Positions, from 1, and lengths count UTF-16 code units, as in .NET.
func textFunctions() []Spec {
	return []Spec{
		{
			Name:    "Append",
			Summary: "Appends suffix to source.",
			Phrases: []string{"{source} followed by {suffix}"},
			Params: []Param{
				{Name: "source", Doc: "the text to extend", Each: true, Null: NullIsEmpty, Key: "source"},
				{Name: "suffix", Doc: "the text to add", Null: NullIsEmpty, Key: "suffix"},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Rules: []Rule{
				{call.TopicNull, Assumed, "The result for a null or empty source is the suffix alone: HR systems deliver either, and both must agree. Join skips empty parts instead."},
			},
			Examples: []Example{
				{Expr: `Append([userPrincipalName], ".test")`, Attrs: value.Map{"userPrincipalName": "alex@contoso.com"}, Want: []string{"alex@contoso.com.test"}},
				{Expr: `Append([initial], ".")`, Attrs: value.Map{}, Want: []string{"."}},
				{Expr: `Append(IgnoreAttributeFlow, ".")`, WantError: "ignore-flow-placement"},
			},
			Transform: appendSuffix,
			Infer:     func(in *Inferring) Shape { return shape.Concat(in.SourceText(), in.Text(1)) },
		},
		{
			Name:    "Prepend",
			Summary: "Prepends prefix to source.",
			Phrases: []string{"{prefix} followed by {source}"},
			Params: []Param{
				{Name: "prefix", Doc: "the text to add", Null: NullIsEmpty, Key: "prefix"},
				{Name: "source", Doc: "the text to extend", Each: true, Null: NullIsEmpty, Key: "source"},
			},
			Result:   textResult,
			Evidence: Inferred,
			Origin:   Undocumented,
			Source:   graphSource,
			Rules: []Rule{
				{call.TopicNull, Assumed, "A null source is read as in Append."},
			},
			Examples: []Example{
				{Expr: `Prepend("SMTP:", [mail])`, Attrs: value.Map{"mail": "alex@contoso.com"}, Want: []string{"SMTP:alex@contoso.com"}},
				{Expr: `Prepend("x", [mail])`, Attrs: value.Map{"mail": nil}, Want: []string{"x"}},
				{Expr: `Prepend(IgnoreAttributeFlow, "x")`, WantError: "ignore-flow-placement"},
			},
			Transform: prepend,
			Infer:     func(in *Inferring) Shape { return shape.Concat(in.Text(0), in.SourceText()) },
		},
		{
			Name:    "Left",
			Summary: "Returns the first NumChars characters of String.",
			Phrases: []string{"the first {NumChars} of {String}"},
			Params: []Param{
				{Name: "String", Doc: "the text to cut", Each: true, Null: NullIsEmpty, Key: "source"},
				{Name: "NumChars", Doc: "the number of UTF-16 code units to keep", Kinds: wholeNumber, Null: NullIsError, Key: "length", Say: sayCharacters},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{halfNote},
			Rules: []Rule{
				{call.TopicRange, Documented, "If NumChars is 0, the result is \"\"; if it is negative or beyond the end, the whole text."},
				{call.TopicNull, Documented, "The result for a null String is \"\"."},
			},
			Examples: []Example{
				{Expr: `Left("John Doe", 3)`, Want: []string{"Joh"}},
				{Expr: `Left([missing], 3)`, Want: []string{""}},
				{Expr: `Left("John", -1)`, Want: []string{"John"}},
				{Expr: `Left("John", [count])`, Attrs: value.Map{"count": "many"}, WantError: "number"},
			},
			Transform: left,
			Infer:     inferLeft,
		},
		{
			Name:    "Mid",
			Summary: "Returns length characters of source from position start.",
			Phrases: []string{
				"{length} of {source} from position {start} on",
				"{source} from position {start} on",
			},
			Params: []Param{
				{Name: "source", Doc: "the text to cut", Each: true, Key: "source"},
				{Name: "start", Doc: "the position of the first character, from 1, in UTF-16 code units", Kinds: wholeNumber, Null: NullIsError, Key: "start"},
				{Name: "length", Doc: "the number of UTF-16 code units to keep; the rest of the text if omitted", Kinds: wholeNumber, Optional: true, Null: NullHandled, Key: "length", Say: sayCharacters},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Assumed, "A start below 1 and a negative length are errors."}, halfNote},
			Rules: []Rule{
				{topicCut, Documented, "A length beyond the end stops at the end."},
				{call.TopicRange, Assumed, "The result for a start beyond the end is \"\": published expressions take everything after the first letter of names that may have only one."},
				{topicRest, Inferred, "Without length the result is the rest of the text, as cloud sync expressions use it."},
			},
			Examples: []Example{
				{Expr: `Mid("John Doe", 3, 4)`, Want: []string{"hn D"}},
				{Expr: `Mid("J", 2, 64)`, Want: []string{""}},
				{Expr: `Join("", Mid("😀", 1, 1), Mid("😀", 2, 1))`, Want: []string{"😀"}},
				{Expr: `Mid([missing], 1, 1)`, Want: nil},
				{Expr: `Mid("John", 0, 2)`, WantError: "range"},
			},
			Prepare:   prepareMid,
			Transform: mid,
			Infer:     inferMid,
		},
		{
			Name:    "Len",
			Summary: "Returns the number of characters of String.",
			Phrases: []string{"the number of characters of {String}"},
			Params: []Param{
				{Name: "String", Doc: "the text, or a number in its text form", Each: true, Null: NullIsEmpty, Key: "source", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindInteger, value.KindList),
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Inferred, "Characters are UTF-16 code units, as in .NET: an emoji counts as two."}},
			Examples: []Example{
				{Expr: `Len("John Doe")`, Want: []string{"8"}},
				{Expr: `Len(42568.75)`, Want: []string{"8"}},
				{Expr: `Len([missing])`, Want: []string{"0"}},
				{Expr: `Len([two])`, Attrs: value.Map{"two": []string{"a", "bc"}}, Want: []string{"1", "2"}},
				{Expr: `Len(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval: func(a Args) (value.Value, error) {
				s, err := a.Text(0)
				return value.Integer(int64(nettext.Len16(s))), err
			},
			Infer: inferLen,
		},
		{
			Name:    "StripSpaces",
			Summary: "Removes every space (U+0020) from source.",
			Phrases: []string{"{source} without spaces"},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "A space is the character U+0020."},
				{Assumed, "All other white space is kept: tabs, line breaks, no-break spaces. Trim and Split remove any of it, at the ends of a text."},
			},
			Examples: []Example{
				{Expr: `StripSpaces("Van der Berg")`, Want: []string{"VanderBerg"}},
				{Expr: `StripSpaces([missing])`, Want: nil},
				{Expr: `StripSpaces(IgnoreObjectFlow)`, WantError: "ignore-flow-placement"},
			},
			Transform: func(_ Args, dst []byte, from int) ([]byte, error) { return nettext.StripSpaces(dst, from), nil },
			Infer:     inferPart,
		},
		{
			Name:    "Trim",
			Summary: "Removes leading and trailing white space from source.",
			Phrases: []string{"{source} without white space at its ends"},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
			},
			Result:   textResult,
			Evidence: Documented,
			Origin:   CloudSync,
			Source:   cloudSyncSource,
			Notes:    []Note{{Inferred, "White space is what .NET's String.Trim removes, such as the no-break space, but not the zero-width space."}},
			Examples: []Example{
				{Expr: `Trim("  a b ")`, Want: []string{"a b"}},
				{Expr: `Trim([proxyAddresses])`, Attrs: value.Map{"proxyAddresses": []string{" a ", "b"}}, Want: []string{"a", "b"}},
				{Expr: `Trim([missing])`, Want: nil},
				{Expr: `Trim(IgnoreObjectFlow)`, WantError: "ignore-flow-placement"},
			},
			Transform: func(_ Args, dst []byte, from int) ([]byte, error) { return nettext.TrimSpace(dst, from), nil },
			Infer:     inferPart,
		},
		{
			Name:    "Word",
			Summary: "Returns word number WordNumber of String, split at any character in Delimiters.",
			Phrases: []string{"word {WordNumber} of {String}, split at {Delimiters}"},
			Params: []Param{
				{Name: "String", Doc: "the text to take the word from", Each: true, Null: NullIsEmpty, Key: "source", KeyInferred: true},
				{Name: "WordNumber", Doc: "the number of the word, from 1", Kinds: wholeNumber, Null: NullIsError, Key: "wordNumber", KeyInferred: true},
				{Name: "Delimiters", Doc: "the set of characters that separate words", Null: NullIsEmpty, Key: "delimiters", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Assumed, "Consecutive delimiters count as one."}},
			Rules: []Rule{
				{call.TopicRange, Documented, "The result for a number below 1 or beyond the last word is \"\"."},
				{topicWhole, Assumed, "Without delimiters the whole text is word 1."},
			},
			Examples: []Example{
				{Expr: `Word("The quick brown fox", 3, " ")`, Want: []string{"brown"}},
				{Expr: `Word("This,string!has&many separators", 3, ",!&#")`, Want: []string{"has"}},
				{Expr: `Word([missing], 1, " ")`, Want: []string{""}},
				{Expr: `Word("a b", [position], " ")`, Attrs: value.Map{"position": "first"}, WantError: "number"},
			},
			Rewrite: word,
			Infer: func(in *Inferring) Shape {
				in.Integer(1, 0)
				in.Text(2)
				return inferPart(in)
			},
		},
	}
}

// appendSuffix leaves the source unchanged if the suffix is null.
func appendSuffix(a Args, dst []byte, from int) ([]byte, error) {
	suffix, err := a.Text(1)
	if err != nil {
		return dst, err
	}
	if cap(dst)-len(dst) < len(suffix) {
		if dst, err = a.c.Room(dst, from, len(suffix)); err != nil {
			return dst, err
		}
	}
	return append(dst, suffix...), nil
}

// prepend appends the prefix to make room for it, then moves the source behind it: dst[:from] is the caller's and stays.
func prepend(a Args, dst []byte, from int) ([]byte, error) {
	prefix, err := a.Text(0)
	if err != nil {
		return dst, err
	}
	n := len(dst) - from
	if dst, err = a.c.Extend(dst, from, prefix); err != nil {
		return dst, err
	}
	copy(dst[from+len(prefix):], dst[from:from+n])
	copy(dst[from:], prefix)
	return dst, nil
}

// left keeps the whole text for a negative number, as the reference has it; 0 keeps nothing.
func left(a Args, dst []byte, from int) ([]byte, error) {
	n, err := a.Integer(1, 0)
	if err != nil {
		return dst, err
	}
	if units := a.units(dst[from:]); units != noUnits && (n <= 0 || n > units) {
		a.Remark(call.TopicRange, 1, fmt.Sprintf("%d wanted, the text has %s", n, diag.Count(int(units), "character")))
	}
	if n < 0 {
		return dst, nil
	}
	return a.cut(dst, from, 0, n), nil
}

// The topics of functions that cut texts.
const (
	topicCut   = "cut"   // the part would end beyond the end
	topicRest  = "rest"  // the part goes to the end because no length is given
	topicWhole = "whole" // there are no delimiters
)

// noUnits is the length of a text in an evaluation that is not explained.
const noUnits = -1

// units returns the length of a text in UTF-16 units, for a remark; noUnits in an evaluation that is not explained.
func (a Args) units(text []byte) int64 {
	if !a.Tracing() {
		return noUnits
	}
	return int64(nettext.Len16(string(text)))
}

// prepareMid warns of constants that fail in every evaluation, and makes the state of valid ones unless each is to be explained.
func prepareMid(p *Preparation) any {
	for i, least := range []int64{1: 1, 2: 0} {
		if i == 0 || !p.Has(i) || !p.Args[i].Known {
			continue
		}
		n, err := p.Args[i].Value.ToInteger()
		if err == nil && n < least {
			p.Warn(i, codes.BadConstant, "positions count from 1", "%s %d fails in every evaluation", []diag.Name{"", "start", "length"}[i], n)
		}
	}
	if p.Traced {
		return nil
	}
	return constantPart(p)
}

// midPart is a constant part of a text: length units from the unit at start, counted from 0.
type midPart struct{ start, length int64 }

// constantPart returns the state of a start and a length that are both constant and valid.
func constantPart(p *Preparation) any {
	var n [3]int64
	// A null length is left to the evaluation, in which it means the rest.
	for i := 1; i <= 2; i++ {
		if !p.Has(i) || !p.Args[i].Known || p.Args[i].Value.IsNull() {
			return nil
		}
		var err error
		if n[i], err = p.Args[i].Value.ToInteger(); err != nil {
			return nil
		}
	}
	if n[1] < 1 || n[2] < 0 {
		return nil
	}
	return &midPart{start: n[1] - 1, length: n[2]}
}

func mid(a Args, dst []byte, from int) ([]byte, error) {
	if part, ok := a.State().(*midPart); ok {
		return a.cut(dst, from, part.start, part.length), nil
	}
	start, err := a.Integer(1, 0)
	if err != nil {
		return dst, err
	}
	if start < 1 {
		return dst, a.FailArg(1, codes.EvalRange, value.Integer(start), "want a position from 1")
	}
	length, err := a.Integer(2, toTheEnd)
	if err != nil {
		return dst, err
	}
	if length < 0 {
		return dst, a.FailArg(2, codes.EvalRange, value.Integer(length), "want a length of 0 or more")
	}
	if units := a.units(dst[from:]); units != noUnits {
		a.remarkPart(start, length, units)
	}
	return a.cut(dst, from, start-1, length), nil
}

// toTheEnd is the length of a part without one.
const toTheEnd = math.MaxInt64

// remarkPart remarks how the part of Mid relates to a text of so many units.
func (a Args) remarkPart(start, length, units int64) {
	switch {
	case start > units:
		a.Remark(call.TopicRange, 1, fmt.Sprintf("position %d is beyond the end, the text has %s", start, diag.Count(int(units), "character")))
	case length == toTheEnd:
		a.Remark(topicRest, 2, fmt.Sprintf("without a length the result goes on to the end at position %d", units))
	case length > units-start+1:
		a.Remark(topicCut, 2, fmt.Sprintf("the text ends at position %d", units))
	}
}

// cut keeps length UTF-16 code units of dst[from:], from the unit at start (from 0).
func (a Args) cut(dst []byte, from int, start, length int64) []byte {
	units := int64(len(dst) - from) // a text has at most as many code units as bytes
	dst, halved := nettext.Cut16(dst, from, int(min(start, units)), int(min(length, units)))
	if halved {
		a.c.MarkHalves()
	}
	return dst
}

// word is a Rewrite: it appends a part of the source, which a Transform would be called with a copy of.
func word(a Args, source value.Value, dst []byte) ([]byte, error) {
	n, err := a.Integer(1, 0)
	if err != nil {
		return dst, err
	}
	delimiters, err := a.Text(2)
	if err != nil {
		return dst, err
	}
	text := source.Text()
	beyond := int64(len(text)) + 1 // a text has at most as many words as bytes
	found := nettext.Word(text, int(min(n, beyond)), delimiters)
	if nettext.HasHalf(found) { // a delimiter is one of the halves
		a.c.MarkHalves()
	}
	if a.Tracing() {
		a.remarkWord(n, found, delimiters)
	}
	dst, _, err = a.c.AppendText(dst, found)
	return dst, err
}

// remarkWord remarks why the result is the whole text, or "".
func (a Args) remarkWord(n int64, found, delimiters string) {
	switch {
	case delimiters == "":
		a.Remark(topicWhole, 2, "there are no delimiters, so the text is one word")
	case found == "":
		a.Remark(call.TopicRange, 1, fmt.Sprintf("the text has no word %d", n))
	}
}

// inferLeft follows left: a negative number keeps the source, and an unknown one may keep any part.
func inferLeft(in *Inferring) Shape {
	source := in.SourceText().Lengths()
	counts, known := in.Integer(1, 0)
	if !known {
		return shape.UpTo(source.Most).Shape()
	}
	return shape.EachNumber(counts, func(n int64) shape.Lengths {
		if n < 0 {
			return source
		}
		return source.Cut(0, n)
	})
}

func inferMid(in *Inferring) Shape {
	source := in.SourceText().Lengths()
	starts := in.atLeast(1, 1, 1)
	counts := in.atLeast(2, 0, math.MaxInt64) // the rest of the text where null or omitted
	// An unknown start may be beyond the end, and an unknown length may be 0. Otherwise the least start and all of the rest bound the
	// length.
	if starts == nil || counts == nil {
		source.Least = 0
	}
	if starts == nil {
		starts = []int64{1}
	}
	if counts == nil {
		counts = []int64{math.MaxInt64}
	}
	return shape.EachNumber(starts, func(start int64) shape.Lengths {
		r := shape.Between(shape.Unbounded, 0)
		for _, n := range counts {
			r = r.Or(source.Cut(start-1, n))
		}
		return r
	})
}

// inferPart is the rule of functions that return a part of the source, which may be "".
func inferPart(in *Inferring) Shape { return shape.UpTo(in.SourceText().Lengths().Most).Shape() }

// inferLen knows the number itself only if all texts have the same length; otherwise only its digits are bounded.
func inferLen(in *Inferring) Shape {
	r := in.SourceText().Lengths()
	if r.Least == r.Most {
		return shape.Of(value.Integer(int64(r.Most)))
	}
	return shape.Positions(r)
}
