package expr

import (
	"sync"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// Env is what an evaluation may know of the world; see [functions.Env].
type Env = functions.Env

// Compat chooses between readings of the language; see [functions.Compat].
type Compat = functions.Compat

// Option changes how an expression is compiled.
type Option func(*config)

// config is what the options set. It must not change once a program was compiled with it, as programs and their evaluations
// share it.
type config struct {
	functions  *functions.Registry
	attributes *sourceNames // nil where they are not known
	limits     Limits
	compat     Compat
	hideValues bool
	unknown    bool // see WithUnknownFunctions
	trace      *tracePlan
	slots      *value.Slots

	evaluation call.Limits
	contexts   *sync.Pool // of *call.Context
}

// WithFunctions compiles with the functions of reg in place of the standard ones.
func WithFunctions(reg *functions.Registry) Option { return func(c *config) { c.functions = reg } }

// WithAttributes names the attributes of the source. A reference to another one is a warning, with the nearest name as a hint;
// its value is null all the same.
func WithAttributes(names ...string) Option {
	known := makeSourceNames(names)
	return func(c *config) { c.attributes = known }
}

// WithSlots adds the expression's attributes to those of s, for evaluations over a [value.Record].
func WithSlots(s *value.Slots) Option { return func(c *config) { c.slots = s } }

// WithLimits bounds the text, and each evaluation of the program.
func WithLimits(l Limits) Option { return func(c *config) { c.limits = l } }

// WithCompat chooses between readings of the language where documents and the service disagree.
func WithCompat(compat Compat) Option { return func(c *config) { c.compat = compat } }

// WithUnknownFunctions compiles calls of functions that the registry does not have, as exported schemas have them. Such a call is a warning,
// and evaluating it fails with the code UnsupportedFunction and the function's name; the object for which it is not evaluated, such as one
// that takes another branch of an IIF, has its value.
func WithUnknownFunctions() Option { return func(c *config) { c.unknown = true } }

// WithHiddenValues keeps the object's values out of everything that is printed about an evaluation: errors and what they wrap, and the
// text and the JSON of an [Explanation], constants of the expression included, since being equal to one reveals a value. Value and Err
// of a [Step], and the value that Eval returns, are the caller's, and stay as they are.
func WithHiddenValues() Option { return func(c *config) { c.hideValues = true } }

// makeConfig applies the options in order, so that of two of a kind the last counts.
func makeConfig(opts []Option) *config {
	cfg := &config{contexts: new(sync.Pool)}
	for _, opt := range opts {
		opt(cfg)
	}
	if cfg.functions == nil {
		cfg.functions = functions.Standard()
	}
	cfg.evaluation = cfg.limits.evaluation()
	return cfg
}

// noAttributes serves environments without attributes.
var noAttributes value.Attributes = value.Map(nil)
