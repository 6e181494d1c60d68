package provision

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// searchable reports whether there is a value to look for.
func searchable(m mapping.Match) bool {
	return m.Err == nil && !m.Value.IsNullOrEmpty() && !m.Value.Kind().IsSignal()
}

// lacks reports whether it is known that no target object has a value for a matching attribute, so that nobody is found by it, whatever is
// looked for.
func (e *planner) lacks(attribute string) bool {
	if e.world.Directory == nil {
		return true
	}
	memory, ok := e.world.Directory.(*Memory)
	return ok && len(memory.index(indexKey{e.TargetType, attribute, false}).at) == 0
}

// errNoMatch reports that the plan has a failure of matching. It never leaves the package.
var errNoMatch = errors.New("the match failed")

// unlessMatching returns the plan where a failure of matching is in it, and any other error.
func unlessMatching(p *Plan, err error) (*Plan, error) {
	if errors.Is(err, errNoMatch) {
		return p, nil
	}
	return nil, err
}

// find returns the object's account: the one that it is linked to, else the one that it matches. See match for the results.
func (e *planner) find(ctx context.Context, p *Plan, matches []mapping.Match, anchor string) (*Object, error) {
	if anchor != "" {
		return e.follow(ctx, p, anchor)
	}
	return e.match(ctx, p, matches)
}

// match looks for the object in the target, attribute by attribute in order of precedence; the first attribute with a hit ends the search.
// A failure is in the plan, and the error then is errNoMatch; any other reports that ctx was canceled. Both results are nil where no
// object matches.
func (e *planner) match(ctx context.Context, p *Plan, matches []mapping.Match) (*Object, error) {
	for _, m := range matches {
		if !searchable(m) {
			continue
		}
		hits, err := e.ask(ctx, e.query(m.Target, m.Value, m.CaseExact))
		if e.explanation != nil {
			e.explanation.noteHits(m.Mapping, hits, e.Mapping.HideValues)
		}
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			p.fail(codes.Internal, p.directoryError(err))
		case len(hits) > 1:
			e.touchAll(hits)
			p.fail(codes.DuplicateTarget, "several target objects have the same "+m.Target+": "+shownID(m, hits[0], p.Hidden)+", "+shownID(m, hits[1], p.Hidden))
		case len(hits) == 1:
			return hits[0], e.link(p, m, hits[0], matchMatched)
		default:
			continue
		}
		p.step("EntryImport", Failure, Detail{"MatchingAttribute", m.Target}, Detail{"Reason", p.Reason})
		return nil, errNoMatch
	}
	// By an attribute that cannot be evaluated the object may be there, and be created twice, or be left enabled (assumed).
	for _, m := range matches {
		if code := unsupportedCode(m.Err); code != "" && !e.lacks(m.Target) {
			p.fail(code, "whether the target has the object is not known: the matching attribute "+m.Target+" cannot be evaluated: "+m.Err.Error())
			p.step("EntryImport", Failure, Detail{"MatchingAttribute", m.Target}, Detail{"Reason", p.Reason})
			return nil, errNoMatch
		}
	}
	p.step("EntryImport", Success, Detail{"TargetId", ""})
	return nil, nil
}

// account returns the fingerprint of a target object: what [identify] tells objects apart by.
func (e *planner) account(o *Object) fingerprint {
	name := e.targetName
	if o.Type != "" && o.Type != e.TargetType {
		name = strings.ToLower(o.Type)
	}
	return e.linked.fingerprint(name, "", o.ID)
}

// link ties the object to a target object, which only one source object may match.
func (e *planner) link(p *Plan, m mapping.Match, hit *Object, how string) error {
	account := e.account(hit)
	if first, taken := e.linked.find(account); taken {
		p.Rival = first
		p.fail(codes.DuplicateSource, "source object "+strconv.Itoa(first)+" matches the same target object")
	} else if how == matchMatched && e.isLinked(hit) {
		p.fail(codes.DuplicateSource, "the target object that matches is linked to another source object")
	}
	if p.Status == Failure {
		p.step("EntryImport", Failure, Detail{"MatchingAttribute", m.Target}, Detail{"Reason", p.Reason})
		return errNoMatch
	}
	p.Target, p.Match, p.found = hit.ID, how, hit
	if shown := shownID(m, hit, p.Hidden); shown != hit.ID {
		p.targetMask = shown
	}
	e.linked.add(p.Ordinal, account)
	details := []Detail{{"MatchingAttribute", m.Target}, {"TargetId", p.ShownTarget()}}
	if how == matchLinked {
		details = details[1:]
	}
	p.step("EntryImport", Success, details...)
	return nil
}

// claim makes a second source object with the same matching value an error rather than a second creation. All matching values of an object
// are claimed, since any of them would have found the first one if it were in the target already. It reports false where the plan is
// complete.
func (e *planner) claim(p *Plan, matches []mapping.Match) bool {
	var prints []fingerprint
	for _, m := range matches {
		if searchable(m) {
			prints = append(prints, e.created.fingerprint(e.TargetType, m.Target, lookupText(m.Value, m.CaseExact)))
		}
	}
	for _, f := range prints {
		if first, taken := e.created.find(f); taken {
			p.Rival = first
			p.fail(codes.DuplicateSource, "source object "+strconv.Itoa(first)+" has the same matching value and is created already")
			p.step("EntrySynchronizationAdd", Failure, Detail{"Reason", p.Reason})
			return false
		}
	}
	e.created.add(p.Ordinal, prints...)
	return true
}
