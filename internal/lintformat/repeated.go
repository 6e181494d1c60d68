package lintformat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

const (
	// fewRepeated is the number of findings of one mistake that are all printed.
	fewRepeated = 3
	// mostNamed is the number of further ones that are named.
	mostNamed = 10
)

// Told is a finding as people read it: alone, or for all of one mistake that is repeated in a file.
type Told struct {
	diag.Finding
	// More says how many more there are, and where or of what; "" for a finding that stands for itself alone.
	More string
}

// Tell returns findings for people in their order. Of more than three in one file with the same rule and the same words the first stands for
// all, whatever names and values are in them. Programs are told every finding; see the other formats.
func Tell(found diag.List) []Told {
	groups := map[string]diag.List{}
	for _, f := range found {
		key := mistake(f)
		groups[key] = append(groups[key], f)
	}
	var told []Told
	for _, f := range found {
		key := mistake(f)
		group := groups[key]
		switch {
		case len(group) > fewRepeated:
			told = append(told, Told{f, fmt.Sprintf("and %d more of %s: %s", len(group)-1, f.Code, others(group))})
			groups[key] = nil // the others are told
		case group != nil:
			told = append(told, Told{f, ""})
		}
	}
	return told
}

// mistake identifies findings that are told together: the file, the rule, and the words of the message without its arguments. A message that has
// no words of its own is its text.
func mistake(f diag.Finding) string {
	words, _ := parts(f.Message)
	if strings.Trim(words, "%sdqv: ") == "" {
		words = f.Message.String()
	}
	return f.File + "\x00" + string(f.Code) + "\x00" + f.Severity.String() + "\x00" + words
}

// parts returns the words of a message, with those of the messages in it, and the texts of all other arguments.
func parts(m diag.Message) (words string, args []string) {
	words = m.Format
	for _, arg := range m.Args {
		inner, ok := arg.(diag.Message)
		if !ok {
			args = append(args, fmt.Sprint(arg))
			continue
		}
		more, texts := parts(inner)
		words, args = words+"\x00"+more, append(args, texts...)
	}
	return words, args
}

// others names the findings of a group after the first: by the only argument in which they differ, otherwise by their places.
func others(group diag.List) string {
	names := differing(group)
	if names == nil {
		for _, f := range group[1:] {
			names = append(names, cmp.Or(f.Target, f.PathText(), f.Position.String()))
		}
	}
	// A name may be that of several findings, such as a target in several object mappings.
	names = slices.Compact(names)
	if len(names) > mostNamed {
		names = append(names[:mostNamed:mostNamed], "…")
	}
	return strings.Join(names, ", ")
}

// differing returns the texts of the argument in which the messages of a group differ, without that of the first, or nil if there is more than
// one such argument, or none.
func differing(group diag.List) []string {
	_, first := parts(group[0].Message)
	at := -1
	var names []string
	for _, f := range group[1:] {
		_, args := parts(f.Message)
		if len(args) != len(first) {
			return nil
		}
		for i := range args {
			if args[i] == first[i] {
				continue
			}
			if at >= 0 && at != i {
				return nil
			}
			at = i
		}
		if at < 0 {
			continue
		}
		names = append(names, args[at])
	}
	if len(names) != len(group)-1 {
		return nil // some are the same in all
	}
	return names
}
