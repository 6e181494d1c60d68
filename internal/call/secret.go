package call

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Secrets are attributes of which reports show no data, by whatever name they are read. Each is held as the names on the way to it.
type Secrets [][]string

// SecretsOf returns the secrets of those names.
func SecretsOf(names []string) Secrets {
	s := make(Secrets, len(names))
	for i, name := range names {
		s[i] = wayTo(name)
	}
	return s
}

// Include reports whether a name may lead to data of a secret: the same name in any case, a path into it or a part of its path. Filters
// count for nothing, since the members that two of them keep may be the same.
func (s Secrets) Include(name string) bool {
	if len(s) == 0 {
		return false
	}
	way := wayTo(name)
	return slices.ContainsFunc(s, func(secret []string) bool {
		n := min(len(way), len(secret))
		return slices.EqualFunc(way[:n], secret[:n], strings.EqualFold)
	})
}

// wayTo returns the names on the way to an attribute. A URN is a step for each of its segments: that of an extension is also the name of
// the object that holds its attributes, and is then cut before its last segment.
func wayTo(name string) []string {
	schema, steps, err := value.SplitPath(name)
	if err != nil {
		return []string{name}
	}
	var way []string
	// The attributes of a core schema are those without a URN: their paths do not begin with it.
	if path := value.ParsePath(name); schema != "" && path.Root() == schema {
		way = strings.Split(schema, ":")
	}
	for _, s := range steps {
		way = append(way, s.Name)
	}
	return way
}
