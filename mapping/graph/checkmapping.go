package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// mappingCheck is the check of one object mapping.
type mappingCheck struct {
	*checker
	mapping        ObjectMapping
	source, target *definition // nil where the document does not define the object
	read           map[string]bool
}

func (c *checker) objectMapping(m ObjectMapping) {
	n := m.rule.node.member("editable")
	c.readOnly = n != nil && n.kind == boolKind && !n.isTrue()
	defer func() { c.readOnly = false }()
	mc := &mappingCheck{checker: c, mapping: m, read: map[string]bool{}}
	mappings := m.AttributeMappings()
	mc.source, mc.target = c.sides(m)
	if c.lookups -= (len(mappings) + 1) * (mc.source.size() + mc.target.size()); c.lookups < 0 {
		mc.source, mc.target = nil, nil
		c.report(on(m.Element, "attributeMappings"), diag.Info, CodeTooMany, "",
			"there are too many mappings and attributes to look for the names of all")
	}
	nodes := mc.validate(mappings)
	for i, a := range mappings {
		mc.attributeMapping(a, nodes[i])
	}
	c.requiredTargets(m, mc.target, mappings)
	c.softDelete(m, mc.source, mc.target, mc.read)
	c.filter(m, mc.source)
}

// validate takes over what package mapping finds in the set, and gives the trees of the sources.
func (c *mappingCheck) validate(mappings []AttributeMapping) []syntax.Node {
	conversion := &Conversion{asWritten: true}
	if c.source != nil {
		conversion.Source = c.source.schema
	}
	if c.target != nil {
		conversion.Target = c.target.schema
	}
	conversion.convert(c.mapping, c.reg)
	for _, f := range conversion.Findings {
		if f.Code != CodeUnknownValue { // told for the member
			c.keep(f)
		}
	}
	set := conversion.Set
	set.Scope = nil // looked at clause by clause
	for _, f := range set.Validate(conversion.Options(c.reg)) {
		if f.Text != unreadable && !c.passesOver(f) {
			c.validation(mappings, f)
		}
	}
	return conversion.nodes
}

// passesOver tells what is not worth telling of a schema.
func (c *mappingCheck) passesOver(d diag.Finding) bool {
	switch d.Code {
	case diag.CodeRequiredUnmapped:
		return true // looked at with what the definition says of anchors
	case diag.CodeNoMappings, diag.CodeNoMatch:
		return c.mapping.isFragment()
	case diag.CodeOutsideReference:
		return isCloudSync(c.mapping.rule) // whose own reference has more functions
	default:
		return d.Severity == diag.Info
	}
}

func (c *mappingCheck) validation(mappings []AttributeMapping, f diag.Finding) {
	if f.Code == diag.CodeUnknownAttribute || f.Code == diag.CodeTooLong {
		f.Severity = diag.Error // the service refuses them
	}
	index, field := mapping.FieldOf(f.Path)
	switch { // hints of package mapping speak of its own file
	case f.Code == diag.CodeNoMatch && index < 0:
		f.Hint = diag.Messagef("set matchingPriority to 1 on the attribute that identifies an object in the target")
	case f.Code == diag.CodeUniqueMapping && field == "apply":
		f.Hint = diag.Messagef("set flowType to %s", diag.Name(mapping.ApplyCreate.Behavior().FlowType))
	}
	switch {
	case index < 0:
		c.keep(c.doc.placed(on(c.mapping.Element, "attributeMappings").node, f))
	case field == "expression":
		c.keep(mappings[index].expressionFinding(f.Text, f))
	default:
		c.keep(c.doc.placed(on(mappings[index].Element, memberOf[field]).node, f))
	}
}

