package coverage

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/htmlpage"
	"github.com/attrmap/attrmap/internal/show"
)

var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string

	pageTemplate = htmlpage.Parse(pageHTML)
)

// page is what the template shows. The template writes texts as text.
type page struct {
	Policy       string
	Style        htmlpage.Trusted
	Share, Count string
	Several      bool
	Mappings     []pageMapping
}

type pageMapping struct {
	Index                              int
	Target, Object, File, Share, Count string
	Runs                               []run
	Points                             []pagePoint
}

// run is a part of an expression in one color.
type run struct{ Text, Class string }

type pagePoint struct{ Place, What, Verdict, Class string }

// The classes of texts.
const (
	classMet    = "met"
	classPartly = "partly"
	classUnmet  = "unmet"
)

// WriteHTML writes the report as a page in one file, which loads nothing and runs no script: the expressions, colored by what was met.
func (r *Report) WriteHTML(w io.Writer) error {
	met, total := r.Count()
	p := page{
		Policy: htmlpage.Policy(pageCSS, ""),
		Style:  htmlpage.Trusted(pageCSS), Share: percent(met, total), Count: counted(met, total), Several: r.several(),
	}
	for i := range r.Mappings {
		p.Mappings = append(p.Mappings, r.Mappings[i].page(i))
	}
	var whole bytes.Buffer
	if err := pageTemplate.Execute(&whole, p); err != nil {
		return err
	}
	_, err := w.Write(whole.Bytes())
	return err
}

func counted(met, total int) string { return fmt.Sprintf("%d of %d", met, total) }

func (m *Mapping) page(index int) pageMapping {
	met, total := m.Count()
	shown := pageMapping{
		Index: index, Target: show.Visible(m.Target), Object: show.Visible(m.Object), File: show.Visible(m.File),
		Share: percent(met, total), Count: counted(met, total), Runs: m.runs(),
	}
	for i := range m.Points {
		point := pagePoint{What: show.Visible(m.Points[i].What), Verdict: "met", Class: classMet}
		if p := &m.Points[i]; p.Line > 0 {
			point.Place = fmt.Sprintf("%d:%d", p.Line, p.Column)
		}
		if !m.Points[i].Met {
			point.Verdict, point.Class = "never met", classUnmet
		}
		shown.Points = append(shown.Points, point)
	}
	return shown
}

// runs returns the expression in parts of one color each: a choice inside of another one covers it.
func (m *Mapping) runs() []run {
	if m.source == "" {
		return nil
	}
	type part struct{ met, unmet bool }
	parts := map[diag.Span]part{}
	for _, p := range m.Points {
		for _, span := range p.parts {
			was := parts[span]
			parts[span] = part{was.met || p.Met, was.unmet || !p.Met}
		}
	}
	spans := make([]diag.Span, 0, len(parts))
	for span := range parts {
		spans = append(spans, span)
	}
	// From the outside to the inside.
	slices.SortFunc(spans, func(a, b diag.Span) int {
		return cmp.Or(cmp.Compare(b.Len(), a.Len()), cmp.Compare(a.Start, b.Start))
	})
	classes := make([]string, len(m.source))
	for _, span := range spans {
		class := classMet
		switch part := parts[span]; {
		case part.met && part.unmet:
			class = classPartly
		case part.unmet:
			class = classUnmet
		}
		for i := max(span.Start, 0); i < min(span.End, len(classes)); i++ {
			classes[i] = class
		}
	}
	var runs []run
	for from := 0; from < len(classes); {
		to := from + 1
		for to < len(classes) && classes[to] == classes[from] {
			to++
		}
		runs = append(runs, run{show.Visible(m.source[from:to]), classes[from]})
		from = to
	}
	return runs
}
