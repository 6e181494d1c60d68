package command

import (
	"io"
	"os"
	"strconv"

	"github.com/rivo/uniseg"
	"golang.org/x/term"

	"github.com/attrmap/attrmap/internal/show"
)

// coloring is the flag of the verbs whose text has colors.
type coloring struct {
	Color string `enum:"auto,always,never" default:"auto" help:"Color text: auto, which is on a terminal unless the environment variable NO_COLOR is set, always or never."`
}

// colors reports whether text on a stream is colored.
func (c *coloring) colors(p *program, w io.Writer) bool {
	colored := c.Color == "always" || c.Color == "auto" && p.isTerminal(w) && p.Getenv("NO_COLOR") == "" && p.Getenv("TERM") != "dumb" && obeysColors(fileOf(w))
	if o, ok := w.(*output); ok && colored {
		o.seen = false
	}
	return colored
}

// fileOf returns the file that a stream writes to, nil if it is none.
func fileOf(w io.Writer) *os.File {
	file, _ := raw(w).(*os.File)
	return file
}

// isTerminal reports whether a stream is a terminal.
func (p *program) isTerminal(w io.Writer) bool {
	if p.terminal != nil {
		return p.terminal(raw(w))
	}
	file := fileOf(w)
	return file != nil && term.IsTerminal(int(file.Fd())) //nolint:gosec // a descriptor is a small number
}

// Getenv returns a variable of the environment.
func (p *program) Getenv(name string) string {
	if p.getenv != nil {
		return p.getenv(name)
	}
	return os.Getenv(name)
}

// The widths of lines of text beyond which columns are too narrow or too far apart.
const leastColumns, mostColumns = 40, 400

// columns returns how wide lines of text on a stream are: what the environment variable COLUMNS says, else the width of the terminal. It is 0
// where the stream is no terminal, so that nobody knows.
func (p *program) columns(w io.Writer) int {
	n, err := strconv.Atoi(p.Getenv("COLUMNS"))
	if err != nil || n <= 0 {
		file := fileOf(w)
		if file == nil {
			return 0
		}
		if n, _, err = term.GetSize(int(file.Fd())); err != nil || n <= 0 { //nolint:gosec // a descriptor is a small number
			return 0
		}
	}
	return min(max(n, leastColumns), mostColumns)
}

// layout measures texts as terminals show them: by what a reader takes for one character.
var layout = show.Layout{Next: func(text string) (size, width int) {
	// Most texts are of ASCII, in which every character stands for itself unless a mark follows it.
	if text[0] < 0x80 && (len(text) == 1 || text[1] < 0x80) {
		return 1, 1
	}
	cluster, _, width, _ := uniseg.FirstGraphemeClusterInString(text, -1)
	return len(cluster), width
}}

// paintSeverity colors a text by the severity of a group of changes.
func paintSeverity(severity, text string) string {
	switch severity {
	case "failure", "deletion", "disable", "lostCreation", "conflict":
		return show.Bad.Paint(text)
	case "blanked", "identity":
		return show.Doubtful.Paint(text)
	}
	return text
}
