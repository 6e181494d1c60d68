package work

// person is what the records of one user are made from: a flat one of an HR system and a nested one of SCIM.
type person struct {
	id, first, last, city, country, department, phone, hired, mail string
}

// people are eight users: two with accents, two with a space in a name, half of them without mail, and one whose phone does not
// have the form that the phone task looks for.
var people = [...]person{
	{"10011", "Alex", "Wilber", "Dallas", "USA", "Marketing", "+1 4255550101", "20150123105347.1Z", "alexw@contoso.com"},
	{"10012", "Zoë", "Żółtowska", "Austin", "Poland", "Finance", "+48 2255550102", "20180930081500.0Z", ""},
	{"10013", "Adele", "Vance", "Seattle", "USA", "Retail", "+1 4255550103", "20200229235959.9Z", "adelev@contoso.com"},
	{"10014", "Anne Marie", "Larsen", "London", "Great Britain", "Legal", "+44 2075550104", "20011231000000.5Z", ""},
	{"10015", "José", "Muñoz", "Dallas", "Spain", "Operations", "+34 9155550105", "20221107120000.0Z", "josem@contoso.com"},
	{"10016", "Pieter", "Van der Berg", "Rotterdam", "Netherlands", "Sales", "+31 1055550106", "20190401070000.2Z", ""},
	{"10017", "Megan", "Bowen", "Austin", "USA", "Marketing", "(425) 555-0107", "20160615093000.3Z", "meganb@contoso.com"},
	{"10018", "Lynne", "Robbins", "Melbourne", "Australia", "Research", "+61 3955550108", "20240102030405.6Z", ""},
}

// The schema extensions of the SCIM users.
const (
	EnterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	HRURN         = "urn:ietf:params:scim:schemas:extension:csv:1.0:User"
)

// FlatUsers are the users as records of an HR system.
func FlatUsers() []map[string]any {
	users := make([]map[string]any, len(people))
	for i := range people {
		users[i] = people[i].flat()
	}
	return users
}

// ASCIIUsers are the flat users without accents.
func ASCIIUsers() []map[string]any {
	var users []map[string]any
	for i := range people {
		if isASCII(people[i].first) && isASCII(people[i].last) {
			users = append(users, people[i].flat())
		}
	}
	return users
}

// SCIMUsers are the same users as SCIM resources.
func SCIMUsers() []map[string]any {
	users := make([]map[string]any, len(people))
	for i := range people {
		users[i] = people[i].scim()
	}
	return users
}

// flat returns a person as a record of an HR system, with one text per attribute. What is missing is absent, not empty.
func (p *person) flat() map[string]any {
	user := map[string]any{
		"WorkerID":           p.id,
		"PreferredFirstName": p.first,
		"PreferredLastName":  p.last,
		"Municipality":       p.city,
		"country":            p.country,
		"department":         p.department,
		"telephoneNumber":    p.phone,
		"hireDate":           p.hired,
		"userPrincipalName":  p.id + "@contoso.com",
		"Active":             true,
		"jobTitle":           "Specialist",
		"costCenter":         "C-" + p.id,
	}
	if p.mail != "" {
		user["mail"] = p.mail
	}
	return user
}

// scim returns a person as a SCIM resource. The element of type work is never the first of its array with several elements, so that every
// side has to look for it.
func (p *person) scim() map[string]any {
	user := map[string]any{
		"schemas":     []any{"urn:ietf:params:scim:schemas:core:2.0:User", EnterpriseURN, HRURN},
		"externalId":  p.id,
		"userName":    p.id + "@contoso.com",
		"name":        map[string]any{"givenName": p.first, "familyName": p.last, "formatted": p.first + " " + p.last},
		"title":       "Specialist",
		"active":      true,
		"displayName": p.first + " " + p.last,
		"phoneNumbers": []any{
			map[string]any{"type": "mobile", "value": "+1 4255550100"},
			map[string]any{"type": "work", "value": p.phone},
		},
		"addresses": []any{
			map[string]any{"type": "home", "locality": "Elsewhere", "country": p.country},
			map[string]any{
				"type": "work", "primary": true, "streetAddress": p.id + " Main Street", "locality": p.city, "region": "R-" + p.id,
				"postalCode": "P-" + p.id, "country": p.country,
			},
		},
		EnterpriseURN: map[string]any{
			"employeeNumber": p.id, "department": p.department, "costCenter": "C-" + p.id,
			"manager": map[string]any{"value": "10001", "displayName": "Manager"},
		},
		HRURN: map[string]any{"HireDate": p.hired},
	}
	if p.mail != "" {
		user["emails"] = []any{map[string]any{"type": "work", "primary": true, "value": p.mail}}
	}
	return user
}
