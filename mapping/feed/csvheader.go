package feed

import (
	"bytes"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// asUTF8 is what to do with a table that is not UTF-8.
const asUTF8 = "save the table as CSV UTF-8"

// header reads the row that names the columns. Empty lines may precede it, and lines that declare a type or the delimiter.
func (c *csvRecords) header() error {
	for declared := true; declared; {
		c.skipEmptyLines()
		declared = c.declaredType() || c.declaredDelimiter()
	}
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
		f = c.otherDelimiter()
	}
	if f == nil {
		f = c.nameColumns(n)
	}
	if f != nil {
		return f.error(0, c.in.place(f.at))
	}
	c.separate()
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

// declaredType skips the line "#TYPE System.Object", which Export-Csv of Windows PowerShell writes before the header (documented), and reports whether
// there is one. Whoever saves such a table again may put it into quotes.
func (c *csvRecords) declaredType() bool {
	const mark = "#TYPE "
	c.in.more(len(mark) + 1)
	if !bytes.HasPrefix(bytes.TrimPrefix(c.in.window(), []byte(`"`)), []byte(mark)) {
		return false
	}
	c.in.skipLine()
	return true
}

// declaredDelimiter reads the line "sep=;" that spreadsheet programs write and understand, and reports whether there is one.
func (c *csvRecords) declaredDelimiter() bool {
	const mark = "sep="
	c.in.more(len(mark) + 3)
	window := c.in.window()
	if len(window) < len(mark)+2 || !strings.EqualFold(string(window[:len(mark)]), mark) {
		return false
	}
	if end := window[len(mark)+1:]; end[0] != '\n' && !bytes.HasPrefix(end, []byte("\r\n")) {
		return false
	}
	// An explicit option wins over the declaration, but the line is skipped in either case.
	if c.opt.Delimiter == 0 {
		c.opt.Delimiter = window[len(mark)]
	}
	c.in.skipLine()
	return true
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

// otherDelimiter returns the fault of a header that is one column with the delimiter in use, while another character separates names: everybody's
// attributes would be one text. Those that are tried without being asked for would have been found.
func (c *csvRecords) otherDelimiter() *fault {
	if c.row.count > 1 {
		return nil
	}
	used := c.row.delimiter
	defer func() {
		c.row.configure(used, true)
		c.scan()
	}()
	for _, other := range []byte(",;\t|^~\x1f\x01") {
		c.row.configure(other, true)
		if _, f := c.scan(); f != nil || c.row.count < 2 {
			continue
		}
		name := string(diag.Quote(string(rune(other))))
		f := &fault{cause: ErrShape, problem: diag.Messagef("the header has one column, and %s in its name", diag.Name(name)),
			remedy: "choose the delimiter (--delimiter " + name + ")"}
		if c.opt.Delimiter != 0 {
			f.problem = diag.Messagef("the header has no delimiter %s", diag.Name(diag.Quote(string(rune(c.opt.Delimiter)))))
			f.remedy = "choose the one that it has (--delimiter " + name + ")"
		}
		return f
	}
	return nil
}

// separate finds the separators of values for every column.
func (c *csvRecords) separate() {
	if c.opt.Multi == "" && len(c.opt.MultiColumns) == 0 {
		return
	}
	own := make(map[string]string, len(c.opt.MultiColumns))
	for column, separator := range c.opt.MultiColumns {
		own[lowerASCII(column)] = separator
	}
	c.multi = make([]string, len(c.columns))
	for i := range c.columns {
		separator, ok := own[lowerASCII(c.columns[i].text)]
		if !ok {
			separator = c.opt.Multi
		}
		c.multi[i] = separator
	}
}

// nameColumns takes the names of the columns from the cells of the header, without the spaces around them: no attribute has such a name.
// Columns without a name at the end are counted, and may hold nothing.
func (c *csvRecords) nameColumns(n int) *fault {
	if limit := c.opt.Limits.Columns; c.row.count > limit {
		return &fault{cause: exceeded(codes.LimitColumns, limit), remedy: "raise the limit",
			problem: diag.Messagef("the header has %d columns, more than the limit of %d", c.row.count, limit)}
	}
	row := c.in.window()[:n]
	if f := c.in.validText(row, asUTF8); f != nil {
		return f
	}
	cells := c.row.cells
	for len(cells) > 1 && len(bytes.TrimSpace(row[cells[len(cells)-1].start:cells[len(cells)-1].end])) == 0 {
		cells = cells[:len(cells)-1]
		c.unnamed++
	}
	known := make(map[string]int, c.row.count) // the number of the column, from 1, by name in lower case
	for i, cell := range cells {
		var b strings.Builder
		cell.writeTo(&b, row)
		text := strings.TrimSpace(b.String())
		if f := c.checkName(i, cell, text, known[lowerASCII(text)]); f != nil {
			return f
		}
		known[lowerASCII(text)] = i + 1
		column := c.names.new(text)
		c.names.note(column)
		c.columns = append(c.columns, column)
	}
	return nil
}

// checkName returns what is wrong with the name of column i, nil if nothing is. If an earlier column has the same name, or one that differs only
// in case, as which expressions read it, other is its number, from 1.
func (c *csvRecords) checkName(i int, at cell, text string, other int) *fault {
	f := fault{at: at.start}
	switch limit := c.opt.Limits.FieldBytes; {
	case text == "":
		f.cause, f.remedy = ErrShape, "name it, or delete the column and its delimiter"
		f.problem = diag.Messagef("column %d has no name", i+1)
	case other > 0 && c.columns[other-1].text != text:
		f.cause, f.remedy = ErrDuplicate, "rename or delete one of them"
		f.problem = diag.Messagef("columns %d and %d are named %s and %s, which differ only in case", other, i+1, diag.Quote(c.columns[other-1].text), diag.Quote(text))
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
