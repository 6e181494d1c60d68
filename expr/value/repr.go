package value

import "unsafe"

// Value is one value of the language, immutable and safe to share. Its zero value is [Absent].
//
// A string is held as pointer and length in the value itself, so that passing an attribute on, or boxing a text in a value,
// allocates nothing. This file is the only one that knows the representation.
type Value struct {
	_ [0]func() // not comparable with ==: two equal texts may stand at two places

	ptr   unsafe.Pointer // string data, first list member, or object
	num   uint64         // length, integer, ticks, truth; 1 for null, 0 for absent
	kind  Kind
	aux   uint8 // DateTime's kind
	flags uint8
}

const flagRedacted uint8 = 1

func ofText(k Kind, s string) Value {
	return Value{kind: k, ptr: unsafe.Pointer(unsafe.StringData(s)), num: uint64(len(s))}
}

func (v Value) text() string { return unsafe.String((*byte)(v.ptr), int(v.num)) }

func ofList(members []Value) Value {
	return Value{kind: KindList, ptr: unsafe.Pointer(unsafe.SliceData(members)), num: uint64(len(members))}
}

func (v Value) list() []Value { return unsafe.Slice((*Value)(v.ptr), int(v.num)) }

func ofObject(o *Object) Value { return Value{kind: KindObject, ptr: unsafe.Pointer(o), num: 1} }

func (v Value) object() *Object { return (*Object)(v.ptr) }
