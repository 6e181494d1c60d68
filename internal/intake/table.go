package intake

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Table are the flags of commands that read people: how the text of a file is written, and a table of it. Their tags are those of the command
// line's parser, as those of [Flags].
type Table struct {
	Encoding  string   `placeholder:"NAME" default:"auto" help:"Encoding of the people's file where it is neither UTF-8 nor UTF-16, such as windows-1252, iso-8859-1 or ibm850; by default a file shows its own."`
	Delimiter string   `placeholder:"CHAR" help:"What separates the cells of a CSV: a character such as | or ;, or tab; by default the one of comma, semicolon and tab that makes the most columns."`
	Multi     []string `sep:"none" placeholder:"[COLUMN=]TEXT" help:"Separator of the values in a CSV cell of this column, or of every column, such as proxyAddresses=; or ; for csvde; repeatable. By default a cell is one text."`
}

// Apply sets what the flags say in the options of a feed. The error names the flag.
func (t *Table) Apply(opt *feed.Options) error {
	if err := feed.CheckEncoding(t.Encoding); err != nil {
		return diag.Errorf("--encoding: %w", err)
	}
	delimiter, err := ParseDelimiter(t.Delimiter)
	if err != nil {
		return diag.Errorf("--delimiter: %w", err)
	}
	opt.Encoding, opt.Delimiter = t.Encoding, delimiter
	opt.Multi, opt.MultiColumns = "", nil
	for _, text := range t.Multi {
		column, separator := splitMulti(text)
		switch {
		case separator == "":
			return diag.Errorf("--multi: want a separator or COLUMN=SEPARATOR, got %s", diag.Quote(text))
		case column == "" && opt.Multi != "":
			return diag.Errorf("--multi: want one separator for all columns, got %s and %s", diag.Quote(opt.Multi), diag.Quote(separator))
		case column == "":
			opt.Multi = separator
		case hasFold(opt.MultiColumns, column):
			return diag.Errorf("--multi: want one separator for the column %s, got another one: %s", diag.Quote(column), diag.Quote(separator))
		case opt.MultiColumns == nil:
			opt.MultiColumns = map[string]string{column: separator}
		default:
			opt.MultiColumns[column] = separator
		}
	}
	return nil
}

// hasFold reports whether a column has a separator, under a name in any letter case.
func hasFold(separators map[string]string, column string) bool {
	for name := range separators {
		if strings.EqualFold(name, column) {
			return true
		}
	}
	return false
}

// splitMulti returns the column, "" for every one, and the separator. The last equals sign that something follows ends the column: it may be the
// separator itself.
func splitMulti(text string) (column, separator string) {
	if text == "" {
		return "", ""
	}
	if at := strings.LastIndexByte(text[:len(text)-1], '='); at > 0 {
		return text[:at], text[at+1:]
	}
	if column, ok := strings.CutSuffix(text, "="); ok && column != "" {
		return column, ""
	}
	return "", text
}

// delimiterWords are delimiters that are hard to type.
var delimiterWords = map[string]byte{"tab": '\t', `\t`: '\t', "comma": ',', "semicolon": ';', "pipe": '|', "space": ' '}

// ParseDelimiter returns the delimiter of a text, 0 for "" and auto.
func ParseDelimiter(text string) (byte, error) {
	if text == "" || text == "auto" {
		return 0, nil
	}
	if c, ok := delimiterWords[strings.ToLower(text)]; ok {
		return c, nil
	}
	isWord := func(r rune) bool {
		return r == '"' || r == '\r' || r == '\n' || r == 0 || r >= 0x80 || 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	if len(text) != 1 || strings.ContainsFunc(text, isWord) {
		return 0, diag.Errorf(`want one character such as ; or |, or tab, got %s`, diag.Quote(text))
	}
	return text[0], nil
}

// CheckColumns returns an error for a column of --multi that no table which has been opened has: its cells would stay one text unnoticed.
func (f *Flags) CheckColumns() error {
	for _, text := range f.Multi {
		column, _ := splitMulti(text)
		if column == "" || slices.ContainsFunc(f.columns, func(have string) bool { return strings.EqualFold(have, column) }) {
			continue
		}
		if near := nearest.Name(column, slices.Values(f.columns)); near != "" {
			return diag.Errorf("--multi: no table has the column %s; did you mean %s?", diag.Quote(column), diag.Quote(near))
		}
		return diag.Errorf("--multi: no table has the column %s", diag.Quote(column))
	}
	return nil
}
