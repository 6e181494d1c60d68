package fuzz

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

// bytes derives choices from fuzz input. At the end of the input every choice is the first.
type bytes []byte

func (b *bytes) next() byte {
	if len(*b) == 0 {
		return 0
	}
	c := (*b)[0]
	*b = (*b)[1:]
	return c
}

func (b *bytes) below(n int) int { return int(b.next()) % n }

func (b *bytes) number() uint64 {
	var word [8]byte
	*b = (*b)[copy(word[:], *b):]
	return binary.LittleEndian.Uint64(word[:])
}

// text returns the next few bytes as text, made valid UTF-8 unless raw is set.
func (b *bytes) text(raw bool) string {
	n := min(b.below(40), len(*b))
	s := string((*b)[:n])
	*b = (*b)[n:]
	if raw {
		return s
	}
	return strings.ToValidUTF8(s, "é")
}

// meaningful are texts with a meaning to some function, such as numbers and dates.
var meaningful = exprgen.Texts()

// attribute returns Go data of any kind that an attribute can have.
func (b *bytes) attribute(raw bool, depth int) any {
	switch b.below(24) {
	case 0, 1:
		return nil
	case 2, 3, 4, 5, 6, 7:
		return meaningful[b.below(len(meaningful))]
	case 8, 9, 10:
		return b.text(raw)
	case 11:
		return b.next()&1 == 1
	case 12:
		return int(int8(b.next()))
	case 13:
		return int64(b.number())
	case 14:
		return math.Float64frombits(b.number())
	case 15:
		return json.Number(meaningful[b.below(len(meaningful))])
	case 16:
		return time.Unix(int64(b.number())%400_000_000_000, int64(b.next())).UTC()
	case 17:
		return []byte(b.text(true))
	case 18:
		return value.Reference(b.text(raw))
	case 19:
		return []value.Value{value.IgnoreAttribute, value.IgnoreObject, value.Absent, value.Null}[b.below(4)]
	case 20:
		return b.texts(raw)
	}
	if depth == 0 {
		return []any{}
	}
	if b.next()&1 == 1 {
		return b.object(raw, depth-1)
	}
	list := []any{}
	for range b.below(5) {
		list = append(list, b.attribute(raw, depth-1))
	}
	return list
}

func (b *bytes) texts(raw bool) []string {
	texts := []string{}
	for range b.below(5) {
		texts = append(texts, b.text(raw))
	}
	return texts
}

// members are names that functions and paths look up.
var members = []string{"value", "type", "displayName", "id", "primary", "$ref", "a", "A", "b", "name"}

func (b *bytes) object(raw bool, depth int) map[string]any {
	m := map[string]any{}
	for range b.below(5) {
		m[members[b.below(len(members))]] = b.attribute(raw, depth)
	}
	return m
}

// attributesFor returns attributes with the given names, some of them missing.
func attributesFor(names []string, input []byte, raw bool) value.Map {
	b := bytes(input)
	m := value.Map{}
	for _, name := range names {
		if b.below(8) > 0 {
			m[name] = b.attribute(raw, 3)
		}
	}
	return m
}
