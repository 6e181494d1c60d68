package planout

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

// mostSummary is how many lines a summary has at most, so that a screen of 24 has room for it and the totals.
const mostSummary = 22

// entry is what the summary says of one kind of difference, on one line or on several.
type entry struct {
	name  string
	tone  show.Tone
	parts []string // are written one after the other, as many on a line as there is room for
	extra []extra  // are written after them as far as there is room on the last line
}

// extra is a text, or a change of two values, with what follows it.
type extra struct{ from, to, text string }

// fit returns the text, on at most a width as far as the values can be cut.
func (t *textPlans) fit(e *extra, width int) string {
	if e.from == "" {
		return e.text
	}
	const arrow = " → "
	text := e.from + arrow + e.to + e.text
	if t.Width == 0 || t.Layout.Width(text) <= width {
		return text
	}
	from, to := t.Pair(e.from, e.to, (width-len(" - ")-t.Layout.Width(e.text))/2) //nolint:mnd // the half
	return from + arrow + to + e.text
}

// summary returns what the plans do as a whole, gravest first.
func (t *textPlans) summary(totals *provision.Totals, complete bool) []byte {
	lines := t.headline(totals, complete)
	lines = append(lines, t.state(totals, complete))
	// Who looks for some objects finds them below, and nobody else's id.
	if len(t.filter.Only)+len(t.filter.IDs) == 0 {
		if entries := t.entries(totals); len(entries) > 0 {
			lines = append(append(lines, ""), t.table(entries, mostSummary-len(lines)-1)...)
		}
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// headline says what would happen in numbers.
func (t *textPlans) headline(totals *provision.Totals, complete bool) []string {
	var does []string
	say := func(verb string, n int) {
		switch {
		case n > 0 && len(does) == 0:
			does = append(does, verb+" "+show.Counted(n, "object", "objects"))
		case n > 0:
			does = append(does, verb+" "+show.Thousands(n))
		}
	}
	say("delete", totals.Actions[provision.Delete])
	say("disable", totals.Accounts.Disabled)
	say("update", totals.Actions[provision.Update]-t.disabled)
	say("create", totals.Actions[provision.Create])
	text := "Nothing would change."
	switch {
	case len(does) > 0:
		text = "This run would " + show.Series(does) + "."
	case !complete:
		text = "INCOMPLETE: nothing would change among those that have been read."
	}
	for _, rest := range []struct {
		n         int
		one, many string
	}{
		{totals.Actions[provision.Staged], "is staged and needs a decision", "are staged and need a decision"},
		{totals.Failed, "fails", "fail"},
		{totals.Warned, "has a warning", "have warnings"},
	} {
		if rest.n > 0 {
			text += "  " + show.Counted(rest.n, rest.one, rest.many) + "."
		}
	}
	lines := t.wrap(text, t.width)
	for i := range lines {
		lines[i] = t.paint(show.Strong, strings.TrimSpace(lines[i]))
	}
	return lines
}

// state says how many objects stay as they are, and whether they have all been read.
func (t *textPlans) state(totals *provision.Totals, complete bool) string {
	text := show.Thousands(t.same) + " of " + show.Counted(totals.Read, "object is", "objects are") + " unchanged"
	if t.skipped > 0 {
		text += ", " + show.Counted(t.skipped, "is skipped", "are skipped")
	}
	state, tone := "complete", show.Tone("")
	if !complete {
		state, tone = "INCOMPLETE", show.Bad
	}
	const column = 60
	return t.Pad(text+".", min(column, t.width-2-len(state))) + "  " + t.paint(tone, state)
}

// entries returns the kinds of differences, gravest first.
func (t *textPlans) entries(totals *provision.Totals) []entry {
	of := t.run.Impact()
	var list []entry
	if len(t.filter.Attributes) == 0 {
		list = t.failed()
	}
	attributes := map[string]*attribute{}
	for i := range of.Groups {
		g := &of.Groups[i]
		// What fails as a whole is told by its code.
		if !t.filter.Means(g.Target) || g.Target == "" && (g.Severity == "failure" || g.Severity == "conflict") {
			continue
		}
		if e, ok := graveEntry(g); ok {
			list = append(list, e)
			continue
		}
		if g.Severity == "creation" || g.Severity == "" {
			continue
		}
		a := attributes[g.Target]
		if a == nil {
			a = &attribute{name: g.Target}
			attributes[g.Target] = a
		}
		a.add(g)
	}
	if len(t.filter.Attributes) > 0 {
		return append(list, attributeEntries(attributes)...)
	}
	if n := totals.Actions[provision.Staged]; n > 0 {
		list = append(list, entry{name: "(staged)", tone: show.Doubtful, parts: []string{show.Counted(n, "object waits for a decision", "objects wait for a decision")}})
	}
	for _, code := range byCount(t.warnings, strings.Compare) {
		w := t.warnings[code]
		list = append(list, entry{name: "(warning)", tone: show.Doubtful, parts: []string{show.Thousands(w.count) + " " + code}, extra: idsOf(w.ids, w.count)})
	}
	for _, why := range byCount(t.skips, func(a, b skipped) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.reason, b.reason)) }) {
		s := t.skips[why]
		list = append(list, entry{name: "(skipped)", parts: []string{show.Thousands(s.count) + " " + why.code + ": " + show.Line(why.reason)}, extra: idsOf(s.ids, s.count)})
	}
	if totals.Orphans > 0 {
		text := show.Counted(totals.Orphans, "account that no source object accounts for", "accounts that no source object accounts for")
		list = append(list, entry{name: "(orphans)", parts: []string{text + ": --orphans FILE lists them"}})
	}
	return append(list, attributeEntries(attributes)...)
}

