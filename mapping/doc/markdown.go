package doc

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/internal/show"
)

// markdown builds the text of a page. Names and constants come from untrusted files: they must pass through code or prose.
type markdown struct{ strings.Builder }

// heading writes a heading with an empty line before it.
func (m *markdown) heading(level int, words string) {
	if m.Len() > 0 {
		m.WriteByte('\n')
	}
	fmt.Fprintf(m, "%s %s\n", strings.Repeat("#", level), words)
}

// paragraph writes a paragraph with an empty line before it.
func (m *markdown) paragraph(words string) { fmt.Fprintf(m, "\n%s\n", words) }

// items writes a list; an item that begins with spaces belongs to the one before it.
func (m *markdown) items(items []string) {
	if len(items) == 0 {
		return
	}
	m.WriteByte('\n')
	for _, item := range items {
		inner := strings.TrimLeft(item, " ")
		fmt.Fprintf(m, "%s- %s\n", item[:len(item)-len(inner)], inner)
	}
}

// table writes rows of cells below a head.
func (m *markdown) table(head []string, rows [][]string) {
	fmt.Fprintf(m, "\n| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	// An empty cell is one bar with nothing before it, so that tables with many empty cells stay readable as text.
	for _, cells := range rows {
		m.WriteByte('|')
		for _, cell := range cells {
			if cell != "" {
				cell = " " + cell
			}
			m.WriteString(cell + " |")
		}
		m.WriteByte('\n')
	}
}

// block writes a fenced code block whose fence is longer than any in the text.
func (m *markdown) block(text string) {
	// A block ends at the first fence as long as its own: text with backticks needs a longer one.
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	fmt.Fprintf(m, "\n%s\n%s\n%s\n", fence, text, fence)
}

// code returns a name or constant as inline code, on one line and safe in the cell of a table: a bar would end the cell, a backtick the
// code. A text that contains one of them is written with numeric character references.
func code(text string) string {
	text = strings.Map(func(r rune) rune {
		if r != ' ' && !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, show.Line(strings.ReplaceAll(text, "\r\n", "\n")))
	// Backticks take spaces at the ends away, and cannot be empty.
	if !strings.ContainsAny(text, "`|") {
		if strings.TrimSpace(text) != text || text == "" {
			return "<code>" + numbered(text) + "</code>"
		}
		return "`" + text + "`"
	}
	return "<code>" + numbered(text) + "</code>"
}

// numbered returns text with numeric character references for everything that could be markup in Markdown or HTML.
// A backslash would not do: inside of code it is itself, and a bar ends a cell of a table even in code.
func numbered(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == ' ' || r >= 0x80 || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// prose returns a title or message as plain words, on one line.
func prose(text string) string {
	// Line breaks become spaces: on a line of its own, text could be a heading, a list or a table.
	text = html.EscapeString(strings.Join(strings.Fields(show.Visible(text)), " "))
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_{}[]|~", r) {
			b.WriteByte('\\')
		}
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		}
	}
	// Quotation marks are harmless outside tags, and read better as they are.
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`).Replace(b.String())
}

// message returns the words of a finding with its hint.
func message(text, hint string) string {
	if hint != "" {
		text += " (" + hint + ")"
	}
	return prose(text)
}
