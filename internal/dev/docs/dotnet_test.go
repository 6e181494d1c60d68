package docs_test

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
)

// row matches a table row with an expression and its result.
var row = regexp.MustCompile("(?m)^\\| `([A-Z][^`]*\\))` \\| (?:`([^`]*)`[^|]*|(error)) \\|")

func TestDotnetPageIsTrue(t *testing.T) {
	page, err := os.ReadFile("../../../docs/dotnet.md")
	require.NoError(t, err)
	rows := row.FindAllStringSubmatch(string(page), -1)
	require.GreaterOrEqual(t, len(rows), 20)
	env := &expr.Env{Clock: func() time.Time { return time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC) }}
	for _, r := range rows {
		text, wantError := r[1], r[3] != ""
		prog, err := expr.Compile(text)
		if err == nil {
			v, evalErr := prog.Eval(env)
			if err = evalErr; err == nil && !wantError && v.Text() != r[2] {
				t.Errorf("%s returns %q, want %q as on the page", text, v.Text(), r[2])
			}
		}
		if (err != nil) != wantError {
			t.Errorf("%s: got error %v, want %q as on the page", text, err, r[2]+r[3])
		}
	}
}
