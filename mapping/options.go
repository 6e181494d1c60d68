package mapping

import (
	"context"
	"io"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Options are what a mapper may know of the world, and how it reads doubtful cases. The zero Options are ready to use: without a
// clock, a tenant or schemas, and with the standard functions.
type Options struct {
	// Source and Target describe the two sides; nil is unknown. What Target says of an attribute wins over the profile.
	Source, Target *Schema
	// Profile names the kind of target. It says of attributes what Target does not: types, which are required at creation, which are
	// unique, and whether an empty text is refused.
	Profile Profile
	// Clock reports the time, read once per object. Expressions that need it fail without one.
	Clock func() time.Time
	// Random and NewGUID are the sources of randomness, see [functions.Env].
	Random  io.Reader
	NewGUID func() string
	// DefaultDomain is the tenant's default domain, Tokens the values of tokens such as DomainFQDN.
	DefaultDomain string
	Tokens        map[string]string
	// Taken reports whether a candidate of SelectUniqueValue is in use in the target attribute; nil makes SelectUniqueValue fail.
	// It must be safe for concurrent use if the mapper is.
	Taken func(ctx context.Context, target, candidate string) (bool, error)

	// Resolve returns the target's identifier of the object that a reference names, ok false where the target does not have it. It is
	// asked for target attributes of type Reference; nil takes references as they are.
	Resolve func(ctx context.Context, reference value.Value) (resolved value.Value, ok bool)

	// Functions, Compat and Limits go to the expressions.
	Functions *functions.Registry
	Compat    expr.Compat
	Limits    expr.Limits
	// KeepUnsupported compiles sets that call unknown functions or filter by unknown operators, with warnings in place of errors. A mapping
	// then has the decision [Unsupported] for the objects for which it comes to such a call, and a clause keeps the objects undecided for
	// which it counts, see [ScopeResult.Limit]; everything else is as without them.
	KeepUnsupported bool
	// EmptyTextFlows reports that the target keeps empty texts as values of their own: "" then flows onto an attribute without a value.
	// Otherwise that is no change, since neither directories nor applications that speak SCIM store one (inferred).
	EmptyTextFlows bool
	// NoneOnlyAtCreation writes the default of a None mapping at creation only. The documentation says both this and that an
	// empty target is filled at any time; the latter is what attrmap holds to be meant for None.
	NoneOnlyAtCreation bool
	// ExactCase compares every attribute with case when changes are looked for, not only those that are CaseExact.
	ExactCase bool
	// Watch notes which points of their expressions objects meet, in [Outcome.Met] and [Match.Met].
	Watch bool
	// HideValues keeps the objects' values, and constants, which reveal values where they are equal, out of everything that is reported:
	// errors and what they wrap, reasons and findings. Outcomes are marked as hidden, so that reports leave their values out, and
	// package provision hides what else its plans report. The values of outcomes themselves are the caller's, and stay.
	HideValues bool
}

// expressionOptions returns the options for all expressions of a set. Without a schema no name of an attribute is unknown.
func (o *Options) expressionOptions() []expr.Option {
	opts := []expr.Option{expr.WithCompat(o.Compat), expr.WithLimits(o.Limits)}
	if o.Functions != nil {
		opts = append(opts, expr.WithFunctions(o.Functions))
	}
	if o.HideValues {
		opts = append(opts, expr.WithHiddenValues())
	}
	if o.KeepUnsupported {
		opts = append(opts, expr.WithUnknownFunctions())
	}
	if o.Source != nil && !o.Source.Open {
		var names []string
		for name := range o.Source.names() {
			names = append(names, name)
		}
		opts = append(opts, expr.WithAttributes(names...))
	}
	return opts
}
