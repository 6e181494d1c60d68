package provision

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// heldPlan is a plan between the two passes, packed: outcomes and steps are nearly always of few forms, and most values are those of the
// target object. An outcome takes a byte then, and 24 more where it has a value of its own.
type heldPlan struct {
	plan   *Plan             // without its outcomes and steps
	rows   []byte            // the form of each outcome, wholeRow for one that has none
	values []value.Value     // new values that are not the target's, in the order of the outcomes, but for those in texts
	texts  []byte            // see forms.pack; nil where values has all
	whole  []mapping.Outcome // the outcomes that have no form
	steps  []Step            // a form of several plans, or the plan's own
	shared bool              // steps is a form
}

// rowForm is what many outcomes have in common.
type rowForm struct {
	decision mapping.Decision
	reason   string
	value    bool // there is a value, and it is not the target's
}

const (
	wholeRow = 255
	// mostSteps is how many forms of steps are kept. Plans that fail have texts of their own in their steps.
	mostSteps = 1024
)

// forms are the forms that a cycle's plans have so far. The owner of the cycle adds to them.
type forms struct {
	// pack puts texts of values behind each other, each with its length and one in front, and 0 for a value that is no text. Where the objects
	// that the texts come from are kept, too, that would take memory instead of saving it.
	pack    bool
	packed  []byte // memory for it
	rows    []rowForm
	byRow   map[rowForm]byte
	bySteps map[string][]Step
	key     []byte
}

func newForms() forms { return forms{byRow: map[rowForm]byte{}, bySteps: map[string][]Step{}} }

// hold packs a plan of the first pass. The plan must not be used until release.
func (f *forms) hold(p *Plan) heldPlan {
	h := heldPlan{plan: p}
	if len(p.Attributes) > 0 {
		f.holdRows(&h, p)
	}
	h.steps, h.shared = f.holdSteps(p)
	p.Attributes, p.Steps = nil, nil
	return h
}

func (f *forms) holdRows(h *heldPlan, p *Plan) {
	h.rows = make([]byte, len(p.Attributes))
	values := 0
	for i := range p.Attributes {
		o := &p.Attributes[i]
		form, ok := f.row(o)
		h.rows[i] = form
		switch {
		case !ok:
			h.rows[i] = wholeRow
			h.whole = append(h.whole, *o)
		case f.rows[form].value:
			values++
		}
	}
	if values == 0 {
		return
	}
	if f.pack {
		f.holdTexts(h, p)
		return
	}
	h.values = make([]value.Value, 0, values)
	for i := range p.Attributes {
		if form := h.rows[i]; form != wholeRow && f.rows[form].value {
			h.values = append(h.values, p.Attributes[i].New)
		}
	}
}

func (f *forms) holdTexts(h *heldPlan, p *Plan) {
	f.packed = f.packed[:0]
	for i := range p.Attributes {
		if form := h.rows[i]; form == wholeRow || !f.rows[form].value {
			continue
		}
		v := p.Attributes[i].New
		text, ok := v.AsString()
		if ok = ok && v.Kind() == value.KindString; !ok {
			f.packed, h.values = append(f.packed, 0), append(h.values, v)
			continue
		}
		f.packed = append(binary.AppendUvarint(f.packed, uint64(len(text))+1), text...)
	}
	h.texts = bytes.Clone(f.packed)
}

// next returns the next value that is not the target's.
func (h *heldPlan) next() value.Value {
	if h.texts != nil {
		n, size := binary.Uvarint(h.texts)
		h.texts = h.texts[size:]
		if n > 0 {
			text := string(h.texts[:n-1])
			h.texts = h.texts[n-1:]
			return value.String(text)
		}
	}
	v := h.values[0]
	h.values = h.values[1:]
	return v
}

