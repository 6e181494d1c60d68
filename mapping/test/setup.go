package test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/internal/tree"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// setup is how the job of a test is run: what the flags of attrmap run say, by the same words. A test has that of its file, with the words that it
// says itself in place of the file's.
type setup struct {
	file    *File
	mapping *tree.Node
	words   map[string]*tree.Node

	intake.Flags
	stubs map[string]string
	seed  uint64
	// targets are objects of the target and names of files of them, links a list of links.
	targets []*tree.Node
	links   *tree.Node
}

// The seed of tests that say none: they are repeatable, too.
const defaultSeed = 1

func newSetup(f *File) *setup {
	return &setup{file: f, words: map[string]*tree.Node{}, seed: defaultSeed, Flags: intake.Flags{Verb: "test", InFormat: "auto", TargetFormat: "auto", Profile: "auto"}}
}

// clone returns a copy of which words can be changed.
func (s *setup) clone() *setup {
	c := *s
	c.words = make(map[string]*tree.Node, len(s.words))
	for name, n := range s.words {
		c.words[name] = n
	}
	return &c
}

// key is the same for tests of one file whose jobs are run alike.
func (s *setup) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%p", s.mapping)
	for _, w := range jobNames() {
		if n := s.words[w]; n != nil {
			fmt.Fprintf(&b, " %s %p", w, n)
		}
	}
	return b.String()
}

// jobNames are the names of the words of a job, in the order of the tables.
func jobNames() []string {
	names := []string{"seed"}
	for _, w := range settings.Job() {
		names = append(names, w.Name)
	}
	return append(names, settings.Names(settings.Options())...)
}

// jobFields are the members of a file, and of a test, that say how the job is run.
func (r *reader) jobFields(s *setup) []tree.Field {
	fields := []tree.Field{{Name: "mapping", Read: func(m *tree.Member) {
		var name string
		if r.Text(m.Value, &name); name != "" {
			s.mapping, s.Schema = m.Value, name
		}
	}}}
	read := r.jobWords(s)
	for _, name := range jobNames() {
		fields = append(fields, tree.Field{Name: name, Read: func(m *tree.Member) {
			// Null is as good as a member that is left out.
			if !m.Value.IsNull() {
				s.words[name] = m.Value
				read[name](m.Value)
			}
		}})
	}
	return fields
}

// jobWords read the words of a job. A test holds that each word of the tables has one.
func (r *reader) jobWords(s *setup) map[string]func(n *tree.Node) {
	text := func(into *string) func(*tree.Node) { return func(n *tree.Node) { r.Text(n, into) } }
	truth := func(into *bool) func(*tree.Node) { return func(n *tree.Node) { r.Truth(n, into) } }
	words := func(into *[]string, known []settings.Word) func(*tree.Node) {
		return func(n *tree.Node) {
			*into = nil
			r.List(n, true, func(n *tree.Node) { *into = append(*into, r.word(n, settings.Names(known))) })
		}
	}
	return map[string]func(*tree.Node){
		"encoding": r.checked(&s.Encoding, feed.CheckEncoding), "targetEncoding": r.checked(&s.TargetEncoding, feed.CheckEncoding),
		"delimiter": r.checked(&s.Delimiter, checkDelimiter), "targetDelimiter": r.checked(&s.TargetDelimiter, checkDelimiter),
		"multi": func(n *tree.Node) {
			s.Multi = nil
			r.List(n, true, func(n *tree.Node) {
				var text string
				r.Text(n, &text)
				s.Multi = append(s.Multi, text)
			})
		},
		"object": text(&s.Mapping), "domain": text(&s.Domain), "assigned": text(&s.Assigned), "customSecurityAttributes": text(&s.CSA),
		"syncAll": truth(&s.SyncAll), "emptyTextFlows": truth(&s.EmptyTextFlows), "hardDelete": truth(&s.HardDelete), "unlinked": truth(&s.Unlinked),
		"skipOutOfScopeDeletions": truth(&s.SkipOutOfScopeDeletions),
		"compat":                  words(&s.Compat, settings.Compat()), "client": words(&s.Client, settings.Client()),
		"tokens": r.texts(&s.Token), "stubs": r.texts(&s.stubs),
		"inFormat": r.checked(&s.InFormat, checkFormat), "targetFormat": r.checked(&s.TargetFormat, checkFormat),
		"now": func(n *tree.Node) {
			if r.Text(n, &s.Now); s.Now != "" {
				if _, err := time.Parse(time.RFC3339, s.Now); err != nil {
					r.Fault(n.At, codes.WrongValue, "", "want an RFC 3339 time such as 2026-01-31T12:00:00Z, got %s", diag.Quote(s.Now))
				}
			}
		},
		"seed": func(n *tree.Node) {
			seed, err := strconv.ParseUint(tree.ScalarText(n), 10, 64)
			if err != nil {
				r.Want(n, "a whole number from 0")
			}
			s.seed = seed
		},
		"profile": func(n *tree.Node) {
			known := []string{"auto", "none"}
			for _, p := range mapping.Profiles() {
				known = append(known, string(p))
			}
			s.Profile = r.word(n, known)
		},
		"maxDisables": func(n *tree.Node) {
			if r.Text(n, &s.MaxDisables); s.MaxDisables != "" {
				if err := new(provision.Threshold).UnmarshalText([]byte(s.MaxDisables)); err != nil {
					r.Fault(n.At, codes.WrongValue, "", "%s", diag.Plain(err.Error()))
				}
			}
		},
		"target": func(n *tree.Node) { r.targets(n, s) }, "links": func(n *tree.Node) { r.links(n, s) },
	}
}

