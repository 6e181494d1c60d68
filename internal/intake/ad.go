package intake

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
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
}

// accountDisable is the bit of userAccountControl that disables an account (documented: ADS_UF_ACCOUNTDISABLE).
const accountDisable = 2

// fromAD returns the attributes of an object that was exported from Active Directory, with those that it holds under other names, and the
// two virtual ones that provisioning knows: accountDisabled and parentDistinguishedName. What the export has under a name is kept.
// Nothing is renamed or removed, since a mapping may name what the export has: names are only added, where they have no value yet.
func fromAD(o *value.Object) *value.Object {
	members := o.Members()
	// The capacity ends with the length, so that add copies the members instead of writing after those of the record.
	members = members[:len(members):len(members)]
	add := func(name string, v value.Value) {
		if o.GetFold(name).IsNullOrEmpty() && !v.IsNullOrEmpty() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	for _, n := range adNames {
		add(n.attribute, o.GetFold(n.export))
	}
	// The virtual attributes are no attributes of the directory: only an export that was made for provisioning has them, and is believed.
	add("accountDisabled", accountDisabled(o))
	// What add has added is not in o, so the column DN of csvde is looked up once more.
	dn := o.GetFold("distinguishedName")
	if dn.IsNullOrEmpty() {
		dn = o.GetFold("DN")
	}
	if parent := parentDN(dn.Text()); parent != "" {
		add("parentDistinguishedName", value.String(parent))
	}
	return value.NewObject(members...)
}

// accountDisabled returns whether the account is disabled, absent where the export does not say.
func accountDisabled(o *value.Object) value.Value {
	// userAccountControl is what the directory stores, Enabled what Get-ADUser computes from it: the former is asked first.
	if flags, err := strconv.ParseInt(o.GetFold("userAccountControl").Text(), 10, 64); err == nil {
		return value.Boolean(flags&accountDisable != 0)
	}
	// Enabled is the opposite of the virtual attribute. An empty cell and any other word leave it absent, rather than false.
	switch strings.ToLower(o.GetFold("Enabled").Text()) {
	case "true":
		return value.False
	case "false":
		return value.True
	}
	return value.Absent
}

// parentDN returns what follows the first comma of a distinguished name that is not escaped (RFC 4514, 2.4); "" if there is none.
func parentDN(dn string) string {
	for i := 0; i < len(dn); i++ {
		switch dn[i] {
		case '\\':
			i++
		case ',':
			return strings.TrimLeft(dn[i+1:], " ")
		}
	}
	return ""
}
