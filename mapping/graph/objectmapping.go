package graph

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// ObjectMapping is an objectMapping: how objects of one type become objects of another. For a fragment that consists of attribute
// mappings, it is the list of these, and all other members are absent.
type ObjectMapping struct {
	Element
	rule Rule
}

// Name returns the mapping's name, such as Synchronize Active Directory users to Azure Active Directory.
func (m ObjectMapping) Name() string { return m.text("name") }

// Enabled reports whether the mapping runs. The default is true.
func (m ObjectMapping) Enabled() bool {
	n := m.node.member("enabled")
	return n.isNull() || n.isTrue()
}

// IsHelper reports whether the mapping only describes how referenced objects are found: it is disabled and has neither a name nor a
// source object. Such mappings never run.
func (m ObjectMapping) IsHelper() bool {
	return !m.Enabled() && m.Name() == "" && m.SourceObjectName() == ""
}

// flowTypes returns the actions that the mapping may take. The default is all of them.
func (m ObjectMapping) flowTypes() FlowTypes {
	text, stated := m.node.member("flowTypes").text()
	if !stated {
		return flowAll
	}
	types, _ := parseFlowTypes(text)
	return types
}

// SourceObjectName returns the name of the object in the source directory.
func (m ObjectMapping) SourceObjectName() string { return m.text("sourceObjectName") }

// TargetObjectName returns the name of the object in the target directory.
func (m ObjectMapping) TargetObjectName() string { return m.text("targetObjectName") }

// Rule returns the rule that contains the mapping. It does not exist if the document consists of object mappings.
func (m ObjectMapping) Rule() Rule { return m.rule }

// sourceObject returns the definition of the object that is read. The result may not exist.
func (m ObjectMapping) sourceObject() ObjectDefinition {
	return m.rule.sourceDirectory().object(m.SourceObjectName())
}

// targetObject returns the definition of the object that is written. The result may not exist.
func (m ObjectMapping) targetObject() ObjectDefinition {
	return m.rule.targetDirectory().object(m.TargetObjectName())
}

// Scope returns the mapping's filter. A filter that does not exist passes every object.
func (m ObjectMapping) Scope() Filter { return Filter{m.child("scope", filterRecord)} }

// AttributeMappings returns the attribute mappings in the order of the document.
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

// Mapping returns the attribute mapping whose target has that name, compared with case. The result may not exist.
func (m ObjectMapping) Mapping(target string) AttributeMapping {
	for _, a := range m.AttributeMappings() {
		if a.TargetAttributeName() == target {
			return a
		}
	}
	return AttributeMapping{}
}

// AttributeMapping is an attributeMapping: the source of one target attribute, and when it flows.
type AttributeMapping struct{ Element }

// TargetAttributeName returns the name of the target attribute.
func (a AttributeMapping) TargetAttributeName() string { return a.text("targetAttributeName") }

// Source returns a copy of the parameter tree of the source; nil means mapping type None. See [AttributeMapping.SetSource].
func (a AttributeMapping) Source() *Source {
	return readSource(a.node.member("source"))
}

// SetSource replaces the source; nil makes the mapping type None. Unknown members of the previous source stay, unless one of the two is
// nil.
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

// defaultValue returns the value that flows at creation if the source is null; "" means none.
func (a AttributeMapping) defaultValue() string { return a.text("defaultValue") }

// matchingPriority returns a number above 0 for a matching attribute; the lowest number is tried first.
func (a AttributeMapping) matchingPriority() int { return a.integer("matchingPriority") }

// flowType returns when the mapping applies, as written: Always, ObjectAddOnly and so on. The default is Always.
func (a AttributeMapping) flowType() string { return a.textOr("flowType", "Always") }

// flowBehavior returns FlowWhenChanged, which is the default, FlowAlways, or what is written.
func (a AttributeMapping) flowBehavior() string { return a.textOr("flowBehavior", "FlowWhenChanged") }

// exportMissingReferences returns the service's internal option for references to objects that the target does not have.
func (a AttributeMapping) exportMissingReferences() bool { return a.flag("exportMissingReferences") }

