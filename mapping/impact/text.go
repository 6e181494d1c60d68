package impact

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/show"
)

// Headline returns what the change does in one line, in numbers: "No change." where everybody has been compared and nothing differs.
func (i *Impact) Headline() string {
	var does []string
	say := func(n int, verb, one, many string) {
		if n > 0 {
			does = append(does, verb+" "+counted(n, one, many))
		}
	}
	say(i.counts["deletions"], "deletes", "account", "accounts")
	say(i.counts["disables"], "disables", "account", "accounts")
	say(i.counts["lostCreations"], "no longer creates", "account", "accounts")
	one, many := i.blanked()
	say(i.counts["blanks"], "blanks", one, many)
	say(i.counts["renames"], "renames", "person", "people")
	if len(does) == 0 {
		if rest := i.counts["changes"] - i.counts["failures"] - i.counts["collisions"]; rest > 0 {
			say(rest, "affects", "person", "people")
		}
	}
	var sentences []string
	if len(does) > 0 {
		sentences = append(sentences, "This change "+series(does)+". ")
	}
	if n := i.counts["collisions"]; n > 0 {
		sentences = append(sentences, counted(n, "collision", "collisions")+".")
	}
	if n := i.counts["failures"]; n > 0 {
		sentences = append(sentences, counted(n, "person", "people")+" can no longer be evaluated.")
	}
	nothing := "No change."
	if !i.Complete {
		nothing = "INCOMPLETE: nothing differs among those that could be compared."
	}
	return cmp.Or(strings.TrimSpace(strings.Join(sentences, " ")), nothing)
}

// blanked returns what is blanked, as the headline calls it: the name of the attribute if it is one.
func (i *Impact) blanked() (one, many string) {
	name := ""
	for k := range i.Groups {
		if g := &i.Groups[k]; g.Severity == "blanked" {
			if name != "" && name != g.Target {
				return "person's values", "people's values"
			}
			name = g.Target
		}
	}
	name = words(name)
	many = name + "s"
	switch {
	case strings.HasSuffix(name, "s"), strings.HasSuffix(name, "x"), strings.HasSuffix(name, "ss"):
		many = name + " values"
	case strings.HasSuffix(name, "y") && !strings.HasSuffix(name, "ey"):
		many = strings.TrimSuffix(name, "y") + "ies"
	}
	return name, many
}

