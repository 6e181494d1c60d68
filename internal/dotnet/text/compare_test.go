package text_test

import (
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func TestCompareRows(t *testing.T) {
	t.Parallel()
	type answers struct {
		Eq        bool `json:"ordinal_eq"`
		EqFold    bool `json:"ordinal_ic_eq"`
		Order     int  `json:"ordinal_sign"`
		OrderFold int  `json:"ordinal_ic_sign"`
	}
	rows := readRows[struct {
		ID   string
		A, B text
		answers
	}](t, "compare")
	requireCount(t, "compare", len(rows), 892)
	for _, row := range rows {
		a, b := row.A.string, row.B.string
		got := answers{
			Eq:        nettext.Compare(a, b) == 0,
			EqFold:    nettext.EqualFold(a, b),
			Order:     nettext.Compare(a, b),
			OrderFold: nettext.CompareFold(a, b),
		}
		if diff := cmp.Diff(row.answers, got); diff != "" {
			t.Errorf("%s: %+q and %+q (-want +got):\n%s", row.ID, a, b, diff)
		}
	}
}

func TestEqualFold(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"SMTP:a", "smtp:A", true},
		{"µ", "μ", true},
		{"ς", "Σ", true},
		{"ǆ", "ǅ", true},
		{"𐐀", "𐐨", true},
		{"É", "é", true},
		{"ß", "ẞ", false},
		{"ſ", "s", false},
		{"ſ", "S", false},
		{"ı", "I", false},
		{"İ", "i", false},
		{"\u212A", "k", false},
		{"é", "e\u0301", false},
		{"a", "ab", false},
		{"\xff", "\xff", true},
	} {
		require.Equal(t, row.want, nettext.EqualFold(row.a, row.b), "%q and %q", row.a, row.b)
		require.Equal(t, row.want, nettext.EqualFold(row.b, row.a), "%q and %q", row.b, row.a)
	}
}

// Compare orders texts like their UTF-16 forms.
func TestCompareOrdersByUnits(t *testing.T) {
	letters := rapid.RuneFrom([]rune("ab\x00\u07ff\u0800\ud7ff\ue000\ufffd\uffff\U00010000\U0001F600\U0010FFFF"))
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringOf(letters).Draw(t, "a"), rapid.StringOf(letters).Draw(t, "b")
		if got, want := nettext.Compare(a, b), compareUnits(a, b); got != want {
			t.Fatalf("Compare(%+q, %+q) is %d, want %d", a, b, got, want)
		}
	})
}

func compareUnits(a, b string) int {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return map[bool]int{true: -1, false: 1}[x[i] < y[i]]
		}
	}
	return sign(len(x) - len(y))
}

func sign(n int) int { return min(1, max(-1, n)) }

func FuzzCompare(f *testing.F) {
	f.Add("ſt", "ST", "st")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		for name, order := range map[string]func(a, b string) int{"Compare": nettext.Compare, "CompareFold": nettext.CompareFold} {
			if order(a, a) != 0 || order(a, b) != -order(b, a) {
				t.Fatalf("%s is not antisymmetric for %+q and %+q", name, a, b)
			}
			// Of invalid bytes and halves together there is no more than an answer.
			sound := utf8.ValidString(nettext.Whole(a + "," + b + "," + c))
			if sound && order(a, b) <= 0 && order(b, c) <= 0 && order(a, c) > 0 {
				t.Fatalf("%s is not transitive for %+q, %+q, %+q", name, a, b, c)
			}
		}
		if nettext.EqualFold(a, b) != (nettext.CompareFold(a, b) == 0) {
			t.Fatalf("EqualFold and CompareFold disagree about %+q and %+q", a, b)
		}
	})
}
