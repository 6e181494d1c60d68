package report

import (
	"io"
	"strings"

	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Options say what a page is about. The zero Options are of no use: To is needed.
type Options struct {
	// From is the job as it is, nil for a run. To is the other one, or the job of the run. They explain how values are made, so that what they
	// read, such as a clock, must be the same as it was for the plans.
	From, To *provision.Engine
	// Facts are told below the headline, such as the names of files.
	Facts []Fact
	// Totals are those of a run; nil for a change.
	Totals *provision.Totals
	// MaxBytes bounds the page by leaving people out, in bytes; 0 is 4,500,000. The groups are never left out.
	MaxBytes int
}

// Fact is a name with a text.
type Fact struct{ Name, Text string }

// defaultBytes keeps a page below 5 MB (assumed: what a mail or a wiki takes).
const defaultBytes = 4_500_000

// Write writes the page of an impact whose people were kept by [Keep]: of [impact.Compare], or of an [impact.Run] with its Totals. What is not
// Complete is marked on the page. The error is the writer's. It must not be called from several goroutines with one impact.
func Write(w io.Writer, changes *impact.Impact, opts Options) error {
	r := &reporter{Options: opts, from: opts.From, to: opts.To, changes: changes}
	return r.page().write(w, r)
}

// reporter makes one page.
type reporter struct {
	Options
	from, to *provision.Engine
	changes  *impact.Impact
	several  bool // the objects are of more than one type, so that cards say of which
}

// sections are the titles of groups by their severity, in the order of the page: of a change, and of a run where that is another.
var sections = []struct{ severity, title, run string }{
	{"failure", "Can no longer be evaluated", "Cannot be evaluated"},
	{"deletion", "Deleted", ""},
	{"disable", "Disabled", ""},
	{"lostCreation", "No longer created", ""},
	{"conflict", "Conflicts", ""},
	{"blanked", "Values that go", "Values that are cleared, or that nobody supplies"},
	{"identity", "Names and addresses", ""},
	{"creation", "Created", ""},
	{"value", "Other values", ""},
}

// page collects what is on the page.
func (r *reporter) page() *page {
	p := &page{
		Complete: r.changes.Complete, Was: "Was", Becomes: "Becomes", Sides: [2]string{"before", "after"},
		Kind: "What a change does", Headline: show.Line(r.changes.Headline()),
	}
	unchanged, people := r.changes.Unchanged, r.changes.People
	if r.Totals != nil {
		unchanged, people = r.Totals.Actions[provision.Skip], r.Totals.Read
		p.Kind, p.Headline = "What a run would do", headline(r.Totals, r.changes.Complete)
		p.Was, p.Becomes, p.Sides = "The target has", "It gets", [2]string{"", "made by"}
	}
	p.Summary = show.Thousands(unchanged) + " of " + show.Counted(people, "person is", "people are") + " unchanged."
	for _, f := range r.Facts {
		p.Facts = append(p.Facts, Fact{show.Visible(f.Name), show.Visible(f.Text)})
	}
	p.bar(r.segments())
	for _, s := range sections {
		section := section{Title: s.title}
		if r.Totals != nil && s.run != "" {
			section.Title = s.run
		}
		for i := range r.changes.Groups {
			if g := &r.changes.Groups[i]; g.Severity == s.severity {
				section.Groups = append(section.Groups, p.group(g))
			}
		}
		p.add(section)
	}
	actions := section{Title: "Changes of actions"}
	for i := range r.changes.Actions {
		if a := &r.changes.Actions[i]; r.Totals == nil {
			actions.Groups = append(actions.Groups, p.newGroup(group{Target: "action", Change: a.From + " → " + a.To}, "", a.Count, a.Kept))
		}
	}
	p.add(actions)
	if len(r.changes.Volatile) > 0 && r.Totals == nil {
		p.Facts = append(p.Facts, Fact{"Not compared", "random values: " + show.Line(strings.Join(r.changes.Volatile, ", "))})
	}
	return p
}

// segments returns what happens to how many, gravest first.
func (r *reporter) segments() []segment {
	if r.Totals == nil {
		return r.changed()
	}
	tones := []struct {
		action provision.Action
		tone   string
	}{
		{provision.Failed, "bad"}, {provision.Delete, "bad"}, {provision.Staged, "warn"}, {provision.Disable, "warn"}, {provision.Create, "good"},
		{provision.Update, "calm"}, {provision.Skip, "still"},
	}
	var all []segment
	for _, t := range tones {
		all = append(all, segment{Label: t.action.String(), Tone: t.tone, n: r.Totals.Actions[t.action]})
	}
	return all
}

// mostActions is how many changes of actions the bar has.
const mostActions = 8

// changed are the changes of actions, other changes, and who is unchanged.
func (r *reporter) changed() []segment {
	var all []segment
	rest := r.changes.People - r.changes.Unchanged
	for i, a := range r.changes.Actions {
		rest -= a.Count
		tone := map[string]string{"error": "bad", "delete": "bad", "disable": "warn", "staged": "warn", "create": "good"}[a.To]
		if tone == "" {
			tone = "calm"
		}
		switch {
		case i < mostActions:
			all = append(all, segment{Label: a.From + " → " + a.To, Tone: tone, n: a.Count})
		case i == mostActions:
			all = append(all, segment{Label: "other actions", Tone: "calm", n: a.Count})
		default:
			all[mostActions].n += a.Count
		}
	}
	return append(all, segment{Label: "same action, other values", Tone: "calm", n: rest}, segment{Label: "unchanged", Tone: "still", n: r.changes.Unchanged})
}

// headline says in numbers what a run would do.
func headline(t *provision.Totals, complete bool) string {
	// Most accounts are disabled by an update, which is told once.
	byUpdate := max(0, t.Accounts.Disabled-t.Actions[provision.Disable])
	var does []string
	for _, a := range []struct {
		n    int
		verb string
	}{
		{t.Actions[provision.Delete], "deletes"},
		{t.Actions[provision.Disable] + byUpdate, "disables"},
		{t.Actions[provision.Create], "creates"},
		{t.Actions[provision.Update] - byUpdate, "updates"},
	} {
		if a.n > 0 {
			does = append(does, a.verb+" "+show.Counted(a.n, "account", "accounts"))
		}
	}
	var sentences []string
	if len(does) > 0 {
		sentences = append(sentences, "This run "+show.Series(does)+".")
	}
	if n := t.Actions[provision.Staged]; n > 0 {
		sentences = append(sentences, show.Counted(n, "deletion or disabling is", "deletions and disablings are")+" held back.")
	}
	if t.Failed > 0 {
		sentences = append(sentences, show.Counted(t.Failed, "object has a failure", "objects have a failure")+".")
	}
	switch {
	case len(sentences) == 0 && complete:
		return "Nothing would change."
	case len(sentences) == 0:
		return "INCOMPLETE: nothing would change for those that could be read."
	}
	return strings.Join(sentences, " ")
}
