// Package attrmaptest runs tests of mappings under go test: one line in a test of Go, subtests named by file and test.
//
//	func TestMappings(t *testing.T) { attrmaptest.Run(t, "testdata") }
//
// Package test describes the files, attrmap test runs them without Go.
package attrmaptest

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/attrmap/attrmap/internal/filelist"
	"github.com/attrmap/attrmap/mapping/test"
)

// Run runs the tests of mappings of a file, or of those that attrmap test finds in a directory and below, each as a subtest of a subtest for its
// file. A file that is wrong, a test that cannot be run, and a directory without tests fail t. Options, of which the first is taken, say what the
// files do not, such as functions of your own; Open is os.Open where it is nil.
//
// All tests run before the subtests report them, as many at once as there are processors.
func Run(t *testing.T, path string, opts ...test.Options) {
	t.Helper()
	var with test.Options
	if len(opts) > 0 {
		with = opts[0]
	}
	if with.Open == nil {
		with.Open = func(name string) (io.ReadCloser, error) { return os.Open(name) }
	}
	names, err := filelist.Tests([]string{path}, test.Recognizes)
	if err != nil {
		t.Fatal(err)
	}
	var files []*test.File
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := test.Read(name, data)
		if err != nil {
			t.Error(err)
			continue
		}
		files = append(files, f)
	}
	report := test.Run(context.Background(), files, with)
	if len(report.Tests) == 0 && !t.Failed() {
		t.Fatalf("%s: no tests found", path)
	}
	for rest := report.Tests; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].File == rest[0].File {
			n++
		}
		of := rest[:n]
		rest = rest[n:]
		t.Run(filepath.ToSlash(of[0].File), func(t *testing.T) {
			for _, r := range of {
				t.Run(r.Name, func(t *testing.T) {
					if !r.OK() {
						t.Error("\n" + r.String())
					}
				})
			}
		})
	}
}
