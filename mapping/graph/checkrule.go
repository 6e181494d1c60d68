package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// entraDirectory is the id of Microsoft Entra ID's directory, the same in every tenant.
const entraDirectory = "66e4a8cc-1b7b-435e-95f8-f06cea133828"

// isEntra reports whether a directory is Microsoft Entra ID, by its id or by one of the names it has had.
func isEntra(d DirectoryDefinition, name string) bool {
	return strings.EqualFold(d.id(), entraDirectory) ||
		strings.HasPrefix(name, "Azure Active Directory") || strings.HasPrefix(name, "Microsoft Entra ID")
}

// IsCloudSync reports whether the rule connects Active Directory and Entra, in either direction.
func (r Rule) IsCloudSync() bool {
	source, target := r.SourceDirectoryName(), r.TargetDirectoryName()
	return source == "Active Directory" && isEntra(DirectoryDefinition{}, target) || target == "Active Directory" && isEntra(DirectoryDefinition{}, source)
}

// schema reports names in rules and object mappings that do not resolve.
func (c *checker) schema(s Schema) {
	directories := c.directories(s)
	for _, r := range s.rules() {
		c.cloudSync = c.cloudSync || r.IsCloudSync()
		if len(r.IncludedContainers()) > 0 && len(r.IncludedGroups()) > 0 {
			c.report(on(r.Element, "groupFilter"), diag.Error, codes.TwoFilters, "keep one of them",
				"a rule is restricted to organizational units or to groups, not to both")
		}
		if len(directories.order) == 0 {
			continue // a fragment without directories
		}
		source := c.resolveDirectory(r, "sourceDirectoryName", directories)
		target := c.resolveDirectory(r, "targetDirectoryName", directories)
		for _, m := range r.ObjectMappings() {
			if !m.IsHelper() {
				c.resolveObject(m, "sourceObjectName", source)
				c.resolveObject(m, "targetObjectName", target)
			}
		}
	}
}

// resolveDirectory returns the directory that a member of a rule names, and reports a name that does not resolve.
func (c *checker) resolveDirectory(r Rule, member string, directories *nameIndex) DirectoryDefinition {
	name := r.text(member)
	d, ok := directories.byName[name]
	switch {
	case name == "":
		c.report(on(r.Element, member), diag.Error, codes.UnknownDirectory, hintNames(name, directories.order), "the rule has no %s", diag.Name(member))
	case !ok:
		c.report(on(r.Element, member), diag.Error, codes.UnknownDirectory, hintNames(name, directories.order),
			"the schema has no directory %s", diag.Quote(name))
	}
	return DirectoryDefinition{d}
}

// resolveObject reports a name of an object that does not resolve. Without its directory, which is reported already, no object can be
// looked up.
func (c *checker) resolveObject(m ObjectMapping, member string, d DirectoryDefinition) {
	if !d.Exists() {
		return
	}
	name, objects := m.text(member), c.objects(d.Element)
	if _, ok := objects.byName[name]; !ok {
		c.report(on(m.Element, member), diag.Error, codes.UnknownObject, hintNames(name, objects.order),
			"the directory %s has no object %s", clipped(d.Name()), diag.Quote(name))
	}
}

// hintNames returns a hint at the name that is meant, if one differs only in case, otherwise at the first few names.
func hintNames(name string, names []string) string {
	for _, known := range names[:min(len(names), 1000)] {
		if strings.EqualFold(known, name) {
			return "write " + diag.Clip(known) + ": names are compared with case"
		}
	}
	if len(names) == 0 {
		return "define it first"
	}
	listed := make([]string, 0, 5)
	for _, known := range names[:min(5, len(names))] {
		listed = append(listed, diag.Clip(known))
	}
	if len(names) > len(listed) {
		listed = append(listed, "…")
	}
	return "it has " + strings.Join(listed, ", ")
}

// directory checks the definitions that mappings refer to; in a document without mappings, all of them.
func (c *checker) directory(d DirectoryDefinition) {
	for _, o := range d.Objects() {
		if len(c.definitions) == 0 || c.definitions[o.node] != nil {
			c.object(o)
		}
	}
}

// object checks the definition of an object.
func (c *checker) object(o ObjectDefinition) {
	var anchors []string
	seen := map[string]bool{}
	for _, a := range o.attributes() {
		if a.anchor() {
			anchors = append(anchors, a.text("name"))
		}
		if seen[a.text("name")] {
			c.report(on(a.Element, "name"), diag.Warning, codes.AttributeTwice, "keep one of them",
				"the object defines the attribute %s twice", diag.Quote(a.text("name")))
		}
		seen[a.text("name")] = true
	}
	if len(anchors) > 1 && !c.cloudSync {
		c.report(on(o.Element, "name"), diag.Warning, codes.TwoAnchors, "keep the one that never changes",
			"the object %s has %d anchors (%s), but only one is documented", clipped(o.Name()), len(anchors), clipped(strings.Join(anchors, ", ")))
	}
}

