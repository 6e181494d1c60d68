package expr_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// The rows below supplement the examples in the functions' literals: limits, unusual numbers, non-ASCII characters.

func TestPositionsCountUTF16Units(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Len("😀é")`, nil, "integer 3"},
		{`Mid("a😀b", 2, 2)`, nil, `"😀"`},
		{`Mid("a😀b", 2, 1)`, nil, `"�"`}, // half of a character
		{`Mid("a😀b", 3, 2)`, nil, `"�b"`},
		{`Mid("a😀b", 4, 9)`, nil, `"b"`},
		{`Left("😀😀", 3)`, nil, `"😀�"`},
		{`InStr("😀b", "b")`, nil, "integer 3"},
		{`InStr("é", "", 1)`, nil, "integer 1"},
		{`InStr("é", "", 2)`, nil, "integer 0"},
		{`Word("a·b·c", 2, "·")`, nil, `"b"`},
	})
}

func TestCuttingText(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Mid("John", 1, 0)`, nil, `""`},
		{`Mid("John", 4, 1)`, nil, `"n"`},
		{`Mid("John", 5, 1)`, nil, `""`},
		{`Mid("John", 2)`, nil, `"ohn"`},
		{`Mid("John", 2, )`, nil, `"ohn"`},
		{`Mid("John", 2, [missing])`, nil, `"ohn"`},
		{`Mid("John", [zero], 2)`, attrs{"zero": 0}, "fails: range"},
		{`Mid("John", 1, [less])`, attrs{"less": -1}, "fails: range"},
		{`Mid("John", 9223372036854775807, 9223372036854775807)`, nil, `""`},
		{`Mid("", 1, 1)`, nil, `""`},
		{`Left("John", 0)`, nil, `""`},
		{`Left("John", 4)`, nil, `"John"`},
		{`Left("John", 9223372036854775807)`, nil, `"John"`},
		{`Left("John", -9223372036854775808)`, nil, `"John"`},

		{`Word("The quick", 2, " ")`, nil, `"quick"`},
		{`Word("a", 5, " ")`, nil, `""`},
		{`Word("a", 2, " ")`, nil, `""`},
		{`Word("", 1, " ")`, nil, `""`},
		{`Word("a b", 9223372036854775807, " ")`, nil, `""`},
		{`Word("a b", 0, " ")`, nil, `""`},
		{`Word("a b", -1, " ")`, nil, `""`},
		{`Word("  a ,, b", 2, " ,")`, nil, `"b"`},
		{`Word("a b", 1, "")`, nil, `"a b"`},
		{`Word("a b", 2, "")`, nil, `""`},
		{`Word("a b", 1, [missing])`, nil, `"a b"`},
		{`Word(",,,", 1, ",")`, nil, `""`},

		{`Trim(" \ta\u00a0 ")`, nil, `"\ta\u00a0"`}, // \t and \u are not escapes
		{`Trim([a])`, attrs{"a": "\u00a0\ta b\u2003\r\n"}, `"a b"`},
		{`Trim([a])`, attrs{"a": "\u200bx\ufeff"}, "\"\u200bx\ufeff\""},
		{`StripSpaces([a])`, attrs{"a": " a\tb\u00a0c "}, "\"a\tb\u00a0c\""},
	})
}

