package feed

import (
	"fmt"
	"io"
	"strconv"
)

// Format prints the record's place and what kind of record it is, and no value: which of them are secret only a plan tells. Attrs is for
// programs.
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

// String returns the format that is read, and nothing of the input, of which a reader holds a part.
func (r Reader) String() string { return "feed.Reader of " + r.format.String() }

// GoString returns what String does.
func (r Reader) GoString() string { return r.String() }
