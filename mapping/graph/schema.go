package graph

import "slices"

// Schema is a synchronizationSchema: the rules of a job and the directories they join.
type Schema struct{ Element }

// Rule is a synchronizationRule: one direction between two directories.
type Rule struct{ Element }

// ID gives the schema's id, which begins with the template's: AD2AADProvisioning.a948….
func (s Schema) ID() string { return s.text("id") }

// Rules gives the rules in the order of the document.
func (s Schema) Rules() []Rule {
	return typed[Rule](s.children("synchronizationRules", ruleRecord))
}

// Directories gives the directories in the order of the document.
func (s Schema) Directories() []Directory {
	return typed[Directory](s.children("directories", directoryRecord))
}

// Directory gives the directory of that name, compared with case; it does not exist if there is none.
func (s Schema) Directory(name string) Directory {
	return named(s.Directories(), name)
}

// Schemas gives the document's schemas: one of an export, several of a list of templates, none of a fragment.
func (d *Document) Schemas() []Schema {
	if d.shape != schemaShape {
		return nil
	}
	var out []Schema
	for _, n := range d.parts {
		out = append(out, Schema{d.element(n, schemaRecord)})
	}
	return out
}

// Rules gives the rules of all schemas, or those that the document consists of.
func (d *Document) Rules() []Rule {
	var out []Rule
	for _, s := range d.Schemas() {
		out = append(out, s.Rules()...)
	}
	if d.shape == ruleShape {
		for _, n := range d.parts {
			out = append(out, Rule{d.element(n, ruleRecord)})
		}
	}
	return out
}

// Directories gives the directories of all schemas, or those that the document consists of.
func (d *Document) Directories() []Directory {
	var out []Directory
	for _, s := range d.Schemas() {
		out = append(out, s.Directories()...)
	}
	if d.shape == directoryShape {
		for _, n := range d.parts {
			out = append(out, Directory{d.element(n, directoryRecord)})
		}
	}
	return out
}

// ID gives the rule's id.
func (r Rule) ID() string { return r.text("id") }

// Name gives the rule's name, such as USER_OUTBOUND_USER.
func (r Rule) Name() string { return r.text("name") }

// Priority orders the rules: the lowest number runs first.
func (r Rule) Priority() int { return r.integer("priority") }

// Editable tells whether the rule may be changed; it is true if the document says nothing.
func (r Rule) Editable() bool {
	n := r.node.member("editable")
	return n.isNull() || n.isTrue()
}

// SourceDirectoryName names the directory that is read.
func (r Rule) SourceDirectoryName() string { return r.text("sourceDirectoryName") }

// TargetDirectoryName names the directory that is written.
func (r Rule) TargetDirectoryName() string { return r.text("targetDirectoryName") }

// Schema gives the schema that the rule stands in; it does not exist for a rule by itself.
func (r Rule) Schema() Schema {
	if r.node == nil || r.node.parent == nil || r.node.parent.parent == nil || r.doc.shape != schemaShape {
		return Schema{}
	}
	return Schema{r.doc.element(r.node.parent.parent, schemaRecord)}
}

// SourceDirectory gives the definition of the directory that is read; it does not exist if the document has none.
func (r Rule) SourceDirectory() Directory { return r.Schema().Directory(r.SourceDirectoryName()) }

// TargetDirectory gives the definition of the directory that is written; it does not exist if the document has none.
func (r Rule) TargetDirectory() Directory { return r.Schema().Directory(r.TargetDirectoryName()) }

// IncludedContainers gives the distinguished names of the organizational units that cloud sync is confined to; none is no limit.
func (r Rule) IncludedContainers() []string {
	return r.child("containerFilter", containerFilterRecord).texts("includedContainers")
}

// IncludedGroups gives the groups whose members cloud sync is confined to; none is no limit.
func (r Rule) IncludedGroups() []string {
	return r.child("groupFilter", groupFilterRecord).texts("includedGroups")
}

// ObjectMappings gives the rule's object mappings in the order of the document, helper mappings included.
func (r Rule) ObjectMappings() []ObjectMapping {
	var out []ObjectMapping
	for _, e := range r.children("objectMappings", objectMappingRecord) {
		out = append(out, ObjectMapping{Element: e, rule: r})
	}
	return out
}

// ObjectMappings gives the object mappings of all rules, or those that the document consists of, without the helper mappings
// (see [ObjectMapping.IsHelper]). Disabled ones are among them. A fragment of attribute mappings alone counts as one object mapping.
func (d *Document) ObjectMappings() []ObjectMapping {
	return slices.DeleteFunc(d.allObjectMappings(), ObjectMapping.IsHelper)
}

func (d *Document) allObjectMappings() []ObjectMapping {
	var out []ObjectMapping
	switch d.shape {
	case schemaShape, ruleShape:
		for _, r := range d.Rules() {
			out = append(out, r.ObjectMappings()...)
		}
	case objectMappingShape:
		for _, n := range d.parts {
			out = append(out, ObjectMapping{Element: d.element(n, objectMappingRecord)})
		}
	case attributeMappingShape:
		out = append(out, ObjectMapping{Element: Element{doc: d, node: d.fragment(), record: attributeMappingRecord}})
	}
	return out
}

// fragment gives the node that holds a fragment's attribute mappings: an array of them, or the only one.
func (d *Document) fragment() *node {
	if d.top.kind == arrayKind {
		return d.top
	}
	return d.parts[0]
}