func TestSearching(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`InStr("The quick brown fox", "QUICK")`, nil, "integer 0"},
		{`InStr("The quick brown fox", "QUICK", 1, vbTextCompare)`, nil, "integer 5"},
		{`InStr("The quick brown fox", "QUICK", , "1")`, nil, "integer 5"},
		{`InStr("The quick brown fox", "quick", 1, 0)`, nil, "integer 5"},
		{`InStr("aaa", "a", 2)`, nil, "integer 2"},
		{`InStr("aaa", "a", 4)`, nil, "integer 0"},
		{`InStr("aaa", "", 3)`, nil, "integer 3"},
		{`InStr("aaa", "", 4)`, nil, "integer 0"},
		{`InStr("", "")`, nil, "integer 0"},
		{`InStr("abc", [missing])`, nil, "integer 1"},
		{`InStr("abc", "c", [start])`, attrs{"start": -5}, "fails: range"},
		{`InStr("abc", "c", 1, [how])`, attrs{"how": "vbTEXTcompare"}, "integer 3"},
		{`InStr("abc", "c", 1, [how])`, attrs{"how": "some"}, "fails: argument-value"},
		{`InStr("straße", "SS", 1, vbTextCompare)`, nil, "integer 0"},
		{`InStr(12345, 34)`, nil, "integer 3"},
		{`Len(Join("", "abcdefgh", RandomString(4, 0, 0, 0, 0)))`, nil, "integer 12"},
		{`Mid([a], 1, [n])`, attrs{"a": "abc", "n": 0}, `""`},
		{`Mid([a], 1, [n])`, attrs{"a": "abc", "n": -1}, "fails: range"},
		{`Mid([a], 1, -1)`, attrs{"a": "abc"}, "fails: range"},
		{`Join("", [long], Prepend("p", [a]), Prepend([long], [a]))`, attrs{"a": "a", "long": strings.Repeat("x", 100)}, `"` + strings.Repeat("x", 100) + "pa" + strings.Repeat("x", 100) + `a"`},
	})
}

// TestHalvesOfCharacters: a text may be cut between the two UTF-16 units of a character, and the halves work like any other unit until the
// value leaves the expression, where those that are still by themselves become U+FFFD.
func TestHalvesOfCharacters(t *testing.T) {
	t.Parallel()
	with := attrs{"s": "😀x", "two": []string{"😀", "a😁"}, "n": 1}
	for _, row := range []struct{ src, want string }{
		{`Join("", Mid("😀x", 1, 1), Mid("😀x", 2, 1))`, `"😀"`},
		{`Mid([s], 1, [n]) & Mid([s], 2, [n])`, `"😀"`},
		{`Append(Left([s], 1), Mid([s], 2))`, `"😀x"`},
		{`Prepend(Left([s], 1), Mid([s], 2))`, `"😀x"`},
		{`ToUpper(Append(Left([s], 1), Mid([s], 2)))`, `"😀X"`},
		{`Trim(Append(Left([s], 1), Mid([s], 2)))`, `"😀x"`},
		{`StripSpaces(Join(" ", Left([s], 1), Mid([s], 2)))`, `"😀x"`},
		{`Join("", ToLower(Left([s], 1)), PCase(Mid([s], 2)))`, `"😀X"`},
		{`Join("-", Left([s], 1), Mid([s], 2))`, `"�-�x"`},
		{`Join("", Mid([s], 2, 1), Left([s], 1))`, `"��"`},
		{`Left([s], 1)`, `"�"`},
		{`Left([two], 1)`, `["�", "a"]`},
		{`Left([two], 2)`, `["😀", "a�"]`},
		{`Append(Left([two], 1), Mid([s], 2, 1))`, `["😀", "a�"]`},
		{`Coalesce([missing], Left([s], 1))`, `"�"`},
		{`CRef(Left([s], 1))`, "reference �"},
		{`Item(Left([two], 1), 1) = Left([s], 1)`, "boolean True"},
		{`Len(Left([s], 1))`, "integer 1"},
		{`Len(Append(Left([s], 1), Mid([s], 2, 1)))`, "integer 2"},
		{`ConvertToUTF8Hex(Left([s], 1))`, `"EFBFBD"`},
		{`ConvertToBase64(Left([s], 1))`, `"/f8="`},
		{`ConvertToUTF8Hex(Append(Left([s], 1), Mid([s], 2, 1)))`, `"F09F9880"`},
		{`Left("😀", 1) = Left("😁", 1)`, "boolean True"},
		{`Mid("😀", 2) = Mid("😁", 2)`, "boolean False"},
		{`Left([s], 1) = "�"`, "boolean False"},
		{`Append(Left([s], 1), Mid([s], 2)) = [s]`, "boolean True"},
		{`Left([s], 1) < "😀"`, "boolean True"},
		{`Mid("😀", 2) > "😀"`, "boolean True"},
		{`Mid("😀", 2) < "～"`, "boolean True"},
		{`Switch(Left([s], 1), "none", "�", "mark", Left("😁", 1), "first half")`, `"first half"`},
		{`InStr([s], Left("😁", 1))`, "integer 1"},
		{`InStr([s], Mid("😀", 2))`, "integer 2"},
		{`InStr([s], Mid("😁", 2))`, "integer 0"},
		{`InStr([s], Mid("😀X", 2), 1, vbTextCompare)`, "integer 2"},
		{`Contains([two], Mid("😁", 2))`, "integer 2"},
		{`Replace([s], Left("😁", 1), , , "a", , )`, `"a�x"`},
		{`Replace([s], Mid("😀", 2), , , Mid("😁", 2), , )`, `"😁x"`},
		{`Replace("a-b", "-", , , Left([s], 1), , )`, `"a�b"`},
		{`Replace([s], , "^.", , "", , )`, `"�x"`},
		{`Replace([s], , "^.", , "", , ) & "y"`, `"�xy"`},
		{`Append(Left([s], 1), Replace([s], , "^.", , "", , ))`, `"😀x"`},
		{`Append(Replace([s], , "(?<h>.)x", "h", "", , ), Mid([s], 2, 1))`, `"�x�"`},
		{`Append(Replace([s], , "..$", , "", , ), Mid([s], 2, 1))`, `"😀"`},
		{`Append(Replace([missing], , "(?<h>.)", "h", , [s], ), Mid([s], 2, 1))`, `"😀"`},
		{`Replace([s], , Left("😁", 1), , "a", , )`, `"a�x"`},
		{`Replace("a", , "a", , Left("😁", 1), , ) & Mid("😁", 2)`, `"😁"`},
		{`Len(Replace([s], , "^.", , "", , ))`, "integer 2"},
		{`Split([s], Mid("😀", 2))`, `["�", "x"]`},
		{`Item(Split([s], Mid("😀", 2)), 1) & Mid([s], 2, 1)`, `"😀"`},
		{`RemoveDuplicates(Split(Join(",", Left("😀", 1), Left("😁", 1), Mid("😀", 2)), ","))`, `["�", "�"]`},
		{`Count(RemoveDuplicates(Split(Join(",", Left("😀", 1), Left("😁", 1), Mid("😀", 2)), ",")))`, "integer 2"},
		{`Word("a😃b", 2, "😀")`, `"�b"`}, // the two emoji have the first half in common
		{`Word("a😃b", 1, "😀")`, `"a"`},
		{`IsPresent(Left([s], 1))`, "boolean True"},
		{`IIF(IsPresent(Left([s], 1)), Left([s], 1), "")`, `"�"`},
		{`NormalizeDiacritics(Left([s], 1))`, `"�"`},
		{`Error(Left([s], 1))`, "fails: raised"},
		{`ToLower(Coalesce([missing], Left([two], 1)))`, `["�", "a"]`},
	} {
		requireSentences(t, []sentence{{row.src, with, row.want}})
	}
}

