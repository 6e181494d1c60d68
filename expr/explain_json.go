package expr

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/jsonobject"
)

// MarshalJSON returns kind, result (the value as a list of texts), error and the tree of parts, root. The members of a part are
//
//	text, offset, length    the canonical text, and the place in the source in bytes from 0
//	node                    call, attribute, constant, comparison, concatenation or token
//	parameter               the parameter that it is the argument of
//	evaluated, chosen       whether it was needed, and whether the call around it chose it as its result
//	kind, absent, result    the value's kind, true for an attribute that is not there, the value as a list of texts
//	nullFrom                the attribute that a null comes from
//	redacted                true where the values are kept out of reports
//	error                   code, message, line, column and offset of a failure
//	evidence                of a call's function: documented, inferred, reported or assumed
//	notes, moreNotes        what happened: topic, parameter, text and details; how many notes are left out
//	rules                   the statements about the behaviour that applied: topic, evidence and text
//	parts                   the arguments or operands
//
// of which empty ones are left out.
func (x Explanation) MarshalJSON() ([]byte, error) {
	out := struct {
		Kind   string     `json:"kind"`
		Result []string   `json:"result"`
		Error  *evalFault `json:"error,omitempty"`
		Root   *Step      `json:"root"`
	}{Kind: "error", Result: []string{}, Error: faultOf(x.Err), Root: x.Root}
	if x.Err == nil {
		out.Kind, out.Result = x.Value.Kind().String(), reported(x.Value, x.hidden)
	}
	return jsonobject.Marshal(out)
}

// evalFault is an evaluation error as data.
type evalFault struct {
	Code    diag.Code `json:"code"`
	Message string    `json:"message"`
	diag.Position
}

// faultOf returns an error as data, nil for none. An error without a place has no code.
func faultOf(err error) *evalFault {
	var failed *EvalError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failed):
		return &evalFault{failed.Code, failed.Error(), failed.Position}
	}
	return &evalFault{Message: err.Error()}
}

// reported returns the texts of a value, or the mask of one that reports must not print.
func reported(v value.Value, hidden bool) []string {
	switch {
	case hidden && !v.IsNull():
		return []string{diag.Hidden}
	case v.Redacted():
		return []string{redactedText}
	}
	return v.Strings()
}

// stepJSON has the members of a part in the order in which they are written.
type stepJSON struct {
	Text      string     `json:"text"`
	Node      string     `json:"node"`
	Parameter string     `json:"parameter,omitempty"`
	Offset    int        `json:"offset"`
	Length    int        `json:"length"`
	Evaluated bool       `json:"evaluated"`
	Chosen    bool       `json:"chosen,omitempty"`
	Redacted  bool       `json:"redacted,omitempty"`
	Kind      string     `json:"kind,omitempty"`
	Absent    bool       `json:"absent,omitempty"`
	Result    []string   `json:"result,omitempty"`
	NullFrom  string     `json:"nullFrom,omitempty"`
	Error     *evalFault `json:"error,omitempty"`
	Evidence  string     `json:"evidence,omitempty"`
	Notes     []noteJSON `json:"notes,omitempty"`
	MoreNotes int        `json:"moreNotes,omitempty"`
	Rules     []ruleJSON `json:"rules,omitempty"`
	Parts     []*Step    `json:"parts,omitempty"`
}

type noteJSON struct {
	Topic     string                 `json:"topic"`
	Parameter string                 `json:"parameter,omitempty"`
	Text      string                 `json:"text"`
	Details   map[string]value.Value `json:"details,omitempty"`
}

type ruleJSON struct {
	Topic    string             `json:"topic"`
	Evidence functions.Evidence `json:"evidence"`
	Text     string             `json:"text"`
}

// MarshalJSON returns the part, see [Explanation.MarshalJSON].
func (s Step) MarshalJSON() ([]byte, error) {
	out := stepJSON{
		Text: s.Text, Node: s.Node, Parameter: s.Parameter, Offset: s.Span.Start, Length: s.Span.Len(), Evaluated: s.Evaluated,
		Chosen: s.Chosen, Redacted: s.Redacted, NullFrom: s.NullFrom, MoreNotes: s.MoreRemarks, Parts: s.Parts,
	}
	switch {
	case s.Err != nil:
		out.Error = faultOf(s.Err)
	// Kind and absence are left out, too: they say something of the value.
	case s.Redacted:
		out.Result = []string{redactedText}
	case s.Evaluated:
		out.Kind, out.Absent, out.Result = s.Value.Kind().String(), s.Value.IsAbsent(), reported(s.Value, s.hidden)
	}
	if s.Function != nil && s.Evaluated {
		out.Evidence = s.Function.Evidence.String()
	}
	for _, r := range s.Remarks {
		out.Notes = append(out.Notes, s.note(r))
	}
	for _, r := range s.Rules {
		out.Rules = append(out.Rules, ruleJSON{r.On, r.Evidence, r.Text})
	}
	return jsonobject.Marshal(out)
}

// note returns a remark with the name of its parameter in place of the argument's number.
func (s *Step) note(r functions.Remark) noteJSON {
	note := noteJSON{Topic: r.Topic, Text: r.Text}
	if s.Function != nil && r.Arg >= 0 {
		if p := s.Function.Param(r.Arg, s.args); p != nil {
			note.Parameter = p.Name
		}
	}
	for _, d := range r.Details {
		if note.Details == nil {
			note.Details = map[string]value.Value{}
		}
		note.Details[d.Name] = d.Value
	}
	return note
}
