package provision

import (
	"strconv"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// What stands in place of values that reports must not show.
const (
	// MaskRedact is what the service's logs show for a value that went through Redact().
	MaskRedact = "[Redact]"
	// MaskCustom is what they show for a custom security attribute.
	MaskCustom = "redacted"
	// MaskHidden stands for values where mapping.Options.HideValues is set.
	MaskHidden = diag.Hidden
)

// Mask gives what stands in place of an outcome's values, "" where they may be shown.
func Mask(o *mapping.Outcome) string {
	switch {
	case IsCustomSecurityAttribute(o.Mapping.Target):
		return MaskCustom
	case o.New.Redacted(), o.Old.Redacted():
		return MaskRedact
	case o.Hidden:
		return MaskHidden
	}
	return ""
}

// AppendJSON appends the plan as one JSON object without a line end: the record of the command's ndjson output. Values stand as
// the target receives them, null where there is none; redacted ones are masked.
func (p *Plan) AppendJSON(dst []byte) []byte {
	o := object{dst: append(dst, '{')}
	o.text("id", p.ID)
	o.text("action", p.Action.String())
	o.text("status", p.Status.String())
	o.optional("code", p.Code)
	o.optional("reason", p.Reason)
	o.optional("target", p.ShownTarget())
	o.key("attributes")
	o.dst = appendArray(o.dst, p.Attributes, appendOutcome)
	o.key("steps")
	o.dst = appendArray(o.dst, p.Steps, appendStep)
	o.key("ordinal")
	o.dst = strconv.AppendInt(o.dst, int64(p.Ordinal), 10)
	return append(o.dst, '}')
}

func appendArray[T any](dst []byte, items []T, appendItem func([]byte, *T) []byte) []byte {
	dst = append(dst, '[')
	for i := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendItem(dst, &items[i])
	}
	return append(dst, ']')
}

func appendOutcome(dst []byte, out *mapping.Outcome) []byte {
	o := object{dst: append(dst, '{')}
	o.text("target", out.Mapping.Target)
	mask := Mask(out)
	o.value("old", out.Old, mask)
	o.value("new", out.New, mask)
	o.text("decision", out.Decision.String())
	o.text("source", out.Mapping.Type().String())
	if !out.Hidden { // its constants may be values of the object
		o.optional("expression", out.Mapping.Expression)
	}
	o.optional("reason", out.Reason)
	o.optional("code", out.Code)
	if len(out.Warnings) > 0 {
		o.key("warnings")
		o.dst = value.Strings(out.Warnings...).AppendJSON(o.dst)
	}
	return append(o.dst, '}')
}

func appendStep(dst []byte, s *Step) []byte {
	o := object{dst: append(dst, '{')}
	o.text("name", s.Name)
	o.text("status", s.Status.String())
	if len(s.Details) > 0 {
		o.key("details")
		details := object{dst: append(o.dst, '{')}
		for _, d := range s.Details {
			details.text(d.Name, d.Value)
		}
		o.dst = append(details.dst, '}')
	}
	return append(o.dst, '}')
}

// AppendJSON appends the totals as one JSON object.
func (t *Totals) AppendJSON(dst []byte) []byte {
	o := object{dst: append(dst, '{')}
	o.number("read", t.Read)
	for _, a := range Actions() {
		o.number(a.String(), t.Actions[a])
	}
	o.number("failed", t.Failed)
	return append(o.dst, '}')
}

// String gives the totals in one line.
func (t *Totals) String() string {
	s := "read " + strconv.Itoa(t.Read)
	for _, a := range Actions() {
		s += ", " + a.String() + " " + strconv.Itoa(t.Actions[a])
	}
	return s + ", failed " + strconv.Itoa(t.Failed)
}

// object writes the members of a JSON object in the order they are given.
type object struct {
	dst     []byte
	members int
}

func (o *object) key(name string) {
	if o.members++; o.members > 1 {
		o.dst = append(o.dst, ',')
	}
	o.dst = value.String(name).AppendJSON(o.dst)
	o.dst = append(o.dst, ':')
}

func (o *object) text(name, text string) {
	o.key(name)
	o.dst = value.String(text).AppendJSON(o.dst)
}

func (o *object) optional(name, text string) {
	if text != "" {
		o.text(name, text)
	}
}

func (o *object) number(name string, n int) {
	o.key(name)
	o.dst = strconv.AppendInt(o.dst, int64(n), 10)
}

func (o *object) value(name string, v value.Value, mask string) {
	if mask != "" && !v.IsNull() {
		o.text(name, mask)
		return
	}
	o.key(name)
	o.dst = v.AppendJSON(o.dst)
}
