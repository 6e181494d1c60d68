package syntax

import (
	"strconv"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
)

// idioms are the rows of the table by their names, with what they write as trees. They are made at first use and never changed. The parser,
// which makes the trees, asks for them only at a point in a name, and what they write has none.
var idioms struct {
	once   sync.Once
	byName map[string]*foreign
}

// learnIdioms makes the rows. It panics for a row that does not parse, or whose name is another one's: a mistake in the table, which every
// test shows.
func learnIdioms() {
	idioms.byName = map[string]*foreign{}
	for i := range idiomTable {
		row := &idiomTable[i]
		f := &foreign{build: row.build, use: row.use, sure: !row.unsure}
		if row.write != "" {
			tree, err := Parse(row.write)
			if err != nil {
				panic("syntax: idiom " + row.names + ": " + err.Error())
			}
			f.write = tree.Root
			f.arity()
		}
		for name := range strings.FieldsSeq(row.names) {
			if idioms.byName[name] != nil {
				panic("syntax: two idioms " + name)
			}
			idioms.byName[name] = f
		}
	}
}

// foreign is a row of the table with its tree. It is never changed.
type foreign struct {
	write Node
	build func(args []Node) Node
	use   string
	sure  bool
	least int  // arguments that write needs
	open  bool // whether it takes more
}

// Foreign returns how a call of a function of another language, such as LCase, is written here: as words for a hint, and as a tree if that is
// certain, else nil. The name may be in any case. The hint is "" for a name that is not known. Foreign knows nothing of the functions of this
// language. The tree shares the arguments.
func Foreign(name string, args []Node) (hint string, meant Node) {
	if f := foreignFunction(name); f != nil {
		return f.instead(args)
	}
	return "", nil
}

// foreignFunction returns the row of a function, or of a method with the point before its name, or nil.
func foreignFunction(name string) *foreign {
	idioms.once.Do(learnIdioms)
	return idioms.byName[strings.ToLower(strings.ReplaceAll(name, "_", ""))]
}

// instead is [Foreign] for a known function.
func (f *foreign) instead(args []Node) (hint string, meant Node) {
	tree := bounded(f.fill(args))
	switch {
	case tree == nil:
		return "use " + f.use, nil
	case !f.sure:
		return "use " + f.use + ", such as " + diag.ClipTo(Format(tree), rewriteWidth), nil
	}
	return "write " + diag.ClipTo(Format(tree), rewriteWidth), tree
}

// arity notes how many arguments the tree needs.
func (f *foreign) arity() {
	for n := range Nodes(f.write) {
		if a, ok := n.(*Attribute); ok {
			first, rest := place(a.Name)
			f.least = max(f.least, first)
			if f.open = f.open || rest == "*"; rest != "" && rest != "*" {
				if other, err := strconv.Atoi(rest[1:]); err == nil && rest[0] == '-' {
					f.least = max(f.least, other)
				}
			}
		}
	}
}

// place takes the name of a place apart: [2] is 2 and "", [2*] 2 and "*", [*] 1 and "*", [3-2] 3 and "-2".
func place(name string) (first int, rest string) {
	digits := strings.TrimLeft(name, "0123456789")
	first, err := strconv.Atoi(name[:len(name)-len(digits)])
	if err != nil {
		first = 1
	}
	return first, digits
}

// fill returns the tree with the arguments in their places, or nil if they do not fit.
func (f *foreign) fill(args []Node) Node {
	if f.build != nil {
		return f.build(args)
	}
	if f.write == nil || len(args) < f.least || len(args) > f.least && !f.open {
		return nil
	}
	return filled(f.write, args)
}

// filled copies a tree with arguments in the places of its attributes, and returns nil where a number cannot be computed.
func filled(n Node, args []Node) Node {
	switch n := n.(type) {
	case *Attribute:
		return argumentAt(n.Name, args)
	case *Compare:
		left, right := filled(n.Left, args), filled(n.Right, args)
		if left == nil || right == nil {
			return nil
		}
		return &Compare{Op: n.Op, Left: left, Right: right}
	case *Call:
		out := &Call{Name: n.Name}
		for _, arg := range n.Args {
			if a, ok := arg.(*Attribute); ok && strings.HasSuffix(a.Name, "*") {
				first, _ := place(a.Name)
				out.Args = append(out.Args, args[first-1:]...)
				continue
			}
			part := filled(arg, args)
			if part == nil {
				return nil
			}
			out.Args = append(out.Args, part)
		}
		return out
	}
	return n
}

