package feed

import (
	"bytes"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// foreign refuses text that is recognizably no table and no list of objects, where reading it as CSV would find an empty table or rows
// without any known column. Head is the beginning of the input, and format what it would be read as.
func foreign(head []byte, format Format) *fault {
	text := bytes.TrimLeft(head, " \t\r\n")
	f := fault{cause: ErrShape}
	switch {
	case isHTML(text):
		f.problem, f.remedy = diag.Messagef("the input is an HTML page"),
			"fetch the data again: a sign-in or error page may have been saved in its place"
	case isMarkup(text):
		f.problem, f.remedy = diag.Messagef("the input is XML"), "export it as CSV, JSON Lines, JSON or SCIM"
	case isLDIF(text) && format != LDIF:
		f.problem, f.remedy = diag.Messagef("the input is LDIF, and its name is that of %s", diag.Name(format.String())), "name it .ldif, or choose the format ldif"
	case isJSON(text) && format == CSV:
		f.problem, f.remedy = diag.Messagef("the input is JSON, and its name is that of a table"), "name it .json, or choose the format json"
	case settingsName(text) != nil:
		s := settingsName(text)
		f.problem, f.remedy = diag.Messagef("the input is %s", diag.Name(s.what)), s.remedy
	default:
		return nil
	}
	return &f
}

// isMarkup reports whether text begins with a tag, a declaration or a comment.
func isMarkup(text []byte) bool {
	if len(text) < 2 || text[0] != '<' || bytes.IndexByte(text, '>') < 0 {
		return false
	}
	c := lowerByte(text[1])
	return c == '?' || c == '!' || 'a' <= c && c <= 'z'
}

func isHTML(text []byte) bool {
	lower := bytes.ToLower(text[:min(len(text), 64)])
	return isMarkup(text) && (bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.HasPrefix(lower, []byte("<html")))
}

// isLDIF reports whether the first line that is no comment is one of LDIF (RFC 2849): the version, or the name of an entry.
func isLDIF(text []byte) bool {
	line := strings.ToLower(firstLine(text))
	return strings.HasPrefix(line, "dn: ") || strings.HasPrefix(line, "dn:: ") || strings.HasPrefix(line, "version: 1")
}

// isJSON reports whether text begins like JSON: with the brace or bracket of objects. A column may have a name in brackets.
func isJSON(text []byte) bool {
	if list, ok := bytes.CutPrefix(text, []byte("[")); ok {
		list = bytes.TrimLeft(list, " \t\r\n")
		return bytes.HasPrefix(list, []byte("]")) || bytes.HasPrefix(list, []byte("{"))
	}
	object, ok := bytes.CutPrefix(text, []byte("{"))
	object = bytes.TrimLeft(object, " \t\r\n")
	return ok && (bytes.HasPrefix(object, []byte("}")) || bytes.HasPrefix(object, []byte(`"`)))
}

// settingsName returns what begins like a file of settings in YAML: by the name of its first member, on the first line that is no comment. Nil
// for a table: names of columns do not end with a colon.
func settingsName(text []byte) *settingsMember {
	name, rest, ok := strings.Cut(firstLine(text), ":")
	if !ok || rest != "" && rest[0] != ' ' {
		return nil
	}
	for i := range settingsMembers {
		if s := &settingsMembers[i]; strings.EqualFold(name, s.member) {
			return s
		}
	}
	return nil
}

// firstLine returns the first line that is neither empty nor a comment, without the white space after it.
func firstLine(text []byte) string {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimRight(line, " \t\r\n"); len(line) > 0 && line[0] != '#' {
			return string(line)
		}
	}
	return ""
}

// isProse reports whether the names of columns read like a sentence, or, in a table without rows, like part of one. Names of attributes
// and headings have few words and no full stop (inferred from the exports of HR systems).
func isProse(columns []name, rows bool) bool {
	words, last := 0, ""
	for _, c := range columns {
		words = max(words, len(strings.Fields(c.text)))
		last = c.text
	}
	sentence := strings.HasSuffix(last, ".") || strings.HasSuffix(last, "!") || strings.HasSuffix(last, "?")
	return words > 1 && sentence || words > 3 && !rows
}

// settingsMember is a member at the top of what configures something, with what has it.
type settingsMember struct {
	member, what, remedy string
	yaml                 bool // it is told by its name in YAML alone: an attribute of an object may have the name
}

const (
	asSchema  = "pass a file of objects here, and the schema as --schema"
	asMapping = "pass a file of objects here, and the mapping file as --schema"
	asNames   = "pass a file of objects here; attrmap schema diff and retarget take the names as --map"
)

// settingsMembers are members at the top of what configures a job. None of them is an attribute of a person, but where yaml says so.
var settingsMembers = []settingsMember{
	{"synchronizationrules", "an exported synchronization schema", asSchema, false},
	{"objectmappings", "a part of a synchronization schema", asSchema, false},
	{"attributemappings", "a part of a synchronization schema", asSchema, false},
	{"mappings", "a mapping file", asMapping, false},
	{"objects", "a mapping file", asMapping, true},
	{"attributes", "a map for bulk build", "pass a file of objects here; attrmap bulk build takes the map as --map", true},
	{"domains", "a file of names", asNames, true},
	{"ids", "a file of names", asNames, true},
	{"extensions", "a file of names", asNames, true},
	{"names", "a file of names", asNames, true},
}

// settings returns the fault of an object with the member of something that configures a job, or of an answer that a request has failed;
// nil for every other member. Value is the text of the member's value, of which only an array of objects counts, or the object of an error.
func settings(member, value []byte) *fault {
	// Documented: OData 4.01 JSON 21.1, Microsoft Graph's error responses. A person has no attribute of that name that is an object with both.
	if isName(member, "error") && bytes.HasPrefix(bytes.TrimSpace(value), []byte("{")) && bytes.Contains(value, []byte(`"code"`)) && bytes.Contains(value, []byte(`"message"`)) {
		return &fault{cause: ErrShape, problem: diag.Messagef("the input is the answer to a request that failed"), remedy: "fetch the objects again"}
	}
	list, isArray := bytes.CutPrefix(bytes.TrimSpace(value), []byte("["))
	if !isArray || !bytes.HasPrefix(bytes.TrimSpace(list), []byte("{")) {
		return nil
	}
	for _, s := range settingsMembers {
		if !s.yaml && isName(member, s.member) {
			return &fault{cause: ErrShape, problem: diag.Messagef("the input is %s", diag.Name(s.what)), remedy: s.remedy}
		}
	}
	return nil
}
