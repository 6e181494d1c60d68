package ldif_test

import (
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dn"
)

// directory is a small double of Active Directory that takes changes as LDIF, as strictly as Active Directory does: what is above an entry and what it
// refers to must exist, a value that is deleted must be there and one that is added must not. Entries that are moved are followed by what
// refers to them, and those that are deleted are referred to by nobody.
type directory struct {
	entries map[string]*entry // by keys of their names
	serial  int
}

type entry struct {
	dn    string
	attrs map[string][]string // by names in lower case
}

var references = []string{"manager", "member"}

func newDirectory(containers ...string) *directory {
	d := &directory{entries: map[string]*entry{}}
	for _, name := range containers {
		d.entries[key(name)] = &entry{name, map[string][]string{"objectclass": {"top", "organizationalUnit"}}}
	}
	return d
}

func key(name string) string {
	k, ok := dn.Key(name)
	if !ok {
		k = name
	}
	return strings.ToLower(k)
}

// line is a name and a value; "-" alone has no value.
type line struct{ name, value string }

// recordsOf parses LDIF. It takes what RFC 2849 allows, and nothing else.
func recordsOf(t require.TestingT, text string) (records [][]line) {
	unfolded := strings.ReplaceAll(text, "\n ", "")
	require.True(t, strings.HasPrefix(unfolded, "version: 1\n"))
	for _, l := range strings.Split(text, "\n") {
		require.LessOrEqual(t, len(l), 76, l)
		for _, c := range []byte(l) {
			require.True(t, c >= ' ' && c < 0x7F, "%q", l)
		}
	}
	var record []line
	for _, l := range append(strings.Split(strings.TrimPrefix(unfolded, "version: 1\n"), "\n"), "") {
		switch {
		case strings.HasPrefix(l, "#"):
		case l == "" && record != nil:
			records, record = append(records, record), nil
		case l == "":
		case l == "-":
			record = append(record, line{name: "-"})
		default:
			name, value, ok := strings.Cut(l, ":")
			require.True(t, ok, l)
			if encoded, is := strings.CutPrefix(value, ":"); is {
				b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
				require.NoError(t, err, l)
				value = string(b)
			} else {
				value = strings.TrimPrefix(value, " ")
			}
			record = append(record, line{name, value})
		}
	}
	return records
}

// apply applies changes, in order.
func (d *directory) apply(t require.TestingT, text string) {
	for _, r := range recordsOf(t, text) {
		require.Equal(t, "dn", r[0].name)
		require.Equal(t, "changetype", r[1].name)
		name, rest := r[0].value, r[2:]
		e := d.entries[key(name)]
		if r[1].value == "add" {
			require.Nil(t, e, "entryAlreadyExists: %s", name)
			d.add(t, name, rest)
			continue
		}
		require.NotNil(t, e, "noSuchObject: %s", name)
		switch r[1].value {
		case "delete":
			require.Empty(t, rest)
			delete(d.entries, key(name))
			d.refer(name, "")
		case "modrdn":
			d.rename(t, e, rest)
		case "modify":
			d.modify(t, e, rest)
		default:
			require.Fail(t, "changetype", r[1].value)
		}
	}
}

func (d *directory) add(t require.TestingT, name string, lines []line) {
	require.Contains(t, d.entries, key(dn.Parent(name)), "noSuchObject: what %s is in", name)
	d.serial++
	e := &entry{name, map[string][]string{"objectguid": {fmt.Sprintf("%08d\x00\xff\xfe\xfd\xfc\xfb\xfa\xf9", d.serial)}}}
	for _, l := range lines {
		d.put(t, e, l.name, l.value)
	}
	require.NotEmpty(t, e.attrs["objectclass"])
	attribute, value, _ := dn.Value(name)
	require.Equal(t, []string{value}, e.attrs[strings.ToLower(attribute)], "namingViolation")
	d.entries[key(name)] = e
}

// put adds a value.
func (d *directory) put(t require.TestingT, e *entry, name, value string) {
	require.NotEmpty(t, value, "invalidAttributeSyntax: %s", name)
	require.NotContains(t, []string{"accountDisabled", "parentDistinguishedName", "isSecurityGroup", "unicodePwd"}, name, "noSuchAttribute")
	require.NotContains(t, e.attrs[strings.ToLower(name)], value, "attributeOrValueExists: %s", name)
	if slices.Contains(references, strings.ToLower(name)) {
		require.Contains(t, d.entries, key(value), "noSuchObject: %s %s", name, value)
	}
	e.attrs[strings.ToLower(name)] = append(e.attrs[strings.ToLower(name)], value)
}

