package docs

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/internal/dev/layers"
)

// part is generated text within a page that is written by hand, between two marks.
type part struct{ name, text string }

// partsOf returns the generated parts of each page, by the page's path below the module's root.
func partsOf() map[string][]part {
	return map[string][]part{
		"docs/security.md":     {{"limits", Limits()}},
		"docs/dotnet.md":       {{"regex limits", RegexLimits()}},
		"docs/mapping-file.md": {{"options", Options()}},
		"docs/testing.md":      {{"job words", JobWords()}},
		"docs/architecture.md": {{"picture", Picture(layers.Rooms())}, {"arrows", Arrows(layers.Rooms())}},
		"CONTRIBUTING.md":      {{"arrows", Arrows(layers.Rooms())}},
	}
}

// replacePart returns the page with the part's text between its marks.
func replacePart(page string, p part) (string, error) {
	begin := "<!-- " + p.name + ": go generate ./internal/dev/docs -->\n"
	end := "<!-- end of " + p.name + " -->\n"
	before, rest, ok := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		return "", fmt.Errorf("no place for the generated part %s: want the lines %q and %q", p.name, begin, end)
	}
	return before + begin + p.text + end + after, nil
}
