package records

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// maxLine bounds a line of JSON Lines, in bytes.
const maxLine = 16 << 20

// maxUnknown bounds how many unknown members are reported.
const maxUnknown = 20

// Lines counts the lines that [Answer] has read, of these the ones that are no object that can be read, and those without the member that
// matters.
type Lines struct{ Read, Bad, Keyless int }

// Answer reads JSON Lines and writes one line for each, in order. The error that answer returns says that the line cannot be read; it is
// reported with the line's number, and the line has an answer all the same, so that none is lost. Answers are written as soon as no more lines
// are waiting, so that a program can hold a dialogue. An error of r begins with the number of its line.
//
// Members are the names that the objects of the lines have; another one is reported once, and ignored. A line that has none of keys is
// answered like every other, and counted.
func Answer(r io.Reader, out *Writer, members, keys []string, answer func(line []byte) (any, error), report func(line int, err error)) (n Lines, err error) {
	in := bufio.NewReaderSize(r, 64<<10)
	told := map[string]bool{}
	var text bytes.Buffer
	for number := 1; ; number++ {
		// A last line without line break comes with the error; it is answered first, and then the error counts.
		line, readErr := readLine(in)
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\uFEFF"))); len(line) > 0 {
			result, err := answer(line)
			if err != nil {
				n.Bad++
				report(number, err)
			}
			n.Read++
			keyless := true
			for name := range memberNames(line) {
				keyless = keyless && !has(keys, name)
				if !has(members, name) && !told[name] && len(told) < maxUnknown {
					told[name] = true
					report(number, diag.Errorf("the unknown member %s is ignored: the members are %s", diag.Quote(name), diag.Name(strings.Join(members, ", "))))
				}
			}
			if keyless {
				n.Keyless++
			}
			text.Reset()
			if err := WriteJSON(&text, result); err != nil {
				return n, err
			}
			if err := out.Write(text.Bytes()); err != nil {
				return n, err
			}
		}
		// More bytes in the buffer are lines that can be answered without waiting, or the beginning of one that is still to come.
		if in.Buffered() == 0 || readErr != nil {
			if err := out.Flush(); err != nil {
				return n, err
			}
		}
		switch {
		case errors.Is(readErr, io.EOF):
			return n, nil
		case readErr != nil:
			return n, fmt.Errorf("%d: %w", number, readErr)
		}
	}
}

// readLine returns the next line; with an error, what is before it.
// The parts are copied, because those of ReadSlice are valid until the next read only; a line may be longer than the buffer.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, fmt.Errorf("the line is longer than %d MiB", maxLine>>20)
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// Parse reads a line. A text in place of a number, or the like, does not keep the other members from being read.
func Parse(line []byte, into any) error {
	// encoding/json would replace such bytes by U+FFFD, and an answer about another text would come back.
	if at := textenc.InvalidUTF8(string(line)); at >= 0 {
		return fmt.Errorf("column %d: the text is not UTF-8", diag.Locate(string(line), at).Column)
	}
	err := json.Unmarshal(line, into)
	// Unmarshal reads on after such an error and returns the first one, so that the case's id is there for its answer.
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		if typ.Field == "" {
			return fmt.Errorf("want an object, got %s", typ.Value)
		}
		return fmt.Errorf("%s: unexpected %s", typ.Field, typ.Value)
	}
	return err
}

// WriteJSON writes one line of JSON with < and > as they are.
func WriteJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// has reports whether a name is in the list, in any case, as encoding/json compares members.
func has(names []string, name string) bool {
	return slices.ContainsFunc(names, func(known string) bool { return strings.EqualFold(known, name) })
}

// memberNames returns the names of the members of a line's object. The line need not be valid: what is wrong with it is Parse's to say.
func memberNames(line []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		depth, key := 0, false
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '{', '[':
				depth++
				key = depth == 1 && line[i] == '{'
			case '}', ']':
				depth--
			case ',':
				key = depth == 1
			case '"':
				end := i + 1
				for end < len(line) && line[end] != '"' {
					if line[end] == '\\' {
						end++
					}
					end++
				}
				if end >= len(line) {
					return
				}
				var name string
				if key && json.Unmarshal(line[i:end+1], &name) == nil && !yield(name) {
					return
				}
				key, i = false, end
			}
		}
	}
}
