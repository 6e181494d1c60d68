package delta

import (
	"errors"
	"io"
)

// Scratch is where rows are kept that memory does not hold, such as a temporary file: what is written is appended, and read again by its
// offset. It holds the people's data in clear.
type Scratch interface {
	io.Writer
	io.ReaderAt
	io.Closer
}

// parts is into how many parts the rows of a file go, by a hash of their keys: each part is compared by itself, so that memory holds a small part
// of the people at a time.
const parts = 256

// blockBytes is how many bytes of a part are kept before they become a block.
const blockBytes = 32 << 10

// heldBytes is how many bytes of blocks a store keeps in memory; beyond that all of them go to its scratch.
const heldBytes = 32 << 20

// store keeps the rows of each part, in the order in which they came. A row is whole in one block.
type store struct {
	open    func() (Scratch, error) // nil keeps everything in memory
	bound   int                     // see heldBytes
	block   int                     // see blockBytes
	held    int                     // bytes of blocks in memory
	scratch Scratch                 // nil while memory holds everything
	end     int64                   // of the scratch
	parts   [parts]part
}

// part is the rows of one part: blocks that are complete, and the bytes after them.
type part struct {
	blocks []block
	last   []byte
}

// block is a number of whole rows: in memory, or in the scratch where text is nil.
type block struct {
	text []byte
	at   int64
	size int
}

// newStore returns an empty store.
func newStore(opt *Options) *store {
	s := &store{open: opt.Scratch, bound: opt.held}
	if s.bound == 0 {
		s.bound = heldBytes
	}
	s.block = min(blockBytes, s.bound)
	return s
}

// rows returns the bytes of a part to which a row is appended; add takes them with the row.
func (s *store) rows(n int) []byte { return s.parts[n].last }

// add takes what rows returned, with a row at its end.
func (s *store) add(n int, rows []byte) error {
	p := &s.parts[n]
	if p.last = rows; len(rows) < s.block {
		return nil
	}
	if s.scratch != nil {
		b, err := s.write(rows)
		p.blocks, p.last = append(p.blocks, b), rows[:0]
		return err
	}
	p.blocks, p.last = append(p.blocks, block{text: rows, size: len(rows)}), nil
	if s.held += len(rows); s.held > s.bound && s.open != nil {
		return s.spill()
	}
	return nil
}

// spill moves all blocks from memory to the scratch.
func (s *store) spill() (err error) {
	if s.scratch, err = s.open(); err != nil {
		return err
	}
	for n := range s.parts {
		blocks := s.parts[n].blocks
		for i := range blocks {
			if blocks[i], err = s.write(blocks[i].text); err != nil {
				return err
			}
		}
	}
	s.held = 0
	return nil
}

// write appends a block to the scratch.
func (s *store) write(text []byte) (block, error) {
	b := block{at: s.end, size: len(text)}
	n, err := s.scratch.Write(text)
	s.end += int64(n)
	return b, err
}

// load returns all rows of a part, in buf where it has the room.
func (s *store) load(n int, buf []byte) ([]byte, error) {
	p := &s.parts[n]
	buf = buf[:0]
	for _, b := range p.blocks {
		var err error
		if buf, err = s.read(b, buf); err != nil {
			return nil, err
		}
	}
	return append(buf, p.last...), nil
}

// read appends a block to buf.
func (s *store) read(b block, buf []byte) ([]byte, error) {
	if b.text != nil {
		return append(buf, b.text...), nil
	}
	from := len(buf)
	buf = append(buf, make([]byte, b.size)...)
	n, err := s.scratch.ReadAt(buf[from:], b.at)
	// At the end of the scratch a reader may report it along with the last bytes.
	if n == b.size && errors.Is(err, io.EOF) {
		err = nil
	}
	return buf, err
}

// drop releases what the store keeps of a part.
func (s *store) drop(n int) { s.parts[n] = part{} }

// close releases the scratch. It may be called twice.
func (s *store) close() error {
	if s.scratch == nil {
		return nil
	}
	scratch := s.scratch
	s.scratch = nil
	return scratch.Close()
}

// cursor goes through the rows of a part, one block at a time.
type cursor struct {
	store  *store
	blocks []block
	last   []byte
	buf    []byte
	rest   []byte // the rows of the block at hand that are still to come
}

// cursor returns a cursor before the first row of a part.
func (s *store) cursor(n int) *cursor {
	p := &s.parts[n]
	return &cursor{store: s, blocks: p.blocks, last: p.last}
}

// next makes the next row the first of c.rest, and reports whether there is one. The rows of a block are valid until the next block is read.
func (c *cursor) next() (bool, error) {
	for len(c.rest) == 0 {
		switch {
		case len(c.blocks) > 0:
			var err error
			if c.buf, err = c.store.read(c.blocks[0], c.buf[:0]); err != nil {
				return false, err
			}
			c.rest, c.blocks = c.buf, c.blocks[1:]
		case len(c.last) > 0:
			c.rest, c.last = c.last, nil
		default:
			return false, nil
		}
	}
	return true, nil
}
