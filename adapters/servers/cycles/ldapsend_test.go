package cycles_test

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-ldap/ldap/v3"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/attrmap/attrmap/adapters/servers"
	"github.com/attrmap/attrmap/internal/dn"
	ldifchanges "github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/provision"
)

// directory is a directory that is written to, and read as it is.
type directory struct {
	*servers.LDAP
	conn      *ldap.Conn
	killAfter int // after how many changes the server is killed; 0 is never
}

// dial connects to a directory with TLS, since Active Directory takes passwords by no other way.
func dial(t testing.TB, s *servers.LDAP) *directory {
	t.Helper()
	conn, err := ldap.DialURL(s.SecureURL, ldap.DialWithTLSConfig(&tls.Config{RootCAs: s.Roots, MinVersion: tls.VersionTLS12}))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.Bind(s.User, s.Password))
	return &directory{LDAP: s, conn: conn}
}

// makeContainers adds the organizational units that people and groups are in.
func (d *directory) makeContainers(t testing.TB) {
	t.Helper()
	for _, name := range []string{"OU=People,", "OU=Groups,", "OU=Default,OU=People,", `OU=Lyon\, Rhône,OU=People,`, "OU=Oslo,OU=People,", "OU=臺北,OU=People,"} {
		add := ldap.NewAddRequest(name+d.Base, nil)
		add.Attribute("objectClass", []string{"top", "organizationalUnit"})
		require.NoError(t, d.conn.Add(add), name)
	}
}

// refusal is a change that the directory does not take, or cannot take since it needs one that was not taken.
type refusal struct {
	change ldifchanges.Change
	err    *ldap.Error
}

// carryOut sends the changes of plans, in the order of their stages, and returns what was sent and refused.
func (d *directory) carryOut(t testing.TB, objects []*provision.Object, plans []*provision.Plan) (sent map[string]int, refused []refusal) {
	t.Helper()
	changes := changesOf(t, objects, plans)
	sent = map[string]int{}
	missing := map[string]bool{} // names of entries whose creation was refused
	for i := range changes {
		ch := &changes[i]
		if missing[ch.DN] {
			continue
		}
		withoutMissing(ch, missing)
		if ch.Stage == ldifchanges.Enabling {
			d.setPassword(t, ch.DN, sent)
		}
		if d.killAfter > 0 && i == d.killAfter {
			d.Kill()
		}
		err := d.send(ch)
		if d.killAfter > 0 && i >= d.killAfter {
			require.Error(t, err)
			return sent, refused
		}
		if errors.Is(err, errNothing) {
			continue
		}
		sent[ch.Type]++
		var answer *ldap.Error
		if errors.As(err, &answer) {
			refused = append(refused, refusal{*ch, answer})
			missing[ch.DN] = ch.Type == "add"
			continue
		}
		require.NoError(t, err)
		d.followReferences(t, ch)
	}
	return sent, refused
}

// withoutMissing leaves out values that name entries whose creation was refused, since one of them costs the others: the next cycle has them.
func withoutMissing(ch *ldifchanges.Change, missing map[string]bool) {
	if ch.Stage != ldifchanges.References {
		return
	}
	for i := range ch.Attributes {
		a := &ch.Attributes[i]
		if kept := slices.DeleteFunc(slices.Clone(a.Values), func(v string) bool { return missing[v] }); len(kept) < len(a.Values) {
			if a.Values = kept; len(kept) == 0 {
				a.Name = ""
			}
		}
	}
	ch.Attributes = slices.DeleteFunc(ch.Attributes, func(a ldifchanges.Attribute) bool { return a.Name == "" })
}

// followReferences makes what refers to an entry that is renamed or deleted refer to its new name, or to none, as Active Directory does by
// itself. (The overlay refint of slapd does it some time later.)
func (d *directory) followReferences(t testing.TB, ch *ldifchanges.Change) {
	t.Helper()
	if d.ActiveDirectory || ch.Type != "modrdn" && ch.Type != "delete" {
		return
	}
	for _, attribute := range []string{"manager", "member"} {
		filter := fmt.Sprintf("(%s=%s)", attribute, ldap.EscapeFilter(ch.DN))
		found, err := d.conn.Search(ldap.NewSearchRequest(d.Base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, true, filter, []string{"1.1"}, nil))
		require.NoError(t, err)
		for _, e := range found.Entries {
			modify := ldap.NewModifyRequest(e.DN, nil)
			modify.Delete(attribute, []string{ch.DN})
			if ch.Type == "modrdn" {
				_, parent := dn.Split(ch.DN)
				modify.Add(attribute, []string{ch.NewRDN + "," + cmp.Or(ch.NewSuperior, parent)})
			}
			require.NoError(t, d.conn.Modify(modify))
		}
	}
}

