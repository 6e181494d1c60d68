package feed

import (
	"fmt"
	"io"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
)

// Record is one object of the input, or what is known of one that is broken. A caller may retain it: nothing in it is reused.
type Record struct {
	// Ordinal counts the records from 1, including broken ones.
	Ordinal int
	// Line is the line of the input, from 1, on which the record starts.
	Line int
	// ID is the bulkId of a bulk operation, "" in other formats. A broken operation has it if it comes before the fault.
	ID string
	// Method and Endpoint are method and path of a bulk operation as written, such as POST and /Users; "" if they are missing, and in
	// other formats. Operations of all methods are delivered.
	Method, Endpoint string
	// Attrs contains the attributes under their names in the input; see Attributes. It is nil if Err is set, and has no members for a
	// DELETE operation without data.
	Attrs *value.Object
	// Err is an *[Error] if the record is broken. The records after it can be read nevertheless.
	Err error
	// MayBeTruncated means that the last row of a CSV has no trailing line break, or that the last entry of LDIF has no empty line after
	// it. If the input was truncated, its last cell is incomplete, or attributes of the entry are missing, and more records may be; but
	// many programs omit that line break.
	MayBeTruncated bool
}

// Attributes returns the attributes for an evaluation. If a name is missing, one that differs only in ASCII case is used, since senders
// write username where the schema has userName, and the service accepts that. A broken record has no attributes. Use Attrs to
// distinguish names by case.
func (r Record) Attributes() value.Attributes {
	if r.Attrs == nil {
		return value.Map(nil)
	}
	return value.Fold(r.Attrs)
}

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
