package test

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/internal/tree"
)

// File is a file of tests. It is immutable and safe for concurrent use.
type File struct {
	// Name is the name that the file was read with: files that it names are beside it.
	Name string

	text     string
	encoding textenc.Encoding
	json     bool
	tests    []*testCase
	// patterns are the regular expressions of wanted values.
	patterns map[*tree.Node]*netregex.Pattern
}

// testCase is one test: of a cycle, or of an expression.
type testCase struct {
	file *File
	name string
	at   int // offset of its dash, or of its beginning
	line int
	node *tree.Node
	job  *setup

	// sources are source objects, and names of files of them, in the order of the cycle.
	sources []*tree.Node
	expect  []*expectation
	twice   bool
	// peopled reports that it says who is planned, even nobody.
	peopled bool

	// days are the cycles of a test of several days; their name is "". A test without them is one cycle.
	days  []*testCase
	isDay bool
	// everybody are the people of all days, of a test that has days and of each of them.
	everybody []*tree.Node

	expression *expression // of a test of an expression; nil for one of a cycle
}

// maxBytes bounds the text of a file: a tree takes many times the memory of its text.
const maxBytes = 16 << 20

// Recognizes reports whether a file of a directory is one of tests: by its name, *_test.yaml or *.test.yaml with the extensions .yml and .json too,
// in any case; or, of other JSON files, by what it has, which is read only then: tests of practitioners.
func Recognizes(name string, read func() ([]byte, error)) bool {
	base := strings.ToLower(filepath.Base(name))
	extension := filepath.Ext(base)
	stem := strings.TrimSuffix(base, extension)
	if !slices.Contains([]string{".yaml", ".yml", ".json"}, extension) {
		return false
	}
	if strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") {
		return true
	}
	if extension != ".json" {
		return false
	}
	data, err := read()
	if err != nil {
		return false
	}
	text, _, err := textenc.Decode(data)
	lower := strings.ToLower(text)
	if err != nil || !strings.Contains(lower, `"expression"`) || !strings.Contains(lower, `"expectedresult"`) {
		return false
	}
	root, _ := tree.ReadJSON(text)
	return root != nil && isPractitioners(root)
}

// Read reads a file of tests; the name's extension says whether it is JSON. Text may be UTF-8 or UTF-16. The error is a [diag.List] of everything
// that is wrong with the file, by line and column: unknown members and words, values of a wrong type, tests that expect nothing. Whether the
// mapping has an attribute that is expected is for [Run] to find.
func Read(name string, data []byte) (*File, error) {
	text, encoding, err := textenc.Decode(data)
	f := &File{Name: name, text: text, encoding: encoding, json: strings.EqualFold(filepath.Ext(name), ".json")}
	var broken *textenc.Error
	if errors.As(err, &broken) {
		f.text = broken.Before
		return nil, f.findings([]tree.Fault{{At: len(f.text), Code: codes.Encoding, Message: diag.Plain(broken.Problem), Hint: tree.RemedyEncoding}})
	}
	root, faults := f.tree()
	if root == nil {
		return nil, f.findings(faults)
	}
	r := &reader{file: f, Reader: tree.Reader{Faults: faults}}
	// Aliases without end, and ones that multiply, come to light here.
	if _, fault := tree.JSONOf(root, nil); fault != nil {
		r.Faults = append(r.Faults, *fault)
	} else if isPractitioners(root) {
		r.practitioners(root)
	} else {
		r.tests(root)
	}
	if len(r.Faults) > 0 {
		slices.SortStableFunc(r.Faults, func(a, b tree.Fault) int { return cmp.Compare(a.At, b.At) })
		return nil, f.findings(r.Faults)
	}
	f.number()
	return f, nil
}

// tree reads the text.
func (f *File) tree() (*tree.Node, []tree.Fault) {
	switch {
	case len(f.text) > maxBytes:
		return nil, []tree.Fault{{Code: codes.EvalLimit, Message: diag.Messagef("the text is longer than %d bytes", maxBytes)}}
	case strings.TrimSpace(f.text) == "":
		return nil, []tree.Fault{{Code: codes.Syntax, Message: diag.Messagef("the file is empty"), Hint: "check that its writer has finished"}}
	case f.json:
		return tree.ReadJSON(f.text)
	}
	return tree.ReadYAML(f.text)
}

func (f *File) findings(faults []tree.Fault) diag.List { return tree.Findings(f.Name, f.text, faults) }

// number puts the tests into the order of the text, and sets their lines, and the names of those that have none.
func (f *File) number() {
	slices.SortStableFunc(f.tests, func(a, b *testCase) int { return cmp.Compare(a.at, b.at) })
	offsets := make([]int, len(f.tests))
	for i, t := range f.tests {
		offsets[i] = t.at
	}
	for i, at := range tree.Positions(f.text, offsets) {
		f.tests[i].line = at.Line
		if f.tests[i].name == "" {
			f.tests[i].name = "test " + strconv.Itoa(i+1)
		}
	}
}

// Tests returns how many tests the file has.
func (f *File) Tests() int { return len(f.tests) }

// beside returns the name of a file that this one names. A URL stays as it is, so that who opens it can say that it is no file.
func (f *File) beside(name string) string {
	if _, isURL := intake.URLScheme(name); isURL || filepath.IsAbs(name) || name == "" {
		return name
	}
	return filepath.Join(filepath.Dir(f.Name), filepath.FromSlash(name))
}

// dash returns the offset of the dash of a list's element, where a block of YAML has one; else that of the element.
func dash(src string, at int) int {
	start := strings.LastIndexByte(src[:at], '\n') + 1
	before := strings.TrimRight(src[start:at], " \t")
	if strings.HasSuffix(before, "-") {
		return start + len(before) - 1
	}
	// The element may begin on a line after that of its dash; comments and empty lines may be between.
	for strings.TrimSpace(before) == "" && start > 0 {
		end := start - 1
		start = strings.LastIndexByte(src[:end], '\n') + 1
		line := src[start:end]
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
			continue
		case trimmed == "-" || strings.HasPrefix(trimmed, "- #"):
			return start + strings.IndexByte(line, '-')
		}
		break
	}
	return at
}
