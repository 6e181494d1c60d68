package date

// stencil is a format that prints digits in fixed places and nothing else that varies, as most formats for
// machines do: the text with its places, and what goes into them.
type stencil struct {
	text     string
	pairs    []stencilPair
	fraction headFraction
}

type stencilPair struct {
	value clockValue
	at    int
}

// maxStencil keeps the stencils of absurdly long patterns from being built.
const maxStencil = 64

// newStencil returns the stencil of ops, nil if something they print has no fixed width.
func newStencil(ops []printOp) *stencil {
	s := &stencil{}
	for i := range ops {
		op := &ops[i]
		at := len(s.text)
		switch {
		case op.code == printText:
			s.text += op.text
		case op.code == printPair:
			s.pairs = append(s.pairs, stencilPair{op.value, at})
			s.text += "00"
		case op.code == printYear && op.n == 4:
			s.pairs = append(s.pairs, stencilPair{valueCentury, at}, stencilPair{valueYearOfCentury, at + 2})
			s.text += "0000"
		case op.code == printFraction && s.fraction.digits == 0:
			s.fraction = headFraction{at, op.n}
			s.text += "0000000"[:op.n]
		default:
			return nil
		}
		if len(s.text) > maxStencil {
			return nil
		}
	}
	return s
}

func (s *stencil) append(dst []byte, v *[clockValues]uint8, ticks int64) []byte {
	start := len(dst)
	dst = append(dst, s.text...)
	out := dst[start:]
	for _, p := range s.pairs {
		pair := digitPairs[2*int(v[p.value]):][:2]
		place := out[p.at:][:2]
		place[0], place[1] = pair[0], pair[1]
	}
	if f := s.fraction; f.digits > 0 {
		appendFraction(out[:f.at], int(ticks%ticksPerSecond), f.digits)
	}
	return dst
}
