package feed_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Sources: RFC 2849 (documented); ldifde's exports (documented: Microsoft Learn, "ldifde") have changetype: add; ldapsearch(1) writes the result
// of the search after the entries, and an attribute of which Active Directory sends a part has the option range (documented: MS-ADTS 3.1.1.3.1.3.3).
func TestEntriesBecomeRecords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one entry", "dn: CN=A,DC=x\ncn: A\n", []string{`{"cn":"A","dn":"CN=A,DC=x"}`}},
		{"a version and two entries", "version: 1\ndn: CN=A\n\n\ndn: CN=B\n\n", []string{`{"dn":"CN=A"}`, `{"dn":"CN=B"}`}},
		{"carriage returns", "version: 1\r\n\r\ndn: CN=A\r\ncn: A\r\n\r\ndn: CN=B\r\n", []string{`{"cn":"A","dn":"CN=A"}`, `{"dn":"CN=B"}`}},
		{"several values are a list", "dn: CN=G\nmember: CN=A\ncn: G\nMEMBER: CN=B\n", []string{`{"cn":"G","dn":"CN=G","member":["CN=A","CN=B"]}`}},
		{"a folded line", "dn: CN=Ann\n  Berg,D\n C=x\nco\n untry: N\n L\n", []string{`{"country":"NL","dn":"CN=Ann Berg,DC=x"}`}},
		{"base64", "dn:: Q0494pyT\ninfo::  bGluZQ0KdHdv\n", []string{`{"dn":"CN=✓","info":"line\r\ntwo"}`}},
		{"folded base64", "dn: CN=A\ninfo:: bGlu\n ZQ0KdHdv\n", []string{`{"dn":"CN=A","info":"line\r\ntwo"}`}},
		{"bytes", "dn: CN=A\nphoto:: /9j/4A==\nobjectSid:: AQIAAAAAAAU=\nuserCertificate;binary:: QUJD\n",
			[]string{`{"dn":"CN=A","objectSid":"AQIAAAAAAAU=","photo":"/9j/4A==","userCertificate":"QUJD"}`}},
		{"comments", "# a list\n#  of people\n #folded\n\ndn: CN=A\n# inside:\n  folded\ncn: A\n# after\n", []string{`{"cn":"A","dn":"CN=A"}`}},
		{"values keep their colons and spaces", "dn: CN=A\nhomeMDB:  a: b \nx:1\n", []string{`{"dn":"CN=A","homeMDB":"a: b ","x":"1"}`}},
		{"a value without text", "dn: CN=A\ndescription:\ninfo::\n", []string{`{"description":"","dn":"CN=A","info":""}`}},
		{"options of languages are part of the name", "dn: CN=A\ncn;lang-nl: A\n", []string{`{"cn;lang-nl":"A","dn":"CN=A"}`}},
		{"the whole range of the values", "dn: CN=G\nmember;range=0-*: CN=A\nmember;Range=0-*: CN=B\n", []string{`{"dn":"CN=G","member":["CN=A","CN=B"]}`}},
		{"all ranges of the values", "dn: CN=G\nmember;range=0-1: CN=A\nmember;range=0-1: CN=B\nmember;RANGE=2-3: CN=C\nmember;range=2-3: CN=D\nmember;range=4-*: CN=E\n",
			[]string{`{"dn":"CN=G","member":["CN=A","CN=B","CN=C","CN=D","CN=E"]}`}},
		{"ranges of two attributes", "dn: CN=G\nmember;range=0-0: CN=A\nmemberOf;range=0-0: CN=X\nmember;range=1-*: CN=B\nmemberOf;range=1-*: CN=Y\n",
			[]string{`{"dn":"CN=G","member":["CN=A","CN=B"],"memberOf":["CN=X","CN=Y"]}`}},
		{"an export of ldifde", "dn: CN=A\nchangetype: add\ncn: A\n\n", []string{`{"cn":"A","dn":"CN=A"}`}},
		{"output of ldapsearch", "# extended LDIF\n#\n# LDAPv3\n\n# A\ndn: CN=A\n\n# search reference\nref: ldap://x/DC=y\n ,DC=z\n\n# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 1\n",
			[]string{`{"dn":"CN=A"}`}},
		{"pages of ldapsearch", "dn: CN=A\n\nsearch: 2\nresult: 0 Success\ncontrol: 1.2.840 false MA==\npagedresults: cookie=a\n\ndn: CN=B\n\nsearch: 3\nresult: 0 Success\n",
			[]string{`{"dn":"CN=A"}`, `{"dn":"CN=B"}`}},
		{"no entry", "version: 1\n# nobody\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.text, feed.LDIF, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
		})
	}
}

func TestBrokenEntriesDoNotAffectOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, entry, want string }{
		{"a value in a file", "dn: CN=A\njpegPhoto:< file:///a.jpg\n", `<record 1, line 2, column 1: the value of "jpegPhoto" is in another file, which is not read; write the value itself, as base64>`},
		{"a change", "dn: CN=A\nchangetype: modify\nreplace: cn\ncn: B\n-\n", `<record 1, line 2, column 1: want an object, got a change of one ("changetype: modify"); export the objects themselves>`},
		{"a deletion", "dn: CN=A\nchangetype: delete\n", `<record 1, line 2, column 1: want an object, got a change of one ("changetype: delete"); export the objects themselves>`},
		{"a change with a control", "dn: CN=A\ncontrol: 1.2.3 true\nchangetype: add\n", `<record 1, line 2, column 1: want an object, got a change of one ("control: 1.2.3 true"); export the objects themselves>`},
		{"a part of the members", "dn: CN=G\nmember;range=0-1499: CN=A\n",
			`<record 1, line 2, column 1: the entry has only a part of its values of "member;range=0-1499"; export them all, with a tool that asks for every range>`},
		{"a range that is missing", "dn: CN=G\nmember;range=0-1: CN=A\nmember;range=3-*: CN=B\n",
			`<record 1, line 3, column 1: the entry has only a part of its values of "member;range=3-*"; export them all, with a tool that asks for every range>`},
		{"the last ranges are missing", "dn: CN=G\nmember;range=0-1: CN=A\nmember;range=2-3: CN=B\ncn: G\n",
			`<record 1, line 3, column 1: the entry has only a part of its values of "member;range=2-3"; export them all, with a tool that asks for every range>`},
		{"the first range is missing", "dn: CN=G\nmember;range=2-*: CN=A\n",
			`<record 1, line 2, column 1: the entry has only a part of its values of "member;range=2-*"; export them all, with a tool that asks for every range>`},
		{"a range that ends before it begins", "dn: CN=G\nmember;range=0--5: CN=A\n",
			`<record 1, line 2, column 1: the entry has only a part of its values of "member;range=0--5"; export them all, with a tool that asks for every range>`},
		{"a range without numbers", "dn: CN=G\nmember;range=: CN=A\n",
			`<record 1, line 2, column 1: the entry has only a part of its values of "member;range="; export them all, with a tool that asks for every range>`},
		{"two entries without an empty line", "dn: CN=A\ndn: CN=C\n", "<record 1, line 2, column 1: the entry has a second dn; write an empty line before every entry>"},
		{"no name", "cn: A\n", `<record 1, line 1, column 1: want dn: as the first attribute of an entry, got "cn"; delete the empty line before it, or name the entry>`},
		{"a line that is no attribute", "dn: CN=A\nmore text\n", "<record 1, line 2, column 1: want an attribute and a colon; begin the lines that continue a value with a space>"},
		{"an attribute of other characters", "dn: CN=A\ngiven name: A\n", "<record 1, line 2, column 1: want an attribute and a colon; begin the lines that continue a value with a space>"},
		{"no base64", "dn: CN=A\ncn:: A B\n", `<record 1, line 2, column 1: the value of "cn" is not base64; write one colon before a value that is text>`},
		{"cut base64", "dn: CN=A\ncn:: Q04\n", `<record 1, line 2, column 1: the value of "cn" is not base64; write one colon before a value that is text>`},
		{"a byte that is not UTF-8", "dn: CN=A\ncn: M\xfcller\n", "<record 1, line 2, column 1: want UTF-8, got the byte 0xfc; save the input as UTF-8, or the value as base64, or choose its encoding (most likely --encoding windows-1252)>"},
		{"an empty line inside", "dn: CN=A\n\ncn: A\n", "<record 1, line 3, column 1: what follows the empty line after the entry is no entry: want a line that begins with dn:; delete the empty line, or write one before every entry>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.entry+"\ndn: CN=B\n", feed.LDIF, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff([]string{c.want, `{"dn":"CN=B"}`}, showAll(records, nil)))
		})
	}
}