// words returns the name of an attribute as people say it: jobTitle is "job title".
func words(target string) string {
	target = show.Printable(target[strings.LastIndexAny(target, ":.")+1:])
	var b strings.Builder
	last := ' '
	for _, r := range target {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

func series(parts []string) string {
	if n := len(parts) - 1; n > 0 {
		return strings.Join(parts[:n], ", ") + " and " + parts[n]
	}
	return parts[0]
}

// summary returns the lines before the groups.
func (i *Impact) summary() string {
	state := "complete"
	if !i.Complete {
		state = "INCOMPLETE"
	}
	of := thousands(i.Unchanged) + " of " + counted(i.People, "person is", "people are") + " unchanged."
	return fmt.Sprintf("%-60s  %s\n", of, state)
}

// line is a group, or several of one attribute, as a row of a table.
type line struct {
	target, change, count, note string
	way                         string // follows the note where there is room for all of it
	ids                         []string
	more                        bool // there are more ids
}

// mostLines is how many lines of groups a text has, so that it fits a screen of 24.
const mostLines = 18

// WriteText writes the impact for people, on lines of at most width columns: the headline, and a line for each group with its change, its
// count, and whom it concerns. Of several pairs of an attribute it is the most frequent one, and of very many groups the gravest. Where
// [Options.List] names groups, all of these, with an id a line.
func (i *Impact) WriteText(w io.Writer, width int) error {
	var b strings.Builder
	b.WriteString(i.Headline() + "\n")
	if i.Complete && len(i.Groups) == 0 && len(i.Actions) == 0 {
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString(i.summary())
	if i.list != "" {
		i.writeListed(&b, width)
	} else {
		i.writeGroups(&b, width)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *Impact) writeGroups(b *strings.Builder, width int) {
	lines := i.lines()
	rest := 0
	if len(lines) > mostLines {
		lines, rest = lines[:mostLines], len(lines)-mostLines
	}
	writeLines(b, lines, width)
	if rest > 0 {
		fmt.Fprintf(b, "%s more: --format json\n", counted(rest, "group", "groups"))
	}
	if others := i.otherActions(); others != "" {
		b.WriteString(cut("actions: "+others, width) + "\n")
	}
	if len(i.Volatile) > 0 {
		b.WriteString(cut("not compared, since they are random: "+show.Printable(strings.Join(i.Volatile, ", ")), width) + "\n")
	}
}

func (i *Impact) writeListed(b *strings.Builder, width int) {
	for _, g := range i.listed() {
		l := g.line()
		ids := l.ids
		l.ids, l.more = nil, false
		writeLines(b, []line{l}, width)
		for _, id := range ids {
			b.WriteString("  " + show.Printable(id) + "\n")
		}
	}
}

// otherActions returns the changes of actions in words.
func (i *Impact) otherActions() string {
	var parts []string
	for _, a := range i.Actions {
		parts = append(parts, a.From+" → "+a.To+" "+thousands(a.Count))
	}
	return strings.Join(parts, ", ")
}

// lines returns the rows of the groups; pairs of one attribute are one row.
func (i *Impact) lines() []line {
	var lines []line
	first := map[[2]string]int{} // the row of an attribute's pairs
	more := map[int]int{}
	for k := range i.Groups {
		g := &i.Groups[k]
		key := [2]string{g.Target, g.Severity}
		if at, ok := first[key]; ok && g.Shape == "pair" {
			more[at]++
			continue
		}
		if g.Shape == "pair" {
			first[key] = len(lines)
		}
		lines = append(lines, g.line())
	}
	for at, n := range more {
		lines[at].note, lines[at].ids = counted(n, "more pair", "more pairs"), nil
		lines[at].way = ": --list " + lines[at].target
	}
	return lines
}

// notes say what a shape means, where its name and the values do not.
var notes = map[string]string{
	"first": "first value", "withdrawn": "no longer supplied; the target keeps its value", "cleared": "cleared", "case": "case only", "spaces": "spaces only",
	"diacritics": "diacritics only", "dateFormat": "date format only", "domain": "domain", "container": "container", "prefix": "prefix", "suffix": "suffix",
	"many": "many pairs", "unsupported": "not evaluated here",
}

// Words returns what reports show of the group on one line: the attribute, or in parentheses what happens to the object; the change, as in
// "Sales" → "Service"; and a note that names its shape, "" where the change says it. Control characters are replaced in them.
func (g *Group) Words() (target, change, note string) {
	l := g.line()
	return l.target, l.change, l.note
}

func (g *Group) line() line {
	l := line{target: show.Printable(g.Target), count: thousands(g.Count), note: notes[g.Shape], ids: g.IDs, more: g.Count > len(g.IDs)}
	from, to := shown(g.From), shown(g.To)
	switch {
	case g.Severity == "deletion":
		l.target, l.change, l.note = "(deleted)", "the account is deleted", ""
	case g.Severity == "lostCreation":
		l.target, l.change, l.note = "(not created)", "the account is no longer created", ""
	case g.Severity == creation:
		l.target, l.change, l.note = "(created)", "the account is created", ""
	case g.Severity == "conflict":
		l.change = "CONFLICT"
		if g.Reason != "" {
			l.change += ": " + show.Printable(g.Reason)
		}
	case g.Shape == "unsupported":
		l.change = cmp.Or(show.Printable(g.Reason), "…")
	case g.Shape == "newError":
		l.change, l.note = cmp.Or(show.Printable(g.Reason), "cannot be evaluated"), "fails"
	case g.Shape == "errorGone":
		l.change, l.note = cmp.Or(show.Printable(g.Reason), "could not be evaluated"), "fails no more"
	case g.change != "":
		l.change = show.Printable(g.change)
	case g.Shape == "withdrawn" || g.Shape == "cleared":
		l.change = cmp.Or(from, "…") + " → nothing"
	case g.Shape == "first":
		l.change = "nothing → " + cmp.Or(to, "…")
	default:
		l.change = cmp.Or(from, "…") + " → " + cmp.Or(to, "…")
	}
	l.target = cmp.Or(l.target, "(error)")
	return l
}

// shown returns a value for people, "" for none.
func shown(v value.Value) string {
	switch {
	case v.IsAbsent():
		return ""
	case v.IsNull():
		return "nothing"
	case v.Kind() == value.KindString:
		return `"` + show.Printable(v.Text()) + `"`
	}
	return show.Printable(v.Text())
}

// The least widths of the columns of a line, and how much of the ids a line has at most.
const (
	mostTarget, leastChange = 30, 16
	mostIDs                 = 3
)

func writeLines(b *strings.Builder, lines []line, width int) {
	targets, changes, counts := 0, 0, 0
	for k := range lines {
		targets = max(targets, utf8.RuneCountInString(lines[k].target))
		changes = max(changes, utf8.RuneCountInString(lines[k].change))
		counts = max(counts, len(lines[k].count))
	}
	targets = min(targets, mostTarget, width/3)
	// The change, the count and what names the shape stand on the line in any case; ids are told as far as there is room.
	const shortNote = 16
	changes = min(changes, max(leastChange, width-targets-counts-shortNote-2*3))
	if len(lines) > 0 {
		b.WriteByte('\n')
	}
	for _, l := range lines {
		text := pad(cut(l.target, targets), targets) + "  " + pad(cut(l.change, changes), changes) + "  " + strings.Repeat(" ", counts-len(l.count)) + l.count
		if l.note != "" {
			text += "  " + l.note
		}
		if utf8.RuneCountInString(text)+utf8.RuneCountInString(l.way) <= width {
			text += l.way
		}
		for k, id := range l.ids {
			next := ", "
			if k == 0 {
				next = "  "
			}
			next += show.Printable(id)
			if k == mostIDs || utf8.RuneCountInString(text)+utf8.RuneCountInString(next)+2 > width {
				l.more = true
				break
			}
			text += next
			l.more = l.more && k < len(l.ids)
		}
		if l.more && len(l.ids) > 0 && utf8.RuneCountInString(text)+2 <= width {
			text += " …"
		}
		b.WriteString(strings.TrimRight(cutEnd(text, width), " ") + "\n")
	}
}

// cut shortens a text in the middle.
func cut(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	head := (width - 1) / 2 //nolint:mnd // the half
	return string(runes[:head]) + "…" + string(runes[len(runes)-(width-1-head):])
}

// cutEnd shortens a text at its end.
func cutEnd(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// WriteMarkdown writes the impact as a comment on a change: the headline, and a table of the groups.
func (i *Impact) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("**" + markdown(i.Headline()) + "**\n")
	if len(i.Groups) > 0 || len(i.Actions) > 0 || !i.Complete {
		b.WriteString("\n" + strings.Join(strings.Fields(i.summary()), " ") + "\n")
	}
	if len(i.Groups) > 0 {
		b.WriteString("\n| attribute | change | people | | ids |\n|---|---|--:|---|---|\n")
	}
	for k := range i.Groups {
		l := i.Groups[k].line()
		ids := strings.Join(l.ids, ", ")
		if l.more {
			ids = strings.TrimSpace(ids + " …")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", markdown(l.target), markdown(l.change), l.count, l.note, markdown(ids))
	}
	if others := i.otherActions(); others != "" {
		b.WriteString("\nActions: " + markdown(others) + "\n")
	}
	if len(i.Volatile) > 0 {
		b.WriteString("\nNot compared, since they are random: " + markdown(strings.Join(i.Volatile, ", ")) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// markdown writes a text so that Markdown and HTML take all of it as text.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range show.Printable(text) {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		case strings.ContainsRune("\\`*_[]|~#", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
