// Package lintpolicy decides which findings of lint a team wants to see: rules that are switched on and off, findings that are ignored for a
// reason, and a baseline of those that are known.
package lintpolicy

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

// ConfigName is the name of the configuration that is looked for.
const ConfigName = ".attrmap.yaml"

// Config is a configuration file. The zero value is one that says nothing.
type Config struct {
	// Schema is the mapping file or schema that is linted where none is named, Target the accounts of the job, both relative to the file.
	Schema string `json:"schema"`
	Target string `json:"target"`
	// Profile is the target whose rules are checked; "" to go by the names of the targets.
	Profile string `json:"profile"`
	// Tokens are the values of tokens such as DomainFQDN.
	Tokens map[string]string `json:"tokens"`
	Rules  Rules             `json:"rules"`
	Ignore []Ignore          `json:"ignore"`

	name string
	used []bool // of Ignore
}

// Rules switches rules by their codes or names.
type Rules struct {
	Enable  []string `json:"enable"`
	Disable []string `json:"disable"`
	// Severity is error, warning or info for rules that have another one by themselves.
	Severity map[string]string `json:"severity"`
}

// Ignore is a finding that is not reported: of the rule of the code, at the path or below it, in the file where it is named.
type Ignore struct {
	File   string `json:"file"`
	Path   string `json:"path"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// Find returns the name of the configuration for what is in a directory: in it or the nearest one above it, up to the root of the
// repository; "" if there is none. The name is relative to the working directory.
func Find(dir string) string {
	dir, err := filepath.Abs(dir)
	here, bad := filepath.Abs(".")
	if err != nil || bad != nil {
		return ""
	}
	for {
		name := filepath.Join(dir, ConfigName)
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			if short, err := filepath.Rel(here, name); err == nil {
				return short
			}
			return name // on another drive
		}
		parent := filepath.Dir(dir)
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || parent == dir {
			return ""
		}
		dir = parent
	}
}

// Parse reads a configuration, YAML or JSON. The error is a [diag.List] of everything that is wrong with it, with places.
func Parse(doc *file.Document) (*Config, error) {
	// An empty file changes nothing, and ends the search for one as any other does.
	if strings.TrimSpace(doc.Text()) == "" {
		return &Config{name: doc.Name()}, nil
	}
	data, err := doc.JSON()
	if err != nil {
		return nil, err
	}
	check := checker{doc: doc}
	check.members(data, nil, "schema", "target", "profile", "tokens", "rules", "ignore")
	c := &Config{name: doc.Name()}
	if len(check.found) == 0 {
		check.decode(data, c)
	}
	if len(check.found) == 0 {
		check.values(c)
	}
	if len(check.found) > 0 {
		doc.Locate(check.found, 0)
		for i := range check.found {
			check.found[i].File = doc.Name()
		}
		return nil, check.found
	}
	c.used = make([]bool, len(c.Ignore))
	return c, nil
}

// Empty reports whether the configuration says nothing.
func (c *Config) Empty() bool {
	return c.Schema == "" && c.Target == "" && c.Profile == "" && len(c.Tokens)+len(c.Ignore)+len(c.Rules.Enable)+len(c.Rules.Disable)+len(c.Rules.Severity) == 0
}

// Path returns a file that the configuration names, which is relative to it.
func (c *Config) Path(name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(c.name), name)
}

// checker collects what is wrong with a configuration.
type checker struct {
	doc   *file.Document
	found diag.List
}

func (c *checker) fault(code diag.Code, path diag.Path, format string, args ...any) {
	c.found = append(c.found, diag.Finding{Code: code, Place: diag.Place{Path: path}, Message: diag.Messagef(format, args...)})
}

// members reports unknown members of an object, and of the objects in it.
func (c *checker) members(data []byte, path diag.Path, known ...string) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		c.fault(codes.WrongValue, path, "want an object")
		return
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		at := path.Then(name)
		switch {
		case !slices.Contains(known, name):
			c.fault(codes.UnknownMember, at, "unknown member %s: want one of %s", diag.Name(diag.Clip(name)), diag.Name(strings.Join(known, ", ")))
		case path == nil && name == "rules":
			c.members(members[name], at, "enable", "disable", "severity")
		case path == nil && name == "ignore":
			var list []json.RawMessage
			if json.Unmarshal(members[name], &list) != nil {
				c.fault(codes.WrongValue, at, "want a list")
			}
			for i, element := range list {
				c.members(element, at.Then(i), "file", "path", "code", "reason")
			}
		}
	}
}

// decode reads the members into a configuration.
func (c *checker) decode(data []byte, into *Config) {
	err := json.NewDecoder(bytes.NewReader(data)).Decode(into)
	if err == nil {
		return
	}
	path := diag.Path{}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		for _, name := range strings.Split(wrong.Field, ".") {
			path = path.Then(name)
		}
	}
	c.fault(codes.WrongValue, path, "want text, or a list of texts")
}

// values checks what the members say.
func (c *checker) values(config *Config) {
	if _, err := mapping.Profile(config.Profile).Limit("", ""); err != nil {
		c.fault(codes.WrongValue, diag.PathOf("profile"), "%s", err)
	}
	rule := func(name string, path diag.Path) {
		if lint.Lookup(name) == nil {
			c.fault(codes.WrongValue, path, "%s", unknownRule(name))
		}
	}
	for i, name := range config.Rules.Enable {
		rule(name, diag.PathOf("rules", "enable", i))
	}
	for i, name := range config.Rules.Disable {
		rule(name, diag.PathOf("rules", "disable", i))
	}
	for name, word := range config.Rules.Severity {
		rule(name, diag.PathOf("rules", "severity", name))
		if _, ok := severityOf(word); !ok {
			c.fault(codes.WrongValue, diag.PathOf("rules", "severity", name), "want error, warning or info, got %s", diag.Quote(word))
		}
	}
	for i, ignore := range config.Ignore {
		at := diag.PathOf("ignore", i)
		switch {
		case ignore.Code == "":
			c.fault(codes.WrongValue, at, "code is missing: want the code of a rule, such as L51")
		case ignore.Path == "" && ignore.File == "":
			c.fault(codes.WrongValue, at, "want path or file: rules.disable switches a rule off everywhere")
		case strings.TrimSpace(ignore.Reason) == "":
			c.fault(codes.WrongValue, at, "reason is missing: say why the finding is fine")
		default:
			rule(ignore.Code, at.Then("code"))
		}
	}
}

// severityOf returns the severity of a word; it reports false for an unknown one.
func severityOf(word string) (diag.Severity, bool) {
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		if s.String() == word {
			return s, true
		}
	}
	return 0, false
}

// unknownRule says that no rule has a code or a name, and which one is near.
func unknownRule(name string) diag.Message {
	near := nearest.Name(name, func(yield func(string) bool) {
		for r := range lint.Rules() {
			if !yield(r.Code) || !yield(r.Name) {
				return
			}
		}
	})
	if near == "" {
		return diag.Messagef("unknown rule %s: attrmap lint --explain all lists them", diag.Quote(name))
	}
	return diag.Messagef("unknown rule %s: did you mean %s?", diag.Quote(name), diag.Name(near))
}
