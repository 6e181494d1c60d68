package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func pcase(s string, separators *nettext.Separators) string {
	return string(nettext.PCase([]byte(s), 0, separators))
}

func TestTitleRows(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		ID, Culture  string
		Input, Title text
		OfLower      text `json:"title_of_lower"`
	}](t, "titlecase")
	for _, row := range rows {
		culture, err := nettext.ParseCulture(row.Culture)
		require.NoError(t, err)
		s := row.Input.string
		want := map[string]string{"title": row.Title.string, "title of lower": row.OfLower.string}
		got := map[string]string{"title": title(s, culture), "title of lower": title(lower(s, culture), culture)}
		if culture == nettext.Invariant {
			want["PCase"], got["PCase"] = row.OfLower.string, pcase(s, nil)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %q in %q (-want +got):\n%s", row.ID, s, row.Culture, diff)
		}
	}
	requireCount(t, "titlecase", len(rows), 1100)
}

// For all characters in the BMP, the tables agree with .NET on which of them end a word.
func TestEveryCharacterThatEndsAWord(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		Class  string
		Ranges [][2]rune
	}](t, "char_classes")
	classes := map[string]map[rune]bool{}
	for _, row := range rows {
		classes[row.Class] = map[rune]bool{}
		for _, span := range row.Ranges {
			for r := span[0]; r <= span[1]; r++ {
				classes[row.Class][r] = true
			}
		}
	}
	require.NotEmpty(t, classes["titlecase_breaks_word"])
	for r := rune(0); r < 0x10000; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		want := "A" + lower(string(r), nettext.Invariant) + "b"
		if classes["titlecase_breaks_word"][r] {
			want = "A" + lower(string(r), nettext.Invariant) + "B"
		}
		if got := pcase("a"+string(r)+"b", nil); got != want {
			t.Errorf("PCase of a, %U, b is %q, want %q", r, got, want)
		}
		trimmed := string(nettext.TrimSpace([]byte("x"+string(r)), 0)) == "x"
		if trimmed != classes["string_Trim"][r] {
			t.Errorf("TrimSpace removes %U: %v", r, trimmed)
		}
	}
}

func TestPCaseWithSeparators(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		source, separators, want string
	}{
		{"PINTO-DE'SILVA", " '-", "Pinto-De'Silva"},
		{"PINTO-DE'SILVA", " ", "Pinto-de'silva"},
		{"anna-lena VON DER heide", "", "Anna-lena von der heide"},
		{"(second) THIRD", " ", "(Second) Third"},
		{"3rd x1y", " ", "3Rd X1y"},
		{"ǆAMIJA_ÉTÉ", "_", "ǅamija_Été"},
		{"a😀b😀c", "😀", "A😀B😀C"},
		{"oxoXo", "x", "OxOxo"},
		{"élanÉlan", "É", "ÉlanÉLan"},
		{"", " ", ""},
	} {
		got := pcase(row.source, nettext.NewSeparators(row.separators))
		require.Equal(t, row.want, got, "PCase(%q, %q)", row.source, row.separators)
	}
}

func TestPCaseWithoutSeparators(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"PABLO GONSALVES (SECOND)": "Pablo Gonsalves (Second)",
		"o'connor o’connor":        "O'connor O’Connor",
		"st john's":                "St John's",
		"3rd x1y":                  "3Rd X1y",
		"ĳsland ijsland":           "Ĳsland Ijsland",
	} {
		require.Equal(t, want, pcase(source, nil))
	}
}
