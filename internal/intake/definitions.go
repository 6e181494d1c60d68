package intake

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/mapping"
)

// SecurityAttributes opens a file and returns the definitions of a tenant's custom security attributes by their names, <set>_<name>: the answer of Microsoft Graph
// to GET /directory/customSecurityAttributeDefinitions, or a table of any format with its members: id, or attributeSet and name; type;
// isCollection; and status, of which Deprecated means that the attribute is deactivated (documented: Microsoft Graph,
// customSecurityAttributeDefinition). The names count in any case, and other members are left out.
func (o *Opening) SecurityAttributes(name string) (map[string]mapping.CustomAttribute, error) {
	f, err := o.file(name, nil, nil)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	known := map[string]mapping.CustomAttribute{}
	for rec, err := range f.reader.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return nil, f.named(err)
		}
		name, a, err := securityAttribute(rec.Attrs)
		if err == nil {
			if _, twice := known[name]; twice {
				err = diag.Errorf("the attribute %s is defined twice", diag.Quote(name))
			}
		}
		if err != nil {
			return nil, f.named(diag.Errorf("line %d: %w", rec.Line, err))
		}
		known[name] = a
	}
	if len(known) == 0 {
		return nil, f.named(diag.Errorf("want definitions of custom security attributes, got none"))
	}
	return known, f.changed()
}

func securityAttribute(o *value.Object) (name string, a mapping.CustomAttribute, err error) {
	name = o.GetFold("id").Text()
	if set, own := o.GetFold("attributeSet").Text(), o.GetFold("name").Text(); name == "" && set != "" && own != "" {
		name = set + "_" + own
	}
	if rest, ok := mapping.SecurityAttribute(name); ok {
		name = rest
	}
	if !strings.Contains(name, "_") {
		return "", a, diag.Errorf("want the id of an attribute, such as Engineering_Level, got %s", diag.Quote(name))
	}
	if kind := o.GetFold("type"); !kind.IsNullOrEmpty() {
		if a.Type, err = mapping.ParseAttributeType(kind.Text()); err != nil {
			return "", a, err
		}
	}
	switch text := strings.ToLower(o.GetFold("isCollection").Text()); text {
	case "", "false":
	case "true":
		a.MultiValued = true
	default:
		return "", a, diag.Errorf("isCollection: want true or false, got %s", diag.Quote(text))
	}
	status := o.GetFold("status").Text()
	if words := []string{"", "Available", "Deprecated"}; !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, status) }) {
		return "", a, diag.Errorf("status: want %s, got %s", diag.Name(nearest.OneOf(words[1:])), diag.Quote(status))
	}
	a.Deactivated = strings.EqualFold(status, "Deprecated")
	return name, a, nil
}
