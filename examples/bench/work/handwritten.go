package work

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

// Service is what an engineer writes in a provisioning service that has no attrmap: no mapping language, the ordinary means of the
// standard library and x/text, and no trick that costs the reader anything. It is safe for concurrent use.
type Service struct {
	// chains spares the buffers of 8 KiB that every new chain brings. A transformer is not safe for concurrent use.
	chains      sync.Pool
	phoneNumber *regexp.Regexp
	letters     *strings.Replacer
}

// NewService returns a service that is ready for all tasks.
func NewService() *Service {
	return &Service{
		chains: sync.Pool{New: func() any {
			return transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
		}},
		phoneNumber: regexp.MustCompile(`\+(?P<isdCode>\d* )(?P<phoneNumber>\d{10})`),
		// The letters that no decomposition makes plain.
		letters: strings.NewReplacer("ł", "l", "Ł", "L", "ø", "oe", "Ø", "OE", "æ", "ae", "Æ", "AE", "ß", "ss"),
	}
}

// text returns an attribute's text, "" where it is missing or no text.
func text(record map[string]any, name string) string {
	s, _ := record[name].(string)
	return s
}

// WithoutDiacritics is the helper found all over the Go world.
// It decomposes, drops the marks and composes again. The letters that have no decomposition are replaced afterwards.
func (s *Service) WithoutDiacritics(name string) string {
	// transform.String resets the chain before it is used, so that one which comes from the pool can be used as it is.
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

// isASCII reports whether a text has no character beyond ASCII, and so nothing to be normalized.
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
	// One allocation for the address so far, as a careful engineer would have it.
	b.Grow(len(first) + 1 + len(last))
	b.WriteString(first)
	// Join leaves empty arguments out, and with them their separators.
	if first != "" && last != "" {
		b.WriteByte('.')
	}
	b.WriteString(last)
	return strings.ReplaceAll(b.String(), " ", "")
}

// at returns an address. Without a local part it returns the domain alone, as Join does, which leaves empty arguments out.
func at(local, domain string) string {
	if local == "" {
		return domain
	}
	return local + "@" + domain
}

// Address is task a.
func (s *Service) Address(user map[string]any) string {
	return at(s.WithoutDiacritics(localPart(user, "PreferredFirstName", "PreferredLastName")), "contoso.com")
}

// AddressASCII is Address that spares the transformer where there is nothing to transform.
func (s *Service) AddressASCII(user map[string]any) string {
	local := localPart(user, "PreferredFirstName", "PreferredLastName")
	if !isASCII(local) {
		local = s.WithoutDiacritics(local)
	}
	return at(local, "contoso.com")
}

// Unit is task b.
func Unit(user map[string]any) string { return unitOf(text(user, "Municipality")) }

// A switch needs no map, neither one that is made for each call nor one that is kept.
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

// Country is task c.
func Country(user map[string]any) string {
	if country := text(user, "country"); country == "USA" {
		return country
	}
	return text(user, "department")
}

// Alias is task d.
func (s *Service) Alias(user map[string]any) string {
	return strings.ToLower(FirstRunes(s.Address(user), 20))
}

// FirstRunes counts characters; those beyond U+FFFF, which .NET counts as two, do not occur in names.
func FirstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// Phone is task e.
func (s *Service) Phone(user map[string]any) string {
	return s.LocalPhone(text(user, "telephoneNumber"))
}

// LocalPhone leaves a number of another form as it is.
func (s *Service) LocalPhone(phone string) string {
	return s.phoneNumber.ReplaceAllString(phone, "${phoneNumber}")
}

// Date is task f.
func Date(user map[string]any) string { return day(text(user, "hireDate")) }

// day returns the date of an HR system's timestamp, which has a fraction of a second and is in UTC.
func day(timestamp string) string { return FormatDate(timestamp, "20060102150405.0Z", "2006-01-02") }

// FormatDate returns "" for what is no date. The layouts are those of package time.
func FormatDate(timestamp, from, to string) string {
	t, err := time.Parse(from, timestamp)
	if err != nil {
		return ""
	}
	return t.Format(to)
}

// Mail is task g.
func Mail(user map[string]any) string {
	// Coalesce passes over what is absent; the users have no mail that is empty.
	if mail, ok := user["mail"].(string); ok {
		return mail
	}
	return text(user, "userPrincipalName")
}

// Entra is task h: it maps a whole SCIM user. What flows as it is stays boxed as it came.
func (s *Service) Entra(user map[string]any) map[string]any {
	// A nil map is read as an empty one, so that missing objects need no test.
	name, _ := user["name"].(map[string]any)
	enterprise, _ := user[EnterpriseURN].(map[string]any)
	hr, _ := user[HRURN].(map[string]any)
	office := ofType(user["addresses"], "work")
	// Reading a nil map is safe: a user without emails has none of that type.
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
		"displayName":             Joined(", ", last, first),
		"userPrincipalName":       at(text(user, "externalId"), "contoso.com"),
		"telephoneNumber":         s.LocalPhone(text(ofType(user["phoneNumbers"], "work"), "value")),
		"employeeHireDate":        day(text(hr, "HireDate")),
	}
}

// Joined puts the separator between texts that are both there.
func Joined(separator, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + separator + b
}

// ofType returns the first member of a multi-valued attribute that has the type.
func ofType(list any, kind string) map[string]any {
	members, _ := list.([]any)
	for _, m := range members {
		if member, ok := m.(map[string]any); ok && strings.EqualFold(text(member, "type"), kind) {
			return member
		}
	}
	return nil
}
