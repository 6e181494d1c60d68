package graph

import (
	"sort"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// stride is the distance of the places whose count of characters is kept.
const stride = 4 << 10

// placeIndex turns offsets of a text into lines and columns. It is made once per document, since an export is often one long line, in
// which counting from the start would cost its length for every finding.
type placeIndex struct {
	source string
	lines  []int // offsets at which lines begin
	runes  []int // number of characters before every stride
}

func newPlaceIndex(source string) placeIndex {
	p := placeIndex{source: source, lines: []int{0}}
	count := 0
	for i := range len(source) {
		if i%stride == 0 {
			p.runes = append(p.runes, count)
		}
		if utf8.RuneStart(source[i]) {
			count++
		}
		if source[i] == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	return p
}

// before counts the characters before an offset.
func (p *placeIndex) before(offset int) int {
	if len(p.runes) == 0 {
		return 0
	}
	at := min(offset/stride, len(p.runes)-1)
	count := p.runes[at]
	for i := at * stride; i < offset; i++ {
		if utf8.RuneStart(p.source[i]) {
			count++
		}
	}
	return count
}

// locate gives what [diag.Locate] does.
func (p *placeIndex) locate(offset int) diag.Position {
	offset = min(max(offset, 0), len(p.source))
	line := sort.SearchInts(p.lines, offset+1)
	return diag.Position{Line: line, Column: p.before(offset) - p.before(p.lines[line-1]) + 1, Offset: offset}
}

// position gives the place of n in the text that was read; of a value set later, that of what it stands in.
func (d *Document) position(n *node) diag.Position {
	for n != nil && n.offset < 0 {
		n = n.parent
	}
	if n == nil {
		return d.places.locate(0)
	}
	return d.places.locate(n.offset)
}
