package sources

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// jsonPath is a compiled JSONPath (RFC 9535). The module parses it and tests its filters. The way along its segments is walked here, because that
// gives nodes in the order of the document, where the module takes the members of an object in any order, and bounds how many nodes are met.
type jsonPath struct {
	// branches are its segments up to the last one that may select several nodes, and key their text: those of many attributes are the same.
	branches []*spec.Segment
	key      string
	filters  bool // one of them has a filter
	results  bool // a name is results, in which OData 2 has lists
	// rest are the names and positions after them.
	rest []spec.Selector
}

// mostVisits bounds the nodes that one evaluation looks at: each .. may look at all of them, once for each node before it.
const mostVisits = 2_000_000

// compileJSONPath returns the evaluator of a text. White space around it is ignored: RFC 9535 has none there.
func compileJSONPath(text string) (*jsonPath, error) {
	path, err := jsonpath.Parse(strings.TrimSpace(text))
	if err != nil {
		return nil, diag.Errorf("%s", diag.Name(strings.TrimPrefix(err.Error(), "jsonpath: ")))
	}
	p := new(jsonPath)
	segments := path.Query().Segments()
	for i, s := range segments {
		if !singular(s) {
			p.branches = segments[:i+1]
		}
		for _, sel := range s.Selectors() {
			if f, ok := sel.(*spec.FilterSelector); ok {
				if p.filters = true; rootInside(f.String()) {
					return nil, diag.Errorf("a filter searches the whole person for each of its nodes: after $, a filter may have names and positions only")
				}
			}
		}
	}
	for _, s := range segments[len(p.branches):] {
		p.rest = append(p.rest, s.Selectors()[0])
	}
	var key strings.Builder
	for _, s := range p.branches {
		key.WriteString(s.String())
	}
	p.results = strings.Contains(path.String(), `"results"`)
	p.key = fmt.Sprint(p.results, key.String())
	return p, nil
}

// singular reports whether a segment selects at most one node: it has one name or one position.
func singular(s *spec.Segment) bool {
	if s.IsDescendant() || len(s.Selectors()) != 1 {
		return false
	}
	switch s.Selectors()[0].(type) {
	case spec.Name, spec.Index:
		return true
	}
	return false
}

// rootInside reports whether a filter, in canonical form, has a path from $ that may meet more than one node. Its cost would be the square of a
// person's size.
func rootInside(filter string) bool {
	for i := 0; i < len(filter); i++ {
		switch filter[i] {
		case '"':
			i += quoted(filter[i:]) - 1
		case '$':
			for i++; strings.HasPrefix(filter[i:], "["); {
				rest := filter[i+1:]
				n := quoted(rest)
				if n == 0 {
					n = len(rest) - len(strings.TrimLeft(rest, "-0123456789"))
				}
				if n == 0 || !strings.HasPrefix(rest[n:], "]") {
					return true
				}
				i += n + 2
			}
			if strings.HasPrefix(filter[i:], "..") {
				return true
			}
			i--
		}
	}
	return false
}

