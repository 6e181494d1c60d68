package intake_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// account is a made-up account of a directory.
type account struct {
	number                      int
	given, family, title, place string
	disabled                    bool
	also                        []string // further addresses
	manager                     int      // number, 0 for none
}

// accounts have what exports write in different ways: other scripts, commas and quotes in names, several values, bytes, numbers of 18 digits.
func accounts() []account {
	names := strings.Fields("Zoë/Müller Ana/Núñez Kit/Sørensen Ravi/Rao 伟/李 Oleg/Иванов Ann/O'Hara José/García Lea/Weiß Tom/Smith " +
		"Ivy/Lee Max/Öz Ida/Berg Ole/Åse Eve/Stone Ben/Kay Amy/Ng Leo/Roux Mia/Falk Sam/Dee")
	var all []account
	for i, n := range names {
		given, family, _ := strings.Cut(n, "/")
		a := account{number: i + 1, given: given, family: family, title: []string{"Clerk", "Head, Sales", `"Chief" <x>; #1`, ""}[i%4],
			place: []string{"Zürich", "Lyon"}[i%2], disabled: i%5 == 4, manager: i}
		for k := range i % 3 {
			a.also = append(a.also, fmt.Sprintf("smtp:p%d.%d@contoso.com", i, k))
		}
		all = append(all, a)
	}
	return all
}

// dn returns the distinguished name, whose commas are escaped.
func (a account) dn() string {
	return fmt.Sprintf(`CN=%s\, %s,OU=%s,DC=contoso,DC=com`, a.family, a.given, a.place)
}

func (a account) guid() []byte {
	return []byte(fmt.Sprintf("%016d", int64(a.number)+int64(3e15)*int64(a.number)%7))
}

func (a account) bits() int {
	if a.disabled {
		return 514
	}
	return 512
}

// number18 is a large integer, as accountExpires has it.
func (a account) number18() int64 { return 135379296000000000 + int64(a.number) }

func (a account) managerDN() string {
	if a.manager == 0 {
		return ""
	}
	return accounts()[a.manager-1].dn()
}

