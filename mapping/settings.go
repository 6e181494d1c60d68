package mapping

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/settings"
)

// Settings are what a mapping file sets for a job besides its mappings, in the member options. The flags of attrmap run have the same words and
// win over the file. The zero Settings set nothing.
type Settings struct {
	// EmptyTextFlows, see [Options].
	EmptyTextFlows bool `json:"emptyTextFlows,omitempty"`
	// HardDelete, Unlinked and SkipOutOfScopeDeletions are the options of package provision.
	HardDelete              bool `json:"hardDelete,omitempty"`
	Unlinked                bool `json:"unlinked,omitempty"`
	SkipOutOfScopeDeletions bool `json:"skipOutOfScopeDeletions,omitempty"`
	// MaxDisables is the most accounts that may be deleted and disabled in one cycle, a number such as 12 or a percentage of the source objects
	// such as 5%; "" is no limit. A file with several object mappings has it at the top.
	MaxDisables string `json:"maxDisables,omitempty"`
	// Compat names readings of doubtful cases, such as emptyStringIsNull; Client names quirks of SCIM clients, such as plainBooleans.
	Compat []string `json:"compat,omitempty"`
	Client []string `json:"client,omitempty"`
	// Stubs are values of functions that are not known, by their names, see [functions.Stub]. One that the caller's functions have is the caller's.
	Stubs map[string]string `json:"stubs,omitempty"`
	// CustomSecurityAttributes are the tenant's, by their names as <set>_<name>; nil is unknown.
	CustomSecurityAttributes map[string]CustomAttribute `json:"customSecurityAttributes,omitempty"`
}

// CustomAttribute is the definition of a custom security attribute.
type CustomAttribute struct {
	Type        AttributeType `json:"type,omitempty"`
	MultiValued bool          `json:"multi,omitempty"`
	Deactivated bool          `json:"deactivated,omitempty"`
}

// clone returns a copy that shares nothing.
func (s *Settings) clone() Settings {
	copied := *s
	copied.Compat, copied.Client = slices.Clone(s.Compat), slices.Clone(s.Client)
	copied.Stubs = maps.Clone(s.Stubs)
	copied.CustomSecurityAttributes = maps.Clone(s.CustomSecurityAttributes)
	return copied
}

// read reads the member options over what s has, member by member.
func (s *Settings) read(r *reading, at diag.Path, v value.Value) {
	readObject(r, at, v, []field{
		{"emptyTextFlows", truthInto(&s.EmptyTextFlows)},
		{"hardDelete", truthInto(&s.HardDelete)},
		{"unlinked", truthInto(&s.Unlinked)},
		{"skipOutOfScopeDeletions", truthInto(&s.SkipOutOfScopeDeletions)},
		{"maxDisables", func(r *reading, at diag.Path, v value.Value) {
			readText(r, at, v, &s.MaxDisables)
			// Two of them would be two limits of one cycle.
			if at[0].Name == "objects" {
				r.add(at, codes.WrongValue, diag.Plain("write it into the options at the top of the file"), "maxDisables counts the accounts of all types together")
			}
		}},
		{"compat", listInto(&s.Compat, readWord)},
		{"client", listInto(&s.Client, readWord)},
		{"stubs", func(r *reading, at diag.Path, v value.Value) {
			if s.Stubs == nil {
				s.Stubs = map[string]string{}
			}
			readNamed(r, at, v, func(name string, r *reading, at diag.Path, v value.Value) {
				text := ""
				readText(r, at, v, &text)
				s.Stubs[name] = text
			})
		}},
		{"customSecurityAttributes", func(r *reading, at diag.Path, v value.Value) {
			if s.CustomSecurityAttributes == nil {
				s.CustomSecurityAttributes = map[string]CustomAttribute{}
			}
			readNamed(r, at, v, func(name string, r *reading, at diag.Path, v value.Value) {
				var a CustomAttribute
				readObject(r, at, v, []field{
					{"type", attributeTypeInto(&a.Type)},
					{"multi", truthInto(&a.MultiValued)},
					{"deactivated", truthInto(&a.Deactivated)},
				})
				s.CustomSecurityAttributes[name] = a
			})
		}},
	})
}

