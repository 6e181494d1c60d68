package docs

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/internal/settings"
)

// Options returns the options of mapping files, and the words that two of them choose from, in Markdown.
func Options() string {
	flags := map[string]string{"stubs": "--stub NAME=VALUE", "customSecurityAttributes": "--csa FILE", "maxDisables": "--max-disables N", "compat": "--compat WORD", "client": "--client WORD"}
	var b strings.Builder
	b.WriteString("| option | flag | meaning |\n|---|---|---|\n")
	for _, w := range settings.Options() {
		flag := flags[w.Name]
		if flag == "" {
			flag = "--" + hyphened(w.Name)
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", w.Name, flag, escape(w.Help))
	}
	for _, list := range []struct {
		name  string
		words []settings.Word
	}{{"compat", settings.Compat()}, {"client", settings.Client()}} {
		fmt.Fprintf(&b, "\n| word of `%s` | meaning |\n|---|---|\n", list.name)
		for _, w := range list.words {
			fmt.Fprintf(&b, "| `%s` | %s |\n", w.Name, escape(w.Help))
		}
	}
	return b.String()
}

// hyphened returns a name as a flag is written.
func hyphened(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
