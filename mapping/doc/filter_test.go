package doc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/doc"
)

func TestClausesInWords(t *testing.T) {
	t.Parallel()
	quote := func(text string) string { return "'" + text + "'" }
	for _, row := range []struct {
		clause mapping.Clause
		want   string
	}{
		{mapping.Clause{Attribute: "department", Operator: "EQUALS", Values: []string{"Sales"}}, "'department' is 'Sales'"},
		{mapping.Clause{Attribute: "department", Operator: "not equals", Values: []string{"A", "B"}}, "'department' is not 'A' or 'B'"},
		{mapping.Clause{Attribute: "mail", Operator: "IS NOT NULL", Values: []string{"ignored"}}, "'mail' has a value"},
		{mapping.Clause{Attribute: "mail", Operator: "ENDS WITH", Values: []string{".com"}}, "'mail' ends with '.com'"},
		{mapping.Clause{Attribute: "flags", Operator: "!&", Values: []string{"2"}}, "'flags' has none of the bits '2'"},
		{mapping.Clause{Attribute: "mail", Operator: "LIKES", Values: []string{"x"}}, "'mail' LIKES 'x'"},
		{mapping.Clause{Attribute: "mail", Operator: "EQUALS"}, "'mail' is"},
	} {
		require.Equal(t, row.want, doc.ClauseWords(row.clause, quote))
	}
	for _, op := range mapping.Operators() {
		require.NotContains(t, doc.ClauseWords(mapping.Clause{Attribute: "a", Operator: op.Name, Values: []string{"1"}}, quote), op.Name)
	}
}
