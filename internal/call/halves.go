package call

import (
	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// As in .NET, a function may cut a text between the two UTF-16 units of a character, and another may put the halves together again. Within
// an evaluation, texts have them in the form of package nettext; nothing outside of it sees one: the value of an expression, what the
// environment is asked, errors, explanations and custom functions have U+FFFD in the place of each. Few evaluations cut a character, so
// that the context remembers whether this one has, and all others pay for the question alone.

// MarkHalves says that a text of this evaluation may have half a character.
func (c *Context) MarkHalves() { c.halves = true }

// HasHalves reports whether a text of this evaluation may have half a character.
func (c *Context) HasHalves() bool { return c.halves }

// MarkIn is MarkHalves where dst[from:] has half a character.
func (c *Context) MarkIn(dst []byte, from int) {
	if !c.halves && nettext.HasHalf(dst[from:]) {
		c.halves = true
	}
}

// Joined returns dst with dst[from:] as a text: halves that have come together are the character.
func (c *Context) Joined(dst []byte, from int) []byte {
	if c.halves {
		return nettext.JoinHalves(dst, from)
	}
	return dst
}

// Leaving returns v as what is outside of the evaluation sees it.
func (c *Context) Leaving(v value.Value) value.Value {
	if c.halves {
		return Whole(v)
	}
	return v
}

// LeavingText is Leaving for the text dst[from:].
func (c *Context) LeavingText(dst []byte, from int) []byte {
	if c.halves {
		return nettext.WholeBytes(dst, from)
	}
	return dst
}

// Whole returns v with U+FFFD for each half of a character.
func Whole(v value.Value) value.Value {
	if !hasHalf(v) {
		return v
	}
	whole := v
	switch v.Kind() {
	case value.KindString:
		whole = value.String(nettext.Whole(v.Text()))
	case value.KindReference:
		whole = value.Reference(nettext.Whole(v.Text()))
	case value.KindList:
		var members []value.Value
		for _, m := range v.Members() {
			members = append(members, Whole(m))
		}
		whole = value.List(members...)
	case value.KindObject:
		o, _ := v.AsObject()
		var members []value.Member
		for _, m := range o.Members() {
			members = append(members, value.Member{Name: m.Name, Value: Whole(m.Value)})
		}
		whole = value.ObjectOf(value.NewObject(members...))
	default: // no text in it
	}
	if v.Redacted() {
		return whole.WithRedaction()
	}
	return whole
}

// hasHalf reports whether a text of v has half a character.
func hasHalf(v value.Value) bool {
	switch v.Kind() {
	case value.KindString, value.KindReference:
		return nettext.HasHalf(v.Text())
	case value.KindList:
		for _, m := range v.Members() {
			if hasHalf(m) {
				return true
			}
		}
	case value.KindObject:
		o, _ := v.AsObject()
		for _, m := range o.Members() {
			if hasHalf(m.Value) {
				return true
			}
		}
	default: // no text in it
	}
	return false
}
