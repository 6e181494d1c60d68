package syntax_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

func TestLayouts(t *testing.T) {
	t.Parallel()
	golden.Pairs(t, "testdata/layouts.txtar", *update, func(src string) string {
		return syntax.Layout(root(t, src), syntax.LayoutOptions{Repeating: functions.Standard().Repeating}) + "\n"
	})
}

func TestLayoutOptions(t *testing.T) {
	t.Parallel()
	require.Equal(t, "", syntax.Layout(nil, syntax.LayoutOptions{}))
	tree := root(t, `Join("-", [a], [b])`)
	require.Equal(t, `Join("-", [a], [b])`, syntax.Layout(tree, syntax.LayoutOptions{Width: 19}))
	require.Equal(t, "Join(\n    \"-\",\n    [a],\n    [b]\n)", syntax.Layout(tree, syntax.LayoutOptions{Width: 18, Indent: 4}))
	require.Equal(t, syntax.Layout(tree, syntax.LayoutOptions{}), syntax.Layout(tree, syntax.LayoutOptions{Width: -1, Indent: -1}))

	reg, err := functions.Standard().With(functions.Spec{
		Name: "Choose", Summary: "Chooses.", Source: "test", Origin: functions.Custom,
		Params: []functions.Param{{Name: "from", Doc: "first"}, {Name: "key", Doc: "key", Repeats: true}, {Name: "value", Doc: "value", Repeats: true}},
		Eval:   func(functions.Args) (value.Value, error) { return value.Null, nil },
	})
	require.NoError(t, err)
	require.Equal(t, "Choose(\n  [a],\n  \"k\", \"v\",\n  \"l\", \"w\"\n)",
		syntax.Layout(root(t, `Choose([a], "k", "v", "l", "w")`), syntax.LayoutOptions{Width: 12, Repeating: reg.Repeating}))
}

// requireLayout requires that a layout has the same meaning, is its own layout, and exceeds the width only where it must.
func requireLayout(t require.TestingT, n syntax.Node, width int) {
	opts := syntax.LayoutOptions{Width: width, Repeating: functions.Standard().Repeating}
	text := syntax.Layout(n, opts)
	require.Equal(t, text, syntax.Layout(requireMeaning(t, n, text).Root, opts))
	if hasLineBreaks(n) {
		return
	}
	for _, line := range strings.Split(text, "\n") {
		require.Equal(t, strings.TrimRight(line, " "), line)
		require.True(t, utf8.RuneCountInString(line) <= width || isOneToken(line), "%s\n%s", line, text)
	}
}

func hasLineBreaks(n syntax.Node) bool {
	for n := range syntax.Nodes(n) {
		if text, ok := n.(*syntax.String); ok && strings.Contains(text.Value, "\n") {
			return true
		}
	}
	return false
}

var nameOrMarks = regexp.MustCompile(`^(\w+\(\)?)?\)*$`)

// isOneToken reports whether a line has at most one constant, attribute or name, with the punctuation around it.
func isOneToken(line string) bool {
	line = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(line, " "), "& "), "(,=<> ")
	line = strings.TrimRight(line, ", ")
	if nameOrMarks.MatchString(line) {
		return true
	}
	tree, err := syntax.Parse(strings.TrimRight(line, ")"))
	if err != nil {
		return false
	}
	switch tree.Root.(type) {
	case *syntax.Call, *syntax.Compare, *syntax.Concat:
		return false
	}
	return true
}

func TestMinimal(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ src, want string }{
		{`Replace( [a], "-", , , "_", , )`, `Replace([a],"-",,,"_",,)`},
		{`ToLower([a], )`, `ToLower([a],)`},
		{"Switch(\n  [a], ,\n  \"x y\", \"z\"\n)", `Switch([a],,"x y","z")`},
		{`IIF([a] >= -1, "t-" & [b] & 5, &HF)`, `IIF([a]>=-1,"t-"&[b]&5,&HF)`},
		{`[a] & Hash([b]) & HF([c]) & h0([d]) & H([e])`, `[a]&Hash([b])& HF([c])& h0([d])&H([e])`},
		{`"x" & &HF & &h0 & -1`, `"x"& &HF& &H0&-1`},
		{`([a] = "b") & %DomainFQDN%`, `([a]="b")&%DomainFQDN%`},
		{`'it\'s "\d"'`, `"it's \"\\d\""`},
		{`[ mail ]`, `[mail]`},
	} {
		require.Equal(t, row.want, syntax.Minimal(root(t, row.src)), row.src)
		requireMinimal(t, root(t, row.src))
	}
	require.Equal(t, "", syntax.Minimal(nil))
}

// requireMinimal requires that the minimal text has the same meaning, has no findings, and is not longer than the canonical
// one.
func requireMinimal(t require.TestingT, n syntax.Node) {
	text := syntax.Minimal(n)
	tree := requireMeaning(t, n, text)
	require.Equal(t, text, syntax.Minimal(tree.Root))
	canonical := syntax.Format(n)
	require.LessOrEqual(t, len(text), len(canonical))
	require.LessOrEqual(t, len(tree.Warnings), len(requireMeaning(t, n, canonical).Warnings), text)
}

// TestMinimalTextCannotBeShortened removes every single byte: the rest has another meaning, or is only tolerated.
func TestMinimalTextCannotBeShortened(t *testing.T) {
	t.Parallel()
	for i, row := range golden.Lines[wildRow](t, "../testdata/documented.jsonl") {
		tree, err := syntax.Parse(row.Expr)
		if err != nil || i%5 > 0 || len(row.Expr) > 100 {
			continue
		}
		text := syntax.Minimal(tree.Root)
		for at := range len(text) {
			less := text[:at] + text[at+1:]
			again, found := syntax.ParseText(less, syntax.Options{})
			if again != nil && len(found) <= len(tree.Warnings) {
				require.False(t, syntax.Equal(tree.Root, again.Root), "%s means the same as %s", less, text)
			}
		}
	}
}

func TestLayoutsOfPublishedExpressionsMeanTheSame(t *testing.T) {
	t.Parallel()
	var sources []string
	for _, row := range golden.Lines[wildRow](t, "../testdata/documented.jsonl") {
		sources = append(sources, row.Expr)
	}
	for _, row := range golden.Lines[wildRow](t, "../testdata/wild.jsonl") {
		sources = append(sources, row.Expr)
	}
	for spec := range functions.Standard().All() {
		for _, example := range spec.Examples {
			sources = append(sources, example.Expr)
		}
	}
	parsed := 0
	for i, src := range sources {
		tree, err := syntax.Parse(src)
		if err != nil || i%effort.Of(1, 4) != 0 {
			continue
		}
		parsed++
		requireMinimal(t, tree.Root)
		for _, width := range []int{1, 24, 80} {
			requireLayout(t, tree.Root, width)
		}
	}
	require.Greater(t, parsed, effort.Of(600, 150))
}

func TestLayoutsOfRandomTreesMeanTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := exprgen.Tree(t, 4)
		requireMinimal(t, tree)
		requireLayout(t, tree, rapid.IntRange(1, 100).Draw(t, "width"))
	})
}