// failed returns the entries of objects that fail as a whole.
func (t *textPlans) failed() (list []entry) {
	codes := slices.SortedFunc(maps.Keys(t.failures), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.failures[b].count, t.failures[a].count), cmp.Compare(a, b))
	})
	for _, code := range codes {
		f := t.failures[code]
		text := show.Counted(f.count, "fails", "fail") + " [" + code + "]"
		if f.reason != "" {
			text += ": " + show.Line(f.reason)
		}
		list = append(list, entry{name: "(error)", tone: show.Bad, parts: []string{text}, extra: idsOf(f.ids, f.count)})
	}
	return list
}

// byCount returns the keys of objects, those of most objects first.
func byCount[K comparable](all map[K]*few, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(all), func(a, b K) int { return cmp.Or(cmp.Compare(all[b].count, all[a].count), compare(a, b)) })
}

// graveEntry returns the entry of a group that is not about values that change.
func graveEntry(g *impact.Group) (e entry, ok bool) {
	target, change, _ := g.Words()
	e = entry{name: target, tone: show.Bad, extra: idsOf(g.IDs, g.Count)}
	switch g.Severity {
	case "failure":
		e.parts = []string{show.Counted(g.Count, "fails", "fail") + ": " + change}
	case "conflict":
		e.parts = []string{show.Counted(g.Count, "conflicts", "conflict") + strings.TrimPrefix(change, "CONFLICT")}
	case "deletion":
		e.parts = []string{show.Counted(g.Count, "account", "accounts")}
	case "disable":
		e.parts = []string{show.Counted(g.Count, "account would be disabled", "accounts would be disabled")}
	default:
		if g.Shape != "unsupported" {
			return e, false
		}
		e.tone = show.Doubtful
		e.parts = []string{show.Counted(g.Count, "is not evaluated here", "are not evaluated here") + ": " + change}
	}
	return e, true
}

// idsOf returns the first ids of objects; there are more where they are not so many.
func idsOf(ids []string, count int) []extra {
	var list []string
	for _, id := range ids[:min(len(ids), fewIDs)] {
		list = append(list, show.Line(id))
	}
	text := strings.Join(list, ", ")
	if count > len(list) {
		text += " …"
	}
	return []extra{{text: text}}
}

// attribute is what becomes of the values of a target attribute.
type attribute struct {
	name                               string
	first, changed, withdrawn, cleared int
	special                            []*impact.Group // of a shape that has a name
	pairs                              []*impact.Group
}

func (a *attribute) add(g *impact.Group) {
	switch g.Shape {
	case "first":
		a.first += g.Count
	case "withdrawn":
		a.withdrawn += g.Count
	case "cleared":
		a.cleared += g.Count
	case delta.Pair:
		a.changed += g.Count
		a.pairs = append(a.pairs, g)
	case "many":
		a.changed += g.Count
	default:
		a.changed += g.Count
		a.special = append(a.special, g)
	}
}

// attributeEntries returns the attributes of which values change, those that lose values first, and then those of most objects.
func attributeEntries(all map[string]*attribute) []entry {
	list := slices.SortedFunc(maps.Values(all), func(a, b *attribute) int {
		return cmp.Or(
			cmp.Compare(b.cleared, a.cleared), cmp.Compare(b.changed+b.first, a.changed+a.first), cmp.Compare(b.withdrawn, a.withdrawn), cmp.Compare(a.name, b.name),
		)
	})
	var entries []entry
	for _, a := range list {
		entries = append(entries, a.entry())
	}
	return entries
}

