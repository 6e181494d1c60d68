package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// entraDirectory is the id of Microsoft Entra ID's directory, the same in every tenant.
const entraDirectory = "66e4a8cc-1b7b-435e-95f8-f06cea133828"

// isEntra tells whether a directory is Microsoft Entra ID, by its id or by one of the names it has had.
func isEntra(d Directory, name string) bool {
	return strings.EqualFold(d.ID(), entraDirectory) ||
		strings.HasPrefix(name, "Azure Active Directory") || strings.HasPrefix(name, "Microsoft Entra ID")
}

// isCloudSync tells whether a rule joins Active Directory and Entra, in either direction.
func isCloudSync(r Rule) bool {
	source, target := r.SourceDirectoryName(), r.TargetDirectoryName()
	return source == "Active Directory" && isEntra(Directory{}, target) || target == "Active Directory" && isEntra(Directory{}, source)
}

// schema looks whether the names in rules and object mappings resolve.
func (c *checker) schema(s Schema) {
	directories := c.directories(s)
	for _, r := range s.Rules() {
		if len(r.IncludedContainers()) > 0 && len(r.IncludedGroups()) > 0 {
			c.report(on(r.Element, "groupFilter"), diag.Error, CodeTwoFilters, "keep one of them",
				"a rule is confined by organizational units or by groups, not by both")
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

func (c *checker) resolveDirectory(r Rule, member string, directories *nameIndex) Directory {
	name := r.text(member)
	d, ok := directories.byName[name]
	switch {
	case name == "":
		c.report(on(r.Element, member), diag.Error, CodeUnknownDirectory, hintNames(name, directories.order), "the rule has no %s", member)
	case !ok:
		c.report(on(r.Element, member), diag.Error, CodeUnknownDirectory, hintNames(name, directories.order),
			"the schema has no directory %s", diag.Quote(name))
	}
	return Directory{d}
}

func (c *checker) resolveObject(m ObjectMapping, member string, d Directory) {
	if !d.Exists() {
		return
	}
	name, objects := m.text(member), c.objects(d.Element)
	if _, ok := objects.byName[name]; !ok {
		c.report(on(m.Element, member), diag.Error, CodeUnknownObject, hintNames(name, objects.order),
			"the directory %s has no object %s", diag.Clip(d.Name()), diag.Quote(name))
	}
}

// hintNames says which names could be meant: the one that differs only in case, else the first few.
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

// directory looks at the definitions that were looked up for a mapping; in a document without mappings, at all of them.
func (c *checker) directory(d Directory) {
	for _, o := range d.Objects() {
		if len(c.definitions) == 0 || c.definitions[o.node] != nil {
			c.object(o)
		}
	}
}

func (c *checker) object(o ObjectDefinition) {
	var anchors []string
	seen := map[string]bool{}
	for _, a := range o.Attributes() {
		if a.Anchor() {
			anchors = append(anchors, a.Name())
		}
		if seen[a.Name()] {
			c.report(on(a.Element, "name"), diag.Warning, CodeAttributeTwice, "keep one of them",
				"the object defines the attribute %s twice", diag.Quote(a.Name()))
		}
		seen[a.Name()] = true
	}
	if len(anchors) > 1 {
		c.report(on(o.Element, "name"), diag.Warning, CodeTwoAnchors, "keep the one that never changes",
			"the object %s has %d anchors (%s), where one is documented", diag.Clip(o.Name()), len(anchors), diag.Clip(strings.Join(anchors, ", ")))
	}
}

// softDelete looks whether a user who leaves the scope can be disabled.
func (c *checker) softDelete(m ObjectMapping, source, target *definition, read map[string]bool) {
	if source == nil || !m.FlowTypes().Has(FlowUpdate) {
		return
	}
	name := source.object.propertyNameSoftDeleted()
	if rule := m.rule; name == "" && isEntra(Directory{}, rule.SourceDirectoryName()) {
		name = "IsSoftDeleted"
	}
	if name == "" || source.attribute(name) == nil || read[name] {
		return
	}
	if target != nil {
		if supported, stated := target.object.isSoftDeletionSupported(); stated && !supported {
			return // such an object is deleted, for which no mapping is needed
		}
	}
	c.report(on(m.Element, "attributeMappings"), diag.Warning, CodeSoftDelete,
		"map it to the attribute that disables an account, such as Not(["+diag.Clip(name)+"]) to active",
		"no mapping reads %s: nothing happens to an account whose user leaves the scope", diag.Clip(name))
}

// isFragment tells whether a mapping is a list of attribute mappings cut out of one, in which nothing can be missed.
func (m ObjectMapping) isFragment() bool { return m.record == attributeMappingRecord }

// requiredTargets looks for attributes that the target needs and that nothing fills. Anchors and read-only attributes are the target's own.
func (c *checker) requiredTargets(m ObjectMapping, target *definition, mappings []AttributeMapping) {
	if target == nil || m.isFragment() || !m.FlowTypes().Has(FlowAdd) {
		return
	}
	filled := map[string]bool{}
	for _, a := range mappings {
		filled[a.TargetAttributeName()] = a.DefaultValue() != "" || !a.node.member("source").isNull()
	}
	var missing []string
	for i := range target.schema.Attributes {
		a := &target.schema.Attributes[i]
		if a.Required && !a.ReadOnly && a.Default == "" && !target.anchors[a.Name] && !filled[a.Name] {
			missing = append(missing, a.Name)
		}
	}
	for _, name := range slices.Compact(missing) {
		c.report(on(m.Element, "attributeMappings"), diag.Warning, diag.CodeRequiredUnmapped, "map it, or give it a default",
			"the target needs %s and no mapping fills it", diag.Clip(name))
	}
}