// Functions returns the caller's functions, or the standard ones for nil, with the stubs. A stub that cannot be one is left out;
// [Set.Validate] reports it.
func (s *Settings) Functions(reg *functions.Registry) *functions.Registry {
	reg = cmp.Or(reg, functions.Standard())
	for _, name := range slices.Sorted(maps.Keys(s.Stubs)) {
		if with, err := s.stub(reg, name); err == nil {
			reg = with
		}
	}
	return reg
}

// apply returns the options of the caller with what the settings choose besides: neither side takes anything back.
func (s *Settings) apply(opts Options) Options {
	opts.EmptyTextFlows = opts.EmptyTextFlows || s.EmptyTextFlows
	if len(s.Stubs) > 0 {
		opts.Functions = s.Functions(opts.Functions)
	}
	for _, word := range s.Compat {
		if choose := compatChoice(word); choose != nil {
			choose(&opts)
		}
	}
	return opts
}

// stub returns the functions with the stub of a name. One of the caller's own functions stays; none of the standard ones may be hidden.
func (s *Settings) stub(reg *functions.Registry, name string) (*functions.Registry, error) {
	if known, _ := reg.Lookup(name); known != nil && known.Origin == functions.Custom {
		return reg, nil
	}
	return reg.With(functions.Stub(name, s.Stubs[name]))
}

// compatChoice returns what a word of compat does to options; nil for an unknown one. The words count in any case.
func compatChoice(word string) func(*Options) {
	switch strings.ToLower(word) {
	case "eagerbranches":
		return func(o *Options) { o.Compat.EagerBranches = true }
	case "iifnullconditionfails":
		return func(o *Options) { o.Compat.IIFNullConditionFails = true }
	case "emptystringisnull":
		return func(o *Options) { o.Compat.EmptyStringIsNull = true }
	case "diacriticstableonly":
		return func(o *Options) { o.Compat.DiacriticsTableOnly = true }
	case "strictcase":
		return func(o *Options) { o.Compat.StrictCase = true }
	case "lenientquotes":
		return func(o *Options) { o.Compat.LenientQuotes = true }
	case "noneonlyatcreation":
		return func(o *Options) { o.NoneOnlyAtCreation = true }
	case "exactcase":
		return func(o *Options) { o.ExactCase = true }
	}
	return nil
}

// checkSettings looks at the words that a set chooses.
func (c *checker) checkSettings() {
	unknown := func(at diag.Path, what, word string, known []string) {
		c.addAt(diag.Place{Path: at}, diag.Error, codes.WrongValue, wordHint(word, known), "unknown %s %s", diag.Name(what), diag.Quote(word))
	}
	for i, word := range c.set.Actions {
		if !slices.ContainsFunc(actionWords, func(known string) bool { return strings.EqualFold(known, word) }) {
			unknown(diag.PathOf("actions", i), "action", word, actionWords)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.set.Settings.Stubs)) {
		if _, err := c.set.Settings.stub(cmp.Or(c.opts.Functions, functions.Standard()), name); err != nil {
			c.addAt(diag.Place{Path: diag.PathOf("options", "stubs", name)}, diag.Error, codes.WrongValue, "", "%s", diag.Name(err.Error()))
		}
	}
	if text := c.set.Settings.MaxDisables; text != "" {
		if _, _, err := settings.ParseThreshold(text); err != nil {
			c.addAt(diag.Place{Path: diag.PathOf("options", "maxDisables")}, diag.Error, codes.WrongValue, "", "%s", diag.Name(err.Error()))
		}
	}
	compat, client := settings.Names(settings.Compat()), settings.Names(settings.Client())
	for i, word := range c.set.Settings.Compat {
		if compatChoice(word) == nil {
			unknown(diag.PathOf("options", "compat", i), "reading", word, compat)
		}
	}
	for i, word := range c.set.Settings.Client {
		if !slices.ContainsFunc(client, func(known string) bool { return strings.EqualFold(known, word) }) {
			unknown(diag.PathOf("options", "client", i), "quirk of a client", word, client)
		}
	}
}

// actionWords are the actions of an object mapping, in the words of mapping files.
var actionWords = []string{"create", "update", "delete"}

// Allows reports whether the set may take an action in the target: create, update or delete.
func (s *Set) Allows(action string) bool {
	return len(s.Actions) == 0 || slices.ContainsFunc(s.Actions, func(word string) bool { return strings.EqualFold(word, action) })
}
