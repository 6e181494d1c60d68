package fuzz

import (
	"testing"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// TestMain: the random expressions are drawn for every function, which 100 draws each make long.
func TestMain(m *testing.M) { effort.Main(m, 20) }
