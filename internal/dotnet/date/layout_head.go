package date

// head is the leading part of a layout in which every character has a fixed place: literals and numbers of fixed
// width, each part of the date at most once. Machine-readable dates consist almost entirely of it. It is only a fast
// path: a text that does not match it is parsed by the operations, so it never decides that a text is malformed.
type head struct {
	width    int
	ops      int // number of operations it replaces
	pairs    []headPart
	year     int
	fraction headFraction
	texts    []headText
}

// headPart is a number of two digits and its place in bytes from the start of the head, headFraction that of a fraction of a
// second, and headText a literal.
type headPart struct {
	part uint8
	at   uint8
}

type headFraction struct {
	at, digits int
}

type headText struct {
	at   int
	text string
}

const (
	noYear       = -1
	maxHeadWidth = 64
)

// newHead returns the head of ops, which may be empty. Skipping its operations is safe because no jump leads into it:
// jumps come from optional dots, which end the head, and lead forward only. A part that occurs twice ends the head, as the
// operations then compare the two.
func newHead(ops []readOp) head {
	h := head{year: noYear}
	var seen [partCount]bool
	for i := range ops {
		op := &ops[i]
		switch {
		case op.code == readText && h.width+len(op.text) <= maxHeadWidth:
			h.texts = append(h.texts, headText{h.width, op.text})
			h.width += len(op.text)
		case op.code == readNumber && op.min == op.max && op.traits == 0 && !seen[op.part] && h.takes(op):
			seen[op.part] = true
			h.width += int(op.max)
		default:
			return h
		}
		h.ops = i + 1
	}
	return h
}

// takes adds a number of fixed width and reports whether it could: whether the number is a four-digit year, a fraction
// or a pair of digits.
func (h *head) takes(op *readOp) bool {
	switch {
	case h.width+int(op.max) > maxHeadWidth:
		return false
	case op.part == partFraction:
		h.fraction = headFraction{h.width, int(op.max)}
	case op.max == 2:
		h.pairs = append(h.pairs, headPart{op.part, uint8(h.width)})
	case op.part == partYear && op.max == 4:
		h.year = h.width
	default:
		return false
	}
	return true
}

// readHead parses the head of a layout and reports whether the text matches it. If not, it leaves m as it was.
func (m *matcher[T]) readHead(h *head) bool {
	if len(m.s)-m.pos < h.width {
		return false
	}
	s := m.s[m.pos : m.pos+h.width]
	if !headTexts(h, s) || !headNumbers(h, s, &m.parts) {
		m.parts = unsetParts
		return false
	}
	m.pos += h.width
	return true
}

// headTexts reports whether s has the literals of the head in their places.
func headTexts[T text](h *head, s T) bool {
	for _, t := range h.texts {
		for i := 0; i < len(t.text); i++ {
			if s[t.at+i] != t.text[i] {
				return false
			}
		}
	}
	return true
}

// headNumbers stores the numbers of the head in parts and reports whether all of their characters are digits. If not,
// readHead resets parts.
func headNumbers[T text](h *head, s T, parts *[partCount]int32) bool {
	for _, p := range h.pairs {
		// Bytes below '0' wrap to large numbers, so that one comparison covers both sides.
		a, b := s[p.at]-'0', s[p.at+1]-'0'
		if a > 9 || b > 9 {
			return false
		}
		parts[p.part] = int32(a)*10 + int32(b)
	}
	if h.year != noYear {
		y := s[h.year : h.year+4]
		a, b, c, d := y[0]-'0', y[1]-'0', y[2]-'0', y[3]-'0'
		if a > 9 || b > 9 || c > 9 || d > 9 {
			return false
		}
		parts[partYear] = int32(a)*1000 + int32(b)*100 + int32(c)*10 + int32(d)
	}
	if h.fraction.digits == 0 {
		return true
	}
	n := int32(0)
	for i := range h.fraction.digits {
		digit := s[h.fraction.at+i] - '0'
		if digit > 9 {
			return false
		}
		n = n*10 + int32(digit)
	}
	parts[partFraction] = n * int32(pow10[maxFraction-h.fraction.digits])
	return true
}
