package expr_test

import (
	"testing"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// TestMain limits the draws per property in quick runs: the random tests of inference draw for every function.
func TestMain(m *testing.M) { effort.Main(m, 20) }
