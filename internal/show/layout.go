package show

import (
	"strings"
	"unicode/utf8"
)

// Layout measures and cuts texts of one line in the columns of a terminal. The zero Layout takes every code point for one column.
type Layout struct {
	// Next returns the first character of a text that is not "", as a reader counts them: its size in bytes and its width in columns.
	Next func(text string) (size, width int)
}

func (l Layout) next(text string) (size, width int) {
	if l.Next != nil {
		return l.Next(text)
	}
	_, size = utf8.DecodeRuneInString(text)
	return size, 1
}

// Width returns how many columns a text takes.
func (l Layout) Width(text string) int {
	total := 0
	for text != "" {
		size, width := l.next(text)
		text, total = text[size:], total+width
	}
	return total
}

// Pad fills a text with spaces up to a width.
func (l Layout) Pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-l.Width(text)))
}

// head returns the longest beginning of a text that is at most so wide.
func (l Layout) head(text string, width int) string {
	at := 0
	for at < len(text) {
		size, w := l.next(text[at:])
		if w > width {
			break
		}
		at, width = at+size, width-w
	}
	return text[:at]
}

// tail returns the longest end of a text that is at most so wide.
func (l Layout) tail(text string, width int) string {
	total := l.Width(text)
	for text != "" && total > width {
		size, w := l.next(text)
		text, total = text[size:], total-w
	}
	return text
}

// Cut shortens a text in the middle to at most a width, 1 at least.
func (l Layout) Cut(text string, width int) string {
	if l.Width(text) <= width {
		return text
	}
	head := l.head(text, (width-1)/2) //nolint:mnd // the half
	return head + "…" + l.tail(text, width-1-l.Width(head))
}

// CutEnd shortens a text at its end to at most a width, 1 at least.
func (l Layout) CutEnd(text string, width int) string {
	if l.Width(text) <= width {
		return text
	}
	return l.head(text, width-1) + "…"
}

// Name shortens the name of an attribute: what follows its URN stays as long as there is room.
func (l Layout) Name(name string, width int) string {
	if at := strings.LastIndexByte(name, ':'); at >= 0 && l.Width(name) > width {
		name = "…" + name[at:]
	}
	return l.Cut(name, width)
}

// Wrap breaks a text at its spaces into lines of at most a width, 1 at least. A word that is longer is broken anywhere.
func (l Layout) Wrap(text string, width int) []string {
	var lines []string
	line, room := "", width
	for word := range strings.SplitSeq(text, " ") {
		w := l.Width(word)
		if line != "" && w+1 > room {
			lines, line, room = append(lines, line), "", width
		}
		if line != "" {
			line, room = line+" ", room-1
		}
		for w > room {
			part := l.head(word, room)
			if part == "" { // one character that is wider than a line
				size, _ := l.next(word)
				part = word[:size]
			}
			lines, word, room = append(lines, line+part), word[len(part):], width
			line, w = "", w-l.Width(part)
		}
		line, room = line+word, room-w
	}
	return append(lines, line)
}

// Pair shortens two texts that differ to at most a width each, 8 at least, so that where they differ is seen: what they have in common before
// and after that is cut first.
func (l Layout) Pair(a, b string, width int) (string, string) {
	if l.Width(a) <= width && l.Width(b) <= width {
		return a, b
	}
	before := l.common(a, b)
	after := commonEnd(a[before:], b[before:])
	wide := max(l.Width(a[before:len(a)-after]), l.Width(b[before:len(b)-after]))
	return l.around(a, before, after, wide, width), l.around(b, before, after, wide, width)
}

// common returns the length of what two texts have in common at their beginnings, in whole characters of both.
func (l Layout) common(a, b string) int {
	at := 0
	for at < len(a) && at < len(b) {
		size, _ := l.next(a[at:])
		other, _ := l.next(b[at:])
		if size != other || a[at:at+size] != b[at:at+size] {
			break
		}
		at += size
	}
	return at
}

// commonEnd returns the length of what two texts have in common at their ends, in whole code points.
func commonEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return n
}

// around shortens a text, of which the part between before and after bytes at its ends is what differs and takes at most so many columns.
func (l Layout) around(text string, before, after, wide, width int) string {
	if l.Width(text) <= width {
		return text
	}
	head, part, tail := text[:before], text[before:len(text)-after], text[len(text)-after:]
	const context = 2 // columns that are left for each end where what differs is long
	if wide > width-2*context {
		part, wide = l.Cut(part, width-2*context), width-2*context
	}
	room := width - wide
	heads, tails := l.Width(head), l.Width(tail)
	share := min(heads, max(room/2, room-tails)) //nolint:mnd // the half
	head = l.near(head, share, func(text string, width int) string { return "…" + l.tail(text, width-1) })
	tail = l.near(tail, min(tails, room-share), func(text string, width int) string { return l.head(text, width-1) + "…" })
	return head + part + tail
}

// near shortens what is beside a difference: in its middle, where there is room for both of its ends, else cut keeps the near one.
func (l Layout) near(text string, width int, cut func(text string, width int) string) string {
	const enough = 9
	switch {
	case l.Width(text) <= width:
		return text
	case width <= 0:
		return ""
	case width < enough:
		return cut(text, width)
	}
	return l.Cut(text, width)
}
