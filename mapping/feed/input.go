package feed

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// windowBytes is the size of a read, and of the window unless a record is larger.
const windowBytes = 64 << 10

// input is the text seen through a window that starts at the first unread byte and grows on demand.
type input struct {
	r     io.Reader
	buf   []byte
	pos   int            // buf[pos:] is the window
	ended bool           // nothing more will come
	err   error          // the reader's error, unless it is io.EOF
	named *namedEncoding // what the text is written in by Options.Encoding; nil where the input showed it
	wide  bool           // the text is UTF-16
	last  byte           // that has been read

	// The position of the window's start is counted while the window moves: faults are rare, but every record has a line.
	offset int64 // of the window's start
	line   int   // lines before the window's start
	column int   // characters before it in its line
}

// place is the position of a byte in the input; line and column count from 1.
type place struct {
	line, column int
	offset       int64
}

// window returns the bytes that have been read but not consumed. The next call of more may overwrite them.
func (in *input) window() []byte { return in.buf[in.pos:] }

// more reads until the window has want bytes or the input ends, and reports whether the window grew.
func (in *input) more(want int) bool {
	had := len(in.buf) - in.pos
	for len(in.buf)-in.pos < want && !in.ended {
		in.read()
	}
	return len(in.buf)-in.pos > had
}

// read reads once from the underlying reader. An error is kept until the window is used up: the bytes before it may contain records.
func (in *input) read() {
	in.makeRoom()
	// A reader may return no bytes without an error, but not forever.
	for range 100 {
		n, err := in.r.Read(in.buf[len(in.buf):cap(in.buf)])
		in.buf = in.buf[:len(in.buf)+n]
		if n > 0 {
			in.last = in.buf[len(in.buf)-1]
		}
		if err != nil {
			in.ended = true
			if !errors.Is(err, io.EOF) {
				in.err = err
			}
			return
		}
		if n > 0 {
			return
		}
	}
	in.ended, in.err = true, io.ErrNoProgress
}

// makeRoom moves the window to the front of the buffer if less than half of the buffer is free after it, so that each byte is moved
// about once, and grows the buffer if that is not enough.
func (in *input) makeRoom() {
	if cap(in.buf)-len(in.buf) >= max(cap(in.buf)/2, 1) {
		return
	}
	window := in.window()
	if len(window) <= cap(in.buf)/2 && cap(in.buf) > 0 {
		in.buf = in.buf[:copy(in.buf[:cap(in.buf)], window)]
	} else {
		grown := make([]byte, len(window), max(2*cap(in.buf), windowBytes))
		copy(grown, window)
		in.buf = grown
	}
	in.pos = 0
}

// advance moves the start of the window forward by n bytes.
func (in *input) advance(n int) {
	p := in.place(n)
	in.offset, in.line, in.column = p.offset, p.line-1, p.column-1
	in.pos += n
}

// place returns the position of byte i of the window. Only the text after the last line break counts for the column.
func (in *input) place(i int) place {
	passed := in.buf[in.pos : in.pos+i]
	line, column := in.line, in.column
	if n := bytes.Count(passed, []byte{'\n'}); n > 0 {
		line += n
		column = countCharacters(passed[bytes.LastIndexByte(passed, '\n')+1:])
	} else {
		column += countCharacters(passed)
	}
	return place{line: line + 1, column: column + 1, offset: in.offset + int64(i)}
}

// countCharacters counts the bytes that do not continue a character: unlike utf8.RuneCount, it is additive over any split of a text.
func countCharacters(text []byte) int {
	const ones = 0x0101010101010101
	n := len(text)
	for ; len(text) >= 8; text = text[8:] {
		w := binary.LittleEndian.Uint64(text)
		n -= bits.OnesCount64(w >> 7 & (^w >> 6) & ones)
	}
	for _, b := range text {
		if b&0xC0 == 0x80 {
			n--
		}
	}
	return n
}

// failure returns the reader's error, if there is one, as an Error at the end of the input.
func (in *input) failure() error {
	if in.err == nil {
		return nil
	}
	f := fault{cause: in.err, problem: unreadable(in.err), remedy: "records may be missing"}
	return f.error(0, in.place(len(in.window())))
}

// newInput returns the input as UTF-8 without a byte order mark. It refuses files that are recognizably not text. Name is that of the encoding
// of an input that does not show its own, see [Options.Encoding].
func newInput(r io.Reader, name string) (*input, error) {
	named, err := encodingOf(name)
	if err != nil {
		return nil, err
	}
	var head [textenc.HeadBytes]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		f := fault{cause: err, problem: unreadable(err)}
		return nil, f.error(0, place{line: 1, column: 1})
	}
	encoding := textenc.Detect(head[:n])
	if f := unsupported(head[:n], encoding, named); f != nil {
		return nil, f.error(0, place{line: 1, column: 1})
	}
	if encoding.MarkBytes() > 0 || encoding.IsUTF16() {
		named = nil
	}
	body := io.MultiReader(bytes.NewReader(head[encoding.MarkBytes():n]), r)
	if named != nil {
		encoding = named.Encoding
		if body, err = named.open(body); err != nil {
			return nil, err
		}
	}
	return &input{r: encoding.NewReader(body), offset: int64(encoding.Skipped()), named: named, wide: encoding.IsUTF16()}, nil
}

// unsupported refuses files that people pass by mistake, for which a syntax error would be misleading.
func unsupported(head []byte, encoding textenc.Encoding, named *namedEncoding) *fault {
	f := fault{cause: ErrEncoding}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		f.problem, f.remedy = diag.Messagef("the input is a zip archive or an Office workbook"), "save the sheet as CSV UTF-8 (in Excel: File, Save As, CSV UTF-8), or unpack the archive"
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		f.problem, f.remedy = diag.Messagef("the input is gzip-compressed"), "unpack it first"
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		f.problem, f.remedy = diag.Messagef("the input is an Office workbook of the old form (.xls)"), "save the sheet as CSV UTF-8 (in Excel: File, Save As, CSV UTF-8)"
	case named == nil && !encoding.IsUTF16() && len(head) >= 2 && (head[0] == 0) != (head[1] == 0):
		// The second character has no zero byte: it is a letter beyond Latin-1, or damaged, which cannot be decided.
		f.problem, f.remedy = diag.Messagef("the input looks like UTF-16 without a byte order mark"), "save it as UTF-8, or with the mark, or choose its encoding (--encoding utf-16le or utf-16be)"
	default:
		return nil
	}
	return &f
}
