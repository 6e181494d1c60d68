package functions

import (
	"bytes"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

// casingFunctions change letters: case, title case, diacritics.
func casingFunctions() []Spec {
	return []Spec{
		{
			Name:    "ToLower",
			Summary: "Returns source in lower case, by the rules of culture.",
			Phrases: []string{"{source} in lower case as in the culture {culture}", "{source} in lower case"},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
				{Name: "culture", Doc: "a culture name such as en-US or tr-TR; the invariant culture if omitted or empty", Optional: true, Null: NullIsEmpty, Key: "culture", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    caseNotes,
			Examples: []Example{
				{Expr: `ToLower("AlEx@Contoso.COM")`, Want: []string{"alex@contoso.com"}},
				{Expr: `ToLower("IRMAK", "tr-TR")`, Want: []string{"ırmak"}},
				{Expr: `ToLower([missing])`, Want: nil},
				{Expr: `ToLower("A", [culture])`, Attrs: value.Map{"culture": "foo bar"}, WantError: "argument-value"},
			},
			Prepare:   prepareCulture,
			Transform: changeCase(nettext.Lower),
			Infer:     inferCase,
		},
		{
			Name:    "ToUpper",
			Summary: "Returns source in upper case, by the rules of culture.",
			Phrases: []string{"{source} in upper case as in the culture {culture}", "{source} in upper case"},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
				{Name: "culture", Doc: "a culture name such as en-US or tr-TR; the invariant culture if omitted or empty", Optional: true, Null: NullIsEmpty, Key: "culture", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    caseNotes,
			Examples: []Example{
				{Expr: `ToUpper("straße")`, Want: []string{"STRAßE"}},
				{Expr: `ToUpper([missing])`, Want: nil},
				{Expr: `ToUpper("a", [culture])`, Attrs: value.Map{"culture": "foo bar"}, WantError: "argument-value"},
			},
			Prepare:   prepareCulture,
			Transform: changeCase(nettext.Upper),
			Infer:     inferCase,
		},
		{
			Name:    "PCase",
			Summary: "Returns source with the first letter of each word in upper case and the rest in lower case.",
			Phrases: []string{
				"{source} with a capital at the beginning of each word, split at {wordSeparators}",
				"{source} with a capital at the beginning of each word",
			},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
				{Name: "wordSeparators", Doc: "the only characters that separate words; .NET's title case rules if omitted", Optional: true, Null: NullHandled, Key: "wordSeparators", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes: []Note{
				{Documented, "Without separators the text is converted to lower case and then to .NET's title case, so words in capitals change too."},
				{Inferred, "The straight apostrophe does not start a new word (o'connor becomes O'connor), the typographic one does. A letter after a leading digit is a capital: 3rd becomes 3Rd."},
				{Assumed, "If wordSeparators is \"\", the whole text is one word."},
			},
			Examples: []Example{
				{Expr: `PCase("PABLO GONSALVES (SECOND)")`, Want: []string{"Pablo Gonsalves (Second)"}},
				{Expr: `PCase("PINTO-DE'SILVA", " '-")`, Want: []string{"Pinto-De'Silva"}},
				{Expr: `PCase([missing])`, Want: nil},
				{Expr: `PCase("a b", [list])`, Attrs: value.Map{"list": []string{"a", "b"}}, WantError: "multi-valued"},
			},
			Transform: pCase,
			Infer: func(in *Inferring) Shape {
				in.Text(1)
				return in.SourceText().Lengths().Shape()
			},
		},
		{
			Name:    "NormalizeDiacritics",
			Summary: "Returns source with diacritics stripped from its letters.",
			Phrases: []string{"{source} without diacritics"},
			Params: []Param{
				{Name: "source", Doc: "the text to change", Each: true, Key: "source"},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "The published table is followed exactly: ä becomes a, not ae; æ becomes ae, ø and œ become oe, ß becomes ss, ł becomes l."}},
			Rules: []Rule{
				{topicBeyondTable, Assumed, "Diacritics are stripped from Latin letters beyond the table too (Vietnamese ồ becomes o), and đ, ħ, ŧ become d, h, t; ð, þ and letters of other scripts are unchanged. The option DiacriticsTableOnly limits the function to the table."},
			},
			Examples: []Example{
				{Expr: `NormalizeDiacritics("Zoë Żółć")`, Want: []string{"Zoe Zolc"}},
				{Expr: `NormalizeDiacritics([missing])`, Want: nil},
				{Expr: `NormalizeDiacritics(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Transform: normalizeDiacritics,
			Infer:     inferDiacritics,
		},
	}
}

var caseNotes = []Note{
	{Inferred, "Letters map one to one, as in .NET: ß has no capital, and final sigma is not special. Only Turkish and Azerbaijani differ, in i and ı."},
	{Inferred, "Any well-formed culture name is accepted; a malformed one is an error."},
}

// prepareCulture makes the state of a constant culture: a nettext.Culture.
func prepareCulture(p *Preparation) any {
	name, known := p.Text(1)
	if !known {
		return nil
	}
	culture, err := nettext.ParseCulture(name)
	if err != nil {
		p.Report(1, codes.BadConstant, "write a culture name such as en-US, or leave it out", "%.40q is not a culture name", name)
	}
	return culture
}

// changeCase returns the implementation of ToLower and ToUpper. A culture that is not constant is parsed in each evaluation.
func changeCase(change func(dst []byte, from int, c nettext.Culture) []byte) func(Args, []byte, int) ([]byte, error) {
	return func(a Args, dst []byte, from int) ([]byte, error) {
		culture, known := a.State().(nettext.Culture)
		if !known {
			name, err := a.Text(1)
			if err != nil {
				return dst, err
			}
			if culture, err = nettext.ParseCulture(name); err != nil {
				return dst, a.FailArg(1, codes.EvalConstant, value.String(name), "want a culture name such as en-US")
			}
		}
		return change(dst, from, culture), nil
	}
}

// pCase must distinguish null and an omitted argument, for which the rules of .NET hold, from "", the set without separators. Args.Text
// would read null as "".
func pCase(a Args, dst []byte, from int) ([]byte, error) {
	if !a.Has(1) {
		return nettext.PCase(dst, from, nil), nil
	}
	v, err := a.Value(1)
	if err != nil {
		return dst, err
	}
	if v, err = v.Single(); err != nil {
		return dst, a.coercion(1, err)
	}
	if v.IsNull() {
		return nettext.PCase(dst, from, nil), nil
	}
	return nettext.PCase(dst, from, nettext.NewSeparators(v.Text())), nil
}

func normalizeDiacritics(a Args, dst []byte, from int) ([]byte, error) {
	mode := nettext.AllLatin
	if a.c.Compat.DiacriticsTableOnly {
		mode = nettext.TableOnly
	} else if a.Tracing() {
		// before the text is changed in place
		a.remarkBeyondTable(dst[from:])
	}
	return nettext.NormalizeDiacritics(dst, from, mode), nil
}

// topicBeyondTable: a letter that is not in the published table loses its diacritic.
const topicBeyondTable = "beyond-table"

// remarkBeyondTable remarks what the published table alone makes of text, where that is something else. Both modes work in place, so each
// has a copy.
func (a Args) remarkBeyondTable(text []byte) {
	plain := nettext.NormalizeDiacritics(bytes.Clone(text), 0, nettext.AllLatin)
	if byTable := nettext.NormalizeDiacritics(bytes.Clone(text), 0, nettext.TableOnly); !bytes.Equal(plain, byTable) {
		a.Remark(topicBeyondTable, 0, "by the published table: "+string(diag.Quote(string(byTable))), call.Detail("byTable", value.String(string(byTable))))
	}
}

// inferCase relies on a property of .NET's casing: units map to units one by one, so the length stays.
func inferCase(in *Inferring) Shape {
	in.requireTexts(in.Text(1), func(name string) bool {
		_, err := nettext.ParseCulture(name)
		return err == nil
	})
	return in.SourceText().Lengths().Shape()
}

// composedUnits is the greatest number of UTF-16 units that one unit becomes in normal form C. Letters without diacritics are shorter.
const composedUnits = 3

func inferDiacritics(in *Inferring) Shape {
	// A text of accents alone keeps at least one unit, and only "" becomes "".
	r := in.SourceText().Lengths()
	return shape.Between(min(r.Least, 1), shape.Times(r.Most, composedUnits)).Shape()
}
