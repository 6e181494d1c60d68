package provision_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestAFormAloneDoesNotBoundTheLength(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "usageLocation", From: "id", Match: 1}}}
	for text, want := range map[string][]diag.Code{"US": nil, "us": {codes.Characters}, "": nil} {
		e := engine(t, set, provision.Options{Profile: mapping.ProfileEntra}, value.Map{"id": "1", "usageLocation": "DE"})
		p := plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": text}})
		for _, o := range p.Attributes {
			require.Equal(t, want, o.Warnings, text)
		}
	}
}

// TestLengthsCountUTF16Units and warn from the first one that is too many.
func TestLengthsCountUTF16Units(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "sAMAccountName", From: "id", Match: 1}, {Target: "usageLocation", From: "x"}}}
	warned := func(text string) []diag.Code {
		p := plan(t, engine(t, set, provision.Options{Profile: mapping.ProfileAD}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": text, "x": strings.Repeat("x", 99)}})
		require.Empty(t, p.Attributes[1].Warnings, "an attribute of which nothing is known")
		return p.Attributes[0].Warnings
	}
	require.Empty(t, warned(strings.Repeat("é", 20)))
	require.Equal(t, []diag.Code{codes.Length}, warned(strings.Repeat("é", 21)))
	require.Empty(t, warned(strings.Repeat("😀", 10)))
	require.Equal(t, []diag.Code{codes.Length}, warned(strings.Repeat("😀", 10)+"x"))
}

// TestASchemaWithoutALengthLeavesTheProfiles.
func TestASchemaWithoutALengthLeavesTheProfiles(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "sAMAccountName", From: "id", Match: 1}}}
	target := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "sAMAccountName"}}}
	e, err := cycleOf(set, nil, mapping.Options{Target: target}, provision.Options{Profile: mapping.ProfileAD})
	require.NoError(t, err)
	p := plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": strings.Repeat("x", 21)}})
	require.Equal(t, []diag.Code{codes.Length}, p.Attributes[0].Warnings)
}
