package dn_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dn"
)

// Sources: RFC 4514 2.4 (escapes), 3 (spaces around parts are no part of them), RFC 4517 4.2.15 (comparison).
func TestNamesAreComparedByTheirParts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, a, b string
		same       bool
	}{
		{"letter for letter", "CN=A,DC=x", "CN=A,DC=x", true},
		{"spaces around parts", "CN=A, DC = x", "CN=A,DC= x ", true},
		{"an escaped comma", `CN=Berg\, Ann,DC=x`, `CN=Berg\2c Ann,DC=x`, true},
		{"a letter in UTF-8", `CN=Zo\c3\ab,DC=x`, "CN=Zoë,DC=x", true},
		{"an escaped space at the end", `CN=A\ ,DC=x`, "CN=A ,DC=x", false},
		{"spaces inside a value", "CN=A  B,DC=x", "CN=A B,DC=x", false},
		{"a comma in a value is no separator", `CN=A\,DC=x`, "CN=A,DC=x", false},
		{"a value of several parts", "CN=A+UID=1,DC=x", "CN=A + UID=1,DC=x", true},
		{"another part", "CN=A,DC=x", "CN=A,DC=y", false},
	} {
		a, ok := dn.Key(row.a)
		require.True(t, ok, row.name)
		b, ok := dn.Key(row.b)
		require.True(t, ok, row.name)
		require.Equal(t, row.same, a == b, row.name)
	}
}

func TestOtherTextsAreNoNames(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "100104", "ann@contoso.com", "=", "=x", "a", "a,b", "CN=A,", "CN=A,DC", "CN=A,,DC=x", `CN=A\`, `CN=A\00,DC=x`, "CN=A\x00,DC=x", "given name=A", "CN=A, not a part"} {
		_, ok := dn.Key(text)
		require.False(t, ok, text)
	}
}

func TestParents(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"CN=A,OU=P,DC=x": "OU=P,DC=x", `CN=Berg\, Ann, OU=P`: "OU=P", "DC=x": "", "": "", `\`: ""} {
		require.Equal(t, want, dn.Parent(name), name)
	}
}

// FuzzKey reads anything: there is no panic, and a name has the key of its own parts.
func FuzzKey(f *testing.F) {
	for _, text := range []string{"CN=A,DC=x", `CN=\`, `a=\2c,b=+c=`, "a= , b=\\ "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, ok := dn.Key(text)
		_ = dn.Parent(text)
		if ok {
			_, twice := dn.Key(key)
			require.False(t, twice, "a key is no name")
			again, ok := dn.Key(strings.ReplaceAll(text, ",", " ,"))
			// A comma that was escaped keeps its backslash, which then escapes the space.
			if !strings.Contains(text, `\`) {
				require.True(t, ok)
				require.Equal(t, key, again)
			}
		}
	})
}
