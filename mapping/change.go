package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dn"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// restrict applies what the mapping's Apply says of a target that has a value. Kept says why nothing flows; it is empty where the value
// goes on. An empty target restricts nothing, whatever the Apply. Roles that are only added are so whatever the Apply, too, since the
// function itself promises that none is removed.
func (r *mapRun) restrict(old, v value.Value) (restricted value.Value, kept string) {
	switch {
	case old.IsNullOrEmpty():
		return v, ""
	case r.row.roles == rolesAdded:
		return r.union(old, v), ""
	}
	return r.row.apply.merge(r, old, v)
}

// replace lets the new value take the place of the old one.
func (r *mapRun) replace(_, v value.Value) (value.Value, string) { return v, "" }

// fill keeps every value that the target has.
func (r *mapRun) fill(_, v value.Value) (value.Value, string) {
	return v, "applies only where the target has no value, and it has one"
}

// add keeps the values that the target has and adds the new ones to them. A single-valued target that has a value has no room for another.
func (r *mapRun) add(old, v value.Value) (value.Value, string) {
	if !r.severalFit(old, v) {
		return v, "only adds values, and the target's single value would have to go"
	}
	return r.union(old, v), ""
}

// severalFit reports whether the attribute is multi-valued; one of which nothing is known is where either side has a list.
func (r *mapRun) severalFit(old, v value.Value) bool {
	if r.row.known {
		return r.row.def.MultiValued
	}
	return old.Kind() == value.KindList || v.Kind() == value.KindList
}

// union returns the current values with the new ones that are missing among them, in the order of the two. Values that the target has
// twice stay so. The cost is linear: the values are compared by their keys. One value in all is no list, as a target without a schema may
// have it.
func (r *mapRun) union(old, v value.Value) value.Value {
	exact := r.exactCase()
	all := slices.Clone(old.Members())
	have := make(map[string]bool, len(all))
	for _, m := range all {
		have[r.key(m, exact)] = true
	}
	for _, m := range v.Members() {
		if key := r.key(m, exact); !have[key] {
			have[key] = true
			all = append(all, m)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return value.List(all...)
}

// exactCase reports whether values of the attribute are compared with case.
func (r *mapRun) exactCase() bool { return r.row.def.CaseExact || r.m.opts.ExactCase }

// same reports whether the target need not be written: once both are of the target's type the values are equal as text, in whatever order
// several are, each as often as in the other.
func (r *mapRun) same(old, v value.Value) bool {
	// The target may hold "7" where its schema says Integer: without the conversion every cycle would write 7 again.
	if converted, err := r.convert(r.unlisted(old)); err == nil {
		old = converted
	}
	if old.Kind() != value.KindList && v.Kind() != value.KindList && r.row.roles == noRoles {
		return old.IsNull() == v.IsNull() && r.sameSingle(old, v)
	}
	a, b := old.Members(), v.Members()
	if len(a) != len(b) {
		return false
	}
	// As in sameSingle, case does not count where one side may have True for "true".
	exact := r.exactCase() && !slices.ContainsFunc(a, isBoolean) && !slices.ContainsFunc(b, isBoolean)
	counts := make(map[string]int, len(a))
	for _, m := range a {
		counts[r.key(m, exact)]++
	}
	for _, m := range b {
		key := r.key(m, exact)
		if counts[key]--; counts[key] < 0 {
			return false
		}
	}
	return true
}

// primaryAddress warns of addresses that differ from the target's in the case of letters alone, which is no change to the service: SMTP: before
// the primary address and smtp: before the others do so too, and the primary address stays what it was.
func (r *mapRun) primaryAddress(o *Outcome, v value.Value) {
	const name = "proxyAddresses"
	if at := len(o.Mapping.Target) - len(name); at < 0 || !strings.EqualFold(o.Mapping.Target[at:], name) {
		return
	}
	primary := func(v value.Value) (address string) {
		for _, m := range v.Members() {
			if text, found := strings.CutPrefix(m.Text(), "SMTP:"); found {
				address = text
			}
		}
		return address
	}
	if !nettext.EqualFold(primary(o.Old), primary(v)) {
		o.Warnings = append(o.Warnings, codes.LetterCase)
		o.Reason += " but for the case of letters: the primary address stays another one"
	}
}

// sameSingle compares two single values. One side may hold True where the other holds "True": case does not count then.
func (r *mapRun) sameSingle(a, b value.Value) bool {
	if r.row.def.Type == DateTime {
		return r.key(a, true) == r.key(b, true)
	}
	if r.exactCase() && !isBoolean(a) && !isBoolean(b) {
		return a.Text() == b.Text()
	}
	return nettext.EqualFold(a.Text(), b.Text()) || r.row.names && r.key(a, false) == r.key(b, false)
}

func isBoolean(v value.Value) bool { return v.Kind() == value.KindBoolean }

// key returns the text that a single value is compared by: of a date the instant, whatever way it is written, of a role its value, and
// of a distinguished name its parts.
// What is no date although the type says so is compared by its text. Without case the key is upper case, which is how .NET compares.
func (r *mapRun) key(v value.Value, exact bool) string {
	if r.row.roles != noRoles {
		v = roleValue(v)
	}
	if r.row.def.Type == DateTime {
		if d, err := v.ToDate(); err == nil {
			return strconv.FormatInt(d.Ticks(), 10)
		}
	}
	if exact {
		return v.Text()
	}
	text := v.Text()
	if r.row.names {
		if name, ok := dn.Key(text); ok {
			text = name
		}
	}
	return string(nettext.Upper([]byte(text), 0, nettext.Invariant))
}
