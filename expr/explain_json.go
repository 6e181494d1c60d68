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
//	cut                     true if a text of the part, its value or its notes is only the beginning of a long one
//	parts                   the arguments or operands
//
// of which empty ones are left out. A text of more than 240 bytes is whole as long as such texts, those of all parts together, are no
// more than 512 KiB; after that 240 characters of it remain, and of a list the first members. The result is always whole.
func (x Explanation) MarshalJSON() ([]byte, error) {
	out := struct {
		Kind   string     `json:"kind"`
		Result []string   `json:"result"`
		Error  *evalFault `json:"error,omitempty"`
		Root   *stepJSON  `json:"root"`
	}{Kind: "error", Result: []string{}, Error: faultOf(x.Err), Root: x.Root.json(&excerpts{left: explainedBytes})}
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
	Text      string      `json:"text"`
	Node      string      `json:"node"`
	Parameter string      `json:"parameter,omitempty"`
	Offset    int         `json:"offset"`
	Length    int         `json:"length"`
	Evaluated bool        `json:"evaluated"`
	Chosen    bool        `json:"chosen,omitempty"`
	Redacted  bool        `json:"redacted,omitempty"`
	Kind      string      `json:"kind,omitempty"`
	Absent    bool        `json:"absent,omitempty"`
	Result    []string    `json:"result,omitempty"`
	NullFrom  string      `json:"nullFrom,omitempty"`
	Error     *evalFault  `json:"error,omitempty"`
	Evidence  string      `json:"evidence,omitempty"`
	Notes     []noteJSON  `json:"notes,omitempty"`
	MoreNotes int         `json:"moreNotes,omitempty"`
	Rules     []ruleJSON  `json:"rules,omitempty"`
	Cut       bool        `json:"cut,omitempty"`
	Parts     []*stepJSON `json:"parts,omitempty"`
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
	return jsonobject.Marshal(s.json(&excerpts{left: explainedBytes}))
}

// json returns the part and those below it as they are written.
func (s *Step) json(room *excerpts) *stepJSON {
	before := room.cuts
	out := &stepJSON{
		Text: room.text(s.Text), Node: s.Node, Parameter: s.Parameter, Offset: s.Span.Start, Length: s.Span.Len(), Evaluated: s.Evaluated,
		Chosen: s.Chosen, Redacted: s.Redacted, NullFrom: room.text(s.NullFrom), MoreNotes: s.MoreRemarks,
	}
	switch {
	case s.Err != nil:
		out.Error = faultOf(s.Err)
		out.Error.Message = room.text(out.Error.Message)
	// Kind and absence are left out, too: they say something of the value.
	case s.Redacted:
		out.Result = []string{redactedText}
	case s.Evaluated:
		out.Kind, out.Absent, out.Result = s.Value.Kind().String(), s.Value.IsAbsent(), room.result(s.Value, s.hidden)
	}
	if s.Function != nil && s.Evaluated {
		out.Evidence = s.Function.Evidence.String()
	}
	for _, r := range s.Remarks {
		out.Notes = append(out.Notes, s.note(r, room))
	}
	for _, r := range s.Rules {
		out.Rules = append(out.Rules, ruleJSON{r.On, r.Evidence, r.Text})
	}
	out.Cut = room.cuts > before
	for _, part := range s.Parts {
		out.Parts = append(out.Parts, part.json(room))
	}
	return out
}

// note returns a remark with the name of its parameter in place of the argument's number.
func (s *Step) note(r functions.Remark, room *excerpts) noteJSON {
	note := noteJSON{Topic: r.Topic, Text: room.text(r.Text)}
	if s.Function != nil && r.Arg >= 0 {
		if p := s.Function.Param(r.Arg, s.args); p != nil {
			note.Parameter = p.Name
		}
	}
	for _, d := range r.Details {
		if note.Details == nil {
			note.Details = map[string]value.Value{}
		}
		note.Details[d.Name] = room.value(d.Value)
	}
	return note
}

// explainedBytes is how much an explanation repeats as JSON of texts and values that are longer than a line or two, all parts together.
// A value passes through many parts, and the text of a part stands in that of each part around it.
const explainedBytes = 512 << 10

// excerpts are the texts of an explanation: whole as long as there is room, then cut.
type excerpts struct{ left, cuts int }

// has takes n bytes from what is left, unless they are more than that.
func (x *excerpts) has(n int) bool {
	if n <= mostText {
		return true
	}
	if n > x.left {
		x.cuts++
		return false
	}
	x.left -= n
	return true
}

// size returns the size of a value's text as far as has wants to know it.
func (x *excerpts) size(v value.Value) int { return v.TextSize(max(x.left, mostText)) }

func (x *excerpts) text(text string) string {
	if x.has(len(text)) {
		return text
	}
	return cut(text, mostText)
}

// value returns a value, or the beginning of its text.
func (x *excerpts) value(v value.Value) value.Value {
	if v.Redacted() || x.has(x.size(v)) {
		return v
	}
	return value.String(cut(v.Beginning(), mostText))
}

// result returns the texts of a value, or the mask of one that reports must not print. A list that is cut loses its last members.
func (x *excerpts) result(v value.Value, hidden bool) []string {
	members, isList := v.AsList()
	switch {
	case hidden || v.Redacted() || x.has(x.size(v)):
		return reported(v, hidden)
	case !isList:
		return []string{cut(v.Beginning(), mostText)}
	}
	texts, size := []string{}, 0
	for _, m := range members {
		if m.IsNull() {
			continue
		}
		text := cut(m.Beginning(), mostText)
		if size += len(text); size > mostText && len(texts) > 0 {
			break
		}
		texts = append(texts, text)
	}
	return texts
}
