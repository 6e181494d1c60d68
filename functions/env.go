package functions

import (
	"context"
	"io"
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// Env is what an evaluation may read besides the expression. The zero Env has no attributes, no clock and no tenant; randomness is
// cryptographically secure unless another source is set.
type Env struct {
	// Attrs are the attributes of the source object; nil has none.
	Attrs value.Attributes
	// Clock returns the time. It is read at most once per evaluation, so that Now() is constant. Without a clock Now() is an
	// error: a result must not depend on the day by accident.
	Clock func() time.Time
	// Random is the source of RandomString and Guid; nil is crypto/rand. It must be safe for concurrent use if the Env is
	// used by several evaluations at once.
	Random io.Reader
	// NewGUID returns the result of Guid; nil makes one from Random.
	NewGUID func() string
	// DefaultDomain is the tenant's default domain; "" is a tenant without one.
	DefaultDomain string
	// Target is the name of the target attribute that the value is for; "" where there is none, as for an expression by itself.
	Target string
	// Taken reports whether a candidate of SelectUniqueValue is in use in the target attribute of that name; nil makes the function an
	// error. ctx is Context, or one that is never canceled.
	Taken func(ctx context.Context, target, candidate string) (bool, error)
	// Tokens are the values of tokens such as DomainFQDN, by their names without percent signs.
	Tokens map[string]string
	// Context cancels a long evaluation; nil never does.
	Context context.Context
	// Met is called with the number of each point that the evaluation meets, such as the branch of IIF that it takes, maybe several times; see
	// expr.Program.Points. Where it is nil, which is faster, nobody wants to know.
	Met func(point int)
}

// Compat chooses between readings of the language where documents, users and the service disagree. The zero Compat is what
// this project holds to be right; docs/compatibility.md has the evidence of each.
type Compat struct {
	// EagerBranches evaluates every argument before a call, so that a failure in a branch not taken fails the expression.
	EagerBranches bool
	// IIFNullConditionFails makes IIF an error when an attribute used in its condition is null or empty.
	IIFNullConditionFails bool
	// EmptyStringIsNull reads "" in a source attribute as null.
	EmptyStringIsNull bool
	// DiacriticsTableOnly limits NormalizeDiacritics to the published table.
	DiacriticsTableOnly bool
	// StrictCase makes a function name in the wrong case an error.
	StrictCase bool
	// LenientQuotes reads typographic quotes as straight ones.
	LenientQuotes bool
}
