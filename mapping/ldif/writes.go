package ldif

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// What a modification does to an attribute.
const (
	opAdd     = "add"
	opDelete  = "delete"
	opReplace = "replace"
)

// writes is what a plan writes, sorted by how Active Directory takes it.
type writes struct {
	plan       *provision.Plan
	naming     map[string]string // values that may name the entry, by their attributes in lower case: cn, ou, uid, name
	parent     string            // what the entry is to be in
	name       string            // the whole distinguished name, where a mapping writes it
	attributes []Attribute
	references []Attribute
	state      flags
	left       []string // what is left out
	notes      []string // what else is to be said
	secret     bool     // what names the entry must not be printed
}

// read sorts what a plan writes.
func (c *Changes) read(p *provision.Plan) *writes {
	w := &writes{plan: p, naming: map[string]string{}}
	for i := range p.Attributes {
		o := &p.Attributes[i]
		w.secret = w.secret || o.Mask() != "" && (w.isNaming(o) || is(o.Mapping.Target, parentName) || is(o.Mapping.Target, wholeNames...))
	}
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision.Changes() {
			w.write(o)
		}
	}
	return w
}

// Names of attributes that say where an entry is, which mappings write and no directory has.
const parentName = "parentDistinguishedName"

var wholeNames = []string{"distinguishedName", "dn", "-dn-"}

// has reports whether an attribute is written.
func (w *writes) has(name string) bool {
	return slices.ContainsFunc(w.attributes, func(a Attribute) bool { return strings.EqualFold(a.Name, name) })
}

// attribute returns an attribute, without values where the plan hides them.
func (w *writes) attribute(op, name string, values ...string) Attribute {
	if w.plan.Hidden || w.secret {
		values = nil
	}
	return Attribute{Op: op, Name: name, Values: values}
}

// leave notes that an attribute is left out.
func (w *writes) leave(name, why string) { w.left = append(w.left, name+": "+why) }

// passwords are attributes that hold secrets, which are never written.
var passwords = []string{"unicodePwd", "userPassword", "dBCSPwd", "ntPwdHistory", "lmPwdHistory", "supplementalCredentials"}

// is reports whether a name is among others, in any case.
func is(name string, others ...string) bool {
	return slices.ContainsFunc(others, func(other string) bool { return strings.EqualFold(name, other) })
}

// write sorts one outcome.
func (w *writes) write(o *mapping.Outcome) {
	name := o.Mapping.Target
	known, _ := mapping.ProfileAD.Attribute(w.plan.TargetType, name)
	masked := !o.Hidden && o.Mask() != ""
	switch {
	case is(name, passwords...):
		w.leave(name, "a password is never written")
	case masked:
		w.leave(name, "a value that must not be printed is not written")
	case w.flags(name, o.New): // no attribute of the directory, or one that is put together
	case is(name, parentName, "cn") && o.New.IsNullOrEmpty():
		w.leave(name, "an entry is not without it: it stays")
	case is(name, parentName):
		w.parent = o.New.Text()
	case is(name, wholeNames...):
		w.name = o.New.Text()
	case known.ReadOnly:
		w.leave(name, "Active Directory sets it by itself")
	case !isName(name):
		w.leave(name, "want the name of an attribute of LDAP")
	case w.names(o):
	case isReference(o, known):
		w.references = append(w.references, w.difference(o, true)...)
	case w.plan.Action == provision.Create:
		if values := w.values(name, o.New, true); len(values) > 0 {
			w.attributes = append(w.attributes, w.attribute("", name, values...))
		}
	default:
		w.attributes = append(w.attributes, w.difference(o, false)...)
	}
}

// flags reports whether an attribute is about flags, and notes what it says.
func (w *writes) flags(name string, v value.Value) bool {
	known, understood := w.state.note(name, v)
	if known && !understood {
		w.leave(name, "the value is not understood, and the bits stay")
	}
	return known
}

// isNaming reports whether an outcome is about an attribute that entries are named by.
func (w *writes) isNaming(o *mapping.Outcome) bool {
	return is(o.Mapping.Target, "cn", "name") || is(o.Mapping.Target, "ou") && w.isContainer()
}

// names reports whether an outcome names the entry. The directory sets the attribute when the entry is named.
func (w *writes) names(o *mapping.Outcome) bool {
	naming := w.isNaming(o)
	if naming && !o.New.IsNullOrEmpty() {
		w.naming[strings.ToLower(o.Mapping.Target)] = o.New.Text()
	}
	return naming
}

// isContainer reports whether the plan is about an organizational unit.
func (w *writes) isContainer() bool {
	return is(w.plan.TargetType, "organizationalUnit") || is(w.plan.Resource, "organizationalUnit")
}

