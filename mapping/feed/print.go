package feed

import (
	"fmt"
	"io"
	"strconv"
)

// Format prints the place of the record and whether it is broken, but no values: which of them are secret only a plan knows. Attrs is
// for programs.
func (r Record) Format(s fmt.State, _ rune) {
	text := "record " + strconv.Itoa(r.Ordinal) + ", line " + strconv.Itoa(r.Line)
	if r.Err != nil {
		text += ", broken"
	}
	_, _ = io.WriteString(s, text)
}

// MarshalJSON returns ordinal, line and broken, see Format.
func (r Record) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"ordinal":%d,"line":%d,"broken":%t}`, r.Ordinal, r.Line, r.Err != nil), nil
}

// String returns the format of the input, and nothing of its content, a part of which is in the reader's buffer.
func (r Reader) String() string { return "feed.Reader of " + r.format.String() }

// GoString returns the same as String.
func (r Reader) GoString() string { return r.String() }
