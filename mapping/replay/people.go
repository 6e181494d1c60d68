package replay

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/mapping/provision"
)

// people are the source objects, by what logs call them.
type people struct {
	list []provision.Source
	// ids are the objects by what identifies them, names by what they are called; several has those of which there is more than one.
	ids, names map[string]int
	ordinals   map[int]int // of objects of the job's first type
}

// several is in place of an object where there is more than one.
const several = -1

// idNames are attributes that identify objects of a source, besides its anchors and the matching attributes (assumed: those of HR systems,
// directories and applications that logs are seen with). nameNames are those by which logs call them.
var (
	idNames   = []string{"id", "objectId", "objectGUID", "externalId", "employeeId", "employeeID", "workerId", "userId", "personIdExternal", "ImmutableId"}
	nameNames = []string{"userPrincipalName", "userName", "mail", "email", "sAMAccountName", "displayName", "cn"}
)

// newPeople reads the source objects and indexes them.
func newPeople(ctx context.Context, engine *provision.Engine, first string, sources iter.Seq[provision.Source]) (*people, error) {
	p := &people{ids: map[string]int{}, names: map[string]int{}, ordinals: map[int]int{}}
	paths := map[string][]value.Path{}
	byName := pathsOf(nameNames)
	for src := range sources {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if src.Err != nil || src.Attrs == nil {
			continue // run says why
		}
		at := len(p.list)
		p.list = append(p.list, src)
		if _, ok := paths[src.Type]; !ok {
			paths[src.Type] = pathsOf(append(engine.Anchors(src.Type), idNames...))
		}
		for i := range paths[src.Type] {
			add(p.ids, src.Attrs.Attribute(&paths[src.Type][i]), at)
		}
		if m := engine.Mapper(src.Type); m != nil {
			for _, match := range m.Matching(ctx, src.Attrs, false) {
				if match.Err == nil {
					add(p.ids, match.Value, at)
				}
			}
		}
		for i := range byName {
			add(p.names, src.Attrs.Attribute(&byName[i]), at)
		}
		if src.Type == first || src.Type == "" {
			p.ordinals[src.Ordinal] = at
		}
	}
	return p, nil
}

func pathsOf(names []string) []value.Path {
	paths := make([]value.Path, len(names))
	for i, name := range names {
		paths[i] = value.ParsePath(name)
	}
	return paths
}

// add indexes an object by a value.
func add(index map[string]int, v value.Value, at int) {
	if v.IsNullOrEmpty() || v.Kind() == value.KindList || v.Kind() == value.KindObject {
		return
	}
	key := nettext.Caseless(v.Text())
	if other, ok := index[key]; ok && other != at {
		at = several
	}
	index[key] = at
}

// find returns the object of an event: by the id of its source identity, then by its display name, then by the reportable identifier. The
// ordinal, which our own plans have, is the id of objects without one, and decides where several have the same. It is nil where there is
// none, and where it could be several.
func (p *people) find(e *event) *provision.Source {
	numbered, ok := p.ordinals[e.ordinal]
	ok = ok && e.ordinal > 0 && (e.objectType == "" || strings.EqualFold(e.objectType, p.list[numbered].Type))
	if ok && e.sourceID == strconv.Itoa(e.ordinal) {
		return &p.list[numbered]
	}
	for _, text := range []string{e.sourceID, e.sourceName, e.reportable} {
		if text == "" {
			continue
		}
		key := nettext.Caseless(text)
		for _, index := range []map[string]int{p.ids, p.names} {
			if at, ok := index[key]; ok && at != several {
				return &p.list[at]
			}
		}
	}
	if ok {
		return &p.list[numbered]
	}
	return nil
}
