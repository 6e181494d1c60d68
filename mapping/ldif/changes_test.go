package ldif_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// mappingsOf returns mappings in JSON, of attributes from source attributes of the same names, matched by the first.
func mappingsOf(names ...string) string {
	var b strings.Builder
	for i, name := range names {
		match := ""
		if i == 0 {
			match = `, "match": 1`
		}
		fmt.Fprintf(&b, `, {"target": %q, "from": %[1]q, "flowNulls": true%s}`, name, match)
	}
	return `{"mappings": [` + b.String()[2:] + `]}`
}

// place is what an entry has by which it is named.
const place = `{"target": "employeeID", "from": "id", "match": 1}, {"target": "sAMAccountName", "from": "id"}, {"target": "cn", "from": "cn"}, {"target": "parentDistinguishedName", "from": "in"}`

// Sources: ADS_USER_FLAG_ENUM, ADS_GROUP_TYPE_ENUM (documented); MS-ADTS 3.1.1.5 on names, links and passwords (documented).
func TestPlansBecomeChanges(t *testing.T) {
	t.Parallel()
	const export = "dn: CN=Ann,OU=P,DC=x\nobjectClass: user\nemployeeID: 1\nsAMAccountName: 1\ncn: Ann\nobjectGUID:: wP/uABEiQzOERFVmd4gAAQ==\n"
	new1 := value.Map{"id": "1", "cn": "Ann", "in": "OU=P,DC=x"}
	with := func(more value.Map) value.Map {
		all := value.Map{}
		for _, m := range []value.Map{new1, more} {
			for k, v := range m {
				all[k] = v
			}
		}
		return all
	}
	const added = "# create User 1\ndn: CN=Ann,OU=P,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n" +
		"cn: Ann\nemployeeID: 1\nsAMAccountName: 1\n"
	changed := func(lines string) string {
		return "# change User 1\ndn: CN=Ann,OU=P,DC=x\nchangetype: modify\n" + lines + "\n"
	}
	enabled := func(flags string) string {
		return "# enable User 1\n#   a new account is enabled once it has a password, which is never written\n# here: set it first\ndn: CN=Ann,OU=P,DC=x\nchangetype: modify\n" +
			"replace: userAccountControl\nuserAccountControl: " + flags + "\n-\n\n"
	}
	for _, c := range []struct {
		name, more, export string
		source             value.Map
		want               string
	}{
		{"a new account that is disabled", `{"target": "accountDisabled", "constant": "True"}`, "", new1, added + "userAccountControl: 514\n\n"},
		{"a new account that is enabled gets enabled last", `{"target": "accountDisabled", "constant": "False"}`, "", new1, added + "userAccountControl: 514\n\n" + enabled("512")},
		{"a new account of which nothing is said is disabled", `{"target": "title", "from": "t"}`, "", with(value.Map{"t": "CEO"}),
			strings.Replace(added, "dn:", "#   no mapping says whether the new account is enabled: it is disabled\ndn:", 1) + "title: CEO\nuserAccountControl: 514\n\n"},
		{"flags of a new account", `{"target": "userAccountControl", "constant": "66048"}`, "", new1, added + "userAccountControl: 66050\n\n" + enabled("66048")},
		{"a new account that needs no password", `{"target": "userAccountControl", "constant": "544"}`, "", new1, added + "userAccountControl: 544\n\n"},
		{"flags and a state", `{"target": "userAccountControl", "constant": "544"}, {"target": "accountDisabled", "constant": "True"}`, "", new1, added + "userAccountControl: 546\n\n"},
		{"disabling keeps other bits", `{"target": "accountDisabled", "constant": "True"}`, export + "userAccountControl: 66080\n", new1,
			changed("replace: userAccountControl\nuserAccountControl: 66082\n-\n")},
		{"disabling 512", `{"target": "accountDisabled", "constant": "True"}`, export + "userAccountControl: 512\n", new1, changed("replace: userAccountControl\nuserAccountControl: 514\n-\n")},
		{"disabling 544", `{"target": "accountDisabled", "constant": "True"}`, export + "userAccountControl: 544\n", new1, changed("replace: userAccountControl\nuserAccountControl: 546\n-\n")},
		{"enabling 514", `{"target": "accountDisabled", "constant": "False"}`, export + "userAccountControl: 514\n", new1, changed("replace: userAccountControl\nuserAccountControl: 512\n-\n")},
		{"enabling 546", `{"target": "accountDisabled", "constant": "False"}`, export + "userAccountControl: 546\n", new1, changed("replace: userAccountControl\nuserAccountControl: 544\n-\n")},
		{"a state that is right", `{"target": "accountDisabled", "constant": "False"}`, export + "userAccountControl: 544\n", new1, ""},
		{"flags that the export has not", `{"target": "accountDisabled", "constant": "True"}`, export, new1,
			strings.Replace(changed("replace: userAccountControl\nuserAccountControl: 514\n-\n"), "dn:",
				"#   the target's userAccountControl is not known: what it has besides the\n# bit of a disabled account is lost\ndn:", 1)},
		{"a first value, another one and none", `{"target": "title", "from": "t"}, {"target": "sn", "from": "s"}, {"target": "l", "from": "l", "flowNulls": true}`,
			export + "sn: B\nl: Lyon\n", with(value.Map{"t": "CEO", "s": "C"}), changed("add: title\ntitle: CEO\n-\nreplace: sn\nsn: C\n-\ndelete: l\n-\n")},
		{"values that come and go", `{"target": "proxyAddresses", "from": "p"}`, export + "proxyAddresses: SMTP:a@x\nproxyAddresses: smtp:b@x\n",
			with(value.Map{"p": []any{"SMTP:c@x", "smtp:b@x", "smtp:a@x"}}),
			changed("delete: proxyAddresses\nproxyAddresses: SMTP:a@x\n-\nadd: proxyAddresses\nproxyAddresses: SMTP:c@x\nproxyAddresses: smtp:a@x\n-\n")},
		{"another name", `{"target": "title", "from": "t"}`, strings.Replace(export, "cn: Ann", "cn: Anne", 1), new1, ""},
		{"a name and a place in one change, before all others", `{"target": "title", "from": "t"}`, export, value.Map{"id": "1", "cn": "Ann, B", "in": "OU=Q,DC=x", "t": "CEO"},
			"# move User 1\ndn: CN=Ann,OU=P,DC=x\nchangetype: modrdn\nnewrdn: CN=Ann\\, B\ndeleteoldrdn: 1\nnewsuperior: OU=Q,DC=x\n\n" +
				"# change User 1\ndn: CN=Ann\\, B,OU=Q,DC=x\nchangetype: modify\nadd: title\ntitle: CEO\n-\n\n# Must exist: OU=Q,DC=x\n"},
		{"a place that is written otherwise", `{"target": "title", "from": "t"}`, export, with(value.Map{"in": "ou=p, dc=X"}), ""},
		{"passwords", `{"target": "unicodePwd", "constant": "secret"}, {"target": "accountDisabled", "constant": "True"}`, "", new1,
			strings.Replace(added, "dn:", "#   unicodePwd: a password is never written\ndn:", 1) + "userAccountControl: 514\n\n"},
		{"only what is left out", `{"target": "userPassword", "from": "t"}`, export, with(value.Map{"t": "secret"}), "# change User 1\n#   userPassword: a password is never written\n\n"},
		{"a redacted value", `{"target": "title", "expression": "Redact([t])"}`, export + "sn: B\n", with(value.Map{"t": "secret"}),
			"# change User 1\n#   title: a value that must not be printed is not written\n\n"},
		{"a name that is no attribute", `{"target": "urn:x:title", "from": "t"}`, export, with(value.Map{"t": "CEO"}), "# change User 1\n#   urn:x:title: want the name of an attribute of LDAP\n\n"},
		{"truth is written in capitals", `{"target": "msExchHideFromAddressLists", "from": "t"}`, export, with(value.Map{"t": true}),
			changed("add: msExchHideFromAddressLists\nmsExchHideFromAddressLists: TRUE\n-\n")},
		{"a class that is mapped", `{"target": "objectClass", "constant": "inetOrgPerson"}, {"target": "accountDisabled", "constant": "True"}`, "", new1,
			"# create User 1\ndn: CN=Ann,OU=P,DC=x\nchangetype: add\ncn: Ann\nemployeeID: 1\nsAMAccountName: 1\nobjectClass: inetOrgPerson\nuserAccountControl: 514\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := jobOf(t, mapping.Options{}, [2]string{"User", `{"mappings": [` + place + ", " + c.more + "]}"})
			objects := j.objects(t, "dn: OU=P,DC=x\nobjectClass: organizationalUnit\n\n"+c.export)
			text, errs := written(objects, j.plans(t, []provision.Source{source("User", 1, c.source)}, objects))
			require.Empty(t, errs)
			text = strings.TrimPrefix(text, "version: 1\n\n")
			if c.export == "" {
				text = strings.TrimSuffix(text, "# Must exist: OU=P,DC=x\n")
			}
			require.Empty(t, cmp.Diff(c.want, text))
		})
	}
}

