package provision_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Source: docs/evidence.md: accountEnabled True to False, or accountDisabled False to True, counts whatever the action is called; active likewise.
func TestTotalsCountAccountsThatAreDisabledAndEnabled(t *testing.T) {
	t.Parallel()
	const enterprise = "urn:ietf:params:scim:schemas:core:2.0:User:"
	row := func(target string, before, after any, d mapping.Decision) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: target}, Old: toValue(before), New: toValue(after), Decision: d}
	}
	for _, r := range []struct {
		name   string
		action provision.Action
		rows   []mapping.Outcome
		want   string
	}{
		{"an update disables", provision.Update, []mapping.Outcome{row("accountEnabled", true, false, mapping.Flowed)}, "disabled 1"},
		{"the words of texts count", provision.Update, []mapping.Outcome{row("Active", "TRUE", "False", mapping.Flowed)}, "disabled 1"},
		{"a URN is before the name", provision.Update, []mapping.Outcome{row(enterprise+"active", true, false, mapping.Flowed)}, "disabled 1"},
		{"Active Directory says the opposite", provision.Update, []mapping.Outcome{row("accountDisabled", false, true, mapping.Flowed)}, "disabled 1"},
		{"an update enables", provision.Update, []mapping.Outcome{row("accountDisabled", true, false, mapping.Flowed)}, "enabled 1"},
		{"a disabling plan without such a row", provision.Disable, []mapping.Outcome{row("title", "a", "b", mapping.Flowed)}, "disabled 1"},
		{"a disabling plan of an account whose state is unknown", provision.Disable, []mapping.Outcome{row("active", nil, false, mapping.Flowed)}, "disabled 1"},
		{"a disabling plan of an account that is disabled", provision.Disable, []mapping.Outcome{row("active", false, false, mapping.Unchanged)}, ""},
		{"a disabling plan whose row failed", provision.Disable, []mapping.Outcome{row("active", true, nil, mapping.Failed)}, ""},
		{"a new account is not disabled", provision.Create, []mapping.Outcome{row("active", nil, false, mapping.Flowed)}, ""},
		{"a deleted account is not disabled", provision.Delete, nil, ""},
		{"of no value nothing is known", provision.Update, []mapping.Outcome{row("active", nil, false, mapping.Flowed)}, ""},
		{"another object's state", provision.Update, []mapping.Outcome{row("manager.active", true, false, mapping.Flowed)}, ""},
		{"a plan that fails", provision.Failed, []mapping.Outcome{row("active", true, false, mapping.Flowed)}, ""},
	} {
		var totals provision.Totals
		totals.Add(&provision.Plan{Action: r.action, Attributes: r.rows})
		_, got, _ := strings.Cut(totals.String(), ", accounts ")
		require.Equal(t, r.want, got, r.name)
	}
}

// Source: docs/evidence.md: --max-disables N or P%.
func TestAThresholdIsANumberOrAShare(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"": "", "0": "0", "500": "500", "5%": "5%", "0.5%": "0.5%", "100%": "100%", "007": "7"} {
		var threshold provision.Threshold
		require.NoError(t, threshold.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, threshold.String(), text)
	}
	for _, text := range []string{"-1", "5.5", "101%", "%", "5 %", "NaN", "1e3", "0x10", "five", "5%%", "1_000", "Inf%", "99999999999999999999"} {
		var threshold provision.Threshold
		require.ErrorContains(t, threshold.UnmarshalText([]byte(text)), "want a number of objects or a percentage such as 5%, got", text)
	}
}
