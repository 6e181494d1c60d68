package regex_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func compile(t testing.TB, pattern string) *netregex.Pattern {
	t.Helper()
	p, err := netregex.Compile(pattern, netregex.Limits{})
	require.NoError(t, err)
	return p
}

func replace(t testing.TB, pattern, source, template string) string {
	t.Helper()
	p := compile(t, pattern)
	r, err := p.CompileReplacement(template)
	require.NoError(t, err)
	out, _, err := p.Replace(nil, source, r)
	require.NoError(t, err)
	return string(out)
}

// The rows are the examples in Microsoft's documentation of Replace.
func TestReplaceAsDocumented(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ pattern, source, template, want string }{
		{`[a-zA-Z_]*`, "john_doe72", "", "72"},
		{`[()\s-]+`, "+1 (555) 123-4567", "", "+15551234567"},
		{`(?<firstName>[a-zA-Z]+ )(?<lastName>[a-zA-Z]+)`, "John Smith", "${lastName}", "Smith"},
		{`(?<leadingZeros>^0+)(?<actualValue>[a-zA-Z0-9]+)`, "00012345", "${actualValue}", "12345"},
		{`\+(?<isdCode>\d* )(?<phoneNumber>.*)`, "+1 737-626-8331", "${phoneNumber}", "737-626-8331"},
		{`\+(?<isdCode>\d* )(?<phoneNumber>.* )[x](?<extension>.*)`, "+1 (206) 291-8163 x8125", "${extension}", "8125"},
		{`(.*?)(?<id>[0-9]{4})(.*)`, "a1b2c3d4e5f678901234567890abcdef", "D${id}", "D6789"},
		{`(.*?)(?<id>.{0,8})$`, "0000000012345", "${id}", "00012345"},
		{`([\/\\\[\]\:\;\|\=\,\+\*\?\<\>])`, `a/b\c[d]:e`, "", "abcde"},
		{`(\.)*$`, "john.smith..", "", "john.smith"},
	} {
		if got := replace(t, row.pattern, row.source, row.template); got != row.want {
			t.Errorf("replace %q by %q in %q: got %q, want %q", row.pattern, row.template, row.source, got, row.want)
		}
	}
}

func TestReplaceWorksOnUTF16Units(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ pattern, source, template, want string }{
		{`.`, "😀", "X", "XX"},
		{`.`, "😀", "$0", "😀"},
		{``, "😀", "-", "-\xed\xa0\xbd-\xed\xb8\x80-"},
		{``, "😀", "", "😀"},
		{`\uDE00`, "a😀b", "", "a\xed\xa0\xbdb"},
		{`\uDE00`, "a😀b", "$0$0", "a😀\xed\xb8\x80b"},
		{`\uD83D`, "😀😁", "$'|", "\xed\xb8\x80😁|\xed\xb8\x80\xed\xb8\x81|\xed\xb8\x81"},
		{`[^a]`, "a😀", "x", "axx"},
		{`😀|😁`, "x😁y", "", "xy"},
		{`(?<=\uD83D)`, "😀", "", "😀"},
		{`\uD83D`, "a\xed\xa0\xbdb\xed\xb8\x80", "-", "a-b\xed\xb8\x80"},
		{"(?i)\xed\xa0\xbd", "a😀", "x", "ax\xed\xb8\x80"},
		{"[^\xed\xa0\xbd]", "😀", "$0", "😀"},
		{`b`, "\xed\xa0\xbd", "$`|$'", "\xed\xa0\xbd"},
		{`a`, "a", "\xed\xa0\xbd", "\xed\xa0\xbd"},
		{`\uFFFD`, "a\uFFFDb", "", "ab"},
		{`.`, "é日", "x", "xx"},
	} {
		if got := replace(t, row.pattern, row.source, row.template); got != row.want {
			t.Errorf("replace %q by %q in %q: got %q, want %q", row.pattern, row.template, row.source, got, row.want)
		}
	}
}

func TestReplaceAppends(t *testing.T) {
	t.Parallel()
	p := compile(t, "b")
	r, err := p.CompileReplacement("-")
	require.NoError(t, err)
	for _, row := range []struct {
		source, want string
		matches      int
	}{{"abc", "x:a-c", 1}, {"ac", "x:ac", 0}, {"", "x:", 0}} {
		out, n, err := p.Replace([]byte("x:"), row.source, r)
		require.NoError(t, err)
		if string(out) != row.want || n != row.matches {
			t.Errorf("%q: got %q with %d matches", row.source, out, n)
		}
	}
	_, _, err = compile(t, "b").Replace(nil, "b", r)
	require.Error(t, err, "a replacement of another pattern")
}

