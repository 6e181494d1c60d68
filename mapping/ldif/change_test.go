package ldif_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/ldif"
)

// Sources: RFC 2849 (documented): SAFE-STRING, notes 2 and 8.
func TestValuesAreWrittenAsTheRFCDemands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, value, want string }{
		{"text", "Ann Berg", "x: Ann Berg\n"},
		{"nothing", "", "x:\n"},
		{"a colon inside", "a: b:c", "x: a: b:c\n"},
		{"a leading space", " a", "x:: IGE=\n"},
		{"a trailing space", "a ", "x:: YSA=\n"},
		{"a leading colon", ":a", "x:: OmE=\n"},
		{"a leading less-than sign", "<a", "x:: PGE=\n"},
		{"a leading number sign", "#a", "x: #a\n"},
		{"an accent", "é", "x:: w6k=\n"},
		{"a line break", "a\r\nb", "x:: YQ0KYg==\n"},
		{"a zero byte", "a\x00b", "x:: YQBi\n"},
		{"bytes", "\xff\xfe", "x:: //4=\n"},
		{"a line of 76 bytes", strings.Repeat("a", 73), "x: " + strings.Repeat("a", 73) + "\n"},
		{"a line of 77 bytes", strings.Repeat("a", 74), "x: " + strings.Repeat("a", 73) + "\n a\n"},
		{"three lines", strings.Repeat("a", 73+75+1), "x: " + strings.Repeat("a", 73) + "\n " + strings.Repeat("a", 75) + "\n a\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ch := ldif.Change{Type: "modify", Object: "User", ID: "1", DN: "CN=A", Attributes: []ldif.Attribute{{Op: "replace", Name: "x", Values: []string{c.value}}}}
			require.Empty(t, cmp.Diff("# change User 1\ndn: CN=A\nchangetype: modify\nreplace: x\n"+c.want+"-\n\n", string(ch.AppendLDIF(nil))))
		})
	}
}

func TestChangesAreRecords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change ldif.Change
		want   string
	}{
		{"a deletion", ldif.Change{Type: "delete", Object: "User", ID: "1", DN: "CN=A", Stage: ldif.Deletions}, "# delete User 1\ndn: CN=A\nchangetype: delete\n\n"},
		{"a new name", ldif.Change{Type: "modrdn", Object: "User", ID: "1", DN: "CN=A,OU=P", NewRDN: "CN=B"}, "# move User 1\ndn: CN=A,OU=P\nchangetype: modrdn\nnewrdn: CN=B\ndeleteoldrdn: 1\n\n"},
		{"a new place", ldif.Change{Type: "modrdn", Object: "User", ID: "1", DN: "CN=A,OU=P", NewRDN: "CN=A", NewSuperior: "OU=é"},
			"# move User 1\ndn: CN=A,OU=P\nchangetype: modrdn\nnewrdn: CN=A\ndeleteoldrdn: 1\nnewsuperior:: T1U9w6k=\n\n"},
		{"a hidden change", ldif.Change{Type: "modify", Object: "User", ID: "1", Hidden: true, Attributes: []ldif.Attribute{{Op: "replace", Name: "sn"}}},
			"# change User 1\n#   replace sn: [hidden]\n\n"},
		{"a name that is not known yet", ldif.Change{Type: "modify", Object: "User", ID: "1", DN: "CN=A", Stage: ldif.References,
			Attributes: []ldif.Attribute{{Op: "replace", Name: "manager", Pending: []mapping.Pending{{Object: "User", ID: "2"}}}}},
			"# link User 1\n#   manager: the new User 2\n\n"},
		{"what is left out, in several lines", ldif.Change{Type: "modify", Object: "User", ID: "é\n1", DN: "CN=A", Left: []string{strings.Repeat("word ", 20) + "end"}},
			"# change User \\u{e9}\\u{a}1\n#   " + strings.TrimRight(strings.Repeat("word ", 14), " ") + "\n# word word word word word word end\n\n"},
		{"a long word", ldif.Change{Type: "modify", Object: "User", ID: strings.Repeat("1", 80)}, "# change User\n# " + strings.Repeat("1", 74) + "\n# 111111\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Empty(t, cmp.Diff(c.want, string(c.change.AppendLDIF(nil))))
		})
	}
}

// Whatever a value is, it is read again as it was, and no line is too long.
func TestValuesAreReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.StringN(60, 300, -1), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "value")
		ch := ldif.Change{Type: "add", Object: "User", ID: rapid.String().Draw(t, "id"), DN: "CN=" + value, Attributes: []ldif.Attribute{{Name: "cn", Values: []string{value}}},
			Left: []string{rapid.String().Draw(t, "left")}}
		records := recordsOf(t, "version: 1\n\n"+string(ch.AppendLDIF(nil)))
		require.Equal(t, [][]line{{{"dn", "CN=" + value}, {"changetype", "add"}, {"cn", value}}}, records)
	})
}
