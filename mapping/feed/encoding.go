package feed

import (
	"bytes"
	"errors"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// newSource returns the input as UTF-8 without a byte order mark. It refuses files that are recognizably not text.
func newSource(r io.Reader) (*source, error) {
	var head [textenc.HeadBytes]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		f := fault{cause: err, problem: unreadable(err)}
		return nil, f.error(0, place{line: 1, column: 1})
	}
	encoding := textenc.Detect(head[:n])
	if f := unsupported(head[:n], encoding); f != nil {
		return nil, f.error(0, place{line: 1, column: 1})
	}
	body := io.MultiReader(bytes.NewReader(head[encoding.MarkBytes():n]), r)
	return &source{r: encoding.NewReader(body), offset: int64(encoding.Skipped())}, nil
}

// unsupported refuses files that people pass by mistake, for which a syntax error would be misleading.
func unsupported(head []byte, encoding textenc.Encoding) *fault {
	f := fault{cause: ErrEncoding}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		f.problem, f.remedy = diag.Messagef("the input is a zip archive or an Office workbook"), "save the sheet as CSV UTF-8, or unpack the archive"
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		f.problem, f.remedy = diag.Messagef("the input is gzip-compressed"), "unpack it first"
	case !encoding.IsUTF16() && len(head) >= 2 && (head[0] == 0) != (head[1] == 0):
		// The second character has no zero byte: it is a letter beyond Latin-1, or damaged, which cannot be decided.
		f.problem, f.remedy = diag.Messagef("the input looks like UTF-16 without a byte order mark"), "save it as UTF-8, or with the mark"
	default:
		return nil
	}
	return &f
}