func (a *attribute) entry() entry {
	e := entry{name: show.Line(a.name)}
	say := func(n int, one, many string) {
		if n > 0 {
			e.parts = append(e.parts, show.Counted(n, one, many))
		}
	}
	say(a.cleared, "cleared", "cleared")
	if a.cleared > 0 {
		e.tone = show.Doubtful
	}
	say(a.first, "first value", "first values")
	if only := len(a.pairs) == 1 && a.pairs[0].Count == a.changed; a.changed > 0 && !only {
		text := show.Thousands(a.changed) + " changed"
		if special := a.shapes(); special != "" {
			text += " (" + special + ")"
		}
		e.parts = append(e.parts, text)
	}
	say(a.withdrawn, "withdrawn", "withdrawn")
	groups := slices.Concat(a.special, a.pairs)
	slices.SortStableFunc(groups, func(a, b *impact.Group) int { return cmp.Compare(b.Count, a.Count) })
	for _, g := range groups {
		_, change, _ := g.Words()
		part := extra{text: " " + show.Thousands(g.Count)}
		switch {
		case change == "… → …":
			continue
		case !g.From.IsAbsent() && !g.To.IsAbsent() && strings.HasPrefix(change, show.Value(g.From, "")):
			part.from, part.to = show.Value(g.From, ""), show.Value(g.To, "")
		default:
			part.text = change + part.text
		}
		e.extra = append(e.extra, part)
	}
	return e
}

// shapes returns how many values change in which way that has a name.
func (a *attribute) shapes() string {
	counts := map[string]int{}
	for _, g := range a.special {
		counts[g.Shape] += g.Count
	}
	var list []string
	for _, shape := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) }) {
		text := delta.Words(shape)
		if counts[shape] < a.changed {
			text = show.Thousands(counts[shape]) + " " + text
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

// table returns the lines of entries, at most so many, and says how many entries have no room.
func (t *textPlans) table(entries []entry, most int) []string {
	names, widest := 0, t.width/3 //nolint:mnd // the rest is for what is said of them
	for i := range entries {
		names = max(names, t.Layout.Width(t.Name(entries[i].name, widest)))
	}
	var lines []string
	for i := range entries {
		of := t.entryLines(&entries[i], names)
		if room := most - len(lines); len(of) > room || i < len(entries)-1 && len(of) == room {
			return append(lines, show.Counted(len(entries)-i, "more line", "more lines")+": --attribute NAME or --format json")
		}
		lines = append(lines, of...)
	}
	return lines
}

// entryLines returns the lines of an entry.
func (t *textPlans) entryLines(e *entry, names int) []string {
	const gap, dot = "  ", " · "
	width := t.width - names - len(gap)
	var lines []string
	for i, part := range e.parts {
		if last := len(lines) - 1; i > 0 && t.Layout.Width(lines[last]+dot+part) <= width {
			lines[last] += dot + part
			continue
		}
		lines = append(lines, t.few(t.wrap(part, width), width)...)
	}
	for i := range e.extra {
		last := len(lines) - 1
		if last < 0 { // a single change, which is shown in any case
			lines = append(lines, t.cut(t.fit(&e.extra[i], width), width))
			continue
		}
		rest := ""
		if more := len(e.extra) - i - 1; more > 0 {
			rest = dot + show.Thousands(more) + " more"
		}
		part := t.fit(&e.extra[i], width-t.Layout.Width(rest))
		if i == 0 && e.extra[i].from != "" && t.Layout.Width(lines[last]+dot+part+rest) > width { // the most frequent change is shown in any case
			lines = append(lines, part)
			continue
		}
		if t.Layout.Width(lines[last]+dot+part+rest) > width && (t.Width > 0 || i > 0) {
			if rest := dot + show.Thousands(len(e.extra)-i) + " more"; i > 0 && t.Layout.Width(lines[last]+rest) <= width {
				lines[last] += rest
			}
			break
		}
		lines[last] += dot + part
	}
	var b bytes.Buffer
	b.WriteString(t.paint(e.tone, t.Pad(t.Name(e.name, names), names)) + gap + lines[0] + "\n")
	writeIndented(&b, lines[1:], names+len(gap))
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

// few returns the first lines of a text, and the last of them with a mark if there are more.
func (t *textPlans) few(lines []string, width int) []string {
	const most = 2
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], t.CutEnd(lines[most-1]+" "+lines[most], width))
	}
	return lines
}

// rest says how many objects are not written, and how to see them.
func (t *textPlans) rest() []byte {
	if t.Limit < 0 || t.objects <= t.Limit || t.filter.Summary {
		return nil
	}
	left := "object"
	if t.Limit > 0 {
		left = "more object"
	}
	return []byte(show.Counted(t.objects-t.Limit, left, left+"s") + ": --limit " + strconv.Itoa(t.objects) + ", --out FILE or --format ndjson\n")
}
