package provision_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestASetWithoutMatchingAttributeIsNotProvisioned(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "mail", From: "mail"}}}
	_, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{}))
	var invalid *mapping.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, codes.NoMatch, invalid.Findings[0].Code)
	require.EqualError(t, err, "the set has no matching attribute: set match: 1 on the attribute that identifies an object in the target")
}
