package regex

// quantifierHere reports whether a quantifier comes next. A brace starts one only in {n}, {n,} and {n,m}: a{ and a{,2}
// are literal text.
func (p *parser) quantifierHere() bool {
	switch p.peek(0) {
	case '*', '+', '?':
		return true
	case '{':
	default:
		return false
	}
	i := 1
	for isDigit(p.peek(i)) {
		i++
	}
	if i == 1 {
		return false
	}
	if p.peek(i) == ',' {
		i++
		for isDigit(p.peek(i)) {
			i++
		}
	}
	return p.peek(i) == '}'
}

// quantified parses the quantifier that may follow n. White space and comments that are ignored may come before it, and
// between it and the ? that makes it lazy.
func (p *parser) quantified(n *node) (*node, error) {
	if err := p.skipIgnored(); err != nil {
		return nil, err
	}
	if !p.quantifierHere() {
		return n, nil
	}
	start := p.pos
	low, high, err := p.bounds()
	if err != nil {
		return nil, err
	}
	p.quantEnd = p.pos
	if err := p.skipIgnored(); err != nil {
		return nil, err
	}
	lazy := p.next('?')
	if lazy {
		p.quantEnd = p.pos
	}
	if low > high {
		return nil, p.errorAt(start, "invalid quantifier {%d,%d}: the minimum exceeds the maximum", low, high)
	}
	return repeat(n, low, high, lazy), nil
}

// bounds parses a quantifier, which quantifierHere has recognized, and returns its bounds.
func (p *parser) bounds() (low, high int, err error) {
	u := p.text[p.pos]
	p.pos++
	switch u {
	case '*':
		return 0, unbounded, nil
	case '+':
		return 1, unbounded, nil
	case '?':
		return 0, 1, nil
	}
	if low, err = p.number(); err != nil {
		return 0, 0, err
	}
	high = low
	if p.next(',') {
		high = unbounded
		if isDigit(p.peek(0)) {
			if high, err = p.number(); err != nil {
				return 0, 0, err
			}
		}
	}
	p.pos++ // the closing brace, which quantifierHere has checked
	return low, high, nil
}

// misplacedQuantifier returns the error for a quantifier with nothing to repeat. If it follows another quantifier, the
// likely intention is a possessive or a nested one.
func (p *parser) misplacedQuantifier() error {
	found := quoted(p.text[p.pos : p.pos+1])
	if p.pos != p.quantEnd {
		return p.errorAt(p.pos, `quantifier %s has nothing to repeat; write \%c for a literal one`, found, p.text[p.pos])
	}
	if p.peek(0) == '+' {
		return p.errorAt(p.pos, `quantifier %s follows a quantifier; .NET has no possessive quantifiers, write (?>…)`, found)
	}
	return p.errorAt(p.pos, `quantifier %s follows a quantifier; write (?:…) around the first one to repeat it`, found)
}