// flowNullValues reports whether the mapping lets null clear the target. The name of the member is not published: that of the
// attribute's member is assumed.
func (a AttributeMapping) flowNullValues() bool { return a.flag("flowNullValues") }

// Filter is the scope of an object mapping.
type Filter struct{ Element }

// FilterGroup is a list of clauses, all of which an object must pass.
type FilterGroup struct{ Element }

// FilterClause compares an attribute with values.
type FilterClause struct{ Element }

// Groups returns the scoping filters of the portal: an object that no longer passes them is deprovisioned.
func (f Filter) Groups() []FilterGroup { return f.groups("groups") }

// InputFilterGroups returns the filters that drop objects while they are read, without deprovisioning them.
func (f Filter) InputFilterGroups() []FilterGroup { return f.groups("inputFilterGroups") }

// CategoryFilterGroups returns the filters that decide whether an object belongs to the mapping at all.
func (f Filter) CategoryFilterGroups() []FilterGroup { return f.groups("categoryFilterGroups") }

// groups returns the groups of a member.
func (f Filter) groups(name string) []FilterGroup {
	return typed[FilterGroup](f.children(name, filterGroupRecord))
}

// Name returns the group's title.
func (g FilterGroup) Name() string { return g.text("name") }

// Clauses returns the group's clauses.
func (g FilterGroup) Clauses() []FilterClause {
	return typed[FilterClause](g.children("clauses", filterClauseRecord))
}

// operatorName returns the operator as written, such as NOT REGEX MATCH.
func (c FilterClause) operatorName() string { return c.text("operatorName") }

// sourceOperandName returns the name of the attribute that is compared.
func (c FilterClause) sourceOperandName() string { return c.text("sourceOperandName") }

// values returns the values that the attribute is compared with; a unary operator has none.
func (c FilterClause) values() []string {
	return c.child("targetOperand", filterOperandRecord).texts("values")
}

// clause returns the clause as package mapping reads it.
func (c FilterClause) clause() mapping.Clause {
	return mapping.Clause{Attribute: c.sourceOperandName(), Operator: c.operatorName(), Values: c.values()}
}

// makeFilter returns the groups as a filter of package mapping.
func makeFilter(groups []FilterGroup) mapping.Filter {
	var filter mapping.Filter
	for _, g := range groups {
		group := mapping.Group{}
		for _, c := range g.Clauses() {
			group = append(group, c.clause())
		}
		filter = append(filter, group)
	}
	return filter
}

// FlowTypes is a set of actions that an object mapping may take.
type FlowTypes uint8

const (
	// FlowAdd creates objects.
	FlowAdd FlowTypes = 1 << iota
	// FlowUpdate updates objects, which includes disabling them.
	FlowUpdate
	// FlowDelete deletes objects.
	FlowDelete
)

// flowAll is the set of all actions.
const flowAll = FlowAdd | FlowUpdate | FlowDelete

// flowTypeWords holds the words of the flags in the order of their bits, followed by the word for none of them. It is never changed.
var flowTypeWords = []string{"Add", "Update", "Delete", "None"}

// Has reports whether the set contains all actions of other.
func (t FlowTypes) Has(other FlowTypes) bool { return t&other == other }

// String returns the set as the service writes it today, such as "Add,Update,Delete"; "None" for the empty set.
func (t FlowTypes) String() string {
	var words []string
	for i, word := range flowTypeWords[:3] {
		if t&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	if words == nil {
		return "None"
	}
	return strings.Join(words, ",")
}

// parseFlowTypes parses words separated by commas, in any case: with a space after the comma, as the service wrote them until 2020, or
// without. It also returns the words that it does not know.
func parseFlowTypes(text string) (t FlowTypes, unknown []string) {
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		switch flag := flowType(word); {
		case flag >= 0:
			t |= FlowTypes(flag)
		case word != "":
			unknown = append(unknown, word)
		}
	}
	return t, unknown
}

// flowType returns the flag of a word, -1 for an unknown word.
func flowType(word string) int {
	for i, known := range flowTypeWords {
		if strings.EqualFold(word, known) {
			return 1 << i & int(flowAll)
		}
	}
	return -1
}
