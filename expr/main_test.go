package expr_test

import (
	"testing"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// TestMain: the random tests of inference draw for every function, which 100 draws each make long.
func TestMain(m *testing.M) { effort.Main(m, 20) }
