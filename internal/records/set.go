package records

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
)

// Manifest is the name of the file that lists a set's files. It is written last: a set without it is not whole.
const Manifest = "manifest.json"

// maxManifest bounds the manifest of an earlier set, in bytes.
const maxManifest = 64 << 20

// manifest is the file as JSON. Its members are a promise to programs.
type manifest struct {
	Files []manifestFile `json:"files"`
	// Comparisons are there for a map that compares columns.
	Comparisons []Comparison `json:"comparisons,omitempty"`
	Records     int          `json:"records"`
	// Absent and Unknown are there where a set was made of what differs between two files, see NamePeople.
	Absent  *[]string `json:"absent,omitempty"`
	Unknown *[]string `json:"unknown,omitempty"`
}

// Comparison is what a manifest says of a column, or an expression, whose values a map makes true or false: how many of each there are.
type Comparison struct {
	Path   string          `json:"path"`
	Source string          `json:"source"`
	True   int             `json:"true"`
	False  int             `json:"false"`
	Empty  int             `json:"empty"`
	Values []ComparedValue `json:"values,omitempty"`
	Others int             `json:"others,omitempty"`
}

// ComparedValue is one of the values, and how many users have it.
type ComparedValue struct {
	Value string `json:"value"`
	Equal bool   `json:"equal"`
	Users int    `json:"users"`
}

type manifestFile struct {
	Name    string `json:"name"`
	Records int    `json:"records"`
	SHA256  string `json:"sha256"`
}

// Set writes files into a directory, all of them or none: they are gathered in a hidden directory below it, and come to their names when the
// last one is complete. It is for one goroutine.
type Set struct {
	dir, staging string
	made         bool     // the directory is the set's own
	earlier      []string // files of an earlier set that are still there
	manifest     manifest
}

// NewSet begins a set in a directory, which is made where it is missing. A directory that holds files of an earlier set is refused, since
// whoever reads the directory would take the old for new; with force they are removed. Those are the files that the earlier manifest names,
// those whose names match the pattern, and the manifest. A manifest.json of something else is refused in any case.
func NewSet(dir string, pattern *regexp.Regexp, force bool) (*Set, error) {
	s, err := ReplaceSet(dir, pattern, force)
	if err != nil {
		return nil, err
	}
	return s, s.removeEarlier()
}

// ReplaceSet is [NewSet], but the files of an earlier set stay until Commit: where the new set is not written, they are as they were.
func ReplaceSet(dir string, pattern *regexp.Regexp, force bool) (*Set, error) {
	_, err := os.Stat(dir)
	s := &Set{dir: dir, made: errors.Is(err, fs.ErrNotExist), manifest: manifest{Files: []manifestFile{}}}
	if s.earlier, err = CheckFree(dir, pattern, force); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	s.staging = filepath.Join(dir, ".attrmap-"+rand.Text())
	unfinished.Store(s.staging, nil)
	return s, os.Mkdir(s.staging, 0o700)
}

// CheckFree returns the files of an earlier set in a directory, its manifest first, and changes nothing. The error is that of [NewSet].
func CheckFree(dir string, pattern *regexp.Regexp, force bool) (old []string, err error) {
	old, err = earlier(dir, pattern)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err == nil && len(old) > 0 && !force:
		err = diag.Errorf("%s: the directory holds files of an earlier run, such as %s (%d in all): name another one, or remove them with --force",
			diag.Name(dir), diag.Name(old[len(old)-1]), len(old))
	}
	return old, err
}

// removeEarlier removes the files of an earlier set. The manifest goes first: what is left where removing stops does not look whole.
func (s *Set) removeEarlier() error {
	for _, name := range s.earlier {
		if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
			return err
		}
	}
	s.earlier = nil
	return nil
}

// earlier returns the files of an earlier set that are in a directory, its manifest first.
func earlier(dir string, pattern *regexp.Regexp) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	listed, err := readManifest(filepath.Join(dir, Manifest))
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		// Only names within the directory are compared, so that no manifest can name a file elsewhere. A directory is no request.
		if name != Manifest && !entry.IsDir() && (pattern.MatchString(name) || slices.Contains(listed, name)) {
			names = append(names, name)
		}
	}
	if listed != nil {
		names = slices.Insert(names, 0, Manifest)
	}
	return names, nil
}

