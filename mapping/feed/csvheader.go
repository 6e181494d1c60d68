package feed

import (
	"bytes"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// header reads the row that names the columns. Empty lines may precede it, and lines that declare a type or the delimiter.
func (c *csvRecords) header() error {
	c.skipEmptyLines()
	c.declaredType()
	c.declaredDelimiter()
	c.skipEmptyLines()
	if len(c.in.window()) == 0 {
		if err := c.in.failure(); err != nil {
			return err
		}
		f := fault{cause: ErrTruncated, problem: diag.Messagef("the input is empty: want a row of column names"),
			remedy: "check that its writer has finished"}
		return f.error(0, c.in.place(0))
	}
	n, f := c.widest()
	// A header that ends where the reader failed may lack columns: the failure is the error, not what the header looks like.
	if c.row.truncated && c.in.err != nil {
		return c.in.failure()
	}
	if f == nil {
		f = c.nameColumns(n)
	}
	if f != nil {
		return f.error(0, c.in.place(f.at))
	}
	c.row.configure(c.row.delimiter, false)
	at := c.in.place(0)
	c.in.advance(n)
	c.skipEmptyLines()
	if isProse(c.columns, len(c.in.window()) > 0) {
		f := fault{cause: ErrShape, problem: diag.Messagef("want a row of column names, got a sentence"),
			remedy: "check that this is the table, with the names of its columns in the first row"}
		return f.error(0, at)
	}
	return nil
}

// declaredType skips the line "#TYPE System.Object", which Export-Csv of Windows PowerShell writes before the header (documented).
func (c *csvRecords) declaredType() {
	const mark = "#TYPE "
	c.in.more(len(mark))
	if bytes.HasPrefix(c.in.window(), []byte(mark)) {
		c.in.skipLine()
	}
}

// declaredDelimiter reads the line "sep=;" that spreadsheet programs write and understand.
func (c *csvRecords) declaredDelimiter() {
	const mark = "sep="
	c.in.more(len(mark) + 3)
	window := c.in.window()
	if len(window) < len(mark)+2 || !strings.EqualFold(string(window[:len(mark)]), mark) {
		return
	}
	if end := window[len(mark)+1:]; end[0] != '\n' && !bytes.HasPrefix(end, []byte("\r\n")) {
		return
	}
	// An explicit option wins over the declaration, but the line is skipped in either case.
	if c.opt.Delimiter == 0 {
		c.opt.Delimiter = window[len(mark)]
	}
	c.in.skipLine()
}

// widest scans the header with the delimiter that makes the most columns, even if there is a fault after them.
func (c *csvRecords) widest() (n int, f *fault) {
	candidates := []byte{',', ';', '\t'}
	if c.opt.Delimiter != 0 {
		candidates = []byte{c.opt.Delimiter}
	}
	best, most := candidates[0], 0
	for _, delimiter := range candidates {
		c.row.configure(delimiter, true)
		c.scan()
		if c.row.count > most {
			best, most = delimiter, c.row.count
		}
	}
	c.row.configure(best, true)
	return c.scan()
}

// nameColumns takes the names of the columns from the cells of the header, without the spaces around them: no attribute has such a name.
func (c *csvRecords) nameColumns(n int) *fault {
	if limit := c.opt.Limits.Columns; c.row.count > limit {
		return &fault{cause: exceeded(codes.LimitColumns, limit), remedy: "raise the limit",
			problem: diag.Messagef("the header has %d columns, more than the limit of %d", c.row.count, limit)}
	}
	row := c.in.window()[:n]
	if f := validText(row, "save the table as CSV UTF-8"); f != nil {
		return f
	}
	known := make(map[string]int, c.row.count) // the number of the column, from 1, by name
	for i, cell := range c.row.cells {
		var b strings.Builder
		cell.writeTo(&b, row)
		text := strings.TrimSpace(b.String())
		if f := c.checkName(i, cell, text, known[text]); f != nil {
			return f
		}
		known[text] = i + 1
		column := c.names.new(text)
		c.names.note(column)
		c.columns = append(c.columns, column)
	}
	return nil
}

// checkName returns what is wrong with the name of column i, nil if nothing is. If an earlier column has the same name, other is its
// number, from 1.
func (c *csvRecords) checkName(i int, at cell, text string, other int) *fault {
	f := fault{at: at.start}
	switch limit := c.opt.Limits.FieldBytes; {
	case text == "":
		f.cause, f.remedy = ErrShape, "name it, or delete the column and its delimiter"
		f.problem = diag.Messagef("column %d has no name", i+1)
	case other > 0:
		f.cause, f.remedy = ErrDuplicate, "rename or delete one of them"
		f.problem = diag.Messagef("columns %d and %d are both named %s", other, i+1, diag.Quote(text))
	case strings.Contains(text, "\r"):
		f.cause, f.remedy = ErrSyntax, "save the table with CR LF or LF as line breaks"
		f.problem = diag.Messagef("the header contains a carriage return")
	case at.end-at.start > limit:
		f.cause, f.remedy = exceeded(codes.LimitFieldBytes, limit), "shorten it, or raise the limit"
		f.problem = diag.Messagef("the name of column %d has more than %d bytes", i+1, limit)
	default:
		return nil
	}
	return &f
}
