package graph

import (
	"io"
	"strings"
)

// Function is an attributeMappingFunctionSchema: what the service says of one of its functions.
type Function struct {
	Name       string
	Parameters []FunctionParameter
}

// FunctionParameter is a parameter of a [Function]. Its name is the key in parameter trees.
type FunctionParameter struct {
	Name string
	// Type is String, Integer or Boolean, as far as is known; String if the answer says nothing.
	Type     string
	Required bool
	// Repeats tells whether the parameter may stand more than once.
	Repeats bool
}

// FilterOperator is a filterOperatorSchema.
type FilterOperator struct {
	Name string
	// Unary operators take no value to compare with.
	Unary bool
	// MultivaluedComparisonType is All, also if the answer says nothing, or Any.
	MultivaluedComparisonType string
	// SupportedAttributeTypes are the types of attributes that the operator can compare.
	SupportedAttributeTypes []string
}

// LoadFunctions reads the answer to a schema's functions. The error is a *[LoadError].
func LoadFunctions(r io.Reader) ([]Function, error) {
	elements, err := loadListing(r, functionRecord)
	var out []Function
	for _, e := range elements {
		f := Function{Name: e.text("name")}
		for _, p := range e.children("parameters", functionParameterRecord) {
			f.Parameters = append(f.Parameters, FunctionParameter{
				Name: p.text("name"), Type: p.textOr("type", "String"), Required: p.flag("required"), Repeats: p.flag("allowMultipleOccurrences"),
			})
		}
		out = append(out, f)
	}
	return out, err
}

// LoadFilterOperators reads the answer to a schema's filterOperators. The error is a *[LoadError].
func LoadFilterOperators(r io.Reader) ([]FilterOperator, error) {
	elements, err := loadListing(r, operatorRecord)
	var out []FilterOperator
	for _, e := range elements {
		out = append(out, FilterOperator{
			Name: e.text("name"), Unary: strings.EqualFold(e.text("arity"), "Unary"),
			MultivaluedComparisonType: e.textOr("multivaluedComparisonType", "All"),
			SupportedAttributeTypes:   e.texts("supportedAttributeTypes"),
		})
	}
	return out, err
}

// loadListing reads a list of records, bare or in the value member of an answer.
func loadListing(r io.Reader, record recordID) ([]Element, error) {
	d, err := parseDocument(r, Limits{}.WithDefaults())
	if err != nil {
		return nil, err
	}
	list := d.root
	if inner := list.member("value"); inner != nil {
		list = inner
	}
	if err := d.checkList(list, &field{typ: recordsField, of: record}); err != nil {
		return nil, err
	}
	return d.elements(list, record), nil
}
