package provision_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

func table(t *testing.T, p *provision.Plan) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, p.WriteTable(&out))
	return out.String()
}

func TestTableOfAPlan(t *testing.T) {
	t.Parallel()
	e := engine(t, inbound(), provision.Options{}, value.Map{"id": "a1", "employeeId": "1", "displayName": "Alex"})
	for _, row := range []struct {
		source value.Map
		want   string
	}{
		{value.Map{"id": "1", "name": "Alex Doe"}, `
update  1 → a1  attributes differ
  employeeId   unchanged          1                the target has this value
  mail         nullNotFlowed                       the source is null, and null does not flow
  displayName  flowed             Alex → Alex Doe  the value differs from the target's

`},
		{value.Map{"id": "2", "name": "Kit"}, `
create  2  no target object matches
  employeeId   flowed             2    the object is created
  mail         nullNotFlowed           the source is null and there is no default
  displayName  flowed             Kit  the object is created

`},
		{value.Map{"name": "Kit"}, `
skip    3  [ImportSkipped]  no matching attribute has a value: employeeId, mail

`},
	} {
		p := plan(t, e, provision.Source{Ordinal: 3, Attrs: row.source})
		if diff := cmp.Diff(strings.TrimPrefix(row.want, "\n"), table(t, p)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", row.source, diff)
		}
	}
}

// TestTablesCutLongTexts to a column's width, 40 characters of a name and 44 of a value, and not one sooner.
func TestTablesCutLongTexts(t *testing.T) {
	t.Parallel()
	name := "n23456789012345678901234567890123456789é"
	text := "v2345678901234567890123456789012345678901234"
	columns := func(target, v string) (string, string) {
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: target, From: "v"}}}
		p := plan(t, engine(t, set, provision.Options{}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "v": v}})
		fields := strings.Fields(strings.Split(table(t, p), "\n")[2])
		return fields[0], fields[2]
	}
	shownName, shownText := columns(name, text)
	require.Equal(t, name, shownName)
	require.Equal(t, text, shownText)
	shownName, shownText = columns(name+"x", text+"x")
	require.Equal(t, strings.TrimSuffix(name, "é")+"…", shownName)
	require.Equal(t, strings.TrimSuffix(text, "4")+"…", shownText)
}

// TestTablesDriveNoTerminal: what would break a line, drive a terminal or turn the writing direction is seen, and what is next to it stays.
func TestTablesDriveNoTerminal(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}}}
	for _, row := range [][2]string{
		{"a\tb\r\nc", `a⇥b\u000d⏎c`},
		{"\x00\x1b\x1f \x7e\x7f", `\u0000\u001b\u001f ~\u007f`},
		{"\u0080\u009f\u00a0", `\u0080\u009f\u00a0`},
		{"\u202a\u202e\u202f", `\u202a\u202e\u202f`},
		{"\u2066\u2069\u206a", "\\u2066\\u2069\u206a"},
	} {
		p := plan(t, engine(t, set, provision.Options{}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": "x" + row[0] + "y"}})
		require.Contains(t, table(t, p), " x"+row[1]+"y ", "%q", row[0])
	}
}

// broken fails at write number n, from 0.
type broken struct{ n int }

var errBroken = errors.New("no room")

func (b *broken) Write(p []byte) (int, error) {
	if b.n--; b.n < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestTablesTellOfEveryFailedWrite(t *testing.T) {
	t.Parallel()
	p := plan(t, engine(t, inbound(), provision.Options{}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1"}})
	for n := range 5 { // a head, three attributes, an empty line
		require.ErrorIs(t, p.WriteTable(&broken{n}), errBroken, n)
	}
	require.NoError(t, p.WriteTable(&broken{5}))
}
