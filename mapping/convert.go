package mapping

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// conversionError reports that a value does not fit the target attribute.
type conversionError struct {
	code    diag.Code
	message string
}

func (e *conversionError) Error() string { return e.message }

// checked reports whether values of an attribute that no schema describes are checked against the type that its name says. Texts are not:
// every value has a text.
func (r *row) checked() bool {
	return !r.typed && r.known && (r.def.Type == Boolean || r.def.Type == Integer || r.def.Type == DateTime)
}

// unlisted returns what a single-valued attribute takes of a list: the only member, or null where there is none. Every other value
// stays as it is; several members are for convert to refuse.
func (r *mapRun) unlisted(v value.Value) value.Value {
	if v.Kind() != value.KindList || !r.row.known || r.row.def.MultiValued {
		return v
	}
	single, ok := v.Unwrap()
	switch {
	case ok:
		return carryRedaction(v, single)
	case single.IsAbsent():
		return value.Null
	}
	return v
}

// convert brings a value to the target attribute's type, each member of a list by itself. One member that does not fit refuses the whole
// list: a part of it would look complete in the target. On an error it returns the value as it was.
func (r *mapRun) convert(v value.Value) (value.Value, *conversionError) {
	if !r.row.known {
		return v, nil
	}
	members, isList := v.AsList()
	if !isList {
		return r.convertSingle(v)
	}
	if !r.row.def.MultiValued {
		return v, &conversionError{codes.OneValueOnly, fmt.Sprintf("want one value for the target attribute, got %d", len(members))}
	}
	converted := make([]value.Value, len(members))
	for i, m := range members {
		var err *conversionError
		if converted[i], err = r.convertSingle(m); err != nil {
			return v, err
		}
	}
	return value.List(converted...), nil
}

// convertSingle converts a value that is no list. Null has every type. Where no schema describes the attribute, a value that has its type in
// another form flows as it is, as mapping files have it: the requests of a client decide how a Boolean is written.
func (r *mapRun) convertSingle(v value.Value) (value.Value, *conversionError) {
	t := r.row.def.Type
	if v.IsNull() || v.Kind() == t.kind() || !r.row.typed && !r.row.checked() {
		return v, nil
	}
	converted, err := coerce(v, t)
	switch {
	case err == nil && !r.row.typed:
		return v, nil
	case err == nil:
		return converted, nil
	}
	return v, &conversionError{codes.InvalidType, fmt.Sprintf("the target attribute is of type %s: %s", t, err)}
}

// coerce converts a value to a type by the rules of the functions of the same purpose, such as CBool, with the exceptions noted here. A
// value for an attribute of type Binary stays as it is.
func coerce(v value.Value, t AttributeType) (value.Value, error) {
	switch t {
	case Integer:
		n, err := v.ToInteger()
		return value.Integer(n), err
	case Boolean:
		if v.IsNullOrEmpty() { // CBool reads "" as False; an account must not be disabled by an empty cell
			return v, &value.CoercionError{Code: codes.EvalType, Want: "True, False or a number", Found: v}
		}
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
		return toReference(v)
	case Binary:
		return v, nil
	case String: // below, with what no type describes
	}
	if v.Kind() == value.KindObject {
		return v, nil // the parts of a complex attribute are not described
	}
	return value.String(v.Text()), nil
}

// dateOnly reports whether a value that is a date is written without a time of day.
func dateOnly(v value.Value) bool {
	text, ok := v.AsString()
	if !ok || strings.Contains(text, ":") {
		return false
	}
	_, err := v.ToDate()
	return err == nil
}

// toReference takes the identifier out of a complex reference such as a member of a group.
func toReference(v value.Value) (value.Value, error) {
	o, ok := v.AsObject()
	if !ok {
		return value.Reference(v.Text()), nil
	}
	if id, ok := o.GetFold("value").AsString(); ok {
		return value.Reference(id), nil
	}
	return v, &value.CoercionError{Code: codes.EvalType, Want: "an identifier, or an object with one in its member value", Found: v}
}
