package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

// mappingCheck is the check of one object mapping.
type mappingCheck struct {
	*checker
	mapping        ObjectMapping
	source, target *definition     // nil if the document does not define the object
	read           map[string]bool // the source attributes that mappings read
}

// objectMapping checks an object mapping: as a mapping set first, with what package mapping finds, then what only the schema shows.
func (c *checker) objectMapping(m ObjectMapping) {
	n := m.rule.node.member("editable")
	c.readOnly = n != nil && n.kind == boolKind && !n.isTrue()
	defer func() { c.readOnly = false }()
	mc := &mappingCheck{checker: c, mapping: m, read: map[string]bool{}}
	mappings := m.AttributeMappings()
	mc.source, mc.target = c.sides(m)
	if c.lookups -= (len(mappings) + 1) * (mc.source.size() + mc.target.size()); c.lookups < 0 {
		mc.source, mc.target = nil, nil // without definitions no name is compared
		c.report(on(m.Element, "attributeMappings"), diag.Info, codes.NamesNotChecked, "",
			"too many mappings and attributes to check all names")
	}
	nodes := mc.validate(mappings)
	for i, a := range mappings {
		mc.attributeMapping(a, nodes[i])
	}
	c.requiredTargets(m, mc.target, mappings)
	c.softDelete(m, mc.source, mc.target, mc.read)
	c.references(m, mc.target, mappings)
	c.filter(m, mc.source)
}

// validate reports the findings of package mapping about the set, and returns the trees of the sources.
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
		if f.Code != codes.UnknownValue { // reported for the member
			c.keep(f)
		}
	}
	set := conversion.Set
	set.Scope = nil // checked clause by clause
	for _, f := range set.Validate(conversion.Options(c.reg)) {
		if f.Text != unreadable && !c.ignores(f) {
			c.validation(mappings, f)
		}
	}
	return conversion.nodes
}

// ignores reports whether a finding of package mapping does not apply to a schema.
func (c *mappingCheck) ignores(d diag.Finding) bool {
	switch d.Code {
	case codes.RequiredUnmapped:
		return true // requiredTargets knows the anchors, too
	case codes.NoMappings, codes.NoMatch:
		return c.mapping.isFragment()
	case codes.OutsideReference:
		return c.mapping.rule.IsCloudSync() // whose own reference has more functions
	default:
		return d.Severity == diag.Info
	}
}

