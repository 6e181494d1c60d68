package planout

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Filter says which plans are written. It never changes what is counted. The zero Filter writes all of them whole.
type Filter struct {
	// Only are words of [OnlyWords]; a plan is written if one of them is about it. Empty is all plans.
	Only []string
	// Attributes are target attributes, by their names or by what follows the URN, in any case. Of a plan the rows of these are written, and
	// plans without such a row are not. Empty is all rows. Requests are those of the whole object.
	Attributes []string
	// IDs are those of plans. Empty is all plans.
	IDs []string
	// Summary writes no plan, and the totals at the end of every format.
	Summary bool
}

// OnlyWords are the words of [Filter.Only]: the actions, and warning. error is also about objects of which an attribute failed, and disable
// about updates that disable the account.
func OnlyWords() []string {
	return []string{"create", "update", "disable", "delete", "skip", "error", "warning", "staged"}
}

// Means reports whether the filter is about the rows of a target attribute.
func (f *Filter) Means(target string) bool {
	urnless := target[strings.LastIndexByte(target, ':')+1:]
	return len(f.Attributes) == 0 ||
		slices.ContainsFunc(f.Attributes, func(name string) bool { return strings.EqualFold(name, target) || strings.EqualFold(name, urnless) })
}

// shows reports whether a plan is written.
func (f *Filter) shows(p *provision.Plan) bool {
	return !f.Summary && (len(f.IDs) == 0 || slices.Contains(f.IDs, p.ID)) &&
		(len(f.Only) == 0 || slices.ContainsFunc(f.Only, func(word string) bool { return about(word, p) })) &&
		(len(f.Attributes) == 0 || slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool { return f.Means(o.Mapping.Target) }))
}

// about reports whether a word of OnlyWords is about a plan.
func about(word string, p *provision.Plan) bool {
	switch {
	case word == p.Action.String():
		return true
	case word == "error":
		return p.Status == provision.Failure
	case word == "warning":
		return p.Status == provision.Warning || slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool { return len(o.Warnings) > 0 })
	case word == "disable":
		var t provision.Totals
		t.Add(p)
		return t.Accounts.Disabled > 0
	}
	return false
}

// rows returns a plan with the rows that the filter is about.
func (f *Filter) rows(p *provision.Plan) *provision.Plan {
	if len(f.Attributes) == 0 {
		return p
	}
	shown := *p
	shown.Attributes = nil
	for _, o := range p.Attributes {
		if f.Means(o.Mapping.Target) {
			shown.Attributes = append(shown.Attributes, o)
		}
	}
	return &shown
}
