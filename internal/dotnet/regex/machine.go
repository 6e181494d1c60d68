package regex

import "time"

// Numbers of entries above which a match is abandoned.
const (
	maxStack   = 1 << 18 // of 20 bytes
	maxUndo    = 1 << 18 // of 8 bytes
	maxCapture = 1 << 18 // of 12 bytes
	maxMemo    = 1 << 18 // of 8 bytes; a larger table is not used, so that states are not memoized

	// MaxMemory is the memory in bytes that these entries have together.
	MaxMemory = 12 << 20

	// MaxInput is the length in bytes of the longest text to search. Positions have 32 bits.
	MaxInput = 1 << 30
)

// unset is the register of a group without a capture, or of a loop without a round.
const unset = -1

// machine runs a program over one text. It backtracks like .NET's interpreter, but with explicit stacks and counted
// steps. For a linear program that runs long it starts to memoize the states it has visited, which bounds the time.
type machine struct {
	prog  *program
	text  string
	scan  int // start of the scan: \G
	start int // start of the match found
	end   int // end of the match found

	regs     []int32
	stack    []frame
	undo     []change
	captures []capture

	steps     int // steps left for all searches in this text
	nextCheck int // value of steps at the next checkpoint
	memoStart int // value of steps at which to start memoizing, or -1
	maxSteps  int
	memo      []uint64 // bit memo*(len(text)+1)+position; nil while not memoizing
	table     []uint64 // memory for memo, kept for the next search
	err       error

	budget *Budget   // shared with other searches, or nil
	began  time.Time // start of the search, if the budget limits the time
}

// frame is an untried alternative: continue at pc and pos. The frame of a run (low >= 0) stands for all positions
// between its two ends, and its pc is that of the run itself: one frame per position would exhaust the stack.
type frame struct {
	pc, pos  int32
	low      int32 // greedy: lowest position to give back to; lazy: units matched so far; otherwise unset
	undo     int32 // heights to which backtracking cuts the other stacks
	captures int32
}

// change records the old value of a register.
type change struct{ reg, old int32 }

// capture is one capture of a group; below is the index of the group's previous capture.
type capture struct{ start, end, below int32 }

// reset prepares a machine, which may have run another search, for a text and a number of steps. Registers are not cleared
// here: those of groups are at each attempt, and the others are written before they are read.
func (m *machine) reset(prog *program, text string, steps int) {
	m.prog, m.text = prog, text
	m.scan, m.start, m.end = 0, 0, 0
	m.steps, m.maxSteps, m.err = steps, steps, nil
	if cap(m.regs) < prog.registers {
		m.regs = make([]int32, prog.registers)
	}
	m.regs = m.regs[:prog.registers]
}

// search finds the first match that begins at or after from and reports whether there is one.
func (m *machine) search(from int) bool {
	return m.searchAt(m.prog.start.next(m.text, from, m.scan))
}

// searchAt is like search for a position that the start hints returned. All attempts of a search share its table of visited
// states: a state from which an earlier attempt failed fails for a later one, too.
func (m *machine) searchAt(p int) bool {
	if p < 0 {
		return false
	}
	m.startSearch()
	for p >= 0 {
		if end := m.run(m.prog.start.entry, p+m.prog.start.skip); end >= 0 {
			m.start, m.end = p, end
			return true
		}
		if m.err != nil || p == len(m.text) {
			return false
		}
		p = m.prog.start.next(m.text, p+stepAt(m.text, p), m.scan)
	}
	return false
}

// run executes the program from an instruction and a position and returns the end of the match, or -1. The instructions
// in its switch are those of nearly all patterns; the loop is short so that they stay fast. A position below 0 is a failure,
// after which the machine backtracks.
func (m *machine) run(pc int32, pos int) int {
	m.clear()
	insts := m.prog.insts
	for {
		if m.steps--; m.steps <= m.nextCheck && !m.checkpoint() {
			return -1
		}
		in := &insts[pc]
		pc++
		switch in.op {
		case opMatch:
			return pos
		case opSet:
			pos = m.one(in, pos)
		case opText:
			pos = m.literal(in, pos)
		case opRunAll:
			// The usual case is written out here, as it saves calls.
			if in.back || m.memo != nil {
				pos = m.runAll(in, pos)
				break
			}
			count, wide := 0, 0
			count, wide, pos = takeForward(m.text, in.set, pos, int(in.max))
			m.steps -= runSteps(count, wide)
			if count < int(in.min) {
				pos = -1
			}
		case opRun:
			pos = m.greedy(in, pc, pos)
		case opRunLazy:
			pos = m.lazy(in, pc, pos)
		case opJump:
			pc = in.x
		case opSplit:
			if m.visited(in, pos) {
				pos = -1
				break
			}
			m.push(in.y, pos)
			pc = in.x
		case opSavePos:
			m.set(in.x, int32(pos))
		case opCapture:
			m.capture(in.x, m.regs[in.y], int32(pos))
		case opCaptureLast:
			m.captureLast(in, pos)
		default:
			pc, pos = m.rare(in, pc, pos)
		}
		if pos < 0 {
			if pc, pos = m.backtrack(); pos < 0 {
				return -1
			}
		}
	}
}

