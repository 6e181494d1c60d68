package functions

import (
	"errors"
	"fmt"
)

// validate returns an error about a literal that lacks something: a function that cannot be called, documented and tried out is not
// done.
func (s *Spec) validate() error {
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		if !isCallable(name) {
			return errors.New("no expression can call it: want a name of ASCII letters, digits and _ with a letter first")
		}
	}
	switch {
	case s.Summary == "":
		return errors.New("no summary: set Summary")
	case s.Source == "" && s.Origin != Custom:
		return fmt.Errorf("no source for a function of origin %s: set Source to the document that describes it, or Origin to Custom", s.Origin)
	case s.CallEffects != 0 && s.Prepare == nil:
		return errors.New("CallEffects without Prepare, which decides which calls have them")
	case s.implementations() != 1:
		return errors.New("want exactly one of Eval, Append, Transform and Rewrite")
	case (s.Transform != nil || s.Rewrite != nil) && s.findSource() < 0:
		return errors.New("Transform or Rewrite without a parameter marked Each, whose text it changes")
	}
	if err := s.validatePhrases(); err != nil {
		return err
	}
	return s.validateParams()
}

// implementations returns how many of the four implementations the literal has.
func (s *Spec) implementations() int {
	n := 0
	for _, set := range []bool{s.Eval != nil, s.Append != nil, s.Transform != nil, s.Rewrite != nil} {
		if set {
			n++
		}
	}
	return n
}

// validateParams checks that parameters are documented and that those that repeat come last, which the pairing of arguments with parameters
// relies on. They may share a name.
func (s *Spec) validateParams() error {
	repeating := false
	for i := range s.Params {
		p := &s.Params[i]
		switch {
		case p.Name == "" || p.Doc == "":
			return errors.New("a parameter without Name or Doc")
		case p.Each && (p.List || s.Append != nil || i != s.findSource()):
			return fmt.Errorf("parameter %s is marked Each: want one such parameter, not marked List, of a function without Append", p.Name)
		case repeating && !p.Repeats:
			return errors.New("a parameter after a repeating one")
		}
		repeating = p.Repeats
	}
	return nil
}

// isCallable reports whether the lexer reads a name before a parenthesis as that of a function.
func isCallable(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}
