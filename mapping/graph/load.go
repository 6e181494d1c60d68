package graph

import (
	"errors"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
)

// defaultDepth is deep enough for expressions at their own limit: each level of an expression nests three levels of JSON.
const defaultDepth = 1000

// Limits bounds the cost of loading a document. A field that is zero or negative means its default, see [Limits.WithDefaults].
type Limits struct {
	// Bytes is the size of the largest file accepted.
	Bytes int
	// Depth is the deepest nesting of arrays and objects accepted; one level of an expression takes three.
	Depth int
	// Values is the largest number of JSON values accepted. The default is some five times that of a large schema.
	Values int
}

// WithDefaults returns the limits with every unset field replaced by its default. The defaults are listed in docs/security.md.
func (l Limits) WithDefaults() Limits {
	positiveOr := func(n, fallback int) int {
		if n > 0 {
			return n
		}
		return fallback
	}
	l.Bytes = positiveOr(l.Bytes, 8<<20)
	l.Values = positiveOr(l.Values, 40_000)
	// Reading, checking and writing recurse, so the caller cannot raise the depth without bound.
	l.Depth = min(positiveOr(l.Depth, defaultDepth), 10*defaultDepth)
	return l
}

// What a [LoadError] can be about, for errors.Is.
var (
	// ErrEncoding: the bytes are not text.
	ErrEncoding = errors.New("encoding")
	// ErrSyntax: the text is not JSON.
	ErrSyntax = errors.New("syntax")
	// ErrShape: the JSON is not a synchronization schema, or a member has a value of the wrong kind.
	ErrShape = errors.New("shape")
)

// ErrEmpty is what callers that need something in a schema return where its [Counts] are empty; Check has a finding.
var ErrEmpty = errors.New(emptySchema + ": " + exportFinished)

const (
	emptySchema    = "the schema is empty: it has no rule, mapping or definition"
	exportFinished = "check that the export has finished"
)

// LoadError says why a document cannot be loaded. It unwraps to one of [ErrEncoding], [ErrSyntax] and [ErrShape], to a [diag.LimitError]
// that names the exceeded limit, or to the error of the reader. Its place counts in the text as UTF-8 without a byte order mark; the path "$" is the whole document.
type LoadError struct {
	diag.Finding
	cause error
}

// loadError returns an error about the document as a whole.
func loadError(at diag.Position, cause error, hint, format string, args ...any) *LoadError {
	place := diag.Place{Path: diag.PathOf("$"), Position: at}
	return &LoadError{diag.Finding{Place: place, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint)}, cause}
}

// Error returns line and column, path, message and hint.
func (e *LoadError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *LoadError) Sentence() diag.Message {
	f := e.Finding
	if f.Path.String() == "$" {
		f.Path = nil
	}
	return f.Sentence()
}

// Unwrap returns the cause.
func (e *LoadError) Unwrap() error { return e.cause }

// Document is a file that holds a synchronization schema or a part of one. It keeps the complete JSON text: unknown members, the order
// of members, numbers as written, nulls, even white space. Views such as [Rule] read the text, and their setters write through to it.
//
// Several goroutines may read a Document at the same time, as long as none changes it.
type Document struct {
	lead, tail string
	root, top  *node // top contains the parts, or is the only part: the root, or the content of a Graph response
	places     placeIndex
	shape      shape
	parts      []*node
	layout     layout
}

// Load reads a document in UTF-8 or UTF-16, with or without a byte order mark: a schema as Graph returns it, the response for a
// template, or a fragment such as one rule, one object mapping or an array of attribute mappings. Member names may be in any case,
// as PowerShell writes them. Unknown members and values are kept. The error is a *[LoadError].
//
// Time and memory are linear in the size of the input.
func Load(r io.Reader, limits Limits) (*Document, error) {
	limits = limits.WithDefaults()
	source, err := readText(r, limits)
	if err != nil {
		return nil, err
	}
	d := &Document{places: newPlaceIndex(source)}
	if d.lead, d.root, d.tail, err = parseText(source, limits); err != nil {
		return nil, err
	}
	d.layout = layoutOf(d.root)
	if err := d.classify(); err != nil {
		return nil, err
	}
	for _, part := range d.parts {
		if err := d.checkShape(part, d.shape.record()); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// readText reads at most the bytes that the limits allow, and one more to know that there are more.
func readText(r io.Reader, limits Limits) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limits.Bytes)+1))
	start := diag.Position{Line: 1, Column: 1}
	if err != nil {
		return "", loadError(start, err, "", "the input cannot be read: %s", err)
	}
	if len(data) > limits.Bytes {
		cause := &diag.LimitError{Limit: codes.LimitFileBytes, Max: int64(limits.Bytes), Position: start}
		return "", loadError(start, cause, "", "the file is larger than %s", diag.Name(diag.Bytes(limits.Bytes)))
	}
	return decodeText(data)
}

// decodeText returns a file's content as UTF-8 without a byte order mark; PowerShell saves files as UTF-16. It refuses half of a
// surrogate pair: UTF-8 has no form for it, so that it could not be saved again.
func decodeText(data []byte) (string, error) {
	text, _, err := textenc.Decode(data)
	var broken *textenc.Error
	if errors.As(err, &broken) {
		return "", encodingError(broken.Before, len(broken.Before), broken.Problem)
	}
	if at := textenc.InvalidUTF8(text); at >= 0 {
		return "", encodingError(text, at, "the file is not UTF-8 from here on")
	}
	return text, nil
}

// encodingError returns an error about bytes that are not text.
func encodingError(text string, offset int, message string) error {
	return loadError(diag.Locate(text, offset), ErrEncoding, "save it as UTF-8", "%s", diag.Name(message))
}

// Save writes the document as UTF-8 without a byte order mark. Unchanged parts are written as they were read, byte for byte.
func (d *Document) Save(w io.Writer) error {
	var b strings.Builder
	b.WriteString(d.lead)
	d.root.write(&b)
	b.WriteString(d.tail)
	_, err := io.WriteString(w, b.String())
	return err
}
