package functions

import (
	"encoding/base64"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/shape"
)

// convertFunctions convert a value to another kind or notation.
func convertFunctions() []Spec {
	return []Spec{
		{
			Name:    "CBool",
			Summary: "Returns expression as a boolean: a comparison, a boolean, or the text or number of one.",
			Phrases: []string{"{expression?}"},
			Params: []Param{
				{Name: "expression", Doc: "the value to read", Kinds: truth, Null: NullHandled, Key: "source", KeyInferred: true},
			},
			Result:   truth,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "A number other than 0 is True."}},
			Rules: []Rule{
				{call.TopicCoercion, Assumed, "The texts True and False are read in any case, numeric text as its number; \"\" is False; other text is an error."},
				{call.TopicNull, Assumed, "Null is False."},
			},
			Examples: []Example{
				{Expr: `CBool([mail] = [userPrincipalName])`, Attrs: value.Map{"mail": "a@contoso.com", "userPrincipalName": "a@contoso.com"}, Want: []string{"True"}},
				{Expr: `CBool("0")`, Want: []string{"False"}},
				{Expr: `CBool([missing])`, Want: []string{"False"}},
				{Expr: `CBool([flag])`, Attrs: value.Map{"flag": "yes"}, WantError: "type"},
			},
			Eval: func(a Args) (value.Value, error) {
				b, err := a.Boolean(0)
				return value.Boolean(b), err
			},
			Infer: func(in *Inferring) Shape { return shape.Truth(in.Boolean(0)) },
		},
		{
			Name:    "CStr",
			Summary: "Returns value as text.",
			Phrases: []string{"{value} as text"},
			Params: []Param{
				{Name: "value", Doc: "the value to convert", Each: true, Key: "source", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "The text of a reference is its identifier."}},
			Rules: []Rule{
				{call.TopicCoercion, Inferred, "A date-time is written as 3/16/2020 7:00:00 AM, a boolean as True or False, a number without digit grouping."},
				{call.TopicNull, Assumed, "The result for null is null."},
			},
			Examples: []Example{
				{Expr: `CStr(CDate("2020-03-16"))`, Want: []string{"3/16/2020 12:00:00 AM"}},
				{Expr: `CStr([numbers])`, Attrs: value.Map{"numbers": []int{1, 2}}, Want: []string{"1", "2"}},
				{Expr: `CStr([missing])`, Want: nil},
				{Expr: `CStr(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			// the text of the source is all
			Transform: func(_ Args, dst []byte, _ int) ([]byte, error) { return dst, nil },
			Infer:     (*Inferring).SourceText,
		},
		{
			Name:    "CRef",
			Summary: "Returns value as a reference to another object.",
			Phrases: []string{"a reference to {value}"},
			Params: []Param{
				{Name: "value", Doc: "the identifier of the object, such as its distinguished name", Each: true, EmptyIsNull: true, Key: "source", KeyInferred: true},
			},
			Result:   value.KindsOf(value.KindReference, value.KindNull, value.KindList),
			Evidence: Documented,
			Origin:   CloudSync,
			Source:   connectSource,
			Notes: []Note{
				{Documented, "Cloud sync uses the function in an example of DNComponent; Connect Sync describes it."},
			},
			Rules: []Rule{
				{call.TopicNull, Assumed, "The result for null and \"\" is null."},
			},
			Examples: []Example{
				{Expr: `CRef([managerDN])`, Attrs: value.Map{"managerDN": "CN=Lee,OU=Staff,DC=contoso,DC=com"}, Want: []string{"CN=Lee,OU=Staff,DC=contoso,DC=com"}, WantKind: "reference"},
				{Expr: `CRef([missing])`, Want: nil},
				{Expr: `CRef(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Eval:  cRef,
			Infer: func(in *Inferring) Shape { return in.SourceText().References() },
		},
		{
			Name:    "ConvertToBase64",
			Summary: "Returns the Base64 encoding of the UTF-16 bytes of source.",
			Phrases: []string{"{source} in Base64"},
			Params: []Param{
				{Name: "source", Doc: "the text to convert", Each: true, Key: "source", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "The bytes are .NET's Unicode encoding, UTF-16 in little-endian order. Another system's Base64 of the same text usually differs."}},
			Examples: []Example{
				{Expr: `ConvertToBase64("Hello world!")`, Want: []string{"SABlAGwAbABvACAAdwBvAHIAbABkACEA"}},
				{Expr: `ConvertToBase64([missing])`, Want: nil},
				{Expr: `ConvertToBase64(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Rewrite: toBase64,
			Infer: func(in *Inferring) Shape {
				r := in.SourceText().Lengths()
				return shape.Between(base64Units(r.Least), base64Units(r.Most)).Shape()
			},
		},
		{
			Name:    "ConvertFromBase64",
			Summary: "Returns the text whose bytes are the Base64 in source.",
			Phrases: []string{"{source} decoded from Base64 as {encoding}", "{source} decoded from Base64"},
			Params: []Param{
				{Name: "source", Doc: "Base64 text", Each: true, Key: "source", KeyInferred: true},
				{Name: "encoding", Doc: "the encoding of the bytes: Unicode, ASCII or UTF8; Unicode if omitted", Optional: true, Null: NullIsEmpty, Words: []string{"Unicode", "ASCII", "UTF8"}, Key: "encoding", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Origin:   CloudSync,
			Source:   cloudSyncSource,
			Notes: []Note{
				{Documented, "Unicode is UTF-16 in little-endian order, as ConvertToBase64 writes it."},
				{Inferred, "Each broken sequence of bytes becomes one U+FFFD, in ASCII each byte beyond it a question mark; spaces and line breaks in source are skipped, as in .NET."},
				{Assumed, "The name of the encoding may be quoted, and its case is ignored."},
			},
			Examples: []Example{
				{Expr: `ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")`, Want: []string{"Hello world!"}},
				{Expr: `ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)`, Want: []string{"Hello world!"}},
				{Expr: `ConvertFromBase64([missing])`, Want: nil},
				{Expr: `ConvertFromBase64("not base64")`, WantError: "type"},
				{Expr: `ConvertFromBase64("SGk=", "Latin1")`, WantError: "bad-constant"},
			},
			Prepare: prepareFromBase64,
			Rewrite: fromBase64,
			Infer:   inferFromBase64,
		},
		{
			Name:    "ConvertToUTF8Hex",
			Summary: "Returns the UTF-8 bytes of source as hexadecimal digits.",
			Phrases: []string{"{source} in hexadecimal digits of UTF-8"},
			Params: []Param{
				{Name: "source", Doc: "the text to convert", Each: true, Key: "source", KeyInferred: true},
			},
			Result:   textResult,
			Evidence: Documented,
			Source:   referenceSource,
			Notes:    []Note{{Documented, "Digits are in upper case, two for each byte, without separators."}},
			Examples: []Example{
				{Expr: `ConvertToUTF8Hex("Hello world!")`, Want: []string{"48656C6C6F20776F726C6421"}},
				{Expr: `ConvertToUTF8Hex([missing])`, Want: nil},
				{Expr: `ConvertToUTF8Hex(IgnoreAttributeFlow)`, WantError: "ignore-flow-placement"},
			},
			Rewrite: toHex,
			Infer: func(in *Inferring) Shape {
				r := in.SourceText().Lengths()
				return shape.Between(shape.Times(r.Least, 2), shape.Times(r.Most, 2*utf8BytesPerUnit)).Shape()
			},
		},
		dnComponentSpec(),
		stringFromSidSpec(),
	}
}

func cRef(a Args) (value.Value, error) {
	text, err := a.Text(0)
	return value.Reference(text), err
}

func toBase64(a Args, source value.Value, dst []byte) ([]byte, error) {
	text := source.Text()
	// To count the units reads the text once more, so it is done only for a text so long that its result may pass the limit.
	size := 0
	if !a.c.Short(len(text)) {
		size = base64.StdEncoding.EncodedLen(2 * nettext.Len16(text))
	}
	dst, err := a.c.Grow(dst, size)
	if err != nil {
		return dst, err
	}
	return nettext.AppendBase64UTF16(dst, text), nil
}

// toHex is as toBase64, but needs no count of units: each byte of UTF-8 becomes two digits.
func toHex(a Args, source value.Value, dst []byte) ([]byte, error) {
	text := source.Text()
	dst, err := a.c.Grow(dst, 2*len(text))
	if err != nil {
		return dst, err
	}
	return nettext.AppendHexUTF8(dst, text), nil
}

// encodingNamed returns the encoding of a name in any case; "" is the default.
func encodingNamed(name string) (enc nettext.Encoding, ok bool) {
	switch {
	case name == "", strings.EqualFold(name, "Unicode"):
		return nettext.UTF16LE, true
	case strings.EqualFold(name, "ASCII"):
		return nettext.ASCII, true
	case strings.EqualFold(name, "UTF8"):
		return nettext.UTF8, true
	}
	return 0, false
}

// prepareFromBase64 makes the state of a constant encoding: a nettext.Encoding.
func prepareFromBase64(p *Preparation) any {
	name, known := p.Text(1)
	if !known {
		return nil
	}
	enc, ok := encodingNamed(name)
	if !ok {
		p.Report(1, codes.BadConstant, "write Unicode, ASCII or UTF8", "unknown encoding %s", diag.Quote(name))
		return nil
	}
	return enc
}

func fromBase64(a Args, source value.Value, dst []byte) ([]byte, error) {
	enc, prepared := a.State().(nettext.Encoding)
	if !prepared {
		name, err := a.Text(1)
		if err != nil {
			return dst, err
		}
		var ok bool
		if enc, ok = encodingNamed(name); !ok {
			return dst, a.FailArg(1, codes.EvalConstant, value.String(name), "want Unicode, ASCII or UTF8")
		}
	}
	text := source.Text()
	if err := a.c.CheckText(len(text)); err != nil { // decoding takes copies of it
		return dst, err
	}
	if err := a.c.Allocate(2 * len(text)); err != nil {
		return dst, err
	}
	dst, err := nettext.AppendFromBase64(dst, text, enc)
	if err != nil {
		// The error below repeats the text, which may be personal data.
		return dst, a.FailArg(0, codes.EvalType, source, "want Base64: groups of four of A-Z a-z 0-9 + /, the last padded with =")
	}
	return dst, nil
}

// base64Units returns the length of the Base64 of so many UTF-16 units.
func base64Units(units int) int {
	if units >= shape.Unbounded {
		return shape.Unbounded
	}
	return (2*units + 2) / 3 * 4
}

// utf8BytesPerUnit is how many bytes of UTF-8 a UTF-16 unit takes at most; a character of two units takes four.
const utf8BytesPerUnit = 3

func inferFromBase64(in *Inferring) Shape {
	in.requireTexts(in.Text(1), func(name string) bool {
		_, ok := encodingNamed(name)
		return ok
	})
	// Few texts are Base64, so every source but "" may fail.
	text := in.SourceText()
	in.fails = in.fails || text.WithoutEmpty().Fails != AlwaysFails
	most := text.Lengths().Most
	if most < shape.Unbounded {
		most = shape.Times(most/4, 3) // at most a unit for each byte
	}
	return shape.UpTo(most).Shape()
}
