package feed

import (
	"context"
	"io"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Options change how a [Reader] reads. The zero value reads everything within the default limits.
type Options struct {
	// Name is the name of the input, such as hires.csv or a path, used to detect the format. It may be empty or "-".
	Name string
	// Format is the format of the input; the zero value, [Auto], detects it.
	Format Format
	Limits Limits
	// Keep lists the attributes to retain, as mappings write them: mail, name.givenName, emails[type eq "work"].value or
	// urn:…:User:department retain the attribute or extension that they start with. ASCII case is ignored. Everything else is skipped
	// without building values, and only its syntax is checked: duplicate members, numbers out of range and halves of surrogate pairs
	// go unnoticed there. Empty retains everything.
	Keep []string
	// HideValues keeps the content of the input out of errors, including names of members and columns: in a damaged input, values may
	// be where names are expected. The error of the underlying io.Reader is shown.
	HideValues bool
	// EmptyCells is the meaning of empty CSV cells.
	EmptyCells EmptyCells
	// Context ends the reading when it is done; the final error wraps its error. It is checked before every record and every read of the
	// input. Nil means no cancellation.
	Context context.Context
	// Encoding is the name of the encoding of a text that does not show its own by a byte order mark or as UTF-16: see
	// [CheckEncoding]. "" and "auto" mean UTF-8. A code page whose characters have one byte is refused for a text whose
	// first characters beyond ASCII are UTF-8.
	Encoding string
	// Delimiter separates CSV cells; 0 means whichever of comma, semicolon and tab makes the most columns of the header. A header that is one
	// column with it, and several with another usual delimiter, is refused.
	Delimiter byte
	// Multi separates the values of a CSV cell: a cell with it is a list of the texts between, without empty ones and the spaces around
	// them. "" leaves every cell one text.
	Multi string
	// MultiColumns has such separators of single columns by their names, of which ASCII case is ignored; the other columns have Multi. Columns
	// that the table does not have are ignored.
	MultiColumns map[string]string
	// Documents reads documents of HR systems, as package mapping/sources does; nil reads none.
	Documents Documents
	// API are the expressions by which such a document has attributes, XPath or JSONPath, by the attributes' names: those of a source schema.
	API map[string]string
	// More are further inputs. A feed of changes is read with them as one, since what has become of a person may be in several; other formats
	// ignore them.
	More []Input
	// Now is the time as of which dated entries of a feed of changes hold; the zero time is the present.
	Now time.Time
	// Remark is called with what is left out of an input and is no mistake; nil leaves it unsaid.
	Remark func(diag.Message)
}

// Input is an input that is opened when it is read.
type Input struct {
	// Name is the name of the input, such as a path.
	Name string
	Open func() (io.ReadCloser, error)
}

// EmptyCells is the meaning of an empty CSV cell, quoted or not.
type EmptyCells uint8

const (
	// EmptyAbsent omits the attribute: nothing flows, and a default value may be used. The documentation of the inbound API asks
	// senders to omit empty columns.
	EmptyAbsent EmptyCells = iota
	// EmptyNull sets the attribute to null: if null values may flow, the target is cleared.
	EmptyNull
	// EmptyText sets the attribute to the text "".
	EmptyText
)

// String returns "absent", "null" or "text".
func (e EmptyCells) String() string {
	switch e {
	case EmptyNull:
		return "null"
	case EmptyText:
		return "text"
	default:
		return "absent"
	}
}

// Limits bounds the cost of one record. A record that exceeds a limit is a broken record, and reading continues after it. A field that
// is zero or negative means its default, see [Limits.WithDefaults].
type Limits struct {
	// RecordBytes bounds the text of one record: a JSON object, a line, a CSV row or an entry of LDIF. The members before the resources
	// of a SCIM list or before the operations of a bulk request count as one record. The memory in use is at most a small multiple of it.
	RecordBytes int
	// FieldBytes bounds one string or name, as written in the input.
	FieldBytes int
	// Depth bounds the nesting of JSON arrays and objects; the object of the record is the first level.
	Depth int
	// Columns bounds the columns of a CSV, the members of one JSON object and the attributes of an entry.
	Columns int
	// Values bounds the JSON values of one record, including objects, lists and what they contain, and the values of an entry.
	Values int
}

// WithDefaults returns the limits with every unset field replaced by its default. The defaults are listed in docs/security.md.
func (l Limits) WithDefaults() Limits {
	set := func(field *int, fallback int) {
		if *field <= 0 {
			*field = fallback
		}
	}
	set(&l.RecordBytes, 8<<20)
	set(&l.FieldBytes, 1<<20)
	set(&l.Depth, value.JSONDepth)
	set(&l.Columns, 4096)
	set(&l.Values, 250_000)
	return l
}
