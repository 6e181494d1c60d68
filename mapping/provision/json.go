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

// MarshalJSON returns read, the actions by their words, and failed.
func (t Totals) MarshalJSON() ([]byte, error) {
	o := jsonobject.Open(nil)
	o.Number("read", t.Read)
	for _, a := range actions() {
		o.Number(a.String(), t.Actions[a])
	}
	o.Number("failed", t.Failed)
	return o.Close(), nil
}

// String returns the totals in one line.
func (t Totals) String() string {
	s := "read " + strconv.Itoa(t.Read)
	for _, a := range actions() {
		s += ", " + a.String() + " " + strconv.Itoa(t.Actions[a])
	}
	return s + ", failed " + strconv.Itoa(t.Failed)
}
