package feed

import (
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
)

// Record is one object of the input, or what is known of one that could not be read. It may be kept: nothing in it is reused.
type Record struct {
	// Ordinal counts the records from 1, broken ones included.
	Ordinal int
	// Line is the line of the input, from 1, on which the record starts.
	Line int
	// ID is the bulkId of a bulk operation, "" elsewhere. A broken operation has it where it stands before the fault.
	ID string
	// Method and Endpoint are method and path of a bulk operation as they stand in the input, such as POST and /Users; ""
	// where they are missing, and in other formats. Operations of every method are delivered: the caller decides.
	Method, Endpoint string
	// Attrs holds the attributes as they are named in the input; see Attributes. It is nil where Err is set, and has no members
	// for a DELETE operation without data.
	Attrs *value.Object
	// Err is an *[Error] where the record is broken: the records behind it can be read nevertheless.
	Err error
	// MayBeCut tells of the last row of a CSV that no line break stands behind it. If the input was cut off there, the last cell has
	// lost its end, and more rows may be missing; many programs leave the line break out, too.
	MayBeCut bool

	where pointer
}

// Attributes gives the attributes for an evaluation: a name that is missing stands for one that differs in ASCII case alone, since
// senders write username where the schema has userName, and the service takes it. A broken record has none. To tell names of
// different case apart use Attrs instead.
func (r Record) Attributes() value.Attributes {
	if r.Attrs == nil {
		return value.None{}
	}
	return value.Fold(r.Attrs)
}

// Place tells where the record stands: a JSON pointer with indexes from 0, such as /Operations/3/data or /Resources/3, "line 7"
// for lines and CSV rows, and "/" for an object that stands alone.
func (r Record) Place() string {
	switch {
	case r.where.lines:
		return "line " + strconv.Itoa(r.Line)
	case r.where.array:
		return r.where.before + "/" + strconv.Itoa(r.where.index) + r.where.after
	}
	return "/"
}

// pointer is the place of a record before it is spelled out, which most callers never need.
type pointer struct {
	before, after string
	index         int
	array, lines  bool
}
