package test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/tree"
)

// Updated returns the file with what tests of a report came to in the place of what they want: values, words and codes where they are, and
// attributes that only: true refuses added. Everything else stays as it is, comments too. Changed is how many failures that ends; others
// remain: those that no expectation can describe, such as an attribute that no mapping has, and values that reports must not print. The error says
// that the new text would not mean what it should.
func (f *File) Updated(report *Report) (data []byte, changed int, err error) {
	e := &editor{file: f}
	for _, r := range report.Tests {
		if r.of.file != f {
			continue
		}
		for _, failure := range r.Failures {
			if e.apply(failure) {
				changed++
			}
		}
	}
	text, ok := e.text()
	if !ok {
		return nil, 0, diag.Errorf("%s: the new expectations cannot be written where the old ones are", diag.Name(f.Name))
	}
	data = f.encoding.Encode(text)
	if again, err := Read(f.Name, data); err != nil {
		return nil, 0, diag.Errorf("%s: the new expectations cannot be written where the old ones are: %w", diag.Name(f.Name), err)
	} else if len(again.tests) != len(f.tests) {
		return nil, 0, diag.Errorf("%s: the new expectations cannot be written where the old ones are", diag.Name(f.Name))
	}
	return data, changed, nil
}

// editor gathers changes of a file's text.
type editor struct {
	file  *File
	edits []edit
	added map[*tree.Node]int // members that were added to objects
}

// edit replaces a part of the text.
type edit struct {
	at   diag.Span
	text string
	last int // orders insertions at one place
}

// apply makes the changes after which a failure is none.
func (e *editor) apply(f *Failure) bool {
	switch {
	case f.masked:
		return false
	case f.edit != nil:
		return f.edit(e)
	case f.node == nil:
		return false
	case f.about != "": // a word of the object
		return f.about != "source objects" && e.value(f.node, f.Got)
	}
	return e.row(f)
}

// row changes what is wanted of an attribute.
func (e *editor) row(f *Failure) bool {
	var got map[string]json.RawMessage
	if f.node.Real().Kind != tree.Object || json.Unmarshal(f.Got, &got) != nil {
		return e.value(f.node, f.Got)
	}
	// An error that is none any more, and members that are not there, need another form: what happened, in brief.
	for _, m := range f.node.Real().Members {
		if text, wrong := got[m.Name]; wrong && (m.Name == "error" || m.Name == "code" || m.Name == "decision") && string(text) == "null" {
			return e.value(f.node, briefly(got))
		}
	}
	done := true
	for _, m := range f.node.Real().Members {
		if text, wrong := got[m.Name]; wrong {
			done = e.value(m.Value, text) && done
		}
	}
	return done
}

// briefly returns a row in brief: the value that flowed, else the decision.
func briefly(got map[string]json.RawMessage) json.RawMessage {
	switch v := got["new"]; {
	case v != nil && string(v) != `"absent"` && string(v) != "null" && v[0] != '{':
		return v
	case got["decision"] != nil && string(got["decision"]) != "null":
		return object(pair{"decision", got["decision"]})
	}
	return json.RawMessage("null")
}

// value writes another value in the place of one.
func (e *editor) value(n *tree.Node, text json.RawMessage) bool {
	at, ok := tree.Extent(e.file.text, n)
	if !ok {
		return false
	}
	// Elements of a list keep their places, and the comments between them.
	if list := elementsOf(text); n.Kind == tree.List && list != nil && len(list) == len(n.Elements) {
		for i, element := range n.Elements {
			if !e.value(element, list[i]) {
				return false
			}
		}
		return true
	}
	written := e.written(n, text)
	if at.Start == at.End && at.Start > 0 && strings.IndexByte(" \t", e.file.text[at.Start-1]) < 0 {
		written = " " + written
	}
	e.edits = append(e.edits, edit{at: at, text: written})
	return true
}

// elementsOf returns the elements of a list; nil of anything else.
func elementsOf(text json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil {
		return nil
	}
	return list
}

