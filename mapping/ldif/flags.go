package ldif

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adflags"
	"github.com/attrmap/attrmap/mapping/provision"
)

// bits is what a plan says of an attribute whose value is bits.
type bits struct {
	whole        *int // the attribute itself
	set, cleared int
}

// said reports whether the plan says anything.
func (b *bits) said() bool { return b.whole != nil || b.set|b.cleared != 0 }

// of returns the bits after the plan. Those that it does not mean are kept.
func (b *bits) of(before int) int {
	if b.whole != nil {
		before = *b.whole
	}
	return before&^b.cleared | b.set
}

// flags is what a plan says of userAccountControl and of groupType.
type flags struct{ control, group bits }

// note remembers what an attribute says of the flags. known reports whether it is about them, and understood whether it is a number, or a truth
// value for a flag by its name.
func (f *flags) note(name string, v value.Value) (known, understood bool) {
	of := func(attribute string) *bits {
		if attribute == adflags.GroupType {
			return &f.group
		}
		return &f.control
	}
	for _, attribute := range []string{adflags.UserAccountControl, adflags.GroupType} {
		if is(name, attribute) {
			n, err := v.ToInteger()
			if err != nil || v.IsNull() {
				return true, false
			}
			whole := int(n)
			of(attribute).whole = &whole
			return true, true
		}
	}
	for _, flag := range adflags.Flags {
		if !is(name, flag.Name) {
			continue
		}
		b, err := v.ToBoolean()
		switch {
		case err != nil || v.IsNull():
			return true, false
		case b:
			of(flag.Of).set |= flag.Bits
		default:
			of(flag.Of).cleared |= flag.Bits
		}
		return true, true
	}
	return false, false
}

// newFlags returns the userAccountControl of a new account, and the one that it gets when it has a password: Active Directory does not enable an
// account without one (documented: unwillingToPerform, 0000052D), unless its flags say that it needs none.
func (w *writes) newFlags(c class) (now, later string) {
	f := &w.state.control
	if f.whole == nil && !c.account {
		return "", ""
	}
	control := f.of(adflags.NormalAccount)
	if !f.said() {
		control |= adflags.AccountDisable
		w.notes = append(w.notes, "no mapping says whether the new account is enabled: it is disabled")
	}
	const waits = adflags.AccountDisable | adflags.PasswordNotNeeded | adflags.SmartcardIsNeeded
	if control&waits == 0 {
		return strconv.Itoa(control | adflags.AccountDisable), strconv.Itoa(control)
	}
	return strconv.Itoa(control), ""
}

// changeFlags adds the modifications of userAccountControl and of groupType.
func (w *writes) changeFlags(o *provision.Object) {
	if f := &w.state.control; f.said() {
		before, known := number(o, adflags.UserAccountControl)
		if !known && f.whole == nil {
			before = adflags.NormalAccount
			w.notes = append(w.notes, "the target's userAccountControl is not known: what it has besides the bit of a disabled account is lost")
		}
		if after := f.of(before); !known || after != before {
			w.attributes = append(w.attributes, w.attribute(opReplace, adflags.UserAccountControl, strconv.Itoa(after)))
		}
	}
	before, _ := number(o, adflags.GroupType)
	if after, ok := w.groupType(before); ok && after != before {
		w.attributes = append(w.attributes, w.attribute(opReplace, adflags.GroupType, strconv.Itoa(after)))
	}
}

// groupType returns the group's type after the plan; ok is false where the plan says nothing of it. A group has one scope: a global one if nothing
// is said, as in Active Directory (documented).
func (w *writes) groupType(before int) (after int, ok bool) {
	f := &w.state.group
	if !f.said() {
		return before, false
	}
	if f.set&adflags.AnyScope != 0 {
		before &^= adflags.AnyScope
	}
	after = f.of(before)
	if after&adflags.AnyScope == 0 {
		after |= adflags.GlobalScope
	}
	return int(int32(after)), true //nolint:gosec // groupType has 32 bits
}

// number returns an attribute that is a number.
func number(o *provision.Object, name string) (n int, known bool) {
	n, err := strconv.Atoi(strings.TrimSpace(textOf(o, name)))
	return n, err == nil
}