// attributeMapping looks at one mapping with the definitions of both sides.
func (c *mappingCheck) attributeMapping(a AttributeMapping, n syntax.Node) {
	def := c.target.attribute(a.TargetAttributeName())
	for n := range syntax.Nodes(n) {
		if attribute, ok := n.(*syntax.Attribute); ok {
			c.read[attribute.Name] = true
		}
	}
	if c.target != nil && c.target.anchors[a.TargetAttributeName()] && a.MatchingPriority() <= 0 {
		c.report(c.place(a, "targetAttributeName"), diag.Warning, CodeAnchorTarget, "",
			"%s is an anchor of the target, which cannot change", diag.Clip(a.TargetAttributeName()))
	}
	c.securityAttribute(a, def)
	c.roles(a, n)
	c.changing(a, n)
	c.gates(a, n)
	if def != nil {
		c.constants(a, n, def)
		c.shape(a, n, def)
	}
}

func (c *mappingCheck) place(a AttributeMapping, member string) at {
	out := on(a.Element, member)
	out.target = a.TargetAttributeName()
	return out
}

// roles looks at what may not be done with application roles.
func (c *mappingCheck) roles(a AttributeMapping, n syntax.Node) {
	if attribute, ok := n.(*syntax.Attribute); ok && strings.EqualFold(attribute.Name, "appRoleAssignments") {
		c.report(c.place(a, "source"), diag.Error, CodeRolesDirect,
			"use SingleAppRoleAssignment([appRoleAssignments]) or AppRoleAssignmentsComplex([appRoleAssignments])",
			"appRoleAssignments cannot be mapped directly")
	}
	if !c.opts.SyncAll {
		return
	}
	for n := range syntax.Nodes(n) {
		call, ok := n.(*syntax.Call)
		if ok && strings.Contains(strings.ToLower(call.Name), "approleassignment") {
			c.report(c.place(a, "source"), diag.Error, CodeRolesSyncAll, "provision only assigned users and groups",
				"%s does not work when all users and groups are provisioned", call.Name)
		}
	}
}

// changing looks for values that are another one each time.
func (c *mappingCheck) changing(a AttributeMapping, n syntax.Node) {
	if apply, err := mapping.ParseApply(a.FlowType()); err == nil && !apply.Behavior().Updates {
		return
	}
	for n := range syntax.Nodes(n) {
		call, ok := n.(*syntax.Call)
		if !ok {
			continue
		}
		if spec, _ := c.reg.Lookup(call.Name); spec != nil && spec.Effects&functions.Random != 0 {
			c.report(c.place(a, "source"), diag.Warning, CodeChangingValue, "set flowType to "+mapping.ApplyCreate.Behavior().FlowType,
				"%s gives another value each time, and the mapping applies on every update", spec.Name)
			return
		}
	}
}

// gates looks at the two gates that let null flow.
func (c *mappingCheck) gates(a AttributeMapping, n syntax.Node) {
	open, stated := a.FlowNullValues(), a.node.member("flowNullValues") != nil
	if c.source == nil || !stated {
		return
	}
	attributes, gates := 0, 0 // null flows where the gates of all attributes are open
	for n := range syntax.Nodes(n) {
		if attribute, ok := n.(*syntax.Attribute); ok {
			if def := c.source.attribute(attribute.Name); def != nil {
				attributes++
				if def.FlowNulls {
					gates++
				}
			}
		}
	}
	switch {
	case open && gates < attributes:
		c.report(c.place(a, "flowNullValues"), diag.Warning, diag.CodeFlowNulls, "set flowNullValues of the source attribute too",
			"null does not flow: the mapping lets it, the source attribute does not")
	case !open && gates > 0 && gates == attributes:
		c.report(c.place(a, "flowNullValues"), diag.Info, diag.CodeFlowNulls, "",
			"null does not flow: the source attribute lets it, the mapping does not")
	}
}

// constants looks whether what is written into the mapping fits the target attribute's type.
func (c *mappingCheck) constants(a AttributeMapping, n syntax.Node, def *mapping.Attribute) {
	if text := a.DefaultValue(); text != "" && !fits(text, def.Type) {
		c.report(c.place(a, "defaultValue"), diag.Warning, CodeValueType, "",
			"the default %s is no %s, as the target attribute is", diag.Quote(text), def.Type)
	}
	if constant, ok := n.(*syntax.String); ok && !fits(constant.Value, def.Type) {
		c.report(c.place(a, "source"), diag.Warning, CodeValueType, "",
			"the constant %s is no %s, as the target attribute is", diag.Quote(constant.Value), def.Type)
	}
}

