package dn_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/internal/dn"
)

// Sources: RFC 4514, 2.4 and 4 (documented); Active Directory refuses an equals sign that is not escaped (reported).
func TestValuesAreEscaped(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"Ann Berg":       "Ann Berg",
		"Berg, Ann":      `Berg\, Ann`,
		"Eq=ual":         `Eq\=ual`,
		"#1":             `\#1`,
		"No. #1":         "No. #1",
		" lead":          `\ lead`,
		"trail ":         `trail\ `,
		" ":              `\ `,
		"  ":             `\ \ `,
		`a"b+c;d<e>f\g`:  `a\"b\+c\;d\<e\>f\\g`,
		"nul\x00byte":    `nul\00byte`,
		"line\r\nbreak":  `line\0D\0Abreak`,
		"Élodie 李":       "Élodie 李",
		"O'Neil/Support": "O'Neil/Support",
		"":               "",
	} {
		require.Equal(t, want, dn.Escape(value), value)
	}
}

func TestNamesHaveAFirstPart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, first, parent, attribute, value string
		ok                                    bool
	}{
		{`CN=Berg\, Ann,OU=P,DC=x`, `CN=Berg\, Ann`, "OU=P,DC=x", "CN", "Berg, Ann", true},
		{"DC=x", "DC=x", "", "DC", "x", true},
		{`cn = A\20B , OU=P`, `cn = A\20B `, "OU=P", "cn", "A B", true},
		{"CN=A+OU=B,DC=x", "CN=A+OU=B", "DC=x", "", "", false},
		{"CN=#04024869,DC=x", "CN=#04024869", "DC=x", "", "", false},
		{"no name", "no name", "", "", "", false},
	} {
		first, parent := dn.Split(c.name)
		require.Equal(t, []string{c.first, c.parent}, []string{first, parent}, c.name)
		attribute, value, ok := dn.Value(c.name)
		require.Equal(t, c.ok, ok, c.name)
		if ok {
			require.Equal(t, []string{c.attribute, c.value}, []string{attribute, value}, c.name)
		}
	}
}

// What is escaped is read again as it was, whatever it is.
func TestEscapedValuesAreReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune(` #,=+"\<>;aé李`+"\r\n\t")), 0, 12, -1)).Filter(func(s string) bool {
			for _, r := range s {
				if r == 0 { // which is in no name that is compared
					return false
				}
			}
			return s != ""
		}).Draw(t, "text")
		_, value, ok := dn.Value("CN=" + dn.Escape(text) + ",OU=P,DC=x")
		require.True(t, ok)
		require.Equal(t, text, value)
		require.Equal(t, "OU=P,DC=x", dn.Parent("CN="+dn.Escape(text)+",OU=P,DC=x"))
	})
}
