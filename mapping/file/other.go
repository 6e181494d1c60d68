package file

import (
	"bytes"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
)

// A file of another kind is told apart by its name or by the members at its top, so that its user learns what it is and where it belongs, and
// not that all its members are unknown.

// other is a kind of file that has no mappings, and where it belongs.
type other struct{ what, remedy string }

// unlike returns the fault of a document of another kind than the caller reads.
func (d *Document) unlike(wanted Kind) tree.Fault {
	got := other{d.kind.phrase(), ""}
	switch {
	case d.other != nil:
		got = *d.other
	case d.kind == Bulk:
		got.remedy = "attrmap bulk check and lint read it, and run as --in"
	}
	if wanted == BulkMap {
		switch {
		case d.kind == Mapping || d.kind == Schema:
			got.remedy = "pass it as --schema of attrmap run"
		case got.remedy == asObjects:
			got.remedy = "pass it as the file of people"
		}
	}
	return tree.Fault{Code: codes.WrongValue, Message: diag.Messagef("want %s, got %s", diag.Name(wanted.phrase()), diag.Name(got.what)), Hint: got.remedy}
}

// isCertain reports whether something in the document says that it is of its kind, and no schema.
func (d *Document) isCertain() bool {
	if d.kind == Mapping {
		_, certain := holds(d.root)
		return certain
	}
	return d.kind == Bulk || d.kind == Other || d.kind == BulkMap
}

// Mistaken returns what the document is where something in it says that it is of another kind than the caller reads, and where it belongs, as a
// [diag.List]; nil where it is of the kind, or nothing is known about it.
func (d *Document) Mistaken(wanted Kind) error {
	if d.kind == wanted || d.kind != Schema && !d.isCertain() {
		return nil
	}
	return d.list([]tree.Fault{d.unlike(wanted)})
}

// phrases of where files belong.
const (
	asObjects = "pass it as --in, --target or --data"
	asCases   = "pass it as --cases of attrmap eval, parse or lint"
	// XML and answers of OData may come from an HR system, or from anywhere.
	asDocument = "pass it as --in, or to attrmap api eval, if it is a document of an HR system"
)

// otherMembers are the members that tell a kind of file: all of them are at its top, those after a slash as objects.
var otherMembers = []struct {
	members string
	other
}{
	{"/attributes", bulkMap},
	{"/domains", namesFile}, {"/ids", namesFile}, {"/extensions", namesFile}, {"/names", namesFile},
	{"/rules", lintConfig}, {"/tokens", lintConfig}, {"ignore", lintConfig},
	{"expr", other{"a case", asCases}}, {"expression id", other{"a case", asCases}},
	{"files records", other{"the manifest of bulk build", "pass its directory to attrmap bulk check"}},
	{"findings", other{"a list of findings", "pass it as --baseline of attrmap lint if it is one"}},
	{"/d", other{"an answer of OData", asDocument}}, {"personidexternal", other{"a person of SuccessFactors", asDocument}},
	{"resources", other{"a list of objects", asObjects}}, {"username", other{"an object", asObjects}}, {"userprincipalname", other{"an object", asObjects}},
}

var (
	bulkMap    = other{"a map for bulk build", "pass it as --map of attrmap bulk build"}
	namesFile  = other{"a file of names", "pass it as --map of attrmap schema diff or retarget"}
	lintConfig = other{"a configuration of lint", "pass it as --config of attrmap lint"}
)

// otherExtensions are the extensions of files that never hold mappings.
var otherExtensions = map[string]other{
	".csv": {"a table", asObjects}, ".tsv": {"a table", asObjects}, ".ldif": {"LDIF", asObjects},
	".jsonl": {"JSON Lines", asObjects + ", or as --cases"}, ".ndjson": {"JSON Lines", asObjects + ", or as --cases"},
}

// tableHead matches the first line of a table: names with the same character between them.
var tableHead = regexp.MustCompile(`^[\w.@ -]+(,[\w.@ -]+)+\r?\n|^[\w.@ -]+(;[\w.@ -]+)+\r?\n|^[\w.@ -]+(\t[\w.@ -]+)+\r?\n`)

// outline is what is at the top of a document: the members of its object or of the first object of its list, in lower case, and which of them
// are objects themselves. An answer of Graph has the members of its value.
type outline struct {
	list    bool
	members map[string]bool
}

