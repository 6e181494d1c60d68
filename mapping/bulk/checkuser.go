package bulk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
)

// person is who had an id first.
type person struct {
	operation int // from 1
	name      string
}

// user checks the data of one operation.
func (c *checker) user(data *item) {
	external := data.member("externalId")
	// The service matches people by externalId. It is compared with case here, so that two people are never taken for one.
	match := external.plain()
	if match == "" {
		c.at(cmp.Or(external, data), codes.MissingMatch, diag.Error, diag.Messagef("the matching value externalId is missing, and the service skips a user without it"), diag.Message{})
	} else if first, twice := c.matches[match]; twice {
		c.at(external, codes.DuplicateMatch, diag.Warning, diag.Messagef("operation %d has the same externalId, and both change the same account", first), diag.Message{})
	} else {
		c.matches[match] = c.operations
	}
	c.id(data, match)
	enterprise := data.member(urn.Enterprise)
	// Both are the worker's number as a rule: if they differ, one of them may be another person's.
	if number := enterprise.member("employeeNumber"); match != "" && number.plain() != "" && number.plain() != match {
		c.at(number, codes.EmployeeNumber, diag.Warning,
			diag.Messagef("employeeNumber is %s and externalId %s", diag.Quote(number.plain()), diag.Quote(match)), diag.Messagef("one of the two most likely belongs to somebody else"))
	}
	c.manager(enterprise.member("manager"))
	c.passwords(data)
	c.attributes(data)
	for _, array := range data.children {
		if array.kind == jsonArray {
			c.array(array)
		}
	}
	c.schemas(data)
}

// id looks for one id on two people; otherwise the service does not care for it.
func (c *checker) id(data *item, match string) {
	it := data.member("id")
	id := it.plain()
	if id == "" {
		return
	}
	// The ids are counted and remarked on once at the end, see Check.
	if c.withID++; c.firstID == nil {
		c.firstID = it
	}
	// One person may be in several operations, with the same id; only an id of two people is a mistake.
	name := cmp.Or(match, data.member("userName").plain())
	first, twice := c.ids[id]
	switch {
	case !twice:
		c.ids[id] = person{c.operations, name}
	case first.name != name:
		c.at(it, codes.DuplicateID, diag.Warning, diag.Messagef("operation %d has the same id %s for somebody else", first.operation, diag.Quote(id)), diag.Messagef("leave id out, or correct it"))
	}
}

// manager looks for a manager without value. Null is right, for the manager or its value: it says that there is none. A value of another kind is
// reported as such.
func (c *checker) manager(it *item) {
	if it == nil || it.kind == jsonNull {
		return
	}
	if v := it.member("value"); v.plain() != "" || v.isOtherKind() || v != nil && v.kind == jsonNull {
		return
	}
	c.at(it, codes.NoManager, diag.Warning, diag.Messagef("the manager has no value, and is not resolved without it"), diag.Messagef(`write {"value": the manager's externalId}`))
}

// passwords looks for passwords at any depth. What they are is not repeated.
func (c *checker) passwords(it *item) {
	for _, child := range it.children {
		if strings.EqualFold(child.name, "password") && child.plain() != "" {
			c.at(child, codes.ClearPassword, diag.Warning, diag.Messagef("a password in clear text"), diag.Messagef("leave it out, and change it where it is in use"))
		}
		c.passwords(child)
	}
}

// supportedTypes are the types that the inbound provisioning API reads. Its page names work alone, and the worksheets for HR
// systems map mobile phones too.
func supportedTypes(array string) []string {
	switch {
	case strings.EqualFold(array, "emails"), strings.EqualFold(array, "addresses"):
		return []string{"work"}
	case strings.EqualFold(array, "phoneNumbers"):
		return []string{"work", "mobile"}
	}
	return nil
}

// array checks the types by which mappings distinguish an array's elements.
func (c *checker) array(array *item) {
	supported := supportedTypes(array.name)
	// Types are compared without case, as the filters of mappings compare them.
	seen := map[string]bool{}
	for _, element := range array.children {
		if element.kind != jsonObject {
			continue
		}
		it := element.member("type")
		kind := strings.ToLower(it.plain())
		switch {
		case it.isOtherKind(): // which is reported as such
		// Arrays of which nothing is known need no types; where their elements have some, they must differ.
		case kind == "" && supported != nil:
			c.at(element, codes.MissingType, diag.Warning, diag.Messagef("the element of %s has no type, and mappings read elements by their types", diag.Name(diag.Clip(array.name))), diag.Message{})
		case kind == "":
		case seen[kind]:
			c.at(it, codes.DuplicateType, diag.Warning, diag.Messagef("the type %s occurs twice in %s", diag.Quote(it.plain()), diag.Quote(array.name)), diag.Messagef("types must be unique within an array"))
		case supported != nil && !slices.Contains(supported, kind):
			c.at(it, codes.UnsupportedType, diag.Warning, diag.Messagef("the service does not read the type %s of %s", diag.Quote(it.plain()), diag.Name(array.name)),
				diag.Messagef("it reads %s", diag.Name(strings.Join(supported, " and "))))
		}
		seen[kind] = true
	}
}

