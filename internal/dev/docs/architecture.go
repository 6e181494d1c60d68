package docs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/dev/layers"
)

// Picture returns the packages and their arrows as a Mermaid graph. An arrow that a longer way of arrows implies is left out, so that the
// picture can be read; [Arrows] has them all.
func Picture(rooms []layers.Room) string {
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart BT\n")
	for _, room := range rooms {
		if !forTests(room) {
			fmt.Fprintf(&b, "  %s[\"%s\"]\n", node(room.Name), room.Name)
		}
	}
	reached := reach(rooms)
	for _, room := range rooms {
		if forTests(room) {
			continue
		}
		for _, target := range room.Imports {
			if !slices.ContainsFunc(room.Imports, func(other string) bool { return reached[other][target] }) {
				fmt.Fprintf(&b, "  %s --> %s\n", node(room.Name), node(target))
			}
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// Arrows returns a line for each package with its purpose and all packages of the module that it imports.
func Arrows(rooms []layers.Room) string {
	var b strings.Builder
	b.WriteString("| package | what it is for | imports |\n|---|---|---|\n")
	for _, room := range rooms {
		imports := "none"
		if len(room.Imports) > 0 {
			imports = "`" + strings.Join(room.Imports, "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", room.Name, escape(room.Purpose), imports)
	}
	fmt.Fprintf(&b, "\nEverything in `%s` may import every package, and no package imports them.\n", strings.Join(layers.Anything(), "`, `"))
	return b.String()
}

// forTests reports whether only tests import the room.
func forTests(room layers.Room) bool { return strings.HasPrefix(room.Name, "internal/dev/") }

func node(name string) string {
	if name == "." {
		return "attrmap"
	}
	return strings.ReplaceAll(name, "/", "_")
}

// reach returns, for each package, those that can be reached by its arrows.
func reach(rooms []layers.Room) map[string]map[string]bool {
	reached := map[string]map[string]bool{}
	for _, room := range rooms { // each after those that it imports
		all := map[string]bool{}
		for _, target := range room.Imports {
			all[target] = true
			for further := range reached[target] {
				all[further] = true
			}
		}
		reached[room.Name] = all
	}
	return reached
}
