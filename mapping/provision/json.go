package provision

import (
	"strconv"

	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping"
)

// AppendJSON appends the plan as one JSON object without a line end: the record of the command's ndjson output. Values are as
// the target receives them, null where there is none; redacted ones are masked.
func (p *Plan) AppendJSON(dst []byte) []byte {
	o := jsonobject.Open(dst)
	o.Text("id", p.ID)
	o.Text("action", p.Action.String())
	o.Text("status", p.Status.String())
	o.Optional("code", string(p.Code))
	o.Optional("reason", p.Reason)
	o.Optional("target", p.ShownTarget())
	o.Key("attributes")
	o.Dst = jsonobject.AppendArray(o.Dst, p.Attributes, func(dst []byte, out *mapping.Outcome) []byte { return out.AppendJSON(dst) })
	o.Key("steps")
	o.Dst = jsonobject.AppendArray(o.Dst, p.Steps, appendStep)
	o.Key("ordinal")
	o.Dst = strconv.AppendInt(o.Dst, int64(p.Ordinal), 10)
	o.Text("type", p.Type)
	o.Text("match", p.Match)
	if p.Action == Staged {
		o.Text("would", p.Would.String())
	}
	return o.Close()
}

func appendStep(dst []byte, s *Step) []byte {
	o := jsonobject.Open(dst)
	o.Text("name", s.Name)
	o.Text("status", s.Status.String())
	if len(s.Details) > 0 {
		o.Key("details")
		details := jsonobject.Open(o.Dst)
		for _, d := range s.Details {
			details.Text(d.Name, d.Value)
		}
		o.Dst = details.Close()
	}
	return o.Close()
}

// MarshalJSON returns read, the actions by their words, failed, and accounts, references, unsupported, orphans and staged.
func (t Totals) MarshalJSON() ([]byte, error) {
	o := jsonobject.Open(nil)
	o.Number("read", t.Read)
	for _, a := range actions() {
		o.Number(a.String(), t.Actions[a])
	}
	o.Number("failed", t.Failed)
	part := func(name string, members ...count) {
		o.Key(name)
		w := jsonobject.Open(o.Dst)
		for _, m := range members {
			w.Number(m.name, m.n)
		}
		o.Dst = w.Close()
	}
	part("accounts", count{"disabled", t.Accounts.Disabled}, count{"enabled", t.Accounts.Enabled})
	part("references", count{"planned", t.References.Planned}, count{"pending", t.References.Pending}, count{"unresolved", t.References.Unresolved})
	for _, c := range t.others() {
		o.Number(c.name, c.n)
	}
	return o.Close(), nil
}

// count is a number with its name.
type count struct {
	name string
	n    int
}

// others are the counts that are no parts of others.
func (t Totals) others() []count {
	return []count{{"unsupported", t.Unsupported}, {"orphans", t.Orphans}, {"staged", t.Actions[Staged]}}
}

// String returns the totals in one line: those after failed only where they are not 0.
func (t Totals) String() string {
	s := "read " + strconv.Itoa(t.Read)
	for _, a := range actions() {
		s += ", " + a.String() + " " + strconv.Itoa(t.Actions[a])
	}
	s += ", failed " + strconv.Itoa(t.Failed)
	for _, c := range append([]count{
		{"accounts disabled", t.Accounts.Disabled}, {"accounts enabled", t.Accounts.Enabled},
		{"references pending", t.References.Pending}, {"references unresolved", t.References.Unresolved},
	}, t.others()...) {
		if c.n > 0 {
			s += ", " + c.name + " " + strconv.Itoa(c.n)
		}
	}
	return s
}
