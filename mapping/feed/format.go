package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Format is the format of an input. The zero value is [Auto].
type Format uint8

const (
	// Auto detects the format from the name of the input and its first 4 KiB:
	//
	//   - .ndjson, .jsonl, .csv, .tsv, .ldif and .ldf decide by themselves;
	//   - content that starts with { or [ is JSON: a bulk request or a SCIM list by its member names or schemas, JSON Lines if the
	//     first two lines hold an object each, SCIM by the schemas of the first object, otherwise plain JSON;
	//   - content whose first line is that of an entry, or the version, is LDIF;
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
	// LDIF is a list of directory entries (RFC 2849), as ldifde and ldapsearch write them. An attribute with several values is a list,
	// the name of the entry is the attribute dn, and what is neither text nor UTF-8 is binary. Files of changes are refused, but for
	// additions.
	LDIF
	// Workday is the answer of Workday's Get_Workers, XML: one record per worker. It and the two after it are documents of HR systems, which
	// [Options.Documents] reads.
	Workday
	// SuccessFactors is the answer of SAP SuccessFactors' OData API to a request for PerPerson, JSON.
	SuccessFactors
	// OracleATOM is a feed of Oracle HCM Cloud, ATOM, or several: one record per person, merged from all entries about them.
	OracleATOM
)

// formatNames holds the names of the formats. It is never changed.
var formatNames = [...]string{
	Auto: "auto", SCIMBulk: "scim-bulk", SCIM: "scim", NDJSON: "ndjson", JSON: "json", CSV: "csv", LDIF: "ldif",
	Workday: "workday", SuccessFactors: "successfactors", OracleATOM: "oracle-atom",
}

// String returns the name that [ParseFormat] accepts.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// Formats returns all formats, Auto first.
func Formats() []Format {
	all := make([]Format, len(formatNames))
	for i := range all {
		all[i] = Format(i)
	}
	return all
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

// detectBytes is the size of the head of the input from which its format is detected.
const detectBytes = 4 << 10

// detect returns the format of an input by its name, which may be a path or empty, and the first bytes of its text. It returns Auto if
// head is empty and the name does not decide. The rules are those of [Auto].
func detect(name string, head []byte) Format {
	extension := strings.ToLower(path.Ext(name))
	switch extension {
	case ".ndjson", ".jsonl":
		return NDJSON
	case ".csv", ".tsv":
		return CSV
	case ".ldif", ".ldf":
		return LDIF
	}
	content := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(content) > 0 && (content[0] == '{' || content[0] == '['):
		return detectJSON(content)
	case isLDIF(content):
		return LDIF
	case extension == ".json":
		return JSON
	case extension == ".scim":
		return SCIM
	case len(content) > 0:
		return CSV
	}
	return Auto
}

// detectJSON returns the format of content that begins with a bracket or brace. Bulk requests and lists are known by what only they
// have; JSON Lines must be known before SCIM, because a line may have schemas, too.
func detectJSON(content []byte) Format {
	t := readTop(content)
	switch {
	case t.operations || hasMessage(t.schemas, "bulkrequest"):
		return SCIMBulk
	case t.resources || hasMessage(t.schemas, "listresponse"):
		return SCIM
	case objectPerLine(content):
		return NDJSON
	case len(t.schemas) > 0:
		return SCIM
	}
	return JSON
}

// hasMessage reports whether the schemas name a SCIM message.
func hasMessage(schemas []string, name string) bool {
	for _, s := range schemas {
		if strings.EqualFold(s, "urn:ietf:params:scim:api:messages:2.0:"+name) {
			return true
		}
	}
	return false
}

// objectPerLine reports whether the first line begins and ends like an object, and another object begins on the next line.
func objectPerLine(content []byte) bool {
	first, rest, _ := bytes.Cut(content, []byte("\n"))
	return content[0] == '{' && bytes.HasSuffix(bytes.TrimSpace(first), []byte("}")) &&
		bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("{"))
}

// top is what the first members of an object, or of the first object of an array, reveal about the format.
type top struct {
	operations, resources bool
	schemas               []string
}

// readTop reads as far as possible: the content is the head of an input, which ends anywhere, and it may be malformed.
func readTop(content []byte) top {
	var t top
	dec := json.NewDecoder(io.LimitReader(bytes.NewReader(content), detectBytes))
	tok, err := dec.Token()
	inArray := tok == json.Delim('[')
	if inArray && err == nil {
		tok, err = dec.Token()
	}
	if err != nil || tok != json.Delim('{') {
		return t
	}
	for dec.More() {
		tok, err := dec.Token()
		name, _ := tok.(string)
		if err != nil {
			break
		}
		switch strings.ToLower(name) {
		case "operations":
			t.operations = !inArray
		case "resources":
			t.resources = !inArray
		case "schemas":
			if dec.Decode(&t.schemas) != nil {
				return t
			}
			continue
		}
		var passed json.RawMessage
		if dec.Decode(&passed) != nil {
			break
		}
	}
	return t
}
