package feed

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// csvRecords returns the rows of a CSV after its header. The cells of a row are ranges of the window until pack copies them all at once,
// so that the number of allocations does not grow with the number of cells.
type csvRecords struct {
	in       *input
	opt      Options
	row      rowScanner
	names    *names
	columns  []name
	multi    []string // separators of values, by column; nil where none has one
	unnamed  int      // columns after the named ones, empty in every row
	cut      bool     // the row before had too few cells
	keepsAll bool
	text     strings.Builder
	ordinal  int
	final    error // how the stream ends, returned after the last record
}

// newCSVRecords reads the header, so that a faulty header is an error of Open and not of a record.
func newCSVRecords(in *input, opt Options, names *names) (*csvRecords, error) {
	c := &csvRecords{in: in, opt: opt, names: names, keepsAll: len(opt.Keep) == 0}
	c.row.maxCells = opt.Limits.Columns + 1
	return c, c.header()
}

// next returns the next row.
func (c *csvRecords) next() (Record, error) {
	if c.final == nil {
		c.skipEmptyLines()
		if len(c.in.window()) > 0 {
			return c.read()
		}
		c.end()
	}
	return Record{}, c.final
}

// end ends the stream at the end of the input. A failed reader must not look like a complete table.
func (c *csvRecords) end() {
	if c.final = c.in.failure(); c.final == nil {
		c.final = io.EOF
	}
}

// skipEmptyLines skips lines without cells. Afterwards the window is empty only at the end of the input.
func (c *csvRecords) skipEmptyLines() {
	for {
		c.in.more(2)
		switch window := c.in.window(); {
		case bytes.HasPrefix(window, []byte("\n")), string(window) == "\r":
			c.in.advance(1)
		case bytes.HasPrefix(window, []byte("\r\n")):
			c.in.advance(2)
		default:
			return
		}
	}
}

// read reads the row at the start of the window and moves past it.
func (c *csvRecords) read() (Record, error) {
	n, f := c.scan()
	if c.row.truncated && c.in.err != nil {
		// The row may be incomplete like the input.
		c.end()
		return Record{}, c.final
	}
	c.ordinal++
	rec := Record{Ordinal: c.ordinal, Line: c.in.line + 1}
	if f == nil {
		f = c.check(n)
	}
	if f == nil {
		rec.Attrs, rec.MayBeTruncated = c.attributes(), c.row.truncated
		c.in.advance(n)
		return rec, nil
	}
	rec.Err = f.error(rec.Ordinal, c.in.place(f.at))
	switch {
	case c.row.quote >= 0:
		// Every line that follows may be text inside the quotes: no row after this one is certain.
		c.in.advance(len(c.in.window()))
		c.final = (&fault{cause: f.cause, problem: diag.Messagef("the rest cannot be read: it is inside the quotes of the last record"),
			remedy: fmt.Sprintf("correct record %d and read the input again", rec.Ordinal)}).error(0, c.in.place(0))
	case n == 0:
		// The row is too long to find its end by its cells, but without an open quote a line break ends it.
		c.in.skipLine()
	default:
		c.in.advance(n)
	}
	return rec, nil
}

// scan finds the cells of the row at the start of the window and its length, 0 if it is too long to find its end.
func (c *csvRecords) scan() (n int, f *fault) {
	limit := c.opt.Limits.RecordBytes
	for {
		window := c.in.window()
		n, f = c.row.scan(window, c.in.ended)
		switch {
		case f == nil && n > limit:
			return n, c.tooLarge()
		case f == nil || !f.needMore:
			return n, f
		case len(window) > limit:
			return 0, c.tooLarge()
		}
		// Doubling the window keeps the cost linear, although the row is scanned again from its start.
		c.in.more(min(2*len(window), limit) + 1)
	}
}

// tooLarge is the fault of a row beyond the limit. Most often such a row is an unclosed quote, so the fault points at it.
func (c *csvRecords) tooLarge() *fault {
	limit := c.opt.Limits.RecordBytes
	cause := exceeded(codes.LimitRecordBytes, limit)
	if c.row.quote >= 0 {
		return &fault{at: c.row.quote, cause: cause, problem: diag.Messagef("the quote is not closed within %d bytes", limit),
			remedy: "close it, double it if it is part of the text, or raise the limit"}
	}
	return &fault{cause: cause, problem: diag.Messagef("the row is longer than %d bytes", limit),
		remedy: "check the line breaks, or raise the limit"}
}

