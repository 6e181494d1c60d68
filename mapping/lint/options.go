package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// Options are the context of the input. The zero value means that nothing is known.
type Options struct {
	// Functions are the functions that expressions can call; nil means the standard ones.
	Functions *functions.Registry
	// Source and Target are the schemas of the two sides; nil means unknown.
	Source, Target *mapping.Schema
	// Attributes are the names of the source's attributes if Source is nil; nil means unknown.
	Attributes []string
	// Profile is the target whose length and character rules are checked. For [mapping.ProfileNone] it is inferred from the
	// names of the target attributes if possible.
	Profile mapping.Profile
	// SyncAll is set if the job provisions all users and groups, not only assigned ones.
	SyncAll bool
	// Data is records of the source; nil means unknown.
	Data *Data
	// Tokens are values of tokens, such as DomainFQDN, for expressions that are evaluated with Data; others have made-up ones.
	Tokens map[string]string
	// ChangeValues lets [Fix], [FixSet], [FixSchema] and [FixFile] also apply corrections that change the value of an expression.
	ChangeValues bool
	// Requests bounds the bulk requests that [Bulk] looks at; the zero value is the defaults.
	Requests bulk.CheckLimits
	// API checks the API expressions of source attributes, as the function Check of package mapping/sources does; nil checks none.
	API func(attribute, expression string) diag.List
	// All also reports style remarks; see [Rule.OnRequest].
	All bool

	// cloudSync is set for a job between Active Directory and Entra, whose reference has other forms of some functions.
	cloudSync bool
	// crossTenant is set for a job between two tenants of Entra.
	crossTenant bool
	// unaffected is set if a user who leaves the scope is deleted, or objects are never updated, so that no mapping disables accounts.
	unaffected bool
	// types are those of all object mappings of the file, if it has several.
	types []string
	// demands is the profile whose required attributes a set must map, if it seems to create objects.
	demands mapping.Profile
	// inSet is set if the expression is part of a set, whose mappings are checked, too.
	inSet bool
}

// Use is the mapping of an expression, as far as it is known. The zero value means that nothing is known.
type Use struct {
	// Target is the target attribute.
	Target string
	// Apply is when the mapping applies; nil means unknown.
	Apply *mapping.Apply
	// Match is the matching precedence; 0 means none.
	Match int
	// Default is the default value; "" means none.
	Default string
}

// applies returns a pointer to a, for [Use], whose nil means unknown: the zero Apply is a value like others.
func applies(a mapping.Apply) *mapping.Apply { return &a }

// onUpdates reports whether the mapping is known to apply to objects that exist.
func (u *Use) onUpdates() bool { return u.Apply != nil && u.Apply.Behavior().Updates }

// of returns the options for one of several object mappings: without what is known of the source objects, if these are not the users.
func (o *Options) of(users bool) Options {
	own := *o
	if !users {
		own.Data, own.Attributes = nil, nil
	}
	return own
}

// defines reports whether a schema says what an attribute of the target is, or that there is none.
func (o *Options) defines(target string) bool {
	a, _ := o.Target.Lookup(target)
	return a != nil || o.Target != nil && !o.Target.Open
}

// objectName returns the type of the target's objects, "" if it is unknown.
func (o *Options) objectName() string {
	if o.Target == nil {
		return ""
	}
	return o.Target.Name
}

// registry returns the functions, which are never nil.
func (o *Options) registry() *functions.Registry {
	if o.Functions != nil {
		return o.Functions
	}
	return functions.Standard()
}

// sourceNames returns the names of the source's attributes, or nil if they are unknown. A schema without attributes is known: its list is
// empty and not nil, and every name is unknown in it.
func (o *Options) sourceNames() []string {
	switch {
	case o.Source != nil && !o.Source.Open:
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

// report returns the rule under which a finding of a lower package is reported, and its severity. It reports false for remarks that are
// not requested. The severity is the rule's, whatever the lower package thinks of it, but an error stays one, and so does a remark.
func (o *Options) report(code diag.Code, found diag.Severity) (rule *Rule, severity diag.Severity, ok bool) {
	reporting := ruleBook().reporting
	if rule = reporting[code]; rule == nil {
		rule = reporting[codes.BadConstant] // a custom function has its own codes for what is wrong with its arguments
	}
	if severity = rule.Severity; found == diag.Info || found == diag.Error {
		severity = found
	}
	return rule, severity, o.All || !rule.OnRequest && severity != diag.Info
}
