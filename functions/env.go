package functions

import (
	"context"
	"io"
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// Env is what an evaluation may know of the world. The zero Env has no attributes, no clock and no tenant; randomness is
// crypto-grade unless another source is given.
type Env struct {
	// Attrs are the attributes of the source object; nil has none.
	Attrs value.Attributes
	// Clock tells the time. It is read at most once per evaluation, so Now() is the same throughout. Without a clock Now()
	// is an error: a result that depends on the day must not come about by accident.
	Clock func() time.Time
	// Random is the source of RandomString and Guid; nil is crypto/rand. It must be safe for concurrent use if the Env is
	// used by several evaluations at once.
	Random io.Reader
	// NewGUID gives Guid's result in place of a random one; nil makes one from Random.
	NewGUID func() string
	// DefaultDomain is the tenant's default domain; "" is a tenant without one.
	DefaultDomain string
	// Taken tells whether a candidate of SelectUniqueValue is in use in the target; nil makes that function an error.
	Taken func(candidate string) (bool, error)
	// Tokens are the values of tokens such as DomainFQDN, by their names without percent signs.
	Tokens map[string]string
	// Context cancels a long evaluation; nil never does.
	Context context.Context
}
