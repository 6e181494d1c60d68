package ldif

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adflags"
	"github.com/attrmap/attrmap/internal/dn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// The types of changes (RFC 2849).
const (
	typeAdd    = "add"
	typeModify = "modify"
	typeRename = "modrdn"
	typeDelete = "delete"
)

// Changes returns the changes of a cycle's plans, of which each is added once, in any order. It remembers the names of all objects. It may be used
// by one goroutine at a time.
type Changes struct {
	objects map[address]*provision.Object
	ids     map[string]*provision.Object // by their IDs alone, nil where several objects have one
	at      map[string]string            // what names are known by → the names that objects have now; see keyOf
	moved   map[string]string            // what the names before are known by → the names after
	created map[mapping.Pending]string   // the names of objects that are created
	within  map[string]string            // what new names are in
}

// address identifies an object of the target. A type of "" is that of whatever is looked for.
type address struct{ objectType, id string }

// New returns the changes of no plan yet. The objects are those that the target has now, which are not changed.
func New(objects []*provision.Object) *Changes {
	c := &Changes{
		objects: make(map[address]*provision.Object, len(objects)), at: make(map[string]string, len(objects)),
		ids: make(map[string]*provision.Object, len(objects)), moved: map[string]string{}, created: map[mapping.Pending]string{}, within: map[string]string{},
	}
	for _, o := range objects {
		c.objects[address{strings.ToLower(o.Type), o.ID}] = o
		if _, twice := c.ids[o.ID]; twice {
			c.ids[o.ID] = nil
		} else {
			c.ids[o.ID] = o
		}
		if name := nameOf(o); name != "" {
			c.at[keyOf(name)] = name
		}
	}
	return c
}

// keyOf returns what a distinguished name is compared by.
func keyOf(name string) string {
	if key, ok := dn.Key(name); ok {
		name = key
	}
	return strings.ToLower(name)
}

// nameOf returns the distinguished name of an object: what others refer to it by, what the export calls so, or what its cn and its parent make; ""
// where nothing is known.
func nameOf(o *provision.Object) string {
	if _, ok := dn.Key(o.Reference); ok {
		return o.Reference
	}
	for _, name := range []string{"distinguishedName", "dn"} {
		if text := textOf(o, name); text != "" {
			return text
		}
	}
	if cn, parent := textOf(o, "cn"), textOf(o, "parentDistinguishedName"); cn != "" && parent != "" {
		return "CN=" + dn.Escape(cn) + "," + parent
	}
	return ""
}

// textOf returns an attribute of an object as text, "" where it has none or several.
func textOf(o *provision.Object, name string) string {
	if o == nil || o.Attrs == nil {
		return ""
	}
	path := value.ParsePath(name)
	v := o.Attrs.Attribute(&path)
	if v.IsNullOrEmpty() {
		for _, spelling := range []string{strings.ToLower(name), strings.ToUpper(name)} {
			path = value.ParsePath(spelling)
			if v = o.Attrs.Attribute(&path); !v.IsNullOrEmpty() {
				break
			}
		}
	}
	if _, isList := v.AsList(); isList {
		return ""
	}
	return v.Text()
}

// Settle completes a change of the stage References when all plans have been added, and leaves others as they are: with the names of objects that are created in the same
// cycle, and with those that others have after it. An object that is not created is said in Left, and what then has no value is not
// changed.
func (c *Changes) Settle(ch *Change) {
	if ch.Stage != References {
		return
	}
	var kept []Attribute
	for _, a := range ch.Attributes {
		var names []string
		for _, v := range a.Values {
			if name := c.refer(v); name != "" {
				names = append(names, name)
			} else {
				ch.Left = append(ch.Left, a.Name+": an object that has no distinguished name is not named")
			}
		}
		for _, p := range a.Pending {
			name, known := c.created[p]
			switch {
			case !known:
				ch.Left = append(ch.Left, a.Name+": "+p.Object+" "+p.ID+" is not created, and not named")
			case !ch.Hidden:
				names = append(names, name)
			}
		}
		if len(a.Values)+len(a.Pending) > 0 && len(names) == 0 && !ch.Hidden {
			continue
		}
		a.Values, a.Pending = names, nil
		kept = append(kept, a)
	}
	ch.Attributes = kept
}

