package scimwire

import (
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

// update returns the PATCH of an update or a disabling; none where no attribute changes. References to objects that are yet to be
// created are in a second one, so that all others need not wait for them.
func (c *client) update() ([]Request, error) {
	at, err := c.object()
	if err != nil {
		return nil, err
	}
	flows, err := c.flows()
	if err != nil {
		return nil, err
	}
	flows, later := split(flows, false)
	first, err := c.patchRequest(at, flows)
	if err != nil {
		return nil, err
	}
	second, err := c.patchRequest(at, later)
	return append(first, second...), err
}

// split separates what is sent at once from what is sent when the objects are there that references name. Whole are references that are
// all sent then; else it is those to objects which are yet to be created, and whatever else changes in a list is sent at once.
func split(flows []flow, whole bool) (now, later []flow) {
	for _, f := range flows {
		switch {
		case whole && f.isReference():
			later = append(later, f)
		case len(f.pending) == 0:
			now = append(now, f)
		case f.masked || !f.isSeveral():
			later = append(later, f)
		default:
			rest := f
			f.value, rest.pending = f.outcome.Old, nil
			later = append(later, f)
			if len(rest.value.Members()) > 0 || len(f.value.Members()) > 0 {
				now = append(now, rest)
			}
		}
	}
	return now, later
}

// patchRequest returns the PATCH that writes attributes; none where nothing changes.
func (c *client) patchRequest(at string, flows []flow) ([]Request, error) {
	body, err := c.patch(flows)
	if err != nil || body == nil {
		return nil, err
	}
	pending := slices.ContainsFunc(flows, func(f flow) bool { return len(f.pending) > 0 })
	return []Request{{Method: methodPatch, Path: at, Body: body, Pending: pending}}, nil
}

// patch returns the body of a PATCH; nil where nothing changes.
func (c *client) patch(flows []flow) ([]byte, error) {
	operations, err := c.operations(flows)
	if err != nil || len(operations) == 0 {
		return nil, err
	}
	w := writer{}
	w.open('{')
	w.key("schemas")
	w.texts([]string{urn.Patch})
	w.key("Operations")
	w.open('[')
	for i := range operations {
		operations[i].write(&w)
	}
	w.close(']')
	w.close('}')
	return w.dst, nil
}

// operation is one operation of a PATCH.
// Of value, flat and array at most one is set; a removal usually has none.
type operation struct {
	op    string
	path  string         // "" where the value names the attributes
	value value.Value    // Absent where there is none
	flat  []value.Member // attributes by their paths, in place of the value
	array *node          // an array built from paths, in place of the value
}

func (o *operation) write(w *writer) {
	w.open('{')
	w.text("op", o.op)
	if o.path != "" {
		w.text("path", o.path)
	}
	switch {
	case o.array != nil:
		w.key("value")
		w.node(o.array)
	case len(o.flat) > 0:
		w.key("value")
		w.value(value.ObjectOf(value.NewObject(o.flat...)))
	case !o.value.IsAbsent():
		w.key("value")
		w.value(o.value)
	}
	w.close('}')
}

// The operations as the default client spells them, with capitals. RFC 7644, 3.5.2, has them in small letters: see client.word.
const (
	opAdd     = "Add"
	opReplace = "Replace"
	opRemove  = "Remove"
)

// word spells an operation as the client does.
func (c *client) word(op string) string {
	if c.opt.Compliant {
		return strings.ToLower(op)
	}
	return op
}

// operations returns a PATCH's operations: those with a path in the mappings' order, then the compliant client's without one.
func (c *client) operations(flows []flow) ([]operation, error) {
	// The order is part of the preview: operations with a path come in the mappings' order, then those of single roles, which several
	// mappings share, then those without a path.
	var all operationList
	var problems []error
	var single []*flow
	for i := range flows {
		f := &flows[i]
		// A null is no role to be put together with others: it removes what is at its own path.
		if f.roles == singleRole && !f.value.IsNull() {
			single = append(single, f)
			continue
		}
		ops, err := c.operationsOf(f)
		problems = append(problems, err)
		for _, op := range ops {
			all.add(op, c.isFlat(f, &op))
		}
	}
	roles, err := c.singleRoles(single)
	// Join drops the nil errors, so that every attribute's error may be appended unseen.
	if err := errors.Join(append(problems, err)...); err != nil {
		return nil, err
	}
	return append(append(all.alone, roles...), all.flat...), nil
}

// operationList collects operations; those whose values share one are put together by their word.
type operationList struct{ alone, flat []operation }

// add appends an operation, or makes a flat one a member of the operation of the same word: one for add and one for replace.
func (l *operationList) add(op operation, flat bool) {
	if !flat {
		l.alone = append(l.alone, op)
		return
	}
	m := value.Member{Name: op.path, Value: op.value}
	for i := range l.flat {
		if l.flat[i].op == op.op {
			l.flat[i].flat = append(l.flat[i].flat, m)
			return
		}
	}
	l.flat = append(l.flat, operation{op: op.op, flat: []value.Member{m}})
}

// isFlat reports whether the compliant client sends a value beside others, in one operation without a path. The documentation shows
// active with its own path, and in recorded requests the manager has one, whose value is the identifier alone (reported, SCIM-SDK#686,
// azure-docs#73842). A manager is removed as everything else is; one report (scim-patch#453) has a filter in the path instead.
func (c *client) isFlat(f *flow, op *operation) bool {
	// Arrays, elements chosen by a filter and removals cannot be members of an object without changing what they mean.
	_, isList := op.value.AsList()
	return c.opt.Compliant && !f.path.isFiltered() && !isList && op.op != c.word(opRemove) && !f.path.isTop(activeName) && !f.path.isOfManager()
}

// operationsOf returns the operations of one attribute.
func (c *client) operationsOf(f *flow) ([]operation, error) {
	target := f.outcome.Mapping.Target
	_, isList := f.value.AsList()
	// The order matters: a null has no form to fit, a mask must not be taken for a role or a list, and roles are lists with a form of
	// their own.
	switch {
	case f.masked:
		return []operation{{op: c.word(f.op()), path: target, value: f.value}}, nil
	case f.isSeveral() && len(f.outcome.Pending) > 0:
		return c.members(f), nil
	case len(f.pending) > 0 && c.isMissing(f.pending[0]):
		return nil, nil
	case len(f.pending) > 0:
		return []operation{{op: c.word(f.op()), path: target, value: c.identifierOf(f.pending[0])}}, nil
	case f.value.IsNull():
		return []operation{{op: c.word(opRemove), path: target}}, nil
	case f.roles != noRoles:
		return []operation{c.severalRoles(f)}, nil
	// A single member is a list of one: for it, too, only differences are sent.
	case isList, f.path.isTop("members"):
		return c.list(f)
	}
	v, err := f.path.fit(f.value)
	if err != nil {
		return nil, err
	}
	if f.path.isOfManager() {
		v = value.String(identifier(v))
	}
	// The path is the mapping's text, not the RFC's spelling: a POST is written anew from the parsed path, a PATCH quotes the mapping.
	return []operation{{op: c.word(f.op()), path: target, value: c.spell(v)}}, nil
}

// isSeveral reports whether a reference has several values.
func (f *flow) isSeveral() bool {
	_, isList := f.outcome.New.AsList()
	return isList || f.path.isTop("members") || len(f.outcome.Pending) > 1
}

// isMissing reports whether an object that was to be created has not been, now that all have been sent: nobody refers to it.
func (c *client) isMissing(p mapping.Pending) bool {
	if c.created == nil {
		return false
	}
	_, ok := c.created(p)
	return !ok
}

// identifierOf returns what a request has for an object that is yet to be created: its identifier once it is, else an object that says
// which one is meant, as the plan does, and that cannot be taken for an identifier.
func (c *client) identifierOf(p mapping.Pending) value.Value {
	if c.created != nil {
		if id, ok := c.created(p); ok {
			return value.String(id)
		}
	}
	return value.ObjectOf(value.NewObject(value.Member{Name: "pending", Value: value.ObjectOf(value.NewObject(
		value.Member{Name: "object", Value: value.String(p.Object)}, value.Member{Name: "id", Value: value.String(p.ID)}))}))
}

// op reports whether the target has a value to replace.
func (f *flow) op() string {
	if f.outcome.Old.IsNullOrEmpty() {
		return opAdd
	}
	return opReplace
}

// spell returns booleans the form that the client sends.
func (c *client) spell(v value.Value) value.Value {
	if _, isBoolean := v.AsBoolean(); isBoolean && !c.opt.Compliant && !c.opt.PlainBooleans {
		return value.String(v.Text())
	}
	return v
}

// severalRoles returns the operation of a role list. The assertive one replaces the target's roles in both clients, and is shown
// with a small letter in both.
// The roles of AppRoleAssignmentsComplex are added even where the target has roles already: that function takes none away.
func (c *client) severalRoles(f *flow) operation {
	op := operation{op: c.word(opAdd), path: f.outcome.Mapping.Target}
	roles := rolesIn(f.value)
	if f.roles == assertiveRoles {
		// An empty list stays an operation here: it takes all roles away.
		op.op = strings.ToLower(opReplace)
	}
	if f.roles == assertiveRoles || c.opt.Compliant {
		op.value = full(roles, c.displayMember())
	} else {
		op.value = stringified(roles)
	}
	return op
}

// singleRoles returns one operation for each attribute with one role, whose value, display text and type have a mapping each.
func (c *client) singleRoles(flows []*flow) ([]operation, error) {
	// A mapping to the type alone sends nothing: the type is the service's, and is written with the value or the display text.
	flows = slices.DeleteFunc(flows, (*flow).isRoleType)
	// The object is built only to have the paths of all mappings meet in one array, as in a POST; its other parts are not written.
	r := NewResource(c.opt.ResourceType)
	var operations []operation
	for _, f := range flows {
		if c.opt.Compliant {
			if err := setSingleRole(r, f); err != nil {
				return nil, err
			}
		}
		op := operation{op: c.word(opAdd), path: rootText(f.path)}
		// Paths are compared without case, as the object compares them.
		if slices.ContainsFunc(operations, func(o operation) bool { return strings.EqualFold(o.path, op.path) }) {
			continue
		}
		if c.opt.Compliant {
			// The array is filled further by the mappings that follow.
			op.array = r.body(f.path.urn).child(f.path.steps[0].name, false)
		} else {
			// The default client sends the whole role as one text, in which display text and type have no place of their own.
			op.value = stringified([]role{assigned(c.plan.Source, f.rolesFrom, f.value.Text())})
		}
		operations = append(operations, op)
	}
	return operations, nil
}

// rootText returns the attribute that a path starts from.
func rootText(p *Path) string {
	if p.urn != "" {
		return p.urn + ":" + p.steps[0].name
	}
	return p.steps[0].name
}

// list returns the operations of a multi-valued attribute.
func (c *client) list(f *flow) ([]operation, error) {
	// References are compared one by one with the target's. Every other list replaces the whole one of the target, unless the mapping
	// only ever adds.
	target, op := f.outcome.Mapping.Target, f.op()
	v := f.value
	switch {
	case f.path.isTop("members"), references(v):
		return c.members(f), nil
	case f.outcome.Mapping.Apply.Behavior().AddsOnly:
		op, v = opAdd, without(v, f.outcome.Old)
	}
	v, err := f.path.fit(v)
	if err != nil {
		return nil, err
	}
	return []operation{{op: c.word(op), path: target, value: v}}, nil
}

// members adds and removes references one by one.
// Only differences are sent: what the target has already is neither repeated nor replaced.
func (c *client) members(f *flow) []operation {
	target := f.outcome.Mapping.Target
	var operations []operation
	var added []value.Value
	for _, id := range identifiers(without(f.value, f.outcome.Old)) {
		added = append(added, memberOf(value.String(id)))
	}
	for _, p := range f.pending {
		if !c.isMissing(p) {
			added = append(added, memberOf(c.identifierOf(p)))
		}
	}
	if len(added) > 0 {
		operations = append(operations, operation{op: c.word(opAdd), path: target, value: value.List(added...)})
	}
	removed := identifiers(without(f.outcome.Old, f.value))
	if len(removed) == 0 {
		return operations
	}
	// The default client removes all members by one operation with a value, in capitals. RFC 7644, 3.5.2.2, has a filter in the path, and
	// so one operation for each member.
	if !c.opt.Compliant {
		return append(operations, operation{op: opRemove, path: target, value: elements(value.Strings(removed...))})
	}
	// An identifier is quoted as JSON, which is how RFC 7644 writes the texts of filters: it may hold quotation marks.
	for _, id := range removed {
		operations = append(operations, operation{op: c.word(opRemove), path: target + "[value eq " + string(value.String(id).AppendJSON(nil)) + "]"})
	}
	return operations
}

// memberOf returns a member to be added. The null $ref is what the service's client sends beside each value.
func memberOf(id value.Value) value.Value {
	return value.ObjectOf(value.NewObject(value.Member{Name: "$ref", Value: value.Null}, value.Member{Name: "value", Value: id}))
}

// without returns the members of a list that another value does not have, references by their identifiers.
// Identifiers are compared with case: the target assigns them, and they are opaque. Order and repetitions of v stay.
func without(v, other value.Value) value.Value {
	have := map[string]bool{}
	for _, id := range identifiers(other) {
		have[id] = true
	}
	members := v.Members()
	left := make([]value.Value, 0, len(members))
	for _, m := range members {
		if !have[identifier(m)] {
			left = append(left, m)
		}
	}
	return value.List(left...)
}

// identifiers returns the identifiers of all members of a value; a single value has one.
func identifiers(v value.Value) []string {
	members := v.Members()
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = identifier(m)
	}
	return ids
}

// identifier returns what a member is known by: of an object its identifier, of one without any, and of all others, the text.
func identifier(m value.Value) string {
	if o, ok := m.AsObject(); ok {
		if id, ok := scimschema.Identifier(o); ok {
			return id
		}
	}
	return m.Text()
}