// written returns a JSON value as the file writes it: a text as the one before it where that can be, else without quotation marks where YAML reads
// it as itself, else as JSON. Node is the one before it, nil for one that is added.
func (e *editor) written(n *tree.Node, text json.RawMessage) string {
	var is string
	switch {
	case e.file.json:
		return string(text)
	case string(text) == "null":
		return "~"
	case text[0] == '{':
		return e.writtenObject(text)
	case text[0] != '"' || json.Unmarshal(text, &is) != nil:
		return string(text)
	}
	style, flow := tree.Plain, true
	if n != nil {
		style, flow = n.Style, n.Flow
	}
	single := "'" + strings.ReplaceAll(is, "'", "''") + "'"
	candidates := []string{is, single}
	switch style {
	case tree.SingleQuoted:
		candidates = []string{single}
	case tree.DoubleQuoted:
		candidates = nil
	case tree.Plain, tree.Literal, tree.Folded:
	}
	for _, c := range candidates {
		if !strings.ContainsAny(c, "\n\r") && readsAs(c, flow, text) {
			return c
		}
	}
	return string(text)
}

// writtenObject returns an object as YAML, in braces.
func (e *editor) writtenObject(text json.RawMessage) string {
	root, faults := tree.ReadJSON(string(text))
	if root == nil || len(faults) > 0 {
		return string(text)
	}
	parts := make([]string, len(root.Members))
	for i, m := range root.Members {
		value, fault := tree.JSONOf(m.Value, nil)
		if fault != nil {
			return string(text)
		}
		parts[i] = e.written(nil, quoted(m.Name)) + ": " + e.written(nil, value)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// readsAs reports whether YAML reads a text as a JSON value.
func readsAs(text string, flow bool, want json.RawMessage) bool {
	src := "x: " + text + "\n"
	if flow {
		src = "{x: " + text + "}\n"
	}
	root, faults := tree.ReadYAML(src)
	if root == nil || len(faults) > 0 || len(root.Members) != 1 || root.Members[0].Value.Kind != tree.Scalar {
		return false
	}
	return root.Members[0].Value.JSON == string(want)
}

// name writes another name of a member.
func (e *editor) name(m *tree.Member, name string) bool {
	end := m.At + len(m.Name)
	if !strings.HasPrefix(e.file.text[m.At:], m.Name) { // in quotation marks
		if end += 2; end > len(e.file.text) || e.file.text[m.At+1:end-1] != m.Name {
			return false
		}
		name = string(quoted(name))
	}
	e.edits = append(e.edits, edit{at: diag.Span{Start: m.At, End: end}, text: name})
	return true
}

// addAttribute adds an attribute to those that are expected of an object.
func (e *editor) addAttribute(x *expectation, target string, text json.RawMessage) bool {
	if x.list == nil {
		return false // only: true without attributes: what is expected is for its author to say
	}
	n := x.list
	at, ok := tree.Extent(e.file.text, n)
	if !ok {
		return false
	}
	if e.added == nil {
		e.added = map[*tree.Node]int{}
	}
	before := len(n.Members) + e.added[n]
	e.added[n]++
	name := e.written(nil, quoted(target))
	member := name + ": " + e.written(nil, text)
	if strings.HasSuffix(e.file.text[at.Start:at.End], "}") {
		end := at.End - 1
		for end > at.Start && strings.IndexByte(" \t\r\n", e.file.text[end-1]) >= 0 {
			end--
		}
		if before > 0 {
			member = ", " + member
		}
		e.edits = append(e.edits, edit{at: diag.Span{Start: end, End: end}, text: member, last: before})
		return true
	}
	// After the last line of the block, with its comment.
	end := at.End
	if i := strings.IndexByte(e.file.text[end:], '\n'); i >= 0 {
		end += i
	} else {
		end = len(e.file.text)
	}
	end = len(strings.TrimSuffix(e.file.text[:end], "\r"))
	first := n.Members[0].At
	indent := e.file.text[strings.LastIndexByte(e.file.text[:first], '\n')+1 : first]
	if strings.TrimSpace(indent) != "" {
		return false
	}
	e.edits = append(e.edits, edit{at: diag.Span{Start: end, End: end}, text: tree.Newline(e.file.text) + indent + member, last: before})
	return true
}

// text returns the text with all changes; it is not ok where two of them are at one place.
func (e *editor) text() (string, bool) {
	slices.SortStableFunc(e.edits, func(a, b edit) int {
		if a.at.Start != b.at.Start {
			return a.at.Start - b.at.Start
		}
		return a.last - b.last
	})
	var b bytes.Buffer
	from := 0
	for _, c := range e.edits {
		if c.at.Start < from {
			return "", false
		}
		b.WriteString(e.file.text[from:c.at.Start])
		b.WriteString(c.text)
		from = c.at.End
	}
	b.WriteString(e.file.text[from:])
	return b.String(), true
}