// checked returns what reads a text that a function takes.
func (r *reader) checked(into *string, check func(string) error) func(*tree.Node) {
	return func(n *tree.Node) {
		if r.Text(n, into); *into != "" {
			if err := check(*into); err != nil {
				r.Fault(n.At, codes.WrongValue, "", "%s", diag.Plain(err.Error()))
			}
		}
	}
}

func checkFormat(text string) error {
	_, err := feed.ParseFormat(text)
	return err
}

func checkDelimiter(text string) error {
	_, err := intake.ParseDelimiter(text)
	return err
}

// targets reads objects of the target, and names of files of them.
func (r *reader) targets(n *tree.Node, s *setup) {
	s.targets = nil
	r.List(n, true, func(n *tree.Node) {
		if r.isSource(n) {
			s.targets = append(s.targets, n)
		}
	})
}

// links reads links, or the name of a file of them.
func (r *reader) links(n *tree.Node, s *setup) {
	if s.links, s.Links = n, ""; n.Real().Kind != tree.List {
		s.links = nil
		r.Text(n, &s.Links)
	}
}

// texts reads an object of texts.
func (r *reader) texts(into *map[string]string) func(n *tree.Node) {
	return func(n *tree.Node) {
		*into = map[string]string{}
		if n.Real().Kind != tree.Object {
			r.Want(n, "an object of texts")
			return
		}
		for _, m := range n.Real().Members {
			var text string
			r.Text(m.Value, &text)
			(*into)[m.Name] = text
		}
	}
}

// clock returns the time that the job reads.
func (s *setup) clock(present func() time.Time) func() time.Time {
	if s.Now == "" {
		return present
	}
	at, _ := time.Parse(time.RFC3339, s.Now) // Read has looked at it
	return func() time.Time { return at }
}

// types are the types of source objects, or of the target's, each once and in their order; "" is that of objects that do not say theirs.
func types(nodes []*tree.Node) []string {
	var list []string
	for _, n := range nodes {
		name, _ := typeOf(n)
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}

// typeMember says the type of an object, where it is not that of the object mapping that is run.
const typeMember = "@type"

// typeOf returns the type of an object, or of a file TYPE=FILE, and the file.
func typeOf(n *tree.Node) (objectType, file string) {
	if n.Real().Kind != tree.Object {
		in := intake.ParseInputs([]string{tree.ScalarText(n)}, func(string) bool { return false })[0]
		return in.Type, in.Name
	}
	if m := n.Member(typeMember); m != nil {
		return tree.ScalarText(m.Value), ""
	}
	return "", ""
}
