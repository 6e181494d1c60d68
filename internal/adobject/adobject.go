// Package adobject reads objects of Active Directory, whether they come from an export or from the directory itself: the names of their
// attributes, their classes, GUIDs, ranges of values, and the attributes that provisioning knows and the directory has not.
package adobject

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adflags"
	"github.com/attrmap/attrmap/internal/dn"
)

// adNames has the names under which exports of Active Directory hold an attribute whose LDAP name differs in more than case: the
// properties of Get-ADUser (documented: module ActiveDirectory, Get-ADUser) and the column DN of csvde (documented: csvde).
var adNames = []struct{ export, attribute string }{
	{"DN", "distinguishedName"},
	{"Surname", "sn"},
	{"Name", "cn"},
	{"EmailAddress", "mail"},
	{"OfficePhone", "telephoneNumber"},
	{"MobilePhone", "mobile"},
	{"Fax", "facsimileTelephoneNumber"},
	{"Office", "physicalDeliveryOfficeName"},
	{"City", "l"},
	{"State", "st"},
	{"Country", "c"},
	{"POBox", "postOfficeBox"},
	{"Organization", "o"},
	{"HomePage", "wWWHomePage"},
	{"OtherName", "middleName"},
	{"LogonWorkstations", "userWorkstations"},
	{"SID", "objectSid"},
	{"Members", "member"},
}

// Virtual returns the attributes of exports that an attribute is made of which provisioning knows of an object of Active Directory though the
// directory has none of that name.
func Virtual(attribute string) []string {
	if strings.EqualFold(attribute, "parentDistinguishedName") {
		return []string{"distinguishedName", "DN"}
	}
	for _, flag := range adflags.Flags {
		if strings.EqualFold(attribute, flag.Name) {
			return []string{flag.Of, "Enabled"}
		}
	}
	return nil
}

// ownNames are attributes that no other directory has under these names: a mapping that reads one of them is about Active Directory.
var ownNames = []string{"sAMAccountName", "userAccountControl", "distinguishedName", "objectGUID", "accountDisabled", "parentDistinguishedName"}

// Reads reports whether attributes that a mapping reads are those of Active Directory.
func Reads(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(ownNames, func(own string) bool { return strings.EqualFold(name, own) })
	})
}

// Keep returns the names with those under which exports have the attributes.
func Keep(names []string) []string {
	all := slices.Clone(names)
	for _, name := range names {
		for _, n := range adNames {
			if strings.EqualFold(name, n.attribute) {
				all = append(all, n.export)
			}
		}
		all = append(all, Virtual(name)...)
	}
	return append(all, "objectClass")
}

// Is reports whether an object was exported from Active Directory, whatever is known of the target: it has a distinguished name, and an
// attribute that no other directory has.
func Is(o *value.Object) bool {
	return Name(o) != "" && (!o.GetFold("objectGUID").IsNullOrEmpty() || !o.GetFold("sAMAccountName").IsNullOrEmpty())
}

