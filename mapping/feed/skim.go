package feed

// skimmer finds the end of a JSON object that cannot be parsed, by quotes and brackets alone. It takes the text in pieces.
type skimmer struct {
	open     []byte // the brackets not closed yet
	inString bool
	escaped  bool
}

type skimState uint8

const (
	skimMore skimState = iota // the object goes on
	skimDone                  // its last bracket has closed
	skimLost                  // a bracket closes another one: where the object ends cannot be told
)

// maxSkimDepth bounds the memory for hostile input.
const maxSkimDepth = 1 << 20

// feed takes text and tells how much of it belongs to the object so far.
func (k *skimmer) feed(text []byte) (n int, state skimState) {
	for i, c := range text {
		switch {
		case k.inString:
			k.inside(c)
		case c == '"':
			k.inString = true
		case c == '{' || c == '[':
			if len(k.open) == maxSkimDepth {
				return i, skimLost
			}
			k.open = append(k.open, c)
		case c == '}' || c == ']':
			last := len(k.open) - 1
			// In ASCII each closing bracket stands two behind its opening one.
			if k.open[last] != c-2 {
				return i, skimLost
			}
			k.open = k.open[:last]
			if last == 0 {
				return i + 1, skimDone
			}
		}
	}
	return len(text), skimMore
}

// inside takes a character between quotes. A line break cannot stand there: where one does, a quote is missing before it, and to
// count the text as closed brings the brackets of the lines that follow back into view.
func (k *skimmer) inside(c byte) {
	switch {
	case c == '\n':
		k.inString, k.escaped = false, false
	case k.escaped:
		k.escaped = false
	case c == '\\':
		k.escaped = true
	case c == '"':
		k.inString = false
	}
}

// skim moves the window's start behind the object that starts there; ok is false where its end cannot be found.
func (s *source) skim() (ok bool) {
	var k skimmer
	for {
		n, state := k.feed(s.window())
		s.advance(n)
		switch {
		case state == skimDone:
			return true
		case state == skimLost || !s.more(1):
			return false
		}
	}
}