// TestHexadecimalDigitsInTexts: they are a number where the expression has them, and the message says so.
func TestHexadecimalDigitsInTexts(t *testing.T) {
	t.Parallel()
	for _, n := range []string{"&HF7", "&hf"} {
		_, err := evaluate(t, `BitAnd([n], 2)`, attrs{"n": n})
		require.ErrorContains(t, err, "want a whole number, got a text with hexadecimal digits: &H and digits are a number only where the expression itself has them")
		_, err = evaluate(t, `[n] > 5`, attrs{"n": n})
		require.ErrorContains(t, err, "want a number, got a text with hexadecimal digits")
	}
	for _, n := range []string{"&H", "&HG", "1e3", "F7"} {
		_, err := evaluate(t, `BitAnd([n], 2)`, attrs{"n": n})
		require.ErrorContains(t, err, "want a whole number, got a string")
	}
	_, err := expr.Compile(`BitAnd("&HF7", 2)`)
	require.ErrorContains(t, err, "write it without quotation marks: &HF7")
	requireSentences(t, []sentence{{`BitAnd(&HF7, 2)`, nil, "integer 2"}, {`[n] = 247`, attrs{"n": "&HF7"}, "boolean False"}})
}

// TestSearchingValues: Contains returns the number of a value, which comparisons and Item take.
func TestSearchingValues(t *testing.T) {
	t.Parallel()
	with := attrs{"pa": []string{"SMTP:a@x.com", "smtp:b@x.com"}, "one": "Alexander", "gap": []any{nil, "", "ab"}, "none": []string{},
		"ref": value.Reference("CN=a"), "refs": value.List(value.Reference("CN=ab"), value.Reference("CN=a")), "numbers": []any{10, 207}}
	for _, row := range []struct{ src, want string }{
		{`Contains([pa], "SMTP:")`, "integer 1"},
		{`Contains([pa], "smtp:")`, "integer 2"},
		{`Contains([pa], "b@")`, "integer 2"},
		{`Contains([pa], "x.com")`, "integer 1"},
		{`Contains([pa], "X.com")`, "integer 0"},
		{`Contains([pa], "X.com", CaseInsensitive)`, "integer 1"},
		{`Contains([pa], "B@X", "caseinsensitive")`, "integer 2"},
		{`Contains([pa], "B@X", vbTextCompare)`, "integer 2"},
		{`Contains([pa], "B@X", CaseSensitive)`, "integer 0"},
		{`Contains([pa], "b@x", )`, "integer 2"},
		{`Contains([pa], "b@x", "some")`, "does not compile: bad-constant"},
		{`Contains([pa], "b@x", [one])`, "fails: argument-value"},
		{`Contains([one], "xan")`, "integer 1"},
		{`Contains([one], "XAN")`, "integer 0"},
		{`Contains("straße", "SS", CaseInsensitive)`, "integer 0"},
		{`Contains([gap], "b")`, "integer 3"},
		{`Contains([gap], "")`, "integer 0"},
		{`Contains([pa], [missing])`, "integer 0"},
		{`Contains([missing], "a")`, "integer 0"},
		{`Contains([none], "a")`, "integer 0"},
		{`Contains([pa], [pa])`, "fails: multi-valued"},
		{`Contains([numbers], "07")`, "integer 2"},
		{`Contains([numbers], 1)`, "integer 1"},
		{`Contains([ref], "CN=")`, "integer 0"},
		{`Contains([ref], "CN=a")`, "integer 1"},
		{`Contains([ref], "cn=A")`, "integer 0"},
		{`Contains([ref], "cn=A", CaseInsensitive)`, "integer 1"},
		{`Contains([refs], "CN=a")`, "integer 2"},
		{`Contains(Split("a,b,c", ","), "c")`, "integer 3"},
		{`IIF(Contains([pa], "SMTP:") > 0, [pa], Error("none"))`, `["SMTP:a@x.com", "smtp:b@x.com"]`},
		{`IIF(Contains([pa], "SIP:") > 0, [pa], Error("none"))`, "fails: raised"},
		{`IIF(Contains([pa], "SIP:") = 0, "no", "yes")`, `"no"`},
		{`IIF(Contains([pa], "smtp:"), "yes", "no")`, `"yes"`},
		{`Switch(Contains([pa], "smtp:"), "none", "1", "first", "2", "second")`, `"second"`},
		{`Mid(Item([pa], Contains([pa], "SMTP:")), 6)`, `"a@x.com"`},
		{`Item([pa], Contains([pa], "sip:"))`, "fails: range"},
		{`CBool(Contains([pa], "sip:"))`, "boolean False"},
	} {
		requireSentences(t, []sentence{{row.src, with, row.want}})
	}
}

