package drive

import (
	"context"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// compare compares what the server has with what was planned, and says who lost what is missing. It asks the planning engine, by a
// cycle against what the server shows by id, and one against what a server that follows the RFC would have: an attribute that would be written
// again is not there as planned.
func (d *driver) compare(ctx context.Context) error {
	clear(d.unkept)
	have, err := d.restless(ctx, func(o *object) []byte { return o.actual })
	if err != nil {
		return err
	}
	should, err := d.restless(ctx, func(o *object) []byte {
		if o.expected != nil {
			return o.expected
		}
		return o.actual
	})
	if err != nil {
		return err
	}
	for i, o := range d.objects {
		if !o.accepted || o.plan.Action == provision.Delete {
			continue
		}
		for k := range o.plan.Attributes {
			target := o.plan.Attributes[k].Mapping.Target
			// What was refused is there on no server.
			if !o.plan.Attributes[k].Decision.Changes() || o.refused && should[i][target] != nil {
				continue
			}
			if d.report.Compared++; have[i][target] == nil {
				d.report.Kept++
			}
		}
		for _, target := range sorted(have[i]) {
			if !o.refused || should[i][target] == nil {
				d.lost(o, have[i][target], should[i][target])
			}
		}
	}
	return nil
}

func sorted(m map[string]*mapping.Outcome) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// restless plans the source objects against objects of one's choosing, and returns by their places what would be written again, by target.
func (d *driver) restless(ctx context.Context, state func(*object) []byte) ([]map[string]*mapping.Outcome, error) {
	var all []*provision.Object
	seen := map[string]bool{}
	for _, o := range d.objects {
		if o.id == "" || o.plan.Action == provision.Delete {
			continue
		}
		shown := asObject(state(o))
		if shown == nil {
			shown = asObject(o.expected) // it cannot be read, and others may refer to it all the same
		}
		if shown != nil {
			all = append(all, withID(o.plan.TargetType, o.id, shown))
			seen[address(o.resource, o.id)] = true
		}
	}
	// Those of others, whom references may name.
	for _, at := range sortedKeys(d.known) {
		k := d.known[at]
		if shown := asObject(k.actual); !seen[at] && shown != nil {
			all = append(all, withID(d.typeOf(k.resource), k.id, shown))
		}
	}
	found := make([]map[string]*mapping.Outcome, len(d.objects))
	cycle, i := d.Engine.NewCycle(provision.World{Directory: provision.NewMemory(all)}), 0
	err := d.pass(ctx, cycle, func(p *provision.Plan) {
		if i < len(found) {
			found[i] = map[string]*mapping.Outcome{}
			for _, out := range cycle.Restless(p) {
				found[i][out.Mapping.Target] = out
			}
		}
		i++
	})
	return found, err
}

func sortedKeys(m map[string]*object) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// typeOf returns the type in the target of objects of a resource type.
func (d *driver) typeOf(resource string) string {
	for i := range d.Job.Objects {
		if t := targetType(&d.Job.Objects[i]); d.resourceOf(t) == resource {
			return t
		}
	}
	return ""
}

// withID returns an object under the id that the server has given it, whatever its representation says.
func withID(objectType, id string, o *value.Object) *provision.Object {
	return &provision.Object{Type: objectType, ID: id, Attrs: value.Fold(o)}
}

func asObject(text []byte) *value.Object {
	v, err := value.ParseJSON(string(text))
	if err != nil {
		return nil
	}
	o, _ := v.AsObject()
	return o
}

// lost reports a value that is not there as planned. Where a server that follows the RFC would not have it either, it is the client's.
func (d *driver) lost(o *object, have, should *mapping.Outcome) {
	target := have.Mapping.Target
	e := o.lastWrite(target)
	detail := "want " + printed(have.New, have) + ", the server has " + printed(have.Old, have)
	if should != nil {
		d.find(&e, ruleClientKept, ClientWrong, detail+"; a server that follows the RFC has "+printed(should.Old, should))
	} else {
		r := ruleUnkept
		r.section = sectionOf(e.Method)
		d.find(&e, r, ServerWrong, detail)
	}
	d.about(&e, target)
	d.unkept[o.plan.Type+"\x00"+o.plan.ID+"\x00"+target] = e.Verdict
	d.emit(&e)
}

// lastWrite returns the last accepted request that is about an attribute of the target.
func (o *object) lastWrite(target string) Event {
	name := target[strings.LastIndexByte(target, ':')+1:]
	if !strings.HasPrefix(strings.ToLower(target), "urn:") {
		name = target
	}
	if end := strings.IndexAny(name, ".["); end > 0 {
		name = name[:end]
	}
	for i := len(o.writes) - 1; i > 0; i-- {
		if strings.Contains(string(o.writes[i].body), name) {
			return o.writes[i].Event
		}
	}
	return o.writes[0].Event
}

// printed returns a value as reports print it, bounded.
func printed(v value.Value, out *mapping.Outcome) string {
	if mask := out.Mask(); mask != "" && !v.IsNull() {
		return mask
	}
	if v.IsNull() {
		return "nothing"
	}
	return short(string(v.AppendJSON(nil)))
}

// again reports what the last cycle would send.
func (d *driver) again() {
	for _, o := range d.objects {
		action := o.plan.Action
		if action != provision.Create && action != provision.Update && action != provision.Disable && action != provision.Delete {
			continue
		}
		e := &Event{Cycle: d.cycle, Object: o.plan.ID, After: true}
		at := pending{o.plan.Type, o.plan.ID}
		earlier, wasRefused := d.refusal[at]
		id, wasCreated := d.ids[at]
		switch {
		case wasRefused:
			d.find(e, ruleAgain, earlier, "the request that was refused is sent in every cycle")
		case action == provision.Create && wasCreated:
			d.find(e, ruleFilterMissed, ServerWrong, d.pathShown(o.resource, id))
		case action == provision.Create:
			d.find(e, ruleAgain, NotSent, "the creation that was not sent")
		case action == provision.Delete:
			d.find(e, ruleAgain, ServerWrong, "the deletion")
		default:
			d.againChanged(e, o)
		}
		for i := range o.plan.Attributes {
			if o.plan.Attributes[i].Decision.Changes() {
				d.report.Again++
			}
		}
		if len(e.Findings) > 0 {
			d.emit(e)
		}
	}
}

// againChanged says of each attribute that a change would write why it comes again.
func (d *driver) againChanged(e *Event, o *object) {
	var unexplained []string
	for i := range o.plan.Attributes {
		out := &o.plan.Attributes[i]
		if !out.Decision.Changes() {
			continue
		}
		if v, ok := d.unkept[o.plan.Type+"\x00"+o.plan.ID+"\x00"+out.Mapping.Target]; ok {
			d.find(e, ruleAgain, v, "")
			d.about(e, out.Mapping.Target)
			continue
		}
		unexplained = append(unexplained, out.Mapping.Target)
	}
	if len(unexplained) > 0 {
		d.find(e, ruleSearchDiffers, ServerWrong, "")
		d.about(e, strings.Join(unexplained, ", "))
	}
}

// leaveUnsent reports of every object that a cycle which ended early has left.
func (d *driver) leaveUnsent() {
	for _, o := range d.objects {
		if o.plan.Action != provision.Skip && !o.refused && d.stopped != nil {
			d.unsent(o, d.shown(d.stopped))
		}
	}
}