// isName reports whether a text is the name of an attribute (RFC 4512, 1.4, descr or numericoid).
func isName(text string) bool {
	for _, c := range []byte(text) {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return text != "" && text[0] != '-' && text[0] != '.'
}

// isReference reports whether an attribute names other entries, which must exist.
func isReference(o *mapping.Outcome, known mapping.Attribute) bool {
	if len(o.Pending) > 0 || known.Type == mapping.Reference {
		return true
	}
	for _, v := range []value.Value{o.New, o.Old} {
		if members := v.Members(); len(members) > 0 && members[0].Kind() == value.KindReference {
			return true
		}
	}
	return false
}

// values returns values as the directory takes them. What it does not take is left out, and is noted if tell is set.
func (w *writes) values(name string, all value.Value, tell bool) (texts []string) {
	leave := func(why string) {
		if tell {
			w.leave(name, why)
		}
	}
	for _, v := range all.Members() {
		switch b, isBinary := v.AsBinary(); {
		case v.Kind() == value.KindObject:
			leave("a value with parts is not written: Active Directory has none")
		case isBinary:
			texts = append(texts, string(b))
		case v.IsNullOrEmpty():
			leave("an empty text is not written: Active Directory refuses it")
		case v.Kind() == value.KindBoolean:
			texts = append(texts, strings.ToUpper(v.Text())) // RFC 4517, 3.3.3
		default:
			texts = append(texts, v.Text())
		}
	}
	return texts
}

// difference returns the modifications that make the new value of the old one: a single value is replaced, of several those are deleted and added that
// differ, so that a change of one member does not send a group's others.
func (w *writes) difference(o *mapping.Outcome, reference bool) (list []Attribute) {
	name := o.Mapping.Target
	old, now := w.values(name, o.Old, false), w.values(name, o.New, true)
	if w.plan.Action == provision.Create {
		old = nil
	}
	several := o.Old.Kind() == value.KindList || o.New.Kind() == value.KindList
	if !several && len(old) > 0 && len(now)+len(o.Pending) > 0 {
		a := w.attribute(opReplace, name, now...)
		a.Pending = o.Pending
		return []Attribute{a}
	}
	switch gone := without(old, now, reference); {
	case len(gone) == 0:
	case len(now) == 0:
		list = append(list, w.attribute(opDelete, name)) // all, however they are written
	default:
		list = append(list, w.attribute(opDelete, name, gone...))
	}
	if added := without(now, old, reference); len(added)+len(o.Pending) > 0 {
		a := w.attribute(opAdd, name, added...)
		a.Pending = o.Pending
		list = append(list, a)
	}
	return list
}

// without returns the values that are not among others, each once. Names of entries are compared as such.
func without(values, others []string, names bool) (rest []string) {
	key := func(text string) string {
		if names {
			return keyOf(text)
		}
		return text
	}
	seen := map[string]bool{}
	for _, v := range others {
		seen[key(v)] = true
	}
	for _, v := range values {
		if k := key(v); !seen[k] {
			seen[k] = true
			rest = append(rest, v)
		}
	}
	return rest
}

// class is a kind of entries.
type class struct {
	names     []string // of types of objects
	classes   []string // objectClass
	naming    string   // the attribute that names the entry
	container bool
	account   bool
}

// classes are the kinds of entries that can be created (documented: Active Directory's schema).
var classes = []class{
	{[]string{"user"}, []string{"top", "person", "organizationalPerson", "user"}, "cn", false, true},
	{[]string{"inetOrgPerson"}, []string{"top", "person", "organizationalPerson", "user", "inetOrgPerson"}, "cn", false, true},
	{[]string{"group"}, []string{"top", "group"}, "cn", false, false},
	{[]string{"contact", "orgContact"}, []string{"top", "person", "organizationalPerson", "contact"}, "cn", false, false},
	{[]string{"organizationalUnit"}, []string{"top", "organizationalUnit"}, "ou", true, false},
}

// classOf returns the kind of a plan's entry: that of its type in the target, else of its resource.
func classOf(p *provision.Plan, w *writes) (class, error) {
	for _, name := range []string{p.TargetType, p.Resource} {
		for _, c := range classes {
			if is(name, c.names...) {
				return c, nil
			}
		}
	}
	if w.has("objectClass") {
		return class{naming: "cn", account: w.state.control.said()}, nil
	}
	return class{}, diag.Errorf("no class of Active Directory is known for objects of the type %s: map objectClass", diag.Name(strconv.Quote(p.TargetType)))
}
