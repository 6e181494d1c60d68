package regex

// opcode is what one instruction of a program does.
type opcode uint8

const (
	opMatch       opcode = iota // the pattern has matched
	opFail                      // never matches
	opSet                       // one unit of set
	opText                      // text
	opRun                       // set, min to max times, giving back from the longest
	opRunLazy                   // set, min to max times, taking more from the shortest
	opRunAll                    // set, min to max times, giving nothing back
	opJump                      // go to x
	opSplit                     // go to x, later to y
	opMark                      // register x = position
	opCapture                   // group x captures from register y to here
	opCaptureLast               // group x captures the last unit, if any was taken since register y was set
	opBalance                   // likewise, after taking back the last capture of group z (x may be noGroup)
	opLoopStart                 // registers x (rounds) and y (where the round began) start afresh
	opLoop                      // another round, or on to z
	opLoopRound                 // a round begins
	opPlace                     // an assertion
	opReference                 // the text of group x
	opHold                      // register x = height of the stack
	opCut                       // drop the alternatives pushed since register x was set
	opReturn                    // position = register x
	opIfGroup                   // go to y unless group x has captured
)

// inst is one instruction. Which members count depends on op.
type inst struct {
	op       opcode
	back     bool // reads leftwards
	lazy     bool
	fold     bool
	place    assertion
	tail     uint8 // opRun: the only byte that can follow, or 0
	x, y, z  int32
	min, max int32
	memo     int32 // row of this instruction in the table of visited states, or -1
	set      *unitSet
	text     string
}

// program is a compiled pattern: the instructions and what is known about where a match can begin.
type program struct {
	insts     []inst
	registers int // group tops first, then marks, counters and heights
	groups    int
	memos     int    // rows of the table of visited states
	reason    string // why time cannot be promised to grow with the text's length alone, or ""
	attempt   int    // steps that beginning at one place costs
	patience  int    // steps per byte of text before states are remembered
	start     startHints
	minLength int // UTF-16 units
}

// linear reports whether one search takes time in proportion to the text: visiting an instruction at a position a second
// time cannot help, since nothing but the two decides what follows.
func (p *program) linear() bool { return p.reason == "" }
