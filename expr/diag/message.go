package diag

import (
	"fmt"
	"strings"
)

// Message is a sentence with its arguments, which stay apart until it is rendered: so a renderer can leave out those that may be values.
// The zero Message is empty.
//
// Of the arguments, a [Name], a number, a character and a Message are shown in every rendering. Everything else, such as a [Quoted]
// text, a plain string or an error, may repeat a value, and [Message.Masked] takes it out: what is to be shown must say so by its type.
type Message struct {
	// Format holds the words, with the verbs of package fmt.
	Format string
	Args   []any
}

// Name is an argument of a [Message] that is never hidden: the name of a function or an attribute, or words of ours.
type Name string

// Quoted is an argument of a [Message] that may be a value, between quotation marks; [Quote] makes it.
type Quoted string

// Messagef returns the message of a format and its arguments. Arguments must not be changed afterwards.
func Messagef(format string, args ...any) Message {
	if false {
		_ = fmt.Sprintf(format, args...) // lets go vet check the calls as those of Sprintf
	}
	return Message{Format: format, Args: args}
}

// Plain returns a message that is the text alone, all of which may be a value; the zero Message for "".
func Plain(text string) Message {
	if text == "" {
		return Message{}
	}
	return Message{Format: "%s", Args: []any{text}}
}

// IsZero reports whether the message is empty.
func (m Message) IsZero() bool { return m.Format == "" }

// String returns the message with all its arguments.
func (m Message) String() string {
	if len(m.Args) == 0 && !strings.Contains(m.Format, "%") {
		return m.Format
	}
	return fmt.Sprintf(m.Format, m.Args...)
}

// MarshalText returns what String does, for JSON.
func (m Message) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Masked returns the message without the arguments that may repeat a value, which "…" replaces. Nothing of them is left in it.
func (m Message) Masked() Message {
	masked := Message{Format: m.Format, Args: make([]any, len(m.Args))}
	for i, arg := range m.Args {
		masked.Args[i] = maskedArg(arg)
	}
	return masked
}

// quotes reports whether an argument may repeat a value.
func (m Message) quotes() bool {
	for _, arg := range m.Args {
		if inner, ok := arg.(Message); ok && inner.quotes() || !ok && !isShown(arg) {
			return true
		}
	}
	return false
}

func isShown(arg any) bool {
	switch arg.(type) {
	case Name, int, int64, uint8, rune, bool:
		return true
	}
	return false
}

func maskedArg(arg any) any {
	if isShown(arg) {
		return arg
	}
	switch arg := arg.(type) {
	case Message:
		return arg.Masked()
	case error:
		return maskedError(arg)
	case Quoted:
		return Quoted(`"` + omitted + `"`)
	}
	return omitted
}

// omitted replaces what is left out.
const omitted = Name("…")
