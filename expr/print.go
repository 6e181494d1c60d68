package expr

import (
	"fmt"
	"io"
)

// Format prints what String returns, by any verb: the fields contain values that reports must not print.
func (x Explanation) Format(s fmt.State, _ rune) {
	if x.Root == nil {
		return
	}
	_, _ = io.WriteString(s, x.String())
}

// Format prints the part and its outcome on one line, as [Explanation.String] shows them.
func (s Step) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, clipped(oneLine(s.Text))+" "+s.outcome())
}

// Format prints only the name of the type: an evaluator retains the last evaluation's environment.
func (Evaluator) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "expr.Evaluator") }
