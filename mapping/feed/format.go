package feed

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Format is the format of an input. The zero value is [Auto].
type Format uint8

const (
	// Auto detects the format from the name of the input and its first 4 KiB:
	//
	//   - .ndjson, .jsonl, .csv and .tsv decide by themselves;
	//   - content that starts with { or [ is JSON: a bulk request or a SCIM list by its member names or schemas, JSON Lines if the
	//     first two lines hold an object each, SCIM by the schemas of the first object, otherwise plain JSON;
	//   - otherwise .json and .scim are read as JSON and SCIM, whose errors say more, and everything else as CSV.
	Auto Format = iota
	// SCIMBulk is a SCIM bulk request (RFC 7644, 3.7): one record per operation. Several requests may follow each other.
	SCIMBulk
	// SCIM is a SCIM list response, an array of resources, one resource, or several in a row.
	SCIM
	// NDJSON is one JSON object per line; a broken line costs no other line.
	NDJSON
	// JSON is an array of objects, one object, several in a row, or an OData response with its objects in "value".
	JSON
	// CSV is a table with a header row: cells separated by comma, semicolon or tab, quoted as in RFC 4180.
	CSV
)

var formatNames = [...]string{
	Auto: "auto", SCIMBulk: "scim-bulk", SCIM: "scim", NDJSON: "ndjson", JSON: "json", CSV: "csv",
}

// String returns the name that [ParseFormat] accepts.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// ParseFormat returns the format of that name, in any case; "jsonl" is another name of ndjson. The error lists the names.
func ParseFormat(name string) (Format, error) {
	lower := strings.ToLower(name)
	if lower == "jsonl" {
		return NDJSON, nil
	}
	for f, n := range formatNames {
		if n == lower {
			return Format(f), nil
		}
	}
	return Auto, fmt.Errorf("unknown format %s: write one of %s", diag.Quote(name), strings.Join(formatNames[:], ", "))
}

// foldsNames reports whether member names are case-insensitive, so that userName and username are one attribute (RFC 7643, 2.1).
func (f Format) foldsNames() bool { return f == SCIM || f == SCIMBulk }
