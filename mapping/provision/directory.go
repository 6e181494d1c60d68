package provision

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Object is an object that the target has.
type Object struct {
	// Type is the object's type in the target; "" is that of whatever is looked for.
	Type string
	// ID identifies the object among those of its type in the target: it is the object's address.
	ID string
	// Reference is what attributes of other objects hold to refer to this one, where that is not the ID: the distinguished name in Active
	// Directory.
	Reference string
	// Attrs are its attributes.
	Attrs value.Attributes
}

// NewObject returns the target object of the attributes. Its ID is the attribute id or objectId, else the first matching attribute
// of the set that has a value and is no custom security attribute, else the ordinal.
func NewObject(attrs value.Attributes, ordinal int, set *mapping.Set) *Object {
	names := []string{"id", "objectId"}
	for i := range set.Mappings {
		if _, custom := mapping.SecurityAttribute(set.Mappings[i].Target); set.Mappings[i].Match > 0 && !custom {
			names = append(names, set.Mappings[i].Target)
		}
	}
	for _, name := range names {
		path := value.ParsePath(name)
		if v := attrs.Attribute(&path); !v.IsNullOrEmpty() {
			return &Object{ID: v.Text(), Attrs: attrs}
		}
	}
	return &Object{ID: strconv.Itoa(ordinal), Attrs: attrs}
}

// Directory answers what the target has. Implementations must be safe for concurrent use.
type Directory interface {
	// Find returns the objects whose attribute has the value, compared with case where caseExact is set; a multi-valued attribute
	// has each of its members. Two hits are enough for an answer: more need not be returned.
	Find(ctx context.Context, attribute string, v value.Value, caseExact bool) ([]*Object, error)
}

// Memory is a directory held in memory. Each attribute that is asked for is indexed at the first question, so that a lookup takes the same
// time however many objects there are. It is safe for concurrent use.
type Memory struct {
	objects []*Object
	*indexes
}

// indexes are shared by copies of a Memory, as its lock must be.
type indexes struct {
	mu   sync.RWMutex
	made map[indexKey]map[string][]*Object
}

type indexKey struct {
	attribute string
	caseExact bool
}

// NewMemory returns a directory of the objects. The slice and the objects must not be changed afterwards.
func NewMemory(objects []*Object) *Memory {
	return &Memory{objects, &indexes{made: map[indexKey]map[string][]*Object{}}}
}

// Find returns the objects whose attribute has the value, in the order of NewMemory. The error is always nil.
func (m *Memory) Find(_ context.Context, attribute string, v value.Value, caseExact bool) ([]*Object, error) {
	return m.index(indexKey{attribute, caseExact})[lookupText(v, caseExact)], nil
}

// index returns the index of an attribute and makes it if it is new. An index is complete before others see it, and never changed.
func (m *Memory) index(key indexKey) map[string][]*Object {
	m.mu.RLock()
	index := m.made[key]
	m.mu.RUnlock()
	if index != nil {
		return index
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made[key] == nil {
		m.made[key] = m.build(key)
	}
	return m.made[key]
}

// build makes the index of an attribute: one pass over the objects. An object with two members of one text is a single hit.
func (m *Memory) build(key indexKey) map[string][]*Object {
	index := make(map[string][]*Object, len(m.objects))
	path := value.ParsePath(key.attribute)
	for _, o := range m.objects {
		for _, text := range lookupTexts(o.Attrs.Attribute(&path), key.caseExact) {
			if hits := index[text]; len(hits) == 0 || hits[len(hits)-1] != o {
				index[text] = append(hits, o)
			}
		}
	}
	return index
}

// lookupTexts returns the texts that an attribute is found by, one for each member that is not empty. Nothing is found by null or "".
func lookupTexts(v value.Value, caseExact bool) []string {
	members, isList := v.AsList()
	if !isList {
		if v.IsNullOrEmpty() {
			return nil
		}
		return []string{lookupText(v, caseExact)}
	}
	var texts []string
	for _, m := range members {
		if !m.IsNullOrEmpty() {
			texts = append(texts, lookupText(m, caseExact))
		}
	}
	return texts
}

// lookupText folds case by upper-casing first, as .NET's ordinal comparison without case does, which brings the forms of sigma
// and the digraphs together.
func lookupText(v value.Value, caseExact bool) string {
	if caseExact {
		return v.Text()
	}
	return strings.ToLower(strings.ToUpper(v.Text()))
}
