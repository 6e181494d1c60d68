package functions

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PhrasePart is a piece of a function's phrase: words, or the place of something else.
type PhrasePart struct {
	// Words stand as they are; "" for a place.
	Words string
	// Param is the index of the parameter whose argument stands here, as a noun; of a repeating one all arguments do.
	Param int
	// Condition asks for the argument as a clause that can follow "if".
	Condition bool
	// Group stands once for each group of repeating arguments, such as a key and its value.
	Group []PhrasePart
}

// Phrase gives the function's result in words: the parts of the first of its phrases all of whose parameters are written in a call.
// It is nil where there is none. A function whose result is a boolean has a clause, others have a noun.
func (s *Spec) Phrase(written func(param int) bool) []PhrasePart {
	for _, text := range s.Phrases {
		parts, err := s.parsePhrase(text)
		if err == nil && allWritten(parts, written) {
			return parts
		}
	}
	return nil
}

func allWritten(parts []PhrasePart, written func(param int) bool) bool {
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

// parsePhrase reads a text such as "{source} in lower case": {name} is the place of an argument, {name?} of a condition, [...] that of
// repeating groups.
func (s *Spec) parsePhrase(text string) ([]PhrasePart, error) {
	var parts []PhrasePart
	for text != "" {
		i := strings.IndexAny(text, "{[")
		switch {
		case i < 0:
			return append(parts, PhrasePart{Words: text}), nil
		case i > 0:
			parts, text = append(parts, PhrasePart{Words: text[:i]}), text[i:]
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

func (s *Spec) phrasePlace(closing, inner string) (PhrasePart, error) {
	if closing == "]" {
		group, err := s.parsePhrase(inner)
		return PhrasePart{Group: group}, err
	}
	name, condition := strings.CutSuffix(inner, "?")
	i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return PhrasePart{}, fmt.Errorf("a phrase names the unknown parameter %s", name)
	}
	return PhrasePart{Param: i, Condition: condition}, nil
}

func (s *Spec) validatePhrases() error {
	for _, text := range s.Phrases {
		if _, err := s.parsePhrase(text); err != nil {
			return err
		}
	}
	return nil
}

// sayNothing is for parameters that "" makes no use of.
func sayNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return ""
}

// sayCharacters gives a number its unit.
func sayCharacters(number string) string {
	switch n, err := strconv.Atoi(number); {
	case err != nil:
		return ""
	case n == 1:
		return "1 character"
	}
	return number + " characters"
}
