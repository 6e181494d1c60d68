package graph

import "strings"

// layout is the layout of a document, so that added values look like the rest.
type layout struct {
	newline string // "" if the document is on one line
	indent  string
	colon   string
}

// layoutOf takes the layout from the first member: of the root for line breaks and indentation, and of the first object for colons,
// because PowerShell writes two spaces after them.
func layoutOf(root *node) layout {
	l := layout{colon: ": "}
	n := root
	for n.kind == arrayKind && len(n.items) > 0 && n.items[0].value.kind >= arrayKind {
		n = n.items[0].value
	}
	if len(n.items) > 0 && n.kind == objectKind {
		l.colon = n.items[0].colon
	}
	if len(root.items) == 0 {
		return l
	}
	lead := root.items[0].lead
	if i := strings.LastIndexByte(lead, '\n'); i >= 0 {
		l.newline, l.indent = "\n", lead[i+1:]
		if strings.HasPrefix(lead, "\r\n") {
			l.newline = "\r\n"
		}
	}
	return l
}

// lead returns the white space before an item at the given depth.
func (l *layout) lead(depth int) string {
	if l.newline == "" {
		return ""
	}
	return l.newline + strings.Repeat(l.indent, depth)
}

// arrange lays out a new value at the given depth.
func (l *layout) arrange(n *node, depth int) {
	for i := range n.items {
		it := &n.items[i]
		it.before, it.lead = "", l.lead(depth+1) // no style has white space before commas
		if n.kind == objectKind {
			it.colon = l.colon
		}
		l.arrange(it.value, depth+1)
	}
	if len(n.items) > 0 {
		n.tail = l.lead(depth)
	}
}

// depth returns the number of arrays and objects around n.
func (n *node) depth() int {
	depth := 0
	for at := n.parent; at != nil; at = at.parent {
		depth++
	}
	return depth
}

// put makes value the member of that name, in place of the present one or after all others.
func (d *Document) put(object *node, name string, value *node) {
	i := object.find(name)
	if i < 0 {
		if usesCapitals(object) {
			name = strings.ToUpper(name[:1]) + name[1:]
		}
		colon := d.layout.colon
		if n := len(object.items); n > 0 {
			colon = object.items[n-1].colon
		}
		i = d.newItem(object, item{key: quote(name), name: name, colon: colon})
	}
	d.attach(object, i, value)
}

// usesCapitals reports whether member names begin with capitals, as PowerShell writes them. An object without members follows the one
// around it, since all names of a document usually agree.
func usesCapitals(object *node) bool {
	for i := range object.items {
		if name := object.items[i].name; name != "" && !isAnnotation(name) {
			return name[0] >= 'A' && name[0] <= 'Z'
		}
	}
	return object.parent != nil && usesCapitals(object.parent)
}

// newItem appends an item and returns its index.
func (d *Document) newItem(container *node, it item) int {
	n := len(container.items)
	if n > 0 {
		it.lead = container.items[n-1].lead
	} else {
		depth := container.depth()
		it.lead, container.tail = d.layout.lead(depth+1), d.layout.lead(depth)
	}
	container.items = append(container.items, it)
	return n
}

// attach makes value item i of a container, laid out for its depth there.
func (d *Document) attach(container *node, i int, value *node) {
	value.parent, value.index = container, i
	container.items[i].value = value
	d.layout.arrange(value, value.depth())
}
