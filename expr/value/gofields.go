package value

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// goField is a field of a struct as encoding/json sees it.
type goField struct {
	name                        string
	index                       []int // through embedded structs
	tagged                      bool
	omitEmpty, omitZero, quoted bool
}

// goFields remembers what the tags of each type say. Its keys and values are about types alone: no data stay in it.
var goFields sync.Map // of reflect.Type → []goField

// fieldsOf returns the fields of a struct type. Goroutines that ask for a type at the same time may each work it out, with the
// same result.
func fieldsOf(t reflect.Type) []goField {
	if known, ok := goFields.Load(t); ok {
		return known.([]goField)
	}
	fields := dominant(candidates(t))
	goFields.Store(t, fields)
	return fields
}

// embeddedStruct is a struct whose fields are promoted into the one that embeds it.
type embeddedStruct struct {
	t     reflect.Type
	index []int
}

// candidates returns the fields of a struct and of what it embeds, level by level. A struct that is embedded twice on a level comes
// twice, so that its fields are ambiguous.
func candidates(t reflect.Type) []goField {
	var found []goField
	seen := map[reflect.Type]bool{}
	for level := []embeddedStruct{{t: t}}; len(level) > 0; {
		var below []embeddedStruct
		onLevel := map[reflect.Type]bool{}
		for _, s := range level {
			if seen[s.t] {
				continue
			}
			onLevel[s.t] = true
			for i := range s.t.NumField() {
				sf := s.t.Field(i)
				// Without the copy, fields of one struct would share the memory of their indexes.
				index := append(slices.Clone(s.index), i)
				f, ok := fieldOf(sf, index)
				if !ok {
					continue
				}
				if inner, promoted := promotes(sf, f); promoted {
					below = append(below, embeddedStruct{inner, index})
					continue
				}
				found = append(found, f)
			}
		}
		for t := range onLevel {
			seen[t] = true
		}
		level = below
	}
	return found
}

// fieldOf reads the tag; ok is false for a field that is not written.
func fieldOf(sf reflect.StructField, index []int) (f goField, ok bool) {
	tag := sf.Tag.Get("json")
	if tag == "-" || !sf.IsExported() && !sf.Anonymous {
		return goField{}, false
	}
	name, options, _ := strings.Cut(tag, ",")
	f = goField{name: name, index: index, tagged: isTagName(name)}
	if !f.tagged {
		f.name = sf.Name
	}
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			f.omitEmpty = true
		case "omitzero":
			f.omitZero = true
		case "string":
			f.quoted = isScalar(sf.Type)
		}
	}
	if !sf.IsExported() { // an embedded struct of another package's type has fields that can be seen
		_, promoted := promotes(sf, f)
		return f, promoted
	}
	return f, true
}

// promotes returns the struct whose fields count as those of the struct that embeds it: it has no name in a tag.
func promotes(sf reflect.StructField, f goField) (reflect.Type, bool) {
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t, sf.Anonymous && !f.tagged && t.Kind() == reflect.Struct
}

// isTagName reports whether encoding/json takes a tag's name; if not, it uses that of the field, as for an empty one.
func isTagName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// isScalar reports whether the option "string" applies to a type. On others encoding/json ignores it.
func isScalar(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch k := t.Kind(); {
	case k == reflect.Bool, k == reflect.String, k >= reflect.Int && k <= reflect.Float64:
		return true
	}
	return false
}

// dominant keeps of the fields of one name the one that Go's rules and the tags prefer, and none where that is not one: the least
// deep, of those the tagged one. Fields stay in the order of the struct.
func dominant(all []goField) []goField {
	byName := map[string][]goField{}
	for _, f := range all {
		byName[f.name] = append(byName[f.name], f)
	}
	var kept []goField
	for _, same := range byName {
		slices.SortStableFunc(same, rank)
		if len(same) == 1 || rank(same[0], same[1]) < 0 {
			kept = append(kept, same[0])
		}
	}
	// The map has lost the order of the struct; the indexes still have it.
	slices.SortFunc(kept, func(a, b goField) int { return slices.Compare(a.index, b.index) })
	return kept
}

// rank orders fields of one name by preference; 0 means that neither is preferred.
func rank(a, b goField) int {
	tagged := func(f goField) int {
		if f.tagged {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(len(a.index), len(b.index)), cmp.Compare(tagged(a), tagged(b)))
}

// in returns the field of a struct; ok is false below an embedded pointer that is nil.
func (f *goField) in(rv reflect.Value) (field reflect.Value, ok bool) {
	for _, i := range f.index {
		if rv.Kind() == reflect.Pointer {
			if rv.IsNil() {
				return reflect.Value{}, false
			}
			rv = rv.Elem()
		}
		rv = rv.Field(i)
	}
	return rv, true
}

// isEmpty reports what omitempty leaves out.
func isEmpty(rv reflect.Value) bool {
	switch rv.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return rv.Len() == 0
	// encoding/json never leaves out a struct for being empty.
	case reflect.Struct:
		return false
	default:
		return rv.IsZero()
	}
}

// isZero reports what omitzero leaves out: a type may say itself what its zero is.
func isZero(rv reflect.Value) bool {
	type zeroer interface{ IsZero() bool }
	if rv.Kind() == reflect.Pointer && rv.IsNil() {
		return true
	}
	if z, ok := rv.Interface().(zeroer); ok {
		return z.IsZero()
	}
	if rv.CanAddr() {
		if z, ok := rv.Addr().Interface().(zeroer); ok {
			return z.IsZero()
		}
	}
	return rv.IsZero()
}
