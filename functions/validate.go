package functions

import "errors"

// validate tells what a literal lacks: a function that cannot be documented and tried out is not done.
func (s *Spec) validate() error {
	switch {
	case s.Name == "":
		return errors.New("it has no name")
	case s.Summary == "":
		return errors.New("it has no summary")
	case s.Source == "" && s.Origin != Custom:
		return errors.New("it names no source")
	case s.CallEffects != 0 && s.Prepare == nil:
		return errors.New("CallEffects need a Prepare that tells which calls have them")
	case s.implementations() != 1:
		return errors.New("exactly one of Eval, Append, Transform and Rewrite must be set")
	case (s.Transform != nil || s.Rewrite != nil) && s.findSource() < 0:
		return errors.New("a Transform or Rewrite needs a parameter marked Each")
	}
	if err := s.validatePhrases(); err != nil {
		return err
	}
	return s.validateParams()
}

func (s *Spec) implementations() int {
	n := 0
	for _, set := range []bool{s.Eval != nil, s.Append != nil, s.Transform != nil, s.Rewrite != nil} {
		if set {
			n++
		}
	}
	return n
}

func (s *Spec) validateParams() error {
	repeating := false
	for i := range s.Params {
		p := &s.Params[i]
		switch {
		case p.Name == "" || p.Doc == "":
			return errors.New("every parameter needs a name and a doc")
		case repeating && !p.Repeats:
			return errors.New("no parameter may follow a repeating one")
		}
		repeating = p.Repeats
	}
	return nil
}
