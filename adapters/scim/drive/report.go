package drive

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/ciformat"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
)

// add counts an event.
func (r *Report) add(e *Event) {
	for _, f := range e.Findings {
		r.Findings[f.Rule]++
		at := slices.IndexFunc(r.Groups, func(g Group) bool {
			return g.Rule == f.Rule && g.Verdict == f.Verdict && g.Section == f.Section && g.about == f.about
		})
		if at >= 0 {
			r.Groups[at].Count++
			continue
		}
		r.Groups = append(r.Groups, Group{Finding: f, Count: 1, First: *e})
	}
}

// sort brings the groups into the order of the report.
func (r *Report) sort() {
	slices.SortStableFunc(r.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(place(a.Verdict), place(b.Verdict)), cmp.Compare(follows(&a), follows(&b)), cmp.Compare(b.Count, a.Count))
	})
}

// place is that of findings in the report: causes before what was not sent because of them.
func place(v Verdict) int {
	return slices.Index([]Verdict{ServerWrong, ClientWrong, NotSent}, v)
}

// follows is 1 for what follows from other findings, which come before it.
func follows(g *Group) int {
	if g.Rule == ruleAgain.name {
		return 1
	}
	return 0
}

// methods are those of requests, in the order of reports.
var methods = []string{"GET", "POST", "PATCH", "DELETE"}

// WriteText writes the report for people.
func (r *Report) WriteText(w io.Writer) error {
	var b strings.Builder
	for _, g := range r.Groups {
		b.WriteString(g.text())
	}
	if r.Stopped != "" {
		fmt.Fprintf(&b, "ended early: %s\n", show.Line(r.Stopped))
	}
	b.WriteString(r.Summary())
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// text returns a cause as people read it.
func (g *Group) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", g.Verdict, show.Line(g.Cause))
	if g.Section != "" {
		fmt.Fprintf(&b, " (%s)", g.Section)
	}
	fmt.Fprintf(&b, ": %s\n", times(g.Count))
	if at := g.First.place(); at != "" {
		fmt.Fprintf(&b, "  first: %s\n", show.Line(at))
	}
	if g.Detail != "" {
		fmt.Fprintf(&b, "  %s\n", show.Line(g.Detail))
	}
	if g.Remedy != "" {
		fmt.Fprintf(&b, "  remedy: %s\n", g.Remedy)
	}
	return b.String()
}

// WriteJUnit writes the report as JUnit's XML: a case for each rule, which fails where something was found by it, and is in error where something was
// not sent.
func (r *Report) WriteJUnit(w io.Writer) error {
	suite := ciformat.Suite{Name: "attrmap-live drive"}
	for _, one := range rules {
		c := ciformat.Case{Name: one.name, ClassName: cmp.Or(one.section, "drive")}
		var texts []string
		verdict := Fine
		for _, g := range r.Groups {
			if g.Rule == one.name {
				verdict = max(verdict, g.Verdict)
				texts = append(texts, strings.TrimRight(g.text(), "\n"))
			}
		}
		outcome := &ciformat.Outcome{Message: one.cause, Type: verdict.String(), Text: strings.Join(texts, "\n")}
		switch verdict {
		case Fine:
		case NotSent:
			c.Error = outcome
		case ClientWrong, ServerWrong:
			c.Failure = outcome
		}
		suite.Cases = append(suite.Cases, c)
	}
	return ciformat.JUnit(w, []ciformat.Suite{suite})
}

// place says what an event is about.
func (e *Event) place() string {
	at := strings.TrimSpace(e.Method + " " + e.Path)
	switch {
	case at == "":
		return e.Object
	case e.Object == "":
		return at
	}
	return at + " (" + e.Object + ")"
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return show.Thousands(n) + " times"
}

// Summary returns the counts in one line.
func (r *Report) Summary() string {
	var sent []string
	for _, m := range methods {
		if n := r.Requests[m]; n > 0 {
			sent = append(sent, show.Thousands(n)+" "+m)
		}
	}
	return fmt.Sprintf("%d objects; sent %s; refused by the server's fault %d, by the client's %d; not sent %d; %d of %d values kept; the last cycle would write %d attributes",
		r.Objects, strings.Join(sent, ", "), r.Refused[ServerWrong], r.Refused[ClientWrong], r.Unsent, r.Kept, r.Compared, r.Again)
}

// MarshalJSON returns the counts: objects, requests by method, refused and findings by their verdicts and rules, unsent, compared, kept, again, and
// stopped where the drive ended early.
func (r *Report) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Number("objects", r.Objects)
	w.Key("requests")
	w.Dst = counts(w.Dst, r.Requests)
	w.Key("refused")
	w.Dst = counts(w.Dst, map[string]int{ServerWrong.String(): r.Refused[ServerWrong], ClientWrong.String(): r.Refused[ClientWrong]})
	w.Number("unsent", r.Unsent)
	w.Number("compared", r.Compared)
	w.Number("kept", r.Kept)
	w.Number("again", r.Again)
	w.Key("findings")
	w.Dst = counts(w.Dst, r.Findings)
	w.Optional("stopped", r.Stopped)
	return w.Close(), nil
}

func counts(dst []byte, m map[string]int) []byte {
	w := jsonobject.Open(dst)
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w.Number(name, m[name])
	}
	return w.Close()
}
