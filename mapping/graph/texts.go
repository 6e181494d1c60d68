package graph

import "strings"

// RewriteTexts replaces every string of the document by what textOf returns for it, and returns the number of replacements. member is the
// name of the nearest member around the string, "" at the top. A text that is itself a JSON object or array, as values of metadata are, is not
// replaced as a whole: its own strings are. Names of members, and the spelling of strings that stay, do not change.
func (d *Document) RewriteTexts(textOf func(member, text string) string) (changed int) {
	return rewriteTexts(d.root, "", textOf, maxNestedTexts)
}

// maxNestedTexts bounds how deep texts of JSON are read in texts of JSON; metadata of complex objects has two levels.
const maxNestedTexts = 8

// rewriteTexts rewrites the strings at and below n.
func rewriteTexts(n *node, member string, textOf func(member, text string) string, levels int) (changed int) {
	for i := range n.items {
		it := &n.items[i]
		name := member // elements of an array are called like the array
		if it.key != "" {
			name = it.name
		}
		changed += rewriteTexts(it.value, name, textOf, levels)
	}
	text, ok := n.text()
	if !ok {
		return changed
	}
	if nested, count := rewriteNested(text, textOf, levels); count > 0 {
		n.raw = quote(nested)
		return count
	} else if nested != "" {
		return 0
	}
	if now := textOf(member, text); now != text {
		n.raw = quote(now)
		return 1
	}
	return 0
}

// rewriteNested returns a text that is a JSON object or array with its strings rewritten; "" for another text.
func rewriteNested(text string, textOf func(member, text string) string, levels int) (rewritten string, changed int) {
	start := strings.TrimLeft(text, " \t\r\n")
	if levels == 0 || start == "" || start[0] != '{' && start[0] != '[' {
		return "", 0
	}
	lead, root, tail, err := parseText(text, Limits{}.WithDefaults())
	if err != nil {
		return "", 0
	}
	// The member that holds the text says nothing of the strings in it.
	changed = rewriteTexts(root, "", textOf, levels-1)
	return lead + root.json() + tail, changed
}