func TestCasing(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`ToUpper("straße ǆ ŉ")`, nil, `"STRAßE Ǆ ŉ"`},
		{`ToLower("ΣΑΣ")`, nil, `"σασ"`},
		{`ToUpper("ıİſ")`, nil, `"ıİS"`}, // the invariant culture does not change the Turkish letters
		{"ToLower(\"İ\u212A\")", nil, `"İk"`},
		{`ToLower("Iİ", "tr-TR")`, nil, `"ıi"`},
		{`ToUpper("iı", "az")`, nil, `"İI"`},
		{`ToUpper("iı", [culture])`, attrs{"culture": "tr"}, `"İI"`},
		{`ToUpper("i", [missing])`, nil, `"I"`},
		{`ToUpper("i", "")`, nil, `"I"`},
		{`PCase("O'CONNOR-SMITH o’connor 3rd x1y ǆ")`, nil, `"O'connor-Smith O’Connor 3Rd X1y ǅ"`},
		{`PCase("mary-ann SMITH", "-")`, nil, `"Mary-Ann smith"`},
		{`PCase("mary ann", "")`, nil, `"Mary ann"`},
		{`PCase("mary ann", [missing])`, nil, `"Mary Ann"`},
		{`PCase("mary ann", )`, nil, `"Mary Ann"`},
		{`NormalizeDiacritics("ÅÄÖ Œuvre ıß ðþ йが")`, nil, `"AAO OEuvre iss ðþ йが"`},
	})
}

