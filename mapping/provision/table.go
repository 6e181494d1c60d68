package provision

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
)

// The greatest widths of a table's columns, in characters; the reason comes last and is not cut.
const (
	targetWidth   = 40
	decisionWidth = 17
	valueWidth    = 44
)

// WriteTable writes a plan for people: a line with action, id and reason, then a line per attribute with what happens to it, the
// value (on an update the old one and the new one) and why.
func (p *Plan) WriteTable(w io.Writer) error {
	head := fmt.Sprintf("%-7s %s", p.Action, p.ID)
	if p.Target != "" {
		head += " → " + p.ShownTarget()
	}
	if p.Code != "" {
		head += "  [" + string(p.Code) + "]"
	}
	if p.Reason != "" {
		head += "  " + p.Reason
	}
	if _, err := fmt.Fprintln(w, show.Line(head)); err != nil {
		return err
	}
	names, values := p.widths()
	for i := range p.Attributes {
		o := &p.Attributes[i]
		_, err := fmt.Fprintf(w, "  %s  %s  %s  %s\n", pad(show.Line(o.Mapping.Target), names), pad(o.Decision.String(), decisionWidth),
			pad(change(o), values), show.Line(o.Reason))
		if err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// widths returns the widths of the columns of names and values in this plan, at most the greatest ones.
func (p *Plan) widths() (names, values int) {
	for i := range p.Attributes {
		names = max(names, utf8.RuneCountInString(p.Attributes[i].Mapping.Target))
		values = max(values, utf8.RuneCountInString(change(&p.Attributes[i])))
	}
	return min(names, targetWidth), min(values, valueWidth)
}

// pad brings text to a width, cutting what is longer.
func pad(text string, width int) string {
	n := utf8.RuneCountInString(text)
	if n <= width {
		return text + strings.Repeat(" ", width-n)
	}
	runes := []rune(text)
	return string(runes[:width-1]) + "…"
}

// change shows what becomes of the target's value.
func change(o *mapping.Outcome) string {
	return show.Change(o.Old, o.Shown(), o.Mask(), o.Decision.Changes(), o.Decision == mapping.Unchanged)
}
