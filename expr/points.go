package expr

import (
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// Point is something that evaluations of a program may meet. Evaluations report what they meet by its number to Met of their [Env].
type Point struct {
	// Kind is "branch" of IIF, "key" or "default" of Switch, "alternative" of Coalesce, "candidate" of SelectUniqueValue, or "match" of a regular
	// expression of Replace. The first four are met where they are chosen, a candidate where it is taken; a regular expression has a point for a
	// search that finds something, and one for a search that finds nothing.
	Kind string
	// Text is the point in words, with at most 40 characters of the expression: Switch key "Austin".
	Text string
	// Span is the place in the source of the branch, the key, the default, the alternative, the candidate or the pattern. It is empty for one
	// that is omitted.
	Span diag.Span
	// Part is the argument that is evaluated where the point is met; of a regular expression it is the call.
	Part syntax.Node
}

// meeting is a call with points.
type meeting struct {
	src   *syntax.Call
	spec  *functions.Spec
	args  int
	state any // what the function prepared
}

func (m *meeting) points() iter.Seq[call.Point] { return functions.Points(m.spec, m.args, m.state) }

// points notes the points of a call, and returns the number of the first.
func (b *binder) points(n *syntax.Call, spec *functions.Spec, args int, state any) int {
	first := b.prog.points
	m := meeting{n, spec, args, state}
	for range m.points() {
		b.prog.points++
	}
	if b.prog.points > first {
		b.prog.meetings = append(b.prog.meetings, m)
	}
	return first
}

// Points returns what evaluations of the program may meet, by number. They are made anew for each caller.
func (p *Program) Points() []Point {
	var all []Point
	for i := range p.meetings {
		m := &p.meetings[i]
		for point := range m.points() {
			all = append(all, p.pointOf(m, point))
		}
	}
	return all
}

func (p *Program) pointOf(m *meeting, of call.Point) Point {
	point := Point{Kind: of.Kind, Text: m.spec.Name + " " + of.Words, Span: m.src.At, Part: m.src}
	if of.Result >= 0 && of.Result < len(m.src.Args) {
		point.Part = m.src.Args[of.Result]
	}
	if of.At < len(m.src.Args) {
		about := m.src.Args[of.At]
		point.Span = about.Span()
		if p.cfg.hideValues {
			about = withoutConstants(about)
		}
		if text := syntax.Format(about); text != "" {
			point.Text += " " + diag.Clip(text)
		}
	}
	return point
}

// MayMeet reports whether any object makes the program meet the point: the part is evaluated for some object, and an alternative is not
// always null.
func (i *Inference) MayMeet(p Point) bool {
	s, found := i.nodes[p.Part]
	if p.Kind == "alternative" && found && s.Fails != functions.AlwaysFails {
		return s.WithoutNull().Fails != functions.AlwaysFails
	}
	return found
}
