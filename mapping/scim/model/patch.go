package model

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/urn"
)

// The operations of a PATCH (RFC 7644, 3.5.2).
const (
	opAdd     = "add"
	opReplace = "replace"
	opRemove  = "remove"
)

// sectionOf returns the section about an operation.
func sectionOf(op string) string {
	switch op {
	case opAdd:
		return secAdd
	case opRemove:
		return secRemove
	case opReplace:
		return secReplace
	}
	return secPatch
}

// patch takes a PATCH: all of its operations, or none.
func (s *Server) patch(r *request, have *resource) (Answer, *refusal) {
	if !s.schemas.canPatch() {
		return Answer{}, &refusal{status: 501, section: secPatch, detail: "the server's configuration says that it takes no PATCH"}
	}
	operations, err := s.operations(r.body)
	if err != nil {
		return Answer{}, err
	}
	d := &draft{s: s, of: r.store.of, attrs: have.attrs}
	for i := 0; i < len(operations); {
		// The compliant client removes the members of a group one by one: each by itself would be a pass over all of them.
		if n := d.removeMembers(operations[i:]); n > 0 {
			i += n
			continue
		}
		if err := d.operate(operations[i]); err != nil {
			if err.operation == 0 {
				err.operation = i + 1
			}
			return Answer{}, err
		}
		if err := s.narrow(); err != nil {
			return Answer{}, err
		}
		i++
	}
	if err := r.store.taken(d.attrs, have); err != nil {
		return Answer{}, err
	}
	after := *have
	after.attrs = d.attrs
	return s.changed(r, have, &after, 204)
}

// operations reads the body of a PATCH.
func (s *Server) operations(body []byte) ([]value.Value, *refusal) {
	o, err := objectOf(body, secPatch)
	if err != nil {
		return nil, err
	}
	isPatch := slices.ContainsFunc(o.GetFold("schemas").Members(), func(v value.Value) bool { return strings.EqualFold(v.Text(), urn.Patch) })
	list, isList := o.GetFold("Operations").AsList()
	switch {
	case s.strict && !isPatch:
		return nil, refuse(invalidSyntax, secPatch, "want %s as schemas", urn.Patch)
	case !isList && (s.strict || !o.GetFold("Operations").IsAbsent()), s.strict && len(list) == 0:
		return nil, refuse(invalidSyntax, secPatch, "want Operations, an array of one operation or more")
	case s.maxOperations >= 0 && len(list) > s.maxOperations:
		return nil, &refusal{status: 413, section: secErrors, detail: "the PATCH has more operations than this server takes"}
	}
	return list, nil
}

// removeMembers removes what the first operations remove from one attribute by filters on value, in one pass, and returns how many
// operations these are.
func (d *draft) removeMembers(operations []value.Value) (n int) {
	var of *path
	gone := map[string]bool{}
	for _, v := range operations {
		p := d.memberRemoved(v)
		if p == nil || of != nil && (p.urn != of.urn || p.steps[0].name != of.steps[0].name) {
			break
		}
		of, n = p, n+1
		gone[nettext.Caseless(p.steps[0].filter.operand.Text())] = true
	}
	if n < 2 {
		return 0
	}
	def := d.of.find(of.urn, of.steps[0].name)
	schema, name := d.of.schemaOf(of.urn), of.steps[0].name
	if def != nil {
		name = def.Name
	}
	kept := slices.DeleteFunc(slices.Clone(d.get(schema, name).Members()), func(m value.Value) bool {
		return gone[nettext.Caseless(complexOf(m).GetFold("value").Text())]
	})
	if def != nil && def.Required && len(kept) == 0 {
		return 0 // which of the operations is refused is found one by one
	}
	d.set(schema, name, value.List(kept...))
	return n
}

// memberRemoved returns the path of an operation that removes the elements with a value without regard to case, nil for every other operation.
func (d *draft) memberRemoved(v value.Value) *path {
	operation, ok := v.AsObject()
	if !ok || !d.isOp(operation, opRemove) || !operation.GetFold("value").IsNull() {
		return nil
	}
	p, err := parsePath(operation.GetFold("path").Text())
	if err != nil || len(p.steps) != 1 || p.steps[0].filter == nil {
		return nil
	}
	f := p.steps[0].filter
	if f.form != compares || f.op != eq || f.operand.Kind() != value.KindString || len(f.attr.names) != 1 || !strings.EqualFold(f.attr.names[0], "value") {
		return nil
	}
	def := d.of.find(p.urn, p.steps[0].name)
	if def == nil {
		if d.s.strict {
			return nil
		}
		return p
	}
	part := findAttribute(def.Parts, "value")
	if !def.Many || def.Mutability == readOnly || part == nil || part.CaseExact || part.Type != typeString {
		return nil
	}
	return p
}

// isOp reports whether an operation is of a kind.
func (d *draft) isOp(operation *value.Object, op string) bool {
	text := operation.GetFold("op").Text()
	return text == op || d.s.anyCase && strings.EqualFold(text, op)
}