// Complete returns the attributes of an object that was exported from Active Directory, with those that it holds under other names, and the
// two virtual ones. What the export has under a name is kept.
// Nothing is renamed or removed, since a mapping may name what the export has: names are only added, where they have no value yet.
func Complete(o *value.Object) *value.Object {
	o = decoded(o)
	members := o.Members()
	// The capacity ends with the length, so that add copies the members instead of writing after those of the record.
	members = members[:len(members):len(members)]
	add := func(name string, v value.Value) {
		if !v.IsNullOrEmpty() && o.GetFold(name).IsNullOrEmpty() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	for _, n := range adNames {
		add(n.attribute, o.GetFold(n.export))
	}
	// The virtual attributes are no attributes of the directory: only an export that was made for provisioning has them, and is believed.
	for _, flag := range adflags.Flags {
		add(flag.Name, flagOf(o, flag))
	}
	add("accountDisabled", isDisabled(o))
	if parent := dn.Parent(Name(o)); parent != "" {
		add("parentDistinguishedName", value.String(parent))
	}
	return value.NewObject(members...)
}

// otherClasses are classes of objects that are no users, though computers and the accounts of services have the class user, too (documented:
// Active Directory's schema). Get-ADObject and csvde write the last class of an object alone.
var otherClasses = []string{
	"computer", "msDS-ManagedServiceAccount", "msDS-GroupManagedServiceAccount", "group", "contact", "organizationalUnit", "container", "builtinDomain",
	"domainDNS", "domain", "foreignSecurityPrincipal", "printQueue", "volume",
}

// HasClass reports whether an object of Active Directory is one of a type. An export that does not say, classes that are not known, and types
// that are no class are not judged.
func HasClass(o *value.Object, kind string) bool {
	classes := o.GetFold("objectClass").Members()
	if len(classes) == 0 {
		return true
	}
	has := func(class string) bool {
		return slices.ContainsFunc(classes, func(v value.Value) bool { return strings.EqualFold(v.Text(), class) })
	}
	other := slices.ContainsFunc(otherClasses, has)
	switch {
	case kind == "" || strings.EqualFold(kind, "user"):
		return !other
	case slices.ContainsFunc(otherClasses, func(class string) bool { return strings.EqualFold(class, kind) }):
		return has(kind) || !other && !has("user")
	}
	return true
}

// ID returns the ID of an object: its objectGUID, which stays when it is renamed or moved; an ID that the export was given; its
// distinguished name, which LDAP knows it by. An export without any of them has no better one than what NewObject has found.
func ID(attrs *value.Object, other string) string {
	for _, name := range []string{"objectGUID", "id", "objectId"} {
		if v := attrs.GetFold(name); !v.IsNullOrEmpty() {
			return v.Text()
		}
	}
	return other
}

// Name returns the distinguished name of an object; csvde and LDIF have it as DN.
func Name(o *value.Object) string {
	if name := o.GetFold("distinguishedName"); !name.IsNullOrEmpty() {
		return name.Text()
	}
	return o.GetFold("DN").Text()
}

// decoded returns the object with the values that csvde writes as digits, see fromDigits, and with its objectGUID as text, so that all exports
// have it in one form. It is the text that Microsoft Entra ID has as onPremisesObjectIdentifier (inferred from cloud sync's schema, where
// the one is binary and the other a text).
func decoded(o *value.Object) *value.Object {
	var members []value.Member
	for i, m := range o.Members() {
		v, ok := fromDigits(m.Value)
		if strings.EqualFold(m.Name, "objectGUID") && !v.IsNullOrEmpty() {
			v, ok = value.String(GUID(v)), true
		}
		if ok {
			if members == nil {
				members = slices.Clone(o.Members())
			}
			members[i].Value = v
		}
	}
	if members == nil {
		return o
	}
	return value.NewObject(members...)
}

// fromDigits returns what csvde writes as the hexadecimal digits of bytes, X'4dc3bc': bytes, and text that is not ASCII (reported: "csvde
// exports accents as X'…'"). ok is false for every other value.
func fromDigits(v value.Value) (bytes value.Value, ok bool) {
	if list, isList := v.AsList(); isList {
		members := slices.Clone(list)
		for i := range members {
			if m, is := fromDigits(members[i]); is {
				members[i], ok = m, true
			}
		}
		return value.List(members...), ok
	}
	text, _ := v.AsString()
	if len(text) < len("X''") || text[:2] != "X'" || text[len(text)-1] != '\'' {
		return v, false
	}
	b, err := hex.DecodeString(text[2 : len(text)-1])
	switch {
	case err != nil:
		return v, false
	case utf8.Valid(b) && !slices.Contains(b, 0):
		return value.String(string(b)), true
	}
	return value.Binary(b), true
}

// GUID returns the text of an objectGUID in the form that Active Directory's tools and Microsoft Graph print: lower case, without braces.
// Exports have it as text, LDIF and csvde as bytes, JSON as base64 (inferred). The first three groups are numbers whose lowest byte comes first (documented: MS-DTYP 2.3.4.2). A text of any other form is returned as it is.
func GUID(v value.Value) string {
	text := v.Text()
	b, isBinary := v.AsBinary()
	if !isBinary {
		switch {
		case len(text) == guidBytes:
			b = []byte(text) // bytes that are a text by chance
		case len(text) == base64.StdEncoding.EncodedLen(guidBytes):
			b, _ = base64.StdEncoding.DecodeString(text)
		}
	}
	if len(b) != guidBytes {
		plain := strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
		if len(plain) != len("00000000-0000-0000-0000-000000000000") || len(text) != len(plain) && len(text) != len(plain)+2 {
			return text
		}
		return strings.ToLower(plain)
	}
	low := binary.LittleEndian
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", low.Uint32(b), low.Uint16(b[4:]), low.Uint16(b[6:]), b[8:10], b[10:])
}

const guidBytes = 16

// flagOf returns what the directory stores of a flag, absent where the export does not say.
func flagOf(o *value.Object, flag adflags.Flag) value.Value {
	bits, err := strconv.ParseInt(o.GetFold(flag.Of).Text(), 10, 64)
	if err != nil {
		return value.Absent
	}
	return value.Boolean(int32(bits)&int32(flag.Bits) != 0) //nolint:gosec // both have 32 bits
}

// isDisabled returns the opposite of Enabled, what Get-ADUser computes from userAccountControl, which is asked first. An empty cell and any
// other word leave it absent, rather than false.
func isDisabled(o *value.Object) value.Value {
	if !flagOf(o, adflags.Flags[0]).IsAbsent() {
		return value.Absent
	}
	switch strings.ToLower(o.GetFold("Enabled").Text()) {
	case "true":
		return value.False
	case "false":
		return value.True
	}
	return value.Absent
}
