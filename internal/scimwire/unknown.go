package scimwire

import (
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/internal/urn"
)

const enterprisePath = urn.Enterprise + ":"

// otherNames are names that directories, HR systems and sheets have for attributes of a user, with the path of what is meant. Compared are letters and
// digits without case, so that first_name is firstName. The rows are found in public pipelines and questions about them.
var otherNames = map[string]string{
	"accountdisabled": "active", "disabled": "active", "accountenabled": "active", "enabled": "active", "isactive": "active", "status": "active", "employeestatus": "active",
	"employmentstatus": "active",
	"mail":             `emails[type eq "work"].value`, "email": `emails[type eq "work"].value`, "emailaddress": `emails[type eq "work"].value`, "workemail": `emails[type eq "work"].value`,
	"firstname": "name.givenName", "forename": "name.givenName", "first": "name.givenName", "given": "name.givenName",
	"lastname": "name.familyName", "surname": "name.familyName", "sn": "name.familyName", "last": "name.familyName", "family": "name.familyName", "middle": "name.middleName",
	"prefix": "name.honorificPrefix", "salutation": "name.honorificPrefix", "suffix": "name.honorificSuffix",
	"fullname": "displayName", "cn": "displayName", "commonname": "displayName", "preferredname": "displayName",
	"userprincipalname": "userName", "upn": "userName", "login": "userName", "loginname": "userName", "samaccountname": "userName", "account": "userName",
	"jobtitle": "title", "position": "title", "employeetype": "userType", "workertype": "userType", "language": "preferredLanguage", "nickname": "nickName",
	"phone": `phoneNumbers[type eq "work"].value`, "phonenumber": `phoneNumbers[type eq "work"].value`, "telephone": `phoneNumbers[type eq "work"].value`,
	"telephonenumber": `phoneNumbers[type eq "work"].value`, "businessphones": `phoneNumbers[type eq "work"].value`, "workphone": `phoneNumbers[type eq "work"].value`,
	"mobile": `phoneNumbers[type eq "mobile"].value`, "mobilephone": `phoneNumbers[type eq "mobile"].value`, "cellphone": `phoneNumbers[type eq "mobile"].value`,
	"address": `addresses[type eq "work"].formatted`, "street": `addresses[type eq "work"].streetAddress`, "addressline1": `addresses[type eq "work"].streetAddress`,
	"city": `addresses[type eq "work"].locality`, "town": `addresses[type eq "work"].locality`, "l": `addresses[type eq "work"].locality`,
	"state": `addresses[type eq "work"].region`, "province": `addresses[type eq "work"].region`, "st": `addresses[type eq "work"].region`,
	"zip": `addresses[type eq "work"].postalCode`, "zipcode": `addresses[type eq "work"].postalCode`, "postcode": `addresses[type eq "work"].postalCode`,
	"countrycode": `addresses[type eq "work"].country`, "c": `addresses[type eq "work"].country`, "co": `addresses[type eq "work"].country`,
	"employeeid": enterprisePath + "employeeNumber", "personnumber": enterprisePath + "employeeNumber", "workerid": enterprisePath + "employeeNumber",
	"company": enterprisePath + "organization", "companyname": enterprisePath + "organization", "organisation": enterprisePath + "organization",
	"dept": enterprisePath + "department", "departmentname": enterprisePath + "department", "costcentre": enterprisePath + "costCenter",
	"managerid": enterprisePath + "manager.value", "supervisor": enterprisePath + "manager.value", "businessunit": enterprisePath + "division",
}

// opposites are those of the otherNames whose true is the false of what is meant.
var opposites = []string{"accountdisabled", "disabled"}

// Unknown is a name that RFC 7643 does not define at its place.
type Unknown struct {
	// Message says so, and Hint what is meant most likely, or where names of one's own belong.
	Message, Hint diag.Message
}

// Unknown explains the first name of the path that RFC 7643 does not define; it returns false where it defines all of them, or nothing of the
// path's schema.
func (p *Path) Unknown() (Unknown, bool) {
	names := make([]string, 0, len(p.steps)+1)
	for _, s := range p.steps {
		if u, unknown := UnknownName(p.urn, names, s.name); unknown {
			return u, true
		}
		names = append(names, s.name)
		if s.filter == nil {
			continue
		}
		for _, m := range s.filter.members {
			if u, unknown := UnknownName(p.urn, names, m.Name); unknown {
				return u, true
			}
		}
	}
	return Unknown{}, false
}

