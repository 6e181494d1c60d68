package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	var out strings.Builder
	require.NoError(t, run(&out))
	want := `Zoe.vanDyk@contoso.com
Ana.Nunez@contoso.com
employeeId = 1001 (flowed: the object is created)
displayName = Zoë van Dyk (flowed: the object is created)
usageLocation = NL (flowed: the object is created)
employeeId = 1002 (flowed: the object is created)
displayName = Ana Núñez (flowed: the object is created)
usageLocation = US (defaultUsed: the source is null and the object is created)
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}