// quoted returns the cells of a row in quotes.
func quoted(cells ...string) string {
	for i, c := range cells {
		cells[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
	}
	return strings.Join(cells, ",") + "\r\n"
}

// powerShell is what Get-ADUser -Properties … | Export-Csv writes, with several values joined by semicolons.
func powerShell(all []account) string {
	var b strings.Builder
	b.WriteString(quoted("accountExpires", "City", "CN", "DistinguishedName", "EmployeeID", "Enabled", "GivenName", "Manager", "ObjectClass", "ObjectGUID",
		"proxyAddresses", "SamAccountName", "Surname", "Title", "Company"))
	for _, a := range all {
		g := a.guid()
		b.WriteString(quoted(fmt.Sprint(a.number18()), a.place, a.family+", "+a.given, a.dn(), fmt.Sprint(a.number), map[bool]string{true: "False", false: "True"}[a.disabled],
			a.given, a.managerDN(), "user", fmt.Sprintf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%x-%x", g[3], g[2], g[1], g[0], g[5], g[4], g[7], g[6], g[8:10], g[10:]),
			strings.Join(a.also, ";"), fmt.Sprintf("u%d", a.number), a.family, strings.ReplaceAll(a.title, ";", ","), ""))
	}
	return b.String()
}

// csvde is what csvde writes: values that are not ASCII, and bytes, as their hexadecimal digits.
func csvde(all []account) string {
	hex := func(text string) string {
		for _, r := range text {
			if r > 126 {
				return fmt.Sprintf("X'%x'", text)
			}
		}
		return text
	}
	var b strings.Builder
	b.WriteString("DN,objectClass,cn,sn,title,givenName,distinguishedName,l,employeeID,manager,objectGUID,userAccountControl,accountExpires,sAMAccountName,proxyAddresses,company\n")
	for _, a := range all {
		b.WriteString(quoted(hex(a.dn()), "user", hex(a.family+", "+a.given), hex(a.family), strings.ReplaceAll(a.title, ";", ","), hex(a.given), hex(a.dn()), hex(a.place),
			fmt.Sprint(a.number), hex(strings.ReplaceAll(a.managerDN(), `\, `, `\2c `)), fmt.Sprintf("X'%x'", a.guid()), fmt.Sprint(a.bits()), fmt.Sprint(a.number18()), fmt.Sprintf("u%d", a.number),
			strings.Join(a.also, ";"), ""))
	}
	return b.String()
}

// ldif is what ldifde and ldapsearch write.
func ldif(all []account) string {
	var b strings.Builder
	line := func(name, text string) {
		if text == "" {
			return
		}
		full := name + ": " + text
		for _, r := range text {
			if r > 126 {
				full = name + ":: " + base64.StdEncoding.EncodeToString([]byte(text))
			}
		}
		for len(full) > 76 {
			b.WriteString(full[:76] + "\n ")
			full = full[76:]
		}
		b.WriteString(full + "\n")
	}
	b.WriteString("dn: OU=Lyon,DC=contoso,DC=com\nchangetype: add\nobjectClass: organizationalUnit\n\n")
	for _, a := range all {
		line("dn", a.dn())
		b.WriteString("changetype: add\n")
		for _, class := range []string{"top", "person", "organizationalPerson", "user"} {
			line("objectClass", class)
		}
		line("cn", a.family+", "+a.given)
		line("sn", a.family)
		line("givenName", a.given)
		line("title", strings.ReplaceAll(a.title, ";", ","))
		line("l", a.place)
		line("employeeID", fmt.Sprint(a.number))
		line("manager", a.managerDN())
		b.WriteString("objectGUID:: " + base64.StdEncoding.EncodeToString(a.guid()) + "\n")
		line("userAccountControl", fmt.Sprint(a.bits()))
		line("accountExpires", fmt.Sprint(a.number18()))
		line("sAMAccountName", fmt.Sprintf("u%d", a.number))
		for _, p := range a.also {
			line("proxyAddresses", p)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// workers is the HR file from which the accounts have come.
func workers(all []account) string {
	var b strings.Builder
	for _, a := range all {
		also := make([]value.Value, len(a.also))
		for i, p := range a.also {
			also[i] = value.String(p)
		}
		members := []value.Member{
			{Name: "id", Value: value.String(fmt.Sprint(a.number))}, {Name: "given", Value: value.String(a.given)},
			{Name: "family", Value: value.String(a.family)}, {Name: "city", Value: value.String(a.place)},
			{Name: "job", Value: value.String(strings.ReplaceAll(a.title, ";", ","))}, {Name: "active", Value: value.Boolean(!a.disabled)},
			{Name: "also", Value: value.List(also...)}, {Name: "ends", Value: value.Integer(a.number18())},
			{Name: "boss", Value: value.String(map[bool]string{true: fmt.Sprint(a.manager)}[a.manager > 0])},
		}
		b.Write(value.ObjectOf(value.NewObject(members...)).AppendJSON(nil))
		b.WriteString("\n")
	}
	return b.String()
}

// A directory that has what a cycle would write is not written to, however it was exported.
func TestADirectoryThatEqualsTheOutputIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "employeeID", From: "id", Match: 1},
		{Target: "sAMAccountName", Expression: `Join("", "u", [id])`},
		{Target: "cn", Expression: `Join(", ", [family], [given])`},
		{Target: "givenName", From: "given"}, {Target: "sn", From: "family"}, {Target: "title", From: "job"}, {Target: "l", From: "city"},
		{Target: "accountDisabled", Expression: "Not([active])"},
		{Target: "parentDistinguishedName", Expression: `Join("", "ou=", [city], ", DC=contoso, dc=com")`},
		{Target: "accountExpires", From: "ends"},
		{Target: "proxyAddresses", From: "also"},
		{Target: "manager", From: "boss"},
	}}
	m := into(set, mapping.ProfileAD)
	m.Mapping.Target = &mapping.Schema{}
	for i := range set.Mappings {
		a := mapping.Attribute{Name: set.Mappings[i].Target}
		a.MultiValued = a.Name == "proxyAddresses"
		switch a.Name {
		case "accountDisabled":
			a.Type = mapping.Boolean
		case "manager":
			a.Type = mapping.Reference
		}
		m.Mapping.Target.Attributes = append(m.Mapping.Target.Attributes, a)
	}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{*m}})
	require.NoError(t, err)
	all := accounts()
	for name, text := range map[string]string{"Get-ADUser": powerShell(all), "csvde": csvde(all), "LDIF": ldif(all)} {
		t.Run(name, func(t *testing.T) {
			r, err := feed.Open(strings.NewReader(text), feed.Options{Multi: ";"})
			require.NoError(t, err)
			objects, err := intake.Objects(r, m, nil)
			require.NoError(t, err)
			require.Len(t, objects, len(all))
			cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)})
			var end error
			count := 0
			for plan, err := range cycle.Run(context.Background(), intake.Sources(reader(t, workers(all)), "", nil, nil, &end), 1) {
				require.NoError(t, err)
				count++
				for _, o := range plan.Attributes {
					require.NotEqual(t, mapping.Flowed, o.Decision, "%s: %s: %s, has %s", plan.ID, o.Mapping.Target, o.New.Text(), o.Old.Text())
				}
				require.Equal(t, provision.Skip, plan.Action, "%s: %s", plan.ID, plan.Reason)
			}
			require.NoError(t, end)
			require.Equal(t, len(all), count)
		})
	}
}

// FuzzObjects reads anything as objects of an Active Directory: there is no panic, and an object has an ID.
func FuzzObjects(f *testing.F) {
	all := accounts()[:2]
	for _, text := range []string{
		powerShell(all), csvde(all), ldif(all), `[{"distinguishedName": ["a", "b"], "objectGUID": {"x": 1}, "userAccountControl": 1e400, "Enabled": null}]`,
		"dn: \\\nobjectGUID:: AA==\nobjectClass:\n", "DN,objectGUID\n\",\",X''\n",
	} {
		f.Add(text)
	}
	m := into(&mapping.Set{Mappings: []mapping.Mapping{{Target: "employeeID", From: "a", Match: 1}, {Target: "objectGUID", From: "b"}}}, mapping.ProfileAD)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := feed.Open(strings.NewReader(text), feed.Options{Multi: ";"})
		if err != nil {
			return
		}
		objects, err := intake.Objects(r, m, nil)
		if err != nil {
			return
		}
		for _, o := range objects {
			require.NotEmpty(t, o.ID)
		}
	})
}