// UnknownName explains a name that RFC 7643 does not define among a user's attributes of a schema, or among the parts of the attribute that
// parents lead to; it returns false where it does, or defines nothing of the schema. Parents must be defined.
func UnknownName(schema string, parents []string, name string) (Unknown, bool) {
	known, defined := definitions(schema)
	if !defined {
		return Unknown{}, false
	}
	if parent, ok := Find(schema, parents...); ok {
		known = parent.Parts
	}
	if find(namesOf(known), name) >= 0 {
		return Unknown{}, false
	}
	where := "a user"
	switch {
	case len(parents) > 0:
		where = parents[len(parents)-1]
	case schema != "":
		where = "the enterprise user"
	}
	return Unknown{
		Message: diag.Messagef("RFC 7643 defines no attribute %s of %s", diag.Quote(name), diag.Name(where)),
		Hint:    meant(schema, parents, name, known),
	}, true
}

// meant returns what an unknown name means most likely.
func meant(schema string, parents []string, name string, known []Definition) diag.Message {
	if path := meantPath(schema, parents, name); path != "" {
		return advice(schema, parents, name, path)
	}
	if near := nearest.Name(name, slices.Values(namesOf(known))); near != "" {
		return diag.Messagef("did you mean %s?", diag.Name(near))
	}
	// Attributes of the other schema, and parts, are compared after those that belong here.
	if len(parents) == 0 {
		if p, err := ParsePath(name); err == nil && len(p.steps)+len(p.Element()) > 1 {
			if _, unknown := p.Unknown(); !unknown {
				return diag.Messagef("this is a path: put what it leads to into an object, or a list of them, named %s", diag.Name(p.steps[0].name))
			}
		}
		if near := nearest.Name(name, slices.Values(places().names)); near != "" {
			return advice(schema, parents, "", home(near))
		}
		return diag.Messagef("an attribute of your own belongs to an extension, such as urn:ietf:params:scim:schemas:extension:contoso:1.0:User:%s", diag.Clip(name))
	}
	if len(known) == 0 {
		return diag.Messagef("it has no parts")
	}
	return diag.Messagef("its parts are %s", diag.Name(strings.Join(namesOf(known), ", ")))
}

// meantPath returns the path of what a name means for certain: an attribute of that name elsewhere, or one that others call by it.
func meantPath(schema string, parents []string, name string) string {
	path := home(name)
	if path == "" {
		path = otherNames[letters(name)]
	}
	// Among the parts of an attribute only another part is meant, and only another one.
	if len(parents) == 0 || strings.HasPrefix(path, parents[0]+".") || strings.HasPrefix(path, parents[0]+"[") || schema != "" && strings.HasPrefix(path, schema+":"+parents[0]+".") {
		return path
	}
	return ""
}

// advice words what to write. Beside other parts a part alone is named.
func advice(schema string, parents []string, name, path string) diag.Message {
	if slices.Contains(opposites, letters(name)) {
		return diag.Messagef("write %s, which says the opposite", diag.Name(path))
	}
	attribute, isEnterprise := strings.CutPrefix(path, enterprisePath)
	switch {
	case len(parents) > 0:
		return diag.Messagef("write %s", diag.Name(path[strings.LastIndexByte(path, '.')+1:]))
	case isEnterprise && schema == "":
		return diag.Messagef("%s belongs to %s", diag.Name(attribute), diag.Name(urn.Enterprise))
	case isEnterprise:
		return diag.Messagef("write %s", diag.Name(attribute))
	case schema != "":
		return diag.Messagef("%s belongs to %s", diag.Name(path), diag.Name(urn.User))
	}
	return diag.Messagef("write %s", diag.Name(path))
}

// places are the paths of all attributes, and of the parts that only one attribute has, by their names in small letters, and these names in the order
// of the schemas: the enterprise user's first.
var places = sync.OnceValue(func() (known struct {
	paths map[string]string
	names []string
},
) {
	known.paths = map[string]string{}
	add := func(name, path string) {
		lower := strings.ToLower(name)
		if _, twice := known.paths[lower]; !twice {
			known.names = append(known.names, name)
			known.paths[lower] = path
		}
	}
	for _, d := range ofEnterprise {
		add(d.Name, enterprisePath+d.Name)
	}
	for _, d := range ofUser {
		add(d.Name, d.Name)
	}
	holders := map[string]int{}
	for _, d := range slices.Concat(ofUser, ofEnterprise) {
		for _, part := range d.Parts {
			holders[part.Name]++
		}
	}
	for _, d := range userAttributes { // without those of meta, which only a service writes
		for _, part := range d.Parts {
			switch {
			case holders[part.Name] > 1: // the name alone says nothing
			case d.Many:
				add(part.Name, d.Name+`[type eq "work"].`+part.Name)
			default:
				add(part.Name, d.Name+"."+part.Name)
			}
		}
	}
	return known
})

// home returns the path of the attribute, or of the only attribute's part, of a name; "" where there is none.
func home(name string) string { return places().paths[strings.ToLower(name)] }

// letters returns the letters and digits of a name, in small letters.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}
