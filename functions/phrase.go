package functions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/internal/call"
)

// Phrase returns the function's result in words: the parts of its first phrase whose parameters are all written in a call, nil if there
// is none. The phrase of a function whose result is a boolean is a clause, that of any other a noun.
func (s *Spec) Phrase(written func(param int) bool) []call.PhrasePart {
	for _, text := range s.Phrases {
		parts, err := s.parsePhrase(text)
		if err == nil && allWritten(parts, written) {
			return parts
		}
	}
	return nil
}

// allWritten reports whether every parameter that parts refer to, in groups too, is written in the call.
func allWritten(parts []call.PhrasePart, written func(param int) bool) bool {
	for i := range parts {
		switch p := &parts[i]; {
		case p.Group != nil && !allWritten(p.Group, written):
			return false
		case p.Group == nil && p.Words == "" && !written(p.Param):
			return false
		}
	}
	return true
}

// parsePhrase reads a text such as "{source} in lower case": {name} is replaced by an argument, {name?} by a condition, [...] is
// repeated for each group. Groups do not nest: the first closing bracket ends one.
func (s *Spec) parsePhrase(text string) ([]call.PhrasePart, error) {
	var parts []call.PhrasePart
	for text != "" {
		i := strings.IndexAny(text, "{[")
		switch {
		case i < 0:
			return append(parts, call.PhrasePart{Words: text}), nil
		case i > 0:
			parts, text = append(parts, call.PhrasePart{Words: text[:i]}), text[i:]
		}
		closing := map[byte]string{'{': "}", '[': "]"}[text[0]]
		inner, rest, closed := strings.Cut(text[1:], closing)
		if !closed {
			return nil, fmt.Errorf("a phrase without closing %s", closing)
		}
		part, err := s.phrasePlace(closing, inner)
		if err != nil {
			return nil, err
		}
		parts, text = append(parts, part), rest
	}
	return parts, nil
}

// phrasePlace reads what is between two brackets, of which closing is the second.
func (s *Spec) phrasePlace(closing, inner string) (call.PhrasePart, error) {
	if closing == "]" {
		group, err := s.parsePhrase(inner)
		return call.PhrasePart{Group: group}, err
	}
	name, condition := strings.CutSuffix(inner, "?")
	i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return call.PhrasePart{}, fmt.Errorf("a phrase names the unknown parameter %s", name)
	}
	return call.PhrasePart{Param: i, Condition: condition}, nil
}

func (s *Spec) validatePhrases() error {
	for _, text := range s.Phrases {
		if _, err := s.parsePhrase(text); err != nil {
			return err
		}
	}
	return nil
}

// sayNothing is for parameters whose "" means nothing.
func sayNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return ""
}

// sayCharacters adds the unit to a number.
func sayCharacters(number string) string {
	switch n, err := strconv.Atoi(number); {
	case err != nil:
		return ""
	case n == 1:
		return "1 character"
	}
	return number + " characters"
}