// recognize returns what else a document is; nil where nothing says so.
func (d *Document) recognize() *other {
	named, isNamed := otherExtensions[strings.ToLower(path.Ext(d.name))]
	text := strings.TrimSpace(d.text)
	lower := strings.ToLower(text[:min(len(text), 64)])
	top := d.outline()
	switch {
	case isNamed:
		return &named
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		return &other{"an HTML page", "export the file again: a sign-in or error page may have been saved in its place"}
	case strings.HasPrefix(lower, "<"):
		return &other{"XML", asDocument}
	case top == nil && d.kind == Mapping && tableHead.MatchString(d.text):
		return &other{"a table", asObjects}
	case top == nil || top.isSchema() || !top.list && hasAny(top.members, []string{"mappings", "objects"}):
		return nil
	case top.list && len(top.members) > 0:
		return &other{"a list of objects", asObjects}
	}
	for i := range otherMembers {
		if o := &otherMembers[i]; top.hasAll(strings.Fields(o.members)) {
			return &o.other
		}
	}
	return nil
}

// schemaMembers are members of exported schemas and of their parts, and of no other kind of file.
var schemaMembers = []string{
	"synchronizationrules", "directories", "objectmappings", "sourcedirectoryname", "targetdirectoryname", "attributemappings", "sourceobjectname",
	"targetobjectname", "targetattributename", "discoverabilities", "supportedapis",
}

// isSchema reports whether there are members of an exported schema, of its template or of a definition, which has a list of attributes.
func (o *outline) isSchema() bool {
	attributes, defines := o.members["attributes"]
	return hasAny(o.members, schemaMembers) || o.members["schema"] || defines && !attributes
}

// hasAll reports whether all members are there, those with a slash as objects.
func (o *outline) hasAll(members []string) bool {
	return !slices.ContainsFunc(members, func(name string) bool {
		name, mustBeObject := strings.CutPrefix(name, "/")
		isObject, ok := o.members[name]
		return !ok || mustBeObject && !isObject
	})
}

func hasAny(members map[string]bool, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := members[name]; return ok })
}

// outline returns what is at the top of the document; nil where that is neither an object nor a list that can be read.
func (d *Document) outline() *outline {
	if d.root != nil {
		return outlineOf(d.root)
	}
	if d.yaml {
		return nil
	}
	return outlineOfJSON([]byte(d.text))
}

// outlineOf is outline of a tree.
func outlineOf(n *tree.Node) *outline {
	n = n.Real()
	switch {
	case n.Kind == tree.List && len(n.Elements) == 0:
		return &outline{list: true}
	case n.Kind == tree.List && n.Elements[0].Real().Kind == tree.Object:
		return &outline{list: true, members: membersOf(n.Elements[0].Real())}
	case n.Kind != tree.Object:
		return nil
	}
	if m := n.Member("value"); m != nil && m.Value.Real().Kind == tree.List {
		return outlineOf(m.Value)
	}
	return &outline{members: membersOf(n)}
}

func membersOf(n *tree.Node) map[string]bool {
	members := map[string]bool{}
	for _, m := range n.Members {
		members[strings.ToLower(m.Name)] = m.Value.Real().Kind == tree.Object
	}
	return members
}

// outlineOfJSON is outline of JSON that has not been read. Only the first element of a list is.
func outlineOfJSON(text []byte) *outline {
	text = bytes.TrimSpace(text)
	if elements, isList := bytes.CutPrefix(text, []byte("[")); isList {
		if elements = bytes.TrimSpace(elements); bytes.Equal(elements, []byte("]")) {
			return &outline{list: true}
		}
		var first map[string]json.RawMessage
		if json.NewDecoder(bytes.NewReader(elements)).Decode(&first) != nil || first == nil {
			return nil
		}
		return &outline{list: true, members: membersOfJSON(first)}
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil || object == nil {
		return nil
	}
	if value := bytes.TrimSpace(object["value"]); bytes.HasPrefix(value, []byte("[")) {
		return outlineOfJSON(value)
	}
	return &outline{members: membersOfJSON(object)}
}

func membersOfJSON(object map[string]json.RawMessage) map[string]bool {
	members := map[string]bool{}
	for name, value := range object {
		members[strings.ToLower(name)] = bytes.HasPrefix(bytes.TrimSpace(value), []byte("{"))
	}
	return members
}
