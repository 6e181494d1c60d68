package mapping

import (
	"cmp"
	"fmt"
)

// Set is the mapping of one kind of object onto another, an object mapping: plain data that a program makes or [ReadJSON] reads. [ReadSets]
// reads several of them from one file.
type Set struct {
	// Name is for people.
	Name string `json:"name,omitempty"`
	// Source and Target are the types of the objects on both sides, such as User; "" is unknown. They matter where a job has several.
	Source string `json:"source,omitempty"`
	Target string `json:"target,omitempty"`
	// Resource is the type of the SCIM resources that are written, such as Group; "" follows from the types.
	Resource string `json:"resource,omitempty"`
	// Actions are what may be done in the target: some of create, update and delete, in any case; none means all of them.
	Actions []string `json:"actions,omitempty"`
	// Types and TargetTypes describe attributes of both sides, those of which something is to be known; nil describes none. Unlike the
	// schemas in [Options], which win over them, they do not make other attributes unknown.
	Types       *Schema `json:"types,omitempty"`
	TargetTypes *Schema `json:"targetTypes,omitempty"`
	// Settings are the options of the job that the file sets.
	Settings Settings `json:"options,omitzero"`
	// Scope keeps the objects that pass it; without groups every object is in scope.
	Scope Filter `json:"scope,omitempty"`
	// Mappings are worked through in order. A target attribute must be in one only.
	Mappings []Mapping `json:"mappings"`
}

// objectName returns the type of the target's objects, as far as the set says it: files mostly name the resource alone, or one type for both
// sides.
func (s *Set) objectName() string { return cmp.Or(s.Target, s.Resource, s.Source) }

// Mapping fills one attribute of the target. Its type follows from the one of From, Constant and Expression that is set; with
// none of them the mapping is of type None.
type Mapping struct {
	// Target is the name of the attribute to fill.
	Target string `json:"target"`
	// From makes a Direct mapping: the source attribute's value as it is.
	From string `json:"from,omitempty"`
	// Constant makes a Constant mapping: the same text for every object.
	Constant string `json:"constant,omitempty"`
	// Expression makes an Expression mapping.
	Expression string `json:"expression,omitempty"`
	// Default is the value if the source is null. It is used when the object is created, never on an update; a None mapping
	// fills an empty target with it at any time. "" is no default.
	Default string `json:"default,omitempty"`
	// Apply says when the mapping applies.
	Apply Apply `json:"apply,omitempty"`
	// Match makes the target a matching attribute: objects are looked for by it, lowest number first. 0 is none.
	Match int `json:"match,omitempty"`
	// FlowNulls clears the target on an update where the source is null or empty: a single-valued attribute by which nobody is
	// matched. It is the target side's gate of the service's preview; where there is a source schema, the gates of all source
	// attributes that the mapping reads must be open too.
	FlowNulls bool `json:"flowNulls,omitempty"`

	// UnsupportedSource and UnsupportedApply say what of the source, or of the flow type, nobody knows, as exported schemas may have it; ""
	// is nothing. The mapping's decision is then [Unsupported]; matching needs the source alone. Mapping files have neither.
	UnsupportedSource string `json:"-"`
	UnsupportedApply  string `json:"-"`
}

// Type is the type of a mapping.
type Type uint8

// The four types of mappings.
const (
	None Type = iota
	Direct
	Constant
	Expression

	notSupported // that of a row whose mapping has an UnsupportedSource
)

var typeNames = [...]string{None: "none", Direct: "direct", Constant: "constant", Expression: "expression"}

// String returns "none", "direct", "constant" or "expression".
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return fmt.Sprintf("Type(%d)", uint8(t))
}

// MarshalText returns the same word as String, for JSON.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Type returns the mapping's type. Where more than one of From, Constant and Expression is set, which Validate refuses, it is that
// of the first.
func (m *Mapping) Type() Type {
	switch {
	case m.From != "":
		return Direct
	case m.Constant != "":
		return Constant
	case m.Expression != "":
		return Expression
	}
	return None
}
