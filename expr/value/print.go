package value

import (
	"fmt"
	"io"
)

// RedactedText is printed in place of a value that went through Redact().
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

// goString returns kind and text, for test failures and debuggers.
func (v Value) goString() string {
	switch {
	case v.IsAbsent():
		return "value.Absent"
	case v.IsNull():
		return "value(null)"
	}
	return fmt.Sprintf("value(%s %q)", v.Kind(), v.String())
}

// Format prints String with every verb of texts, and kind and text with %#v.
func (v Value) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		_, _ = io.WriteString(f, v.goString())
		return
	}
	_, _ = fmt.Fprintf(f, fmt.FormatString(f, verb), v.String())
}

// MarshalJSON returns what [Value.AppendJSON] writes, with [RedactedText] for what is redacted.
func (v Value) MarshalJSON() ([]byte, error) { return v.appendJSON(nil, true), nil }

// Format prints the object as [Value.Format] does.
func (o Object) Format(f fmt.State, verb rune) { ObjectOf(&o).Format(f, verb) }

// MarshalJSON returns the object as [Value.MarshalJSON] does.
func (o Object) MarshalJSON() ([]byte, error) { return o.appendJSON(nil, true), nil }
