package feed

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// CheckEncoding returns an error for a name that [Options.Encoding] cannot be, which lists those that it can. Other usual names of the same
// encodings, such as latin1 or cp1252, are known, too; case, hyphens and underscores do not count.
func CheckEncoding(name string) error {
	_, err := encodingOf(name)
	return err
}

// namedEncoding is an encoding that the caller has chosen.
type namedEncoding struct {
	textenc.Encoding
	name string
}

// encodingOf returns the encoding of that name; nil for "" and auto. The error lists the names.
func encodingOf(name string) (*namedEncoding, error) {
	if name == "" || strings.EqualFold(name, "auto") {
		return nil, nil
	}
	e, ok := textenc.Named(name)
	if !ok {
		return nil, fmt.Errorf("unknown encoding %s: write auto or one of %s", diag.Quote(name), strings.Join(textenc.Names(), ", "))
	}
	return &namedEncoding{e, name}, nil
}

// headBytes is how much of a text in a code page is looked at for UTF-8.
const headBytes = 4 << 10

// open returns the text of r, unless it is UTF-8 and the encoding is a code page of one byte a character: of letters beyond ASCII every one
// would become two others, of everybody, and nothing else would find that out.
func (n *namedEncoding) open(r io.Reader) (io.Reader, error) {
	if !n.IsPage() || n.IsMultiByte() {
		return r, nil
	}
	head, r := textenc.Head(r, headBytes)
	r = &pageReader{r: r, name: n.name, decided: !isASCII(head)}
	if at := letterOfUTF8(head); at >= 0 {
		in := input{buf: head}
		f := fault{cause: ErrEncoding, problem: diag.Messagef("the text is UTF-8, not %s", diag.Name(diag.Clip(n.name))),
			remedy: "leave out the encoding (--encoding)"}
		return nil, f.error(0, in.place(at))
	}
	return r, nil
}

// pageReader reads a text in a code page whose head is ASCII alone. It fails where the first other characters are UTF-8, see open.
type pageReader struct {
	r       io.Reader
	name    string
	decided bool // other characters have been seen
}

func (p *pageReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.decided || isASCII(b[:n]) {
		return n, err
	}
	p.decided = true
	if at := letterOfUTF8(b[:n]); at >= 0 {
		return at, diag.Errorf("the text is UTF-8, not %s: leave out the encoding (--encoding)", diag.Name(diag.Clip(p.name)))
	}
	return n, err
}

func isASCII(text []byte) bool {
	return !slices.ContainsFunc(text, func(b byte) bool { return b >= utf8.RuneSelf })
}

// letterOfUTF8 returns the index of the first character of text that is not ASCII, if text, which may be cut off, is UTF-8; -1 if it is not, or
// has none.
func letterOfUTF8(text []byte) int {
	first := -1
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			if !utf8.FullRune(text[at:]) {
				break
			}
			return -1
		}
		if size > 1 && first < 0 {
			first = at
		}
		at += size
	}
	return first
}

// rightEncoding is the remedy where an encoding was chosen.
const rightEncoding = "choose the encoding that the text has (--encoding)"

// validText returns nil if text is UTF-8, otherwise a fault whose place is an index into text. The remedy is for UTF-8; unless the text has other
// characters of UTF-8 before that place, it may be a code page, of which the fault names the likely one.
func (in *input) validText(text []byte, remedy string) *fault {
	if utf8.Valid(text) {
		return nil
	}
	at := textenc.InvalidUTF8(string(text))
	f := &fault{at: at, cause: ErrEncoding, problem: diag.Messagef("want UTF-8, got %s", found(text[at:])), remedy: remedy}
	switch {
	case in.named != nil && in.named.IsPage():
		f.problem = diag.Messagef("want %s, got bytes that it does not have", diag.Name(diag.Clip(in.named.name)))
		f.remedy = rightEncoding
	case in.wide:
		f.problem = diag.Messagef("want UTF-16, got half of a character")
		if in.named != nil {
			f.remedy = rightEncoding
		}
	case countCharacters(text[:at]) == at:
		f.remedy += fmt.Sprintf(", or choose its encoding (most likely --encoding %s)", textenc.Likely(text))
	}
	return f
}
