package value

import "unsafe"

// Value is one value of the language, immutable and safe to share. Its zero value is [Absent].
//
// A string is held as pointer and length in the value itself, so that passing an attribute on, or boxing a text in a value,
// allocates nothing. This file is the only one that knows the representation: three words, which fit the registers that calls
// pass values in.
type Value struct {
	_ [0]func() // not comparable with ==: two equal texts may be at two addresses

	ptr  unsafe.Pointer // string data, first list member, object, or the fault of what cannot be read
	num  uint64         // length, integer, ticks, truth; 1 for null, 0 for absent: the zero Value is no attribute at all
	meta uint32         // kind in the lowest byte, DateTime's kind in the next, then flags
}

const (
	auxShift            = 8
	flagRedacted uint32 = 1 << 16
	// flagUnreadable marks Go data that cannot be read, and lists and objects that contain such data.
	flagUnreadable uint32 = 1 << 17
)

// aux returns the kind of a date-time; 0 for all other values.
func (v Value) aux() uint8 { return uint8(v.meta >> auxShift) }

func of(k Kind, num uint64) Value { return Value{num: num, meta: uint32(k)} }

func ofDate(ticks int64, kind uint8) Value {
	return Value{num: uint64(ticks), meta: uint32(KindDateTime) | uint32(kind)<<auxShift}
}

// The pointer keeps the data of the string alive. That of "" may be nil or not: only the length counts.
func ofText(k Kind, s string) Value {
	return Value{ptr: unsafe.Pointer(unsafe.StringData(s)), num: uint64(len(s)), meta: uint32(k)}
}

// text, list, object and fault are for values of their kinds only: on others they would take a number for a length.
func (v Value) text() string { return unsafe.String((*byte)(v.ptr), int(v.num)) }

func ofList(members []Value) Value {
	return Value{ptr: unsafe.Pointer(unsafe.SliceData(members)), num: uint64(len(members)), meta: uint32(KindList)}
}

func (v Value) list() []Value { return unsafe.Slice((*Value)(v.ptr), int(v.num)) }

func ofObject(o *Object) Value {
	return Value{ptr: unsafe.Pointer(o), num: 1, meta: uint32(KindObject)}
}

func (v Value) object() *Object { return (*Object)(v.ptr) }

// goFault says why Go data cannot be read.
type goFault struct{ err error }

// unreadable returns a null that says why it is not data. It is null and not absent, so that a path that leads to it stops there, and
// callers that do not know of it find no value; see [Value.Unreadable] for those that do.
func unreadable(err error) Value {
	return Value{ptr: unsafe.Pointer(&goFault{err}), num: 1, meta: uint32(KindNull) | flagUnreadable}
}

func (v Value) fault() error { return (*goFault)(v.ptr).err }
