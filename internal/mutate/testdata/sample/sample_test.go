package sample

import "testing"

func TestSample(t *testing.T) {
	if Clamp(3) != 3 || Clamp(7) != 5 {
		t.Error("Clamp")
	}
	if got := Sum([]int{1, 0, -1, -2}); got != 7 {
		t.Error("Sum", got)
	}
}
