package provision

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// AppendSummary appends the plan as AppendJSON does, with the members that the service's answer to provision on demand has besides:
// the identities, the status in its words, the steps with their types, and the properties that change, sorted by name, as texts.
func (p *Plan) AppendSummary(dst []byte) []byte {
	o := reopen(p.AppendJSON(dst))
	o.key("sourceIdentity")
	id := object{dst: append(o.dst, '{')}
	id.text("id", p.ID)
	o.dst = append(id.dst, '}')
	o.key("targetIdentity")
	id = object{dst: append(o.dst, '{')}
	id.text("id", p.ShownTarget())
	o.dst = append(id.dst, '}')
	o.text("reportableIdentifier", p.ID)
	o.key("statusInfo")
	status := object{dst: append(o.dst, '{')}
	status.text("status", p.Status.String())
	status.optional("errorCode", p.Code)
	status.optional("reason", p.Reason)
	o.dst = append(status.dst, '}')
	o.key("provisioningSteps")
	o.dst = p.appendSteps(o.dst)
	o.key("modifiedProperties")
	o.dst = p.appendModified(o.dst)
	return append(o.dst, '}')
}

// reopen gives an object that has been written, ready for more members.
func reopen(dst []byte) object { return object{dst: dst[:len(dst)-1], members: 1} }

func (p *Plan) appendSteps(dst []byte) []byte {
	dst = append(dst, '[')
	for i := range p.Steps {
		if i > 0 {
			dst = append(dst, ',')
		}
		s := &p.Steps[i]
		o := reopen(appendStep(dst, s))
		o.text("provisioningStepType", s.kind())
		dst = append(o.dst, '}')
	}
	return append(dst, ']')
}

// kind gives the step's type in the words of Graph's provisioning logs.
func (s *Step) kind() string {
	switch {
	case s.Name == "EntrySynchronizationScoping":
		return "scoping"
	case strings.HasPrefix(s.Name, "EntryExport"), s.Name == "EntrySynchronizationSkip":
		return "export"
	case slices.ContainsFunc(s.Details, func(d Detail) bool { return d.Name == "TargetId" || d.Name == "MatchingAttribute" }):
		return "matching"
	case s.Name == "EntryImport":
		return "import"
	}
	return "processing"
}

func (p *Plan) appendModified(dst []byte) []byte {
	var changed []*mapping.Outcome
	for i := range p.Attributes {
		if p.Attributes[i].Decision.Changes() {
			changed = append(changed, &p.Attributes[i])
		}
	}
	slices.SortFunc(changed, func(a, b *mapping.Outcome) int { return strings.Compare(a.Mapping.Target, b.Mapping.Target) })
	dst = append(dst, '[')
	for i, out := range changed {
		if i > 0 {
			dst = append(dst, ',')
		}
		o := object{dst: append(dst, '{')}
		o.text("displayName", out.Mapping.Target)
		o.property("oldValue", out.Old, Mask(out))
		o.property("newValue", out.New, Mask(out))
		dst = append(o.dst, '}')
	}
	return append(dst, ']')
}

// property writes a value as the text that logs show, null where there is none.
func (o *object) property(name string, v value.Value, mask string) {
	switch {
	case v.IsNull():
		o.value(name, value.Null, "")
	case mask != "":
		o.text(name, mask)
	default:
		o.text(name, v.Text())
	}
}
