package regex

import "slices"

const (
	// memoThreshold is the number of steps per byte of text after which a linear program starts to memoize states. Short
	// searches, which are nearly all, then do not pay for clearing the table.
	memoThreshold = 16

	// checkInterval is the number of steps between two checkpoints. Because a step pushes at most two entries, the stacks
	// cannot exceed their limits by much in between, and the steps themselves need no check.
	checkInterval = 4096
)

// startSearch prepares the machine for a search and sets its first checkpoint. The steps left go down, so that a checkpoint is
// a value that they must not pass. The next one is the nearest of three: the end of the steps, the regular interval, and the
// start of memoization.
func (m *machine) startSearch() {
	m.memo = nil
	m.memoStart = -1
	if m.prog.linear() && m.prog.memos > 0 {
		m.memoStart = m.steps - m.prog.memoThreshold*(len(m.text)+16)
	}
	m.nextCheck = max(0, m.steps-checkInterval, m.memoStart)
}

// checkpoint is called when the number of steps left reaches nextCheck. It reports whether the machine may continue: it
// stops it when its steps, memory or budget are used up. It also starts memoization once that pays off.
func (m *machine) checkpoint() bool {
	switch {
	case m.steps <= 0:
		m.err = &LimitError{Limit: LimitSteps, Max: m.maxSteps}
		return false
	case len(m.stack) > maxStack || len(m.undo) > maxUndo || len(m.captures) > maxCapture:
		m.err = &LimitError{Limit: LimitMemory, Max: MaxMemory}
		return false
	case m.steps <= m.memoStart:
		m.startMemo()
	}
	if m.budget != nil {
		if m.err = m.budget.check(m); m.err != nil {
			return false
		}
	}
	m.stack, m.undo, m.captures = reserve(m.stack), reserve(m.undo), reserve(m.captures)
	m.nextCheck = max(0, m.steps-checkInterval, m.memoStart)
	return true
}

// reserve grows a large stack so that it need not grow before the next checkpoint. It doubles the stack, where append
// would grow it by a quarter: over all its reallocations, a stack grown by append would allocate five times its final
// size.
func reserve[T any](stack []T) []T {
	if len(stack) < 2*checkInterval || cap(stack)-len(stack) > 2*checkInterval {
		return stack
	}
	return slices.Grow(stack, cap(stack))
}

// startMemo allocates the table of visited states, unless it would be too large, and charges steps for clearing it.
func (m *machine) startMemo() {
	m.memoStart = -1
	words := (m.prog.memos*(len(m.text)+1) + 63) / 64
	if words > maxMemo {
		return
	}
	if cap(m.table) < words {
		m.table = make([]uint64, words)
	}
	m.memo = m.table[:words]
	clear(m.memo)
	// A step clears eight words.
	m.steps -= words / 8
}