// Groups, contacts and containers.
func TestOtherClasses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind, mappings string
		source         value.Map
		want           string
	}{
		{"Group", mappingsOf("cn", "parentDistinguishedName", "isSecurityGroup", "UniversalScope"), value.Map{"cn": "G", "parentDistinguishedName": "DC=x", "isSecurityGroup": "True", "UniversalScope": "True"},
			"dn: CN=G,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: group\ncn: G\ngroupType: -2147483640\n"},
		{"Group", mappingsOf("cn", "parentDistinguishedName", "isSecurityGroup"), value.Map{"cn": "G", "parentDistinguishedName": "DC=x", "isSecurityGroup": "False"},
			"dn: CN=G,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: group\ncn: G\ngroupType: 2\n"},
		{"Group", mappingsOf("cn", "parentDistinguishedName"), value.Map{"cn": "G", "parentDistinguishedName": "DC=x"}, "dn: CN=G,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: group\ncn: G\n"},
		{"contact", mappingsOf("cn", "parentDistinguishedName", "mail"), value.Map{"cn": "C", "parentDistinguishedName": "DC=x", "mail": "c@x"},
			"dn: CN=C,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: contact\ncn: C\nmail: c@x\n"},
		{"organizationalUnit", mappingsOf("ou", "parentDistinguishedName"), value.Map{"ou": "A, B", "parentDistinguishedName": "DC=x"},
			"dn: OU=A\\, B,DC=x\nchangetype: add\nobjectClass: top\nobjectClass: organizationalUnit\nou: A, B\n"},
	} {
		j := jobOf(t, mapping.Options{}, [2]string{c.kind, c.mappings})
		text, errs := written(nil, j.plans(t, []provision.Source{source(c.kind, 1, c.source)}, nil))
		require.Empty(t, errs)
		_, record, _ := strings.Cut(text, "\ndn: ")
		require.Empty(t, cmp.Diff(c.want+"\n# Must exist: DC=x\n", "dn: "+record), c.kind)
	}
}