func TestListsOfValues(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Split(" a ;b;; c", ";")`, nil, `["a", "b", "c"]`},
		{`Split("a, b")`, nil, `["a", "b"]`},
		{`Split("a, b", )`, nil, `["a", "b"]`},
		{`Split("a b", "")`, nil, `["a b"]`},
		{`Split(" ", "")`, nil, "[]"},
		{`Split("a--b-c", "--")`, nil, `["a", "b-c"]`},
		{`Split("a,b", [missing])`, nil, `["a,b"]`},
		{`Split(12.5, ".")`, nil, `["12", "5"]`},
		{`Join(", ", "", "Doe", "John")`, nil, `"Doe, John"`},
		{`Join("-", " ", "x")`, nil, `" -x"`},
		{`Join(1, 2, 3)`, nil, `"213"`},
		{`Join(",", [list], "z")`, attrs{"list": []any{1, true, nil, "", map[string]any{"a": 1}}}, `"1,True,{"a":1},z"`},
		{`RemoveDuplicates([list])`, attrs{"list": []any{"a", "A", "a"}}, `["a", "A"]`},
		{`RemoveDuplicates("a")`, nil, `["a"]`},
		{`Item([list], "2")`, attrs{"list": []any{"a", 7}}, "integer 7"},
		{`Item([list], 1)`, attrs{"list": []any{}}, "fails: range"},
		{`Count([map])`, attrs{"map": map[string]any{"a": 1, "b": 2}}, "integer 1"},
	})
}

func TestReplaceModes(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Replace("a-b-c", "-", , , "", , )`, nil, `"abc"`},
		{`Replace("a-b", "-", , , [missing], , )`, nil, `"ab"`},
		{`Replace("aAa", "A", , , "x", , )`, nil, `"axa"`},
		{`Replace("aaa", "aa", , , "a", , )`, nil, `"aa"`},
		{`Replace("abc", "x", , , "y", , )`, nil, `"abc"`},
		{`Replace("alex", "<u>", , , , , "<u>@<u>")`, nil, `"alex@alex"`},
		{`Replace("", "<u>", , , , , "<u>@x")`, nil, `"@x"`},
		{`Replace([missing], "<u>", , , , , "<u>@x")`, nil, "null"},
		{`Replace("john_doe72", , "[a-zA-Z_]*", , "-", , )`, nil, `"--7-2-"`},
		{`Replace("ab12", , "(?<n>\\d+)", , "<${n}|$1|$&|$$|${x}>", , )`, nil, `"ab<12|12|12|$|${x}>"`},
		{`Replace("a1b2", , "(?<n>\\d)", "n", "$1", , )`, nil, `"a$1b$1"`},
		{`Replace("a1", , "(?<n>\\d)", "other", "x", , )`, nil, `"a1"`},
		{`Replace("abc", , "(?<n>x)*b", "n", "Z", , )`, nil, `"abc"`},  // the group has no capture
		{`Replace("abc", , "(?<n>x*)b", "n", "Z", , )`, nil, `"aZbc"`}, // the group captured the empty text
		{`Replace("abc", , "(?=c)", , "-", , )`, nil, `"ab-c"`},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{"a": "x1", "b": "y2"}, `"x1"`},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{"a": "", "b": "y2"}, `"2"`},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{"a": map[string]any{"k": "v"}}, `"{"k":"v"}"`},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{"a": []any{map[string]any{"k": "v"}, ""}, "b": "y2"}, `["{"k":"v"}", "2"]`},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{"b": "none"}, "null"},
		{`Replace([a], , "(?<n>\\d+)", "n", , [b], )`, attrs{}, "null"},
		{`Replace([a], , "(?<n>\\d+)", "n", , "b", )`, attrs{"b": "y2"}, `"2"`}, // a text that names an attribute
		{`Replace(12345, "3", , , "x", , )`, nil, `"12x45"`},
		{`Replace("x", , [pattern], , "y", , )`, nil, "fails: null"},
		{`Replace("abc", , "", , "-", , )`, nil, `"-a-b-c-"`},
	})
}

