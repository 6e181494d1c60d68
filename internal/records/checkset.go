package records

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
)

// Member is a file of a set as [CheckSet] finds it: Problem says what is wrong with it, "" where it is as it was written.
type Member struct{ Path, Problem string }

// Checked is a set as [CheckSet] finds it.
type Checked struct {
	Members []Member
	// Records is how many records the manifest says there are.
	Records int
	// OfChanges reports that the set is what differs between two files, which may be nothing.
	OfChanges bool
}

// CheckSet returns the files of a set in the order of its manifest, and after them those in the directory whose names match the pattern and that
// the manifest does not list. The error is about the directory and the manifest: without one the set is not whole.
func CheckSet(dir string, pattern *regexp.Regexp) (*Checked, error) {
	m, err := loadManifest(filepath.Join(dir, Manifest))
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, diag.Errorf("%s: the directory has no %s: want one that attrmap bulk build has written whole", diag.Name(dir), diag.Name(Manifest))
	}
	var members []Member
	var listed []string
	for _, f := range m.Files {
		member := Member{Path: filepath.Join(dir, f.Name)}
		// A manifest must not lead out of its directory.
		if f.Name != filepath.Base(f.Name) || f.Name == Manifest {
			return nil, diag.Errorf("%s: %s: want the name of a file in the directory", diag.Name(filepath.Join(dir, Manifest)), diag.Quote(f.Name))
		}
		switch sum, err := sumOf(member.Path); {
		case errors.Is(err, fs.ErrNotExist):
			member.Problem = "the file is missing: the manifest lists it"
		case err != nil:
			return nil, err
		case sum != f.SHA256:
			member.Problem = "the file is not as it was written: its SHA-256 differs from that in the manifest"
		}
		members, listed = append(members, member), append(listed, f.Name)
	}
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if name := entry.Name(); pattern.MatchString(name) && !slices.Contains(listed, name) {
			members = append(members, Member{filepath.Join(dir, name), "the manifest does not list the file: it is of another run"})
		}
	}
	return &Checked{members, m.Records, m.Absent != nil}, err
}

// sumOf returns the SHA-256 of a file.
func sumOf(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it has been read
	hash := sha256.New()
	_, err = io.Copy(hash, f)
	return hex.EncodeToString(hash.Sum(nil)), err
}
