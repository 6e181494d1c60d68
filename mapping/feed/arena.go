package feed

import (
	"slices"
	"strings"
)

// arena allocates the texts of one record as parts of a few large strings, the first of which has the size that the last record needed.
type arena struct {
	b           strings.Builder
	used, usual int
}

// What is kept from one record to the next is bounded: one unusual record must not make all others expensive.
const (
	minArenaBytes = 64
	maxArenaBytes = 64 << 10
	maxSlabItems  = 4096
)

// begin prepares the arena for the next record. It does not reuse memory, which belongs to the records.
func (a *arena) begin() {
	if a.used > 0 {
		a.usual = min(a.used, maxArenaBytes)
	}
	a.b.Reset()
	a.used = 0
}

// room returns a builder with n free bytes, so that writing them does not move the texts that it already contains.
func (a *arena) room(n int) *strings.Builder {
	if a.b.Cap()-a.b.Len() < n {
		a.b.Reset()
		a.b.Grow(max(n, a.usual-a.used, a.usual/4, minArenaBytes))
	}
	a.used += n
	return &a.b
}

// add returns a copy of text.
func (a *arena) add(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	b := a.room(len(text))
	from := b.Len()
	b.Write(text)
	return b.String()[from:]
}

// slab allocates the members of one record's objects or lists as parts of a few large slices, like arena.
type slab[T any] struct {
	free        []T
	used, usual int
}

// begin prepares the slab for the next record.
func (s *slab[T]) begin() {
	if s.used > 0 {
		s.usual = min(s.used, maxSlabItems)
	}
	s.free, s.used = nil, 0
}

// copy returns a copy of top.
func (s *slab[T]) copy(top []T) []T {
	n := len(top)
	if n == 0 {
		return nil
	}
	if len(s.free) < n {
		s.free = make([]T, max(n, s.usual-s.used, s.usual/4))
	}
	mine := s.free[:n:n]
	copy(mine, top)
	s.free, s.used = s.free[n:], s.used+n
	return mine
}

// appendDoubling appends to a stack and doubles it when it is full: append would grow a long one by only a quarter, copying it so often
// that it allocates five times its final size.
func appendDoubling[T any](stack []T, top T) []T {
	if len(stack) == cap(stack) {
		stack = slices.Grow(stack, max(len(stack), 8))
	}
	return append(stack, top)
}

// emptied returns an empty stack with the same capacity, unless an unusual record has made that very large.
func emptied[T any](stack []T) []T {
	if cap(stack) > maxSlabItems {
		return nil
	}
	return stack[:0]
}
