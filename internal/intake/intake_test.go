package intake_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
)

func reader(t *testing.T, text string) *feed.Reader {
	t.Helper()
	r, err := feed.Open(strings.NewReader(text), feed.Options{})
	require.NoError(t, err)
	return r
}

func TestRecordsAreSourceObjects(t *testing.T) {
	for _, row := range []struct {
		text            string
		objects, broken int
		ends            bool
	}{
		{"a,b\n1,2\n3,4\n", 2, 0, false},
		{"a,b\n1,2\n3,4,5\n6,7\n", 3, 1, false},
		{`[{"a": 1}, {"a": 2}`, 2, 0, true},
	} {
		var end error
		objects, broken, looked := 0, 0, 0
		for src := range intake.Sources(reader(t, row.text), func(*feed.Record) { looked++ }, &end) {
			if objects++; src.Err != nil {
				broken++
				require.Nil(t, src.Attrs)
			}
			require.Equal(t, objects, src.Ordinal)
		}
		require.Equal(t, []any{row.objects, row.broken, row.ends}, []any{objects, broken, end != nil}, row.text)
		require.Equal(t, objects, looked)
	}
	var end error
	for range intake.Sources(reader(t, "a\n1\n2\n"), nil, &end) {
		break
	}
	require.NoError(t, end)
}

func TestABrokenTargetObjectIsAnError(t *testing.T) {
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "a", From: "a", Match: 1}}}
	objects, err := intake.Objects(reader(t, "a\n1\n2\n"), set, nil)
	require.NoError(t, err)
	require.Len(t, objects, 2)
	_, err = intake.Objects(reader(t, "a\n1\n2,3\n"), set, nil)
	require.Error(t, err)
	_, err = intake.Objects(reader(t, `[{"a": 1}, `), set, func(*feed.Record) {})
	require.Error(t, err)
}
