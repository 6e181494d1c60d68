package feed

// skimmer finds the end of a JSON object that cannot be parsed, by its quotes and brackets alone. It accepts the text in pieces.
type skimmer struct {
	open     []byte // the brackets that are not closed yet
	inString bool
	escaped  bool
}

type skimState uint8

const (
	skimMore skimState = iota // the object is not complete
	skimDone                  // its last bracket is closed
	skimLost                  // brackets do not match: the end of the object is unknown
)

// maxSkimDepth bounds the memory for hostile input.
const maxSkimDepth = 1 << 20

// feed returns how much of text belongs to the object.
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
			// In ASCII a closing bracket is the opening one plus two.
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

// inside handles a character of a string. A string contains no line break: if there is one, the closing quote before it is missing, and
// taking the string as closed lets the brackets of the following lines count again.
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

// skim moves the start of the window past the object that starts there; ok is false if its end is unknown.
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
