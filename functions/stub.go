package functions

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// Stub returns the literal of a function that stands in for one that is not known, such as AltSecIdFromNetid in the schemas of cross-tenant
// synchronization, so that expressions which call it can be run:
//
//	reg, err := functions.Standard().With(functions.Stub("AltSecIdFromNetid", "[netId]"))
//
// The result of every call is the text result; or, where it is a name in brackets, the value of that source attribute. The function takes
// any number of arguments and evaluates none of them. [Registry.With] returns an error where the registry has a function of that name, in
// any case: a stub hides none.
func Stub(name, result string) Spec {
	spec := Spec{
		Name: name, Summary: "Stands in for a function that is not known.", Origin: Custom,
		Params: []Param{{Name: "argument", Doc: "not looked at", List: true, Optional: true, Repeats: true, Flow: true, Null: NullHandled, KeyInferred: true}},
	}
	attribute, named := strings.CutPrefix(result, "[")
	if named {
		attribute, named = strings.CutSuffix(attribute, "]")
	}
	if !named || attribute == "" {
		spec.Eval = func(Args) (value.Value, error) { return value.String(result), nil }
		return spec
	}
	path := value.ParsePath(attribute)
	spec.Prepare = func(p *Preparation) any {
		p.Reads = append(p.Reads, attribute)
		return p.Compat.EmptyStringIsNull
	}
	spec.Eval = func(a Args) (value.Value, error) {
		v := a.Env().Attrs.Attribute(&path)
		if err := v.Unreadable(); err != nil {
			return value.Absent, a.fail(codes.EvalType, "%s", diag.Name(err.Error()))
		}
		if emptyIsNull, _ := a.State().(bool); emptyIsNull && v.Kind() == value.KindString && v.IsNullOrEmpty() {
			return value.Null, nil
		}
		return v, nil
	}
	return spec
}
