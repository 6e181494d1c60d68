package lint

import "regexp"

// mappingPath is the path of an attribute mapping in a schema, or of a clause of its scope.
var mappingPath = regexp.MustCompile(`^.*?(attributeMappings\[\d+\]|clauses\[\d+\])`)

// mappingOf gives the path of the attribute mapping, or the clause, that a path is a part of; the path itself where it is not one.
func mappingOf(path string) string {
	if at := mappingPath.FindString(path); at != "" {
		return at
	}
	return path
}
