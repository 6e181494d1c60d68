package provision

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// Links are the target objects that earlier cycles have tied source objects to: the service goes by them and matches only objects without
// (documented: how provisioning works, incremental cycles; Microsoft Graph's objectConnections). They must not be changed while a cycle
// uses them, and are safe for concurrent use then.
type Links struct {
	targets map[linkKey]string // by source object
	sources map[linkKey]string // by target object
}

// linkKey names an object of a type, both in lower case.
type linkKey struct{ objectType, anchor string }

func keyOf(objectType, anchor string) linkKey {
	return linkKey{strings.ToLower(objectType), foldAnchor(anchor)}
}

// foldAnchor is the form in which anchors are compared: identifiers differ by more than case.
func foldAnchor(anchor string) string { return lookupText(value.String(anchor), false) }

// Add ties a source object to a target object, by what identifies each: an anchor, such as objectId or the distinguished name, of the one,
// and the ID or the Reference of the other. The type is the source object's; "" is that of the job's first object mapping. The error
// reports that one of the two is tied already, or that an anchor is missing; nothing is changed then.
func (l *Links) Add(objectType, source, target string) error {
	if source == "" || target == "" {
		return diag.Errorf("want a source anchor and a target anchor, got %s and %s", diag.Quote(source), diag.Quote(target))
	}
	from, to := keyOf(objectType, source), keyOf(objectType, target)
	if other, taken := l.targets[from]; taken {
		return diag.Errorf("the source object %s is linked to the target object %s already", diag.Quote(source), diag.Quote(other))
	}
	if other, taken := l.sources[to]; taken {
		return diag.Errorf("the target object %s is linked to the source object %s already", diag.Quote(target), diag.Quote(other))
	}
	if l.targets == nil {
		l.targets, l.sources = map[linkKey]string{}, map[linkKey]string{}
	}
	l.targets[from], l.sources[to] = target, source
	return nil
}

// LinksAfter returns the links as plans of the cycle leave them, for the next one: those of before, without the ones whose target object is
// gone, and one for each object that has been matched or created (documented: how provisioning works, incremental cycles). Who is left alone
// although an account matches is not tied to it. An object is tied by the first of its anchors, else by its external id, else by the value it is
// matched by. Account returns the id of the target object that a plan's object has after the cycle, "" for none, as [Applied.Account] does.
// The links of before are not changed. The error reports that two objects would be tied to one.
func (c *Cycle) LinksAfter(ctx context.Context, plans []*Plan, account func(*Plan) string) (*Links, error) {
	after := new(Links)
	if before := c.world.Links; before != nil {
		after.targets, after.sources = maps.Clone(before.targets), maps.Clone(before.sources)
	}
	for _, p := range plans {
		id := account(p)
		switch {
		case p.Match == matchLinked && id == "":
			after.drop(p)
		case p.Match == matchLinked || id == "" || p.Action == Skip && p.Code == codes.NotEntitled:
		default:
			if err := after.Add(p.Type, c.plannerFor(p).anchorOf(ctx, p.Source), id); err != nil {
				return nil, err
			}
		}
	}
	return after, nil
}

// drop removes the link by which a plan's target object was found.
func (l *Links) drop(p *Plan) {
	for _, t := range []string{p.Type, ""} {
		for _, anchor := range []string{p.found.ID, p.found.Reference} {
			to := keyOf(t, anchor)
			if source, ok := l.sources[to]; ok && anchor != "" {
				delete(l.targets, keyOf(t, source))
				delete(l.sources, to)
			}
		}
	}
}

// anchorOf returns what a source object is linked by, of what linkOf looks it up by.
func (e *planner) anchorOf(ctx context.Context, attrs value.Attributes) string {
	external := value.ParsePath(externalID)
	for _, path := range append(slices.Clone(e.anchors), external) {
		if v := attrs.Attribute(&path); !v.IsNullOrEmpty() && v.Kind() != value.KindList && v.Kind() != value.KindObject {
			return v.Text()
		}
	}
	for _, m := range e.mapper.Matching(ctx, attrs, false) {
		if searchable(m) {
			return m.Value.Text()
		}
	}
	return ""
}

// Format prints no more than how many there are.
func (l Links) Format(s fmt.State, _ rune) {
	write(s, fmt.Sprintf("provision.Links: %d", len(l.targets)))
}

// Anchors are the names of the source attributes by which objects of a type are linked, and referred to; a feed must not leave them out.
// "" is the job's first type; of an unknown one there are none.
func (e *Engine) Anchors(objectType string) []string {
	t := e.typeOf(objectType)
	if t == nil {
		return nil
	}
	return append(t.anchorNames(), externalID)
}

// linkOf returns the anchor of the target object that a source object is linked to, "" where it is to no other. It is looked up by all that
// identifies the object, and by its matching values, which are the anchors of sources that know no others (assumed).
func (e *planner) linkOf(attrs value.Attributes, matches []mapping.Match) string {
	links := e.world.Links
	if links == nil || len(links.targets) == 0 {
		return ""
	}
	find := func(v value.Value) string {
		if v.IsNullOrEmpty() || v.Kind() == value.KindList || v.Kind() == value.KindObject {
			return ""
		}
		return e.linkedTo(e.objectType, v.Text())
	}
	for i := range e.anchors {
		if target := find(attrs.Attribute(&e.anchors[i])); target != "" {
			return target
		}
	}
	external := value.ParsePath(externalID)
	if target := find(attrs.Attribute(&external)); target != "" {
		return target
	}
	for i := range matches {
		if searchable(matches[i]) {
			if target := find(matches[i].Value); target != "" {
				return target
			}
		}
	}
	return ""
}

// linkedTo returns the anchor of the target object that the source object of an anchor is linked to, "" where it is to none.
func (e *planner) linkedTo(t *objectType, anchor string) string {
	if e.world.Links == nil {
		return ""
	}
	if target := e.world.Links.targets[keyOf(t.Type, anchor)]; target != "" || t != e.engine.types[0] {
		return target
	}
	return e.world.Links.targets[keyOf("", anchor)]
}

// isLinked reports whether a target object is linked to a source object, which then is another one than an object that matches it.
func (e *planner) isLinked(o *Object) bool {
	links := e.world.Links
	if links == nil {
		return false
	}
	types := []string{e.Type}
	if e.objectType == e.engine.types[0] {
		types = append(types, "")
	}
	for _, t := range types {
		for _, anchor := range []string{o.ID, o.Reference} {
			if _, taken := links.sources[keyOf(t, anchor)]; taken && anchor != "" {
				return true
			}
		}
	}
	return false
}

// follow looks for the target object that the plan's object is linked to. A failure is in the plan, as with match.
func (e *planner) follow(ctx context.Context, p *Plan, anchor string) (*Object, error) {
	hits, err := e.ask(ctx, e.query("", value.String(anchor), false))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		p.fail(codes.Internal, p.directoryError(err))
	case len(hits) == 0:
		p.fail(codes.InvalidAnchor, "the target object that the object is linked to is gone: "+p.shown(anchor))
	case len(hits) > 1:
		e.touchAll(hits)
		p.fail(codes.DuplicateTarget, "several target objects are known by the anchor that the object is linked to: "+p.shown(anchor))
	default:
		return hits[0], e.link(p, mapping.Match{}, hits[0], matchLinked)
	}
	p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
	return nil, errNoMatch
}

// shown returns an anchor of the target as reports may print it.
func (p *Plan) shown(anchor string) string {
	if p.Hidden {
		return diag.Hidden
	}
	return anchor
}
