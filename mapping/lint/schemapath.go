package lint

import "github.com/attrmap/attrmap/expr/diag"

// mappingOf returns the path of the attribute mapping, or of the clause of its scope, that a path of a schema is a part of; the path
// itself where it is not one.
func mappingOf(path diag.Path) diag.Path {
	for i := 1; i < len(path); i++ {
		if list := path[i-1].Name; path[i].Index >= 0 && (list == "attributeMappings" || list == "clauses") {
			return path[:i+1]
		}
	}
	return path
}