// userURNs are the urns of one user: those that its schemas list, and those that its members are named by.
type userURNs struct {
	schemas    []*item
	extensions []*item
	flat       []string // the schemas of attributes that are not in the object of their extension
}

// schemas notes the urns of a user; they are judged when those of all users are known.
func (c *checker) schemas(data *item) {
	var u userURNs
	list := data.member("schemas")
	for _, s := range list.elements() {
		if s.kind == jsonText {
			u.schemas = append(u.schemas, s)
			c.urns.Add(s.text)
		}
	}
	if len(u.schemas) == 0 {
		problem := diag.Messagef("the user's schemas are missing")
		if list != nil && list.kind != jsonNull && list.kind != jsonArray {
			problem = diag.Messagef("want a list of URNs in schemas, got %s", foundText(list))
		}
		c.at(cmp.Or(list, data), codes.MissingSchema, diag.Warning, problem, diag.Messagef("list %s and those of the extensions", diag.Name(urn.User)))
	}
	for _, m := range data.children {
		switch {
		// A name with a space before it is still meant as a URN; the space is reported by its slip.
		case !urn.Is(strings.TrimSpace(m.name)):
		case m.kind == jsonObject || m.kind == jsonNull:
			u.extensions = append(u.extensions, m)
			c.urns.Add(m.name)
		default:
			schema, _, _ := urn.Cut(m.name)
			u.flat = append(u.flat, m.name, schema)
			c.atName(m, codes.FlatExtension, diag.Warning, diag.Messagef("want an object for the URN of an extension, got %s", diag.Name(itemNames[m.kind])),
				diag.Messagef("put the attribute into an object that is named by the URN before its last colon"))
		}
	}
	c.users = append(c.users, u)
}

// checkURNs judges the urns of all users: slips once each, and what is missing for every user.
// A slip is judged by how often each URN occurs in all requests, so that no URN can be judged while they are read.
func (c *checker) checkURNs() {
	// A name is compared with all others, which costs more than looking the result up for each of its users.
	slips := map[string]urn.Typo{}
	slipOf := func(name string) urn.Typo {
		s, known := slips[name]
		if !known {
			s = c.urns.Typo(name)
			slips[name] = s
		}
		return s
	}
	reported := map[string]bool{}
	report := func(name string, it *item, at func(*item, diag.Code, diag.Severity, diag.Message, diag.Message)) {
		if s := slipOf(name); !s.Message.IsZero() && !reported[name] {
			reported[name] = true
			at(it, slipCode(s), diag.Warning, s.Message, s.Hint)
		}
	}
	for _, u := range c.users {
		for _, s := range u.schemas {
			report(s.text, s, c.at)
		}
		for _, e := range u.extensions {
			report(e.name, e, c.atName)
		}
		c.missingSchemas(u, slipOf)
	}
}

// missingSchemas compares the schemas of one user with its extensions; a slip explains why one has no counterpart.
// Each URN counts as itself and as the one that is meant by it, so that a slip on one side is reported as a slip alone.
func (c *checker) missingSchemas(u userURNs, slipOf func(string) urn.Typo) {
	// That the list is missing has been reported.
	if len(u.schemas) == 0 {
		return
	}
	listed, used := map[string]bool{}, map[string]bool{}
	for _, name := range u.flat {
		used[name] = true
	}
	for _, s := range u.schemas {
		listed[s.text], listed[cmp.Or(slipOf(s.text).Meant, s.text)] = true, true
	}
	for _, e := range u.extensions {
		meant := cmp.Or(slipOf(e.name).Meant, e.name)
		used[e.name], used[meant] = true, true
		if !listed[e.name] && !listed[meant] {
			c.atName(e, codes.MissingSchema, diag.Warning, diag.Messagef("the user's schemas do not list %s", urn.Quote(e.name)), diag.Messagef("put it into schemas"))
		}
	}
	if !listed[urn.User] {
		c.at(u.schemas[0], codes.MissingSchema, diag.Warning, diag.Messagef("the user's schemas do not list %s", urn.Quote(urn.User)), diag.Messagef("put it into schemas"))
	}
	for _, s := range u.schemas {
		if s.text != urn.User && !used[s.text] && slipOf(s.text).Message.IsZero() {
			c.at(s, codes.UnusedSchema, diag.Info, diag.Messagef("there are no data of the schema %s", urn.Quote(s.text)), diag.Message{})
		}
	}
}
