package functions

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Description is a function as data, for catalogues and editors.
type Description struct {
	Name       string                 `json:"name"`
	Aliases    []string               `json:"aliases,omitempty"`
	Signature  string                 `json:"signature"`
	Summary    string                 `json:"summary"`
	Parameters []ParameterDescription `json:"parameters"`
	Result     string                 `json:"result"`
	Effects    string                 `json:"effects"`
	Evidence   Evidence               `json:"evidence"`
	Origin     string                 `json:"origin"`
	Source     string                 `json:"source"`
	Notes      []Note                 `json:"notes,omitempty"`
	Examples   []ExampleDescription   `json:"examples,omitempty"`
}

// ParameterDescription is a parameter as data.
type ParameterDescription struct {
	Name     string `json:"name"`
	Doc      string `json:"doc"`
	Kind     string `json:"kind"`
	Optional bool   `json:"optional,omitempty"`
	Repeats  bool   `json:"repeats,omitempty"`
	Null     string `json:"null"`
	// Several says what happens to a multi-valued argument, in words.
	Several   string   `json:"several"`
	Constants []string `json:"constants,omitempty"`
	// Key is the parameter's key in Graph's trees; KeyInferred is set where it is not published.
	Key         string `json:"key"`
	KeyInferred bool   `json:"keyInferred,omitempty"`
}

// ExampleDescription is an example as data; Result is the list of texts, or the word null, or the failure.
type ExampleDescription struct {
	Expr   string         `json:"expr"`
	Attrs  map[string]any `json:"attrs,omitempty"`
	Result string         `json:"result"`
}

// Describe returns the function as data.
func (s *Spec) Describe() Description {
	// Parameters is not nil, so that in JSON a function without any has an empty list and not null.
	d := Description{
		Name: s.Name, Aliases: s.Aliases, Signature: s.Signature(), Summary: s.Summary, Result: s.Result.String(),
		Effects: s.effects(), Evidence: s.Evidence, Origin: s.Origin.String(), Source: s.Source,
		Parameters: []ParameterDescription{}, Notes: s.allNotes(),
	}
	for _, p := range s.Params {
		d.Parameters = append(d.Parameters, ParameterDescription{
			Name: p.Name, Doc: p.Doc, Kind: p.Kinds.String(), Optional: p.Optional, Repeats: p.Repeats, Null: p.null(), Several: p.several(),
			Constants: p.Words, Key: p.Key, KeyInferred: p.KeyInferred,
		})
	}
	for _, e := range s.Examples {
		d.Examples = append(d.Examples, ExampleDescription{Expr: e.Expr, Attrs: e.Attrs, Result: e.outcome()})
	}
	return d
}

// effects returns in words what a call reads besides its arguments.
func (s *Spec) effects() string {
	text := s.Effects.String()
	if s.CallEffects != 0 {
		text += "; for some arguments " + s.CallEffects.String()
	}
	return text
}

// several returns in words what happens to an argument with several values. This and the two fields are all that decides it.
func (p *Param) several() string {
	switch {
	case p.Each:
		return "each by itself"
	case p.List:
		return "all at once"
	}
	return "an error"
}

// null returns in words what null means for the parameter, and "" where it counts as null.
func (p *Param) null() string {
	text := p.Null.String()
	if p.EmptyIsNull {
		text += "; \"\" counts as null"
	}
	return text
}

// outcome returns the example's result as text: a text in quotation marks, a list in brackets, null, a signal or an error.
func (e *Example) outcome() string {
	switch {
	case e.WantError != "":
		return "error: " + e.WantError
	case e.WantKind == value.KindIgnoreAttribute.String():
		return "the attribute is left out"
	case e.WantKind == value.KindIgnoreObject.String():
		return "the object is left out"
	case e.Want == nil:
		return "null"
	case len(e.Want) == 1:
		return fmt.Sprintf("%q", e.Want[0])
	}
	quoted := make([]string, len(e.Want))
	for i, w := range e.Want {
		quoted[i] = fmt.Sprintf("%q", w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Text returns the function as a page for a terminal.
func (s *Spec) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", s.Signature(), s.Summary)
	if len(s.Aliases) > 0 {
		fmt.Fprintf(&b, "Also called %s.\n", strings.Join(s.Aliases, ", "))
	}
	if len(s.Params) > 0 {
		b.WriteString("\nParameters\n")
	}
	for i := range s.Params {
		p := &s.Params[i]
		fmt.Fprintf(&b, "  %s: %s (%s; null: %s; several values: %s)\n", p.Name, p.Doc, p.Kinds, p.null(), p.several())
	}
	fmt.Fprintf(&b, "\nResult: %s. Effects: %s.\nEvidence: %s; %s, %s.\n", s.Result, s.effects(), s.Evidence, s.Origin, s.Source)
	for _, n := range s.allNotes() {
		fmt.Fprintf(&b, "  %s: %s\n", n.Evidence, n.Text)
	}
	b.WriteString("\nExamples\n")
	for i := range s.Examples {
		e := &s.Examples[i]
		fmt.Fprintf(&b, "  %s → %s%s\n", e.Expr, e.outcome(), e.with())
	}
	return b.String()
}

// with returns the example's attributes as JSON.
func (e *Example) with() string {
	if len(e.Attrs) == 0 {
		return ""
	}
	data, err := json.Marshal(e.Attrs)
	if err != nil {
		return ""
	}
	return "   with " + string(data)
}
