package syntax

import (
	"errors"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// Options control parsing. The zero value means the documented language and the default limits.
type Options struct {
	// LenientQuotes accepts typographic quotation marks in pairs, with a warning instead of an error.
	LenientQuotes bool
	Limits        Limits
	// Calls, if it is set, is called for the name of every call in the text, inner ones first, also if the text does not parse.
	Calls func(name string, at diag.Span)
}

// Tree is a parsed expression.
type Tree struct {
	Source string
	Root   Node
	// Warnings are the findings about tolerated spellings, and remarks, sorted by position. None is an error.
	Warnings diag.List
}

// Diagnostics is the error of [Parse]: all findings, including warnings, about a text that does not parse.
type Diagnostics struct {
	Source string
	List   diag.List // sorted by position; at least one finding is an error
}

// Error returns line, column, message and hint of the first error, and the number of further findings.
func (d *Diagnostics) Error() string { return d.List.Error() }

// Sentence returns the text of Error with its arguments.
func (d *Diagnostics) Sentence() diag.Message { return d.List.Sentence() }

// Unwrap returns the list, so that errors.As finds a [diag.List], and the limits that the text exceeds as a [*diag.LimitError].
func (d *Diagnostics) Unwrap() error { return d.List }

// Parse returns the syntax tree of src with the default options. The error is a [*Diagnostics].
//
// Parse checks only the syntax: unknown functions, wrong numbers of arguments and unknown attributes parse. It is safe for
// any text, because length, depth and size are checked before the recursive parser runs. The cost is linear in the length of
// src. Parse is safe for concurrent use.
func Parse(src string) (*Tree, error) {
	tree, found := ParseText(src, Options{})
	if found.HasErrors() {
		return nil, &Diagnostics{Source: src, List: found}
	}
	return tree, nil
}

// ParseText returns the syntax tree of src and the findings about it, sorted by position. The tree is nil if and only if a
// finding is an error.
//
// If the correction of a finding is certain, its Fix is the corrected text. That text parses, and has all certain
// corrections applied.
func ParseText(src string, opts Options) (*Tree, diag.List) {
	opts.Limits = opts.Limits.orDefault()
	found := newReport(src)
	root := parse(src, opts, found)
	// The corrections of all findings make one text, which is offered only if it parses: corrections are found one by one, and
	// together they may not make sense. The second parse is not corrected again, so that the cost is at most doubled.
	if fix, ok := found.fixed(); ok && len(fix) <= opts.Limits.SourceBytes {
		again := newReport(fix)
		opts.Calls = nil
		if parse(fix, opts, again); again.errors == 0 {
			found.offer(fix)
		}
	}
	list := found.list()
	if found.errors > 0 {
		return nil, list
	}
	return &Tree{Source: src, Root: root, Warnings: list}, list
}

// parse returns the tree of src, which is invalid if an error was reported.
func parse(src string, opts Options, found *report) Node {
	if !admit(src, opts.Limits, found) {
		return nil
	}
	tokens, ok := scan(src, opts, found)
	if !ok {
		return nil
	}
	if tokens[0].EOF() {
		if found.errors == 0 {
			found.add(problem(codes.Empty, diag.Span{}, "the expression is empty").
				hinted(`write an attribute [mail], a text "x" or a function call`))
		}
		return nil
	}
	if found.errors >= keptFindings {
		return nil // findings of the parser would not be kept
	}
	tree, err := parseTokens(tokens)
	if err != nil {
		found.add(unforeseen(err, src))
		return nil
	}
	lower := lowering{src: src, report: found, calls: opts.Calls}
	return lower.text(tree)
}

// admit reports whether a text can be scanned, and reports why not. It also warns of texts that the service refuses.
func admit(src string, limits Limits, found *report) bool {
	if len(src) > limits.SourceBytes {
		at := diag.Span{Start: limits.SourceBytes, End: limits.SourceBytes}
		found.add(problem(codes.TooLong, at, "the text has %d bytes, the limit is %d", len(src), limits.SourceBytes).
			limitedBy(codes.LimitSourceBytes, limits.SourceBytes))
		return false
	}
	if i := invalidUTF8(src); i >= 0 {
		found.add(problem(codes.InvalidUTF8, diag.Span{Start: i, End: i + 1}, "byte 0x%02X at offset %d is not UTF-8", src[i], i).
			hinted("save the text as UTF-8"))
		return false
	}
	if units := utf16Units(src); units > ServiceTextLimit {
		found.add(tolerance(codes.TooLong, diag.Span{End: len(src)}, "the text has %d characters, the service accepts %d",
			units, ServiceTextLimit).hinted("split the mapping or shorten the text"))
	}
	return true
}

// invalidUTF8 returns the offset of the first invalid byte, or -1.
func invalidUTF8(src string) int {
	if utf8.ValidString(src) {
		return -1
	}
	for i, r := range src {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(src[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

// utf16Units returns the length of src as the service counts it. Every UTF-16 unit takes at least one byte of UTF-8.
func utf16Units(src string) int {
	if len(src) <= ServiceTextLimit {
		return len(src) // an upper bound; it only matters whether the limit is exceeded
	}
	units := 0
	for _, r := range src {
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return units
}

// unforeseen returns a finding for an error of participle. As the grammar covers every sequence of tokens, this is only a
// safety net. It must not quote participle's message, which is about grammar rules.
func unforeseen(err error, src string) finding {
	offset := len(src)
	if at := participle.Error(nil); errors.As(err, &at) {
		offset = min(at.Position().Offset, len(src))
	}
	return problem(codes.UnexpectedChar, diag.Span{Start: offset, End: offset}, "the text cannot be read from here on")
}
