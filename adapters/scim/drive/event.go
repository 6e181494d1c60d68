package drive

import (
	"fmt"
	"io"

	"github.com/attrmap/attrmap/internal/jsonobject"
)

// Verdict is who is right about a request, or about a value.
type Verdict uint8

// The verdicts, the gravest last.
const (
	// Fine is that there is nothing to say.
	Fine Verdict = iota
	// ClientWrong is that the server is in its right: what Entra's client sends is not what the RFCs have, or does not say what was planned.
	ClientWrong
	// ServerWrong is that the server does not follow the RFCs.
	ServerWrong
	// NotSent is that a request was not sent, or that nobody knows whether it was carried out.
	NotSent
)

var verdictNames = [...]string{Fine: "fine", ClientWrong: "client", ServerWrong: "server", NotSent: "unsent"}

// String returns the word of the output, such as "server".
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return fmt.Sprintf("Verdict(%d)", uint8(v))
}

// Finding is one thing that is wrong.
type Finding struct {
	Verdict Verdict
	// Rule is its stable name, Section that of the RFC which decides, "" where none does.
	Rule, Section string
	// Cause says what is wrong in words that all findings of the rule share, Detail what is special about this one. Detail may quote values of
	// people; it is "" where they are hidden.
	Cause, Detail string
	// Remedy is what to do about it.
	Remedy string

	about string // what findings of one rule are told apart by: the attribute
}

// Event is a request and what came of it, or something that shows afterwards and is about an earlier request. It holds no credentials.
type Event struct {
	// Cycle counts from 1; the checks before the first cycle are 0.
	Cycle int
	// Object is what the plan calls the object; "" where the request is about none.
	Object string
	// Method and Path are those of the request. Path is relative to the tenant URL, with its query; values that must not be printed are masked
	// in it.
	Method, Path string
	// Status is that of the answer, 0 where there is none.
	Status int
	// After reports that the event is no request, but what was found after that of Method and Path.
	After bool
	// Verdict is that of the gravest finding.
	Verdict  Verdict
	Findings []Finding
}

// gravest returns the finding that the verdict is from; nil where there is none.
func (e *Event) gravest() *Finding {
	var worst *Finding
	for i := range e.Findings {
		if f := &e.Findings[i]; worst == nil || f.Verdict > worst.Verdict {
			worst = f
		}
	}
	return worst
}

// Format prints method, path, status and verdict.
func (e Event) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, fmt.Sprintf("%s %s %d: %s", e.Method, e.Path, e.Status, e.Verdict))
}

// MarshalJSON returns the event as an object: cycle, object, method, path, status, verdict, and rule, section, cause, detail and remedy of the
// gravest finding. All others are in more.
func (e Event) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Number("cycle", e.Cycle)
	w.Optional("object", e.Object)
	w.Optional("method", e.Method)
	w.Optional("path", e.Path)
	if e.Status != 0 {
		w.Number("status", e.Status)
	}
	if e.After {
		w.Bool("after", true)
	}
	w.Text("verdict", e.Verdict.String())
	worst := e.gravest()
	if worst != nil {
		worst.appendTo(&w)
	}
	var more []*Finding
	for i := range e.Findings {
		if f := &e.Findings[i]; f != worst {
			more = append(more, f)
		}
	}
	if len(more) > 0 {
		w.Key("more")
		w.Dst = jsonobject.AppendArray(w.Dst, more, func(dst []byte, f **Finding) []byte {
			inner := jsonobject.Open(dst)
			inner.Text("verdict", (*f).Verdict.String())
			(*f).appendTo(&inner)
			return inner.Close()
		})
	}
	return w.Close(), nil
}

func (f *Finding) appendTo(w *jsonobject.Writer) {
	w.Text("rule", f.Rule)
	w.Optional("section", f.Section)
	w.Text("cause", f.Cause)
	w.Optional("detail", f.Detail)
	w.Optional("remedy", f.Remedy)
}