// quoted returns the length of the quoted text at the beginning of text, 0 for none.
func quoted(text string) int {
	if !strings.HasPrefix(text, `"`) {
		return 0
	}
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// jsonBody is one person as JSON. It is safe for concurrent use.
type jsonBody struct {
	plain, listed jsonForm // as it is, and with its lists as OData 2 has them

	mu       sync.Mutex
	branches map[string][]*jsonNode // what the branches of expressions have selected, by their keys
}

// jsonForm is a form of a person.
type jsonForm struct {
	object func() *value.Object
	maps   func() any // the same for the module's filters, with numbers that keep their digits
}

func newJSONForm(object func() *value.Object) jsonForm {
	return jsonForm{object, sync.OnceValue(func() any { return plain(value.ObjectOf(object())) })}
}

func newJSONBody(object *value.Object) *jsonBody {
	return &jsonBody{
		plain:    newJSONForm(func() *value.Object { return object }),
		listed:   newJSONForm(sync.OnceValue(func() *value.Object { return withResults(object) })),
		branches: map[string][]*jsonNode{},
	}
}

// withResults returns an object with the lists of navigations in their member results, where OData 2 has them, and the published expressions look
// for them: OData 4 has the list itself. An object without such lists is returned as it is.
func withResults(o *value.Object) *value.Object {
	members := o.Members()
	var changed []value.Member
	for i, m := range members {
		v := listed(m.Value)
		if list, ok := v.AsList(); ok && strings.HasSuffix(m.Name, "Nav") {
			v = value.ObjectOf(value.NewObject(value.Member{Name: "results", Value: value.List(list...)}))
		} else if same(v, m.Value) {
			continue
		}
		if changed == nil {
			changed = slices.Clone(members)
		}
		changed[i].Value = v
	}
	if changed == nil {
		return o
	}
	return value.NewObject(changed...)
}

// listed returns a value whose objects have their lists in results.
func listed(v value.Value) value.Value {
	if o, ok := v.AsObject(); ok {
		if with := withResults(o); with != o {
			return value.ObjectOf(with)
		}
	}
	list, _ := v.AsList()
	var changed []value.Value
	for i, e := range list {
		if with := listed(e); !same(with, e) {
			if changed == nil {
				changed = slices.Clone(list)
			}
			changed[i] = with
		}
	}
	if changed == nil {
		return v
	}
	return value.List(changed...)
}

// same reports whether two values are the same object, the same list or no nested values.
func same(v, w value.Value) bool {
	if o, ok := v.AsObject(); ok {
		p, _ := w.AsObject()
		return o == p
	}
	list, _ := v.AsList()
	other, _ := w.AsList()
	return len(list) == 0 || len(other) > 0 && &list[0] == &other[0]
}

// selected returns the nodes that the branches of a path select.
func (b *jsonBody) selected(p *jsonPath) ([]*jsonNode, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	nodes, ok := b.branches[p.key]
	if ok {
		return nodes, nil
	}
	form := &b.plain
	if p.results {
		form = &b.listed
	}
	w := walk{root: &jsonNode{value: value.ObjectOf(form.object()), index: -1}}
	if p.filters {
		w.root.maps = form.maps()
	}
	nodes, err := w.along(p.branches)
	if err == nil {
		b.branches[p.key] = nodes
	}
	return nodes, err
}

func plain(v value.Value) any {
	if o, ok := v.AsObject(); ok {
		m := make(map[string]any, len(o.Members()))
		for _, member := range o.Members() {
			m[member.Name] = plain(member.Value)
		}
		return m
	}
	if list, ok := v.AsList(); ok {
		l := make([]any, len(list))
		for i, member := range list {
			l[i] = plain(member)
		}
		return l
	}
	switch v.Kind() {
	case value.KindBoolean:
		b, _ := v.AsBoolean()
		return b
	case value.KindInteger, value.KindDecimal:
		return json.Number(v.Text())
	case value.KindNull:
		return nil
	default: // JSON has only texts besides
		return v.Text()
	}
}

// jsonNode is a node on the way of an evaluation.
type jsonNode struct {
	value  value.Value
	maps   any // the same as plain; nil where no filter needs it
	parent *jsonNode
	name   string // its name in the parent, or
	index  int    // its position there, from 0; -1 where it has a name
}

// evaluate implements evaluator.
func (p *jsonPath) evaluate(body any) (result, error) {
	b, ok := body.(*jsonBody)
	if !ok {
		return result{}, diag.Errorf("the expression is JSONPath, and the document is XML")
	}
	from, err := b.selected(p)
	if err != nil {
		return result{}, err
	}
	r := result{values: []value.Value{}, list: func() []Node { return p.nodes(from) }}
	for _, n := range from {
		v := n.value
		for _, sel := range p.rest {
			v, _ = step(v, sel)
		}
		// A list is its elements (assumed).
		list, isList := v.AsList()
		if !isList {
			list = []value.Value{v}
		}
		for _, v := range list {
			if text := jsonText(v); text != "" {
				r.values = append(r.values, value.String(text))
			}
		}
	}
	return r, nil
}

// nodes returns the nodes that the rest of a path selects from some.
func (p *jsonPath) nodes(from []*jsonNode) (nodes []Node) {
	for _, n := range from {
		for _, sel := range p.rest {
			v, i := step(n.value, sel)
			name, _ := sel.(spec.Name)
			n = &jsonNode{value: v, parent: n, name: string(name), index: i}
		}
		list, isList := n.value.AsList()
		if !isList && !n.value.IsAbsent() {
			nodes = append(nodes, Node{Path: n.path(), Text: jsonText(n.value)})
		}
		for i, v := range list {
			nodes = append(nodes, Node{Path: n.element(i, v).path(), Text: jsonText(v)})
		}
	}
	return nodes
}

// step returns the member of that name or the element at that position, with its index from 0, -1 of a member; absent where there is none.
func step(v value.Value, sel spec.Selector) (value.Value, int) {
	switch sel := sel.(type) {
	case spec.Name:
		if o, ok := v.AsObject(); ok {
			return o.Get(string(sel)), -1
		}
	case spec.Index:
		list, _ := v.AsList()
		i := int(sel)
		if i < 0 {
			i += len(list)
		}
		if 0 <= i && i < len(list) {
			return list[i], i
		}
	}
	return value.Absent, -1
}

// walk goes along segments.
type walk struct {
	root   *jsonNode
	found  []*jsonNode
	visits int
	failed bool // a filter could not be tested
}

// along returns the nodes that segments select.
func (w *walk) along(segments []*spec.Segment) ([]*jsonNode, error) {
	w.found = []*jsonNode{w.root}
	for _, s := range segments {
		from := w.found
		w.found = nil
		for _, n := range from {
			w.segment(s, n)
		}
		if w.failed {
			return nil, diag.Errorf("a function in a filter has nothing for a text")
		}
		if w.visits > mostVisits {
			return nil, diag.Errorf("the expression meets more than %d nodes of one person", mostVisits)
		}
	}
	return w.found, nil
}

// segment adds to found what a segment selects from a node, in the order of the document.
func (w *walk) segment(s *spec.Segment, n *jsonNode) {
	if w.visits++; w.visits > mostVisits {
		return
	}
	for _, sel := range s.Selectors() {
		w.selector(sel, n)
	}
	if s.IsDescendant() {
		w.children(n, func(child *jsonNode) { w.segment(s, child) })
	}
}

func (w *walk) selector(sel spec.Selector, n *jsonNode) {
	switch sel := sel.(type) {
	case spec.Name:
		if v, _ := step(n.value, sel); !v.IsAbsent() {
			w.found = append(w.found, n.member(value.Member{Name: string(sel), Value: v}))
		}
	case spec.Index:
		if v, i := step(n.value, sel); !v.IsAbsent() {
			w.found = append(w.found, n.element(i, v))
		}
	case spec.SliceSelector:
		w.slice(sel, n)
	case *spec.FilterSelector:
		w.children(n, func(child *jsonNode) {
			if w.passes(sel, child) {
				w.found = append(w.found, child)
			}
		})
	default: // a wildcard
		w.children(n, func(child *jsonNode) { w.found = append(w.found, child) })
	}
}

// passes reports whether a filter selects a node. The module panics where the pattern of match or search is missing.
func (w *walk) passes(f *spec.FilterSelector, n *jsonNode) bool {
	defer func() {
		if recover() != nil {
			w.failed = true
		}
	}()
	return f.Eval(n.maps, w.root.maps)
}

func (w *walk) slice(sel spec.SliceSelector, n *jsonNode) {
	list, _ := n.value.AsList()
	lower, upper := sel.Bounds(len(list))
	step := sel.Step()
	for i := lower; step > 0 && i < upper; i += step {
		w.found = append(w.found, n.element(i, list[i]))
	}
	for i := upper; step < 0 && i > lower; i += step {
		w.found = append(w.found, n.element(i, list[i]))
	}
}

// children visits the members of an object or the elements of a list.
func (w *walk) children(n *jsonNode, visit func(*jsonNode)) {
	if o, ok := n.value.AsObject(); ok {
		for _, m := range o.Members() {
			if w.visits++; w.visits > mostVisits {
				return
			}
			visit(n.member(m))
		}
	}
	list, _ := n.value.AsList()
	for i, v := range list {
		if w.visits++; w.visits > mostVisits {
			return
		}
		visit(n.element(i, v))
	}
}

func (n *jsonNode) member(m value.Member) *jsonNode {
	child := &jsonNode{value: m.Value, parent: n, name: m.Name, index: -1}
	if maps, ok := n.maps.(map[string]any); ok {
		child.maps = maps[m.Name]
	}
	return child
}

func (n *jsonNode) element(i int, v value.Value) *jsonNode {
	child := &jsonNode{value: v, parent: n, index: i}
	if list, ok := n.maps.([]any); ok {
		child.maps = list[i]
	}
	return child
}

var quoteName = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

// path returns the normalized path of RFC 9535, 2.7.
func (n *jsonNode) path() string {
	var steps []*jsonNode
	for at := n; at.parent != nil; at = at.parent {
		steps = append(steps, at)
	}
	path := []byte{'$'}
	for i := len(steps) - 1; i >= 0; i-- {
		path = append(path, '[')
		if at := steps[i]; at.index >= 0 {
			path = strconv.AppendInt(path, int64(at.index), 10)
		} else {
			path = append(path, '\'')
			path = append(path, quoteName.Replace(at.name)...)
			path = append(path, '\'')
		}
		path = append(path, ']')
	}
	return string(path)
}

// jsonText returns the text of a value: "" for null, true and false as JSON has them, and numbers with all their digits. An object, which no
// attribute can have, is compact JSON, so that one sees that an expression ends too early (assumed).
func jsonText(v value.Value) string {
	switch v.Kind() {
	case value.KindNull: // also what is absent
		return ""
	case value.KindBoolean:
		return strings.ToLower(v.Text())
	case value.KindObject, value.KindList:
		return string(v.AppendJSON(nil))
	default: // a text or a number
		return v.Text()
	}
}
