package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/internal/htmlpage"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/impact"
)

var (
	//go:embed page/page.html
	pageHTML string
	//go:embed page/page.css
	pageCSS string
	//go:embed page/page.js
	pageJS string

	pageTemplate = htmlpage.Parse(pageHTML)
)

// page is what the template shows. Its texts have no control characters; the template writes them as text.
type page struct {
	Kind, Headline, Summary string
	Complete                bool
	Facts                   []Fact
	Bar                     []segment
	BarText                 string
	Sections                []section
	Sample, People          string
	Was, Becomes            string    // the names of the columns of values
	Sides                   [2]string // the names of the two ways in which a value is made

	Policy string
	Style  htmlpage.Trusted
	Script htmlpage.Trusted
	Data   htmlpage.Trusted

	groups []*group // of all sections, by their Index
}

// segment is a part of the bar.
type segment struct {
	Label, Tone string
	Count       string
	X, Width    string
	n           int
}

type section struct {
	Title  string
	Groups []*group
}

// group is a line of the page with its people.
type group struct {
	Index                int
	Target, Change, Note string
	Count, Shown         string
	target               string // the attribute whose values the table shows, "" for none
	count                int
	kept                 []any
	people               []int // of the sample, by their places in it
}

func (p *page) add(s section) {
	if len(s.Groups) > 0 {
		p.Sections = append(p.Sections, s)
	}
}

func (p *page) group(g *impact.Group) *group {
	target, change, note := g.Words()
	return p.newGroup(group{Target: clip(valid(target), mostValue), Change: clip(valid(change), mostValue), Note: note}, g.Target, g.Count, g.Kept)
}

func (p *page) newGroup(g group, target string, count int, kept []any) *group {
	g.Index, g.target, g.count, g.kept = len(p.groups), show.Line(target), count, kept
	g.Count = show.Counted(count, "person", "people")
	p.groups = append(p.groups, &g)
	return &g
}

// bar lays out the segments that are not empty. The least of them can still be seen.
func (p *page) bar(all []segment) {
	const whole, least = 1000.0, 4.0
	total, width := 0, 0.0
	for _, s := range all {
		total += s.n
	}
	share := func(n int) float64 { return max(least, whole*float64(n)/float64(total)) }
	for _, s := range all {
		if s.n > 0 {
			width += share(s.n)
		}
	}
	x := 0.0
	var texts []string
	for _, s := range all {
		if s.n == 0 {
			continue
		}
		part := share(s.n) * whole / width
		s.X, s.Width, s.Count = fmt.Sprintf("%.2f", x), fmt.Sprintf("%.2f", part), show.Thousands(s.n)
		x += part
		texts = append(texts, s.Label+" "+s.Count)
		p.Bar = append(p.Bar, s)
	}
	p.BarText = strings.Join(texts, ", ")
}

// valid replaces what is no UTF-8, which a page must be. In its data encoding/json does that.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

func (p *page) write(w io.Writer, r *reporter) error {
	p.Policy = htmlpage.Policy(pageCSS, pageJS)
	p.Style, p.Script = htmlpage.Trusted(pageCSS), htmlpage.Trusted(pageJS)
	most := r.MaxBytes
	if most == 0 {
		most = defaultBytes
	}
	// What is there without people counts first.
	p.Data = "{}"
	var bare counter
	if err := pageTemplate.Execute(&bare, p); err != nil {
		return err
	}
	s := r.sample(p.groups, most-bare.n)
	p.say(s)
	data, err := json.Marshal(s.data(p))
	if err != nil {
		return err
	}
	p.Data = htmlpage.Trusted(data) // encoding/json writes <, > and & as escapes, so that no text ends the element
	var whole bytes.Buffer
	if err := pageTemplate.Execute(&whole, p); err != nil {
		return err
	}
	_, err = w.Write(whole.Bytes())
	return err
}

// say says on the page who is on it.
func (p *page) say(s *sample) {
	all := true
	for _, g := range p.groups {
		if len(g.people) < g.count {
			all = false
			g.Shown = fmt.Sprintf("On this page: %s of %s, the first by their IDs. The count is exact.", show.Thousands(len(g.people)), g.Count)
		}
	}
	n := show.Counted(len(s.people), "person", "people")
	p.People = n
	p.Sample = "Everybody of the groups above is on this page: " + n + "."
	if !all {
		p.Sample = "All counts are exact. Of large groups this page has a sample of the people, the first by their IDs: " + n + " in all."
	}
}

// counter counts what is written.
type counter struct{ n int }

func (c *counter) Write(data []byte) (int, error) {
	c.n += len(data)
	return len(data), nil
}
