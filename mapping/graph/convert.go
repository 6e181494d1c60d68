package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// Conversion is an object mapping in the form that package mapping runs.
type Conversion struct {
	// Set contains the attribute mappings, and in Scope the groups of the portal's scoping filter.
	Set mapping.Set
	// Source and Target describe the two objects; nil if the document does not define them.
	Source, Target *mapping.Schema
	// Input drops objects while they are read; compile it leniently, see [mapping.CompileFilter]. Category decides whether an object
	// belongs to the mapping.
	Input, Category mapping.Filter
	// FlowTypes are the actions that the mapping may take.
	FlowTypes FlowTypes
	// SoftDeleted and AccountEnabled are the names of the source attributes that say whether an object is to be disabled and whether its
	// account is enabled; "" if the definition names none.
	SoftDeleted, AccountEnabled string
	// HardDelete means that the target, by its definition, cannot disable objects.
	HardDelete bool
	// Findings are about what cannot be converted, or only in part. If one of them is an error the set must not be run.
	Findings diag.List

	nodes     []syntax.Node // the sources' trees, by mapping
	asWritten bool          // see ConvertAsWritten
}

// Options returns the options for compiling the set, as far as the schema determines them.
func (c *Conversion) Options(reg *functions.Registry) mapping.Options {
	return mapping.Options{Source: c.Source, Target: c.Target, Functions: reg}
}

// Convert returns the object mapping as a mapping set. An attribute mapping with a type of source, a flow type or a comparison that nobody
// knows is in it as one that is not supported, see [mapping.Mapping], and a warning in Findings; so is an action that nobody knows, which is not
// taken. The text of expressions is made from the parameter trees, including tokens; the default value "" means none. Cloud sync ignores flow
// types, so the mappings of its jobs always apply. reg contains the functions that expressions may call; nil means the standard functions.
func (m ObjectMapping) Convert(reg *functions.Registry) *Conversion {
	c := m.defined()
	c.actions(m)
	c.convert(m, reg)
	return c
}

// actions reports actions that nobody knows: without a word, an object mapping that is to "Create" would seem to create nothing.
func (c *Conversion) actions(m ObjectMapping) {
	member := m.node.member("flowTypes")
	text, _ := member.text()
	_, unknown := parseFlowTypes(text)
	for _, word := range unknown {
		c.Findings = append(c.Findings, m.doc.placed(member, diag.Finding{
			Code: codes.UnknownValue, Severity: diag.Warning, Message: diag.Messagef("unknown action %s, which is not taken", diag.Quote(word)),
			Hint: diag.Messagef("the actions are %s", diag.Name(flowAll.String())),
		}))
	}
}

// ConvertAsWritten is [ObjectMapping.Convert] for checks: expressions have the text of the document, unless it differs from the
// parameters, so that positions in an expression are positions in the document.
func (m ObjectMapping) ConvertAsWritten(reg *functions.Registry) *Conversion {
	c := m.defined()
	c.asWritten = true
	c.convert(m, reg)
	return c
}

// defined returns a conversion with what follows from the definitions of the two objects.
func (m ObjectMapping) defined() *Conversion {
	source, target := m.sourceObject(), m.targetObject()
	supported, stated := target.isSoftDeletionSupported()
	return &Conversion{
		Source: source.Schema(), Target: target.Schema(), FlowTypes: m.flowTypes(),
		SoftDeleted: source.propertyNameSoftDeleted(), AccountEnabled: source.propertyNameAccountEnabled(), HardDelete: stated && !supported,
	}
}

// convert sets the fields that follow from the mapping alone.
func (c *Conversion) convert(m ObjectMapping, reg *functions.Registry) {
	if reg == nil {
		reg = functions.Standard()
	}
	scope := m.Scope()
	c.Input, c.Category = makeFilter(scope.InputFilterGroups()), makeFilter(scope.CategoryFilterGroups())
	for _, g := range slices.Concat(scope.InputFilterGroups(), scope.CategoryFilterGroups()) {
		for _, clause := range g.Clauses() {
			for _, f := range clause.findings(!c.asWritten) {
				if f.Severity != diag.Error { // who runs the mapping compiles the filters, and meets the errors then
					c.Findings = append(c.Findings, f)
				}
			}
		}
	}
	c.Set.Name = m.Name()
	if c.Set.Name == "" {
		c.Set.Name = m.rule.Name()
	}
	c.Set.Scope = makeFilter(scope.Groups())
	ignoresFlowType := strings.HasPrefix(m.rule.schema().ID(), cloudSyncJob)
	for _, a := range m.AttributeMappings() {
		c.Set.Mappings = append(c.Set.Mappings, c.mapping(a, reg, ignoresFlowType))
	}
}

// cloudSyncJob begins the ids of jobs that provision from Active Directory to Entra by cloud sync.
const cloudSyncJob = "AD2AAD"

// unreadable is the expression of a source that cannot be read. Without a source the mapping's default would flow.
const unreadable = `Error("the source of this mapping cannot be read")`

