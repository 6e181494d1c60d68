package settings_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/settings"
)

func TestConditions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want, wantError string }{
		{"", "[]", ""},
		{"disables>0", "[disables>0]", ""},
		{" disables > 0 , RENAMES>10", "[disables>0 renames>10]", ""},
		{"lostcreations>1", "[lostCreations>1]", ""},
		{"creates>0", "", `unknown count "creates": want disables, deletions, lostCreations, collisions, failures, blanks, renames, warnings or changes`},
		{"disables", "", `want conditions such as disables>0, got "disables"`},
		{"disables>", "", `want conditions such as disables>0, got "disables>"`},
		{"disables>=1", "", `want conditions such as disables>0, got "disables>=1"`},
		{"disables>-1", "", `want conditions such as disables>0, got "disables>-1"`},
		{"disables>0,", "", `want conditions such as disables>0, got ""`},
		{"disables>99999999999999999999", "", `want conditions such as disables>0, got "disables>99999999999999999999"`},
	} {
		got, err := settings.ParseConditions(row.text)
		if row.wantError != "" {
			require.EqualError(t, err, row.wantError, row.text)
			continue
		}
		require.NoError(t, err, row.text)
		require.Equal(t, row.want, fmt.Sprint(got), row.text)
	}
}

func TestConditionsThatAreMet(t *testing.T) {
	t.Parallel()
	conditions, err := settings.ParseConditions("disables>0, renames>3, blanks>1")
	require.NoError(t, err)
	counts := map[string]int{"disables": 2, "renames": 3, "blanks": 2}
	require.Equal(t, []string{"disables 2, want at most 0", "blanks 2, want at most 1"}, settings.Met(conditions, func(name string) int { return counts[name] }))
}
