package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// apiTable is a table of published API expressions, which tests of mapping/sources evaluate on a document.
type apiTable struct{ title, file, document, about string }

// apiTables are in the order of the page.
var apiTables = []apiTable{
	{
		"Workday, Web Services 21.1", "workday21.tsv", "workers21.xml",
		"All expressions that the Workday attribute reference lists for API versions up to 29 and for a URL without a version, and the custom one for 21.1 (2025-03). " +
			"The values were computed by another program for XPath 1.0, libxml2.",
	},
	{
		"Workday, Web Services 30.0 and later", "workday30.tsv", "workers30.xml",
		"The expressions of the same names for API version 30.0 and later, and the five custom ones of the reference. Jobs are wd:Worker_Job_Data here, of which the expressions take the primary one. " +
			"The values were computed as above.",
	},
	{
		"SAP SuccessFactors", "successfactors.tsv", "perperson.json",
		"All attributes of the SAP SuccessFactors attribute reference and all expressions of the SAP SuccessFactors integration reference (2025-03). The attribute " +
			"reference has names and entities, and no expressions; those that the integration reference does not quote are inferred from the navigations that it lists. " +
			"Those for e-mail addresses and phone numbers, and the one for the primary assignment, are reported. Each of its replacements " +
			"(the last employment, the standard assignment, active employments) is tested on all of these expressions too.",
	},
}

// apiFolder has the tables and documents, below the module's root.
const apiFolder = "mapping/sources/testdata"

const apiHead = `# Published API expressions

Generated from the tables in ` + "`" + apiFolder + "`" + ` by ` + "`go generate ./internal/dev/docs`" + `; do not edit.

An API expression says where an attribute's value is in the document of an HR system. Every published one compiles, and has the value in its row for
a person of a document that is made up after the published entities. Evidence is that of the expression: *documented* where a page of Microsoft
has it, *reported* where users of the service do, *inferred* where pages say only what it leads to.

Values are in JSON: a text, a list, or null where the expression finds nothing. [sources.md](sources.md) has the way from such a document to a plan.
`

// APIExpressions returns the tables of published API expressions in Markdown, from the files below the module's root.
func APIExpressions(root string) (string, error) {
	var b strings.Builder
	b.WriteString(apiHead)
	for _, t := range apiTables {
		data, err := os.ReadFile(filepath.Join(root, apiFolder, t.file))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\nThe document is `%s/%s`.\n\n| attribute | expression | person | value | evidence |\n|---|---|---|---|---|\n", t.title, t.about, apiFolder, t.document)
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "#") {
				continue
			}
			fields := strings.Split(line, "\t")
			if len(fields) != 5 {
				return "", fmt.Errorf("%s: want five fields, got %q", t.file, line)
			}
			fmt.Fprintf(&b, "| %s | `%s` | %s | `%s` | %s |\n", escape(fields[0]), strings.ReplaceAll(fields[1], "|", `\|`), escape(fields[2]), strings.ReplaceAll(fields[3], "|", `\|`), fields[4])
		}
	}
	return b.String(), nil
}