func fits(text string, t mapping.AttributeType) bool {
	var err error
	switch t {
	case mapping.Boolean:
		_, err = value.String(text).ToBoolean()
	case mapping.Integer:
		_, err = value.String(text).ToInteger()
	case mapping.DateTime:
		_, err = value.String(text).ToDate()
	default: // any text
	}
	return err == nil
}

// shape looks whether the source can give several values, or none of the sort that a reference takes.
func (c *mappingCheck) shape(a AttributeMapping, n syntax.Node, def *mapping.Attribute) {
	if !def.MultiValued && c.source != nil && c.mayBeMany(n) {
		c.report(c.place(a, "source"), diag.Warning, CodeManyToOne, "choose one with Item, or join them with Join",
			"the source may have several values, the target attribute takes one")
	}
	if def.Type == mapping.Reference && n != nil && c.source != nil && !c.givesReference(n) {
		c.report(c.place(a, "source"), diag.Warning, CodeReferenceSource, "map it from an attribute of type Reference",
			"the target attribute is a reference, and no reference is mapped to it")
	}
}

// mayBeMany tells whether an expression gives several values where the attributes have several.
func (c *mappingCheck) mayBeMany(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Attribute:
		def := c.source.attribute(n.Name)
		return def != nil && def.MultiValued
	case *syntax.Call:
		spec, _ := c.reg.Lookup(n.Name)
		if spec == nil {
			return false
		}
		if spec.Result != 0 && spec.Result.Has(value.KindList) && !spec.Result.Has(value.KindString) {
			return true
		}
		for i, arg := range n.Args {
			param := spec.Param(i, len(n.Args))
			passes := param != nil && (param.Each || param.Flow || len(spec.Params) == 1 && spec.Result == 0)
			if passes && c.mayBeMany(arg) {
				return true
			}
		}
	}
	return false
}

// givesReference tells whether an expression can give a reference: one of its attributes is one, unless the source does not define it, or
// a function makes one.
func (c *mappingCheck) givesReference(n syntax.Node) bool {
	for n := range syntax.Nodes(n) {
		switch n := n.(type) {
		case *syntax.Attribute:
			if def := c.source.attribute(n.Name); def == nil || def.Type == mapping.Reference {
				return true
			}
		case *syntax.Call:
			spec, _ := c.reg.Lookup(n.Name)
			if spec == nil || spec.Result != 0 && spec.Result.Has(value.KindReference) && !spec.Result.Has(value.KindString) {
				return true
			}
		}
	}
	return false
}

func (c *mappingCheck) securityAttribute(a AttributeMapping, def *mapping.Attribute) {
	target := a.TargetAttributeName()
	if !mapping.IsSecurityAttribute(target) {
		return
	}
	place := c.place(a, "targetAttributeName")
	set, name, ok := strings.Cut(target[len(mapping.SecurityAttributePrefix):], "_")
	if !ok || !isSecurityName(set) || !isSecurityName(name) {
		c.report(place, diag.Error, CodeSecurityAttribute,
			"write "+mapping.SecurityAttributePrefix+"Set_Name: letters and digits, not a digit first, at most 32 of each",

			"%s is no name of a custom security attribute", diag.Quote(target))
	}
	if def != nil && (def.Type != mapping.String || def.MultiValued) {
		c.report(place, diag.Error, CodeSecurityAttribute, "", "only single-valued custom security attributes of type String can be provisioned")
	}
	if directory := c.mapping.rule.TargetDirectoryName(); directory != "" && !isEntra(c.mapping.rule.TargetDirectory(), directory) {
		c.report(place, diag.Error, CodeSecurityAttribute, "", "custom security attributes are provisioned to Microsoft Entra ID only")
	}
}

// isSecurityName tells whether text can name an attribute set or an attribute of one.
func isSecurityName(text string) bool {
	return len(text) <= 32 && isFunctionName(text) && !strings.Contains(text, "_")
}
