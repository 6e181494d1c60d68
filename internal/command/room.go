package command

import (
	"os"
	"runtime"
)

// roomBytes is how much garbage is let be, besides what the collector's own rule allows.
const roomBytes = 16 << 20

// withRoom calls run and makes the collector run less often meanwhile: what a run holds is so little that it would be at work a hundred times
// while a large file passes through. The memory is never touched, so that the system does not give it; but the collector counts it. Who
// has set a limit of memory gets what that says.
func withRoom(run func() int) int {
	if os.Getenv("GOMEMLIMIT") != "" {
		return run()
	}
	room := make([]byte, roomBytes)
	code := run()
	runtime.KeepAlive(room)
	return code
}