func TestASearchThatStoppedIsIncomplete(t *testing.T) {
	t.Parallel()
	records, final := read(t, "dn: CN=A\n\n# search result\nsearch: 2\nresult: 4 Size limit exceeded\n", feed.Auto, feed.Options{})
	require.Len(t, good(records), 1)
	require.ErrorIs(t, final, feed.ErrTruncated)
	require.EqualError(t, final, `line 5, column 1: the search for the entries ended with the result "4", and not with 0; `+
		"objects are missing; search again, with pages if the result is 4 (size limit exceeded)")
	_, final = read(t, "version: 2\ndn: CN=A\n", feed.LDIF, feed.Options{})
	require.EqualError(t, final, `line 1, column 1: want version 1 of LDIF, got "2"; export the objects as LDIF version 1`)
}

func TestTheLastEntryOfAnExportMayBeTruncated(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"dn: CN=A\ncn: A\n\n": false, "dn: CN=A\ncn: A\n": true, "dn: CN=A\ncn: A": true, "dn: CN=A\r\n\r\n": false,
		"dn: CN=A\n# x\n": true, "dn: CN=A\n\n# 1 entry\n": false,
	} {
		records, final := read(t, text, feed.LDIF, feed.Options{})
		require.NoError(t, final)
		require.Len(t, records, 1)
		require.Equal(t, want, records[0].MayBeTruncated, text)
	}
}

func TestEntriesAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200)
	limits := feed.Limits{RecordBytes: 600, FieldBytes: 100, Columns: 5, Values: 10}
	for _, c := range []struct{ name, entry, want string }{
		{"a value", "cn: " + long + "\n", `line 2, column 1: the value of "cn" has 200 bytes, more than the limit of 100`},
		{"a folded value", "cn: " + long[:90] + "\n " + long[:90] + "\n", `line 2, column 1: the value of "cn" has 180 bytes`},
		{"an entry of one line", "cn: " + strings.Repeat(long, 5) + "\n", "line 2, column 1: the entry is longer than 600 bytes"},
		{"an entry of many lines", strings.Repeat("cn: "+long[:90]+"\n", 9), "column 1: the entry is longer than 600 bytes"},
		{"many attributes", "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\n", "line 6, column 1: the entry has more than 5 attributes"},
		{"many values", strings.Repeat("a: 1\n", 11), "line 11, column 1: the entry has more than 10 values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, "dn: CN=A\n"+c.entry+"\ndn: CN=B\n", feed.LDIF, feed.Options{Limits: limits})
			require.NoError(t, final)
			require.Len(t, records, 2)
			require.ErrorContains(t, records[0].Err, c.want)
			require.NoError(t, records[1].Err)
		})
	}
	// Names that never come again are forgotten.
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "dn: CN=%d\na%d: 1\n\n", i, i)
	}
	records, final := read(t, b.String(), feed.LDIF, feed.Options{})
	require.NoError(t, final)
	require.Equal(t, `{"a4999":"1","dn":"CN=4999"}`, show(records[4999]))
}

