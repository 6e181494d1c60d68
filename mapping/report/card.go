package report

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// How many characters of a value and of an explanation a page has.
const (
	mostValue       = 500
	mostExplanation = 2000
)

// person is a card. Its members are texts.
type person struct {
	id, action, reason string
	rows               []cardRow
}

// cardRow is one attribute of a card.
type cardRow struct {
	target, was, becomes, why string
	sides                     [2]made
}

// made says how a value is made: by which source, and how it came to the value for this person, "" where that is not told.
type made struct{ source, explanation string }

// card makes the card of what was kept.
func (r *reporter) card(k *kept) person {
	plan := k.plan()
	p := person{id: show.Line(plan.ID), action: act(plan), reason: show.Visible(plan.Reason)}
	if r.from != nil {
		if from, to := act(k.from), act(k.to); from != to {
			p.action = from + " → " + to
		}
	}
	if r.several {
		p.action += " " + show.Line(plan.Type)
	}
	for _, row := range k.rows {
		p.rows = append(p.rows, r.row(k, row))
	}
	return p
}

// act returns what a plan does in a word.
func act(p *provision.Plan) string {
	switch {
	case p == nil:
		return "none"
	case p.Action == provision.Staged:
		return "staged (" + p.Would.String() + ")"
	}
	return p.Action.String()
}

func (r *reporter) row(k *kept, o row) cardRow {
	some := o.to
	if some == nil {
		some = o.from
	}
	c := cardRow{target: show.Line(some.Mapping.Target)}
	mask := some.Mask()
	if o.from != nil && mask == "" {
		mask = o.from.Mask()
	}
	if r.from == nil {
		c.was = valueText(o.to.Old, mask)
	} else {
		c.was = becomes(o.from, o.to, mask)
	}
	c.becomes = becomes(o.to, o.from, mask)
	c.why = why(k, o)
	if o.from != nil {
		c.sides[0] = r.made(r.from, k.from, o.from, mask)
	}
	if o.to != nil {
		c.sides[1] = r.made(r.to, k.to, o.to, mask)
	}
	if c.sides[0] == c.sides[1] {
		c.sides[0] = made{}
	}
	return c
}

// becomes shows the value that the target then has.
func becomes(o, other *mapping.Outcome, mask string) string {
	text := valueText(holds(o, other), mask)
	switch {
	case text == "", o != nil && (o.Decision.Changes() || o.Decision == mapping.Unchanged):
		return text
	}
	return "stays " + text
}

// why returns the reasons of both sides, or the one that they share, and the warnings of the side that would be. One side may be without the
// object.
func why(k *kept, o row) string {
	before, after := reason(o.from), reason(o.to)
	lines := []string{after}
	switch {
	case k.to == nil:
		lines[0] = before
	case k.from != nil && before != after:
		lines = []string{"before: " + before, "after: " + after}
	}
	if o.to != nil {
		for _, code := range o.to.Warnings {
			lines = append(lines, "warning "+string(code))
		}
	}
	return show.Visible(strings.Join(lines, "\n"))
}

func reason(o *mapping.Outcome) string {
	if o == nil {
		return "not mapped"
	}
	return o.Reason
}

// made says what the mapping of an outcome takes, and how its expression came to the value for this person.
func (r *reporter) made(engine *provision.Engine, p *provision.Plan, o *mapping.Outcome, mask string) made {
	m := made{source: source(o, mask)}
	mapper := engine.Mapper(p.Type)
	if mapper == nil || p.Source == nil || o.Mapping.Type() != mapping.Expression {
		return m
	}
	for i := range mapper.Set().Mappings {
		if mapper.Set().Mappings[i].Target == o.Mapping.Target {
			m.explanation = explanation(mapper.ExplainExpression(context.Background(), i, p.Source))
			break
		}
	}
	return m
}

func explanation(x *expr.Explanation) string {
	if x == nil {
		return ""
	}
	var text expr.Report
	text.Explain(0, x)
	return clip(show.Visible(strings.TrimRight(text.String(), "\n")), mostExplanation)
}

// source returns what a mapping takes, as a mapping file writes it. A constant may be the value that is not to be shown.
func source(o *mapping.Outcome, mask string) string {
	m := o.Mapping
	constant := func(name, text string) string {
		if mask != "" {
			return name + " " + mask
		}
		return name + " " + valueText(value.String(text), "")
	}
	var text string
	switch m.Type() {
	case mapping.Expression:
		text = m.Expression
		if o.Hidden {
			text = "an expression"
		}
	case mapping.Direct:
		text = "[" + m.From + "]"
	case mapping.Constant:
		text = constant("constant", m.Constant)
	case mapping.None:
		text = "no source"
	}
	if m.Default != "" {
		text += ", " + constant("default", m.Default)
	}
	return clip(show.Visible(text), mostExplanation)
}

// valueText shows a value for people, "" for none.
func valueText(v value.Value, mask string) string {
	text := show.Value(v, mask)
	if v.IsNull() {
		return ""
	}
	return clip(text, mostValue)
}

// clip shortens a text at its end, and says by how much.
func clip(text string, most int) string {
	n := utf8.RuneCountInString(text)
	if n <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d more characters)", string([]rune(text)[:most]), n-most)
}
