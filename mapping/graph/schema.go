package graph

import "slices"

// Schema is a synchronizationSchema: the rules of a job and the directories that they connect.
type Schema struct{ Element }

// Rule is a synchronizationRule: provisioning from one directory to another.
type Rule struct{ Element }

// ID returns the schema's id, which begins with that of its template: AD2AADProvisioning.a948….
func (s Schema) ID() string { return s.text("id") }

// rules returns the rules in the order of the document.
func (s Schema) rules() []Rule {
	return typed[Rule](s.children("synchronizationRules", ruleRecord))
}

// directories returns the directories in the order of the document.
func (s Schema) directories() []DirectoryDefinition {
	return typed[DirectoryDefinition](s.children("directories", directoryRecord))
}

// directory returns the directory of that name, compared with case. The result may not exist, see [Element.Exists].
func (s Schema) directory(name string) DirectoryDefinition {
	return named(s.directories(), name)
}

// Schemas returns the document's schemas: one for an export, several for a list of templates, none for a fragment.
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

// Rules returns the rules of all schemas, or those that the document consists of.
func (d *Document) Rules() []Rule {
	var out []Rule
	for _, s := range d.Schemas() {
		out = append(out, s.rules()...)
	}
	if d.shape == ruleShape {
		for _, n := range d.parts {
			out = append(out, Rule{d.element(n, ruleRecord)})
		}
	}
	return out
}

// Directories returns the directories of all schemas, or those that the document consists of.
func (d *Document) Directories() []DirectoryDefinition {
	var out []DirectoryDefinition
	for _, s := range d.Schemas() {
		out = append(out, s.directories()...)
	}
	if d.shape == directoryShape {
		for _, n := range d.parts {
			out = append(out, DirectoryDefinition{d.element(n, directoryRecord)})
		}
	}
	return out
}

// Name returns the rule's name, such as USER_OUTBOUND_USER.
func (r Rule) Name() string { return r.text("name") }

// Priority returns the rule's place in the order of rules: the lowest number runs first.
func (r Rule) Priority() int { return r.integer("priority") }

// Editable reports whether the rule may be changed. The default is true.
func (r Rule) Editable() bool {
	n := r.node.member("editable")
	return n.isNull() || n.isTrue()
}

// SourceDirectoryName returns the name of the directory that is read.
func (r Rule) SourceDirectoryName() string { return r.text("sourceDirectoryName") }

// TargetDirectoryName returns the name of the directory that is written.
func (r Rule) TargetDirectoryName() string { return r.text("targetDirectoryName") }

// schema returns the schema that contains the rule. It does not exist if the document is a fragment.
func (r Rule) schema() Schema {
	if r.node == nil || r.node.parent == nil || r.node.parent.parent == nil || r.doc.shape != schemaShape {
		return Schema{}
	}
	return Schema{r.doc.element(r.node.parent.parent, schemaRecord)}
}

// sourceDirectory returns the definition of the directory that is read. The result may not exist.
func (r Rule) sourceDirectory() DirectoryDefinition {
	return r.schema().directory(r.SourceDirectoryName())
}

// targetDirectory returns the definition of the directory that is written. The result may not exist.
func (r Rule) targetDirectory() DirectoryDefinition {
	return r.schema().directory(r.TargetDirectoryName())
}

// IncludedContainers returns the distinguished names of the organizational units to which cloud sync is restricted; none means all.
func (r Rule) IncludedContainers() []string {
	return r.child("containerFilter", containerFilterRecord).texts("includedContainers")
}

// IncludedGroups returns the groups to whose members cloud sync is restricted; none means everybody.
func (r Rule) IncludedGroups() []string {
	return r.child("groupFilter", groupFilterRecord).texts("includedGroups")
}

// ObjectMappings returns the rule's object mappings in the order of the document, including helper mappings.
func (r Rule) ObjectMappings() []ObjectMapping {
	var out []ObjectMapping
	for _, e := range r.children("objectMappings", objectMappingRecord) {
		out = append(out, ObjectMapping{Element: e, rule: r})
	}
	return out
}

// ObjectMappings returns the object mappings of all rules, or those that the document consists of, including disabled ones but not
// helper mappings (see [ObjectMapping.IsHelper]). A fragment of attribute mappings alone counts as one object mapping.
func (d *Document) ObjectMappings() []ObjectMapping {
	return slices.DeleteFunc(d.allObjectMappings(), ObjectMapping.IsHelper)
}

// allObjectMappings returns what ObjectMappings does, and the helper mappings.
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
	case directoryShape, objectShape: // hold no mappings
	}
	return out
}

// fragment returns the node of a fragment's attribute mappings: an array of them, or the only one.
func (d *Document) fragment() *node {
	if d.top.kind == arrayKind {
		return d.top
	}
	return d.parts[0]
}
