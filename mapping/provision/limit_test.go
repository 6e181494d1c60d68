package provision_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// TestALimitIsNoReasonToDisableAnAccount: a filter whose pattern takes too long says nothing about the object.
func TestALimitIsNoReasonToDisableAnAccount(t *testing.T) {
	t.Parallel()
	slow := mapping.Filter{{{Attribute: "department", Operator: "REGEX MATCH", Values: []string{`^(\w+\s?)*\1$`}}}}
	long := value.Map{"userPrincipalName": "alex", "department": strings.Repeat("Sales ", 20) + "!"}
	short := value.Map{"userPrincipalName": "kim", "department": "!"}
	for _, row := range []struct {
		name  string
		scope mapping.Filter
		opts  provision.Options
		out   string // what becomes of an account whose object does not pass
	}{
		{"the scope", slow, provision.Options{}, "disable success"},
		{"the input filter", nil, provision.Options{InputFilter: slow}, "skip skipped ImportSkipped"},
	} {
		set := outbound()
		set.Scope = row.scope
		e := engine(t, set, row.opts, value.Map{"userName": "alex", "active": "True"}, value.Map{"userName": "kim", "active": "True"})
		p := plan(t, e, provision.Source{Ordinal: 1, Attrs: long})
		require.Equal(t, provision.Failed, p.Action, row.name)
		require.Equal(t, codes.Internal, p.Code, row.name)
		require.Contains(t, p.Reason, "regex-steps", row.name)
		require.NotEmpty(t, p.Steps)

		p = plan(t, e, provision.Source{Ordinal: 2, Attrs: short})
		require.Contains(t, summary(p), row.out[:4], row.name)
		require.NotEqual(t, provision.Failed, p.Action, row.name)
	}
}
