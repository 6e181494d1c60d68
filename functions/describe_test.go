package functions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPagesForATerminal describes a function without parameters and aliases, and one with both.
func TestPagesForATerminal(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Now": `Now()

Returns the time of the evaluation, in UTC.

Result: dateTime. Effects: clock.
Evidence: documented; application provisioning reference, Reference for writing expressions for attribute mappings (2026-04).
  documented: Its text form has whole seconds.
  assumed: It is constant during one evaluation and comes from Env.Clock; without a clock it is an error.

Examples
  Now() → "7/2/2021 3:33:38 PM"
  FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd") → "2025-07-30"
`,
		"IsNull": `IsNull(expression)

Reports whether expression is null, as a missing attribute is.
Also called IsNothing.

Parameters
  expression: the value to test (any; null: see notes; several values: all at once)

Result: boolean. Effects: pure.
Evidence: documented; application provisioning reference, Reference for writing expressions for attribute mappings (2026-04).
  documented: "" is not null: see IsNullOrEmpty.
  assumed: IsNothing, which Graph's function list names, is the same function.
  assumed: A multi-valued attribute without values is null.

Examples
  IsNull([displayName]) → "False"   with {"displayName":"x"}
  IsNull([missing]) → "True"
  IsNull("") → "False"
  IsNull(IgnoreAttributeFlow) → error: ignore-flow-placement
`,
	} {
		if diff := cmp.Diff(want, spec(t, name).Text()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
