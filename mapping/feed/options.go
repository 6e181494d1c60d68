package feed

import (
	"context"

	"github.com/attrmap/attrmap/expr/value"
)

// Options change how a [Reader] reads. The zero value reads everything within the default limits.
type Options struct {
	// Name is the name of the input, such as hires.csv or a path, used to detect the format. It may be empty or "-".
	Name string
	// Format is the format of the input; the zero value, [Auto], detects it.
	Format Format
	Limits Limits
	// Keep names the attributes to retain, as mappings write them: mail, name.givenName, emails[type eq "work"].value or
	// urn:…:User:department keep the attribute or extension that they start from. Names are compared without ASCII case.
	// Everything else is passed over without building values, and checked for its syntax alone: a member that stands twice,
	// a number that cannot be held or half a surrogate pair goes unnoticed there. Empty keeps all.
	Keep []string
	// HideValues keeps everything that the input says out of errors: names of members and columns too, which values of a damaged
	// input may stand in place of.
	HideValues bool
	// EmptyCells tells what an empty CSV cell stands for.
	EmptyCells EmptyCells
	// Context ends the reading when it is done: the final error wraps its error. It is looked at before every record and every read of
	// the input; nil never ends anything.
	Context context.Context
	// Delimiter separates CSV cells; 0 takes the one of comma, semicolon and tab that gives the header most columns.
	Delimiter byte
}

// EmptyCells is the meaning of an empty CSV cell, quoted or not.
type EmptyCells uint8

const (
	// EmptyAbsent leaves the attribute out: nothing flows, and a default value may be used. It is what the documentation of
	// the inbound API asks senders to do with empty columns.
	EmptyAbsent EmptyCells = iota
	// EmptyNull gives the attribute the value null: where null values may flow, the target is cleared.
	EmptyNull
	// EmptyText gives the attribute the text "".
	EmptyText
)

// String gives "absent", "null" or "text".
func (e EmptyCells) String() string {
	switch e {
	case EmptyNull:
		return "null"
	case EmptyText:
		return "text"
	}
	return "absent"
}

// Limits bounds the cost of one record. A record that exceeds a limit is a broken record, and reading continues after it. A field that
// is zero or negative means its default, see [Limits.WithDefaults].
type Limits struct {
	// RecordBytes bounds the text of one record: a JSON object, a line or a CSV row. The members in front of a SCIM list's
	// resources or of a bulk request's operations count as one record. Memory in use is a small multiple of it at most.
	RecordBytes int
	// FieldBytes bounds one text value or name, as it stands in the input.
	FieldBytes int
	// Depth bounds how deep JSON arrays and objects nest; the record's own object is the first level.
	Depth int
	// Columns bounds the columns of a CSV and the members of one JSON object.
	Columns int
	// Values bounds the JSON values of one record, objects, lists and their members all counted.
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
