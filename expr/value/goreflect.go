package value

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// This file reads what the type switch of godata.go does not know. The rule is that data read as encoding/json writes them, so that a
// struct means the same to expressions as to a program that receives it as JSON; times and bytes keep the kinds that JSON does not have.

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// reflected is reflect for data in an interface.
func (r *goReader) reflected(a any) Value { return r.reflect(reflect.ValueOf(a)) }

// reflect reads data of any type. What goReader knows comes before methods: time.Time has MarshalJSON, and is a date here and
// not its text.
func (r *goReader) reflect(rv reflect.Value) Value {
	switch rv.Kind() {
	case reflect.Interface:
		if rv.IsNil() {
			return Null
		}
		return r.value(rv.Elem().Interface())
	case reflect.Pointer:
		return r.pointer(rv)
	default: // read by its type first, then by its kind
	}
	if v, ok := r.known(rv.Interface()); ok {
		return v
	}
	if v, ok := marshaled(rv); ok {
		return v
	}
	switch rv.Kind() {
	case reflect.Slice:
		return r.slice(rv)
	case reflect.Array:
		return r.array(rv)
	case reflect.Map:
		return r.mapOf(rv)
	case reflect.Struct:
		return r.structOf(rv)
	default:
		return scalar(rv)
	}
}

// scalar reads named types by what they are made of. A String method does not count: it is for people, and encoding/json does not
// call it either.
func scalar(rv reflect.Value) Value {
	switch rv.Kind() {
	case reflect.String:
		return String(rv.String())
	case reflect.Bool:
		return Boolean(rv.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return Integer(rv.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return unsigned(rv.Uint())
	case reflect.Float32, reflect.Float64:
		v, err := float(rv.Float(), rv.Type().Bits())
		return orFault(rv.Interface(), v, err)
	default:
		return refused(rv.Type())
	}
}

// refused is the value of a type that means nothing to the language.
func refused(t reflect.Type) Value {
	return unreadable(fmt.Errorf("a Go value of type %s cannot be an attribute value", t))
}

// pointer reads what a pointer leads to, and nil as null. An *Object is a value already.
func (r *goReader) pointer(rv reflect.Value) Value {
	if o, ok := rv.Interface().(*Object); ok {
		return ObjectOf(o)
	}
	if rv.IsNil() {
		return Null
	}
	return r.inside(rv, func(rv reflect.Value) Value { return r.reflect(rv.Elem()) })
}

// inside reads what a pointer, a slice or a map leads to.
func (r *goReader) inside(rv reflect.Value, read func(reflect.Value) Value) Value {
	if r.depth < shallow {
		r.depth++
		v := read(rv)
		r.depth--
		return v
	}
	fault, ok := r.enter(rv.Interface())
	if !ok {
		return fault
	}
	v := read(rv)
	r.leave(rv.Interface())
	return v
}

// marshaled reads a value that writes itself as JSON or as text. A method of the pointer counts where there is a pointer, as for
// encoding/json.
func marshaled(rv reflect.Value) (Value, bool) {
	t := rv.Type()
	if rv.CanAddr() && reflect.PointerTo(t).Implements(jsonMarshaler) || !t.Implements(jsonMarshaler) &&
		rv.CanAddr() && reflect.PointerTo(t).Implements(textMarshaler) {
		rv = rv.Addr()
	}
	switch m := rv.Interface().(type) {
	case json.Marshaler:
		text, err := m.MarshalJSON()
		if err != nil {
			return orFault(m, Absent, err), true
		}
		return rawJSON(m, text), true
	case encoding.TextMarshaler:
		text, err := m.MarshalText()
		return orFault(m, String(string(text)), err), true
	}
	return Absent, false
}

// slice reads bytes of whatever name as binary, as []byte is, and all else as a list.
func (r *goReader) slice(rv reflect.Value) Value {
	if rv.Type().Elem().Kind() == reflect.Uint8 {
		return Binary(rv.Bytes())
	}
	return r.inside(rv, r.members)
}

// array is slice for arrays. Their bytes are copied, because an array that is not addressable cannot be sliced; being no
// reference, it cannot lead into itself, so that inside is not needed.
func (r *goReader) array(rv reflect.Value) Value {
	if rv.Type().Elem().Kind() == reflect.Uint8 {
		b := make([]byte, rv.Len())
		reflect.Copy(reflect.ValueOf(b), rv)
		return Binary(b)
	}
	return r.members(rv)
}

func (r *goReader) members(rv reflect.Value) Value {
	members := make([]Value, rv.Len())
	for i := range members {
		members[i] = r.counted(rv.Index(i))
	}
	return listOf(members)
}

// counted reads one more value.
func (r *goReader) counted(rv reflect.Value) Value {
	if r.made++; r.made > mostGoValues {
		return tooMany(rv.Type().String())
	}
	return r.reflect(rv)
}

// tooMany is the value in place of those beyond the bound. It makes the whole attribute unreadable.
func tooMany(t string) Value {
	return unreadable(fmt.Errorf("a Go value of type %s: more than %d values in one attribute", t, mostGoValues))
}

// mapOf reads a map. encoding/json also writes maps with integers or text marshalers as keys; here they are refused.
func (r *goReader) mapOf(rv reflect.Value) Value {
	if rv.Type().Key().Kind() != reflect.String {
		return refused(rv.Type())
	}
	return r.inside(rv, r.mapMembers)
}

func (r *goReader) mapMembers(rv reflect.Value) Value {
	members := make([]Member, 0, rv.Len())
	for it := rv.MapRange(); it.Next(); {
		members = append(members, Member{Name: it.Key().String(), Value: r.counted(it.Value())})
	}
	slices.SortFunc(members, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	return objectOf(members)
}

// structOf reads the fields that encoding/json writes, in its order. A field that it leaves out is absent, not null.
func (r *goReader) structOf(rv reflect.Value) Value {
	fields := fieldsOf(rv.Type())
	if len(fields) == 0 && rv.NumField() > 0 {
		return refused(rv.Type()) // such as a mutex: nothing of it can be seen
	}
	members := make([]Member, 0, len(fields))
	for i := range fields {
		f := &fields[i]
		field, ok := f.in(rv)
		if !ok || f.omitEmpty && isEmpty(field) || f.omitZero && isZero(field) {
			continue
		}
		v := r.counted(field)
		if f.quoted && !v.IsNull() {
			// The option "string": the text is the JSON form, so that a boolean is "true" and a text is in quotation marks.
			v = String(string(v.AppendJSON(nil)))
		}
		members = append(members, Member{Name: f.name, Value: v})
	}
	return objectOf(members)
}