func (d *directory) modify(t require.TestingT, e *entry, lines []line) {
	for len(lines) > 0 {
		op, name := lines[0].name, strings.ToLower(lines[0].value)
		end := slices.IndexFunc(lines, func(l line) bool { return l.name == "-" })
		require.Positive(t, end)
		values := lines[1:end]
		lines = lines[end+1:]
		require.NotContains(t, []string{"cn", "name", "distinguishedname", "objectguid"}, name, "notAllowedOnRDN")
		switch op {
		case "add":
			require.NotEmpty(t, values)
		case "replace":
			delete(e.attrs, name)
		case "delete":
			require.NotEmpty(t, e.attrs[name], "noSuchAttribute: %s", name)
			for _, v := range values {
				at := slices.IndexFunc(e.attrs[name], func(have string) bool { return key(have) == key(v.value) })
				require.GreaterOrEqual(t, at, 0, "noSuchAttribute: %s %s", name, v.value)
				e.attrs[name] = slices.Delete(e.attrs[name], at, at+1)
			}
			if len(values) == 0 {
				delete(e.attrs, name)
			}
			continue
		default:
			require.Fail(t, "modification", op)
		}
		for _, v := range values {
			require.Equal(t, name, strings.ToLower(v.name))
			d.put(t, e, v.name, v.value)
		}
	}
}

func (d *directory) rename(t require.TestingT, e *entry, lines []line) {
	require.Equal(t, "newrdn", lines[0].name)
	require.Equal(t, line{"deleteoldrdn", "1"}, lines[1])
	parent := dn.Parent(e.dn)
	if len(lines) > 2 {
		require.Equal(t, "newsuperior", lines[2].name)
		parent = lines[2].value
	}
	require.Contains(t, d.entries, key(parent), "noSuchObject: %s", parent)
	old, name := e.dn, lines[0].value+","+parent
	delete(d.entries, key(old))
	require.NotContains(t, d.entries, key(name), "entryAlreadyExists: %s", name)
	attribute, value, ok := dn.Value(name)
	require.True(t, ok, name)
	e.dn, e.attrs[strings.ToLower(attribute)] = name, []string{value}
	d.entries[key(name)] = e
	d.refer(old, name)
}

// refer makes what refers to an entry refer to another, or to none.
func (d *directory) refer(old, name string) {
	for _, e := range d.entries {
		for _, attribute := range references {
			values := e.attrs[attribute]
			at := slices.IndexFunc(values, func(v string) bool { return key(v) == key(old) })
			switch {
			case at < 0:
			case name != "":
				values[at] = name
			default:
				e.attrs[attribute] = slices.Delete(values, at, at+1)
			}
		}
	}
}

// export writes the directory as ldifde does.
func (d *directory) export() string {
	var b strings.Builder
	b.WriteString("version: 1\n")
	for _, k := range slices.Sorted(maps.Keys(d.entries)) {
		e := d.entries[k]
		write := func(name, value string) {
			fmt.Fprintf(&b, "%s:: %s\n", name, base64.StdEncoding.EncodeToString([]byte(value)))
		}
		write("dn", e.dn)
		for _, name := range slices.Sorted(maps.Keys(e.attrs)) {
			for _, v := range e.attrs[name] {
				write(name, v)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTheDoubleIsStrict(t *testing.T) {
	t.Parallel()
	d := newDirectory("OU=P,DC=x")
	d.apply(t, "version: 1\n\ndn: CN=A,OU=P,DC=x\nchangetype: add\nobjectClass: user\ncn: A\n\n")
	for _, text := range []string{
		"dn: CN=A,OU=P,DC=x\nchangetype: add\nobjectClass: user\ncn: A\n", "dn: CN=B,OU=Q,DC=x\nchangetype: add\nobjectClass: user\ncn: B\n",
		"dn: CN=A,OU=P,DC=x\nchangetype: modify\ndelete: title\n-\n", "dn: CN=A,OU=P,DC=x\nchangetype: modify\nadd: manager\nmanager: CN=B\n-\n",
		"dn: CN=A,OU=P,DC=x\nchangetype: modify\nreplace: cn\ncn: B\n-\n", "dn: CN=B,OU=P,DC=x\nchangetype: delete\n",
	} {
		var failed fails
		func() {
			defer func() { _ = recover() }()
			d.apply(&failed, "version: 1\n\n"+text+"\n")
		}()
		require.True(t, bool(failed), text)
	}
}

// fails notes that a test would fail.
type fails bool

func (f *fails) Errorf(string, ...any) { *f = true }
func (f *fails) FailNow()              { panic("fails") }
