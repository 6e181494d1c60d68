package command

import (
	"maps"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
)

// stubs is the flag of commands that evaluate expressions, for functions that attrmap does not know.
type stubs struct {
	Stub map[string]string `mapsep:"none" placeholder:"NAME=VALUE" help:"Value of an unknown function, or [NAME] for that of a source attribute; repeatable."`
}

// use gives the program the functions of the language and the stubs.
func (s *stubs) use(p *program) (err error) {
	var specs []functions.Spec
	for _, name := range slices.Sorted(maps.Keys(s.Stub)) {
		specs = append(specs, functions.Stub(name, s.Stub[name]))
	}
	if p.functions, err = functions.Standard().With(specs...); err != nil {
		return diag.Errorf("--stub: %w", err)
	}
	return nil
}