// softDelete reports that a user who leaves the scope is not disabled.
func (c *checker) softDelete(m ObjectMapping, source, target *definition, read map[string]bool) {
	if source == nil || !m.flowTypes().Has(FlowUpdate) {
		return
	}
	name := source.object.propertyNameSoftDeleted()
	// Entra computes IsSoftDeleted for every user, whether or not the definition names it.
	if rule := m.rule; name == "" && isEntra(DirectoryDefinition{}, rule.SourceDirectoryName()) {
		name = "IsSoftDeleted"
	}
	if name == "" || source.attribute(name) == nil || read[name] {
		return
	}
	// The defaults from Entra to Active Directory disable accounts by accountEnabled alone; nobody needs to change them.
	if m.rule.IsCloudSync() && m.rule.TargetDirectoryName() == "Active Directory" && read["accountEnabled"] {
		return
	}
	if target != nil {
		if supported, stated := target.object.isSoftDeletionSupported(); stated && !supported {
			return // such an object is deleted, which needs no mapping
		}
	}
	c.report(on(m.Element, "attributeMappings"), diag.Warning, codes.SoftDelete,
		"map it to the attribute that disables an account, such as Not(["+diag.Clip(name)+"]) to active",
		"no mapping reads %s: an account is not changed when its user leaves the scope", clipped(name))
}

// isFragment reports whether a mapping is a list of attribute mappings cut out of one, which need not be complete.
func (m ObjectMapping) isFragment() bool { return m.record == attributeMappingRecord }

// requiredTargets reports required target attributes without a mapping or default. The target fills anchors and read-only attributes itself.
func (c *checker) requiredTargets(m ObjectMapping, target *definition, mappings []AttributeMapping) {
	if target == nil || m.isFragment() || !m.flowTypes().Has(FlowAdd) {
		return
	}
	filled := map[string]bool{}
	for _, a := range mappings {
		filled[a.TargetAttributeName()] = a.defaultValue() != "" || !a.node.member("source").isNull()
	}
	var missing []string
	for i := range target.schema.Attributes {
		a := &target.schema.Attributes[i]
		if a.Required && !a.ReadOnly && a.Default == "" && !target.anchors[a.Name] && !filled[a.Name] {
			missing = append(missing, a.Name)
		}
	}
	// What the target demands by its kind, definitions mostly leave out. Names are those of the definition, which has its own case. Cloud
	// sync has a setting for the organizational unit, and its default mappings fill the rest.
	demands := mapping.ProfileOf(m.rule.TargetDirectoryName())
	if m.rule.IsCloudSync() {
		demands = mapping.ProfileNone
	}
	for _, name := range demands.Required(m.TargetObjectName()) {
		if a, _ := target.schema.Lookup(name); a != nil && !a.Required && !a.ReadOnly && a.Default == "" && !filled[a.Name] {
			missing = append(missing, a.Name)
		}
	}
	for _, name := range slices.Compact(missing) {
		c.report(on(m.Element, "attributeMappings"), diag.Warning, codes.RequiredUnmapped, "map it, or give it a default",
			"the target needs %s and no mapping fills it", clipped(name))
	}
}

// references reports mapped references to objects that the target's directory does not define, and those to objects of which no object
// mapping provisions any. A reference without referencedObjects, as in most exports, says nothing of its objects.
func (c *checker) references(m ObjectMapping, target *definition, mappings []AttributeMapping) {
	if target == nil || m.isFragment() {
		return
	}
	filled := map[string]bool{}
	for _, a := range mappings {
		filled[a.TargetAttributeName()] = true
	}
	directories := c.directories(m.rule.schema()).byName
	objects := c.objects(directories[m.rule.TargetDirectoryName()])
	for _, a := range target.object.attributes() {
		if filled[a.text("name")] && a.typ() == mapping.Reference {
			c.referencedObjects(m.rule, a.Element, objects)
		}
	}
}

// referencedObjects reports a reference of which the directory defines no object that it names, or no mapping provisions one. Microsoft's own
// schemas name further objects that only the service knows, so that one that resolves is enough.
func (c *checker) referencedObjects(rule Rule, a Element, objects *nameIndex) {
	references := a.children("referencedObjects", referenceRecord)
	var names, defined []string
	for _, r := range references {
		name := r.text("referencedObjectName")
		names = append(names, name)
		if _, ok := objects.byName[name]; ok {
			defined = append(defined, name)
		}
	}
	switch {
	case len(names) == 0:
	case len(defined) == 0:
		c.report(on(references[0], "referencedObjectName"), diag.Warning, codes.UnknownReference, hintNames(names[0], objects.order),
			"%s refers to objects %s, which the directory does not define", clipped(a.text("name")), diag.Quote(names[0]))
	case !c.provisions(rule, defined):
		c.report(on(a, "referencedObjects"), diag.Warning, codes.UnknownReference, "provision them, too, or make sure that they are in the target",
			"%s refers to objects %s, which no mapping provisions", clipped(a.text("name")), clipped(strings.Join(defined, ", ")))
	}
}

// provisions reports whether an enabled object mapping fills one of the objects in the rule's target, by whatever rule of the schema.
func (c *checker) provisions(rule Rule, objects []string) bool {
	for _, r := range rule.schema().rules() {
		for _, m := range r.ObjectMappings() {
			if r.TargetDirectoryName() == rule.TargetDirectoryName() && m.Enabled() && slices.Contains(objects, m.TargetObjectName()) {
				return true
			}
		}
	}
	return false
}
