package impact

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/internal/show"
)

// Headline returns what the change does in one line, in numbers: "No change." where everybody has been compared and nothing differs.
func (i *Impact) Headline() string {
	var does []string
	say := func(n int, verb, one, many string) {
		if n > 0 {
			does = append(does, verb+" "+show.Counted(n, one, many))
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
		sentences = append(sentences, "This change "+show.Series(does)+". ")
	}
	if n := i.counts["collisions"]; n > 0 {
		sentences = append(sentences, show.Counted(n, "collision", "collisions")+".")
	}
	if n := i.counts["failures"]; n > 0 {
		sentences = append(sentences, show.Counted(n, "person", "people")+" can no longer be evaluated.")
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
	target = show.Line(target[strings.LastIndexAny(target, ":.")+1:])
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

// summary returns the lines before the groups.
func (i *Impact) summary(width int) string {
	state := "complete"
	if !i.Complete {
		state = "INCOMPLETE"
	}
	of := show.Thousands(i.Unchanged) + " of " + show.Counted(i.People, "person is", "people are") + " unchanged."
	const column = 60
	return fmt.Sprintf("%-*s  %s\n", min(column, width-2-len(state)), of, state)
}

// line is a group, or several of one attribute, as a row of a table.
type line struct {
	target, change, count, note string
	severity                    string
	from, to                    string // of the change, where it is a pair of values
	way                         string // follows the note where there is room for all of it
	ids                         []string
	more                        bool // there are more ids
}

// mostLines is how many lines of groups a text has, so that it fits a screen of 24.
const mostLines = 18

// TextOptions say for what an impact is written as text. The zero TextOptions are for a file, and take every code point for one column.
type TextOptions struct {
	// Width is how many columns a line has at most, 40 at least. 0 is that nobody knows: the table then has 120, and the headline is one line.
	Width int
	// Next returns the size in bytes and the width in columns of the first character of a text that is not "".
	Next func(text string) (size, width int)
	// Paint colors what names a group, by its severity; nil colors nothing.
	Paint func(severity, text string) string
}

// The widths of a table where none is given, and where it is too small for columns.
const defaultWidth, leastWidth = 120, 40

// WriteText writes the impact for people, on lines of at most opts.Width columns: the headline, and a line for each group with its change, its
// count, and whom it concerns. Of several pairs of an attribute it is the most frequent one, and of very many groups the gravest. Where
// [Options.List] names groups, all of these, with an id a line.
func (i *Impact) WriteText(w io.Writer, opts TextOptions) error {
	b := writer{Layout: show.Layout{Next: opts.Next}, width: max(leastWidth, cmp.Or(opts.Width, defaultWidth)), paint: opts.Paint}
	b.writeHeadline(i.Headline(), opts.Width > 0)
	if i.Complete && len(i.Groups) == 0 && len(i.Actions) == 0 {
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString(i.summary(b.width))
	if i.list != "" {
		i.writeListed(&b)
	} else {
		i.writeGroups(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *Impact) writeGroups(b *writer) {
	lines := i.lines()
	rest := 0
	if most := mostLines + 1 - b.headlines; len(lines) > most {
		lines, rest = lines[:most], len(lines)-most
	}
	b.writeLines(lines)
	if rest > 0 {
		fmt.Fprintf(b, "%s more: --format json\n", show.Counted(rest, "group", "groups"))
	}
	if others := i.otherActions(); others != "" {
		b.WriteString(b.Cut("actions: "+others, b.width) + "\n")
	}
	if len(i.Volatile) > 0 {
		b.WriteString(b.Cut("not compared, since they are random: "+show.Line(strings.Join(i.Volatile, ", ")), b.width) + "\n")
	}
}

func (i *Impact) writeListed(b *writer) {
	for _, g := range i.listed() {
		l := g.line()
		ids := l.ids
		l.ids, l.more = nil, false
		b.writeLines([]line{l})
		for _, id := range ids {
			b.WriteString("  " + show.Line(id) + "\n")
		}
	}
}

// otherActions returns the changes of actions in words.
func (i *Impact) otherActions() string {
	var parts []string
	for _, a := range i.Actions {
		parts = append(parts, a.From+" → "+a.To+" "+show.Thousands(a.Count))
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
		lines[at].note, lines[at].ids = show.Counted(n, "more pair", "more pairs"), nil
		lines[at].way = ": --list " + lines[at].target
	}
	return lines
}

// Words returns what reports show of the group on one line: the attribute, or in parentheses what happens to the object; the change, as in
// "Sales" → "Service"; and a note that names its shape, "" where the change says it. Control characters are visible in them.
func (g *Group) Words() (target, change, note string) {
	l := g.line()
	return l.target, l.change, l.note
}

func (g *Group) line() line {
	l := line{target: show.Line(g.Target), count: show.Thousands(g.Count), note: delta.Words(g.Shape), severity: g.Severity, ids: g.IDs, more: g.Count > len(g.IDs)}
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
		switch {
		case len(g.With) > 0:
			l.change += " with " + show.Line(strings.Join(g.With[:min(len(g.With), mostRivals)], ", "))
			if len(g.With) > mostRivals {
				l.change += " …"
			}
		case g.Reason != "":
			l.change += ": " + show.Line(g.Reason)
		}
	case g.Shape == "unsupported":
		l.change = cmp.Or(show.Line(g.Reason), "…")
	case g.Shape == "newError":
		l.change, l.note = cmp.Or(show.Line(g.Reason), "cannot be evaluated"), "fails"
	case g.Shape == "errorGone":
		l.change, l.note = cmp.Or(show.Line(g.Reason), "could not be evaluated"), "fails no more"
	case g.change != "":
		l.change = show.Line(g.change)
	case g.Shape == "withdrawn" || g.Shape == "cleared":
		l.change = cmp.Or(from, "…") + " → nothing"
	case g.Shape == "first":
		l.change = "nothing → " + cmp.Or(to, "…")
	default:
		l.from, l.to = cmp.Or(from, "…"), cmp.Or(to, "…")
		l.change = l.from + " → " + l.to
	}
	l.target = cmp.Or(l.target, "(error)")
	return l
}

// mostRivals is how many of those whom a conflict is with are named on a line.
const mostRivals = 3

// shown returns a value for people, "" for none.
func shown(v value.Value) string {
	if v.IsAbsent() {
		return ""
	}
	return show.Value(v, "")
}

// The least widths of the columns of a line, and how much of the ids a line has at most.
const (
	mostTarget, leastChange = 30, 16
	mostIDs                 = 3
)

// writer writes lines of at most a width.
type writer struct {
	strings.Builder
	show.Layout
	width     int
	headlines int // how many lines the headline takes
	paint     func(severity, text string) string
}

// writeHeadline writes the headline; on lines of the width a sentence begins a new one if it does not fit on the one before.
func (w *writer) writeHeadline(text string, wraps bool) {
	lines := []string{text}
	if wraps && w.Width(text) > w.width {
		lines = nil
		for sentence := range strings.SplitSeq(strings.ReplaceAll(text, ".  ", ". "), ". ") {
			sentence = strings.TrimSuffix(sentence, ".") + "."
			if last := len(lines) - 1; last >= 0 && w.Width(lines[last])+len("  ")+w.Width(sentence) <= w.width {
				lines[last] += "  " + sentence
				continue
			}
			lines = append(lines, w.Wrap(sentence, w.width)...)
		}
	}
	w.headlines = len(lines)
	w.WriteString(strings.Join(lines, "\n") + "\n")
}

func (w *writer) writeLines(lines []line) {
	targets, changes, counts := 0, 0, 0
	for k := range lines {
		targets = max(targets, w.Width(lines[k].target))
		changes = max(changes, w.Width(lines[k].change))
		counts = max(counts, len(lines[k].count))
	}
	targets = min(targets, mostTarget, w.width/3)
	// The change, the count and what names the shape stand on the line in any case; ids are told as far as there is room.
	const shortNote = 16
	changes = min(changes, max(leastChange, w.width-targets-counts-shortNote-2*3))
	if len(lines) > 0 {
		w.WriteByte('\n')
	}
	for k := range lines {
		l := &lines[k]
		target := w.Pad(w.Name(l.target, targets), targets)
		rest := "  " + w.Pad(w.change(l, changes), changes) + "  " + strings.Repeat(" ", counts-len(l.count)) + l.count
		if l.note != "" {
			rest += "  " + l.note
		}
		rest = strings.TrimRight(w.CutEnd(w.withIDs(l, rest, w.width-targets), w.width-targets), " ")
		if w.paint != nil {
			target = w.paint(l.severity, target)
		}
		w.WriteString(target + rest + "\n")
	}
}

// change returns the change of a line on at most a width; of two values the difference stays.
func (w *writer) change(l *line, width int) string {
	if l.from == "" || w.Width(l.change) <= width {
		return w.Cut(l.change, width)
	}
	from, to := w.Pair(l.from, l.to, (width-len(" - "))/2) //nolint:mnd // the half
	return from + " → " + to
}

// withIDs adds to the text of a line what there is room for.
func (w *writer) withIDs(l *line, text string, width int) string {
	if w.Width(text)+w.Width(l.way) <= width {
		text += l.way
	}
	more := l.more
	for k, id := range l.ids {
		next := ", "
		if k == 0 {
			next = "  "
		}
		next += show.Line(id)
		if k == mostIDs || w.Width(text)+w.Width(next)+2 > width {
			more = true
			break
		}
		text += next
	}
	if more && len(l.ids) > 0 && w.Width(text)+2 <= width {
		text += " …"
	}
	return text
}

// WriteMarkdown writes the impact as a comment on a change: the headline, and a table of the groups.
func (i *Impact) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("**" + markdown(i.Headline()) + "**\n")
	if len(i.Groups) > 0 || len(i.Actions) > 0 || !i.Complete {
		b.WriteString("\n" + strings.Join(strings.Fields(i.summary(defaultWidth)), " ") + "\n")
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
	for _, r := range show.Line(text) {
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