// row returns the form of an outcome. One that failed, is in doubt or waits has none, and none has one whose values are marked as ones that
// reports must not print: the mark may come from elsewhere.
func (f *forms) row(o *mapping.Outcome) (form byte, ok bool) {
	if o.Err != nil || o.Code != "" || o.Fatal || len(o.Warnings) > 0 || len(o.Met) > 0 || len(o.Pending) > 0 || o.Waiting() != nil || o.Old.Redacted() || o.New.Redacted() {
		return 0, false
	}
	key := rowForm{o.Decision, o.Reason, !o.New.IsAbsent() && o.Decision != mapping.Unchanged}
	form, ok = f.byRow[key]
	if !ok && len(f.rows) < wholeRow {
		form, ok = byte(len(f.rows)), true
		f.rows = append(f.rows, key)
		f.byRow[key] = form
	}
	return form, ok
}

// What stands in forms of steps for texts of the plan. A control character begins no such text.
const (
	placeOfID     = "\x01"
	placeOfTarget = "\x02"
)

// holdSteps returns the form of a plan's steps, or the steps themselves where there are too many forms.
func (f *forms) holdSteps(p *Plan) (steps []Step, shared bool) {
	target := p.ShownTarget()
	key := f.key[:0]
	for i := range p.Steps {
		s := &p.Steps[i]
		key = append(append(key, s.Name...), 0, byte(s.Status), 0)
		for _, d := range s.Details {
			key = append(append(append(append(key, d.Name...), 0), placed(d.Value, p.ID, target)...), 0)
		}
		key = append(key, 0)
	}
	f.key = key
	if steps, shared = f.bySteps[string(key)]; shared {
		return steps, true
	}
	if len(f.bySteps) == mostSteps {
		return p.Steps, false
	}
	steps = slices.Clone(p.Steps)
	for i := range steps {
		steps[i].Details = slices.Clone(steps[i].Details)
		for k := range steps[i].Details {
			d := &steps[i].Details[k]
			d.Value = placed(d.Value, p.ID, target)
		}
	}
	f.bySteps[string(key)] = steps
	return steps, true
}

// placed returns what stands for a text in a form.
func placed(text, id, target string) string {
	switch text {
	case "":
		return ""
	case id:
		return placeOfID
	case target:
		return placeOfTarget
	}
	return text
}

// release returns the plan as it was. It may run in any goroutine.
func (f *forms) release(h *heldPlan) *Plan {
	p := h.plan
	p.Steps = h.steps
	if h.shared {
		p.Steps = make([]Step, len(h.steps), len(h.steps)+1) // the decision adds one
		for i := range h.steps {
			p.Steps[i] = h.steps[i]
			p.Steps[i].Details = replaced(h.steps[i].Details, p.ID, p.ShownTarget())
		}
	}
	if len(h.rows) > 0 {
		p.Attributes = make([]mapping.Outcome, len(h.rows))
	}
	left, whole := *h, h.whole
	for i, form := range h.rows {
		o := &p.Attributes[i]
		if form == wholeRow {
			*o, whole = whole[0], whole[1:]
			continue
		}
		row := &f.rows[form]
		o.Mapping, o.Hidden, o.Decision, o.Reason = &p.of.Set.Mappings[i], p.Hidden, row.decision, row.reason
		if p.found != nil {
			o.Old = p.found.Attrs.Attribute(&p.of.targets[i])
		}
		switch {
		case row.value:
			o.New = left.next()
		case row.decision == mapping.Unchanged:
			o.New = o.Old
		}
	}
	return p
}

// replaced returns details with the texts of a plan.
func replaced(details []Detail, id, target string) []Detail {
	if !slices.ContainsFunc(details, func(d Detail) bool { return d.Value == placeOfID || d.Value == placeOfTarget }) {
		return details // which nobody changes
	}
	details = slices.Clone(details)
	for i := range details {
		switch details[i].Value {
		case placeOfID:
			details[i].Value = id
		case placeOfTarget:
			details[i].Value = target
		}
	}
	return details
}
