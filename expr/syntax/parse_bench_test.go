package syntax_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
)

func BenchmarkParse(b *testing.B) {
	for _, row := range []struct{ name, src string }{
		{"attribute", `[mail]`},
		{"ordinary", `Join("@", NormalizeDiacritics(StripSpaces(Join(".", [PreferredFirstName], [PreferredLastName]))), "contoso.com")`},
		{"tolerated", `Replace ([telephoneNumber], , "\+(?<isdCode>\d* )(?<phoneNumber>\d{10})", , "${phoneNumber}", , )`},
		{"refused", `IIF([country]=USA AND [state]="CA", "True", "False")`},
		{"largest", "Join(" + strings.Repeat(`"",`, 9_990) + `"")`},
	} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(row.src)))
			for b.Loop() {
				_, _ = syntax.Parse(row.src)
			}
		})
	}
}

func BenchmarkFormat(b *testing.B) {
	tree, err := syntax.Parse(`IIF([a]="x", Replace([b], , "\\+(?<isdCode>\\d* )", , "", , ), "t-" & [c])`)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_ = syntax.Format(tree.Root)
	}
}

func TestFormatAllocatesOnlyItsResult(t *testing.T) {
	tree, err := syntax.Parse(`IIF([a]="x", Replace([b], , "\\+(?<isdCode>\\d* )", , "", , ), "t-" & [c])`)
	require.NoError(t, err)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _ = syntax.Format(tree.Root) }), 1.0)
}
