package syntax

import "maps"

// IdiomNames are the names in the table of idioms.
func IdiomNames() []string {
	idioms.once.Do(learnIdioms)
	var names []string
	for name := range maps.Keys(idioms.byName) {
		names = append(names, name)
	}
	return names
}
