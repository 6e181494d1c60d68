package regex

// group parses a group after its opening parenthesis, which is at start. It returns nil for inline options such as (?i).
func (p *parser) group(start int, inIf bool) (*node, error) {
	if p.depth++; p.depth > MaxNesting {
		return nil, &LimitError{Limit: LimitNesting, Max: MaxNesting}
	}
	defer func() { p.depth-- }()
	// Options that are set inside a group end with it.
	outer := p.opts
	head, err := p.groupHead(start, inIf)
	if head == nil || err != nil {
		return nil, err // inline options remain in effect until the end of the enclosing group
	}
	n, err := p.groupBody(head)
	if err != nil {
		return nil, err
	}
	if !p.next(')') {
		return nil, p.errorAt(start, `missing closing ")"`)
	}
	p.opts = outer
	return n, nil
}

// groupHead parses a group up to its body and returns its node without children, or nil for inline options. The node of
// a group that does not capture is a sequence.
func (p *parser) groupHead(start int, inIf bool) (*node, error) {
	if p.peek(0) != '?' || p.peek(1) == ')' {
		return p.plainGroup(), nil
	}
	p.pos++
	u := p.peek(0)
	switch u {
	case ':':
		p.pos++
		return &node{kind: nodeSequence}, nil
	case '=', '!':
		p.pos++
		return &node{kind: nodeLook, negative: u == '!'}, nil
	case '>':
		p.pos++
		return &node{kind: nodeAtomic}, nil
	case '(':
		p.pos++
		return p.conditional(start)
	case '<', '\'':
		p.pos++
		if side := p.peek(0); u == '<' && (side == '=' || side == '!') {
			p.pos++
			return &node{kind: nodeLook, behind: true, negative: side == '!'}, nil
		}
		return p.namedGroup(start, closerOf(u))
	}
	if !inIf {
		p.inlineOptions()
	}
	switch {
	case p.next(')'):
		return nil, nil
	case p.next(':'):
		return &node{kind: nodeSequence}, nil
	}
	return nil, p.unknownGroup(start)
}

// unknownGroup returns the error for a group with an unknown head. (?P<name>…) is common in patterns written for other
// engines, so that its error has a hint.
func (p *parser) unknownGroup(start int) error {
	found := quoted(p.text[start:min(len(p.text), p.pos+1)])
	if p.peek(0) == 'P' {
		return p.errorAt(start, `unrecognized grouping construct %s; write (?<name>…) for a named group`, found)
	}
	return p.errorAt(start, `unrecognized grouping construct %s`, found)
}

// plainGroup returns the node of a group without a head: a capture, unless (?n) is in effect or the group is a
// condition.
func (p *parser) plainGroup() *node {
	if p.has(explicitCapture) || p.plain {
		p.plain = false
		return &node{kind: nodeSequence}
	}
	index, _ := p.groups.byNumber(p.unnamed)
	p.unnamed++
	return &node{kind: nodeCapture, group: index, balance: noGroup}
}

// namedGroup parses (?<name>, (?<name-other> and (?<-other> after the opening delimiter.
func (p *parser) namedGroup(start int, closer uint16) (*node, error) {
	n := &node{kind: nodeCapture, group: noGroup, balance: noGroup}
	switch {
	case p.peek(0) == '-':
	case !p.done() && boundarySet().has(p.peek(0)):
		if err := p.groupName(start, closer, &n.group); err != nil {
			return nil, err
		}
	default:
		return nil, p.errorAt(start, "a group name must start with a word character")
	}
	if (n.group != noGroup || p.peek(0) == '-') && p.pos+1 < len(p.text) && p.next('-') {
		if err := p.balancedName(start, closer, &n.balance); err != nil {
			return nil, err
		}
	}
	if (n.group == noGroup && n.balance == noGroup) || !p.next(closer) {
		return nil, p.unknownGroup(start)
	}
	return n, nil
}

