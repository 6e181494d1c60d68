package attrmap

import (
	"io"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Option changes what a door of this package does. Each door says which options apply to it; the others have no effect there.
type Option func(*config) error

// config is what options set; nil and zero are what a job has.
type config struct {
	name             string
	objectMappings   []string
	objects, targets []input
	data, links      io.Reader
	maxDisables      *provision.Threshold
	clock            func() time.Time
	domain           string
	tokens           map[string]string
	profile          *mapping.Profile
	hide             bool
	limits           *expr.Limits
	functions        *functions.Registry
	workers          int
}

// input is what objects of a type are read from; "" is the type of the job's first object mapping.
type input struct {
	objectType string
	reader     io.Reader
}

func configure(opts []Option) (*config, error) {
	c := new(config)
	for _, option := range opts {
		if option == nil { // such as one that a condition left unset
			continue
		}
		if err := option(c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// WithName names the input: for messages, and its extension says what it holds (.yaml, .csv …). Without it the name is the reader's, where it
// has a method Name.
func WithName(name string) Option {
	return func(c *config) error { c.name = name; return nil }
}

// WithObjectMapping chooses an object mapping of a schema or of a mapping file that has several: by its number, its name, "source → target" of its
// objects, or a part of these that no other one has, in any case. Given more than once, it chooses one for objects of each type; the first is that
// of the people.
func WithObjectMapping(name string) Option {
	return func(c *config) error { c.objectMappings = append(c.objectMappings, name); return nil }
}

// WithObjects adds source objects of a type, such as Group, in any format of the people. Their plans follow those of the people. Given more than
// once, it adds more of them.
func WithObjects(objectType string, r io.Reader) Option {
	return func(c *config) error { c.objects = append(c.objects, input{objectType, r}); return nil }
}

// WithTargets adds objects that the target has, in any format of the people: those that the people become, or those that source objects of another
// type do, which is the first after the reader.
func WithTargets(r io.Reader, objectType ...string) Option {
	return func(c *config) error {
		switch {
		case r == nil: // an empty target
		case len(objectType) == 0:
			c.targets = append(c.targets, input{reader: r})
		default:
			c.targets = append(c.targets, input{objectType[0], r})
		}
		return nil
	}
}

// WithLinks ties source objects to target objects, as earlier cycles have: only others are matched. The links are a table with the columns
// sourceAnchor, targetAnchor and objectTypeName in any format of the people, or Microsoft Graph's objectConnections.
func WithLinks(r io.Reader) Option {
	return func(c *config) error { c.links = r; return nil }
}

// WithMaxDisables bounds how many accounts may be deleted and disabled: a number such as "500", or a percentage of the source objects such as "5%".
// Where there are more of them, all of that has the action staged; "" is no bound.
func WithMaxDisables(threshold string) Option {
	return func(c *config) error {
		c.maxDisables = new(provision.Threshold)
		return c.maxDisables.UnmarshalText([]byte(threshold))
	}
}

// WithData sets source objects that the mappings are checked against.
func WithData(r io.Reader) Option {
	return func(c *config) error { c.data = r; return nil }
}

// WithClock sets the time that expressions read, once per object. Without a clock Now() fails: a result that depends on the day must not come
// about by accident. Time.Now is a clock.
func WithClock(clock func() time.Time) Option {
	return func(c *config) error { c.clock = clock; return nil }
}

// WithDefaultDomain sets the tenant's default domain.
func WithDefaultDomain(domain string) Option {
	return func(c *config) error { c.domain = domain; return nil }
}

// WithTokens sets the values of tokens such as DomainFQDN, by their names without percent signs.
func WithTokens(tokens map[string]string) Option {
	return func(c *config) error { c.tokens = tokens; return nil }
}

// WithProfile sets the target whose length and character rules are checked: "entra", "ad" and so on, see [mapping.Profiles]; "" checks none. A
// schema names its own.
func WithProfile(name string) Option {
	return func(c *config) error {
		profile, err := mapping.ParseProfile(name)
		c.profile = &profile
		return err
	}
}

// WithHiddenValues keeps the objects' values out of everything that is printed: plans, errors, findings and explanations.
func WithHiddenValues() Option {
	return func(c *config) error { c.hide = true; return nil }
}

// WithLimits bounds what expressions may cost; a field that is zero means its default.
func WithLimits(limits expr.Limits) Option {
	return func(c *config) error { c.limits = &limits; return nil }
}

// WithFunctions adds functions of your own to the standard ones.
func WithFunctions(specs ...functions.Spec) Option {
	return func(c *config) error {
		if c.functions == nil {
			c.functions = functions.Standard()
		}
		added, err := c.functions.With(specs...)
		c.functions = added
		return err
	}
}

// WithWorkers sets how many goroutines plan at once; 0 means as many as there are processors. The plans do not depend on it.
func WithWorkers(n int) Option {
	return func(c *config) error { c.workers = n; return nil }
}

// nameOf returns the name of an input.
func (c *config) nameOf(r io.Reader) string {
	if c.name != "" {
		return c.name
	}
	return nameOf(r)
}

func nameOf(r io.Reader) (name string) {
	// A file that could not be opened is a nil *os.File, whose Name panics; what is wrong with it says its Read.
	defer func() { _ = recover() }()
	if named, ok := r.(interface{ Name() string }); ok {
		return named.Name()
	}
	return ""
}

// expression returns the options of an expression.
func (c *config) expression() []expr.Option {
	var opts []expr.Option
	if c.functions != nil {
		opts = append(opts, expr.WithFunctions(c.functions))
	}
	if c.limits != nil {
		opts = append(opts, expr.WithLimits(*c.limits))
	}
	if c.hide {
		opts = append(opts, expr.WithHiddenValues())
	}
	return opts
}

// applied returns a copy of a job with what the options set.
func (c *config) applied(job *Job) *Job {
	changed := *job
	changed.Objects = slices.Clone(job.Objects)
	if c.maxDisables != nil {
		changed.MaxDisables = *c.maxDisables
	}
	for i := range changed.Objects {
		c.apply(&changed.Objects[i])
	}
	return &changed
}

// apply sets what the options say of an object mapping.
func (c *config) apply(object *provision.ObjectMapping) {
	m := &object.Mapping
	if c.clock != nil {
		m.Clock = c.clock
	}
	if c.domain != "" {
		m.DefaultDomain = c.domain
	}
	if c.tokens != nil {
		m.Tokens = c.tokens
	}
	if c.functions != nil {
		m.Functions = c.functions
	}
	if c.limits != nil {
		m.Limits = *c.limits
	}
	if c.profile != nil {
		object.Options.Profile = *c.profile
	}
	m.HideValues = m.HideValues || c.hide
	m.KeepUnsupported = true // as plans do
}
