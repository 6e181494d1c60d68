package provision

import (
	"cmp"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Job is what a provisioning job does, for objects of all its types.
type Job struct {
	// Objects are the object mappings, one for each type of source objects. The first is that of objects whose type is not said.
	Objects []ObjectMapping
	// MaxDisables is how many accounts may be deleted or disabled before all of it is staged; the zero Threshold is any number.
	MaxDisables Threshold
	// Findings say what of a file the job does not take over. With an error among them it must not be run.
	Findings diag.List
}

// ObjectMapping is how the objects of one type become objects of the target. The caller adds the world to Mapping (clock, tenant, tokens)
// and what a schema does not say to Options.
type ObjectMapping struct {
	// Name is for people.
	Name string
	// Type is that of the source objects, such as User, which is that of ""; TargetType is that of the target's, "" is the same name.
	Type, TargetType string
	// Resource is the SCIM resource type of the target's objects: User, Group or an application's own; "" follows from TargetType, where that
	// is neither from Type.
	Resource string
	Set      *mapping.Set
	Mapping  mapping.Options
	Options  Options
}

// withDefaults fills in what is empty.
func (m *ObjectMapping) withDefaults() {
	m.Type = cmp.Or(m.Type, "User")
	m.TargetType = cmp.Or(m.TargetType, m.Type)
	m.Resource = cmp.Or(m.Resource, resourceOf(m.TargetType), resourceOf(m.Type), "User")
	m.Mapping.Profile = cmp.Or(m.Mapping.Profile, m.Options.Profile)
	if m.Mapping.Target == nil {
		m.Mapping.Target = &mapping.Schema{Name: m.TargetType, Open: true}
	}
}

// resourceOf returns the resource type that the name of a type means: applications name their objects in the singular, in the plural and by
// the schema. It is "" for names of an application's own, which say no more than the type of the source's objects does (assumed).
func resourceOf(objectType string) string {
	switch last := strings.ToLower(objectType[strings.LastIndexAny(objectType, ":.")+1:]); strings.TrimSuffix(last, "s") {
	case "group":
		return "Group"
	case "user":
		return "User"
	}
	return ""
}

// NewObjectMapping takes an object mapping of a schema over: the set, both sides' definitions, filters, flow types, and whether the target
// can disable objects. The findings say what could not be taken over; with an error among them the mapping must not be run.
func NewObjectMapping(m graph.ObjectMapping, reg *functions.Registry) (ObjectMapping, diag.List) {
	c := m.Convert(reg)
	flow := c.FlowTypes
	return ObjectMapping{Name: m.Name(), Type: m.SourceObjectName(), TargetType: m.TargetObjectName(), Set: &c.Set, Mapping: c.Options(reg), Options: Options{
		NoCreate: !flow.Has(graph.FlowAdd), NoUpdate: !flow.Has(graph.FlowUpdate), NoDelete: !flow.Has(graph.FlowDelete),
		InputFilter: c.Input, CategoryFilter: c.Category,
		Outbound:       mapping.ProfileOf(m.Rule().SourceDirectoryName()) == mapping.ProfileEntra,
		SoftDeleted:    c.SoftDeleted,
		AccountEnabled: c.AccountEnabled,
		HardDelete:     c.HardDelete,
		Profile:        mapping.ProfileOf(m.Rule().TargetDirectoryName()),
	}}, c.Findings
}
