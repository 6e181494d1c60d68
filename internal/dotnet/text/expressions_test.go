package text_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

type expressionRow struct {
	ID    string
	Expr  string
	Attrs map[string]string
	Want  []string
}

// Each expression is a single call. Calls of Replace are skipped: this package does not implement it.
func TestExpressionsAgreeWithDotNet(t *testing.T) {
	t.Parallel()
	for _, file := range []struct {
		name      string
		rows      int
		elsewhere int // rows whose function is not in this package
	}{
		{"expressions_casing", 2658, 0},
		{"expressions_titlecase", 832, 0},
		{"expressions_strings", 926, 27},
		{"expressions_compare", 852, 0},
		{"expressions_documented", 188, 0},
	} {
		t.Run(file.name, func(t *testing.T) {
			rows := readRows[expressionRow](t, file.name)
			requireCount(t, file.name, len(rows), file.rows)
			elsewhere := 0
			for _, row := range rows {
				got, ok := evaluate(t, row)
				if !ok {
					elsewhere++
					continue
				}
				if diff := cmp.Diff(row.Want, []string{got}); diff != "" {
					t.Errorf("%s: %s with %q (-want +got):\n%s", row.ID, row.Expr, row.Attrs, diff)
				}
			}
			requireCount(t, "functions in other packages", elsewhere, file.elsewhere)
		})
	}
}

var (
	callSyntax     = regexp.MustCompile(`(?s)^(\w+)\((.*)\)$`)
	argumentSyntax = regexp.MustCompile(`(?s)^\s*(\[\w+\]|"(?:\\.|[^"\\])*"|\w*)\s*(?:,|$)`)
)

// evaluate returns the result of the call in row. It does not parse expressions in general, only those in the files.
func evaluate(t *testing.T, row expressionRow) (result string, ok bool) {
	if strings.HasPrefix(row.Expr, "IIF([a]=[b],") {
		if nettext.Compare(row.Attrs["a"], row.Attrs["b"]) == 0 {
			return "same", true
		}
		return "different", true
	}
	call := callSyntax.FindStringSubmatch(row.Expr)
	require.NotNil(t, call, "%s: %s", row.ID, row.Expr)
	var args []string
	for rest := call[2]; rest != ""; {
		m := argumentSyntax.FindStringSubmatch(rest)
		require.NotNil(t, m, "%s: %s", row.ID, row.Expr)
		args = append(args, argumentValue(m[1], row.Attrs))
		rest = rest[len(m[0]):]
	}
	return apply(t, call[1], args)
}

func argumentValue(arg string, attrs map[string]string) string {
	switch {
	case strings.HasPrefix(arg, "["):
		return attrs[arg[1:len(arg)-1]]
	case strings.HasPrefix(arg, `"`):
		return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(arg[1 : len(arg)-1])
	}
	return arg
}

func apply(t *testing.T, name string, args []string) (string, bool) {
	source := []byte(args[0])
	switch name {
	case "ToLower":
		return string(nettext.Lower(source, 0, cultureArgument(t, args))), true
	case "ToUpper":
		return string(nettext.Upper(source, 0, cultureArgument(t, args))), true
	case "PCase":
		var separators *nettext.Separators
		if len(args) > 1 {
			separators = nettext.NewSeparators(args[1])
		}
		return string(nettext.PCase(source, 0, separators)), true
	case "NormalizeDiacritics":
		return string(nettext.NormalizeDiacritics(source, 0, nettext.AllLatin)), true
	case "Trim":
		return string(nettext.TrimSpace(source, 0)), true
	case "Len":
		return strconv.Itoa(nettext.Len16(args[0])), true
	case "Mid":
		return cut(args[0], number(t, args[1])-1, number(t, args[2])), true
	case "InStr":
		return inStr(t, args), true
	case "Word":
		return nettext.Word(args[0], number(t, args[1]), args[2]), true
	case "ConvertToBase64":
		return string(nettext.AppendBase64UTF16(nil, args[0])), true
	case "ConvertFromBase64":
		got, err := nettext.AppendFromBase64(nil, args[0], nettext.UTF16LE)
		require.NoError(t, err)
		return string(got), true
	case "ConvertToUTF8Hex":
		return string(nettext.AppendHexUTF8(nil, args[0])), true
	case "Replace":
		return "", false
	}
	t.Fatalf("no function %s", name)
	return "", false
}

func cultureArgument(t *testing.T, args []string) nettext.Culture {
	if len(args) == 1 {
		return nettext.Invariant
	}
	culture, err := nettext.ParseCulture(args[1])
	require.NoError(t, err)
	return culture
}

func inStr(t *testing.T, args []string) string {
	start, fold := 1, false
	if len(args) > 2 {
		start = number(t, args[2])
	}
	if len(args) > 3 {
		fold = args[3] == "vbTextCompare"
	}
	return strconv.Itoa(nettext.Index16(args[0], args[1], start-1, fold) + 1)
}

func number(t *testing.T, arg string) int {
	n, ok := nettext.ParseInt(arg)
	require.True(t, ok && n <= math.MaxInt32, "number %q", arg)
	return int(n)
}