func TestConversionsOfValues(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`CStr(Now())`, nil, `"7/30/2025 12:00:00 PM"`},
		{`CStr(1 = 1)`, nil, `"True"`},
		{`BitAnd(-1, &H7FFFFFFFFFFFFFFF)`, nil, "integer 9223372036854775807"},
		{`IsString([office])`, attrs{"office": map[string]any{}}, "boolean True"},
		{`Not(Not(True))`, nil, "boolean True"},
		{`Not(" true ")`, nil, "boolean True"},
		{`CBool("0.00")`, nil, "boolean False"},
		{`NumFromDate(DateFromNum(129699324000000000))`, nil, "integer 129699324000000000"},
		{`FormatDateTime(DateAdd("m", 1, "2024-01-31"), , "x", "dd.MM.yyyy")`, nil, `"29.02.2024"`},
	})
}

// TestDatesOfSpreadsheets: the message has the date that a serial number is, where values are shown, and the way to read it.
func TestDatesOfSpreadsheets(t *testing.T) {
	t.Parallel()
	const way = `DateAdd("d", [date], "1899-12-30")`
	for _, text := range []string{`CDate([date])`, `FormatDateTime([date], , "M/d/yyyy", "yyyy")`, `FormatDateTime([date], , [format], "yyyy")`, `DateAdd("d", 1, [date])`} {
		_, err := evaluate(t, text, attrs{"date": "45231", "format": "M/d/yyyy"})
		require.ErrorContains(t, err, "read it with "+way, text)
		require.ErrorContains(t, err, `(found "45231", which is Excel's serial number of 2023-11-01)`, text)
		var failed *expr.EvalError
		require.ErrorAs(t, err, &failed)
		require.NotContains(t, failed.WithoutFound().Error(), "2023")
		require.NotContains(t, failed.Sentence().Masked().String(), "2023")
		require.NotContains(t, failed.Message.String(), "2023")
	}
	requireSentences(t, []sentence{
		{way, attrs{"date": "45231"}, "dateTime 11/1/2023 12:00:00 AM"},
		{`CDate([date])`, attrs{"date": "4523"}, "fails: date"},
	})
}

// TestDatesOfSuccessFactors: the message has the whole way, because no function reads milliseconds.
func TestDatesOfSuccessFactors(t *testing.T) {
	t.Parallel()
	const way = `DateAdd("d", 134774, DateFromNum(Replace([date], , "/Date\\((\\d+).*", , "${1}0000", , )))`
	for _, text := range []string{`CDate([date])`, `FormatDateTime([date], , "M/d/yyyy", "yyyy")`, `FormatDateTime([date], , [format], "yyyy")`, `DateAdd("d", 1, [date])`, `DateFromNum([date])`} {
		for _, date := range []string{"/Date(1488534400000)/", "/Date(1488534400000+0000)/", "/Date(-1)/"} {
			_, err := evaluate(t, text, attrs{"date": date, "format": "M/d/yyyy"})
			require.ErrorContains(t, err, "/Date(…)/ counts milliseconds since 1970: read it with "+way, text)
		}
	}
	requireSentences(t, []sentence{
		{way, attrs{"date": "/Date(1488534400000)/"}, "dateTime 3/3/2017 9:46:40 AM"},
		{way, attrs{"date": "/Date(1488534400000+0000)/"}, "dateTime 3/3/2017 9:46:40 AM"},
		{way, attrs{"date": "/Date(253402214400000)/"}, "dateTime 12/31/9999 12:00:00 AM"},
		{way, attrs{"date": "/Date(0)/"}, "dateTime 1/1/1970 12:00:00 AM"},
		{way, nil, "null"},
		{`CDate([date])`, attrs{"date": "/Date(soon)/"}, "fails: date"},
		{`DateFromNum([date])`, attrs{"date": "9223372036854775807"}, "fails: range"},
	})
}
