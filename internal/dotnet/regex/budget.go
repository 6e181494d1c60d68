package regex

import "slices"

const (
	// patience is how many steps per byte of text a linear program may take before it starts to remember states: clearing
	// the table costs time, which short searches need not pay.
	patience = 16

	// watchEvery is how many steps pass between two looks at the stacks. A step adds two entries at most.
	watchEvery = 4096
)

// startWatch sets the next time to look up. It starts a search.
func (m *machine) startWatch() {
	m.memo = nil
	m.memoAt = -1
	if m.prog.linear() && m.prog.memos > 0 {
		m.memoAt = m.steps - m.prog.patience*(len(m.text)+16)
	}
	m.pause = max(0, m.steps-watchEvery, m.memoAt)
}

// resume is asked when the count of steps reaches the pause; it reports whether the machine may go on. It starts to
// remember states when that pays, and stops the machine when its steps or its memory are used up.
func (m *machine) resume() bool {
	switch {
	case m.steps <= 0:
		m.err = &LimitError{Limit: LimitSteps, Max: m.maxSteps}
		return false
	case len(m.stack) > maxStack || len(m.undo) > maxUndo || len(m.captures) > maxCapture:
		m.err = &LimitError{Limit: LimitMemory, Max: MaxMemory}
		return false
	case m.steps <= m.memoAt:
		m.remember()
	}
	if m.budget != nil {
		if m.err = m.budget.check(m); m.err != nil {
			return false
		}
	}
	m.stack, m.undo, m.captures = roomy(m.stack), roomy(m.undo), roomy(m.captures)
	m.pause = max(0, m.steps-watchEvery, m.memoAt)
	return true
}

// roomy makes room for what a stack may take until the next look. A stack that is large already becomes twice as large: append would
// let it grow by a quarter, and take five times its memory in all.
func roomy[T any](stack []T) []T {
	if len(stack) < 2*watchEvery || cap(stack)-len(stack) > 2*watchEvery {
		return stack
	}
	return slices.Grow(stack, cap(stack))
}

// remember sets the table of visited states up, if there is room for it.
func (m *machine) remember() {
	m.memoAt = -1
	words := (m.prog.memos*(len(m.text)+1) + 63) / 64
	if words > maxMemo {
		return
	}
	if cap(m.table) < words {
		m.table = make([]uint64, words)
	}
	m.memo = m.table[:words]
	clear(m.memo)
	m.steps -= words / 8
}
