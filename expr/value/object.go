package value

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Member is one named value of an object.
type Member struct {
	Name  string
	Value Value
}

// Object is a complex value: members in input order. It is immutable once made and safe to share. Names differ exactly; two
// that differ only in case are two members, of which GetFold finds the one that matches exactly, else the first.
type Object struct {
	members []Member
}

// NewObject returns an object of the members, whose names must differ. The slice is not copied: the caller must not change it afterwards.
func NewObject(members ...Member) *Object { return &Object{members: members} }

// ObjectOf returns an object as a value; nil is Null.
func ObjectOf(o *Object) Value {
	if o == nil {
		return Null
	}
	return ofObject(o)
}

// Members returns the members in input order; the slice must not be changed.
func (o *Object) Members() []Member { return o.members }

// Get returns the member of exactly that name, Absent where there is none. The cost grows with the number of members.
func (o *Object) Get(name string) Value {
	for i := range o.members {
		if o.members[i].Name == name {
			return o.members[i].Value
		}
	}
	return Absent
}

// GetFold is Get, and where no name matches exactly the first member whose name differs only in case: SCIM attribute
// names are case-insensitive (RFC 7643, 2.1). A member that is Absent counts as missing.
func (o *Object) GetFold(name string) Value {
	if v := o.Get(name); !v.IsAbsent() {
		return v
	}
	for i := range o.members {
		if have := o.members[i].Name; mayFold(have, name) && strings.EqualFold(have, name) {
			return o.members[i].Value
		}
	}
	return Absent
}

// mayFold reports whether two names may be the same but for case, by their first letters. Those of ASCII fold to each other by one bit.
func mayFold(a, b string) bool {
	return a == "" || b == "" || a[0] >= utf8.RuneSelf || b[0] >= utf8.RuneSelf || a[0]|0x20 == b[0]|0x20
}

// equal reports whether both objects have equal members, in whatever order.
func (o *Object) equal(p *Object) bool {
	if o == p {
		return true
	}
	return slices.EqualFunc(o.sorted(), p.sorted(), func(a, b Member) bool {
		return a.Name == b.Name && a.Value.Equal(b.Value)
	})
}

// sorted returns the members by name: objects print with sorted keys so that equal objects print alike.
func (o *Object) sorted() []Member {
	byName := func(a, b Member) int { return cmp.Compare(a.Name, b.Name) }
	if slices.IsSortedFunc(o.members, byName) {
		return o.members
	}
	members := slices.Clone(o.members)
	slices.SortFunc(members, byName)
	return members
}
