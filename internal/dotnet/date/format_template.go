package date

// template is a format in which only digits vary, each in a fixed place, as in most machine-readable formats: a text
// with placeholders, and the values to fill in.
type template struct {
	text     string
	pairs    []templatePair
	fraction headFraction
}

// templatePair is a place of two digits, in bytes from the start of the text.
type templatePair struct {
	value clockValue
	at    int
}

// maxTemplate is the length in bytes above which no template is built: no pattern for dates is that long.
const maxTemplate = 64

// newTemplate returns the template of ops, or nil if one of them prints text of varying length. Of the
// runs of y only yyyy is filled in: yyy has no fixed length, and longer ones are rare.
func newTemplate(ops []printOp) *template {
	s := &template{}
	for i := range ops {
		op := &ops[i]
		at := len(s.text)
		switch {
		case op.code == printText:
			s.text += op.text
		case op.code == printPair:
			s.pairs = append(s.pairs, templatePair{op.value, at})
			s.text += "00"
		case op.code == printYear && op.n == 4:
			s.pairs = append(s.pairs, templatePair{valueCentury, at}, templatePair{valueYearOfCentury, at + 2})
			s.text += "0000"
		// More than one fraction is rare, and would need a list.
		case op.code == printFraction && s.fraction.digits == 0:
			s.fraction = headFraction{at, op.n}
			s.text += "0000000"[:op.n]
		default:
			return nil
		}
		if len(s.text) > maxTemplate {
			return nil
		}
	}
	return s
}

// append appends the text with the values of v and the fraction of ticks filled in.
func (s *template) append(dst []byte, v *[clockValues]uint8, ticks int64) []byte {
	start := len(dst)
	dst = append(dst, s.text...)
	out := dst[start:]
	for _, p := range s.pairs {
		pair := digitPairs[2*int(v[p.value]):][:2]
		place := out[p.at:][:2]
		place[0], place[1] = pair[0], pair[1]
	}
	// Appending to a part of out writes into out, since it has room for the digits.
	if f := s.fraction; f.digits > 0 {
		appendFraction(out[:f.at], int(ticks%ticksPerSecond), f.digits)
	}
	return dst
}
