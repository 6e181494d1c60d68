package test_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/test"
)

// BenchmarkTests reads and runs 2,000 tests of cycles, and as many of expressions; both take far less than two seconds on two cores.
func BenchmarkTests(b *testing.B) {
	var cycles, expressions strings.Builder
	cycles.WriteString("mapping: people.yaml\ntarget: [{id: g1, employeeID: '1', title: Clerk}]\ntests:\n")
	expressions.WriteString("mapping: people.yaml\nexpressions:\n")
	for i := range 2000 {
		fmt.Fprintf(&cycles, "  - name: test %[1]d\n    source: {id: '%[1]d', kind: Employee, title: Head %[1]d, phones: ['1', '2']}\n    expect:\n      attributes:\n        title: Head %[1]d\n        phones: ['1', '2']\n", i)
		fmt.Fprintf(&expressions, "  - {target: title, with: {title: Head %[1]d}, gives: Head %[1]d}\n", i)
	}
	for name, text := range map[string]string{"cycles": cycles.String(), "expressions": expressions.String()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f, err := test.Read("dir/x_test.yaml", []byte(text))
				require.NoError(b, err)
				report := test.Run(context.Background(), []*test.File{f}, files{"dir/people.yaml": people}.options())
				require.Equal(b, 2000, report.Passed())
			}
		})
	}
}
