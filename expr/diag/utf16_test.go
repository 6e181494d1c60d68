package diag_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/attrmap/attrmap/expr/diag"
)

func TestRune16(t *testing.T) {
	for _, c := range []struct {
		name, text string
		r          rune
		size       int
		whole      bool
	}{
		{"empty", "", 0xFFFD, 0, false},
		{"one byte", "A", 0xFFFD, 1, false},
		{"ASCII", "\x00A\x00B", 'A', 2, true},
		{"the replacement character itself", "\xFF\xFD", 0xFFFD, 2, true},
		{"a pair", "\xD8\x3D\xDE\x00!", 0x1F600, 4, true},
		{"a pair cut off", "\xD8\x3D\xDE", 0xD83D, 2, false},
		{"a high half alone", "\xD8\x3D\x00A", 0xD83D, 2, false},
		{"a low half first", "\xDE\x00\xD8\x3D", 0xDE00, 2, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, size, whole := diag.Rune16([]byte(c.text), binary.BigEndian)
			assert.Equal(t, c.r, r)
			assert.Equal(t, c.size, size)
			assert.Equal(t, c.whole, whole)
		})
	}
	r, _, _ := diag.Rune16([]byte("A\x00"), binary.LittleEndian)
	assert.Equal(t, 'A', r)
}
