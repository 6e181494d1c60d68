package expr

import (
	"errors"
	"slices"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

const redactedText = value.RedactedText

// A value that went through Redact must not be found out from what is shown beside it: not from the attribute that was read for it, which
// another part of the expression may read too, not from a comparison with it, and not from which branch was taken because of it.

// Secrets returns the source attributes that the expression keeps out of reports by Redact, sorted. Explanations keep out what shares
// data with them, too: the same name in another case, a path into one, and a part of its path.
func (p *Program) Secrets() []string {
	if !p.redacts {
		return nil
	}
	var names []string
	for n := range syntax.Nodes(p.tree) {
		if !p.isRedacting(n) {
			continue
		}
		for below := range syntax.Nodes(n) {
			if a, ok := below.(*syntax.Attribute); ok {
				names = append(names, a.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// isRedacting reports whether n is a call of a function such as Redact.
func (p *Program) isRedacting(n syntax.Node) bool {
	call, ok := n.(*syntax.Call)
	if !ok {
		return false
	}
	spec, _ := p.cfg.functions.Lookup(call.Name)
	return spec != nil && spec.Redacts
}

// conceal marks as redacted what is inside of Redact, what reads data of a secret attribute, and all that is made of either. inside says
// that the step is part of something secret.
func conceal(s *Step, secrets call.Secrets, inside bool) (secret bool) {
	if !s.Evaluated {
		if inside {
			s.hide()
		}
		return false
	}
	inside = inside || s.Function != nil && s.Function.Redacts
	secret = inside || s.Node == "attribute" && secrets.Include(s.attribute())
	var below []*Step
	visible := true
	for _, part := range s.Parts {
		if !visible {
			part.hide()
			continue
		}
		// After a secret part that decides, all later parts are hidden alike, needed or not: to see which were evaluated would
		// reveal the decision.
		if conceal(part, secrets, inside) {
			below = append(below, part)
			visible = inside || !s.decides(part)
		}
	}
	if !secret && len(below) == 0 {
		return false
	}
	s.Redacted, s.Value, s.NullFrom = true, s.Value.WithRedaction(), ""
	s.Err = withoutFound(s.Err)
	// Which argument was chosen may stay only where the choice was made without the secret.
	s.concealRemarks(!inside && len(below) == 1 && below[0].Chosen && !s.decides(below[0]))
	return true
}

// decides reports whether the value of a part may decide which of the parts after it are needed: then what is shown of them reveals
// something of the value. The result of IIF or Switch decides nothing, a candidate of Coalesce does.
func (s *Step) decides(part *Step) bool {
	if s.Function == nil || !chooses(s.Function) {
		return false
	}
	candidates := !slices.ContainsFunc(s.Function.Params, func(p functions.Param) bool { return !p.Flow })
	return candidates || !part.Chosen
}

// chooses reports whether a function evaluates only the arguments it needs and has one of them as its result, as IIF does.
func chooses(spec *functions.Spec) bool {
	return slices.ContainsFunc(spec.Params, func(p functions.Param) bool { return p.Flow })
}

// attribute returns the name of the attribute that the step reads.
func (s *Step) attribute() string { return s.Text[1 : len(s.Text)-1] }

// concealRemarks removes what may reveal something about a secret; with keepChoice, which argument was chosen stays.
func (s *Step) concealRemarks(keepChoice bool) {
	secret := func(topic string) bool { return !keepChoice || topic != call.TopicChoice }
	s.Remarks = slices.DeleteFunc(s.Remarks, func(r functions.Remark) bool { return secret(r.Topic) })
	s.Rules = slices.DeleteFunc(s.Rules, func(r functions.Rule) bool { return secret(r.On) })
	s.MoreRemarks = 0
}

// withoutFound returns an error of an evaluation without the value that it found.
func withoutFound(err error) error {
	var failed *EvalError
	if errors.As(err, &failed) {
		return failed.WithoutFound()
	}
	return err
}

// hide leaves nothing of a part but that it is there.
func (s *Step) hide() {
	s.Evaluated, s.Chosen, s.Redacted = false, false, true
	s.Value, s.Err, s.NullFrom = value.Null.WithRedaction(), nil, ""
	s.Remarks, s.MoreRemarks, s.Rules, s.Parts = nil, 0, nil, nil
}