// rare executes the instructions that few patterns need. They cost an additional step.
func (m *machine) rare(in *inst, pc int32, pos int) (int32, int) {
	m.steps--
	switch in.op {
	case opAssert:
		if !m.at(in.assertion, pos) {
			return pc, -1
		}
	case opLoopStart:
		m.set(in.x, 0)
		m.set(in.y, unset)
	case opLoop:
		return m.loop(in, pc, pos)
	case opLoopRound:
		m.set(in.x, m.regs[in.x]+1)
		m.set(in.y, int32(pos))
	case opSaveStack:
		m.set(in.x, int32(len(m.stack)))
	case opCut:
		m.stack = m.stack[:m.regs[in.x]]
	case opRestorePos:
		return pc, int(m.regs[in.x])
	case opReference:
		return pc, m.reference(in, pos)
	case opBalance:
		return pc, m.balance(in, pos)
	case opIfGroup:
		if m.regs[in.x] == unset {
			return in.y, pos
		}
	default: // opFail
		return pc, -1
	}
	return pc, pos
}

// clear discards the state of an earlier attempt. The cost is charged in the same place, so that many positions with many
// groups cannot take time uncounted.
func (m *machine) clear() {
	m.steps -= m.prog.attempt
	m.stack, m.undo, m.captures = m.stack[:0], m.undo[:0], m.captures[:0]
	for i := range m.prog.groups {
		m.regs[i] = unset
	}
}

// push adds an alternative to try on backtracking.
func (m *machine) push(pc int32, pos int) { m.pushRun(pc, pos, unset) }

// pushRun adds the alternatives of a run; see frame.
func (m *machine) pushRun(pc int32, pos, low int) {
	m.stack = append(m.stack, frame{pc, int32(pos), int32(low), int32(len(m.undo)), int32(len(m.captures))})
}

// set changes a register. Backtracking past this point restores it; if there is nothing to backtrack to, the old value
// need not be recorded.
func (m *machine) set(reg, value int32) {
	if len(m.stack) > 0 {
		m.undo = append(m.undo, change{reg, m.regs[reg]})
	}
	m.regs[reg] = value
}

// backtrack returns the most recent alternative, with registers and captures restored. The position is -1 if there is
// none.
func (m *machine) backtrack() (pc int32, pos int) {
	// The frame of a run stays on the stack until its last position has been tried; giveBack and takeMore pop it.
	for len(m.stack) > 0 {
		f := &m.stack[len(m.stack)-1]
		for i := len(m.undo) - 1; i >= int(f.undo); i-- {
			m.regs[m.undo[i].reg] = m.undo[i].old
		}
		m.undo = m.undo[:f.undo]
		m.captures = m.captures[:f.captures]
		if f.low == unset {
			m.stack = m.stack[:len(m.stack)-1]
			return f.pc, int(f.pos)
		}
		in := &m.prog.insts[f.pc]
		pc = f.pc + 1
		if in.op == opRunLazy {
			pos = m.takeMore(in, f)
		} else {
			pos = m.giveBack(in, f)
		}
		if pos >= 0 {
			return pc, pos
		}
	}
	return 0, -1
}

// visited reports whether a memoizing machine has been at in and pos before, and marks the state as visited. In a linear
// program, visiting it again would fail as it did before.
func (m *machine) visited(in *inst, pos int) bool {
	if m.memo == nil || in.memo < 0 {
		return false
	}
	bit := int(in.memo)*(len(m.text)+1) + pos
	word, mask := &m.memo[bit>>6], uint64(1)<<(bit&63)
	if *word&mask != 0 {
		return true
	}
	*word |= mask
	return false
}