// A container is there before what is in it, whatever the order of the plans.
func TestContainersComeFirst(t *testing.T) {
	t.Parallel()
	j := jobOf(t, mapping.Options{}, [2]string{"User", `{"mappings": [` + place + `, {"target": "accountDisabled", "constant": "True"}]}`},
		[2]string{"organizationalUnit", mappingsOf("ou", "parentDistinguishedName")})
	text, errs := written(nil, j.plans(t, []provision.Source{
		source("User", 1, value.Map{"id": "1", "cn": "Ann", "in": "OU=B,OU=A,DC=x"}),
		source("organizationalUnit", 1, value.Map{"ou": "B", "parentDistinguishedName": "OU=A,DC=x"}),
		source("organizationalUnit", 2, value.Map{"ou": "A", "parentDistinguishedName": "DC=x"}),
	}, nil))
	require.Empty(t, errs)
	newDirectory("DC=x").apply(t, text)
	require.True(t, strings.HasSuffix(text, "\n\n# Must exist: DC=x\n"), text)
}

func TestPlansThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	users := func(more string) [2]string { return [2]string{"User", `{"mappings": [` + place + more + `]}`} }
	for _, c := range []struct {
		name    string
		set     [2]string
		target  string
		sources []value.Map
		want    string
	}{
		{"no place", [2]string{"Group", mappingsOf("cn", "description")}, "", []value.Map{{"cn": "G"}}, "nothing says what the new object is in: map parentDistinguishedName"},
		{"no name", [2]string{"Group", mappingsOf("description", "parentDistinguishedName")}, "", []value.Map{{"description": "G", "parentDistinguishedName": "DC=x"}}, "the new object has no name: map cn"},
		{"a place that is no name", users(""), "", []value.Map{{"id": "1", "cn": "A", "in": "People"}}, `want a distinguished name, got "CN=A,People"`},
		{"an unknown type", [2]string{"Printer", mappingsOf("cn", "parentDistinguishedName")}, "", []value.Map{{"cn": "G", "parentDistinguishedName": "DC=x"}},
			`no class of Active Directory is known for objects of the type "Printer": map objectClass`},
		{"an object without a name", users(`, {"target": "title", "constant": "CEO"}`), `{"employeeID": "1", "sAMAccountName": "1"}`, []value.Map{{"id": "1", "cn": "A", "in": "DC=x"}},
			"the target object has no distinguished name: export distinguishedName, or cn and parentDistinguishedName"},
		{"a name that a group has", users(""), `{"employeeID": "9", "sAMAccountName": "9", "distinguishedName": "cn=a,dc=x"}`, []value.Map{{"id": "1", "cn": "A", "in": "DC=x"}},
			`another object has the distinguished name "CN=A,DC=x"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := jobOf(t, mapping.Options{}, c.set)
			var objects []*provision.Object
			if c.target != "" {
				v, err := value.ParseJSON(c.target)
				require.NoError(t, err)
				o, _ := v.AsObject()
				objects = []*provision.Object{{ID: "t", Attrs: o}}
			}
			var sources []provision.Source
			for i, attrs := range c.sources {
				sources = append(sources, source(c.set[0], i+1, attrs))
			}
			text, errs := written(objects, j.plans(t, sources, objects))
			require.Equal(t, []string{c.want}, errs)
			require.NotContains(t, text, "dn:")
		})
	}
}

// What refers to somebody who is not created after all is left out, and said.
func TestReferencesToWhatIsNotCreated(t *testing.T) {
	t.Parallel()
	j := jobOf(t, mapping.Options{}, [2]string{"User", `{"mappings": [` + place + `, {"target": "manager", "from": "m"}, {"target": "accountDisabled", "constant": "True"}]}`})
	plans := j.plans(t, []provision.Source{
		source("User", 1, value.Map{"id": "1", "cn": "Ann", "in": "DC=x", "m": "2"}),
		source("User", 2, value.Map{"id": "2", "cn": "Boss", "in": "nowhere"}),
	}, nil)
	text, errs := written(nil, plans)
	require.Equal(t, []string{`want a distinguished name, got "CN=Boss,nowhere"`}, errs)
	require.Contains(t, text, "# link User 1\n#   manager: User 2 is not created, and not named\n\n")
}

// A name or a state that is cleared makes no sense in a directory: that is said, and the rest is written.
func TestValuesThatMakeNoSenseAreTold(t *testing.T) {
	t.Parallel()
	set, err := mapping.ReadJSON(strings.NewReader(`{"mappings": [{"target": "employeeID", "from": "id", "match": 1}, {"target": "cn", "from": "cn"},
		{"target": "accountDisabled", "from": "d", "flowNulls": true}, {"target": "userAccountControl", "from": "u", "flowNulls": true}, {"target": "sn", "from": "s"}]}`))
	require.NoError(t, err)
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	require.NoError(t, err)
	objects := []*provision.Object{{ID: "1", Attrs: value.Map{"dn": "CN=A,DC=x", "employeeID": "1", "cn": "A", "accountDisabled": "False", "userAccountControl": "512", "sn": "A"}}}
	j := &job{engine: engine}
	text, errs := written(objects, j.plans(t, []provision.Source{source("", 1, value.Map{"id": "1", "cn": "", "s": "B"})}, objects))
	require.Empty(t, errs)
	require.Contains(t, text, "#   cn: an entry is not without it: it stays\n#   accountDisabled: the value is not understood, and the bits stay\n"+
		"#   userAccountControl: the value is not understood, and the bits stay\ndn: CN=A,DC=x\nchangetype: modify\nreplace: sn\nsn: B\n-\n\n")
}

// A table that has IDs and no distinguished names refers by IDs, which are no names in a directory.
func TestReferencesByIDBecomeNames(t *testing.T) {
	t.Parallel()
	j := jobOf(t, mapping.Options{}, [2]string{"User", `{"mappings": [` + place + `, {"target": "manager", "from": "m", "flowNulls": true}]}`})
	account := func(id, cn, manager string) *provision.Object {
		return &provision.Object{Type: "User", ID: "id-" + id, Attrs: value.Map{"employeeID": id, "sAMAccountName": id, "cn": cn, "parentDistinguishedName": "DC=x", "manager": manager}}
	}
	objects := []*provision.Object{account("1", "A", "id-3"), account("2", "B", ""), account("3", "C", "")}
	text, errs := written(objects, j.plans(t, []provision.Source{
		source("User", 1, value.Map{"id": "1", "cn": "A", "in": "DC=x", "m": "2"}),
		source("User", 2, value.Map{"id": "2", "cn": "B2", "in": "DC=x"}),
	}, objects))
	require.Empty(t, errs)
	require.Contains(t, text, "dn: CN=A,DC=x\nchangetype: modify\nreplace: manager\nmanager: CN=B2,DC=x\n-\n")
}

// With hidden values a file has comments alone, and no value of anybody.
func TestHiddenValuesStayHidden(t *testing.T) {
	t.Parallel()
	j := jobOf(t, mapping.Options{HideValues: true}, [2]string{"User", `{"mappings": [` + place + `, {"target": "manager", "from": "m"}, {"target": "accountDisabled", "constant": "False"}]}`})
	const export = "dn: CN=Sec-old,OU=Sec-unit,DC=x\nobjectClass: user\nemployeeID: Sec-2\nsAMAccountName: Sec-2\ncn: Sec-old\nuserAccountControl: 514\n"
	objects := j.objects(t, export)
	text, errs := written(objects, j.plans(t, []provision.Source{
		source("User", 1, value.Map{"id": "Sec-1", "cn": "Sec-name", "in": "OU=Sec-unit,DC=x", "m": "Sec-2"}),
		source("User", 2, value.Map{"id": "Sec-2", "cn": "Sec-new", "in": "OU=Sec-other,DC=x", "m": "Sec-1"}),
	}, objects))
	require.Empty(t, errs)
	require.Empty(t, recordsOf(t, text), text)
	require.NotContains(t, text, "Sec-")
	require.NotContains(t, text, base64.StdEncoding.EncodeToString([]byte("Sec-"))[:4])
	require.Contains(t, text, "# create User 1\n")
	require.Contains(t, text, "#   userAccountControl: [hidden]\n")
}
