package provision

import (
	"github.com/attrmap/attrmap/mapping"
)

// Options describe the job: what it may do, and what the two sides can. The zero Options are those of inbound provisioning that
// may create, update and delete, with a target that disables objects.
type Options struct {
	// NoCreate, NoUpdate and NoDelete forbid an action: the object mapping's flow types without Add, Update or Delete.
	NoCreate, NoUpdate, NoDelete bool
	// InputFilter drops objects while they are read. Objects that do not pass are left alone, not deprovisioned. Negative operators
	// pass on null (inferred from the filters that cloud sync ships).
	InputFilter mapping.Filter
	// CategoryFilter reports which objects belong to the mapping; others are left alone.
	CategoryFilter mapping.Filter
	// Outbound reports that the source is Entra: an object whose AccountEnabled attribute is false is not entitled. It is set
	// by itself where a mapping reads the SoftDeleted attribute.
	Outbound bool
	// SoftDeleted is the source attribute that is computed from assignment, scope, deletion and AccountEnabled; empty is
	// IsSoftDeleted.
	SoftDeleted string
	// AccountEnabled is the source attribute that reports whether an account is enabled; empty is accountEnabled.
	AccountEnabled string
	// HardDelete reports that the target cannot disable objects: one that leaves the scope is deleted.
	HardDelete bool
	// SkipOutOfScopeDeletions leaves objects alone that are unassigned or filtered out.
	SkipOutOfScopeDeletions bool
	// Unlinked reports that matching target objects have not been managed by the job: one that is out of scope is left alone, unless
	// [Links] tie the object to it. Otherwise a match counts as managed, since a list of target objects does not say (assumed).
	Unlinked bool
	// Profile names the target whose length and character rules are checked.
	Profile mapping.Profile
	// CustomAttributes are the tenant's custom security attributes by their names without the leading
	// "CustomSecurityAttributes."; nil is unknown, and every name is taken.
	CustomAttributes map[string]mapping.CustomAttribute
}

// withDefaults fills in what is empty. A mapping that reads the computed attribute needs it computed, whatever the caller said.
func (o *Options) withDefaults(mapper *mapping.Mapper) {
	if o.SoftDeleted == "" {
		o.SoftDeleted = "IsSoftDeleted"
	}
	if o.AccountEnabled == "" {
		o.AccountEnabled = "accountEnabled"
	}
	if mapper.Reads(o.SoftDeleted) {
		o.Outbound = true
	}
}
