package expr

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/nearest"
)

// sourceNames are the names of the source's attributes, made ready for many lookups. They are immutable.
type sourceNames struct {
	list   []string
	exact  map[string]bool
	folded map[string]string // lower case → the first name that reads so
}

// makeSourceNames retains the list, which must not be changed afterwards.
func makeSourceNames(list []string) *sourceNames {
	n := &sourceNames{list: list, exact: make(map[string]bool, len(list)), folded: make(map[string]string, len(list))}
	for _, name := range list {
		n.exact[name] = true
		if lower := strings.ToLower(name); n.folded[lower] == "" {
			n.folded[lower] = name
		}
	}
	return n
}

// otherCase returns the name that differs from one in case alone, "" where there is none.
func (n *sourceNames) otherCase(name string) string { return n.folded[strings.ToLower(name)] }

func (n *sourceNames) nearest(name string) string { return nearest.Name(name, slices.Values(n.list)) }
