package provision

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Job is an object mapping of an exported schema, ready to be run: what New needs. The caller adds the world to Mapping (clock,
// tenant, tokens) and what the schema does not say to Options.
type Job struct {
	Set     *mapping.Set
	Mapping mapping.Options
	Options Options
	// Findings say what of the schema could not be taken over. With an error among them the job must not be run.
	Findings diag.List
}

// NewJob takes an object mapping of a schema over: the set, both sides' definitions, filters, flow types, and whether the target can
// disable objects.
func NewJob(m graph.ObjectMapping, reg *functions.Registry) *Job {
	c := m.Convert(reg)
	flow := c.FlowTypes
	return &Job{Set: &c.Set, Mapping: c.Options(reg), Findings: c.Findings, Options: Options{
		NoCreate: !flow.Has(graph.FlowAdd), NoUpdate: !flow.Has(graph.FlowUpdate), NoDelete: !flow.Has(graph.FlowDelete),
		InputFilter: c.Input, CategoryFilter: c.Category,
		Outbound:       mapping.ProfileOf(m.Rule().SourceDirectoryName()) == mapping.ProfileEntra,
		SoftDeleted:    c.SoftDeleted,
		AccountEnabled: c.AccountEnabled,
		HardDelete:     c.HardDelete,
		Profile:        mapping.ProfileOf(m.Rule().TargetDirectoryName()),
	}}
}

// ChooseMapping returns the object mapping of a schema to run: the one that name means, by its own name or as "source → target" of its
// objects, in any case. Without a name it is the enabled mapping of the rule that runs first, one that reads users before others.
func ChooseMapping(d *graph.Document, name string) (graph.ObjectMapping, error) {
	candidates := d.ObjectMappings()
	if name != "" {
		for _, m := range candidates {
			if strings.EqualFold(m.Name(), name) || strings.EqualFold(objectsOf(m), name) {
				return m, nil
			}
		}
		return graph.ObjectMapping{}, diag.Errorf("the schema has no object mapping %s: it has %s", diag.Quote(name), diag.Name(namesOf(candidates)))
	}
	enabled := slices.DeleteFunc(slices.Clone(candidates), func(m graph.ObjectMapping) bool { return !m.Enabled() })
	if len(enabled) == 0 {
		return graph.ObjectMapping{}, diag.Errorf("the schema has no enabled object mapping: it has %s", diag.Name(namesOf(candidates)))
	}
	slices.SortStableFunc(enabled, func(a, b graph.ObjectMapping) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Rule().Priority(), b.Rule().Priority()))
	})
	return enabled[0], nil
}

// rank prefers mappings of users.
func rank(m graph.ObjectMapping) int {
	if strings.EqualFold(m.SourceObjectName(), "user") {
		return 0
	}
	return 1
}

func objectsOf(m graph.ObjectMapping) string {
	return m.SourceObjectName() + " → " + m.TargetObjectName()
}

func namesOf(list []graph.ObjectMapping) string {
	if len(list) == 0 {
		return "none"
	}
	names := make([]string, len(list))
	for i, m := range list {
		if names[i] = m.Name(); names[i] == "" {
			names[i] = objectsOf(m)
		}
	}
	return strings.Join(names, "; ")
}
