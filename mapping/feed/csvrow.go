package feed

import (
	"bytes"

	"github.com/attrmap/attrmap/expr/diag"
)

// cell is the text of one cell, without the quotes around it.
type cell struct {
	start, end int
	doubled    bool // it contains doubled quotes
}

// rowScanner splits CSV rows into cells (RFC 4180). A quote is special only at the start of a cell. Elsewhere it is a fault, since it
// usually means that an export went wrong, except in the header, where SCIM paths contain bare quotes.
type rowScanner struct {
	maxCells  int
	delimiter byte
	header    bool
	stops     [256]bool // the bytes that end an unquoted cell: the delimiter, a line break and, except in the header, a quote

	cells     []cell // of the last row, the first maxCells of them
	count     int    // of the last row's cells
	quote     int    // the index of an unclosed quote, -1 for none
	truncated bool   // the row ended with the input, not with a line break
	plain     bool   // no cell contains doubled quotes
}

// configure prepares the scanner for the header or for the rows after it.
func (r *rowScanner) configure(delimiter byte, header bool) {
	r.delimiter, r.header = delimiter, header
	r.stops = [256]bool{'\n': true, '"': !header}
	r.stops[delimiter] = true
}

// scan finds the cells of the row at the start of text, and the length of the row with its line break. After a fault, the length is that
// of the lines that it covers. A fault with needMore asks for more text; atEnd means that there is none.
func (r *rowScanner) scan(text []byte, atEnd bool) (n int, f *fault) {
	r.cells, r.count, r.quote, r.truncated, r.plain = r.cells[:0], 0, -1, false, true
	for i := 0; ; {
		end, f := r.cell(text, i, atEnd)
		switch {
		case f != nil && f.needMore:
			return 0, f
		case f != nil:
			return r.lineEnd(text, f, atEnd)
		case end == len(text):
			r.truncated = true
			return end, nil
		case text[end] == '\n':
			return end + 1, nil
		}
		i = end + 1
		// Cells that are not kept are counted at the speed of bytes.Count: a row of a million commas must not be slow.
		if r.count > r.maxCells {
			i = r.skipCells(text, i)
		}
	}
}

// skipCells counts the cells from i on without quotes or line breaks, in a row that has too many cells, and returns the index of the
// cell after them.
func (r *rowScanner) skipCells(text []byte, i int) int {
	plain := text[i:]
	if end := bytes.IndexAny(plain, "\"\n"); end >= 0 {
		plain = plain[:end]
	}
	last := bytes.LastIndexByte(plain, r.delimiter) + 1
	r.count += bytes.Count(plain[:last], []byte{r.delimiter})
	return i + last
}

// lineEnd returns the length of a row with a fault: up to the next line break, or to the end of the text if a quote is open, since line
// breaks inside quotes do not end a row.
func (r *rowScanner) lineEnd(text []byte, f *fault, atEnd bool) (int, *fault) {
	if r.quote < 0 {
		if i := bytes.IndexByte(text[f.at:], '\n'); i >= 0 {
			return f.at + i + 1, f
		}
	}
	if !atEnd {
		return 0, incompleteRow()
	}
	r.truncated = true
	return len(text), f
}

// incompleteRow is the fault that asks for more text.
func incompleteRow() *fault { return &fault{needMore: true, cause: ErrTruncated} }

// cell reads the cell at i and returns the index of the delimiter or line break after it.
func (r *rowScanner) cell(text []byte, i int, atEnd bool) (end int, f *fault) {
	if i < len(text) && text[i] == '"' {
		return r.quoted(text, i, atEnd)
	}
	end = i
	for end < len(text) && !r.stops[text[end]] {
		end++
	}
	last := end
	switch {
	case end == len(text) && !atEnd:
		return 0, incompleteRow()
	case end < len(text) && text[end] == '"':
		return 0, &fault{at: end, cause: ErrSyntax, problem: diag.Messagef("quote inside a cell that does not start with a quote"),
			remedy: "quote the whole cell and double the quotes inside"}
	case end < len(text) && text[end] == r.delimiter:
		// A carriage return before a delimiter is part of the cell.
	case last > i && text[last-1] == '\r':
		last--
	}
	r.add(cell{start: i, end: last})
	return end, nil
}

// quoted reads the cell whose opening quote is at i.
func (r *rowScanner) quoted(text []byte, i int, atEnd bool) (end int, f *fault) {
	r.quote = i
	c := cell{start: i + 1, end: i + 1}
	for {
		q := bytes.IndexByte(text[c.end:], '"')
		switch {
		case q < 0 && atEnd:
			return 0, &fault{at: i, cause: ErrTruncated, problem: diag.Messagef("the quote is not closed"), remedy: "close it, or double it if it is part of the text"}
		case q < 0 || c.end+q+1 == len(text) && !atEnd:
			// The last byte of the text is a quote: whether it closes the cell or is the first of two, the next byte decides.
			return 0, incompleteRow()
		}
		c.end += q
		if c.end+1 == len(text) || text[c.end+1] != '"' {
			break
		}
		c.doubled, r.plain = true, false
		c.end += 2
	}
	r.quote = -1
	r.add(c)
	return r.afterQuote(text, c.end+1, atEnd)
}

// afterQuote reads what is between a closing quote and the next cell: nothing, or the first half of a line break.
func (r *rowScanner) afterQuote(text []byte, i int, atEnd bool) (end int, f *fault) {
	if i < len(text) && text[i] == '\r' {
		switch {
		case i+1 == len(text) && !atEnd:
			return 0, incompleteRow()
		case i+1 == len(text) || text[i+1] == '\n':
			return i + 1, nil
		}
	}
	if i == len(text) || text[i] == '\n' || text[i] == r.delimiter {
		return i, nil
	}
	return 0, &fault{at: i, cause: ErrSyntax,
		problem: diag.Messagef("want %s or a line break after the quoted cell, got %s", diag.Name(diag.Quote(string(rune(r.delimiter)))), found(text[i:])),
		remedy:  "double the quotes inside cells, and close those of the last cell"}
}

// add counts a cell, and keeps no more cells than a header may have.
func (r *rowScanner) add(c cell) {
	if len(r.cells) < r.maxCells {
		r.cells = append(r.cells, c)
	}
	r.count++
}
