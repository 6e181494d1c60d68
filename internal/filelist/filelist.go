// Package filelist expands the arguments of commands that take many files: directories, and patterns, which the shells of Windows leave to the
// program.
package filelist

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/file"
)

// largest is the size of the largest file of a directory that is looked into, in bytes. No mapping file or schema that can be read is larger.
const largest = 64 << 20

// List is the files that arguments mean.
type List struct {
	// Names are the files, each once, in the order of the arguments; those of a directory in the order of their paths.
	Names []string
	// Others counts the YAML and JSON files of directories of kinds that are not looked for, such as data.
	Others int

	limits file.Limits
}

// IsPattern reports whether an argument is a pattern, such as jobs/*.yaml, that matches a file and is not the name of one.
func IsPattern(arg string) bool {
	if !strings.ContainsAny(arg, "*?") {
		return false // brackets alone are an attribute of an expression
	}
	matches, err := glob(arg)
	return err == nil && len(matches) > 0
}

// Expand returns the files that arguments mean. A directory means all files in it and below, by the extensions .yaml, .yml and .json, that are of
// a wanted kind; what cannot be read or is malformed and may be one counts as one, so that its fault is reported. Names that begin with a dot
// are left out. A pattern means what it matches; ** in it means any number of directories, also none. Every other argument is returned as it is, "-" too. The error is about a pattern or a
// directory that means no file at all. What is read to know its kind is read within the limits.
func Expand(args []string, limits file.Limits, wanted ...file.Kind) (*List, error) {
	list := &List{limits: limits}
	for _, arg := range args {
		names := []string{arg}
		if _, err := os.Stat(arg); err != nil && strings.ContainsAny(arg, "*?[") {
			var bad error
			if names, bad = glob(arg); bad != nil || len(names) == 0 {
				return nil, diag.Errorf("%s: no file has such a name", diag.Name(arg))
			}
		}
		for _, name := range names {
			if name != arg && hidden(name) && !hidden(arg) {
				continue
			}
			if info, err := os.Stat(name); err != nil || !info.IsDir() {
				list.add(name)
			} else if err := list.addDirectory(name, wanted); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// hidden reports whether the last part of a name begins with a dot.
func hidden(name string) bool {
	base := filepath.Base(name)
	return strings.HasPrefix(base, ".") && base != "." && base != ".."
}

// add adds a file that is not in the list yet.
func (l *List) add(name string) {
	if name == "-" || !slices.Contains(l.Names, name) {
		l.Names = append(l.Names, name)
	}
}

// addDirectory adds the files of a directory.
func (l *List) addDirectory(dir string, wanted []file.Kind) error {
	found, others := len(l.Names), l.Others
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && hidden(name):
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name))):
			return nil
		case isOf(name, l.limits, wanted):
			l.add(name)
		default:
			l.Others++
		}
		return nil
	})
	if err == nil && len(l.Names) == found {
		kinds := make([]string, len(wanted))
		for i, k := range wanted {
			kinds[i] = k.String()
		}
		err = diag.Errorf("%s: no %s in this directory, and %s of other kinds", diag.Name(dir), diag.Name(strings.Join(kinds, ", no ")), diag.Name(diag.Count(l.Others-others, "file")))
	}
	return err
}

// Tests returns the files of tests that arguments mean: a file is one, whatever its name, as "-" is; a directory, also written with /... at its end, means
// those in it and below that recognizes says are. Names that begin with a dot are left out. The error is about an argument that means no file.
func Tests(args []string, recognizes func(name string, read func() ([]byte, error)) bool) ([]string, error) {
	list := &List{}
	for _, arg := range args {
		dir, below := strings.CutSuffix(filepath.ToSlash(arg), "/...")
		if !below {
			dir = arg
		}
		switch arg {
		case "-":
			list.add(arg)
			continue
		case "...":
			dir = "."
		}
		info, err := os.Stat(dir)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			list.add(arg)
			continue
		}
		found := len(list.Names)
		err = filepath.WalkDir(filepath.Clean(dir), func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name != filepath.Clean(dir) && hidden(name):
				if entry.IsDir() {
					return filepath.SkipDir
				}
			case !entry.IsDir() && recognizes(name, func() ([]byte, error) { return readSmall(name) }):
				list.add(name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(list.Names) == found {
			return nil, diag.Errorf("%s: no tests found: want files such as *_test.yaml or *.test.yaml", diag.Name(arg))
		}
	}
	return list.Names, nil
}

// readSmall returns what a file of a directory has, unless it is too large to be looked into.
func readSmall(name string) ([]byte, error) {
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > largest {
		return nil, fs.ErrInvalid
	}
	return os.ReadFile(name)
}

// isOf reports whether a file is of a wanted kind, or cannot be read and may be. It is stricter than [file.Parse], which goes by extensions for
// a file that the user has named: a table of people in JSON is no schema.
func isOf(name string, limits file.Limits, wanted []file.Kind) bool {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > largest {
		return err != nil
	}
	f, err := os.Open(name)
	if err != nil {
		return true
	}
	defer f.Close() //nolint:errcheck // it has been read
	doc, err := file.ReadWithin(f, name, limits)
	if err != nil {
		return true
	}
	return slices.Contains(wanted, doc.Kind()) && mentions(doc)
}

// mentions reports whether a document has the members of its kind.
func mentions(doc *file.Document) bool {
	has := func(text string, members ...string) bool {
		return slices.ContainsFunc(members, func(m string) bool { return strings.Contains(text, m) })
	}
	lower := strings.ToLower(doc.Text())
	switch doc.Kind() {
	case file.Schema:
		return has(lower, "synchronizationrules", "objectmappings", "attributemappings")
	case file.Mapping:
		var members map[string]json.RawMessage
		data, err := doc.JSON()
		if err != nil || json.Unmarshal(data, &members) != nil {
			return has(lower, "mappings", "objects") // its fault is for the reader to say
		}
		for name := range members {
			if strings.EqualFold(name, "mappings") || strings.EqualFold(name, "objects") {
				return true
			}
		}
		return false
	case file.Bulk, file.Expression, file.Other, file.BulkMap: // which their content decides
	}
	return true
}
