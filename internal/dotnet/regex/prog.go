package regex

// opcode is the operation of an instruction.
type opcode uint8

const (
	opMatch       opcode = iota // the pattern has matched
	opFail                      // never matches
	opSet                       // one unit of set
	opText                      // text
	opRun                       // set, min to max times, longest first
	opRunLazy                   // set, min to max times, shortest first
	opRunAll                    // set, min to max times, longest only
	opJump                      // go to x
	opSplit                     // go to x, on backtracking to y
	opSavePos                   // register x = position
	opCapture                   // group x captures from register y to here
	opCaptureLast               // group x captures the last unit, if the position has changed since register y was set
	opBalance                   // pop the last capture of group z; group x, unless noGroup, captures the text between
	opLoopStart                 // reset registers x (number of rounds) and y (start of the round)
	opLoop                      // start another round, or go to z
	opLoopRound                 // count a round and set its start
	opAssert                    // an assertion
	opReference                 // the text of group x
	opSaveStack                 // register x = height of the stack
	opCut                       // pop the alternatives pushed since register x was set
	opRestorePos                // position = register x
	opIfGroup                   // go to y unless group x has a capture
)

// inst is one instruction. Which fields are used depends on op.
type inst struct {
	op        opcode
	back      bool // matches leftwards
	lazy      bool
	fold      bool
	assertion assertion
	tail      uint8 // opRun: the only byte that can follow, or 0
	x, y, z   int32
	min, max  int32
	memo      int32 // row of this instruction in the table of visited states, or -1
	set       *unitSet
	text      string
}

// program is a compiled pattern: its instructions, and hints on where a match can begin.
type program struct {
	insts         []inst
	registers     int // last captures of the groups, then positions, counters and stack heights
	groups        int
	memos         int    // rows of the table of visited states
	reason        string // why the program is not linear, or ""
	attempt       int    // cost in steps of an attempt at one position
	memoThreshold int    // steps per byte of text before states are memoized
	start         startHints
	minLength     int // UTF-16 units
}

// linear reports whether a search takes time linear in the length of the text. It does if instruction and position alone
// determine what follows: then no state need be visited twice.
func (p *program) linear() bool { return p.reason == "" }