// IsUnreadable reports whether an expression of a converted set replaces a source that cannot be read.
func IsUnreadable(expression string) bool { return expression == unreadable }

// mapping converts an attribute mapping. What cannot be converted is a finding, and the mapping stays in the set, so that mappings and
// attribute mappings have the same indices.
func (c *Conversion) mapping(a AttributeMapping, reg *functions.Registry, ignoresFlowType bool) mapping.Mapping {
	out := mapping.Mapping{
		Target: a.TargetAttributeName(), Default: a.defaultValue(), Match: a.matchingPriority(), FlowNulls: a.flowNullValues(),
	}
	var n syntax.Node
	if s := a.Source(); s != nil {
		var r *treeReader
		var fromText bool
		n, fromText, r = s.read(reg)
		if !c.asWritten {
			out.UnsupportedSource = r.unsupported
		}
		for _, d := range r.found {
			if out.UnsupportedSource != "" && d.Severity == diag.Error {
				d.Severity = diag.Warning // what is not supported stops its own mapping alone
			}
			c.add(a, "source", d)
		}
		setSource(&out, n)
		if c.asWritten && fromText && out.Expression != "" {
			out.Expression = s.Expression
		}
	}
	c.nodes = append(c.nodes, n)
	c.flow(a, &out, ignoresFlowType)
	return out
}

// setSource makes the mapping Direct, Constant or Expression, according to the tree of its source.
func setSource(out *mapping.Mapping, n syntax.Node) {
	switch n := n.(type) {
	case nil:
		out.Expression = unreadable
	case *syntax.Attribute:
		out.From = n.Name
	case *syntax.String:
		if out.Constant = n.Value; n.Value == "" {
			out.Expression = syntax.Format(n) // a set has no constant ""
		}
	default:
		out.Expression = syntax.Format(n)
	}
}

// flow sets when the mapping applies, and reports members that have no effect here.
func (c *Conversion) flow(a AttributeMapping, out *mapping.Mapping, ignoresFlowType bool) {
	notSimulated := func(member, message string) {
		c.add(a, member, diag.Finding{Code: codes.NotSimulated, Severity: diag.Info, Message: diag.Messagef("%s", diag.Name(message))})
	}
	flowType := a.flowType()
	known := attributeMappingRecord.lookupField("flowType").unknownWord(flowType) == "" && out.Apply.UnmarshalText([]byte(flowType)) == nil
	switch {
	case ignoresFlowType && (!known || out.Apply != mapping.ApplyAlways):
		out.Apply = mapping.ApplyAlways
		notSimulated("flowType", "cloud sync ignores flow types; the mapping always applies")
	case !known:
		message := diag.Messagef("unknown flow type %s", diag.Quote(flowType))
		c.add(a, "flowType", diag.Finding{
			Code: codes.UnknownValue, Severity: diag.Warning, Message: message, Hint: diag.Plain("nobody knows when the mapping applies, so it is not simulated"),
		})
		if !c.asWritten {
			out.UnsupportedApply = message.String()
		}
	}
	if strings.EqualFold(a.flowBehavior(), "FlowAlways") {
		notSimulated("flowBehavior", "FlowAlways is not simulated; the value flows when it has changed")
	}
	if a.exportMissingReferences() {
		notSimulated("exportMissingReferences", "exportMissingReferences is not simulated")
	}
}

// add reports a finding about a member of an attribute mapping.
func (c *Conversion) add(a AttributeMapping, member string, d diag.Finding) {
	at := a.node.member(member)
	if at == nil {
		at = a.node
	}
	f := a.doc.placed(at, d)
	f.Target = a.TargetAttributeName()
	c.Findings = append(c.Findings, f)
}

// placed returns a finding with its place in the document.
func (d *Document) placed(at *node, f diag.Finding) diag.Finding {
	f.Path, f.Position, f.InText = at.path(), d.position(at), false
	return f
}

// Schema returns the definition as package mapping reads it; nil if it does not exist.
func (o ObjectDefinition) Schema() *mapping.Schema {
	if !o.Exists() {
		return nil
	}
	attributes := o.attributes()
	s := &mapping.Schema{Name: o.Name(), Attributes: make([]mapping.Attribute, 0, len(attributes))}
	for _, a := range attributes {
		s.Attributes = append(s.Attributes, a.attribute())
	}
	return s
}

// attribute returns the definition as package mapping reads it.
func (a attributeDefinition) attribute() mapping.Attribute {
	return mapping.Attribute{
		Name: a.text("name"), Type: a.typ(), MultiValued: a.flag("multivalued"), Required: a.flag("required"), MaxLength: a.maximumLength(),
		ReadOnly: a.mutability() == "ReadOnly", CaseExact: a.flag("caseExact"), Default: a.text("defaultValue"),
		FlowNulls: a.flag("flowNullValues"), Anchor: a.anchor(), References: a.references(), API: a.apiExpression(),
	}
}