// changesOf returns the changes that carry out plans, in the order in which they are sent.
func changesOf(t testing.TB, objects []*provision.Object, plans []*provision.Plan) (all []ldifchanges.Change) {
	t.Helper()
	changes := ldifchanges.New(objects)
	for _, p := range plans {
		list, err := changes.Add(p)
		require.NoError(t, err, "%s %s", p.Type, p.ID)
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b ldifchanges.Change) int { return int(a.Stage - b.Stage) })
	for i := range all {
		changes.Settle(&all[i])
	}
	return all
}

// errNothing is returned for a change that has nothing to send: what it would do was left out.
var errNothing = errors.New("nothing to send")

// send sends a change.
func (d *directory) send(ch *ldifchanges.Change) error {
	switch ch.Type {
	case "add":
		add := ldap.NewAddRequest(ch.DN, nil)
		byName := map[string][]string{}
		var names []string
		for _, a := range ch.Attributes {
			if _, there := byName[a.Name]; !there {
				names = append(names, a.Name)
			}
			byName[a.Name] = append(byName[a.Name], a.Values...)
		}
		for _, name := range names {
			add.Attribute(name, byName[name])
		}
		return d.conn.Add(add)
	case "modify":
		if len(ch.Attributes) == 0 {
			return errNothing
		}
		modify := ldap.NewModifyRequest(ch.DN, nil)
		for _, a := range ch.Attributes {
			operation := map[string]uint{"add": ldap.AddAttribute, "delete": ldap.DeleteAttribute, "replace": ldap.ReplaceAttribute}[a.Op]
			modify.Changes = append(modify.Changes, ldap.Change{Operation: operation, Modification: ldap.PartialAttribute{Type: a.Name, Vals: a.Values}})
		}
		return d.conn.Modify(modify)
	case "modrdn":
		return d.conn.ModifyDN(ldap.NewModifyDNRequest(ch.DN, ch.NewRDN, true, ch.NewSuperior))
	default:
		return d.conn.Del(ldap.NewDelRequest(ch.DN, nil))
	}
}

// setPassword gives a new account its password, which Active Directory demands before it is enabled.
func (d *directory) setPassword(t testing.TB, name string, sent map[string]int) {
	t.Helper()
	if !d.ActiveDirectory {
		return
	}
	quoted, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(`"A-password-4-tests!"`)
	require.NoError(t, err)
	modify := ldap.NewModifyRequest(name, nil)
	modify.Replace("unicodePwd", []string{quoted})
	require.NoError(t, d.conn.Modify(modify))
	sent["password"]++
}

// entry is an entry as the server has it.
type entry struct {
	name   string
	values map[string][]string // by names in lower case
}

// one returns the value of an attribute that has one, "" where it has none.
func (e *entry) one(t testing.TB, name string) string {
	values := e.values[strings.ToLower(name)]
	require.LessOrEqual(t, len(values), 1, "%s of %s", name, e.name)
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// read returns the entries of a class, by their value of an attribute. It shares nothing with what plans are made from.
func (d *directory) read(t testing.TB, class, by string) map[string]*entry {
	t.Helper()
	search := ldap.NewSearchRequest(d.Base, ldap.ScopeWholeSubtree, ldap.NeverDerefAliases, 0, 0, false, "(objectClass="+class+")", []string{"*", "entryUUID", "objectGUID"}, nil)
	result, err := d.conn.SearchWithPaging(search, 400)
	require.NoError(t, err)
	entries := map[string]*entry{}
	for _, found := range result.Entries {
		e := &entry{found.DN, map[string][]string{}}
		for _, a := range found.Attributes {
			e.values[strings.ToLower(a.Name)] = a.Values
		}
		if key := e.one(t, by); key != "" {
			require.NotContains(t, entries, key, "two entries have one %s", by)
			entries[key] = e
		}
	}
	return entries
}

// export returns the directory as LDIF, as ldapsearch writes it.
func (d *directory) export(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("version: 1\n")
	for _, row := range [][2]string{{"user", "employeeID"}, {"group", "description"}} {
		entries := d.read(t, row[0], row[1])
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			writeEntry(&b, entries[key])
		}
	}
	return b.String()
}
