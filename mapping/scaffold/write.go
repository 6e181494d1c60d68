package scaffold

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/coverage"
)

// item is a test of the file: of a cycle, or of a mapping by itself.
type item struct {
	choice, name string
	mapping      string // the target attribute of the mapping that it is about; "" is none
	alone        bool   // of the mapping by itself, without a cycle
	in           input
	target       []input // accounts
	expect       string  // of a cycle: words as they are written
	attributes   []string
	left         bool
}

// takenBy returns an account that has a value.
func takenBy(i int, target, text string) input {
	return input{"id": value.String(fmt.Sprintf("account-%d", i+1)), target: value.String(text)}
}

// heading says what the file is, and lists what its tests do not meet.
func heading(name string, met *coverage.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Tests of %s, written by attrmap init. What they expect are snapshots: what the mappings do today, which nobody has looked at.\n", show.Line(name))
	b.WriteString("# Read the values, and change those that should be others: attrmap test then shows what the mappings do in their place.\n")
	n, total := met.Count()
	fmt.Fprintf(&b, "#\n# Met: %d of %d, %s.", n, total, met.Share())
	if n < total {
		b.WriteString(" No input was found for:")
	}
	b.WriteByte('\n')
	for i := range met.Mappings {
		for _, p := range met.Mappings[i].Points {
			if !p.Met {
				fmt.Fprintf(&b, "#   %s: %s (%d:%d)\n", show.Line(met.Mappings[i].Target), show.Line(p.What), p.Line, p.Column)
			}
		}
	}
	return b.String()
}

// render writes the file with nothing as what is expected of values.
func (m *maker) render() []byte {
	// Cycles come before single mappings in the file, as in reports.
	slices.SortStableFunc(m.items, func(a, b *item) int { return order(a) - order(b) })
	var b strings.Builder
	fmt.Fprintf(&b, "mapping: %s\nnow: %s\n", scalar(m.opts.Mapping), m.opts.Now.UTC().Format(time.RFC3339))
	if m.domain {
		fmt.Fprintf(&b, "domain: %s\n", domain)
	}
	if len(m.tokens) > 0 {
		b.WriteString("tokens:\n")
		for _, name := range slices.Sorted(maps.Keys(m.tokens)) {
			fmt.Fprintf(&b, "  %s: %s\n", scalar(name), domain)
		}
	}
	last := -1
	for _, x := range m.items {
		if order(x) != last {
			last = order(x)
			b.WriteString([]string{"tests:\n", "expressions:\n"}[last])
		}
		if x.alone {
			x.writeMapping(&b)
		} else {
			x.writeCycle(&b)
		}
	}
	return []byte(b.String())
}

func order(x *item) int {
	if x.alone {
		return 1
	}
	return 0
}

func (x *item) writeCycle(b *strings.Builder) {
	fmt.Fprintf(b, "  - name: %s\n", scalar(x.name))
	if x.choice != "" {
		fmt.Fprintf(b, "    object: %q\n", x.choice)
	}
	x.writeTarget(b)
	fmt.Fprintf(b, "    source: %s\n", x.in.flow())
	if len(x.attributes) == 0 {
		fmt.Fprintf(b, "    expect: {%s} # snapshot\n", x.expect)
		return
	}
	b.WriteString("    expect:\n")
	if x.expect != "" {
		fmt.Fprintf(b, "      %s # snapshot\n", x.expect)
	}
	b.WriteString("      attributes: # snapshots\n")
	for _, name := range x.attributes {
		fmt.Fprintf(b, "        %s: ~\n", scalar(name))
	}
}

func (x *item) writeMapping(b *strings.Builder) {
	fmt.Fprintf(b, "  - target: %s\n    name: %s\n    with: %s\n    gives: ~ # snapshot\n", scalar(x.mapping), scalar(x.name), x.in.flow())
}

func (x *item) writeTarget(b *strings.Builder) {
	if len(x.target) == 0 {
		return
	}
	b.WriteString("    target:\n")
	for _, account := range x.target {
		fmt.Fprintf(b, "      - %s\n", account.flow())
	}
}

// flow returns the input as YAML in braces.
func (in input) flow() string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if v := in[name]; !v.IsNull() {
			parts = append(parts, scalar(name)+": "+written(v))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// written returns a value as YAML.
func written(v value.Value) string {
	text, ok := v.AsString()
	if !ok {
		return string(v.AppendJSON(nil))
	}
	// What the notation of tests reads as something else has an equals sign before it.
	if strings.TrimLeft(text, "=") == "absent" {
		text = "=" + text
	}
	return scalar(text)
}

// unquoted are texts that need no quotation marks in YAML, unless they are words of it.
var unquoted = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._]*( [A-Za-z0-9._]+)*$`)

// scalar returns a text as YAML, with quotation marks where they are needed.
func scalar(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
	default:
		if unquoted.MatchString(text) {
			return text
		}
	}
	return string(value.String(text).AppendJSON(nil))
}
