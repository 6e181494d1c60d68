package drive

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// besides compares an object with what it was before a PATCH, and with what the PATCH makes of it on a server that takes it: what it had and should
// have is to be there, and arrays are to have no more elements. Elements are counted only after what the RFC allows to the letter: of what else
// becomes how many is a server's own affair.
func (d *driver) besides(o *object, before []byte, letter bool) {
	had, should, has := asObject(before), asObject(o.expected), asObject(o.actual)
	if had == nil || should == nil || has == nil {
		return
	}
	e := o.writes[len(o.writes)-1].Event
	var gone, more []string
	for _, name := range paths(should) {
		path := value.ParsePath(name)
		read := func(o *value.Object) value.Value { return value.Fold(o).Attribute(&path) }
		want, have := read(should), read(has)
		switch {
		case isNothing(want):
		case isNothing(have) && !isNothing(read(had)) && want.Equal(read(had)):
			gone = append(gone, name)
		case letter && len(have.Members()) > len(want.Members()) && want.Kind() == value.KindList:
			more = append(more, name+" has "+strconv.Itoa(len(have.Members()))+" for "+strconv.Itoa(len(want.Members())))
		}
	}
	if len(gone) > 0 {
		d.find(&e, rulePatchTakes, ServerWrong, "")
		d.about(&e, strings.Join(gone, ", "))
	}
	for _, text := range more {
		name, _, _ := strings.Cut(text, " has ")
		d.find(&e, rulePatchElements, ServerWrong, text)
		d.about(&e, name)
	}
	if len(e.Findings) > 0 {
		d.emit(&e)
	}
}

func isNothing(v value.Value) bool {
	return v.IsNullOrEmpty() || v.Kind() == value.KindList && len(v.Members()) == 0
}

// paths returns the names of an object's attributes, those of extensions with their URNs; what the server assigns is left out.
func paths(o *value.Object) (names []string) {
	for _, m := range o.Members() {
		extension, isObject := m.Value.AsObject()
		switch {
		case isObject && strings.HasPrefix(strings.ToLower(m.Name), "urn:"):
			for _, part := range extension.Members() {
				names = append(names, m.Name+":"+part.Name)
			}
		case strings.EqualFold(m.Name, "id"), strings.EqualFold(m.Name, "schemas"), strings.EqualFold(m.Name, "meta"):
		default:
			names = append(names, m.Name)
		}
	}
	return names
}

// readRefused looks at an object after a refused PATCH, which must not have done a part.
func (d *driver) readRefused(ctx context.Context, o *object, r request) {
	before := asObject(o.actual)
	if r.method != http.MethodPatch || before == nil || d.stopped != nil {
		return
	}
	accepted := o.accepted
	d.read(ctx, o)
	o.accepted = accepted && o.actual != nil
	after := asObject(o.actual)
	if after == nil {
		return
	}
	var changed []string
	for _, name := range append(paths(before), paths(after)...) {
		path := value.ParsePath(name)
		was, is := value.Fold(before).Attribute(&path), value.Fold(after).Attribute(&path)
		if !was.Equal(is) && !(isNothing(was) && isNothing(is)) && !strings.Contains("\x00"+strings.Join(changed, "\x00")+"\x00", "\x00"+name+"\x00") {
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 {
		e := &Event{Cycle: d.cycle, Object: o.plan.ID, Method: r.method, Path: r.path, After: true}
		if r.shown != "" {
			e.Path = r.shown
		}
		d.find(e, rulePatchPart, ServerWrong, "")
		d.about(e, strings.Join(changed, ", "))
		d.emit(e)
	}
}

// takesCapitals reports whether the server takes operations in capitals, as the default client writes them. It is asked once, by the replacement of
// a name by itself, which changes nothing: one that is refused in capitals and taken in small letters is the answer.
func (d *driver) takesCapitals(ctx context.Context, o *object) bool {
	if d.capitals != nil {
		return *d.capitals
	}
	name, shown := "userName", asObject(o.actual)
	if o.resource == "Group" {
		name = "displayName"
	}
	if shown == nil || shown.GetFold(name).IsNullOrEmpty() || o.id == "" {
		return true // nobody knows
	}
	takes := func(op string) bool {
		body := `{"schemas":["` + urnPatch + `"],"Operations":[{"op":"` + op + `","path":"` + name + `","value":` + string(shown.GetFold(name).AppendJSON(nil)) + `}]}`
		a, e := d.send(ctx, request{
			method: http.MethodPatch, path: pathOf(o.resource, o.id), shown: d.pathShown(o.resource, o.id), body: []byte(body), object: o.plan.ID, resource: o.resource,
		})
		if a == nil {
			return false
		}
		d.emit(e)
		return a.ok()
	}
	capitals := takes("Replace") || !takes("replace")
	d.capitals = &capitals
	return capitals
}

const urnPatch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
