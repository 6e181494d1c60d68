package graph

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// argumentSlots are the places of a call's arguments: those of the parameters that stand once, and behind them those of the repeating ones.
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
	compares  int // parameter that a comparison's parts belong to, -1 for none
	failed    bool
}

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

// take puts an argument into the place its key names.
func (s *argumentSlots) take(p Parameter) {
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

// putByPosition places an argument of which only the number is known, or nothing.
func (s *argumentSlots) putByPosition(key string, n syntax.Node) {
	at := positionOf(key)
	for at >= 0 && len(s.surplus) < at {
		s.surplus = append(s.surplus, &syntax.Omitted{})
	}
	s.surplus = append(s.surplus, n)
}

// find gives the parameter of that key that has room: exactly, else in another case or by its documented name. The repeating parameters
// of a function share their place, which is behind all others. It is -1 where there is none.
func (s *argumentSlots) find(key string) int {
	for i := range s.params {
		if s.hasRoom(i) && parameterKey(s.spec, i, len(s.params)) == key {
			return i
		}
	}
	for i := range s.params {
		own := parameterKey(s.spec, i, len(s.params))
		if s.hasRoom(i) && (strings.EqualFold(own, key) || strings.EqualFold(s.params[i].Name, key)) {
			if !s.params[i].KeyInferred {
				s.r.report(diag.Warning, CodeTreeKey, "write "+own, "%s has no parameter with the key %s; it is read as %s",
					s.source.Name, diag.Quote(key), own)
			}
			return i
		}
	}
	return -1
}

func (s *argumentSlots) hasRoom(i int) bool { return i >= len(s.args) || !s.filled[i] }

// guess gives the next free parameter whose key is not public, for a key that no parameter has; -1 where there is none.
func (s *argumentSlots) guess(key string) int {
	if s.spec == nil {
		return -1
	}
	for i := range s.params {
		if s.params[i].KeyInferred && s.hasRoom(i) {
			s.r.report(diag.Info, CodeTreeKey, "", "the keys of %s are not public; %s is read as its parameter %s",
				s.spec.Name, diag.Quote(key), s.params[i].Name)
			return i
		}
	}
	if positionOf(key) < 0 {
		s.r.report(diag.Warning, CodeTreeKey, "the keys are "+s.keys(), "%s has no place for a parameter with the key %s",
			s.spec.Name, diag.Quote(key))
	}
	return -1
}

func (s *argumentSlots) keys() string {
	var keys []string
	for i := range s.params {
		if key := parameterKey(s.spec, i, len(s.params)); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, ", ")
}

// arguments gives the arguments in order. The service writes the place of every parameter that stands once, to the last.
func (s *argumentSlots) arguments() (args []syntax.Node, ok bool) {
	if s.compares >= 0 && s.filled[s.compares] {
		s.args[s.compares] = s.condition.node()
		s.failed = s.failed || s.args[s.compares] == nil
	}
	if s.failed {
		return nil, false
	}
	places := s.written()
	for _, i := range places {
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

func isOmitted(n syntax.Node) bool {
	_, omitted := n.(*syntax.Omitted)
	return omitted
}

// written lists the parameters that are written: all that stand once, or those of the function's older form if the text has that.
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

// writtenLong tells whether the node's text has the arguments of the newer form. The parameters alone do not tell the two apart where
// the one that is new was left empty.
func (s *argumentSlots) writtenLong() bool {
	tree, err := syntax.Parse(s.source.Expression)
	call, ok := rootOf(tree).(*syntax.Call)
	return err == nil && ok && len(call.Args) == len(s.params)
}
