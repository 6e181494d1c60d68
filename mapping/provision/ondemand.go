package provision

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping"
)

// AppendSummary appends the plan as AppendJSON does, with the members that the service's answer to provision on demand has besides:
// the identities, the status in its words, the steps with their types, and the properties that change, sorted by name, as texts.
func (p *Plan) AppendSummary(dst []byte) []byte {
	o := jsonobject.Reopen(p.AppendJSON(dst))
	o.Key("sourceIdentity")
	id := jsonobject.Open(o.Dst)
	id.Text("id", p.ID)
	o.Dst = id.Close()
	o.Key("targetIdentity")
	id = jsonobject.Open(o.Dst)
	id.Text("id", p.ShownTarget())
	o.Dst = id.Close()
	o.Text("reportableIdentifier", p.ID)
	o.Key("statusInfo")
	status := jsonobject.Open(o.Dst)
	status.Text("status", p.Status.String())
	status.Optional("errorCode", string(p.Code))
	status.Optional("reason", p.Reason)
	o.Dst = status.Close()
	o.Key("provisioningSteps")
	o.Dst = p.appendSteps(o.Dst)
	o.Key("modifiedProperties")
	o.Dst = p.appendModified(o.Dst)
	return o.Close()
}

// appendSteps appends the steps with their types.
func (p *Plan) appendSteps(dst []byte) []byte {
	dst = append(dst, '[')
	for i := range p.Steps {
		if i > 0 {
			dst = append(dst, ',')
		}
		s := &p.Steps[i]
		o := jsonobject.Reopen(appendStep(dst, s))
		o.Text("provisioningStepType", s.kind())
		dst = o.Close()
	}
	return append(dst, ']')
}

// kind returns the step's type in the words of Graph's provisioning logs.
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

// appendModified appends the properties that change, sorted by name, so that equal plans have equal texts.
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
		o := jsonobject.Open(dst)
		o.Text("displayName", out.Mapping.Target)
		writeProperty(&o, "oldValue", out.Old, out.Mask())
		writeProperty(&o, "newValue", out.New, out.Mask())
		dst = o.Close()
	}
	return append(dst, ']')
}

// writeProperty writes a value as the text that logs show, null where there is none.
func writeProperty(o *jsonobject.Writer, name string, v value.Value, mask string) {
	if !v.IsNull() {
		v = value.String(v.Text())
	}
	o.Value(name, v, mask)
}
