package show_test

import (
	"testing"

	"github.com/stretchr/testify/require"

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
		{"a control of eight bits", "a\u009b31m", `a\u009b31m`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.expected, show.Visible(row.text))
		})
	}
}
