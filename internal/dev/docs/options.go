package docs

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/internal/settings"
)

// Options returns the options of mapping files, and the words that two of them choose from, in Markdown.
func Options() string {
	var b strings.Builder
	b.WriteString("| option | flag | meaning |\n|---|---|---|\n")
	writeOptions(&b)
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

// writeOptions writes a row of a table for each option of mapping files.
func writeOptions(b *strings.Builder) {
	flags := map[string]string{"stubs": "--stub NAME=VALUE", "customSecurityAttributes": "--csa FILE", "maxDisables": "--max-disables N", "compat": "--compat WORD", "client": "--client WORD"}
	for _, w := range settings.Options() {
		flag := flags[w.Name]
		if flag == "" {
			flag = "--" + hyphened(w.Name)
		}
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", w.Name, flag, escape(w.Help))
	}
}

// JobWords returns the members of a file of tests that say how its jobs are run, in Markdown.
func JobWords() string {
	var b strings.Builder
	b.WriteString("| member | flag of `run` | meaning |\n|---|---|---|\n| `mapping` | `--schema` | the mapping file or exported schema, beside the file of tests |\n")
	for _, w := range settings.Job() {
		fmt.Fprintf(&b, "| `%s` | `--%s` | %s |\n", w.Name, w.Flag, escape(w.Help))
		if w.Name == "now" {
			b.WriteString("| `seed` | | where random values begin, a whole number; 1 without it: RandomString and Guid return the same in every run |\n")
		}
	}
	writeOptions(&b)
	b.WriteString("\n`target` and `links` are lists of objects, or names of files; `compat` and `client` are lists of words, `tokens` and `stubs` objects.\n")
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