// operate applies one operation.
func (d *draft) operate(v value.Value) *refusal {
	operation, ok := v.AsObject()
	if !ok {
		return refuse(invalidSyntax, secPatch, "want an object as operation, got %s", kindWords(v))
	}
	written, isText := operation.GetFold("op").AsString()
	op := strings.ToLower(written)
	if !isText || op != opAdd && op != opReplace && op != opRemove {
		return refuse(invalidSyntax, secPatch, "want add, replace or remove as op")
	}
	if err := d.apply(op, operation); err != nil {
		return err
	}
	// This comes last: an operation that is wrong in itself says so, and not that its name is in capitals.
	if written != op && !d.s.anyCase {
		return refuse(invalidSyntax, secPatch, "want add, replace or remove in small letters as op, got %s", shown(written))
	}
	return nil
}

// apply applies an operation whose name is known. Without a path its value names the attributes.
func (d *draft) apply(op string, operation *value.Object) *refusal {
	v := operation.GetFold("value")
	at := operation.GetFold("path")
	text, isText := at.AsString()
	switch {
	case !isText && !at.IsNull():
		return refuse(invalidPath, secPatch, "want a text as path, got %s", kindWords(at))
	case text != "":
		if d.s.strict && op == opAdd && v.IsNull() {
			return refuse(invalidValue, secAdd, "want a value to be added")
		}
		if extension := d.of.extension(text); extension != nil && !d.s.strict {
			return d.whole(op, extension.schema, v)
		}
		return d.at(op, text, v)
	case op == opRemove:
		return refuse(noTarget, secRemove, "want a path in a removal")
	}
	attributes, ok := v.AsObject()
	if !ok {
		return refuse(invalidValue, sectionOf(op), "want a path, or an object of attributes as value, got %s", kindWords(v))
	}
	if d.s.tooWide(attributes) {
		return nil
	}
	for _, m := range attributes.Members() {
		if strings.EqualFold(m.Name, "schemas") {
			continue // of a resource, it follows from the attributes
		}
		if err := d.assign(op, m.Name, m.Value); err != nil {
			return err
		}
	}
	return nil
}

// assign applies an operation to what a member of a resource names: an attribute, an extension, or a path such as name.givenName or one with a URN.
func (d *draft) assign(op, name string, v value.Value) *refusal {
	extension := d.of.extension(name)
	isSchema := strings.EqualFold(name, d.of.schema)
	_, isObject := v.AsObject()
	switch {
	case isSchema && isObject && !d.creates:
		return d.members(op, "", v)
	case extension != nil:
		return d.whole(op, extension.schema, v)
	case urn.Is(name) && isObject && !d.s.strict && d.of.find(cutURN(name)) == nil:
		return d.whole(op, name, v)
	case d.creates && d.s.strict && d.of.find("", name) == nil:
		return refuse(invalidSyntax, secCreate, "the schemas define no attribute %s", shown(name))
	}
	return d.at(op, name, v)
}

// whole applies an operation to an extension, whose attributes are members of the value.
func (d *draft) whole(op, schema string, v value.Value) *refusal {
	_, isObject := v.AsObject()
	switch {
	case op == opRemove, op == opReplace && v.IsNull():
		d.attrs = d.s.with(d.attrs, schema, value.Absent)
		return nil
	case v.IsNull() && (d.creates || !d.s.strict):
		return nil
	case !isObject:
		return refuse(invalidValue, sectionOf(op), "want an object of the attributes of %s, got %s", shown(schema), kindWords(v))
	}
	return d.members(op, schema, v)
}

// members applies an operation to the attributes of a schema that an object names.
func (d *draft) members(op, schema string, v value.Value) *refusal {
	o, _ := v.AsObject()
	if d.s.tooWide(o) {
		return nil
	}
	for _, m := range o.Members() {
		name := m.Name
		if schema != "" {
			name = schema + ":" + name
		}
		if err := d.at(op, name, m.Value); err != nil {
			return err
		}
	}
	return nil
}

// at applies an operation to what a path leads to.
func (d *draft) at(op, text string, v value.Value) *refusal {
	p, err := parsePath(text)
	if err != nil {
		if d.creates {
			err.scimType, err.section = invalidSyntax, secCreate
		}
		return err
	}
	c := &change{draft: d, op: op, path: p, value: v, defs: d.of.definitionsOf(p)}
	if skip, err := c.check(); err != nil || skip {
		return err
	}
	if v.IsNull() && op == opAdd && d.s.strict {
		return nil // in a value without a path: nothing to add
	}
	if c.value, err = c.fitted(); err != nil {
		return err
	}
	name := p.steps[0].name
	if c.defs[0] != nil {
		name = c.defs[0].Name
	}
	schema := d.of.schemaOf(p.urn)
	before := d.get(schema, name)
	after, err := c.step(before, 0)
	if err != nil {
		return err
	}
	if err := c.allowed(before, after); err != nil {
		return err
	}
	d.set(schema, name, after)
	return nil
}

// cutURN takes the name of an attribute apart.
func cutURN(name string) (schema, attribute string) {
	schema, attribute, _ = urn.Cut(name)
	return schema, attribute
}
