package value

import (
	"fmt"
	"io"
)

// RedactedText stands in print for a value that went through Redact().
const RedactedText = "[Redact]"

// What prints a value (fmt, encoding/json, log/slog by way of them) must not print one that went through Redact(), at whatever depth.
// Text, Strings, AppendText and AppendJSON are how the value itself is read, and what is sent is written by those.

// String returns the value as people read it: the text form, see [Value.AppendText], and words where that is empty or nothing: absent,
// null, or unreadable with the reason. A redacted value is [RedactedText]. For a form that keeps "null" and null apart see expr.Show.
func (v Value) String() string {
	switch {
	case v.Redacted():
		return RedactedText
	case v.Kind() == KindNull && v.Unreadable() != nil:
		return "unreadable: " + v.Unreadable().Error()
	case v.IsAbsent():
		return "absent"
	case v.IsNull():
		return "null"
	case v.Kind() == KindList, v.Kind() == KindObject:
		return string(v.appendJSON(nil, true))
	}
	return v.Text()
}

// GoString returns kind and text, for test failures and debuggers.
func (v Value) GoString() string {
	switch {
	case v.IsAbsent():
		return "value.Absent"
	case v.IsNull():
		return "value(null)"
	}
	return fmt.Sprintf("value(%s %q)", v.Kind(), v.String())
}

// Format prints String with every verb of texts, and GoString with %#v.
func (v Value) Format(f fmt.State, verb rune) { format(f, verb, v) }

// MarshalText returns String.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// MarshalJSON returns what [Value.AppendJSON] writes, with [RedactedText] for what is redacted.
func (v Value) MarshalJSON() ([]byte, error) { return v.appendJSON(nil, true), nil }

// String returns the object as JSON with sorted keys, as the text form of its value is.
func (o Object) String() string { return string(o.appendJSON(nil, true)) }

// GoString returns the object for test failures and debuggers.
func (o Object) GoString() string { return ObjectOf(&o).GoString() }

// Format prints String with every verb of texts, and GoString with %#v.
func (o Object) Format(f fmt.State, verb rune) { format(f, verb, o) }

// MarshalJSON returns the object as [Value.MarshalJSON] does.
func (o Object) MarshalJSON() ([]byte, error) { return o.appendJSON(nil, true), nil }

func format(f fmt.State, verb rune, v interface {
	fmt.Stringer
	fmt.GoStringer
}) {
	if verb == 'v' && f.Flag('#') {
		_, _ = io.WriteString(f, v.GoString())
		return
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), v.String())
}
