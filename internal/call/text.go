package call

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
)

// AppendValue appends the text of a single value; a list, an object or a signal is left pending.
func (c *Context) AppendValue(dst []byte, v value.Value) ([]byte, Form, error) {
	if text, ok := v.AsString(); ok {
		return c.AppendText(dst, text)
	}
	switch k := v.Kind(); {
	case k == value.KindNull:
		return dst, FormNull, nil
	case k == value.KindList || k == value.KindObject || k.IsSignal():
		return dst, c.SetPending(v), nil
	}
	return c.AppendWhole(dst, v)
}

// AppendWhole appends the text form of a value of any kind.
func (c *Context) AppendWhole(dst []byte, v value.Value) ([]byte, Form, error) {
	if text, ok := v.AsString(); ok {
		return c.AppendText(dst, text)
	}
	if err := c.Read(v); err != nil {
		return dst, FormNull, err
	}
	from := len(dst)
	dst = v.AppendText(dst)
	return dst, FormText, c.CheckText(len(dst) - from)
}

// AppendText appends a text that is within the limits. A long one is given all its room at once: to grow step by step takes several
// times as much.
func (c *Context) AppendText(dst []byte, text string) ([]byte, Form, error) {
	if !c.Short(len(text)) {
		if err := c.CheckText(len(text)); err != nil {
			return dst, FormNull, err
		}
		if err := c.CountText(len(text)); err != nil {
			return dst, FormNull, err
		}
		dst = roomFor(dst, len(text))
	}
	return append(dst, text...), FormText, nil
}

// Extend appends a text to dst[from:]. Where that needs more room, the result must not be too long; checking the whole is up to the
// caller.
func (c *Context) Extend(dst []byte, from int, text string) ([]byte, error) {
	if cap(dst)-len(dst) < len(text) {
		var err error
		if dst, err = c.Room(dst, from, len(text)); err != nil {
			return dst, err
		}
	}
	return append(dst, text...), nil
}

// Room makes room for n more bytes after dst[from:], unless that gets too long.
func (c *Context) Room(dst []byte, from, n int) ([]byte, error) {
	if err := c.CheckText(len(dst) - from + n); err != nil {
		return dst, err
	}
	return roomFor(dst, n), nil
}

// Grow makes room for a text of at least n bytes, unless that is too long.
func (c *Context) Grow(dst []byte, n int) ([]byte, error) { return c.Room(dst, len(dst), n) }

// roomFor returns dst with room for n more bytes.
func roomFor(dst []byte, n int) []byte {
	if cap(dst)-len(dst) >= n {
		return dst
	}
	return slices.Grow(dst, max(n, cap(dst)))
}

// shortSource is the length of a text so short that nothing is lost by keeping all of it for a part.
const shortSource = 64

// Shared returns the text of buf as a string: as a part of the source that the call has just rewritten, where it begins or ends it,
// so that a match cut out of an attribute needs no memory of its own. A short part must not keep a long source in memory.
func (c *Context) Shared(buf []byte) string {
	if s, n := c.Source, len(buf); n <= len(s) && (len(s) <= shortSource || len(s) <= 4*n) {
		switch {
		case s[len(s)-n:] == string(buf):
			return s[len(s)-n:]
		case s[:n] == string(buf):
			return s[:n]
		}
	}
	return string(buf)
}
