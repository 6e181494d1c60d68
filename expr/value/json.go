package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// JSONDepth is how deep arrays and objects may nest in [ParseJSON].
const JSONDepth = 100

// documentError is why a text is not JSON that can be taken: a finding, and the error below it.
type documentError struct {
	diag.Finding
	cause error
}

func (e *documentError) Error() string { return e.Sentence().String() }

// Unwrap returns the finding as a list of one, the form in which all packages look for findings, and the cause.
func (e *documentError) Unwrap() []error {
	if e.cause == nil {
		return []error{diag.List{e.Finding}}
	}
	return []error{diag.List{e.Finding}, e.cause}
}

// newDocumentError returns the error of a finding, with the limit in cause, if any.
func newDocumentError(at diag.Position, message diag.Message, cause error) error {
	f := diag.Finding{Code: codes.Syntax, Place: diag.Place{Position: at}, Message: message}
	errors.As(cause, &f.Limit)
	return &documentError{f, cause}
}

// ParseJSON returns the value of one JSON text: numbers exact, objects with their members in order. Two members of one name in
// an object, nesting beyond [JSONDepth] and text after the value are errors. Bytes that are not UTF-8 become U+FFFD. The error is a
// [diag.List] of one finding, with its position, as errors.As finds it; nesting, and a number of more digits than can be held, are a
// [diag.LimitError] below it. RFC 8259 leaves the meaning of equal names open; taking one of them would hide the other without
// a word.
func ParseJSON(text string) (Value, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	v, err := decodeJSON(dec)
	if err == nil {
		if _, err = dec.Token(); errors.Is(err, io.EOF) {
			return v, nil
		}
		err = faultAt(dec, nil, "surplus text after the JSON value")
	}
	return Absent, placed(text, err)
}

// placed adds its place in the text to an error. A decoder of tokens does not know the place of malformed JSON; decoding the whole text
// finds it.
func placed(text string, err error) error {
	var limit *diag.LimitError
	if errors.As(err, &limit) {
		limit.Position = diag.Locate(text, limit.Position.Offset)
	}
	var fault *jsonError
	if errors.As(err, &fault) {
		return newDocumentError(diag.Locate(text, int(fault.offset)), fault.message, fault.cause)
	}
	var syntax *json.SyntaxError
	if whole := json.Unmarshal([]byte(text), new(json.RawMessage)); !errors.As(whole, &syntax) {
		return newDocumentError(diag.Locate(text, len(text)), diag.Messagef("%s", err), err)
	}
	at := int(syntax.Offset) - 1
	if strings.HasPrefix(syntax.Error(), "unexpected end") {
		at = len(text)
	}
	return newDocumentError(diag.Locate(text, at), diag.Messagef("%s", diag.Name(syntax.Error())), syntax)
}

// jsonError is what is wrong with JSON that is well formed.
type jsonError struct {
	offset  int64
	message diag.Message
	cause   error
}

func (e *jsonError) Error() string { return fmt.Sprintf("%s, at byte %d", e.message, e.offset) }

func (e *jsonError) Unwrap() error { return e.cause }

// faultAt places a fault at what the decoder has just read.
func faultAt(dec *json.Decoder, cause error, format string, args ...any) error {
	return &jsonError{dec.InputOffset(), diag.Messagef(format, args...), cause}
}

// decodeJSON reads the next value from dec, see [ParseJSON]; io.EOF means that there is none.
func decodeJSON(dec *json.Decoder) (Value, error) {
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return Absent, err
	}
	return decodeToken(dec, tok, 0)
}

// decodeToken returns the value that begins with tok. depth is the number of arrays and objects around it; the check comes
// before the recursion. The only token without a case is nil, which is null.
func decodeToken(dec *json.Decoder, tok json.Token, depth int) (Value, error) {
	switch t := tok.(type) {
	case json.Delim:
		if depth >= JSONDepth {
			return Absent, faultAt(dec, passed(dec, codes.LimitJSONDepth, JSONDepth), "JSON nested deeper than %d levels", JSONDepth)
		}
		if t == '[' {
			return decodeArray(dec, depth+1)
		}
		return decodeObject(dec, depth+1)
	case json.Number:
		v, err := Decimal(string(t))
		if err != nil {
			return Absent, faultAt(dec, &numberError{passed(dec, codes.LimitNumberDigits, NumberDigits)}, "%s", diag.Name(ErrNumber.Error()))
		}
		return v, nil
	case string:
		return String(t), nil
	case bool:
		return Boolean(t), nil
	}
	return Null, nil
}

// passed returns the limit that the text exceeds before dec's place, of which only the offset is known.
func passed(dec *json.Decoder, limit diag.Limit, bound int) *diag.LimitError {
	return &diag.LimitError{Limit: limit, Max: int64(bound), Position: diag.Position{Offset: int(dec.InputOffset())}}
}

// numberError is ErrNumber for a number that is well formed and cannot be held.
type numberError struct{ limit *diag.LimitError }

func (e *numberError) Error() string { return ErrNumber.Error() }

func (e *numberError) Unwrap() []error { return []error{ErrNumber, e.limit} }

// decodeArray and decodeObject read up to the closing bracket. Where the text ends before it, the error is
// io.ErrUnexpectedEOF, because io.EOF means that there is no value at all.
func decodeArray(dec *json.Decoder, depth int) (Value, error) {
	var members []Value
	for dec.More() {
		v, err := decodeNext(dec, depth)
		if err != nil {
			return Absent, err
		}
		members = append(members, v)
	}
	_, err := dec.Token()
	return List(members...), unexpectedEOF(err)
}

func decodeObject(dec *json.Decoder, depth int) (Value, error) {
	var members []Member
	var names nameSet
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return Absent, unexpectedEOF(err)
		}
		name := tok.(string)
		if !names.add(name, members) {
			return Absent, faultAt(dec, nil, "member %s occurs twice in one JSON object", diag.Quote(name))
		}
		v, err := decodeNext(dec, depth)
		if err != nil {
			return Absent, err
		}
		members = append(members, Member{Name: name, Value: v})
	}
	_, err := dec.Token()
	return ObjectOf(NewObject(members...)), unexpectedEOF(err)
}

// nameSet knows the names of an object's members. A few are searched; of many there is a map, so that the cost of
// an object stays linear whatever its size.
type nameSet map[string]struct{}

// fewMembers is the number of members up to which comparing with each is cheaper than a map.
const fewMembers = 16

// add reports whether name is new beside the members read so far.
func (s *nameSet) add(name string, members []Member) bool {
	if len(members) < fewMembers {
		return !slices.ContainsFunc(members, func(m Member) bool { return m.Name == name })
	}
	if *s == nil {
		*s = make(nameSet, 2*fewMembers)
		for i := range members {
			(*s)[members[i].Name] = struct{}{}
		}
	}
	_, taken := (*s)[name]
	(*s)[name] = struct{}{}
	return !taken
}

func decodeNext(dec *json.Decoder, depth int) (Value, error) {
	tok, err := dec.Token()
	if err != nil {
		return Absent, unexpectedEOF(err)
	}
	return decodeToken(dec, tok, depth)
}

func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
