package netregex

// patience is how many steps per byte of text a linear program may take before it starts to remember states: clearing the
// table costs time, which short searches need not pay.
const patience = 16

// pauseForMemo sets the next time to look up: when remembering would pay, or when the steps are used up.
func (m *machine) pauseForMemo() {
	m.pause = 0
	if m.prog.linear() && m.prog.memos > 0 {
		m.pause = max(0, m.steps-m.prog.patience*(len(m.text)+16))
	}
}

// resume is asked when the count of steps reaches the pause; it reports whether the machine may go on.
func (m *machine) resume() bool {
	if m.err == nil && m.steps > 0 {
		m.pause = 0
		words := (m.prog.memos*(len(m.text)+1) + 63) / 64
		if words <= maxMemo {
			m.remember(words)
		}
		return true
	}
	if m.err == nil {
		m.err = &LimitError{Limit: LimitSteps, Max: m.maxSteps}
	}
	return false
}

func (m *machine) remember(words int) {
	if cap(m.table) < words {
		m.table = make([]uint64, words)
	}
	m.memo = m.table[:words]
	clear(m.memo)
	m.steps -= words / 8
}

// outOfMemory ends the match at the next step.
func (m *machine) outOfMemory() {
	m.err = &LimitError{Limit: LimitMemory, Max: maxMemory}
	m.steps = 0
}