// hasAllCells reports whether a row has the cells of all columns. Those without a name may be missing altogether: spreadsheet programs write them for
// columns that once had something, but not in every row (documented: Microsoft, column delimiters are missing in an Excel spreadsheet that is saved
// as text). Such a row is none where it may be the rest of another one.
func (c *csvRecords) hasAllCells() bool {
	cut := c.cut
	c.cut = c.row.count < len(c.columns)
	switch c.row.count {
	case len(c.columns) + c.unnamed:
		return true
	case len(c.columns):
		return !cut && slices.ContainsFunc(c.row.cells, func(at cell) bool { return at.start < at.end })
	}
	return false
}

// check returns what is wrong with a row of n bytes whose cells are known, nil if nothing is. Cells below columns without a name, which must be
// empty, are taken away.
func (c *csvRecords) check(n int) *fault {
	if want := len(c.columns); !c.hasAllCells() {
		remedy := "add the missing cells"
		if c.row.count > want+c.unnamed {
			remedy = "quote cells that contain " + string(diag.Quote(string(rune(c.row.delimiter))))
		}
		return &fault{cause: ErrShape, remedy: remedy,
			problem: diag.Messagef("want %d cells, as in the header, got %d", want+c.unnamed, c.row.count)}
	}
	for i, cell := range c.row.cells[min(len(c.columns), len(c.row.cells)):] {
		if text := c.in.window()[cell.start:cell.end]; len(bytes.TrimSpace(text)) > 0 {
			return &fault{at: cell.start, cause: ErrShape, remedy: "name the column, or delete it with the cell",
				problem: diag.Messagef("column %d has no name, and this row has a value there", len(c.columns)+i+1)}
		}
	}
	c.row.cells = c.row.cells[:len(c.columns)]
	// No cell is longer than its row: only rows beyond the limit of a cell need a look at every cell.
	if limit := c.opt.Limits.FieldBytes; n > limit {
		for i, cell := range c.row.cells {
			if size := cell.end - cell.start; size > limit {
				return &fault{at: cell.start, cause: exceeded(codes.LimitFieldBytes, limit), problem: diag.Messagef("the cell of column %s has %d bytes, more than the limit of %d",
					diag.Quote(c.columns[i].text), size, limit), remedy: "shorten it, or raise the limit"}
			}
		}
	}
	return c.in.validText(c.in.window()[:n], asUTF8)
}

// attributes returns the cells of the row as texts under the names of their columns.
func (c *csvRecords) attributes() *value.Object {
	text := c.pack()
	count := len(c.row.cells)
	if c.opt.EmptyCells == EmptyAbsent {
		count = 0
		for _, cell := range c.row.cells {
			if cell.start < cell.end {
				count++
			}
		}
	}
	members := make([]value.Member, 0, count)
	for i, cell := range c.row.cells {
		switch column := &c.columns[i]; {
		case !column.keep:
		case cell.start < cell.end:
			members = append(members, value.Member{Name: column.text, Value: c.cellValue(i, text[cell.start:cell.end])})
		case c.opt.EmptyCells == EmptyNull:
			members = append(members, value.Member{Name: column.text, Value: value.Null})
		case c.opt.EmptyCells == EmptyText:
			members = append(members, value.Member{Name: column.text, Value: value.String("")})
		}
	}
	return value.NewObject(members...)
}

// cellValue returns the text of a cell of column i, or its values.
func (c *csvRecords) cellValue(i int, text string) value.Value {
	if c.multi == nil || c.multi[i] == "" || !strings.Contains(text, c.multi[i]) {
		return value.String(text)
	}
	var values []string
	for part := range strings.SplitSeq(text, c.multi[i]) {
		if part = strings.TrimSpace(part); part != "" {
			values = append(values, part)
		}
	}
	return value.Strings(values...)
}

// pack returns one string of all retained cells of the row, and changes the cells to ranges of that string: one allocation per row.
func (c *csvRecords) pack() string {
	window, cells := c.in.window(), c.row.cells
	if c.row.plain && c.keepsAll {
		// Without doubled quotes the cells are already parts of the row's text.
		from, to := cells[0].start, cells[len(cells)-1].end
		for i := range cells {
			cells[i].start -= from
			cells[i].end -= from
		}
		return string(window[from:to])
	}
	size := 0
	for i, cell := range cells {
		if c.columns[i].keep {
			size += cell.end - cell.start
		}
	}
	c.text.Reset()
	c.text.Grow(size)
	for i, cell := range cells {
		from := c.text.Len()
		if c.columns[i].keep {
			cell.writeTo(&c.text, window)
		}
		cells[i].start, cells[i].end = from, c.text.Len()
	}
	return c.text.String()
}

// writeTo writes the text of the cell, in which two quotes mean one.
func (c cell) writeTo(b *strings.Builder, text []byte) {
	rest := text[c.start:c.end]
	for c.doubled {
		q := bytes.IndexByte(rest, '"')
		if q < 0 {
			break
		}
		b.Write(rest[:q+1])
		rest = rest[q+2:]
	}
	b.Write(rest)
}
