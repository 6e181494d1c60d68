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
	case isSettings(text):
		f.problem, f.remedy = diag.Messagef("the input is a mapping file"), "pass a file of objects here, and the mapping file as --schema"
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

// isSettings reports whether the first line that is no comment begins a mapping file in YAML.
func isSettings(text []byte) bool {
	switch firstLine(text) {
	case "mappings:", "objects:":
		return true
	}
	return false
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

// settingsMembers are members at the top of what configures a job, with what has them. None of them is an attribute of a person.
var settingsMembers = []struct{ member, what, remedy string }{
	{"synchronizationrules", "an exported synchronization schema", "pass a file of objects here, and the schema as --schema"},
	{"objectmappings", "a part of a synchronization schema", "pass a file of objects here, and the schema as --schema"},
	{"attributemappings", "a part of a synchronization schema", "pass a file of objects here, and the schema as --schema"},
	{"mappings", "a mapping file", "pass a file of objects here, and the mapping file as --schema"},
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
		if isName(member, s.member) {
			return &fault{cause: ErrShape, problem: diag.Messagef("the input is %s", diag.Name(s.what)), remedy: s.remedy}
		}
	}
	return nil
}
