package replay

import (
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/show"
)

// Write writes the report as text, for people, or md, Markdown: the counts, each difference that is kept, and a table of the attributes; or as json.
func (r *Report) Write(w io.Writer, format string) error {
	var b strings.Builder
	switch format {
	case "text":
		r.text(&b)
	case "md":
		r.markdown(&b)
	case "json":
		text, err := r.MarshalJSON()
		if err != nil {
			return err
		}
		b.Write(append(text, '\n'))
	default:
		return diag.Errorf("want the format text, json or md, got %s", diag.Quote(format))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// beyond says how many differences are not listed; "" where all are.
func (r *Report) beyond() string {
	if r.more == 0 {
		return ""
	}
	return fmt.Sprintf("and %s more; --format json lists all", show.Counted(r.more, "difference", "differences"))
}

// text writes the report for people.
func (r *Report) text(b *strings.Builder) {
	fmt.Fprintln(b, r.String())
	if len(r.Differences) > 0 {
		fmt.Fprintln(b)
	}
	last := ""
	for i := range r.Differences {
		d := &r.Differences[i]
		if i == 0 || d.Event != last {
			fmt.Fprintf(b, "%s\n", show.Line(d.Event))
			last = d.Event
		}
		fmt.Fprintf(b, "  %s: %s → %s, ours %s (%s)\n", show.Line(d.Target), shownValue(d, 0), shownValue(d, 1), shownValue(d, 2), guessWords[d.Guess])
	}
	if text := r.beyond(); text != "" {
		fmt.Fprintln(b, text)
	}
	if len(r.Attributes) == 0 {
		return
	}
	rows := [][4]string{{"attribute", "agree", "differ", "unjudged"}}
	wide := [4]int{}
	for _, a := range r.Attributes {
		rows = append(rows, [4]string{show.Line(a.Target), show.Thousands(a.Agree), show.Thousands(a.Differ), show.Thousands(a.Unjudged)})
	}
	var layout show.Layout
	for _, row := range rows {
		for i := range row {
			wide[i] = max(wide[i], layout.Width(row[i]))
		}
	}
	fmt.Fprintln(b)
	for _, row := range rows {
		b.WriteString(layout.Pad(row[0], wide[0]))
		for i := 1; i < len(row); i++ {
			fmt.Fprintf(b, "  %s%s", strings.Repeat(" ", wide[i]-layout.Width(row[i])), row[i])
		}
		b.WriteByte('\n')
	}
}

// maxShown bounds how much of a value is shown to people, in characters.
const maxShown = 120

// shownValue shows the old and the new value of the log, and ours.
func shownValue(d *Difference, which int) string {
	v := d.Old
	switch which {
	case 1:
		v = d.New
	case 2: //nolint:mnd // the third
		v = d.Ours
	}
	if v.IsNull() {
		return "nothing"
	}
	var layout show.Layout
	return layout.Cut(show.Value(v, ""), maxShown)
}

// cellText makes a text fit for a cell of Markdown.
var cellText = strings.NewReplacer("|", "\\|", "<", "&lt;", "&", "&amp;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]")

// markdown writes the report as Markdown.
func (r *Report) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "**%s**\n", cellText.Replace(r.String()))
	if len(r.Differences) > 0 {
		b.WriteString("\n| event | attribute | log, old | log, new | ours | guess |\n|---|---|---|---|---|---|\n")
	}
	for i := range r.Differences {
		d := &r.Differences[i]
		b.WriteByte('|')
		for _, cell := range []string{show.Line(d.Event), show.Line(d.Target), shownValue(d, 0), shownValue(d, 1), shownValue(d, 2), guessWords[d.Guess]} {
			fmt.Fprintf(b, " %s |", cellText.Replace(cell))
		}
		b.WriteByte('\n')
	}
	if text := r.beyond(); text != "" {
		fmt.Fprintf(b, "\n%s\n", text)
	}
	if len(r.Attributes) == 0 {
		return
	}
	b.WriteString("\n| attribute | agree | differ | unjudged |\n|---|---:|---:|---:|\n")
	for _, a := range r.Attributes {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", cellText.Replace(show.Line(a.Target)), show.Thousands(a.Agree), show.Thousands(a.Differ), show.Thousands(a.Unjudged))
	}
}