func TestReplaceGroup(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ pattern, source, group, literal, want string }{
		{`(?<streetNumber>^\d*)`, "545 Tremont Street", "streetNumber", "888", "888 Tremont Street"},
		{`(?<Suffix>@(.)*)`, "jsmith@contoso.com", "Suffix", "", "jsmith"},
		{`(?<Suffix>@(.)*)`, "jsmith@contoso.com", "suffix", "", "jsmith@contoso.com"},
		{`(?<n>\d)(\w)`, "1a2b", "1", "#", "1#2#"},
		{`(?<n>\d)(\w)`, "1a2b", "2", "#", "1a2b"},
		{`(?<n>\d)`, "1a2b", "n", "$1", "$1a$1b"},
		{`((?<c>\w)-?)+`, "a-b-c d-e", "c", "*", "a-b-* d-*"},
		{`(?<a>a)|(?<b>b)`, "ab", "b", "-", "a-"},
		{`(?<x>)a`, "banana", "x", "-", "b-an-an-a"},
		{`(?<=(?<x>a))n`, "banana", "x", "-", "b-n-na"},
		{`(?<=(?<x>a).?)n`, "ann", "x", "-", "-nn"},
		{`(?<x>\uDE00)`, "😀", "x", "!", "\xed\xa0\xbd!"},
	} {
		out, _, err := compile(t, row.pattern).ReplaceGroup(nil, row.source, row.group, row.literal)
		require.NoError(t, err)
		if string(out) != row.want {
			t.Errorf("group %s of %q by %q in %q: got %q, want %q", row.group, row.pattern, row.literal, row.source, out, row.want)
		}
	}
}

func TestFirstGroup(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern, source, group, want string
		ok                           bool
	}{
		{`(?<d>\d+)-(?<e>\d+)?`, "12-34", "d", "12", true},
		{`(?<d>\d+)-(?<e>\d+)?`, "12-", "e", "", false},
		{`(?<d>\d*)-`, "-", "d", "", true},
		{`(?<d>\d+)`, "x", "d", "", false},
		{`(?<d>\d+)`, "1", "D", "", false},
		{`(?<c>\w)+`, "abc", "c", "c", true},
		{`(?<h>\uD83D)`, "a😀", "h", "\xed\xa0\xbd", true},
	} {
		got, ok, err := compile(t, row.pattern).FirstGroup(row.source, row.group)
		require.NoError(t, err)
		if got != row.want || ok != row.ok {
			t.Errorf("group %s of %q in %q: got %q, %v", row.group, row.pattern, row.source, got, ok)
		}
	}
}

func TestCaptures(t *testing.T) {
	t.Parallel()
	got, err := compile(t, `(?<n>b)(c)?(\uD83D)`).Captures("ab😀")
	require.NoError(t, err)
	want := []netregex.Capture{
		{Name: "0", Text: "b\xed\xa0\xbd", Start: 1, End: 4, Matched: true},
		{Name: "1"},
		{Name: "2", Text: "\xed\xa0\xbd", Start: 2, End: 4, Matched: true},
		{Name: "n", Text: "b", Start: 1, End: 2, Matched: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	got, err = compile(t, "x").Captures("ab")
	require.NoError(t, err)
	require.Empty(t, got)
}

func TestIsMatchIsUnanchored(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern, source string
		want            bool
	}{
		{`@contoso\.com`, "a@contoso.com.au", true},
		{`^User_`, "AUser_", false},
		{`^User_`, "User_1", true},
		{`contoso`, "CONTOSO", false},
		{`^$`, "", true},
		{`a$`, "a\n", true},
		{`\d{3}`, "a12", false},
		{`(\w)(\w)\2\1`, "abba", true},
	} {
		got, err := compile(t, row.pattern).IsMatch(row.source)
		require.NoError(t, err)
		if got != row.want {
			t.Errorf("%q in %q: got %v", row.pattern, row.source, got)
		}
	}
}

func TestHasGroup(t *testing.T) {
	t.Parallel()
	p := compile(t, `(?<n>a)(b)(?<7>c)`)
	for name, want := range map[string]bool{"n": true, "N": false, "0": true, "1": true, "2": false, "7": true, "": false} {
		if got := p.HasGroup(name); got != want {
			t.Errorf("%q: got %v", name, got)
		}
	}
}

func TestPatternIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	p := compile(t, `(?<a>\w+)\s(?<b>\w+)(?=,)`)
	r, err := p.CompileReplacement("${b} ${a}")
	require.NoError(t, err)
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				source := fmt.Sprintf("x%d y%d,", g, i)
				out, _, err := p.Replace(nil, source, r)
				if want := fmt.Sprintf("y%d x%d,", i, g); err != nil || string(out) != want {
					t.Errorf("%q: got %q, %v", source, out, err)
				}
			}
		})
	}
	wg.Wait()
}

func ExamplePattern_Replace() {
	p, err := netregex.Compile(`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`, netregex.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := p.CompileReplacement("${phoneNumber}")
	if err != nil {
		fmt.Println(err)
		return
	}
	out, n, err := p.Replace(nil, "+91 9876543210", r)
	fmt.Println(string(out), n, err)
	// Output: 9876543210 1 <nil>
}
