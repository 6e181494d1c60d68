// Command mutate tests tests: it changes one operator of a package after another and tells which changes no test notices.
//
//	go run ./internal/mutate [-against PACKAGES] [-file REGEXP] [-only NUMBERS] PACKAGE
//
// The changes are those that are customary for Go: a comparison is negated or moved by one, an arithmetic operator is exchanged for
// its inverse, ++ for --, and a sign is dropped. All are compiled at once, each behind a switch; the files of the package stay as they
// are. The exit code is 1 where a mutant survives.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	against := flag.String("against", "", "packages with the tests, separated by commas; PACKAGE itself by default")
	files := flag.String("file", "", "mutate only the files whose names match this regular expression")
	only := flag.String("only", "", "mutants to try, by number, separated by commas")
	workers := flag.Int("workers", 2, "mutants tried at once")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	survivors, err := mutate(os.Stdout, flag.Arg(0), *against, *files, *only, *workers)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	case survivors > 0:
		os.Exit(1)
	}
}

func mutate(out io.Writer, pattern, against, files, only string, workers int) (survivors int, err error) {
	name, err := regexp.Compile(files)
	if err != nil {
		return 0, err
	}
	chosen, err := numbers(only)
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	pkg, err := load(pattern)
	if err != nil {
		return 0, err
	}
	mutants, overlay, err := pkg.rewrite(dir, name)
	if err != nil {
		return 0, err
	}
	if against == "" {
		against = pattern
	}
	suites, err := build(dir, overlay, strings.Split(against, ","))
	if err != nil {
		return 0, err
	}
	return try(out, suites, mutants, chosen, workers)
}

// overlay is what go build -overlay reads: files to be taken from elsewhere.
type overlay struct{ Replace map[string]string }

func (o *overlay) write(path string) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}

// suite is a test binary and the folder it runs in.
type suite struct {
	binary, dir string
	flags       []string
}

const noFailFile = "-rapid.nofailfile"

func build(dir string, files *overlay, packages []string) ([]suite, error) {
	replaced := filepath.Join(dir, "overlay.json")
	if err := files.write(replaced); err != nil {
		return nil, err
	}
	var suites []suite
	for i, pkg := range packages {
		home, err := output("go", "list", "-f", "{{.Dir}}", pkg)
		if err != nil {
			return nil, err
		}
		s := suite{binary: filepath.Join(dir, fmt.Sprintf("tests%d", i)), dir: strings.TrimSpace(string(home))}
		if _, err := output("go", "test", "-c", "-overlay", replaced, "-o", s.binary, pkg); err != nil {
			return nil, err
		}
		// A property test of a mutant must not leave its counterexample in the folder.
		if help, _ := exec.Command(s.binary, "-help").CombinedOutput(); strings.Contains(string(help), noFailFile) {
			s.flags = append(s.flags, noFailFile)
		}
		suites = append(suites, s)
	}
	return suites, nil
}

func output(name string, args ...string) ([]byte, error) {
	out, err := exec.Command(name, args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, exit.Stderr)
	}
	return out, err
}
