package provision

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dn"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/mapping"
)

// Object is an object that the target has.
type Object struct {
	// Type is the object's type in the target, such as User, in any case; "" is that of whatever is looked for.
	Type string
	// ID identifies the object among those of its type in the target: it is the object's address. Two objects of one Type and ID are the
	// same object.
	ID string
	// Reference is what attributes of other objects hold to refer to this one, where that is not the ID: the distinguished name in Active
	// Directory.
	Reference string
	// Attrs are its attributes.
	Attrs value.Attributes
}

// attributes returns the object's attributes, which are none where the directory has returned none: no attributes at all would be an object
// that is to be created.
func (o *Object) attributes() value.Attributes {
	if o.Attrs == nil {
		return value.Map(nil)
	}
	return o.Attrs
}

// identity is what makes two objects the same one: not the pointer, since a directory may return fresh objects with every answer.
type identity struct{ objectType, id string }

// identify returns the identity of a hit for a question about a type. The case of a type's name does not count.
func identify(objectType string, o *Object) identity {
	return identity{strings.ToLower(cmp.Or(o.Type, objectType)), o.ID}
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

// Query asks a [Directory] for the objects of a type that have a value.
type Query struct {
	// Type is the type of the objects; empty is every type.
	Type string
	// Attribute is the attribute that has Value; a multi-valued attribute has each of its members. Empty asks for the object that Value
	// names: by its ID, or by its Reference.
	Attribute string
	// Value is what to look for. It is never null, empty, a list or an object.
	Value value.Value
	// CaseExact compares with case.
	CaseExact bool
	// Want are the names of the attributes that are read from the hits, see [Engine.TargetAttributes]; others may be left out. Empty is
	// that ID and Reference are enough.
	Want []string
}

// Directory answers what the target has. Implementations must be safe for concurrent use.
//
// A cycle remembers the answers of a directory other than a [Memory], "nothing" too, and asks no question twice, whatever the number
// of workers: what a directory says does not change during a cycle. It keeps up to two objects of an answer, and some 60 bytes besides,
// until the cycle is gone. Errors are not remembered: whoever waits for the same answer has them too, and the next one asks again.
type Directory interface {
	// Find returns one answer per query, in their order: the objects that the query asks for. Two hits are enough: more need not be
	// returned. The error is that of all queries. Where several were asked at once, the cycle then asks each one by itself, so
	// that an error fails only the objects that need that answer.
	Find(ctx context.Context, queries []Query) ([][]*Object, error)
}

// Memory is a directory held in memory. Each attribute that is asked for is indexed at the first question, so that a lookup takes the same
// time however many objects there are. It is safe for concurrent use.
type Memory struct {
	objects []*Object
	one     bool   // all objects have the same type, which is only
	only    string // "" where they have none
	*indexes
}

// indexes are shared by copies of a Memory, as its lock must be.
type indexes struct {
	mu   sync.Mutex // for who adds to made
	made atomic.Pointer[[]*index]
}

type indexKey struct {
	objectType, attribute string
	caseExact             bool
}

// index is an index of one attribute. Of the objects that have a text two are kept, which is enough to know that there are several. They
// are in a slice of their own, so that answers are parts of it and need no memory.
type index struct {
	of   indexKey
	at   map[string]int32
	hits [][2]*Object
}

// NewMemory returns a directory of the objects. The slice and the objects must not be changed afterwards.
func NewMemory(objects []*Object) *Memory {
	m := &Memory{objects: objects, one: true, indexes: new(indexes)}
	if len(objects) > 0 {
		m.only = objects[0].Type
		m.one = !slices.ContainsFunc(objects, func(o *Object) bool { return !strings.EqualFold(o.Type, m.only) })
	}
	return m
}

// Find returns the first two objects for each query, in the order of NewMemory. An object without type is of every type. The error is
// always nil.
func (m *Memory) Find(_ context.Context, queries []Query) ([][]*Object, error) {
	answers := make([][]*Object, len(queries))
	for i := range queries {
		answers[i] = m.find(&queries[i])
	}
	return answers, nil
}

// Objects returns the objects of a type, in the order of NewMemory; those without type are of every type. The error is always nil.
func (m *Memory) Objects(_ context.Context, objectType string) iter.Seq2[*Object, error] {
	return func(yield func(*Object, error) bool) {
		for _, o := range m.objects {
			if (o.Type == "" || strings.EqualFold(o.Type, objectType)) && !yield(o, nil) {
				return
			}
		}
	}
}

// find answers one query. The answer must not be changed.
func (m *Memory) find(q *Query) []*Object {
	key := indexKey{q.Type, q.Attribute, q.CaseExact}
	if m.one && (m.only == "" || strings.EqualFold(key.objectType, m.only)) {
		key.objectType = "" // one index serves questions about the only type and about all of them
	}
	index := m.index(key)
	if len(index.hits) == 0 {
		return nil
	}
	i, found := index.at[lookupText(q.Value, q.CaseExact)]
	switch {
	case !found:
		return nil
	case index.hits[i][1] == nil:
		return index.hits[i][:1:1]
	}
	return index.hits[i][:2:2]
}

// index returns the index of an attribute and makes it if it is new. An index is complete before others see it, and never changed.
func (m *Memory) index(key indexKey) *index {
	if x := m.known(key); x != nil {
		return x
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	x := m.known(key)
	if x == nil {
		x = m.build(key)
		var made []*index
		if all := m.made.Load(); all != nil {
			made = *all
		}
		made = append(slices.Clip(made), x)
		m.made.Store(&made)
	}
	return x
}

// known returns the index of an attribute, nil where there is none yet. There are few: those of the attributes that somebody is matched by,
// and of those whose values are unique.
func (m *Memory) known(key indexKey) *index {
	all := m.made.Load()
	if all == nil {
		return nil
	}
	for _, x := range *all {
		if x.of == key {
			return x
		}
	}
	return nil
}

// build makes the index of an attribute: one pass over the objects.
func (m *Memory) build(key indexKey) *index {
	x := &index{of: key, at: make(map[string]int32, len(m.objects))}
	path := value.ParsePath(key.attribute)
	for _, o := range m.objects {
		switch {
		case key.objectType != "" && o.Type != "" && !strings.EqualFold(o.Type, key.objectType):
		case key.attribute == "":
			for _, name := range []string{o.ID, o.Reference} {
				if name != "" {
					x.add(lookupText(value.String(name), key.caseExact), o)
				}
			}
		case o.Attrs != nil:
			for _, text := range lookupTexts(o.Attrs.Attribute(&path), key.caseExact) {
				x.add(text, o)
			}
		}
	}
	return x
}

// add notes that an object has a text. An object with two members of one text is a single hit.
func (x *index) add(text string, o *Object) {
	i, found := x.at[text]
	switch {
	case !found:
		x.at[text] = int32(len(x.hits)) //nolint:gosec // two billion texts do not fit in memory
		x.hits = append(x.hits, [2]*Object{o})
	case x.hits[i][0] != o && x.hits[i][1] == nil:
		x.hits[i][1] = o
	}
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

// lookupText returns what a value is found by. Distinguished names are found however they are written.
func lookupText(v value.Value, caseExact bool) string {
	text := v.Text()
	if caseExact {
		return text
	}
	if key, ok := dn.Key(text); ok {
		text = key
	}
	return nettext.Caseless(text)
}
