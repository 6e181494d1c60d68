package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// passage is an expression in the text of a mapping file.
type passage struct {
	text string
	// offsets are the places in the file of the expression's bytes, and of its end.
	offsets []int
	// oneLine tells that the expression cannot be broken into lines where it stands.
	oneLine bool
	// replace gives the bytes of the file that another expression takes the place of, and what is written there.
	replace func(text string) (diag.Span, string)
}

// place gives the place in the file of an offset in the expression.
func (p *passage) place(offset int) int { return p.offsets[min(max(offset, 0), len(p.offsets)-1)] }

// jsonPassages finds the expressions of a mapping file that [mapping.ReadJSON] has read.
func jsonPassages(src string) ([]passage, error) {
	var found []passage
	dec := json.NewDecoder(strings.NewReader(src))
	err := eachMember(dec, "mappings", func() error {
		return eachElement(dec, func() error {
			return eachMember(dec, "expression", func() error {
				var raw json.RawMessage
				if err := dec.Decode(&raw); err != nil || raw[0] != '"' {
					return err
				}
				at := diag.Span{Start: int(dec.InputOffset()) - len(raw), End: int(dec.InputOffset())}
				p, err := jsonPassage(src, at)
				found = append(found, p)
				return err
			})
		})
	})
	return found, err
}

func jsonPassage(src string, at diag.Span) (passage, error) {
	p := passage{oneLine: true}
	if err := json.Unmarshal([]byte(src[at.Start:at.End]), &p.text); err != nil {
		return p, err
	}
	var ok bool
	if p.offsets, ok = align(src, at.Start+1, p.text, '"'); !ok {
		return p, errors.New(diag.Locate(src, at.Start).String() + ": the text is not valid Unicode")
	}
	p.replace = func(text string) (diag.Span, string) {
		if text == p.text {
			return at, src[at.Start:at.End]
		}
		return at, doubleQuoted(text)
	}
	return p, nil
}

// doubleQuoted gives a text as JSON and YAML both read it: YAML takes some characters for line breaks, and others not at all.
func doubleQuoted(text string) string {
	written := string(value.String(text).AppendJSON(nil))
	if isPlainText(text) {
		return written
	}
	var b strings.Builder
	for _, r := range written {
		if isPlainText(string(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// eachMember reads an object, and its members of that name with read.
func eachMember(dec *json.Decoder, name string, read func() error) error {
	return within(dec, '{', func() error {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == name {
			return read()
		}
		return dec.Decode(new(json.RawMessage))
	})
}

func eachElement(dec *json.Decoder, read func() error) error { return within(dec, '[', read) }

// within reads what an object or array holds; anything else has nothing.
func within(dec *json.Decoder, opening json.Delim, read func() error) error {
	if token, err := dec.Token(); err != nil || token != opening {
		return err
	}
	for dec.More() {
		if err := read(); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// align follows a text through the way that a file writes it from at on: with escapes between double quotation marks, with
// doubled single ones, or plain (quote is 0); lines may be folded and indented. It gives the places of the text's bytes and of its
// end; ok is false where the file says something else.
func align(src string, at int, text string, quote byte) (offsets []int, ok bool) {
	offsets = make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		if isBlank(rune(text[i])) {
			for ; i < len(text) && isBlank(rune(text[i])); i++ {
				offsets = append(offsets, at)
			}
			at = skipBlanks(src, at, quote)
			continue
		}
		at = skipBlanks(src, at, quote) // a line that goes on after a backslash
		_, size := utf8.DecodeRuneInString(text[i:])
		width := escapeWidth(src, at, quote)
		if width == 0 {
			if width = size; !strings.HasPrefix(src[at:], text[i:i+size]) {
				return nil, false
			}
		}
		for range size {
			offsets = append(offsets, at)
		}
		i, at = i+size, at+width
	}
	return append(offsets, at), true
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// skipBlanks gives the end of white space, escaped or not.
func skipBlanks(src string, at int, quote byte) int {
	for at < len(src) {
		switch r, width := escape(src, at, quote); {
		case width > 0 && isBlank(r):
			at += width
		case width == 0 && isBlank(rune(src[at])):
			at++
		default:
			return at
		}
	}
	return at
}

// escapeWidth gives the number of bytes that write a character in another way than as itself, 0 where it stands itself.
func escapeWidth(src string, at int, quote byte) int {
	if quote == '\'' && strings.HasPrefix(src[at:], "''") {
		return 2
	}
	_, width := escape(src, at, quote)
	return width
}

// escape reads an escape of JSON or YAML; width is 0 where there is none. Which character it is counts for white space alone.
func escape(src string, at int, quote byte) (r rune, width int) {
	if quote != '"' || !strings.HasPrefix(src[at:], `\`) || at+1 == len(src) {
		return 0, 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[src[at+1]]
	if digits == 0 {
		short := map[byte]rune{'n': '\n', 't': '\t', 'r': '\r', ' ': ' ', '\t': '\t', '\n': '\n', '\r': '\r'}
		return short[src[at+1]], 2
	}
	end := min(at+2+digits, len(src))
	code, _ := strconv.ParseUint(src[at+2:end], 16, 32)
	if code>>10 == 0xD800>>10 && strings.HasPrefix(src[end:], `\u`) {
		end = min(end+6, len(src)) // a pair of surrogates
	}
	return rune(code), end - at
}
