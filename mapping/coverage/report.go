package coverage

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
)

// Report is what was met, and what was not. It holds nothing of any object.
type Report struct {
	// Mappings are the scope, as @scope, the matching attributes, as @match, and the mappings, in the order of the file.
	Mappings []Mapping
}

// Mapping is what was met of one mapping.
type Mapping struct {
	// File is the name of the mapping's file, Object that of its object mapping.
	File, Object string
	// Target is the target attribute, or @scope or @match.
	Target string
	// Points are everything that can be met, in the order of the file.
	Points []Point

	source string // the expression; "" where there is none, or where it must not be shown
}

// Point is something that can be met.
type Point struct {
	// Kind is "mapping" for an outcome of a mapping, "branch", "key", "default", "alternative", "candidate", "match" for a regular expression and
	// for a matching attribute, or "clause".
	Kind string
	// What is the point in words: Switch key "Austin".
	What string
	// Line and Column are its first character in the file, from 1; 0 where that is not known.
	Line, Column int
	// Met reports that something met it.
	Met bool

	parts []diag.Span
}

// Report returns what has been met so far.
func (c *Coverage) Report() *Report {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	r := new(Report)
	for _, o := range c.objects {
		name := cmp.Or(o.Name, typeOf(o.ObjectMapping)+" → "+cmp.Or(o.TargetType, typeOf(o.ObjectMapping)))
		for _, e := range append([]entry{o.scope, o.match}, o.rows...) {
			m := Mapping{File: c.file, Object: name, Target: e.target, source: e.source}
			for _, p := range e.points {
				m.Points = append(m.Points, Point{Kind: p.kind, What: p.what, Line: p.at.Line, Column: p.at.Column, Met: p.met, parts: p.parts})
			}
			slices.SortStableFunc(m.Points, func(a, b Point) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
			if len(m.Points) > 0 {
				r.Mappings = append(r.Mappings, m)
			}
		}
	}
	return r
}

// place tells mappings, and points, apart.
type place struct {
	file, object, target, what string
	line, column               int
}

func (m *Mapping) place() place {
	return place{file: m.File, object: m.Object, target: m.Target, line: m.Points[0].Line, column: m.Points[0].Column}
}

// Join returns one report of several, such as those of the same job run with different settings: a point that one of them has met is met. Mappings
// come in the order in which the reports have them first.
func Join(reports ...*Report) *Report {
	joined := new(Report)
	at := map[place]int{}
	for _, r := range reports {
		for _, m := range r.Mappings {
			i, known := at[m.place()]
			if !known {
				at[m.place()] = len(joined.Mappings)
				m.Points = slices.Clone(m.Points)
				joined.Mappings = append(joined.Mappings, m)
				continue
			}
			joined.Mappings[i].join(&m)
		}
	}
	return joined
}

// join adds the points of another report about the same mapping.
func (m *Mapping) join(other *Mapping) {
	at := map[place]int{}
	for i := range m.Points {
		at[m.Points[i].place()] = i
	}
	for _, p := range other.Points {
		if i, known := at[p.place()]; known {
			m.Points[i].Met = m.Points[i].Met || p.Met
		} else {
			m.Points = append(m.Points, p)
		}
	}
}

func (p *Point) place() place {
	return place{what: p.Kind + " " + p.What, line: p.Line, column: p.Column}
}

// Count returns how many points were met, and how many there are.
func (m *Mapping) Count() (met, total int) {
	for i := range m.Points {
		if m.Points[i].Met {
			met++
		}
	}
	return met, len(m.Points)
}

// Count returns how many points were met, and how many there are.
func (r *Report) Count() (met, total int) {
	for i := range r.Mappings {
		n, all := r.Mappings[i].Count()
		met, total = met+n, total+all
	}
	return met, total
}

// Reaches reports whether the share of points that were met is that many percent at least. Of nothing, all is met.
func (r *Report) Reaches(percent float64) bool {
	met, total := r.Count()
	return total == 0 || float64(met)*100 >= percent*float64(total)
}

// share returns a share from 0 to 1 with four digits. It is 1 only where everything was met.
func share(met, total int) float64 {
	const digits = 10_000
	if total == 0 {
		return 1
	}
	return float64(met*digits/total) / digits
}

// percent returns a share in words.
func percent(met, total int) string {
	if total == 0 {
		met, total = 1, 1
	}
	tenths := met * 1000 / total
	return fmt.Sprintf("%d.%d %%", tenths/10, tenths%10)
}

// Share returns the share that was met in percent, such as "83.3 %". It is "100.0 %" only where everything was.
func (r *Report) Share() string { return percent(r.Count()) }

// MarshalJSON returns share, met, total and mappings: each with file, object, target, met, total and unmet, the points that were never met with
// kind, what, line and column.
func (r Report) MarshalJSON() ([]byte, error) {
	met, total := r.Count()
	w := jsonobject.Open(nil)
	w.Key("share")
	w.Dst = strconv.AppendFloat(w.Dst, share(met, total), 'f', -1, 64)
	w.Number("met", met)
	w.Number("total", total)
	w.Key("mappings")
	w.Dst = jsonobject.AppendArray(w.Dst, r.Mappings, func(dst []byte, m *Mapping) []byte { return m.appendJSON(dst) })
	return w.Close(), nil
}

func (m *Mapping) appendJSON(dst []byte) []byte {
	met, total := m.Count()
	w := jsonobject.Open(dst)
	w.Text("target", m.Target)
	w.Optional("object", m.Object)
	w.Optional("file", m.File)
	w.Number("met", met)
	w.Number("total", total)
	w.Key("unmet")
	unmet := slices.DeleteFunc(slices.Clone(m.Points), func(p Point) bool { return p.Met })
	w.Dst = jsonobject.AppendArray(w.Dst, unmet, func(dst []byte, p *Point) []byte {
		w := jsonobject.Open(dst)
		w.Text("kind", p.Kind)
		w.Text("what", p.What)
		w.Number("line", p.Line)
		w.Number("column", p.Column)
		return w.Close()
	})
	return w.Close()
}

// WriteText writes a line for each point that was never met, with its place, and the share of each mapping and of all.
func (r *Report) WriteText(out io.Writer) error {
	var b strings.Builder
	for i := range r.Mappings {
		m := &r.Mappings[i]
		for k := range m.Points {
			if p := &m.Points[k]; !p.Met {
				fmt.Fprintf(&b, "%s%s is never met\n", m.where(p), show.Line(p.What))
			}
		}
	}
	several := r.several()
	for i := range r.Mappings {
		m := &r.Mappings[i]
		met, total := m.Count()
		name := show.Line(m.Target)
		if several {
			name += " (" + show.Line(m.Object) + ", " + show.Line(m.File) + ")"
		}
		fmt.Fprintf(&b, "%8s  %d of %d  %s\n", percent(met, total), met, total, name)
	}
	met, total := r.Count()
	fmt.Fprintf(&b, "%8s  %d of %d  in all\n", percent(met, total), met, total)
	_, err := io.WriteString(out, b.String())
	return err
}

// several reports whether targets alone do not tell mappings apart.
func (r *Report) several() bool {
	return slices.ContainsFunc(r.Mappings, func(m Mapping) bool {
		return m.File != r.Mappings[0].File || m.Object != r.Mappings[0].Object
	})
}

// where returns the place of a point and a space, "" where nothing of it is known.
func (m *Mapping) where(p *Point) string {
	file := show.Line(m.File)
	switch {
	case p.Line == 0 && file == "":
		return show.Line(m.Target) + " "
	case p.Line == 0:
		return file + " "
	}
	return fmt.Sprintf("%s:%d:%d ", file, p.Line, p.Column)
}
