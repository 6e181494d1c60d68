package text_test

import (
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

var edits = map[string]func(dst []byte, from int) []byte{
	"Lower":            func(dst []byte, from int) []byte { return nettext.Lower(dst, from, nettext.Invariant) },
	"Lower Turkic":     func(dst []byte, from int) []byte { return nettext.Lower(dst, from, nettext.Turkic) },
	"Upper":            func(dst []byte, from int) []byte { return nettext.Upper(dst, from, nettext.Ordinary) },
	"Upper Turkic":     func(dst []byte, from int) []byte { return nettext.Upper(dst, from, nettext.Turkic) },
	"Title":            func(dst []byte, from int) []byte { return nettext.Title(dst, from, nettext.Ordinary) },
	"Title Dutch":      func(dst []byte, from int) []byte { return nettext.Title(dst, from, nettext.Dutch) },
	"PCase":            func(dst []byte, from int) []byte { return nettext.PCase(dst, from, nil) },
	"PCase separators": func(dst []byte, from int) []byte { return nettext.PCase(dst, from, separators) },
	"AllLatin":         func(dst []byte, from int) []byte { return nettext.NormalizeDiacritics(dst, from, nettext.AllLatin) },
	"TableOnly":        func(dst []byte, from int) []byte { return nettext.NormalizeDiacritics(dst, from, nettext.TableOnly) },
	"TrimSpace":        nettext.TrimSpace,
	"StripSpaces":      nettext.StripSpaces,
}

var separators = nettext.NewSeparators(" -é")

// keepsUnits are the edits that do not change the number of units.
var keepsUnits = []string{"Lower", "Lower Turkic", "Upper", "Upper Turkic", "Title", "Title Dutch", "PCase", "PCase separators"}

func FuzzEdits(f *testing.F) {
	f.Add("prefix", "ɐi Ⱥİ\xffK")
	f.Add("é", "\u0301ǆo'neil ijsland ǆ")
	f.Add("", "Müller-Lüdenscheidt  и\u0306 \U0001E922")
	f.Fuzz(func(t *testing.T, before, s string) {
		for name, edit := range edits {
			want := string(edit([]byte(s), 0))
			tight := slices.Clip(append([]byte(before), s...))
			got := edit(tight, len(before))
			roomy := append(make([]byte, 0, 4*(len(before)+len(s)+4)), before+s...)
			inPlace := edit(roomy, len(before))
			if string(got) != before+want || string(inPlace) != before+want {
				t.Fatalf("%s of %+q after %+q: got %+q in a full buffer, %+q in a large one, want %+q", name, s, before, got, inPlace, want)
			}
			if utf8.ValidString(s) && !utf8.ValidString(want) {
				t.Fatalf("%s of %+q is %+q, which is not valid UTF-8", name, s, want)
			}
			if slices.Contains(keepsUnits, name) && nettext.Len16(want) != nettext.Len16(s) {
				t.Fatalf("%s of %+q has another number of units: %+q", name, s, want)
			}
		}
	})
}

func TestEditsOfASCIIAllocateNothing(t *testing.T) {
	const source = "  O'Neil-SMITH, john.w@Contoso.com 42  "
	buf := make([]byte, 0, 64)
	for name, edit := range edits {
		allocs := testing.AllocsPerRun(100, func() { edit(append(buf, source...), 2) })
		require.Zero(t, allocs, name)
	}
}

func TestEditsOfAccentedTextAllocateNothing(t *testing.T) {
	buf := make([]byte, 0, 64)
	for name, edit := range edits {
		allocs := testing.AllocsPerRun(100, func() { edit(append(buf, "José Ångström-Nguyễn"...), 0) })
		require.Zero(t, allocs, name)
	}
}

func TestQueriesAllocateNothing(t *testing.T) {
	const s = "CN=José Müller,OU=Users,DC=contoso"
	bytes := []byte(s)
	hex := make([]byte, 0, 256)
	for name, ask := range map[string]func(){
		"Len16":             func() { nettext.Len16(s) },
		"Len16 of bytes":    func() { nettext.Len16(bytes) },
		"Cut16":             func() { nettext.Cut16(append(hex, s...), 0, 3, 8) },
		"JoinHalves":        func() { nettext.JoinHalves(append(hex, s...), 0) },
		"Whole":             func() { nettext.Whole(s) },
		"Index16":           func() { nettext.Index16(s, "OU=", 2, false) },
		"Index16 fold":      func() { nettext.Index16(s, "ou=", 2, true) },
		"EqualFold":         func() { nettext.EqualFold(s, "cn=josé müller,ou=users,dc=CONTOSO") },
		"Compare":           func() { nettext.Compare(s, s[1:]) },
		"Word":              func() { nettext.Word(s, 2, ",=") },
		"ParseInt":          func() { nettext.ParseInt(" 42 ") },
		"ParseInt of text":  func() { nettext.ParseInt(s) },
		"ParseDecimal":      func() { nettext.ParseDecimal("42568.75") },
		"CompareDecimal":    func() { nettext.CompareDecimal("42568.75", "-1") },
		"ParseBool":         func() { nettext.ParseBool(" true ") },
		"AppendHexUTF8":     func() { nettext.AppendHexUTF8(hex, s) },
		"AppendBase64UTF16": func() { nettext.AppendBase64UTF16(hex, s) },
		"ParseCulture":      func() { _, _ = nettext.ParseCulture("tr-TR") },
	} {
		require.Zero(t, testing.AllocsPerRun(100, ask), name)
	}
}

func BenchmarkEdits(b *testing.B) {
	for _, text := range []struct{ kind, source string }{
		{"ascii", "John.Smith"},
		{"accented", "José Müller"},
	} {
		for _, name := range []string{"Lower", "Upper", "Title", "PCase", "PCase separators", "AllLatin", "TableOnly", "StripSpaces", "TrimSpace"} {
			edit := edits[name]
			b.Run(name+"/"+text.kind, func(b *testing.B) {
				buf := make([]byte, 0, 64)
				b.ReportAllocs()
				for b.Loop() {
					edit(append(buf, text.source...), 0)
				}
			})
		}
	}
}

// BenchmarkDiacriticsByTransform measures the usual alternative to NormalizeDiacritics, a chain of transformers.
func BenchmarkDiacriticsByTransform(b *testing.B) {
	for _, source := range []string{"John.Smith", "José Müller"} {
		b.Run(source, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				chain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
				if _, _, err := transform.String(chain, source); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkQueries(b *testing.B) {
	const s = "CN=José Müller,OU=Users,DC=contoso"
	for name, ask := range map[string]func(){
		"Len16":        func() { nettext.Len16(s) },
		"HasHalf":      func() { nettext.HasHalf(s) },
		"Index16":      func() { nettext.Index16(s, "OU=", 0, false) },
		"Index16 fold": func() { nettext.Index16(s, "ou=", 0, true) },
		"EqualFold":    func() { nettext.EqualFold(s, "cn=josé müller,ou=users,dc=CONTOSO") },
		"Word":         func() { nettext.Word(s, 2, ",") },
		"ParseDecimal": func() { nettext.ParseDecimal("42568.75") },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ask()
			}
		})
	}
}
