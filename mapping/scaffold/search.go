package scaffold

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// found is an input that met something that none before it did.
type found struct {
	in    input
	taken []string // values that accounts have in the target attribute
	what  string   // what it met first, in words
}

// search looks for inputs of one mapping.
type search struct {
	row    *mapping.Mapper // of a set with this mapping alone
	points []expr.Point
	tries  int
	met    map[string]bool
	found  []found
	asked  []string // candidates of SelectUniqueValue that the last evaluation asked for
	taken  int      // how many of them are taken
}

// mostTries bounds how often one mapping is evaluated, mostFound how many inputs of it are kept.
const (
	mostTries = 20_000
	mostFound = 500
)

// newSearch compiles a mapping by itself.
func newSearch(set *mapping.Set, m mapping.Mapping, opts mapping.Options) (*search, error) {
	s := &search{met: map[string]bool{}}
	alone := *set
	m.Match = 0
	alone.Scope, alone.Mappings = nil, []mapping.Mapping{m}
	opts.Watch, opts.KeepUnsupported = true, true
	opts.Taken = func(_ context.Context, _, candidate string) (bool, error) {
		at := slices.Index(s.asked, candidate)
		if at < 0 {
			at, s.asked = len(s.asked), append(s.asked, candidate)
		}
		return at < s.taken, nil
	}
	var err error
	if s.row, err = alone.Compile(opts); err != nil {
		return nil, err
	}
	if program := s.row.Program(0); program != nil {
		s.points = program.Points()
	}
	return s, nil
}

// run looks for inputs, beginning with one in which each attribute has what somebody may have.
func (s *search) run(ctx context.Context, base input) error {
	names := slices.Sorted(maps.Keys(base))
	nobody := input{}
	for _, name := range names {
		nobody[name] = value.Null
	}
	begin := []input{base, nobody}
	changes := candidates(nil)
	if program := s.row.Program(0); program != nil {
		for _, in := range directions(program.Tree()) {
			begin = append(begin, base.and(in), nobody.and(in))
		}
		changes = candidates(program.Tree())
	}
	for _, in := range begin {
		if err := s.try(ctx, in); err != nil {
			return err
		}
	}
	// Changes of one attribute of what has met something, then of two: what is found is changed in its turn.
	for i := 0; i < len(s.found); i++ {
		if err := s.change(ctx, s.found[i].in, names, changes, 1); err != nil {
			return err
		}
	}
	for i := 0; i < len(s.found) && !s.done(); i++ {
		if err := s.change(ctx, s.found[i].in, names, changes, 2); err != nil {
			return err
		}
	}
	return nil
}

// done reports whether there is no use in further tries.
func (s *search) done() bool { return s.tries >= mostTries || len(s.found) >= mostFound }

// change tries an input with other values for some of its attributes.
func (s *search) change(ctx context.Context, in input, names []string, changes []value.Value, some int) error {
	for i, name := range names {
		for _, v := range changes {
			if s.done() {
				return nil
			}
			changed := in.and(input{name: v})
			if some > 1 {
				if err := s.change(ctx, changed, names[i+1:], changes, some-1); err != nil {
					return err
				}
				continue
			}
			if err := s.try(ctx, changed); err != nil {
				return err
			}
		}
	}
	return nil
}

// try evaluates the mapping, and again with the first candidates of SelectUniqueValue taken as long as that meets something.
func (s *search) try(ctx context.Context, in input) error {
	for s.taken = 0; ; s.taken++ {
		before := len(s.found)
		if err := s.evaluate(ctx, in); err != nil {
			return err
		}
		if len(s.found) == before || len(s.asked) <= s.taken {
			return nil
		}
	}
}

func (s *search) evaluate(ctx context.Context, in input) error {
	if s.tries++; s.tries > mostTries {
		return nil
	}
	s.asked = nil
	result, err := s.row.Map(ctx, in.attributes(), nil)
	if err != nil {
		return err
	}
	o := &result.Attributes[0]
	var what []string
	meet := func(key, words string) {
		if !s.met[key] {
			s.met[key] = true
			what = append(what, words)
		}
	}
	for _, n := range o.Met {
		meet(fmt.Sprint(n), s.points[n].Text)
	}
	meet(o.Decision.String(), outcomeOf(o))
	if len(what) > 0 && len(s.found) < mostFound {
		s.found = append(s.found, found{in: in, taken: slices.Clone(s.asked[:min(s.taken, len(s.asked))]), what: strings.Join(what[:min(2, len(what))], ", ")})
	}
	return nil
}

// outcomeOf says in words what became of an attribute.
func outcomeOf(o *mapping.Outcome) string {
	switch o.Decision {
	case mapping.Flowed, mapping.Unchanged:
		return "a value"
	case mapping.NullNotFlowed, mapping.Cleared, mapping.DefaultUsed:
		return "no value"
	case mapping.Failed:
		return "an error"
	case mapping.Ignored:
		return "left out of the flow"
	case mapping.CreateOnlySkipped, mapping.NoneKept, mapping.Unsupported:
	}
	return "not evaluated"
}

// attributes returns the input as an object has it.
func (in input) attributes() value.Attributes {
	return value.Fold(in.object())
}

// object returns the attributes that are there.
func (in input) object() *value.Object {
	var members []value.Member
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if v := in[name]; !v.IsNull() {
			members = append(members, value.Member{Name: name, Value: v})
		}
	}
	return value.NewObject(members...)
}
