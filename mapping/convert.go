package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/nettext"
)

// Codes of failures that the service's logs know.
const (
	// CodeMissingValues: a required attribute has no value.
	CodeMissingValues = "MissingValues"
	// CodeOneValueOnly: several values for a single-valued attribute.
	CodeOneValueOnly = "SchemaPropertyCanOnlyAcceptValue"
	// CodeInvalidType: a value that cannot be brought to the target attribute's type (a name of ours).
	CodeInvalidType = "InvalidAttributeType"
)

// ConversionError tells that a value does not fit the target attribute.
type ConversionError struct {
	code    string
	message string
}

func (e *ConversionError) Error() string { return e.message }

// convert brings a value to the target attribute's type. Without a schema, known is false and every value is taken as it is,
// date-times as their text.
func convert(v value.Value, def *Attribute, known bool) (value.Value, *ConversionError) {
	members, isList := v.AsList()
	if !known || !isList {
		return convertSingle(v, def, known)
	}
	if !def.MultiValued {
		switch len(members) {
		case 0:
			return value.Null, nil
		case 1:
			return convertSingle(members[0], def, known)
		}
		return v, &ConversionError{CodeOneValueOnly, fmt.Sprintf("the target attribute takes one value, %d were found", len(members))}
	}
	converted := make([]value.Value, len(members))
	for i, m := range members {
		var err *ConversionError
		if converted[i], err = convertSingle(m, def, known); err != nil {
			return v, err
		}
	}
	return value.List(converted...), nil
}

func convertSingle(v value.Value, def *Attribute, known bool) (value.Value, *ConversionError) {
	if !known {
		return v, nil
	}
	if v.IsNull() || v.Kind() == def.Type.kind() || v.Kind() == value.KindObject {
		return v, nil
	}
	converted, err := coerce(v, def.Type)
	var c *value.CoercionError
	if errors.As(err, &c) {
		return v, &ConversionError{CodeInvalidType, fmt.Sprintf("the target attribute is of type %s: %s", def.Type, c.Error())}
	}
	if v.Redacted() {
		converted = converted.WithRedaction()
	}
	return converted, nil
}

func coerce(v value.Value, t AttributeType) (value.Value, error) {
	switch t {
	case Integer:
		n, err := v.ToInteger()
		return value.Integer(n), err
	case Boolean:
		b, err := v.ToBoolean()
		return value.Boolean(b), err
	case DateTime:
		if v.Kind() == value.KindString {
			_, err := v.ToDate()
			return v, err // the text flows as it was written
		}
		d, err := v.ToDate()
		return value.Date(d), err
	case Reference:
		return value.Reference(v.Text()), nil
	case Binary:
		return v, nil
	}
	return value.String(v.Text()), nil
}

// restrict applies the flow types that only add. Kept says why nothing flows; it is empty where the value goes on.
func (r *mapRun) restrict(old, v value.Value) (restricted value.Value, kept string) {
	switch r.row.mapping.Apply {
	case AttributeAddOnly:
		if !old.IsNullOrEmpty() {
			return v, "applies only where the target has no value, and it has one"
		}
	case MultiValueAddOnly, ValueAddOnly:
		return r.union(old, v), ""
	}
	return v, ""
}

// union gives the current values with the new ones that are missing among them.
func (r *mapRun) union(old, v value.Value) value.Value {
	if old.IsNullOrEmpty() {
		return v
	}
	exact := r.row.def.CaseExact || r.m.opts.ExactCase
	all := slices.Clone(membersOf(old))
	for _, m := range membersOf(v) {
		if !slices.ContainsFunc(all, func(have value.Value) bool { return sameSingle(have, m, exact) }) {
			all = append(all, m)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return value.List(all...)
}

func membersOf(v value.Value) []value.Value {
	if members, ok := v.AsList(); ok {
		return members
	}
	if v.IsNull() {
		return nil
	}
	return []value.Value{v}
}

// same tells whether the target need not be written: the values are equal as text, in whatever order several stand.
func same(old, v value.Value, exact bool) bool {
	a, b := membersOf(old), membersOf(v)
	if len(a) != len(b) {
		return false
	}
	if len(a) == 1 {
		return sameSingle(a[0], b[0], exact)
	}
	key := func(v value.Value) string {
		if exact {
			return v.Text()
		}
		return strings.ToLower(v.Text())
	}
	counts := map[string]int{}
	for _, m := range a {
		counts[key(m)]++
	}
	for _, m := range b {
		if counts[key(m)]--; counts[key(m)] < 0 {
			return false
		}
	}
	return true
}

// sameSingle compares two single values as text, since one side may hold True where the other holds "True".
func sameSingle(a, b value.Value, exact bool) bool {
	if exact && a.Kind() != value.KindBoolean && b.Kind() != value.KindBoolean {
		return a.Text() == b.Text()
	}
	return nettext.EqualFold(a.Text(), b.Text())
}
