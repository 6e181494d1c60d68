package docs

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/lint"
)

// Pages returns the text of every page that is generated, in whole or in part, by its path below the module's root. Pages with parts
// that are written by hand are read from there.
func Pages(root string) (map[string]string, error) {
	pages := map[string]string{
		"docs/functions.md": Functions(functions.Standard()),
		"docs/lint.md":      Lint(lint.Rules()),
		"docs/codes.md":     Codes(codes.Areas(), lint.Rules()),
	}
	testSchema, err := TestSchema()
	if err != nil {
		return nil, err
	}
	pages["docs/testing.schema.json"] = testSchema
	evidence, err := Evidence(root)
	if err != nil {
		return nil, err
	}
	pages["docs/evidence.md"] = evidence
	expressions, err := APIExpressions(root)
	if err != nil {
		return nil, err
	}
	pages["docs/api-expressions.md"] = expressions
	for name, parts := range partsOf() {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		text := string(data)
		for _, p := range parts {
			if text, err = replacePart(text, p); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		pages[name] = text
	}
	return pages, nil
}
