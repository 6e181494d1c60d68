package sources

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/mapping/feed"
)

// declaration finds the encoding that an XML declaration names (documented: XML 1.0, 4.3.3).
var declaration = regexp.MustCompile(`^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// headText returns the beginning of an input as UTF-8, as far as markup needs it: encodings that are no UTF-16 have ASCII for it.
func headText(head []byte) []byte {
	text, _ := textenc.Recode(head)
	return text
}

// decodeXML returns a document as UTF-8 without a byte order mark: by its mark, or zero bytes as UTF-16, else by what its declaration says, else
// by the name of an encoding, "" for UTF-8. The error is an *[feed.Error] about an encoding that is not known.
func decodeXML(r io.Reader, name string) (io.Reader, error) {
	head, r := textenc.Head(r, headBytes)
	encoding := textenc.Detect(head[:min(len(head), textenc.HeadBytes)])
	if encoding.IsUTF16() || encoding.MarkBytes() > 0 {
		if _, err := io.CopyN(io.Discard, r, int64(encoding.MarkBytes())); err != nil {
			return r, nil //nolint:nilerr // it comes again when the document is read
		}
		return encoding.NewReader(r), nil
	}
	line := 1
	if at := declaration.FindSubmatchIndex(head); at != nil {
		name = string(head[at[2]:at[3]])
		line += bytes.Count(head[:at[2]], []byte("\n"))
	}
	if name == "" || name == "auto" || strings.EqualFold(name, "us-ascii") {
		return r, nil
	}
	encoding, ok := textenc.Named(name)
	if !ok {
		return nil, &feed.Error{Line: line, Column: 1, Cause: feed.ErrEncoding, Problem: diag.Messagef("the encoding %s is not known", diag.Quote(name)), Remedy: "save the document as UTF-8"}
	}
	if encoding.IsUTF16() {
		return r, nil // it has no zero bytes: it was written again, and its declaration was not
	}
	return encoding.NewReader(r), nil
}
