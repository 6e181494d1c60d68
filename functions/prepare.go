package functions

import (
	"cmp"
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// Constant is an argument as it is known when the expression is compiled.
type Constant struct {
	// Present is false for an omitted argument.
	Present bool
	// Known is set where Value is the argument's value for every object.
	Known bool
	Value value.Value
	// Attribute is the attribute's name where the argument is a plain attribute reference.
	Attribute string
}

// Preparation is what a function's Prepare sees of one call before there is data. It is used once: what evaluations need must be in
// the state that Prepare returns, which they share and must not change.
type Preparation struct {
	Args   []Constant
	Compat Compat
	// Traced is set for an explanation, which shows every argument evaluated: a state must not save the evaluation of constants.
	Traced bool
	// PatternBytes bounds regular expressions and date formats, SwitchPairs the pairs of Switch; 0 is the default.
	PatternBytes, SwitchPairs int

	// Effects are those of the call: at first the ones of every call, to which Prepare adds those that follow from the arguments.
	Effects Effects
	// Reads are the names of attributes that the call reads though none of its arguments refers to them. Prepare adds them.
	Reads []string

	findings []diag.Finding
	args     []int // the argument that each finding is about, -1 for the call
}

// Findings yields what Prepare reported, each with the index of the argument that is at fault, -1 for the call as a whole.
func (p *Preparation) Findings() iter.Seq2[int, diag.Finding] {
	return func(yield func(int, diag.Finding) bool) {
		for i, f := range p.findings {
			if !yield(p.args[i], f) {
				return
			}
		}
	}
}

// Has reports whether argument i is written.
func (p *Preparation) Has(i int) bool { return i < len(p.Args) && p.Args[i].Present }

// Text returns the text of argument i if it is constant; an omitted argument is the constant "".
func (p *Preparation) Text(i int) (text string, known bool) {
	if !p.Has(i) {
		return "", true
	}
	if !p.Args[i].Known {
		return "", false
	}
	return p.Args[i].Value.Text(), true
}

// known returns the value of argument i, Absent if it depends on the object.
func (p *Preparation) known(i int) value.Value {
	if p.Args[i].Known {
		return p.Args[i].Value
	}
	return value.Absent
}

// Report adds an error about argument i, or about the call where i is -1.
func (p *Preparation) Report(i int, code diag.Code, hint, format string, args ...any) {
	p.add(i, diag.Error, code, hint, format, args...)
}

// Warn adds a warning about argument i, or about the call where i is -1.
func (p *Preparation) Warn(i int, code diag.Code, hint, format string, args ...any) {
	p.add(i, diag.Warning, code, hint, format, args...)
}

// reportLimit adds an error about a limit that argument i passes, or the call where i is -1.
func (p *Preparation) reportLimit(i int, code diag.Code, limit diag.Limit, bound int, format string, args ...any) {
	p.add(i, diag.Error, code, "", format, args...)
	p.findings[len(p.findings)-1].Limit = &diag.LimitError{Limit: limit, Max: int64(bound)}
}

func (p *Preparation) switchPairs() int { return cmp.Or(p.SwitchPairs, call.DefaultSwitchPairs) }

func (p *Preparation) patternBytes() int { return cmp.Or(p.PatternBytes, call.DefaultPatternBytes) }

func (p *Preparation) add(i int, severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	p.args = append(p.args, i)
	p.findings = append(p.findings, diag.Finding{Code: code, Severity: severity, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint)})
}
