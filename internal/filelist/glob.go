package filelist

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// anyDepth is the part of a pattern that means any number of directories, also none, as in bash and in Git.
const anyDepth = "**"

// glob returns what a pattern matches, in the order of names. It is [filepath.Glob] with [anyDepth], which does not go into directories
// whose names begin with a dot, and follows no links.
func glob(pattern string) ([]string, error) {
	parts := strings.Split(filepath.ToSlash(filepath.Clean(pattern)), "/")
	at := slices.Index(parts, anyDepth)
	if at < 0 {
		return filepath.Glob(pattern)
	}
	for _, part := range parts {
		if _, err := filepath.Match(part, ""); err != nil {
			return nil, err
		}
	}
	root := strings.Join(parts[:at], "/")
	switch {
	case at == 0:
		root = "."
	case filepath.VolumeName(root) == root: // the root directory, whose name ends with the slash
		root += "/"
	}
	roots, err := filepath.Glob(filepath.FromSlash(root))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, root := range roots {
		found, err := below(root, parts[at:])
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	return names, nil
}

// below returns what is in a directory, and below it, and matches the parts of a pattern. What ends with anyDepth means the directory itself.
func below(root string, parts []string) (names []string, err error) {
	if len(parts) == 1 {
		return []string{root}, nil
	}
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == root:
			return nil
		case hidden(name) && entry.IsDir():
			return filepath.SkipDir
		}
		under, err := filepath.Rel(root, name)
		if err == nil && matches(parts, strings.Split(filepath.ToSlash(under), "/")) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// matches reports whether the parts of a well-formed pattern match those of a name.
func matches(pattern, name []string) bool {
	switch {
	case len(pattern) == 0:
		return len(name) == 0
	case pattern[0] == anyDepth:
		return matches(pattern[1:], name) || len(name) > 0 && matches(pattern, name[1:])
	case len(name) == 0:
		return false
	}
	ok, _ := filepath.Match(pattern[0], name[0])
	return ok && matches(pattern[1:], name[1:])
}
