package ids

import (
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// Config says what identifiers people get.
type Config struct {
	// Anchor is the source attribute that names a person permanently, such as employeeId: the owner of identifiers.
	Anchor string
	// Account is the attribute in which accounts have the anchor of their person; "" is none. What the person's own account has is no obstacle, and
	// is kept.
	Account string
	// Identifiers are what every person gets, all made from one token.
	Identifiers []Identifier
	// Candidates is where a person's candidates come from; the zero Mapping is that of the first identifier whose mapping is an expression with
	// SelectUniqueValue, else of the first that has a mapping.
	Candidates mapping.Mapping
	// Number is an expression for numbered candidates, which reads [base] and [n]; "" puts the number behind the base.
	Number string
	// First and Max are the first and the last number. Max below First numbers nobody.
	First, Max int
	// Options are what expressions may know, and the profile whose lengths and characters identifiers must have. Without one no candidate is
	// refused. Taken is not used.
	Options mapping.Options
}

// Identifier is an attribute whose values nobody else may have.
type Identifier struct {
	// Name is the attribute's name.
	Name string
	// Mapping is that of the attribute in the job; the zero Mapping is none. Of its value the domain counts.
	Mapping mapping.Mapping
	// Form is an expression that makes the identifier from [token], [base] and [n]; "" takes the token for attributes that have no domain, and
	// the token with the domain for others.
	Form string
}

// Scheme is a compiled [Config]. It is immutable and safe for concurrent use.
type Scheme struct {
	config      Config
	anchor      value.Path
	account     *value.Path // nil without one
	candidates  origin
	number      *expr.Program // nil: the number behind the base
	steady      bool          // see findSteady
	varies      []value.Path  // the attributes of people that numbers depend on
	identifiers []identifier
}

// identifier is an Identifier, compiled.
type identifier struct {
	name   string
	known  knownName
	origin origin        // of its domain
	form   *expr.Program // nil without one
	limit  mapping.Limit
	target string // whose limit it is
}

// The attributes that expressions for identifiers read beside those of the person.
const (
	baseName   = "base"
	numberName = "n"
	tokenName  = "token"
)

// Compile checks a config and makes it ready. The error says what is wrong with it; that of an expression is an *expr.Diagnostics.
func Compile(c Config) (*Scheme, error) {
	s := &Scheme{config: c, anchor: value.ParsePath(c.Anchor)}
	if c.Account != "" {
		path := value.ParsePath(c.Account)
		s.account = &path
	}
	switch {
	case c.Anchor == "":
		return nil, errors.New("want the name of the attribute that names a person permanently, got none")
	case len(c.Identifiers) == 0:
		return nil, errors.New("want attributes to give identifiers for, got none")
	case c.Max >= c.First && c.First < 0:
		return nil, diag.Errorf("want numbers from 0, got %d", c.First)
	case c.Max > maxNumber:
		return nil, diag.Errorf("want numbers up to %d, got %d", maxNumber, c.Max)
	}
	for i := range c.Identifiers {
		if err := s.addIdentifier(&c.Identifiers[i]); err != nil {
			return nil, err
		}
	}
	if err := s.compileCandidates(); err != nil {
		return nil, err
	}
	if err := s.compileNumber(); err != nil {
		return nil, err
	}
	s.findSteady()
	return s, nil
}

// maxNumber keeps a typo from asking for all numbers there are.
const maxNumber = 1_000_000

// Anchor returns the name of the source attribute that names a person.
func (s *Scheme) Anchor() string { return s.config.Anchor }

// Names returns the names of the identifiers, in their order.
func (s *Scheme) Names() []string {
	names := make([]string, len(s.identifiers))
	for i := range s.identifiers {
		names[i] = s.identifiers[i].name
	}
	return names
}

// Reads returns the names of the source attributes that the scheme reads, sorted.
func (s *Scheme) Reads() []string {
	names := append([]string{s.config.Anchor}, s.candidates.reads()...)
	for i := range s.identifiers {
		names = append(names, s.identifiers[i].origin.reads()...)
		names = append(names, personal(s.identifiers[i].form)...)
	}
	names = append(names, personal(s.number)...)
	slices.Sort(names)
	return slices.Compact(names)
}

// addIdentifier compiles an identifier.
func (s *Scheme) addIdentifier(i *Identifier) error {
	if slices.ContainsFunc(s.identifiers, func(other identifier) bool { return strings.EqualFold(other.name, i.Name) }) {
		return diag.Errorf("the attribute %s is named twice", diag.Quote(i.Name))
	}
	compiled := identifier{name: i.Name, known: named(i.Name)}
	var err error
	if compiled.origin, err = s.compileOrigin(i.Mapping); err != nil {
		return diag.Errorf("%s: %w", diag.Name(i.Name), err)
	}
	if i.Form != "" {
		if compiled.form, err = s.compile(i.Form); err != nil {
			return diag.Errorf("%s: %w", diag.Name(i.Name), err)
		}
		if reads := compiled.form.Attributes(); !slices.Contains(reads, tokenName) && !slices.Contains(reads, numberName) {
			return diag.Errorf(`%s: want an expression with the token, such as Join("@", [token], "contoso.com"), got %s`, diag.Name(i.Name), diag.Quote(i.Form))
		}
	}
	profile := s.config.Options.Profile
	if compiled.known.account && profile != mapping.ProfileNone {
		profile = mapping.ProfileAD // which has them, wherever they are mentioned
	}
	compiled.target = profile.Target().Name
	compiled.limit, err = profile.Limit("User", i.Name)
	s.identifiers = append(s.identifiers, compiled)
	return err
}

// compileCandidates compiles where candidates come from.
func (s *Scheme) compileCandidates() (err error) {
	from := s.config.Candidates
	if from.Type() != mapping.None {
		s.candidates, err = s.compileOrigin(from)
		return err
	}
	chosen := -1
	for i := range s.identifiers {
		o := &s.identifiers[i].origin
		if o.selects() {
			chosen = i
			break
		}
		if chosen < 0 && o.given() {
			chosen = i
		}
	}
	if chosen < 0 {
		return diag.Errorf("want a mapping or an expression for one of %s, got none", diag.Name(strings.Join(s.Names(), ", ")))
	}
	// Its candidates have their own domains, which may differ.
	s.candidates, s.identifiers[chosen].origin = s.identifiers[chosen].origin, origin{}
	return nil
}

// compileNumber compiles the expression of numbered candidates.
func (s *Scheme) compileNumber() (err error) {
	if s.config.Number == "" {
		return nil
	}
	if s.number, err = s.compile(s.config.Number); err != nil {
		return diag.Errorf("number: %w", err)
	}
	if reads := s.number.Attributes(); !slices.Contains(reads, numberName) {
		return diag.Errorf(`number: want an expression with the number, such as Join("", [base], [n]), got %s`, diag.Quote(s.config.Number))
	}
	return nil
}

// compile compiles an expression with what the options say.
func (s *Scheme) compile(src string) (*expr.Program, error) {
	o := &s.config.Options
	opts := []expr.Option{expr.WithCompat(o.Compat), expr.WithLimits(o.Limits)}
	if o.Functions != nil {
		opts = append(opts, expr.WithFunctions(o.Functions))
	}
	if o.HideValues {
		opts = append(opts, expr.WithHiddenValues())
	}
	return expr.Compile(src, opts...)
}

// origin is where a value comes from: a mapping without everything that is about the flow of values.
type origin struct {
	program  *expr.Program
	from     *value.Path
	constant string
}

// compileOrigin compiles a mapping. One of type None gives nothing.
func (s *Scheme) compileOrigin(m mapping.Mapping) (o origin, err error) {
	if m.UnsupportedSource != "" {
		return o, diag.Errorf("the mapping cannot be evaluated: %s", diag.Name(m.UnsupportedSource))
	}
	switch m.Type() {
	case mapping.Expression:
		o.program, err = s.compile(m.Expression)
	case mapping.Direct:
		path := value.ParsePath(m.From)
		o.from = &path
	case mapping.Constant:
		o.constant = m.Constant
	case mapping.None:
	}
	return o, err
}

// given reports whether the origin has anything to give that differs from person to person.
func (o *origin) given() bool { return o.program != nil || o.from != nil }

// selects reports whether the origin has candidates of SelectUniqueValue.
func (o *origin) selects() bool {
	return o.program != nil && o.program.Effects()&functions.Directory != 0
}

func (o *origin) reads() []string {
	if o.from != nil {
		return []string{o.from.String()}
	}
	return personal(o.program)
}

// personal returns the attributes of the person that an expression reads.
func personal(p *expr.Program) []string {
	if p == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Attributes()), func(name string) bool {
		return name == baseName || name == numberName || name == tokenName
	})
}