func TestEntriesRetainWhatIsKept(t *testing.T) {
	t.Parallel()
	r, err := feed.Open(strings.NewReader("dn: CN=A\nCN: A\nmail: a@x\nmail: b@x\n"), feed.Options{Keep: []string{"cn", "manager"}})
	require.NoError(t, err)
	records, err := drain(r)
	require.NoError(t, err)
	require.Equal(t, []string{`{"CN":"A"}`}, showAll(records, nil))
	_, related := r.Names()
	require.True(t, related)
}

// entryText returns an entry as RFC 2849 writes it: in base64 what is not safe as text, folded at a width.
func entryText(o *value.Object, width int) string {
	var b strings.Builder
	line := func(text string) {
		for len(text) > width {
			b.WriteString(text[:width] + "\n ")
			text = text[width:]
		}
		b.WriteString(text + "\n")
	}
	for _, m := range o.Members() {
		for _, v := range m.Value.Members() {
			text := v.Text()
			raw, isBinary := v.AsBinary()
			if isBinary {
				text = string(raw)
			}
			safe := !isBinary && !strings.ContainsAny(text, "\x00\r\n") && utf8.ValidString(text) && (text == "" || !strings.ContainsAny(text[:1], " :<"))
			if safe {
				line(m.Name + ": " + text)
			} else {
				line(m.Name + ":: " + base64.StdEncoding.EncodeToString([]byte(text)))
			}
		}
	}
	return b.String()
}

// What is written as LDIF is read again as it was.
func TestEntriesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		var want []string
		for i := range rapid.IntRange(1, 5).Draw(t, "entries") {
			members := []value.Member{{Name: "dn", Value: value.String(fmt.Sprintf("CN=%d", i))}}
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"cn", "member", "objectGUID", "info", "msDS-x", "1.2.840"}), 0, 6, rapid.ID).Draw(t, "names") {
				values := rapid.SliceOfN(rapid.OneOf(
					rapid.Map(rapid.StringN(0, 20, -1), func(s string) value.Value { return value.String(strings.ReplaceAll(s, "\x00", "")) }),
					rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 20), func(b []byte) value.Value { return value.Binary(append(slices.Clip(b), 0xFF)) }),
				), 1, 3).Draw(t, name)
				v := value.List(values...)
				if len(values) == 1 {
					v = values[0]
				}
				members = append(members, value.Member{Name: name, Value: v})
			}
			o := value.NewObject(members...)
			want = append(want, string(value.ObjectOf(o).AppendJSON(nil)))
			text.WriteString(entryText(o, rapid.IntRange(4, 80).Draw(t, "width")) + "\n")
		}
		r, err := feed.Open(strings.NewReader(text.String()), feed.Options{Format: feed.LDIF})
		require.NoError(t, err)
		records, final := drain(r)
		require.NoError(t, final)
		var have []string
		for _, rec := range records {
			require.NoError(t, rec.Err)
			have = append(have, string(value.ObjectOf(rec.Attrs).AppendJSON(nil)))
		}
		require.Equal(t, want, have)
	})
}

// FuzzLDIF reads anything as LDIF, in reads of any size: there is no panic, and one byte at a time yields the same.
func FuzzLDIF(f *testing.F) {
	for _, s := range samples() {
		if s.format == feed.LDIF {
			f.Add(s.text())
		}
	}
	for _, text := range []string{"dn:: \n", "#\n \n", "# a list\n#  of people\n #folded\n\ndn: CN=A\n# inside:\n  folded\ncn: A\n# after\n", "dn: a\nb;range=0-*:< x\n", "version: 1\ndn:\n\nsearch: 2\nresult: 4\n", "dn: a\nchangetype: add\n\nref: x\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		limits := feed.Limits{RecordBytes: 1 << 10, FieldBytes: 1 << 9, Columns: 70, Values: 200}
		records, final := read(t, text, feed.LDIF, feed.Options{Limits: limits})
		requirePlaces(t, 2*len(text)+1, records, final)
		r, err := feed.Open(&hesitant{r: strings.NewReader(text)}, feed.Options{Format: feed.LDIF, Limits: limits})
		if err != nil {
			return
		}
		require.Equal(t, showAll(records, final), showAll(drain(r)))
	})
}