// readManifest returns the names in a manifest; nil where there is none.
func readManifest(name string) ([]string, error) {
	m, err := loadManifest(name)
	if m == nil {
		return nil, err
	}
	names := make([]string, len(m.Files))
	for i, f := range m.Files {
		names[i] = f.Name
	}
	return names, nil
}

// loadManifest returns a manifest; nil where there is none.
func loadManifest(name string) (*manifest, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var m manifest
	data := []byte(nil)
	if info.Mode().IsRegular() && info.Size() <= maxManifest {
		if data, err = os.ReadFile(name); err != nil {
			return nil, err
		}
	}
	if json.Unmarshal(data, &m) != nil || m.Files == nil {
		return nil, diag.Errorf("%s: want a manifest of attrmap's, got another file: name another directory", diag.Name(name))
	}
	return &m, nil
}

// Path returns the path that a file of the set has once it is written.
func (s *Set) Path(name string) string { return filepath.Join(s.dir, name) }

// Describe sets what the manifest says of the columns that have been compared.
func (s *Set) Describe(comparisons []Comparison) { s.manifest.Comparisons = comparisons }

// Add adds a file that holds so many records.
func (s *Set) Add(records int, data []byte) error {
	sum := sha256.Sum256(data)
	s.manifest.Files = append(s.manifest.Files, manifestFile{Records: records, SHA256: hex.EncodeToString(sum[:])})
	s.manifest.Records += records
	return writeNew(s.staged(len(s.manifest.Files)), data)
}

// NamePeople lists people in the manifest: those who are absent from what the set was made of, and those of whom that is not known.
func (s *Set) NamePeople(absent, unknown []string) {
	list := func(names []string) *[]string {
		named := append([]string{}, names...)
		return &named
	}
	s.manifest.Absent, s.manifest.Unknown = list(absent), list(unknown)
}

// staged returns the path of file number n, from 1, before it has its name.
func (s *Set) staged(n int) string { return filepath.Join(s.staging, strconv.Itoa(n)) }

// writeNew writes a file that is not there yet. Commit puts it on the disk.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// syncFiles puts files on the disk, several at a time: a file system writes what waits together at once, and one file after the other takes
// milliseconds each.
func syncFiles(names []string) error {
	const atOnce = 16
	failures := make([]error, len(names))
	turns := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, name := range names {
		turns <- struct{}{}
		all.Go(func() {
			failures[i] = syncFile(name)
			<-turns
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

// syncFile puts a file on the disk. It is opened for writing, without which Windows refuses.
func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Commit renames the files to their names, and writes the manifest last. After an error none of the files has its name. A name is made from the
// file's number, from 1, and how many there are, so that names can have as many digits as it takes for them to sort.
func (s *Set) Commit(name func(n, all int) string) error {
	all := len(s.manifest.Files)
	for i := range s.manifest.Files {
		s.manifest.Files[i].Name = name(i+1, all)
	}
	data, err := json.MarshalIndent(s.manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := writeNew(filepath.Join(s.staging, Manifest), append(data, '\n')); err != nil {
		return err
	}
	// Before any of them has its name: what has one is whole, also after a power failure.
	staged := []string{filepath.Join(s.staging, Manifest)}
	for i := range all {
		staged = append(staged, s.staged(i+1))
	}
	if err := syncFiles(staged); err != nil {
		return err
	}
	if err := s.removeEarlier(); err != nil {
		return err
	}
	for i := range all + 1 {
		from, to := filepath.Join(s.staging, Manifest), Manifest
		if i < all {
			from, to = s.staged(i+1), s.manifest.Files[i].Name
		}
		if err := os.Rename(from, s.Path(to)); err != nil {
			for _, moved := range s.manifest.Files[:i] {
				err = errors.Join(err, os.Remove(s.Path(moved.Name)))
			}
			return err
		}
	}
	return syncDirectory(s.dir)
}

// Close removes what has not been committed.
func (s *Set) Close() error {
	err := os.RemoveAll(s.staging)
	unfinished.Delete(s.staging)
	if s.made {
		// A directory that holds something is not removed, and is what was wanted.
		_ = os.Remove(s.dir)
	}
	return err
}
