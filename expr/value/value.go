package value

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

var (
	// Absent is the zero Value: no such attribute.
	Absent = Value{}
	// Null is an attribute that is there and is null.
	Null = Value{num: 1}
	// True is one of the two booleans.
	True = of(KindBoolean, 1)
	// False is the other of the two booleans.
	False = of(KindBoolean, 0)
	// IgnoreAttribute leaves the attribute out of the flow.
	IgnoreAttribute = of(KindIgnoreAttribute, 0)
	// IgnoreObject leaves the whole object out of the flow.
	IgnoreObject = of(KindIgnoreObject, 0)
)

// NumberDigits is how many digits a number may have on each side of its point.
const NumberDigits = nettext.MaxDigits

// ErrNumber is the error of [Decimal] and [Of] for text that is not a number or whose number is out of the supported range.
var ErrNumber = errors.New("not a number that can be held exactly")

// Boolean returns True or False.
func Boolean(b bool) Value {
	if b {
		return True
	}
	return False
}

// Integer returns an integer value.
func Integer(n int64) Value { return of(KindInteger, uint64(n)) }

// Decimal returns the number that text writes: an integer where it is one and fits 64 bits, otherwise a decimal in its
// shortest form. Text may carry a sign, a fraction and an exponent as JSON numbers do. No precision is lost: decimals are
// kept as digits. The error is ErrNumber. Since one number has one form, Equal can compare digits: 1.0 is the integer 1.
func Decimal(text string) (Value, error) {
	canonical, ok := plainDigits(text)
	if !ok {
		return Absent, ErrNumber
	}
	if n, ok := nettext.ParseInt(canonical); ok {
		return Integer(n), nil
	}
	return ofText(KindDecimal, canonical), nil
}

// String returns a text value. Text is expected to be valid UTF-8.
func String(s string) Value { return ofText(KindString, s) }

// Reference returns a value that points to another object, such as a manager, by its identifier.
func Reference(id string) Value { return ofText(KindReference, id) }

// Date returns a date-time value.
func Date(d DateTime) Value {
	return ofDate(d.Ticks(), uint8(netdate.DateTime(d).Kind()))
}

// Time returns the date-time value of an instant, in UTC, cut to 100 ns. An instant before year 1 or after year 9999 is an error.
func Time(t time.Time) (Value, error) {
	d, err := netdate.FromTime(t)
	if err != nil {
		return Absent, err
	}
	return Date(DateTime(d)), nil
}

// Binary returns a binary value. The bytes are copied.
func Binary(b []byte) Value { return ofText(KindBinary, string(b)) }

// List returns a multi-valued value. The slice is not copied: the caller must not change it afterwards. Absent and null members stay.
func List(members ...Value) Value { return ofList(members) }

// Strings returns a list of text values.
func Strings(texts ...string) Value {
	members := make([]Value, len(texts))
	for i, s := range texts {
		members[i] = String(s)
	}
	return List(members...)
}

// Kind returns the kind of v; absent and null are both KindNull. The conversion keeps the lowest byte of meta.
func (v Value) Kind() Kind { return Kind(v.meta) }

// IsNull reports whether v is null or absent.
func (v Value) IsNull() bool { return v.Kind() == KindNull }

// IsAbsent reports whether v is an attribute that is not there.
func (v Value) IsAbsent() bool { return v.Kind() == KindNull && v.num == 0 }

// IsNullOrEmpty reports whether v is absent, null, "" or a list without members. Binary without bytes counts, too; an object
// without members does not.
func (v Value) IsNullOrEmpty() bool {
	switch v.Kind() {
	case KindNull:
		return true
	case KindString, KindReference, KindBinary, KindList:
		return v.num == 0
	default:
		return false
	}
}

// AsString returns the text of a string, reference or decimal; ok is false for every other kind.
func (v Value) AsString() (text string, ok bool) {
	switch v.Kind() {
	case KindString, KindReference, KindDecimal:
		return v.text(), true
	default:
		return "", false
	}
}

// AsBoolean returns the truth of a boolean; ok is false for every other kind.
func (v Value) AsBoolean() (b, ok bool) { return v.num == 1, v.Kind() == KindBoolean }

// AsInteger returns the number of an integer; ok is false for every other kind.
func (v Value) AsInteger() (n int64, ok bool) { return int64(v.num), v.Kind() == KindInteger }

