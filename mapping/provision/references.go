package provision

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// referred is a kind of object that the values of an attribute may refer to.
type referred struct {
	of       *objectType // nil where the job has no such objects
	target   string      // the type in the target
	property string      // the target attribute by which the objects are known; "" is by all that identifies them
}

// link works out for every reference of the job what it refers to, and which objects are referred to at all.
func (e *Engine) link() {
	for _, t := range e.types {
		t.refers = make([][]referred, len(t.Set.Mappings))
		for i := range t.Set.Mappings {
			if a := t.compiled.TargetAttribute(i); a.Type == mapping.Reference {
				t.refers[i] = e.referredBy(t, i, a)
				e.refers = true
			}
		}
	}
	for _, t := range e.types {
		for _, list := range t.refers {
			for _, r := range list {
				if r.of != nil {
					r.of.referred = true
				}
			}
		}
	}
}

// referredBy returns what the values of mapping i refer to. The target's schema says it, or the source's where the mapping is direct; else
// a manager or the like is a user, and every other object may be of any type (assumed).
func (e *Engine) referredBy(t *objectType, i int, a *mapping.Attribute) []referred {
	names := a.References
	if m := &t.Set.Mappings[i]; len(names) == 0 && m.From != "" {
		if source, _ := t.Mapping.Source.Lookup(m.From); source != nil {
			names = source.References
		}
	}
	var list []referred
	for _, name := range names {
		list = append(list, e.named(name)...)
	}
	if len(list) > 0 {
		return list
	}
	for _, other := range e.types {
		if !refersToPeople(t.Set.Mappings[i].Target) || other.Resource == "User" {
			list = append(list, referred{of: other, target: other.TargetType})
		}
	}
	if len(list) == 0 {
		list = append(list, referred{target: "User"})
	}
	return list
}

// people are the attributes that refer to users alone, by their last names in lower case (DOC: Entra's and AD's user resources, RFC 7643 4.3).
var people = []string{"manager", "sponsor", "sponsors", "assistant", "secretary", "directreports"}

func refersToPeople(target string) bool {
	name := strings.ToLower(target[strings.LastIndexByte(target, ':')+1:])
	name, _, _ = strings.Cut(name, ".") // manager.value
	return slices.Contains(people, name)
}

// named returns the kinds of objects that a schema's name means: a type, or a type and a property of it.
func (e *Engine) named(name string) []referred {
	if list := e.ofType(name, ""); len(list) > 0 {
		return list
	}
	// URNs have points in their versions.
	if at := strings.LastIndexByte(name, '.'); at > 0 && !strings.Contains(name, ":") {
		if list := e.ofType(name[:at], name[at+1:]); len(list) > 0 {
			return list
		}
		return []referred{{target: name[:at], property: name[at+1:]}}
	}
	return []referred{{target: name}}
}

