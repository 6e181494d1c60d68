package graph

import (
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// path returns the steps from the document to n; the path of the root is "$".
func (n *node) path() diag.Path {
	if n.parent == nil {
		return diag.PathOf("$")
	}
	var path diag.Path
	for at := n; at.parent != nil; at = at.parent {
		if at.parent.kind == arrayKind {
			path = append(path, diag.Step{Index: at.index})
		} else {
			path = append(path, diag.Step{Name: at.parent.items[at.index].name, Index: -1})
		}
	}
	slices.Reverse(path)
	return path
}

// stride is the distance in bytes between the offsets for which the count of characters is kept.
const stride = 4 << 10

// placeIndex converts offsets in a text to lines and columns. It is built once per document: an export is often one long line, on which
// counting from its start would cost the whole length for every finding.
type placeIndex struct {
	source string
	lines  []int // offsets at which lines begin
	runes  []int // number of characters before every stride
}

// newPlaceIndex indexes a text in one pass.
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

// before returns the number of characters before an offset.
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

// locate returns the same position as [diag.Locate].
func (p *placeIndex) locate(offset int) diag.Position {
	offset = min(max(offset, 0), len(p.source))
	line := sort.SearchInts(p.lines, offset+1)
	return diag.Position{Line: line, Column: p.before(offset) - p.before(p.lines[line-1]) + 1, Offset: offset}
}

// position returns the place of n in the text that was read; for a value that was set afterwards, that of the value around it.
func (d *Document) position(n *node) diag.Position {
	for n != nil && n.offset < 0 {
		n = n.parent
	}
	if n == nil {
		return d.places.locate(0)
	}
	return d.places.locate(n.offset)
}
