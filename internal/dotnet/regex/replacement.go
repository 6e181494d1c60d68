package regex

import (
	"slices"
)

// pieceKind is the kind of a piece of a replacement.
type pieceKind uint8

const (
	pieceText  pieceKind = iota
	pieceGroup           // $1, ${name}, $&
	pieceLeft            // $`: the text before the match
	pieceRight           // $': the text after the match
	pieceLast            // $+: the last group, by number
	pieceWhole           // $_: the whole text
)

// piece is literal text or a substitution in a replacement.
type piece struct {
	kind  pieceKind
	text  string
	group int
}

// Replacement is a compiled replacement template of one pattern. It is immutable and safe for concurrent use.
type Replacement struct {
	pattern  *Pattern
	template string
	pieces   []piece
}

// Template returns the template that was compiled.
func (r *Replacement) Template() string { return r.template }

// CompileReplacement parses a template as Regex.Replace does: $1 and ${name} are groups, $0 and $& the match, $` and $'
// the text before and after it, $+ the last group by number, $_ the whole text and $$ a dollar sign. Anything else is
// literal, including unknown groups and \1. It returns a *SyntaxError for a group number above 2147483647.
func (p *Pattern) CompileReplacement(template string) (*Replacement, error) {
	t := &templateParser{
		parser: parser{pattern: template, text: utf16Of(template), groups: p.groups},
	}
	for !t.done() {
		t.plain()
		if !t.next('$') {
			break
		}
		if err := t.dollar(); err != nil {
			return nil, err
		}
	}
	t.flush()
	return &Replacement{pattern: p, template: template, pieces: t.pieces}, nil
}

// templateParser uses the parser of patterns for numbers and names, of which templates have the same kinds.
type templateParser struct {
	parser
	literal []uint16
	pieces  []piece
}

// flush turns the pending literal units into a piece.
func (t *templateParser) flush() {
	if len(t.literal) > 0 {
		t.pieces = append(t.pieces, piece{text: utf8Of(t.literal)})
		t.literal = nil
	}
}

// plain parses literal text up to the next dollar sign.
func (t *templateParser) plain() {
	rest := t.text[t.pos:]
	if i := slices.Index(rest, '$'); i >= 0 {
		rest = rest[:i]
	}
	t.literal = append(t.literal, rest...)
	t.pos += len(rest)
}

// add adds a substitution after the pending literal text.
func (t *templateParser) add(kind pieceKind, group int) {
	t.flush()
	t.pieces = append(t.pieces, piece{kind: kind, group: group})
}

// dollar parses a substitution after its dollar sign. If there is none, the sign is literal text.
func (t *templateParser) dollar() error {
	back := t.pos
	group, ok, err := t.groupHere()
	if err != nil {
		return err
	}
	if ok {
		t.add(pieceGroup, group)
		return nil
	}
	t.pos = back
	switch u := t.peek(0); u {
	case '$':
		t.literal = append(t.literal, '$')
	case '&':
		t.add(pieceGroup, 0)
	case '`':
		t.add(pieceLeft, 0)
	case '\'':
		t.add(pieceRight, 0)
	case '+':
		t.add(pieceLast, 0)
	case '_':
		t.add(pieceWhole, 0)
	default:
		t.literal = append(t.literal, '$')
		return nil
	}
	t.pos++
	return nil
}

// groupHere parses a group number, or a number or name in braces, and reports whether it is that of a group.
func (t *templateParser) groupHere() (group int, ok bool, err error) {
	braced := t.next('{')
	switch {
	case isDigit(t.peek(0)):
		number, err := t.number()
		if err != nil {
			return 0, false, err
		}
		// A number is taken as long as it is: $10 without a group 10 is literal, and not group 1 before a 0.
		group, ok = t.groups.byNumber(number)
	case braced && !t.done() && boundarySet().has(t.peek(0)):
		group, ok = t.groups.byName(t.name())
	}
	return group, ok && (!braced || t.next('}')), nil
}

// appendTo appends the replacement of the match that m has found, and reports whether the output is within its limit.
func (r *Replacement) appendTo(out *joiner, m *machine) bool {
	for i := range r.pieces {
		piece := &r.pieces[i]
		ok := true
		switch piece.kind {
		case pieceText:
			ok = out.text(piece.text)
		case pieceGroup:
			ok = out.group(m, piece.group)
		case pieceLeft:
			ok = out.span(m.text, 0, m.start)
		case pieceRight:
			ok = out.span(m.text, m.end, len(m.text))
		case pieceLast:
			ok = out.group(m, m.prog.groups-1)
		case pieceWhole:
			ok = out.span(m.text, 0, len(m.text))
		}
		if !ok {
			return false
		}
	}
	return true
}

// group appends the last capture of a group, which is empty if it has none.
func (j *joiner) group(m *machine, group int) bool {
	start, end, _ := m.last(group)
	return j.span(m.text, start, end)
}