// ofType returns the job's types of a name, which is that of the target's objects or of the source's. Of a URN the last part counts.
func (e *Engine) ofType(name, property string) []referred {
	var list []referred
	for _, t := range e.types {
		if strings.EqualFold(lastPart(t.TargetType), lastPart(name)) || strings.EqualFold(lastPart(t.Type), lastPart(name)) {
			list = append(list, referred{t, t.TargetType, property})
		}
	}
	return list
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// resolve finds what each object is that the outcome of mapping i waits for. The error is the directory's, or ctx's.
func (e *planner) resolve(ctx context.Context, i int, o *mapping.Outcome) (found []mapping.Resolved, err error) {
	var unknown error
	waiting := o.Waiting()
	found = make([]mapping.Resolved, len(waiting))
	for n, named := range waiting {
		how := resolution{why: "it has no value, id or $ref"}
		for _, text := range named {
			found[n], how, err = e.resolveText(ctx, e.refers[i], text)
			if errors.Is(err, errForeseen) { // the questions of the others are wanted, too
				unknown = err
				break
			}
			if err != nil {
				return nil, err
			}
			if found[n] != (mapping.Resolved{}) {
				break
			}
		}
		if e.explanation != nil {
			e.explanation.noteReference(i, n, len(waiting), named, &found[n], &how)
		}
	}
	return found, unknown
}

// resolution is how an object was found, or why none was.
type resolution struct {
	record *sourceRecord // of the source object with the name; nil where there is none
	of     *referred     // the kind of object that was found
	by     string        // what of it is the name: the name of a matching attribute, or one of the words below
	why    string        // nothing was found
}

// The words of resolution.by.
const (
	itsAnchor     = "its anchor"
	itsIdentifier = "its identifier"
	itsLink       = "the link to it"
)

// why names what is wrong with a source object that has the name.
func (r *sourceRecord) why() string {
	if r.fate == deleted {
		return "its account is deleted in this cycle"
	}
	return "it has no account, and none is created"
}

// resolveText finds the object of a name: a source object, whose target object it is, one that is only linked, or one that only the target has.
func (e *planner) resolveText(ctx context.Context, kinds []referred, text string) (mapping.Resolved, resolution, error) {
	how := e.findSource(kinds, text)
	switch record := how.record; {
	case how.why != "":
		return mapping.Resolved{}, how, nil
	case record == nil:
		if to, how, err := e.findLinked(ctx, kinds, text); err != nil || how != (resolution{}) {
			return to, how, err
		}
		return e.findTarget(ctx, kinds, text)
	case record.fate == created:
		return mapping.Resolved{Pending: &mapping.Pending{Object: record.of.Type, ID: record.id}}, how, nil
	case record.fate == present || record.fate == deleted && e.pass.staging:
		to := how.of.to(record.found)
		to.Redacted = record.masked && to.Reference == record.found.ID
		return to, how, nil
	}
	how.why = how.record.why()
	return mapping.Resolved{}, how, nil
}

// findSource looks for a source object: by what identifies it, by its matching values, by what others know it by. Of several objects of
// one name none is returned.
func (e *planner) findSource(kinds []referred, text string) (found resolution) {
	most := 0
	for i := range kinds {
		if kinds[i].of != nil {
			most = max(most, len(kinds[i].of.matching))
		}
	}
	for step := byAnchor; step <= byMatching+naming(most); step++ {
		by := step
		if step == byMatching+naming(most) {
			by = byExternal
		}
		for i := range kinds {
			if !kinds[i].knows(by) {
				continue
			}
			record, several := e.pass.find(e.pass.print(kinds[i].of, by, text))
			if several || record != nil && found.record != nil {
				return resolution{why: "several source objects have the name"}
			}
			if record != nil {
				found = resolution{record: record, of: &kinds[i], by: kinds[i].word(by)}
			}
		}
		if found.record != nil {
			return found
		}
	}
	return resolution{}
}

// word names a way in which an object of the kind is named.
func (k *referred) word(by naming) string {
	switch by {
	case byAnchor:
		return itsAnchor
	case byExternal:
		return externalID
	default:
		return k.of.matching[by-byMatching].target
	}
}

// knows reports whether objects of the kind may be named so.
func (k *referred) knows(by naming) bool {
	switch {
	case k.of == nil || int(by-byMatching) >= len(k.of.matching):
		return false
	case k.property != "":
		return by >= byMatching && strings.EqualFold(k.of.matching[by-byMatching].target, k.property)
	}
	return true
}

// findTarget looks for an object that only the target has: by its ID or its reference value, then by the matching attributes of its type.
func (e *planner) findTarget(ctx context.Context, kinds []referred, text string) (mapping.Resolved, resolution, error) {
	for round := 0; ; round++ {
		var queries []Query
		var asked []*referred
		for i := range kinds {
			if q, ok := kinds[i].question(round, text); ok {
				queries, asked = append(queries, q), append(asked, &kinds[i])
			}
		}
		if len(queries) == 0 {
			return mapping.Resolved{}, resolution{why: "neither a source object nor a target object has the name"}, nil
		}
		if to, how, err := e.findAnswer(ctx, asked, queries); err != nil || how != (resolution{}) {
			return to, how, err
		}
	}
}

// findAnswer asks the directory for the object of a name, a question of each kind. A zero resolution is that there is none.
func (e *planner) findAnswer(ctx context.Context, asked []*referred, queries []Query) (mapping.Resolved, resolution, error) {
	answers, err := e.askAll(ctx, queries...)
	if err != nil {
		return mapping.Resolved{}, resolution{}, err
	}
	var found *Object
	how := resolution{by: itsIdentifier}
	for i, hits := range answers {
		for _, hit := range hits {
			if found != nil && identify(how.of.target, found) != identify(asked[i].target, hit) {
				return mapping.Resolved{}, resolution{why: "several target objects have the name"}, nil
			}
			found, how.of = hit, asked[i]
			if name := queries[i].Attribute; name != "" {
				how.by = name
			}
		}
	}
	switch {
	case found == nil:
		return mapping.Resolved{}, resolution{}, nil
	case e.pass.isDeleted(identify(how.of.target, found)):
		how.why = "the target object is deleted in this cycle"
		return mapping.Resolved{}, how, nil
	}
	e.pass.touch(identify(how.of.target, found))
	return how.of.to(found), how, nil
}

// findLinked finds the target object that a source object of the name is linked to which is not among those of the cycle: an input of
// changes alone names others. A zero resolution is that no such one is linked.
func (e *planner) findLinked(ctx context.Context, kinds []referred, text string) (mapping.Resolved, resolution, error) {
	var asked []*referred
	var queries []Query
	for i := range kinds {
		if k := &kinds[i]; k.of != nil && k.property == "" {
			if anchor := e.linkedTo(k.of, text); anchor != "" {
				asked, queries = append(asked, k), append(queries, Query{Type: k.target, Value: value.String(anchor)})
			}
		}
	}
	if len(queries) == 0 {
		return mapping.Resolved{}, resolution{}, nil
	}
	to, how, err := e.findAnswer(ctx, asked, queries)
	switch {
	case how == resolution{} && err == nil:
		how.why = "the target object that it is linked to is gone"
	case how.by != "":
		how.by = itsLink
	}
	return to, how, err
}

// question returns the question of a round; there are no more where ok is false.
func (k *referred) question(round int, text string) (q Query, ok bool) {
	q = Query{Type: k.target, Value: value.String(text)}
	switch {
	case k.property != "":
		q.Attribute, ok = k.property, round == 0
	case round == 0:
		ok = true
	case k.of != nil && round <= len(k.of.matching):
		m := k.of.matching[round-1]
		q.Attribute, q.CaseExact, ok = m.target, m.caseExact, true
	}
	return q, ok
}

// to returns what the target holds to refer to an object.
func (k *referred) to(o *Object) mapping.Resolved {
	if k.property != "" {
		path := value.ParsePath(k.property)
		return mapping.Resolved{Reference: o.attributes().Attribute(&path).Text()}
	}
	return mapping.Resolved{Reference: cmp.Or(o.Reference, o.ID), ID: o.ID}
}