// AsDate returns the instant of a date-time; ok is false for every other kind.
func (v Value) AsDate() (d DateTime, ok bool) {
	if v.Kind() != KindDateTime {
		return DateTime{}, false
	}
	at, err := netdate.New(int64(v.num), netdate.Kind(v.aux()))
	return DateTime(at), err == nil
}

// AsBinary returns a copy of the bytes of a binary value; ok is false for every other kind.
func (v Value) AsBinary() (b []byte, ok bool) {
	if v.Kind() != KindBinary {
		return nil, false
	}
	return []byte(v.text()), true
}

// AsList returns the members of a list, which must not be changed; ok is false for every other kind.
func (v Value) AsList() (members []Value, ok bool) {
	if v.Kind() != KindList {
		return nil, false
	}
	return v.list(), true
}

// Members returns the members of a list, which must not be changed. A single value is its only member, null and Absent have none.
func (v Value) Members() []Value {
	if members, ok := v.AsList(); ok {
		return members
	}
	if v.IsNull() {
		return nil
	}
	return []Value{v}
}

// AsObject returns the object of an object value; ok is false for every other kind.
func (v Value) AsObject() (o *Object, ok bool) {
	if v.Kind() != KindObject {
		return nil, false
	}
	return v.object(), true
}

// Redacted reports whether v went through Redact(): it flows as it is, and reports must not print it.
func (v Value) Redacted() bool { return v.meta&flagRedacted != 0 }

// WithRedaction returns v marked as redacted.
func (v Value) WithRedaction() Value {
	v.meta |= flagRedacted
	return v
}

// Unreadable returns why v is not what the source has: the Go data that it was read from cannot be an attribute value, and v is
// null in its place; or they are a list or an object with such data inside. The error names the Go type, and where in a list or an
// object it was. It is nil for every other value. Expressions that read such an attribute fail.
func (v Value) Unreadable() error {
	if v.meta&flagUnreadable == 0 {
		return nil
	}
	return v.firstFault()
}

// firstFault returns the fault of the first part that cannot be read, and the way to it. Of a long way, such as that around a circle, the
// beginning is enough to find it.
func (v Value) firstFault() error {
	const shown = 4
	way, depth := "", 0
	for v.Kind() != KindNull {
		step, member := v.faulty()
		if depth++; depth <= shown {
			way += step
		}
		v = member
	}
	if depth > shown {
		way += fmt.Sprintf("%d levels deeper: ", depth-shown)
	}
	if way == "" {
		return v.fault()
	}
	return fmt.Errorf("%s%w", way, v.fault())
}

// faulty returns the first part of a list or an object that cannot be read or holds what cannot be.
// If none has the mark, which listOf and objectOf rule out, a fault is made up, so that firstFault ends.
func (v Value) faulty() (step string, part Value) {
	switch v.Kind() {
	case KindList:
		for i, m := range v.list() {
			if m.meta&flagUnreadable != 0 {
				return fmt.Sprintf("list member %d: ", i), m
			}
		}
	case KindObject:
		for _, m := range v.object().members {
			if m.Value.meta&flagUnreadable != 0 {
				return fmt.Sprintf("member %s: ", diag.QuoteTo(m.Name, 40)), m.Value
			}
		}
	default: // all other data were readable
	}
	return "", unreadable(errors.New("a Go value that cannot be read"))
}

// Equal reports whether two values have the same kind and the same data; absent differs from null. It is the equality of
// tests and of change detection, not the language's "=": for that see [Compare]. The redaction mark does not count.
func (v Value) Equal(w Value) bool {
	if v.Kind() != w.Kind() {
		return false
	}
	switch v.Kind() {
	case KindString, KindReference, KindDecimal, KindBinary:
		return v.text() == w.text()
	case KindList:
		return slices.EqualFunc(v.list(), w.list(), Value.Equal)
	case KindObject:
		return v.object().equal(w.object())
	default:
		// These are booleans, integers, date-times, signals, and absent and null, which differ in num. A date-time in UTC
		// differs from the same reading that is local.
		return v.num == w.num && v.aux() == w.aux() && (v.meta^w.meta)&flagUnreadable == 0
	}
}

// Unwrap returns the only member of a one-element list, and every other value as it is. The language reads a single value where
// it expects one; ok is false for a list with another number of members, and an empty list is Absent.
func (v Value) Unwrap() (single Value, ok bool) {
	if v.Kind() != KindList {
		return v, true
	}
	switch members := v.list(); len(members) {
	case 0:
		return Absent, true
	case 1:
		return members[0].Unwrap()
	}
	return v, false
}