// refer returns the name of what a value refers to, after the changes: a distinguished name, or the ID of an object whose distinguished name
// was not what others refer to it by; "" where there is none.
func (c *Changes) refer(v string) string {
	if o := c.ids[v]; o != nil {
		if name := c.nameNow(o); name != "" {
			return name
		}
	}
	if _, ok := dn.Key(v); ok {
		return c.now(v)
	}
	return ""
}

// now returns the name that an object has after the changes.
func (c *Changes) now(name string) string {
	if moved, ok := c.moved[keyOf(name)]; ok {
		return moved
	}
	return name
}

// Parents returns the names of what entries come to be in that is neither in the target's objects, nor above one of them, nor created: they must
// exist. They are sorted.
func (c *Changes) Parents() []string {
	known := map[string]bool{}
	for _, o := range c.objects {
		for name := nameOf(o); name != "" && !known[keyOf(name)]; name = dn.Parent(name) {
			known[keyOf(name)] = true
		}
	}
	for key := range c.at {
		known[key] = true
	}
	var missing []string
	for key, name := range c.within {
		if !known[key] {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	return missing
}

// Add returns the changes that carry out a plan, ordered by their stages; none where the plan writes nothing. The error says why the plan
// cannot be carried out, where it has no distinguished name, or one that is taken; what refers to the object then has nothing to refer to.
func (c *Changes) Add(p *provision.Plan) ([]Change, error) {
	switch p.Action {
	case provision.Create:
		return c.create(p)
	case provision.Update, provision.Disable:
		return c.update(p)
	case provision.Delete:
		o, name, err := c.object(p)
		if err != nil {
			return nil, err
		}
		if o != nil {
			delete(c.at, keyOf(name))
		}
		return []Change{c.read(p).change(typeDelete, name, Deletions)}, nil
	default:
		return nil, nil
	}
}

// change returns a change without attributes.
func (w *writes) change(kind, name string, stage Stage) Change {
	ch := Change{Type: kind, Object: w.plan.Type, ID: w.plan.ID, Stage: stage, Hidden: w.plan.Hidden || w.secret}
	if !ch.Hidden {
		ch.DN = name
	}
	return ch
}

// object returns the target object of a plan and its name.
func (c *Changes) object(p *provision.Plan) (*provision.Object, string, error) {
	o := c.objects[address{strings.ToLower(p.TargetType), p.Target}]
	if o == nil {
		o = c.objects[address{"", p.Target}]
	}
	if name := c.nameNow(o); name != "" {
		return o, name, nil
	}
	return nil, "", diag.Errorf("the target object has no distinguished name: export distinguishedName, or cn and parentDistinguishedName")
}

// nameNow returns the name that an object has after the changes so far.
func (c *Changes) nameNow(o *provision.Object) string {
	if o == nil {
		return ""
	}
	return c.now(nameOf(o))
}

// take notes that an entry has a name from now on.
func (c *Changes) take(name string, hidden bool) error {
	if _, ok := dn.Key(name); !ok && !strings.Contains(name, `\00`) {
		return diag.Errorf("want a distinguished name, got %s", diag.Quote(name))
	}
	key := keyOf(name)
	if _, taken := c.at[key]; taken {
		return diag.Errorf("another object has the distinguished name %s", diag.Quote(name))
	}
	c.at[key] = name
	if parent := dn.Parent(name); parent != "" && !hidden {
		c.within[keyOf(parent)] = parent
	}
	return nil
}

// create returns the addition of an entry, and what is done to it later.
func (c *Changes) create(p *provision.Plan) ([]Change, error) {
	w := c.read(p)
	class, err := classOf(p, w)
	if err != nil {
		return nil, err
	}
	first := w.naming[class.naming]
	if first == "" {
		first = w.naming["name"]
	}
	name := w.name
	switch {
	case name != "":
	case first == "":
		return nil, diag.Errorf("the new object has no name: map %s", diag.Name(class.naming))
	case w.parent == "":
		return nil, diag.Errorf("nothing says what the new object is in: map parentDistinguishedName")
	default:
		name = strings.ToUpper(class.naming) + "=" + dn.Escape(first) + "," + w.parent
	}
	if err := c.take(name, w.plan.Hidden || w.secret); err != nil {
		return nil, err
	}
	c.created[mapping.Pending{Object: p.Type, ID: p.ID}] = name
	stage := Objects
	if class.container {
		stage = Containers + Stage(strings.Count(name, ","))
	}
	add := w.change(typeAdd, name, stage)
	add.Left = w.left
	if !w.has("objectClass") {
		add.Attributes = append(add.Attributes, w.attribute("", "objectClass", class.classes...))
	}
	if w.name == "" {
		add.Attributes = append(add.Attributes, w.attribute("", class.naming, first))
	}
	flags, later := w.newFlags(class)
	add.Attributes = append(add.Attributes, w.attributes...)
	if flags != "" {
		add.Attributes = append(add.Attributes, w.attribute("", adflags.UserAccountControl, flags))
	}
	if kind, ok := w.groupType(0); ok {
		add.Attributes = append(add.Attributes, w.attribute("", adflags.GroupType, strconv.Itoa(kind)))
	}
	add.Left = append(add.Left, w.notes...)
	list := []Change{add}
	if len(w.references) > 0 {
		link := w.change(typeModify, name, References)
		link.Attributes = w.references
		list = append(list, link)
	}
	if later != "" {
		enable := w.change(typeModify, name, Enabling)
		enable.Attributes = []Attribute{w.attribute(opReplace, adflags.UserAccountControl, later)}
		enable.Left = []string{"a new account is enabled once it has a password, which is never written here: set it first"}
		list = append(list, enable)
	}
	return list, nil
}

// update returns the changes of an entry: its move, then its attributes, then its references.
func (c *Changes) update(p *provision.Plan) ([]Change, error) {
	o, name, err := c.object(p)
	if err != nil {
		return nil, err
	}
	w := c.read(p)
	var list []Change
	move, err := c.move(w, name)
	if err != nil {
		return nil, err
	}
	if move != nil {
		list = append(list, *move)
		name = c.now(name)
	}
	w.changeFlags(o)
	modify := w.change(typeModify, name, Objects)
	modify.Attributes, modify.Left = w.attributes, append(w.left, w.notes...)
	if len(modify.Attributes) > 0 || len(modify.Left) > 0 && move == nil && len(w.references) == 0 {
		list = append(list, modify)
	} else if len(modify.Left) > 0 && move != nil {
		list[0].Left = modify.Left
	}
	if len(w.references) > 0 {
		link := w.change(typeModify, name, References)
		link.Attributes = w.references
		if len(list) == 0 {
			link.Left = modify.Left
		}
		list = append(list, link)
	}
	return list, nil
}

// move returns the change of an entry's name, nil where it stays.
func (c *Changes) move(w *writes, old string) (*Change, error) {
	first, parent := dn.Split(old)
	attribute, was, ok := dn.Value(old)
	if !ok {
		attribute = "cn"
	}
	newFirst, newParent := first, parent
	naming := w.naming[strings.ToLower(attribute)]
	if naming == "" {
		naming = w.naming["name"]
	}
	if naming != "" && (naming != was || !ok) {
		newFirst = attribute + "=" + dn.Escape(naming)
	}
	if w.parent != "" && keyOf(w.parent) != keyOf(parent) {
		newParent = w.parent
	}
	if w.name != "" && keyOf(w.name) != keyOf(old) {
		newFirst, newParent = dn.Split(w.name)
	}
	if newFirst == first && newParent == parent {
		return nil, nil
	}
	name := newFirst
	if newParent != "" {
		name += "," + newParent
	}
	if strings.HasPrefix(strings.ToLower(first), "ou=") {
		return nil, diag.Errorf("the target object is a container, and what is in it would move with it: move it by itself")
	}
	delete(c.at, keyOf(old))
	if err := c.take(name, w.plan.Hidden || w.secret); err != nil {
		c.at[keyOf(old)] = old
		return nil, err
	}
	c.moved[keyOf(old)] = name
	ch := w.change(typeRename, old, Objects)
	if !ch.Hidden {
		ch.NewRDN = newFirst
		if newParent != parent {
			ch.NewSuperior = newParent
		}
	}
	return &ch, nil
}

// Format prints no more than the name of the type: what it holds are the target's objects.
func (Changes) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "ldif.Changes") }
