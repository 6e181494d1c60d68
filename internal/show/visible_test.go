package show_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/show"
)

func TestWhatDrivesATerminalIsSeen(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, expected string }{
		{"plain text stays", "Zoë van Dyk 😀\n\tשלום", "Zoë van Dyk 😀\n\tשלום"},
		{"a color", "\x1b[31mred", `\u001b[31mred`},
		{"an override of direction", "a\u202eb", `a\u202eb`},
		{"an isolate", "a\u2066b\u2069", `a\u2066b\u2069`},
		{"a mark of direction", "a\u200fb\u061c", `a\u200fb\u061c`},
		{"a null", "a\x00b", `a\u0000b`},
		{"a carriage return, which writes over the line", "good\rbad\r\n", "good\\u000dbad\\u000d\n"},
		{"a byte that a terminal of eight bits obeys", "a\x9b31m", `a\x9b31m`},
		{"what is no character in XML", "a\uffff\ufffd", "a\\uffff\ufffd"},
		{"a control of eight bits", "a\u009b31m", `a\u009b31m`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.expected, show.Visible(row.text))
		})
	}
}

func TestEverythingInAValueIsSeen(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		v        value.Value
		mask     string
		expected string
	}{
		{"a text", value.String("Zoë van Dyk"), "", `"Zoë van Dyk"`},
		{"an empty text", value.String(""), "", `""`},
		{"nothing", value.Null, "", "nothing"},
		{"nothing is not masked", value.Null, "redacted", "nothing"},
		{"a text that is masked", value.String("secret"), "redacted", "redacted"},
		{"a boolean", value.Boolean(true), "", "True"},
		{"a list", value.Strings("a", "b\n"), "", `["a","b\n"]`},
		{"spaces at both ends", value.String("  a b "), "", `"␣␣a b␣"`},
		{"spaces alone", value.String("  "), "", `"␣␣"`},
		{"a line break and a tab", value.String("a\nb\tc\r\n"), "", `"a⏎b⇥c\u000d⏎"`},
		{"spaces that look like spaces or like nothing", value.String("a\u00a0b\u200bc\u00add"), "", `"a\u00a0b\u200bc\u00add"`},
		{"an ideographic space, and what joins emoji", value.String("山田\u3000太郎 👩\u200d💻"), "", "\"山田\u3000太郎 👩\u200d💻\""},
		{"a color and a direction", value.String("\x1b[31m\u202e"), "", `"\u001b[31m\u202e"`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.expected, show.Value(row.v, row.mask))
		})
	}
}
