package regex_test

import (
	"testing"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func TestExplodes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern string
		want    bool
	}{
		{`(a+)+x`, true},
		{`(a*)*x`, true},
		{`^(\w+\s?)*$`, true},
		{`^([a-z]+\.?)+@contoso\.com$`, true},
		{`(a|aa)+x`, true},
		{`(a|a)*x`, true},
		{`(\d{1,3}){20}x`, true},
		{`((a+b?)+)+x`, true},

		{`(a+,)+x`, false},
		{`(\w+\s)*x`, false},
		{`(\W|\w)+=`, false},
		{`@(.)*`, false},
		{`(.*)*`, false}, // nothing after it can fail
		{`(?>a+)+x`, false},
		{`(a{2})+x`, false},
		{`(a+){3}x`, false},
		{`(.*?)(?<id>.{0,6})$`, false},
		{`(?<a>.*)_(?<b>.*)_(?<c>.*)[0-9]`, false},
		{`([\/\\\[\]\:])`, false},
		{`(a+`, false},
	} {
		if got := netregex.Explodes(row.pattern); got != row.want {
			t.Errorf("%s explodes: %v, want %v", row.pattern, got, row.want)
		}
	}
}
