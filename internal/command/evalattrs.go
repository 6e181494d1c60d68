package command

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/file"
)

// checkAttributes returns an error where the object of --attrs is none of attributes but what holds such objects: every attribute would be
// absent. That an object has no attributes is told.
func (p *program) checkAttributes(name, text string, o *value.Object) error {
	isList := func(member string) bool {
		_, ok := o.GetFold(member).AsList()
		return ok
	}
	got, remedy := "", ""
	switch doc, err := file.Parse("-", []byte(text)); {
	case len(o.Members()) == 0:
		fmt.Fprintf(p.stderr, "%s: the object has no attributes\n", name)
		return nil
	case !o.Get("@odata.nextLink").IsAbsent() || isList("value") && !o.Get("@odata.context").IsAbsent():
		got, remedy = "an answer of Microsoft Graph", "pass one object of its value"
	case isList("Resources"):
		got, remedy = "a list of SCIM", "pass one object of its Resources"
	case !o.Get("expr").IsAbsent() && !o.Get("attrs").IsAbsent():
		got, remedy = "a case", "pass it as --cases"
	case err == nil && doc.Kind() == file.Bulk:
		got, remedy = "a bulk request", "pass the data of one operation"
	case isList("synchronizationRules") || isList("objectMappings") || isList("attributeMappings"):
		got, remedy = "an exported schema", "attrmap run takes it as --schema"
	case isList("mappings"):
		got, remedy = "a mapping file", "attrmap run takes it as --schema"
	default:
		return nil
	}
	return diag.Errorf("--attrs %s: want the attributes of one object, got %s: %s", diag.Name(name), diag.Name(got), diag.Name(remedy))
}
