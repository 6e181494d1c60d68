// Package layers holds the list of the module's packages with the packages that each may import, and the tests that hold the code to
// it. The picture in docs/architecture.md and the list in CONTRIBUTING.md are generated from it.
package layers

// Module is the module's path.
const Module = "github.com/attrmap/attrmap"

// Room is a package of the module.
type Room struct {
	// Name is its path below the module's.
	Name string
	// Purpose says in a few words what it is for.
	Purpose string
	// Imports lists the packages of the module that it imports, all of them and no others; tests may import more.
	Imports []string
}

// Rooms returns the packages that are imported by others, each after those that it imports, so in the order in which an expression, and
// then a person's record, passes through them.
//
// A new arrow is an entry here; afterwards run
//
//	go generate ./internal/dev/docs
func Rooms() []Room {
	return []Room{
		{"internal/nearest", "the known name nearest to a misspelt one", nil},
		{"internal/dn", "distinguished names: comparison, parts and escapes", nil},
		{"internal/adflags", "bits of Active Directory that mappings have names for", nil},
		{"internal/textenc", "text encodings: byte order marks, UTF-16, code pages", nil},
		{"internal/dotnet/date", ".NET's dates, formats and layouts", nil},
		{"internal/dotnet/regex", ".NET's regular expressions, with limits", nil},
		{"internal/dotnet/text", ".NET's casing, UTF-16 units and diacritics", nil},
		{"expr/diag", "findings, places, messages, limits", nil},
		{"internal/codes", "all codes of findings, failures and plans", []string{"expr/diag"}},
		{"internal/urn", "slips in the URNs of schemas", []string{"expr/diag"}},
		{"expr/value", "values, attribute names and paths, comparison", []string{"expr/diag", "internal/codes", "internal/dotnet/date", "internal/dotnet/text", "internal/urn"}},
		{"internal/adobject", "objects of Active Directory, from exports and from the directory", []string{"expr/value", "internal/adflags", "internal/dn"}},
		{"internal/tree", "a text of YAML or JSON as a tree with places", []string{"expr/diag", "expr/value", "internal/codes", "internal/nearest", "internal/textenc"}},
		{"internal/settings", "the words of flags and of a mapping file's options", []string{"expr/diag", "internal/nearest"}},
		{"internal/jsonobject", "JSON objects whose members keep their order", []string{"expr/value"}},
		{"internal/show", "values, numbers and columns, for people", []string{"expr/value"}},
		{"internal/htmlpage", "pages of one file whose values are text", nil},
		{"internal/delta", "what kind of difference two values have", []string{"expr/value", "internal/dn", "internal/dotnet/text", "internal/show"}},
		{"internal/shape", "what is known of a value before there is data", []string{"expr/diag", "expr/value", "internal/dotnet/text"}},
		{"internal/call", "what functions and evaluator exchange: context, arguments, limits", []string{
			"expr/diag", "expr/value", "internal/codes", "internal/dotnet/date", "internal/dotnet/regex", "internal/dotnet/text",
		}},
		{"functions", "the functions, one literal each", []string{
			"expr/diag", "expr/value", "internal/call", "internal/codes", "internal/dotnet/date", "internal/dotnet/regex", "internal/dotnet/text", "internal/shape",
		}},
		{"expr/syntax", "the text of expressions: lexer, grammar, tree, format", []string{"expr/diag", "expr/value", "internal/codes", "internal/nearest"}},
		{"expr", "check, compile, evaluate, infer and explain expressions", []string{
			"expr/diag", "expr/syntax", "expr/value", "functions", "internal/call", "internal/codes", "internal/jsonobject", "internal/nearest", "internal/shape",
		}},
		{"mapping", "mapping sets, scope, apply, profiles: one object's attributes", []string{
			"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/call", "internal/codes", "internal/dn", "internal/dotnet/regex", "internal/dotnet/text", "internal/jsonobject", "internal/nearest", "internal/settings", "internal/show", "internal/textenc",
		}},
		{"mapping/graph", "schemas exported from Microsoft Graph", []string{
			"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/codes", "internal/textenc", "internal/urn", "mapping",
		}},
		{"mapping/file", "mapping files: read, format and correct, YAML and JSON", []string{
			"expr/diag", "expr/syntax", "functions", "internal/codes", "internal/dotnet/text", "internal/textenc", "internal/tree", "mapping", "mapping/graph",
		}},
		{"internal/filelist", "directories and patterns as files", []string{"expr/diag", "mapping/file"}},
		{"mapping/compare", "what differs between two files of mappings", []string{
			"expr/diag", "expr/syntax", "functions", "internal/codes", "internal/nearest", "internal/show", "mapping", "mapping/file", "mapping/graph",
		}},
		{"mapping/feed", "records from CSV, JSON, NDJSON, SCIM and LDIF", []string{"expr/diag", "expr/value", "internal/adobject", "internal/codes", "internal/textenc"}},
		{"mapping/sources", "documents of HR systems: Workday's XML by XPath, JSONPath", []string{"expr/diag", "expr/value", "internal/codes", "internal/nearest", "internal/textenc", "mapping/feed"}},
		{"internal/datacheck", "what spreadsheets do to the values of people", []string{"expr/diag", "expr/value", "internal/codes", "internal/dotnet/date", "mapping/feed"}},
		{"mapping/provision", "plans: create, update, disable, delete, skip", []string{
			"expr", "expr/diag", "expr/value", "functions", "internal/codes", "internal/dn", "internal/dotnet/text", "internal/jsonobject", "internal/settings", "internal/show", "mapping", "mapping/graph",
		}},
		{"mapping/impact", "what a change of mappings or data does to whom", []string{
			"expr/diag", "expr/value", "functions", "internal/codes", "internal/delta", "internal/jsonobject", "internal/show", "mapping", "mapping/provision",
		}},
		{"mapping/coverage", "which rules people, or tests, have met", []string{
			"expr", "expr/diag", "expr/value", "functions", "internal/codes", "internal/htmlpage", "internal/jsonobject", "internal/show", "mapping", "mapping/provision",
		}},
		{"mapping/report", "the impact of a change, or of a run, as an HTML page", []string{
			"expr", "expr/value", "internal/htmlpage", "internal/show", "mapping", "mapping/impact", "mapping/provision",
		}},
		{"internal/scimschema", "the attributes that RFC 7643 defines", []string{"expr/value"}},
		{"mapping/scim/model", "a SCIM server held in memory", []string{"expr/diag", "expr/value", "internal/dotnet/text", "internal/scimschema", "internal/urn"}},
		{"internal/scimwire", "SCIM as it goes over the wire", []string{
			"expr/diag", "expr/value", "internal/codes", "internal/nearest", "internal/scimschema", "internal/urn", "mapping", "mapping/provision", "mapping/scim/model",
		}},
		{"mapping/scim", "the SCIM requests of a plan", []string{"expr/value", "internal/jsonobject", "internal/scimwire", "mapping/provision", "mapping/scim/model"}},
		{"mapping/ldif", "the changes of a directory that a plan makes, as LDIF", []string{"expr/diag", "expr/value", "internal/adflags", "internal/dn", "mapping", "mapping/provision"}},
		{"mapping/bulk", "bulk requests: build and check", []string{
			"expr", "expr/diag", "expr/value", "functions", "internal/codes", "internal/jsonobject", "internal/scimwire", "internal/textenc", "internal/tree", "internal/urn", "mapping/feed",
		}},
		{"mapping/bulk/delta", "bulk requests of what differs between two days' files", []string{
			"expr/diag", "expr/value", "internal/codes", "internal/jsonobject", "internal/settings", "internal/show", "internal/textenc", "mapping/bulk", "mapping/feed",
		}},
		{"internal/build", "version and system of the program", nil},
		{"mapping/lint", "rules that find mistakes before the service does", []string{
			"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/build", "internal/call", "internal/codes", "internal/datacheck", "internal/dotnet/date", "internal/dotnet/regex", "internal/dotnet/text", "internal/show", "internal/urn", "mapping", "mapping/bulk", "mapping/feed", "mapping/file", "mapping/graph",
		}},
		{"mapping/doc", "a mapping set in words", []string{"expr", "expr/diag", "expr/syntax", "functions", "internal/codes", "internal/show", "mapping", "mapping/graph"}},
		{"internal/intake", "records of a feed as the objects of a cycle", []string{
			"expr/diag", "expr/value", "functions", "internal/adobject", "internal/codes", "internal/dn", "internal/dotnet/text", "internal/jsonobject", "internal/nearest", "internal/show", "mapping", "mapping/bulk", "mapping/feed", "mapping/file", "mapping/graph", "mapping/provision",
		}},
		{".", "the front door: from a schema and a table of people to plans", []string{
			"expr", "expr/diag", "expr/value", "functions", "internal/codes", "internal/intake", "mapping", "mapping/feed", "mapping/file", "mapping/lint", "mapping/provision",
		}},
		{"internal/records", "what the command reads line by line and writes whole", []string{"expr/diag", "internal/textenc"}},
		{"internal/ciformat", "JUnit, annotations of GitHub", []string{"internal/show"}},
		{"internal/lintformat", "findings for GitHub and as JUnit", []string{"expr/diag", "internal/ciformat", "internal/show"}},
		{"internal/lintpolicy", "which findings of lint a team wants to see", []string{
			"expr/diag", "internal/codes", "internal/nearest", "internal/records", "mapping", "mapping/file", "mapping/lint",
		}},
		{"internal/planout", "plans and explanations as text, JSON and JSON Lines", []string{
			"expr/value", "internal/codes", "internal/delta", "internal/jsonobject", "internal/records", "internal/scimwire", "internal/show", "mapping", "mapping/impact", "mapping/ldif", "mapping/provision", "mapping/scim", "mapping/scim/model",
		}},
		{"mapping/replay", "provisioning logs, recomputed", []string{
			"expr/diag", "expr/value", "functions", "internal/delta", "internal/dotnet/text", "internal/intake", "internal/jsonobject", "internal/show", "mapping", "mapping/feed", "mapping/provision",
		}},
		{"mapping/test", "files of tests: what becomes of people, and of single expressions", []string{
			"expr", "expr/diag", "expr/value", "functions", "internal/ciformat", "internal/codes", "internal/dotnet/regex", "internal/intake", "internal/jsonobject", "internal/nearest", "internal/planout", "internal/settings", "internal/show", "internal/textenc", "internal/tree", "mapping", "mapping/coverage", "mapping/feed", "mapping/file", "mapping/provision", "mapping/scim",
		}},
		{"mapping/scaffold", "a beginning: tests for mappings, mappings for a table", []string{
			"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/intake", "internal/show", "mapping", "mapping/coverage", "mapping/feed", "mapping/file", "mapping/provision", "mapping/test",
		}},
		{"mapping/test/attrmaptest", "tests of mappings under go test", []string{"internal/filelist", "mapping/test"}},
		{"internal/dev/effort", "how much long tests do", nil},
		{"internal/dev/damage", "damaged texts for tests", []string{"internal/dev/effort"}},
		{"internal/dev/golden", "files that tests compare with", nil},
		{"internal/dev/hrgen", "large documents of HR systems, for tests", nil},
		{"internal/dev/hrgen/write", "a program that writes such documents", []string{"internal/dev/hrgen"}},
		{"internal/dev/exprgen", "random expressions and values, for tests", []string{"expr/syntax", "expr/value", "functions", "internal/dotnet/text", "internal/shape"}},
	}
}

// Anything returns the trees that may import every package of the module and that none of the rooms imports: the ends of the arrows.
func Anything() []string {
	return []string{"cmd", "examples", "fuzz", "internal/command", "internal/dev/api", "internal/dev/docs", "internal/dev/layers", "internal/dev/leaks", "internal/dev/scenarios", "internal/dev/tables", "internal/dev/readme"}
}
