package functions

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
)

// Registry is a set of functions. It is immutable and safe for concurrent use; the zero Registry is empty.
type Registry struct {
	specs  []*Spec // by name
	exact  map[string]*Spec
	folded map[string]*Spec // lower-case names and aliases
}

// Standard returns the functions of the language: those of the application provisioning reference and the extras that cloud
// sync, Graph's function list and exported schemas show.
//
// The registry is built once and shared.
func Standard() *Registry { return standard() }

var standard = sync.OnceValue(makeStandard)

func makeStandard() *Registry {
	specs := slices.Concat(
		textFunctions(), searchFunctions(), casingFunctions(), replaceFunctions(), listFunctions(), logicFunctions(), presenceFunctions(),
		dateFunctions(), numberFunctions(), convertFunctions(), roleFunctions(), tenantFunctions(), flowFunctions(),
	)
	// Before With, which copies the literals and takes one without a source for a custom one unless it is built in.
	for i := range specs {
		specs[i].builtin = true
	}
	reg, err := (&Registry{}).With(specs...)
	if err != nil {
		panic(err) // the built-in literals contradict each other: a mistake in this package that every test shows
	}
	return reg
}

// With returns a registry of the functions of r and those of specs. It returns an error for a name that another function has in any
// case, for a name that no expression can call, and for a literal that is not complete.
func (r *Registry) With(specs ...Spec) (*Registry, error) {
	// A registry is shared and never changed: the maps are copied, and each literal is by add.
	out := &Registry{
		specs:  slices.Clone(r.specs),
		exact:  make(map[string]*Spec, len(r.exact)+len(specs)),
		folded: make(map[string]*Spec, len(r.folded)+len(specs)),
	}
	for name, s := range r.exact {
		out.exact[name] = s
	}
	for name, s := range r.folded {
		out.folded[name] = s
	}
	for i := range specs {
		if err := out.add(&specs[i]); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out.specs, func(a, b *Spec) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// add checks a literal and adds a copy of it, so that its owner may set its fields anew; slices and maps stay shared.
func (r *Registry) add(s *Spec) error {
	spec := *s
	// The zero Origin is Reference, which a function without a source cannot be in.
	if spec.Origin == Reference && spec.Source == "" && !spec.builtin {
		spec.Origin = Custom
	}
	if err := spec.validate(); err != nil {
		return fmt.Errorf("function %s: %w", diag.Quote(s.Name), err)
	}
	spec.source = s.findSource()
	for i, name := range append([]string{s.Name}, s.Aliases...) {
		key := strings.ToLower(name)
		if other := r.folded[key]; other != nil {
			return fmt.Errorf("function %s: the name %s is that of %s already", diag.Quote(s.Name), diag.Quote(name), other.Name)
		}
		r.folded[key] = &spec
		if i == 0 {
			r.exact[name] = &spec
		}
	}
	r.specs = append(r.specs, &spec)
	return nil
}

// All yields the functions in order of their names.
func (r *Registry) All() iter.Seq[*Spec] { return slices.Values(r.specs) }

// Lookup returns the function that name calls: the one of exactly that name, or else the one whose name or alias differs only in
// case, for which exact is false. Found is nil if there is none.
func (r *Registry) Lookup(name string) (found *Spec, exact bool) {
	if s := r.exact[name]; s != nil {
		return s, true
	}
	return r.folded[strings.ToLower(name)], false
}

// Repeating returns [Spec.Repeating] of the function that name calls, -1 and 0 for an unknown one. It is for
// syntax.LayoutOptions.
func (r *Registry) Repeating(name string) (first, count int) {
	if s, _ := r.Lookup(name); s != nil {
		return s.Repeating()
	}
	return -1, 0
}