// argumentAt returns the argument of a place, or the number that it computes: [2+1] adds 1 to the second argument, [3-2] subtracts the second
// from the third. It returns nil if these are not constant, or the number is negative.
func argumentAt(name string, args []Node) Node {
	first, rest := place(name)
	if rest == "" {
		return args[first-1]
	}
	n, ok := args[first-1].(*Number)
	other, err := strconv.Atoi(rest[1:])
	if !ok || !n.IsInt || err != nil {
		return nil
	}
	sum := n.Int + int64(other)
	if rest[0] == '-' {
		from, ok := args[other-1].(*Number)
		if !ok || !from.IsInt {
			return nil
		}
		sum = n.Int - from.Int
	}
	if sum < 0 {
		return nil
	}
	return numberOf(sum)
}

// cutFrom returns what Substring(text, start, length) may mean: languages count from 0 or from 1, but only the former have a position 0.
func cutFrom(args []Node) Node {
	if len(args) != 3 {
		return nil
	}
	start := args[1]
	if n, ok := start.(*Number); ok && n.IsInt && n.Int == 0 {
		start = numberOf(1)
	}
	return &Call{Name: "Mid", Args: []Node{args[0], start, args[2]}}
}

// lastCharacters returns what Right(text, number) means, nil where the number is not constant.
func lastCharacters(args []Node) Node {
	if len(args) != 2 {
		return nil
	}
	n, ok := args[1].(*Number)
	if !ok || !n.IsInt || n.Int < 1 {
		return nil
	}
	call := replaced(args[0], "^.*(.{"+n.Text+"})$")
	call.Args[4] = &String{Value: "$1"}
	return call
}

// partBefore and partAfter return what is before and after the first mark in a text, nil unless the mark is a constant of one character.
func partBefore(args []Node) Node {
	if mark := markOf(args); mark != nil {
		return &Call{Name: "Word", Args: []Node{args[0], numberOf(1), mark}}
	}
	return nil
}

func partAfter(args []Node) Node {
	if mark := markOf(args); mark != nil {
		return afterMark(args[0], mark)
	}
	return nil
}

// markOf returns the second of two arguments if it is a text of one ASCII character.
func markOf(args []Node) *String {
	if len(args) != 2 {
		return nil
	}
	if mark, ok := args[1].(*String); ok && len(mark.Value) == 1 {
		return mark
	}
	return nil
}

func numberOf(n int64) *Number { return &Number{Text: strconv.FormatInt(n, 10), Int: n, IsInt: true} }

// phraseHint returns how what queries write with a word between two values is written here, or "" for other words.
func phraseHint(word string) string {
	switch strings.ToLower(word) {
	case "in":
		return `compare with each value: Switch([a], default, "x", value, "y", value), or IIF inside IIF`
	case "like", "contains", "has", "includes":
		return `write InStr([a], "x")>0 for a text that contains another`
	case "matches", "match", "regex":
		return `no comparison takes a pattern: Replace changes what a regular expression matches`
	case "is":
		return "write IsNullOrEmpty([a]) or IsPresent([a])"
	case "startswith", "beginswith":
		return `write InStr([a], "x")=1 for a text that begins with another`
	case "then", "else", "when", "if", "return":
		return "a choice is written IIF(condition, value if true, value if false)"
	}
	return ""
}

// isForeignMethod reports whether a method of another language has that name.
func isForeignMethod(name string) bool { return foreignFunction("."+name) != nil }

// foreignDotted returns the function of another language with a point in its name, such as String.substring, or the method at its end. For a
// method, subject is the word before the point.
func foreignDotted(name string) (f *foreign, subject string) {
	if f := foreignFunction(name); f != nil {
		return f, ""
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return foreignFunction(name[i:]), name[:i]
	}
	return nil, ""
}
