package main

import (
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// service is what an engineer writes in a provisioning service that has no attrmap: no mapping language, the ordinary means of the
// standard library and x/text, and no trick that costs the reader anything. It is safe for concurrent use.
type service struct {
	// chains spares the buffers of 8 KiB that every new chain brings. A transformer is not safe for concurrent use.
	chains      sync.Pool
	phoneNumber *regexp.Regexp
	letters     *strings.Replacer
}

func newService() *service {
	return &service{
		chains: sync.Pool{New: func() any {
			return transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		}},
		phoneNumber: regexp.MustCompile(`\+(?P<isdCode>\d* )(?P<phoneNumber>\d{10})`),
		// The letters that no decomposition makes plain.
		letters: strings.NewReplacer("ł", "l", "Ł", "L", "ø", "oe", "Ø", "OE", "æ", "ae", "Æ", "AE", "ß", "ss"),
	}
}

func text(record map[string]any, name string) string {
	s, _ := record[name].(string)
	return s
}

// withoutDiacritics is the helper found all over the Go world.
func (s *service) withoutDiacritics(name string) string {
	chain := s.chains.Get().(transform.Transformer)
	defer s.chains.Put(chain)
	plain, _, err := transform.String(chain, name)
	switch {
	case err != nil:
		return name
	case isASCII(plain):
		return plain
	}
	return s.letters.Replace(plain)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// localPart joins the names that are there.
func localPart(record map[string]any, firstName, lastName string) string {
	first, last := text(record, firstName), text(record, lastName)
	var b strings.Builder
	b.Grow(len(first) + 1 + len(last))
	b.WriteString(first)
	if first != "" && last != "" {
		b.WriteByte('.')
	}
	b.WriteString(last)
	return strings.ReplaceAll(b.String(), " ", "")
}

func at(local, domain string) string {
	if local == "" {
		return domain
	}
	return local + "@" + domain
}

func (s *service) address(user map[string]any) string {
	return at(s.withoutDiacritics(localPart(user, "PreferredFirstName", "PreferredLastName")), "contoso.com")
}

func unit(user map[string]any) string { return unitOf(text(user, "Municipality")) }

func unitOf(city string) string {
	switch city {
	case "Dallas":
		return "OU=Dallas,OU=Users,DC=contoso,DC=com"
	case "Austin":
		return "OU=Austin,OU=Users,DC=contoso,DC=com"
	case "Seattle":
		return "OU=Seattle,OU=Users,DC=contoso,DC=com"
	case "London":
		return "OU=London,OU=Users,DC=contoso,DC=com"
	}
	return "OU=Default,OU=Users,DC=contoso,DC=com"
}

func country(user map[string]any) string {
	if country := text(user, "country"); country == "USA" {
		return country
	}
	return text(user, "department")
}

func (s *service) alias(user map[string]any) string {
	return strings.ToLower(firstRunes(s.address(user), 20))
}

// firstRunes counts characters; those beyond U+FFFF, which .NET counts as two, do not occur in names.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func (s *service) phone(user map[string]any) string {
	return s.localPhone(text(user, "telephoneNumber"))
}

func (s *service) localPhone(phone string) string {
	return s.phoneNumber.ReplaceAllString(phone, "${phoneNumber}")
}

func date(user map[string]any) string { return day(text(user, "hireDate")) }

func day(timestamp string) string { return formatDate(timestamp, "20060102150405.0Z", "2006-01-02") }

// formatDate gives "" for what is no date.
func formatDate(timestamp, from, to string) string {
	t, err := time.Parse(from, timestamp)
	if err != nil {
		return ""
	}
	return t.Format(to)
}

func mail(user map[string]any) string {
	if mail, ok := user["mail"].(string); ok {
		return mail
	}
	return text(user, "userPrincipalName")
}

// entra maps a whole SCIM user. What flows as it is stays boxed as it came.
func (s *service) entra(user map[string]any) map[string]any {
	name, _ := user["name"].(map[string]any)
	enterprise, _ := user[enterpriseURN].(map[string]any)
	hr, _ := user[hrURN].(map[string]any)
	office := ofType(user["addresses"], "work")
	mail := ofType(user["emails"], "work")["value"]
	if mail == nil {
		mail = user["userName"]
	}
	first, last := text(name, "givenName"), text(name, "familyName")
	return map[string]any{
		"employeeId":              user["externalId"],
		"accountEnabled":          user["active"],
		"givenName":               name["givenName"],
		"surname":                 name["familyName"],
		"jobTitle":                user["title"],
		"department":              enterprise["department"],
		"costCenter":              enterprise["costCenter"],
		"streetAddress":           office["streetAddress"],
		"city":                    office["locality"],
		"state":                   office["region"],
		"postalCode":              office["postalCode"],
		"country":                 office["country"],
		"companyName":             "Contoso",
		"userType":                "Member",
		"mail":                    mail,
		"parentDistinguishedName": unitOf(text(office, "locality")),
		"displayName":             joined(", ", last, first),
		"userPrincipalName":       at(text(user, "externalId"), "contoso.com"),
		"telephoneNumber":         s.localPhone(text(ofType(user["phoneNumbers"], "work"), "value")),
		"employeeHireDate":        day(text(hr, "HireDate")),
	}
}

func joined(separator, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

// ofType gives the first member of a multi-valued attribute that has the type.
func ofType(list any, kind string) map[string]any {
	members, _ := list.([]any)
	for _, m := range members {
		if member, ok := m.(map[string]any); ok && strings.EqualFold(text(member, "type"), kind) {
			return member
		}
	}
	return nil
}
