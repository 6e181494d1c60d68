package value

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Of returns Go data as a value; see [Map] for what is understood. Lists and maps are converted member by member, map keys in order.
// The error names the Go type that cannot be a value, and is ErrNumber for a number that cannot be held.
func Of(a any) (Value, error) {
	v := convert(a)
	if err := v.Unreadable(); err != nil {
		return Absent, err
	}
	return v, nil
}

// FromStruct returns the fields of a struct, or the members of a map with string keys, as an object, which is a source of attributes.
// Fields have the names that they have for encoding/json, and are read as [Map] reads its values. A field that cannot be read makes the
// evaluations fail that read it, and no others. The error is that of something else than a struct, a map or a pointer to one.
func FromStruct(s any) (*Object, error) {
	v := convert(s)
	if o, ok := v.AsObject(); ok {
		return o, nil
	}
	if err := v.Unreadable(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("want a struct or a map with string keys, got %T", s)
}

// convert returns Go data as a value. What cannot be read is in the result as an unreadable value, so that its neighbours can be
// read all the same. Texts come first: most attributes are texts.
func convert(a any) Value {
	switch x := a.(type) {
	case string:
		return String(x)
	case nil:
		return Null
	case bool:
		return Boolean(x)
	}
	var r goReader
	return r.value(a)
}

// goReader turns Go data into values, within bounds: data may be cyclic, or refer to one part in many places.
// depth counts the levels around the value that is read now, made all values read so far. A goReader serves one attribute and
// one goroutine.
type goReader struct {
	depth, made int
	onPath      map[goPointer]bool // what leads to the data that is read now, of the deep levels
}

// Where Go data end. Nobody has a single attribute of that depth or size.
const (
	mostGoDepth  = 1000
	mostGoValues = 1 << 22
	shallow      = 16 // levels that a cycle may repeat before it is looked for: most data end before
)

// goPointer is the identity of a pointer, a map or a slice.
type goPointer struct {
	at  uintptr // what it points to is on the path and stays where it is
	len int
}

// pointerOf returns the identity of a, which must be a pointer, a map or a slice. The length is part of it: a shorter slice of
// the same memory is another one.
func pointerOf(a any) goPointer {
	rv := reflect.ValueOf(a)
	if rv.Kind() == reflect.Slice {
		return goPointer{rv.Pointer(), rv.Len()}
	}
	return goPointer{rv.Pointer(), 0}
}

// enter goes a level down into a, which is deep. What leads into itself, or too deep, is a fault.
func (r *goReader) enter(a any) (fault Value, ok bool) {
	at := pointerOf(a)
	switch {
	case r.onPath[at]:
		return unreadable(fmt.Errorf("a Go value of type %T contains itself", a)), false
	case r.depth >= mostGoDepth:
		return unreadable(fmt.Errorf("a Go value of type %T is nested deeper than %d levels", a, mostGoDepth)), false
	}
	if r.onPath == nil {
		r.onPath = map[goPointer]bool{}
	}
	r.onPath[at] = true
	r.depth++
	return Absent, true
}

// leave undoes enter: a part that is referred to again beside the path is read again.
func (r *goReader) leave(a any) {
	r.depth--
	delete(r.onPath, pointerOf(a))
}

// value reads a value and counts it against mostGoValues, which also ends data that grow exponentially by references to shared
// parts.
func (r *goReader) value(a any) Value {
	if r.made++; r.made > mostGoValues {
		return tooMany(fmt.Sprintf("%T", a))
	}
	if v, ok := r.known(a); ok {
		return v
	}
	return r.reflected(a)
}

// known reads the types that need no reflection. It must accept only what reads the same by reflection, or what has a kind
// that JSON does not have, such as time.Time.
func (r *goReader) known(a any) (Value, bool) {
	switch x := a.(type) {
	case string:
		return String(x), true
	case nil:
		return Null, true
	case bool:
		return Boolean(x), true
	case Value:
		return x, true
	case json.Number:
		if x == "" {
			return Integer(0), true // as encoding/json writes the zero Number
		}
		v, err := Decimal(string(x))
		return orFault(a, v, err), true
	case []any:
		return r.list(x), true
	case map[string]any:
		return r.object(x), true
	case []string:
		return Strings(x...), true
	case []byte:
		return Binary(x), true
	case time.Time:
		v, err := Time(x)
		return orFault(a, v, err), true
	case *Object:
		return ObjectOf(x), true
	case Object:
		return ObjectOf(&x), true
	case Map:
		return r.object(x), true
	case []Value:
		return listOf(slices.Clone(x)), true
	case json.RawMessage:
		return rawJSON(a, x), true
	}
	return plainNumber(a)
}

// plainNumber reads the number types of Go. A named number type is not among them and is read by reflection.
func plainNumber(a any) (Value, bool) {
	switch x := a.(type) {
	case int:
		return Integer(int64(x)), true
	case int64:
		return Integer(x), true
	case int32:
		return Integer(int64(x)), true
	case int16:
		return Integer(int64(x)), true
	case int8:
		return Integer(int64(x)), true
	case uint8:
		return Integer(int64(x)), true
	case uint16:
		return Integer(int64(x)), true
	case uint32:
		return Integer(int64(x)), true
	case uint:
		return unsigned(uint64(x)), true
	case uint64:
		return unsigned(x), true
	case float32:
		v, err := float(float64(x), 32)
		return orFault(a, v, err), true
	case float64:
		v, err := float(x, 64)
		return orFault(a, v, err), true
	}
	return Absent, false
}

// unsigned returns a decimal for what does not fit an integer.
func unsigned(n uint64) Value {
	if n > math.MaxInt64 {
		return ofText(KindDecimal, strconv.FormatUint(n, 10))
	}
	return Integer(int64(n))
}

// float returns the shortest decimal that reads back as x, the number that the writer of the JSON most likely wrote.
func float(x float64, bits int) (Value, error) {
	const exact = 1 << 53 // up to which every whole number is a distinct float
	if n := int64(x); -exact < x && x < exact && float64(n) == x {
		return Integer(n), nil
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Absent, ErrNumber
	}
	return Decimal(strconv.FormatFloat(x, 'f', -1, bits))
}

// rawJSON reads a text that is JSON already; nil is null, as it is for encoding/json.
func rawJSON(a any, text []byte) Value {
	if text == nil {
		return Null
	}
	v, err := ParseJSON(string(text))
	return orFault(a, v, err)
}

// list and object look for cycles only below the level shallow: a cycle gets there sooner or later, and all other data do
// without the bookkeeping.
func (r *goReader) list(items []any) Value {
	if r.depth < shallow {
		r.depth++
		v := r.listMembers(items)
		r.depth--
		return v
	}
	fault, ok := r.enter(items)
	if !ok {
		return fault
	}
	v := r.listMembers(items)
	r.leave(items)
	return v
}

func (r *goReader) listMembers(items []any) Value {
	members := make([]Value, len(items))
	for i, item := range items {
		members[i] = r.value(item)
	}
	return listOf(members)
}

func (r *goReader) object(m map[string]any) Value {
	if r.depth < shallow {
		r.depth++
		v := r.objectMembers(m)
		r.depth--
		return v
	}
	fault, ok := r.enter(m)
	if !ok {
		return fault
	}
	v := r.objectMembers(m)
	r.leave(m)
	return v
}

// objectMembers sorts the names, so that the same map always makes the same object.
func (r *goReader) objectMembers(m map[string]any) Value {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	members := make([]Member, len(names))
	for i, name := range names {
		members[i] = Member{Name: name, Value: r.value(m[name])}
	}
	return objectOf(members)
}

// listOf is List, and unreadable where a member is.
func listOf(members []Value) Value {
	v := List(members...)
	for i := range members {
		v.meta |= members[i].meta & flagUnreadable
	}
	return v
}

// objectOf is the value of a new object, and unreadable where a member is.
func objectOf(members []Member) Value {
	v := ofObject(NewObject(members...))
	for i := range members {
		v.meta |= members[i].Value.meta & flagUnreadable
	}
	return v
}

// orFault returns v, or an unreadable value where the conversion of a failed.
func orFault(a any, v Value, err error) Value {
	if err != nil {
		return unreadable(fmt.Errorf("a Go value of type %T: %w", a, err))
	}
	return v
}
