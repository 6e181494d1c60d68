package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// argumentSlots holds the arguments of a call by position: one slot for every parameter that does not repeat, followed by the arguments
// of the repeating ones.
type argumentSlots struct {
	r         *treeReader
	source    *Source
	spec      *functions.Spec // nil for an unknown function
	params    []functions.Param
	args      []syntax.Node // by parameter; nil is empty
	filled    []bool
	repeated  []syntax.Node
	surplus   []syntax.Node
	condition condition
	compares  int // the parameter that is a condition, -1 for none
	failed    bool
}

// newArgumentSlots returns the empty slots of a call. A function that reg does not have has no slots: its keys are positions.
func newArgumentSlots(r *treeReader, s *Source, spec *functions.Spec) *argumentSlots {
	out := &argumentSlots{r: r, source: s, spec: spec, condition: condition{r: r}, compares: -1}
	if spec == nil {
		return out
	}
	out.params = spec.Params
	once := 0
	for i := range out.params {
		if out.params[i].Condition {
			out.compares = i
		}
		if !out.params[i].Repeats {
			once++
		}
	}
	out.args, out.filled = make([]syntax.Node, once), make([]bool, once)
	return out
}

// take puts an argument into the slot that its key names.
func (s *argumentSlots) take(p Parameter) {
	// The keys one, two and three belong to the condition of IIF before they can be anything else.
	if s.compares >= 0 && s.condition.take(p) {
		s.filled[s.compares] = true
		return
	}
	i := s.find(p.Key)
	if i < 0 {
		i = s.guess(p.Key)
	}
	var param *functions.Param
	if i >= 0 && i < len(s.params) {
		param = &s.params[i]
	}
	n := s.r.node(p.Value, param)
	switch {
	case n == nil:
		s.failed = true
	case i < 0 || s.spec == nil:
		s.putByPosition(p.Key, n)
	case i < len(s.args):
		s.args[i], s.filled[i] = n, true
	default:
		s.repeated = append(s.repeated, n)
	}
}

// putByPosition adds an argument whose parameter is unknown: at the position in its key, or after the others.
func (s *argumentSlots) putByPosition(key string, n syntax.Node) {
	at := positionOf(key)
	// Skipped positions are empty arguments: parameter1 and parameter3 make f(a, , c).
	for at >= 0 && len(s.surplus) < at {
		s.surplus = append(s.surplus, &syntax.Omitted{})
	}
	s.surplus = append(s.surplus, n)
}

// find returns the parameter with that key whose slot is free, -1 if there is none. An exact key wins over one in another case and over
// the documented name of the parameter. The repeating parameters of a function share one list after all slots.
func (s *argumentSlots) find(key string) int {
	for i := range s.params {
		if s.isFree(i) && parameterKey(s.spec, i, len(s.params)) == key {
			return i
		}
	}
	for i := range s.params {
		own := parameterKey(s.spec, i, len(s.params))
		if s.isFree(i) && (strings.EqualFold(own, key) || strings.EqualFold(s.params[i].Name, key)) {
			// An inferred key is our guess, so a document with another one is not to blame.
			if !s.params[i].KeyInferred {
				s.r.report(diag.Warning, codes.TreeKey, "write "+own, "%s has no parameter with the key %s; it is read as %s",
					clipped(s.source.Name), diag.Quote(key), diag.Name(own))
			}
			return i
		}
	}
	return -1
}

// isFree reports whether parameter i accepts another argument; repeating ones always do.
func (s *argumentSlots) isFree(i int) bool { return i >= len(s.args) || !s.filled[i] }

// guess returns the next free parameter whose key is not published, for a key that no parameter has; -1 if there is none.
func (s *argumentSlots) guess(key string) int {
	if s.spec == nil {
		return -1
	}
	for i := range s.params {
		if s.params[i].KeyInferred && s.isFree(i) {
			s.r.report(diag.Info, codes.TreeKey, "", "the keys of %s are not published; %s is read as its parameter %s",
				diag.Name(s.spec.Name), diag.Quote(key), diag.Name(s.params[i].Name))
			return i
		}
	}
	if positionOf(key) < 0 {
		s.r.report(diag.Warning, codes.TreeKey, "the keys are "+s.keys(), "%s has no parameter with the key %s that is still free",
			diag.Name(s.spec.Name), diag.Quote(key))
	}
	return -1
}

// keys returns the keys of the function, for a hint.
func (s *argumentSlots) keys() string {
	var keys []string
	for i := range s.params {
		if key := parameterKey(s.spec, i, len(s.params)); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, ", ")
}

// arguments returns the arguments in order. Like the service, it writes every slot, including empty ones at the end.
func (s *argumentSlots) arguments() (args []syntax.Node, ok bool) {
	if s.compares >= 0 && s.filled[s.compares] {
		s.args[s.compares] = s.condition.node()
		s.failed = s.failed || s.args[s.compares] == nil
	}
	if s.failed {
		return nil, false
	}
	for _, i := range s.written() {
		if s.filled[i] {
			args = append(args, s.args[i])
		} else {
			args = append(args, &syntax.Omitted{})
		}
	}
	args = append(args, s.repeated...)
	if s.spec == nil {
		return append(args, s.surplus...), true
	}
	return append(args, slices.DeleteFunc(s.surplus, isOmitted)...), true
}

// isOmitted reports whether an argument is empty.
func isOmitted(n syntax.Node) bool {
	_, omitted := n.(*syntax.Omitted)
	return omitted
}

// written returns the slots to write: all of them, or those of the function's older form if the text has that form.
func (s *argumentSlots) written() []int {
	all := make([]int, len(s.args))
	for i := range all {
		all[i] = i
	}
	if s.spec == nil || s.spec.Short == nil || len(s.repeated) > 0 || s.writtenLong() {
		return all
	}
	for i, filled := range s.filled {
		if filled && !slices.Contains(s.spec.Short, i) {
			return all
		}
	}
	return s.spec.Short
}

// writtenLong reports whether the source's text has the newer form. The parameters alone do not distinguish the two if the argument that
// is new is empty.
func (s *argumentSlots) writtenLong() bool {
	tree, err := syntax.Parse(s.source.Expression)
	call, ok := rootOf(tree).(*syntax.Call)
	return err == nil && ok && len(call.Args) == len(s.params)
}
