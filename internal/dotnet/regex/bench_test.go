package regex_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// hotPatterns are typical of the patterns in expressions.
var hotPatterns = []struct{ name, pattern, template, source string }{
	{"phone", `\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, "${phoneNumber}", "+91 9876543210"},
	{"phone miss", `\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, "${phoneNumber}", "0091 9876543210"},
	{"strip", `[()\s-]+`, "", "+1 (555) 123-4567"},
	{"suffix", `@(.)*`, "", "john.doe@contoso.com"},
	{"dots", `(\.)*$`, "", "john.doe.smith.."},
	{"user", `^(?<user>[^@]+)@(?<dom>.+)$`, "${user}", "john.doe@contoso.com"},
	{"last eight", `(.*?)(?<id>.{0,8})$`, "${id}", "0000000012345"},
	{"letters", `[a-zA-Z_]*`, "", "john_doe72"},
	{"spaces", `\s+`, " ", "Jürgen   Müller Straße"},
}

func TestReplaceAllocatesNothing(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools")
	}
	for _, row := range hotPatterns {
		p := compile(t, row.pattern)
		r, err := p.CompileReplacement(row.template)
		require.NoError(t, err)
		dst := make([]byte, 0, 256)
		if allocs := testing.AllocsPerRun(100, func() { _, _, _ = p.Replace(dst, row.source, r) }); allocs >= 1 {
			t.Errorf("%s: %v allocations", row.name, allocs)
		}
		if allocs := testing.AllocsPerRun(100, func() { _, _ = p.IsMatch(row.source) }); allocs >= 1 {
			t.Errorf("%s: %v allocations to match", row.name, allocs)
		}
	}
}

// BenchmarkReplace compares with package regexp, whose results for these rows differ only in empty matches.
func BenchmarkReplace(b *testing.B) {
	for _, row := range hotPatterns {
		b.Run(row.name+"/netregex", func(b *testing.B) {
			p := compile(b, row.pattern)
			r, err := p.CompileReplacement(row.template)
			require.NoError(b, err)
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst, _, _ = p.Replace(dst[:0], row.source, r)
			}
		})
		b.Run(row.name+"/regexp", func(b *testing.B) {
			p := regexp.MustCompile(strings.ReplaceAll(row.pattern, "(?<", "(?P<"))
			b.ReportAllocs()
			for b.Loop() {
				_ = p.ReplaceAllString(row.source, row.template)
			}
		})
	}
}
