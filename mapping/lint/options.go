package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// Options say what is known beside what is linted. The zero Options are ready to use.
type Options struct {
	// Functions are the functions that expressions may call; nil stands for the standard ones.
	Functions *functions.Registry
	// Source and Target describe the two sides; nil is unknown.
	Source, Target *mapping.Schema
	// Attributes names the attributes of the source where Source is nil; nil is unknown.
	Attributes []string
	// Profile is the target whose rules of lengths and characters count. [mapping.ProfileNone] takes them from the names of the
	// targets, as far as these tell.
	Profile mapping.Profile
	// SyncAll tells that the job provisions all users and groups, not only assigned ones.
	SyncAll bool
	// Data are records of the source; nil is unknown.
	Data *Data
	// All tells the remarks of rules that are told on request only, too.
	All bool

	// cloudSync tells of a job between Active Directory and Entra, whose own reference has other forms of some functions.
	cloudSync bool
	// inSet tells that the expression stands in a set, whose mappings are looked at too.
	inSet bool
}

// Use is what is known of the mapping that an expression stands in. The zero Use is nothing.
type Use struct {
	// Target is the target attribute.
	Target string
	// Apply says when the mapping applies; nil is unknown.
	Apply *mapping.Apply
	// Match is the matching precedence; 0 is none.
	Match int
	// Default is the default value; "" is none.
	Default string
}

// applies returns a pointer for [Use].
func applies(a mapping.Apply) *mapping.Apply { return &a }

// onUpdates reports whether the mapping is known to apply to objects that exist.
func (u *Use) onUpdates() bool { return u.Apply != nil && u.Apply.Behavior().Updates }

func (o *Options) registry() *functions.Registry {
	if o.Functions != nil {
		return o.Functions
	}
	return functions.Standard()
}

// sourceNames gives the names of the source's attributes; nil where they are not known.
func (o *Options) sourceNames() []string {
	switch {
	case o.Source != nil:
		names := []string{}
		for i := range o.Source.Attributes {
			names = append(names, o.Source.Attributes[i].Name)
		}
		return names
	case o.Attributes != nil:
		return o.Attributes
	case o.Data != nil:
		return o.Data.attributes
	}
	return nil
}

// told gives the rule that tells a finding of a lower package, and how grave it is; ok is false for remarks that nobody has asked for.
func (o *Options) told(code diag.Code, found diag.Severity) (rule *Rule, severity diag.Severity, ok bool) {
	tells := ruleBook().tells
	if rule = tells[code]; rule == nil {
		rule = tells[codes.BadConstant] // a custom function has its own codes for what is wrong with its arguments
	}
	if severity = rule.Severity; found == diag.Info {
		severity = diag.Info
	}
	return rule, severity, o.All || !rule.OnRequest && severity != diag.Info
}
