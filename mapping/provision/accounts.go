package provision

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// accountStates lists the target attributes that say whether an account is enabled, by their last names, with the value that says it. SCIM:
// RFC 7643 4.1.1; Entra: accountEnabled; Active Directory, where it is virtual: accountDisabled (documented).
var accountStates = [...]struct {
	name string
	on   bool
}{{"active", true}, {"accountEnabled", true}, {"accountDisabled", false}}

// Enables reports of an outcome whose target attribute is whether an account is enabled what a value says of that. It is not ok for any other
// attribute, and for a value that is no truth value.
func Enables(o *mapping.Outcome, v value.Value) (enabled, ok bool) {
	name := o.Mapping.Target
	// A URN ends in the attribute's name. A name with a path is not the account's own: manager.active.
	name = name[strings.LastIndexByte(name, ':')+1:]
	if name == "" || name[0]|0x20 != 'a' { // as nearly all are; the names of the table begin so
		return false, false
	}
	for _, state := range accountStates {
		if strings.EqualFold(name, state.name) {
			b, err := v.ToBoolean()
			return b == state.on, err == nil && !v.IsNullOrEmpty()
		}
	}
	return false, false
}

// accountChange reports what a plan does to an account that exists: whether it disables it, or enables it.
//
// A disabling plan counts also where no row says what the account's state was, or no row writes one: the service's request disables it. One
// whose row writes no state because it failed, or because the account has it already, does not; nor does one whose write the target refuses
// as a whole.
func (p *Plan) accountChange() (disables, enabled bool) {
	if p.Action != Update && p.Action != Disable || p.refused() {
		return false, false
	}
	disables = p.Action == Disable
	for i := range p.Attributes {
		o := &p.Attributes[i]
		after, ok := Enables(o, o.New)
		before, known := Enables(o, o.Old)
		switch {
		case !o.Decision.Changes():
			if o.Decision == mapping.Unchanged && ok || o.Decision == mapping.Failed && known {
				disables = false
			}
		case ok && known && after != before:
			return !after, after
		}
	}
	return disables, false
}

// disables reports whether the plan deletes an account or disables it, what Job.MaxDisables bounds. Values that wait for references do not make
// a plan one that does.
func (p *Plan) disables() bool {
	if p.Action == Delete {
		return true
	}
	written := func(o *mapping.Outcome) bool { return o.Decision.Changes() && o.Waiting() == nil }
	disables, _ := p.accountChange()
	return disables && anyOutcome(p.Attributes, written)
}

// addRows counts what a plan does besides its action.
func (t *Totals) addRows(p *Plan) {
	disables, enabled := p.accountChange()
	if disables {
		t.Accounts.Disabled++
	}
	if enabled {
		t.Accounts.Enabled++
	}
	for i := range p.Attributes {
		o := &p.Attributes[i]
		switch {
		case o.Decision == mapping.Unsupported:
			t.Unsupported++
		case o.Decision.Changes() && p.writes():
			t.References.Pending += len(o.Pending)
			t.References.Planned += references(o.New)
		}
		for _, code := range o.Warnings {
			if code == codes.UnresolvedReference {
				t.References.Unresolved++
			}
		}
	}
}

// writes reports whether the plan's action sends its attributes.
func (p *Plan) writes() bool { return p.Action == Create || p.Action == Update || p.Action == Disable }

// references counts the values that refer to objects.
func references(v value.Value) (n int) {
	for _, m := range v.Members() {
		if m.Kind() == value.KindReference {
			n++
		}
	}
	return n
}
