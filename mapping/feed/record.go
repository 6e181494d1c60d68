package feed

import "github.com/attrmap/attrmap/expr/value"

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
	// MayBeTruncated tells of the last row of a CSV that no line break stands behind it. If the input was cut off there, the last cell has
	// lost its end, and more rows may be missing; many programs leave the line break out, too.
	MayBeTruncated bool
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
