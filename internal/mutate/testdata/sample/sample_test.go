package sample

import (
	"os"
	"testing"
)

func TestBroken(t *testing.T) {
	if os.Getenv("SAMPLE_BROKEN") != "" {
		t.Error("broken on request")
	}
}

func TestSample(t *testing.T) {
	if Clamp(3) != 3 || Clamp(7) != 5 {
		t.Error("Clamp")
	}
	if got := Sum([]int{1, 0, -1, -2}); got != 7 {
		t.Error("Sum", got)
	}
}