// groupName parses the name or number of a group and stores its index, which countGroups has assigned.
func (p *parser) groupName(start int, closer uint16, group *int) error {
	if isDigit(p.peek(0)) {
		number, err := p.number()
		if err != nil {
			return err
		}
		if number == 0 {
			return p.errorAt(start, "group number 0 is reserved for the whole match")
		}
		if index, ok := p.groups.byNumber(number); ok {
			*group = index
		}
	} else if index, ok := p.groups.byName(p.name()); ok {
		*group = index
	}
	if !p.done() && p.peek(0) != closer && p.peek(0) != '-' {
		return p.errorAt(start, "a group name must consist of word characters, or be a number without leading zeros")
	}
	return nil
}

// balancedName parses the name of the group whose last capture a balancing group pops.
func (p *parser) balancedName(start int, closer uint16, group *int) error {
	p.groups.balancing = true
	var ok bool
	from := p.pos
	switch {
	case isDigit(p.peek(0)):
		number, err := p.number()
		if err != nil {
			return err
		}
		*group, ok = p.groups.byNumber(number)
	case !p.done() && boundarySet().has(p.peek(0)):
		*group, ok = p.groups.byName(p.name())
	}
	if !ok {
		return p.errorAt(start, `balancing group refers to undefined group %s`, quoted(p.text[from:p.pos]))
	}
	if !p.done() && p.peek(0) != closer {
		return p.errorAt(start, "a group name must consist of word characters")
	}
	return nil
}

// conditional parses the head of (?(1)yes|no), (?(name)yes|no) or (?(condition)yes|no) after the second parenthesis. A
// name that is not that of a group is a condition: (?(n)b|c) then tests whether an n follows.
func (p *parser) conditional(start int) (*node, error) {
	open := p.pos - 1
	switch {
	case isDigit(p.peek(0)):
		number, err := p.number()
		if err != nil {
			return nil, err
		}
		if !p.next(')') {
			return nil, p.errorAt(start, `missing ")" after the group number of a conditional`)
		}
		index, ok := p.groups.byNumber(number)
		if !ok {
			return nil, p.errorAt(start, "conditional refers to undefined group %d", number)
		}
		return &node{kind: nodeIfGroup, group: index}, nil
	case !p.done() && boundarySet().has(p.peek(0)):
		if index, ok := p.groups.byName(p.name()); ok && p.next(')') {
			return &node{kind: nodeIfGroup, group: index}, nil
		}
	}
	// It is a condition, which is parsed from its parenthesis as a group of its own.
	p.pos = open
	if p.peek(1) == '?' && (p.peek(2) == '#' || p.peek(2) == '\'' ||
		p.peek(2) == '<' && p.peek(3) != '=' && p.peek(3) != '!') {
		return nil, p.errorAt(start, "the condition of a conditional must not be a comment or a named group")
	}
	p.plain = true
	p.pos++
	condition, err := p.group(open, true)
	if err != nil {
		return nil, err
	}
	return &node{kind: nodeIfMatch, children: []*node{condition}}, nil
}

// groupBody parses the body of a group and returns the complete node. The body of a conditional has one or two
// alternatives.
func (p *parser) groupBody(head *node) (*node, error) {
	isIf := head.kind == nodeIfGroup || head.kind == nodeIfMatch
	start := p.pos
	branches, err := p.branches(head.kind == nodeIfMatch)
	if err != nil {
		return nil, err
	}
	if !isIf {
		body := choice(branches)
		if head.kind == nodeSequence {
			return body, nil
		}
		head.children = []*node{body}
		return newNode(*head), nil
	}
	if len(branches) > 2 {
		return nil, p.errorAt(start, "too many alternatives in a conditional; the maximum is two")
	}
	if len(branches) == 1 {
		branches = append(branches, emptyNode())
	}
	head.children = append(head.children, branches...)
	return newNode(*head), nil
}

// inlineOptions parses option letters of either case, which are switched off after - and on after +.
func (p *parser) inlineOptions() {
	off := false
	for ; !p.done(); p.pos++ {
		var o options
		switch p.peek(0) {
		case '-':
			off = true
		case '+':
			off = false
		case 'i', 'I':
			o = ignoreCase
		case 'm', 'M':
			o = multiline
		case 'n', 'N':
			o = explicitCapture
		case 's', 'S':
			o = singleline
		case 'x', 'X':
			o = ignoreSpace
		default:
			return
		}
		if off {
			p.opts &^= o
		} else {
			p.opts |= o
		}
	}
}
