package delta

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// looksCut returns why a file looks cut off by itself, or beside the other one; the zero message where it does not.
func looksCut(before, after *side) diag.Message {
	name := diag.Name(after.file.Name)
	switch {
	case after.encoding != nil:
		return diag.Messagef("%s looks cut off or damaged: %s", name, after.encoding)
	case after.last != nil:
		return diag.Messagef("%s looks cut off: its last record cannot be read: %s", name, after.last)
	case after.unended && !before.unended && before.file.EndsLine != nil:
		return diag.Messagef("%s looks cut off: its last line has no line break, and that of %s has one; if it is whole, end it with a line break", name, diag.Name(before.file.Name))
	case after.people == 0:
		return diag.Messagef("%s has nobody: no record has a matching value", name)
	}
	return diag.Message{}
}

// cutInTheLastCell returns why the last row of the new file looks cut off, although no line break ends the old file either. Many programs write none,
// so the row must say so itself, see [join.lastCellIsCut].
func (j *join) cutInTheLastCell() diag.Message {
	columns := j.new.file.Columns
	if j.last == nil || len(columns) == 0 {
		return diag.Message{}
	}
	column := j.layout.column(columns[len(columns)-1])
	if column < 0 || !j.lastCellIsCut(column) {
		return diag.Message{}
	}
	return diag.Messagef("%s looks cut off: its last line has no line break, and its last cell may be a part of one; if it is whole, end it with a line break", diag.Name(j.new.file.Name))
}

// lastCellIsCut reports whether the last cell of the last row may be a part of one: of what was there before, of the key of somebody absent, or of a
// status that is compared. A cell that is gone is a part of any, but people may well lose a value: it counts where somebody would be disabled for it.
func (j *join) lastCellIsCut(column int) bool {
	last := j.last.cell(column)
	if column == j.layout.key && slices.ContainsFunc(j.absent, func(a absentee) bool {
		return len(a.key) > len(j.last.key) && a.key[:len(j.last.key)] == string(j.last.key)
	}) {
		return true
	}
	if j.lastWas == nil || !j.layout.columns[column].compared {
		return j.layout.isPartOfStatus(column, last)
	}
	was := j.lastWas.cell(column)
	switch {
	case last.equals(was):
		return false
	case last.isBeginningOf(was) || j.layout.isPartOfStatus(column, last):
		return true
	case !last.isEmpty():
		return false
	}
	return j.opt.Terminate != nil && len(j.absent) > 0 || j.layout.turns(j.lastWas, j.last, column)
}

// isPartOfStatus reports whether a cell is the beginning of a text that the column is compared with, and none of these itself.
func (l *layout) isPartOfStatus(column int, c cell) bool {
	if !c.isText() {
		return false
	}
	text := strings.ToLower(strings.TrimSpace(string(c.text)))
	if text == "" {
		return false
	}
	for i := range l.attributes {
		a := &l.attributes[i]
		if !slices.Contains(a.columns, column) || slices.Contains(a.equals, text) {
			continue
		}
		if slices.ContainsFunc(a.equals, func(whole string) bool { return strings.HasPrefix(whole, text) }) {
			return true
		}
	}
	return false
}

// turns reports whether an attribute that reads the column was true or false before, and null or the other would be sent for it.
func (l *layout) turns(one, other *row, column int) bool {
	before, after := l.record(one), l.record(other)
	for i := range l.attributes {
		a := &l.attributes[i]
		if !slices.Contains(a.columns, column) {
			continue
		}
		was, err := l.reader.Value(&before, i)
		is, failed := l.reader.Value(&after, i)
		if err != nil || failed != nil || !isTrue(was) && !isFalse(was) || is.IsAbsent() && !a.cleared {
			continue
		}
		if !strings.EqualFold(was.Text(), is.Text()) {
			return true
		}
	}
	return false
}
