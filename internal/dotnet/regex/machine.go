package regex

import "time"

// Entries past which a match is given up. Together they take MaxMemory bytes.
const (
	maxStack   = 1 << 18 // 20 bytes each
	maxUndo    = 1 << 18 // 8 bytes
	maxCapture = 1 << 18 // 12 bytes
	maxMemo    = 1 << 18 // 8 bytes; without room for the table, states are not remembered
	MaxMemory  = 12 << 20

	MaxInput = 1 << 30 // positions are 32 bits
)

// unset is a group without a capture, or a loop without a round.
const unset = -1

// machine runs a program over one text. It backtracks like .NET's interpreter, with explicit stacks and a count of steps.
// A linear program that takes long starts to remember the states it has visited, and then ends in linear time.
type machine struct {
	prog  *program
	text  string
	scan  int // where the scan started: \G
	start int // the match found
	end   int

	regs     []int32
	stack    []frame
	undo     []change
	captures []capture

	steps    int // steps left for all searches in this text
	pause    int // value of steps at which to look up
	memoAt   int // value of steps at which to start remembering states, if ever
	maxSteps int
	memo     []uint64 // bit memo*(len(text)+1)+position; nil while not remembering
	table    []uint64 // the memory for memo
	err      error

	budget *Budget   // shared with other searches; nil where there is none
	began  time.Time // where the budget has a time
}

// frame is an alternative left to try: go on at pc and pos. A frame of a run (low >= 0) holds all positions between its
// two ends, and pc is the run itself.
type frame struct {
	pc, pos  int32
	low      int32 // greedy: the last position to give back to; lazy: units taken so far; otherwise unset
	undo     int32 // heights of the other stacks to go back to
	captures int32
}

// change remembers what a register held.
type change struct{ reg, old int32 }

// capture is one capture of a group; below is the group's capture before it.
type capture struct{ start, end, below int32 }

func (m *machine) reset(prog *program, text string, steps int) {
	m.prog, m.text = prog, text
	m.scan, m.start, m.end = 0, 0, 0
	m.steps, m.maxSteps, m.err = steps, steps, nil
	if cap(m.regs) < prog.registers {
		m.regs = make([]int32, prog.registers)
	}
	m.regs = m.regs[:prog.registers]
}

// search looks for the first match that begins at or after from.
func (m *machine) search(from int) bool {
	return m.searchAt(m.prog.start.next(m.text, from, m.scan))
}

// searchAt is search from a position that the start hints gave.
func (m *machine) searchAt(p int) bool {
	if p < 0 {
		return false
	}
	m.startWatch()
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

// run tries to match from an instruction and a position on, and returns the end of the match, or -1.
func (m *machine) run(pc int32, pos int) int {
	m.clear()
	insts := m.prog.insts
	for {
		if m.steps--; m.steps <= m.pause && !m.resume() {
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
		case opMark:
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

// rare runs the instructions that only some patterns need. They cost more than the others.
func (m *machine) rare(in *inst, pc int32, pos int) (int32, int) {
	m.steps--
	switch in.op {
	case opPlace:
		if !m.at(in.place, pos) {
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
	case opHold:
		m.set(in.x, int32(len(m.stack)))
	case opCut:
		m.stack = m.stack[:m.regs[in.x]]
	case opReturn:
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

// clear makes the machine forget an earlier attempt.
func (m *machine) clear() {
	m.steps -= m.prog.attempt
	m.stack, m.undo, m.captures = m.stack[:0], m.undo[:0], m.captures[:0]
	for i := range m.prog.groups {
		m.regs[i] = unset
	}
}

// push leaves an alternative for later.
func (m *machine) push(pc int32, pos int) { m.pushRun(pc, pos, unset) }

func (m *machine) pushRun(pc int32, pos, low int) {
	m.stack = append(m.stack, frame{pc, int32(pos), int32(low), int32(len(m.undo)), int32(len(m.captures))})
}

// set changes a register, so that backtracking past here changes it back.
func (m *machine) set(reg, value int32) {
	if len(m.stack) > 0 {
		m.undo = append(m.undo, change{reg, m.regs[reg]})
	}
	m.regs[reg] = value
}

// backtrack takes up the youngest alternative; the position is -1 when there is none.
func (m *machine) backtrack() (pc int32, pos int) {
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

// visited reports whether a remembering machine has been at in and pos before; nothing new can come of that.
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
