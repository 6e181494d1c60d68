package graph

// ObjectMapping is an objectMapping: how objects of one kind become objects of another. In a fragment that has only attribute
// mappings, it is their list, and has none of the other members.
type ObjectMapping struct {
	Element
	rule Rule
}

// Name gives the mapping's name, such as Synchronize Active Directory users to Azure Active Directory.
func (m ObjectMapping) Name() string { return m.text("name") }

// Enabled tells whether the mapping runs; it is true if the document says nothing.
func (m ObjectMapping) Enabled() bool {
	n := m.node.member("enabled")
	return n.isNull() || n.isTrue()
}

// IsHelper tells whether the mapping only describes how objects that others refer to are found: it is disabled and has neither a name
// nor a source object. Such mappings never run.
func (m ObjectMapping) IsHelper() bool {
	return !m.Enabled() && m.Name() == "" && m.SourceObjectName() == ""
}

// FlowTypes gives the actions that the mapping may take; all of them if the document says nothing.
func (m ObjectMapping) FlowTypes() FlowTypes {
	text, stated := m.node.member("flowTypes").text()
	if !stated {
		return FlowAll
	}
	types, _ := parseFlowTypes(text)
	return types
}

// SourceObjectName names the object in the source directory.
func (m ObjectMapping) SourceObjectName() string { return m.text("sourceObjectName") }

// TargetObjectName names the object in the target directory.
func (m ObjectMapping) TargetObjectName() string { return m.text("targetObjectName") }

// Rule gives the rule that the mapping stands in; it does not exist for a mapping by itself.
func (m ObjectMapping) Rule() Rule { return m.rule }

// SourceObject gives the definition of the object that is read; it does not exist if the document has none.
func (m ObjectMapping) SourceObject() ObjectDefinition {
	return m.rule.SourceDirectory().Object(m.SourceObjectName())
}

// TargetObject gives the definition of the object that is written; it does not exist if the document has none.
func (m ObjectMapping) TargetObject() ObjectDefinition {
	return m.rule.TargetDirectory().Object(m.TargetObjectName())
}

// Scope gives the mapping's filter; without one, it does not exist and passes every object.
func (m ObjectMapping) Scope() Filter { return Filter{m.child("scope", filterRecord)} }

// AttributeMappings gives the mappings of attributes in the order of the document.
func (m ObjectMapping) AttributeMappings() []AttributeMapping {
	var list []Element
	switch {
	case m.node == nil:
	case m.node.kind == arrayKind:
		list = m.doc.elements(m.node, attributeMappingRecord)
	case m.record == attributeMappingRecord:
		list = []Element{m.Element}
	default:
		list = m.children("attributeMappings", attributeMappingRecord)
	}
	out := make([]AttributeMapping, len(list))
	for i, e := range list {
		out[i] = AttributeMapping{e}
	}
	return out
}

// Mapping gives the mapping that fills the target attribute of that name, compared with case; it does not exist if there is none.
func (m ObjectMapping) Mapping(target string) AttributeMapping {
	for _, a := range m.AttributeMappings() {
		if a.TargetAttributeName() == target {
			return a
		}
	}
	return AttributeMapping{}
}

// AttributeMapping is an attributeMapping: how one attribute of the target is filled.
type AttributeMapping struct{ Element }

// TargetAttributeName names the attribute that is filled.
func (a AttributeMapping) TargetAttributeName() string { return a.text("targetAttributeName") }

// Source gives the source's tree; nil is mapping type None. The tree is a copy: see [AttributeMapping.SetSource].
func (a AttributeMapping) Source() *Source {
	return readSource(a.node.member("source"))
}

// SetSource replaces the source; nil makes the mapping one of type None. Members of the former source that this package does not know
// stay where both are objects.
func (a AttributeMapping) SetSource(s *Source) error {
	old := a.child("source", sourceRecord)
	if s == nil || !old.Exists() {
		return a.Set("source", s)
	}
	var expression *string // null, as the service writes the expression of a token
	if s.Expression != "" {
		expression = &s.Expression
	}
	parameters := s.Parameters
	if parameters == nil {
		parameters = []Parameter{}
	}
	for _, m := range []struct {
		name  string
		value any
	}{{"expression", expression}, {"name", s.Name}, {"type", s.Type}, {"parameters", parameters}} {
		if err := old.Set(m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}

// DefaultValue gives the value that is used where the source gives null at creation; "" is none.
func (a AttributeMapping) DefaultValue() string { return a.text("defaultValue") }

// MatchingPriority is above 0 for a matching attribute; the lowest number is looked for first.
func (a AttributeMapping) MatchingPriority() int { return a.integer("matchingPriority") }

// FlowType says when the mapping applies, as written: Always, ObjectAddOnly and so on. It is Always if the document says nothing.
func (a AttributeMapping) FlowType() string { return a.textOr("flowType", "Always") }

// FlowBehavior is FlowWhenChanged, also if the document says nothing, or FlowAlways, or what is written.
func (a AttributeMapping) FlowBehavior() string { return a.textOr("flowBehavior", "FlowWhenChanged") }

// ExportMissingReferences is the service's internal option for references whose object the target does not have.
func (a AttributeMapping) ExportMissingReferences() bool { return a.flag("exportMissingReferences") }

// FlowNullValues is the mapping's gate for clearing the target. The name of the member is not public: that of the attribute's gate is
// assumed.
func (a AttributeMapping) FlowNullValues() bool { return a.flag("flowNullValues") }