// validation reports a finding of package mapping at the member of the document that it is about.
func (c *mappingCheck) validation(mappings []AttributeMapping, f diag.Finding) {
	if f.Code == codes.UnknownAttribute || f.Code == codes.TooLong {
		f.Severity = diag.Error // the service refuses them
	}
	index, field := mapping.FieldOf(f.Path)
	switch { // hints of package mapping are about its own files
	case f.Code == codes.NoMatch && index < 0:
		f.Hint = diag.Messagef("set matchingPriority to 1 on the attribute that identifies an object in the target")
	case f.Code == codes.UniqueMapping && field == "apply":
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

// attributeMapping checks one mapping against the definitions of both sides.
func (c *mappingCheck) attributeMapping(a AttributeMapping, n syntax.Node) {
	def := c.target.attribute(a.TargetAttributeName())
	for n := range syntax.Nodes(n) {
		if attribute, ok := n.(*syntax.Attribute); ok {
			c.read[attribute.Name] = true
		}
	}
	if c.target != nil && c.target.anchors[a.TargetAttributeName()] && a.matchingPriority() <= 0 && !c.cloudSync {
		c.report(c.place(a, "targetAttributeName"), diag.Warning, codes.AnchorTarget, "",
			"%s is an anchor of the target, which cannot change", clipped(a.TargetAttributeName()))
	}
	c.securityAttribute(a, def)
	c.lacksURN(a)
	c.roles(a, n)
	c.changing(a, n)
	c.gates(a, n)
	if def != nil {
		c.constants(a, n, def)
		c.shape(a, n, def)
	}
}

// place returns the place of a member of an attribute mapping.
func (c *mappingCheck) place(a AttributeMapping, member string) at {
	out := on(a.Element, member)
	out.target = a.TargetAttributeName()
	return out
}

// roles reports mappings of application roles that the service does not support.
func (c *mappingCheck) roles(a AttributeMapping, n syntax.Node) {
	if attribute, ok := n.(*syntax.Attribute); ok && strings.EqualFold(attribute.Name, "appRoleAssignments") {
		c.report(c.place(a, "source"), diag.Error, codes.RolesDirect,
			"use SingleAppRoleAssignment([appRoleAssignments]) or AppRoleAssignmentsComplex([appRoleAssignments])",
			"appRoleAssignments cannot be mapped directly")
	}
	if !c.opts.SyncAll {
		return
	}
	for n := range syntax.Nodes(n) {
		call, ok := n.(*syntax.Call)
		if ok && strings.Contains(strings.ToLower(call.Name), "approleassignment") {
			c.report(c.place(a, "source"), diag.Error, codes.RolesSyncAll, "provision only assigned users and groups",
				"%s does not work when all users and groups are provisioned", clipped(call.Name))
		}
	}
}

// changing reports values that differ each time they are evaluated.
func (c *mappingCheck) changing(a AttributeMapping, n syntax.Node) {
	if apply, err := mapping.ParseApply(a.flowType()); err == nil && !apply.Behavior().Updates {
		return
	}
	for n := range syntax.Nodes(n) {
		call, ok := n.(*syntax.Call)
		if !ok {
			continue
		}
		if spec, _ := c.reg.Lookup(call.Name); spec != nil && spec.Effects&functions.Random != 0 {
			c.report(c.place(a, "source"), diag.Warning, codes.ChangingValue, "set flowType to "+mapping.ApplyCreate.Behavior().FlowType,
				"%s returns another value each time, and the mapping applies on every update", diag.Name(spec.Name))
			return
		}
	}
}

// gates checks the two members that together let null flow. Most exports have neither, so a mapping without the member is not checked.
func (c *mappingCheck) gates(a AttributeMapping, n syntax.Node) {
	open, stated := a.flowNullValues(), a.node.member("flowNullValues") != nil
	if c.source == nil || !stated {
		return
	}
	attributes, gates := 0, 0 // null flows if the gates of all attributes are open
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
		c.report(c.place(a, "flowNullValues"), diag.Warning, codes.FlowNulls, "set flowNullValues of the source attribute too",
			"null does not flow: the mapping allows it, the source attribute does not")
	case !open && gates > 0 && gates == attributes:
		c.report(c.place(a, "flowNullValues"), diag.Info, codes.FlowNulls, "",
			"null does not flow: the source attribute allows it, the mapping does not")
	}
}

// constants reports constants and defaults that do not have the target attribute's type.
func (c *mappingCheck) constants(a AttributeMapping, n syntax.Node, def *mapping.Attribute) {
	if text := a.defaultValue(); text != "" && !fits(text, def.Type) {
		c.report(c.place(a, "defaultValue"), diag.Warning, codes.ValueType, "",
			"want a value of type %s for the target attribute, got the default %s", diag.Name(def.Type.String()), diag.Quote(text))
	}
	if constant, ok := n.(*syntax.String); ok && !fits(constant.Value, def.Type) {
		c.report(c.place(a, "source"), diag.Warning, codes.ValueType, "",
			"want a value of type %s for the target attribute, got the constant %s", diag.Name(def.Type.String()), diag.Quote(constant.Value))
	}
}

// fits reports whether text is a value of a type. Binary and Reference take any text.
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

// shape reports a source that may have several values where the target takes one, or no reference where it takes one.
func (c *mappingCheck) shape(a AttributeMapping, n syntax.Node, def *mapping.Attribute) {
	if !def.MultiValued && c.source != nil && c.mayBeMany(n) {
		c.report(c.place(a, "source"), diag.Warning, codes.ManyToOne, "choose one with Item, or join them with Join",
			"the source may have several values, the target attribute takes one")
	}
	if def.Type == mapping.Reference && n != nil && c.source != nil && !c.mayBeReference(n) {
		c.report(c.place(a, "source"), diag.Warning, codes.ReferenceSource, "map it from an attribute of type Reference",
			"the target attribute is a reference, the source is not")
	}
}

// isManager reports whether an attribute is that of a manager: the inbound API takes a reference in it, and its definition says String.
func isManager(name string) bool {
	return strings.EqualFold(name[strings.LastIndexAny(name, ".:")+1:], "manager")
}

// mayBeMany reports whether an expression may have several values if its attributes have several.
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
		if spec.Result != 0 && spec.Result&^value.KindsOf(value.KindList, value.KindNull) == 0 {
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

// mayBeReference reports whether an expression may return a reference: an attribute is a reference or not defined by the source, or a
// function returns one.
func (c *mappingCheck) mayBeReference(n syntax.Node) bool {
	for n := range syntax.Nodes(n) {
		switch n := n.(type) {
		case *syntax.Attribute:
			if def := c.source.attribute(n.Name); def == nil || def.Type == mapping.Reference || isManager(n.Name) {
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

// securityAttribute checks a mapping to a custom security attribute: its name, its type and its directory.
func (c *mappingCheck) securityAttribute(a AttributeMapping, def *mapping.Attribute) {
	target := a.TargetAttributeName()
	rest, custom := mapping.SecurityAttribute(target)
	if !custom {
		return
	}
	place := c.place(a, "targetAttributeName")
	set, name, ok := strings.Cut(rest, "_")
	if !ok || !isSecurityName(set) || !isSecurityName(name) {
		c.report(place, diag.Error, codes.SecurityAttribute,
			"write CustomSecurityAttributes.Set_Name: letters and digits, not a digit first, at most 32 of each",

			"%s is not the name of a custom security attribute", diag.Quote(target))
	}
	if def != nil && (def.Type != mapping.String || def.MultiValued) {
		c.report(place, diag.Error, codes.SecurityAttribute, "", "only single-valued custom security attributes of type String can be provisioned")
	}
	if directory := c.mapping.rule.TargetDirectoryName(); directory != "" && !isEntra(c.mapping.rule.targetDirectory(), directory) {
		c.report(place, diag.Error, codes.SecurityAttribute, "", "custom security attributes are provisioned to Microsoft Entra ID only")
	}
}

// lacksURN reports a mapping to an extension of an application that speaks SCIM whose name is no URN. The directory's name says that it does, or
// the object's does, which is then that of a schema of SCIM.
func (c *mappingCheck) lacksURN(a AttributeMapping) {
	isSCIM := mapping.ProfileOf(c.mapping.rule.TargetDirectoryName()) == mapping.ProfileSCIM || urn.Is(c.mapping.TargetObjectName())
	if isSCIM && urn.IsMissing(a.TargetAttributeName()) {
		c.report(c.place(a, "targetAttributeName"), diag.Warning, codes.LacksURN, "name it by a URN, such as urn:ietf:params:scim:schemas:extension:contoso:2.0:User:country",
			"%s is an extension whose name is no URN: it is not exported when somebody is created, only with a later change", clipped(a.TargetAttributeName()))
	}
}

// isSecurityName reports whether text can be the name of an attribute set, or of an attribute in one.
func isSecurityName(text string) bool {
	return len(text) <= 32 && isFunctionName(text) && !strings.Contains(text, "_")
}
