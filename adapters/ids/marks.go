package ids

import (
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/attrmap/attrmap/expr/value"
)

// knownName is what is known of an attribute by whose values accounts are known. A new one is a row of knownNames.
type knownName struct {
	name string // as plain returns it
	// bare values have no domain: an identifier of that name is the token itself. They share one space: a token that somebody has in one of
	// them is somebody's.
	bare bool
	// address values are nothing without a domain.
	address bool
	// logon names the part before the @ of which Active Directory makes the account's other name to log on with: it must not be another's
	// account name (documented for Active Directory: the implicit user principal name).
	logon, account bool
}

// knownNames are the attributes of Microsoft Entra ID, Active Directory, LDAP and SCIM, and the headers of the admin centers' exports.
var knownNames = []knownName{
	{name: "userprincipalname", address: true, logon: true},
	{name: "mail", address: true},
	{name: "proxyaddresses", address: true},
	{name: "samaccountname", bare: true, account: true},
	{name: "onpremisessamaccountname", bare: true, account: true},
	{name: "mailnickname", bare: true},
	{name: "alias", bare: true},
	{name: "uid", bare: true},
}

// named returns what is known of an attribute.
func named(attribute string) knownName {
	name := plain(attribute)
	if at := slices.IndexFunc(knownNames, func(k knownName) bool { return k.name == name }); at >= 0 {
		return knownNames[at]
	}
	// emails[type eq "work"].value and urn:…:User:userPrincipalName
	return knownName{name: name, address: strings.HasPrefix(name, "emails")}
}

// isKnown reports whether an attribute is one by which accounts are known.
func (k knownName) isKnown() bool { return k.bare || k.address }

// plain returns a name as all exports have it: userPrincipalName is also written "User principal name" and "user_principal_name".
func plain(attribute string) string {
	if at := strings.LastIndexByte(attribute, ':'); at >= 0 && strings.HasPrefix(strings.ToLower(attribute), "urn:") {
		attribute = attribute[at+1:]
	}
	return strings.Map(func(c rune) rune {
		if c == ' ' || c == '_' || c == '-' {
			return -1
		}
		return c
	}, strings.ToLower(attribute))
}

// fold returns what identifiers are compared by: case and accents do not distinguish them, nor does how characters are composed, or their width.
// Active Directory compares so (documented for case; reported for accents). A target that tells zoë from zoe refuses neither: one of two such
// people is numbered there without need, which is better than the reverse (assumed).
func fold(text string) string {
	text = strings.TrimSpace(text)
	if strings.IndexFunc(text, func(c rune) bool { return c > unicode.MaxASCII }) < 0 {
		return strings.ToLower(text)
	}
	text = strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(c)) // brings the forms of sigma together
	}, norm.NFKD.String(text))
	return ligatures.Replace(text)
}

// ligatures are letters that normal forms leave alone and that Windows compares as others (inferred).
var ligatures = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ı", "i")

// mark is what an identifier takes, or must be free: a hash of a folded text and of the space in which it counts. Texts of accounts are not kept.
type mark [16]byte

// The spaces of marks. An attribute that is not known has one of its own.
const (
	addresses = "address" // values with an @, of any attribute
	tokens    = "token"   // bare values
	accounts  = "account" // bare values that are names to log on with in Active Directory
	locals    = "local"   // what is before the @ of a name to log on with
)

func newMark(space, text string) mark {
	sum := sha256.Sum256([]byte(space + "\x00" + fold(text)))
	return mark(sum[:len(mark{})])
}

// taking returns what a value of an attribute takes. An address is one in any attribute; own reports that also other values of this attribute count,
// which those of an account do only where people get identifiers of that name.
func taking(attribute, text string, own bool) []mark {
	known := named(attribute)
	if address, ok := addressOf(text); ok {
		marks := []mark{newMark(addresses, address)}
		if known.logon {
			marks = append(marks, newMark(locals, localOf(address)))
		}
		return marks
	}
	switch {
	case strings.TrimSpace(text) == "":
		return nil
	case known.account:
		return []mark{newMark(tokens, text), newMark(accounts, text)}
	case known.bare:
		return []mark{newMark(tokens, text)}
	case own:
		return []mark{newMark("own "+known.name, text)}
	}
	return nil
}

// needing returns what must be free for a value of an attribute.
func needing(attribute, text string) []mark {
	known := named(attribute)
	marks := taking(attribute, text, true)
	address, ok := addressOf(text)
	switch {
	case ok && known.logon:
		marks[1] = newMark(accounts, localOf(address))
	case !ok && known.account:
		marks[1] = newMark(locals, text)
	}
	return marks
}

// addressOf returns the address that a value is, without the protocol that proxyAddresses have before it: "SMTP:", "smtp:", "SIP:".
func addressOf(text string) (address string, ok bool) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "@") {
		return "", false
	}
	if protocol, rest, found := strings.Cut(text, ":"); found && isWord(protocol) {
		text = rest
	}
	return text, true
}

// isWord reports whether a text is of letters and digits of ASCII alone, and not empty.
func isWord(text string) bool {
	return text != "" && strings.IndexFunc(text, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')
	}) < 0
}

// localOf returns what is before the last @ of an address, and the whole text where there is none.
func localOf(address string) string {
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		return address[:at]
	}
	return address
}

// domainOf returns what is after the last @ of an address, "" where there is none.
func domainOf(address string) string {
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		return address[at+1:]
	}
	return ""
}

// walk calls look with every text of a value, with the name of the attribute it is of. Of the objects in SCIM's lists the members are looked at;
// a text that holds several values, as a cell of a table does, is looked at as a whole and value by value.
func walk(attribute string, v value.Value, look func(attribute, text string)) {
	switch v.Kind() {
	case value.KindNull:
	case value.KindList:
		members, _ := v.AsList()
		for _, m := range members {
			walk(attribute, m, look)
		}
	case value.KindObject:
		o, _ := v.AsObject()
		for _, m := range o.Members() {
			name := m.Name
			if strings.EqualFold(name, "value") {
				name = attribute
			}
			walk(name, m.Value, look)
		}
	default:
		walkText(attribute, v.Text(), look)
	}
}

func walkText(attribute, text string, look func(attribute, text string)) {
	look(attribute, text)
	if strings.Contains(text, "@") {
		for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",;| \t\r\n", c) }) {
			look(attribute, part)
			// The admin centers join addresses by a plus sign, which may also be in one: then the rest has no protocol.
			for _, address := range strings.Split(part, "+") {
				if protocol, _, found := strings.Cut(address, ":"); found && isWord(protocol) {
					look(attribute, address)
				}
			}
		}
	}
	// While a user of Microsoft Entra ID is deleted softly, its id without hyphens is before its name to log on with, which it has again when
	// it is restored (reported: msgraph-sdk-powershell#2256).
	if len(text) > idLength && isHex(text[:idLength]) {
		look(attribute, text[idLength:])
	}
}

// idLength is that of an object's id without hyphens.
const idLength = 32

func isHex(text string) bool { return strings.Trim(text, "0123456789abcdefABCDEF") == "" }
