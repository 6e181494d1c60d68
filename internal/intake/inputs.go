package intake

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Input is a file of objects as a flag names it. Type is what is before the equals sign; "" where there is none.
type Input struct{ Type, Name string }

// ParseInputs reads FILE or TYPE=FILE of each text. A file that has the whole text for its name is meant as such, and so is what has a separator
// of paths before the equals sign: no type has one.
func ParseInputs(texts []string, exists func(name string) bool) []Input {
	inputs := make([]Input, len(texts))
	for i, text := range texts {
		inputs[i] = Input{Name: text}
		if kind, name, ok := strings.Cut(text, "="); ok && kind != "" && name != "" && !strings.ContainsAny(kind, `/\`) && !exists(text) {
			inputs[i] = Input{kind, name}
		}
	}
	return inputs
}

// Types returns the types of inputs, each once and in their order.
func Types(inputs []Input) []string {
	var types []string
	for _, in := range inputs {
		if !slices.Contains(types, in.Type) {
			types = append(types, in.Type)
		}
	}
	return types
}

// Files are open files of objects.
type Files struct {
	list []*File
	// assigned says who is assigned, whatever the objects say; nil leaves it to them. syncAll reports that everybody is.
	engine   *provision.Engine
	assigned *Assigned
	syncAll  bool
}

// Add adds a file of objects of a type.
func (files *Files) Add(f *File, objectType string) {
	f.Type = objectType
	files.list = append(files.list, f)
}

// columns are those of tables among the files.
func (files *Files) columns() []string {
	var names []string
	for _, f := range files.list {
		names = append(names, f.reader.Columns()...)
	}
	return names
}

// Merged reports whether all inputs are feeds of changes that are read as one.
func (files *Files) Merged() bool { return len(files.list) == 1 && files.list[0].reader.Merges() }

// Close closes all of them. They have been read only, so that there is no error of use.
func (files *Files) Close() {
	for _, f := range files.list {
		_ = f.Close()
	}
}

// Sources returns the source objects, one file after another. Objects of one type count on through its files. End is set to the error
// that ends the first file which has one, see [File.Sources]; files after it are not read.
func (files *Files) Sources(end *error) iter.Seq[provision.Source] {
	all := func(yield func(provision.Source) bool) {
		last := map[string]int{}
		for _, f := range files.list {
			before := last[f.Type]
			var broken error
			for src := range f.Sources(&broken) {
				src.Type = f.Type
				src.Ordinal += before
				last[f.Type] = src.Ordinal
				src.Unassigned = src.Unassigned && !files.syncAll
				if !yield(src) {
					return
				}
			}
			if broken != nil {
				*end = f.named(broken)
				return
			}
		}
	}
	if files.assigned != nil {
		return files.assigned.Sources(files.engine, all, end)
	}
	return all
}

// targets returns the objects of the target that files hold, and messages about those in which nobody would be found. The files' types are those
// of the job's source objects.
func (j *Job) targets(files *Files) (objects []*provision.Object, messages []string, err error) {
	byType := map[string][]*provision.Object{}
	for _, f := range files.list {
		m := j.ObjectMapping(f.Type)
		some, err := f.Objects(m)
		if err != nil {
			return nil, nil, err
		}
		objects, byType[f.Type] = append(objects, some...), append(byType[f.Type], some...)
	}
	seen := map[string]bool{}
	for _, f := range files.list {
		if seen[f.Type] {
			continue
		}
		seen[f.Type] = true
		messages = append(messages, doubts(f.opts.Name, byType[f.Type], j.ObjectMapping(f.Type))...)
	}
	return objects, messages, nil
}

// doubts are messages about objects of the target in which nobody would be found, and no findings: a target may be empty, or empty of such values,
// for a reason, and its plans say that everybody is created.
func doubts(name string, objects []*provision.Object, m *provision.ObjectMapping) []string {
	if len(objects) == 0 {
		return []string{name + ": no object of the target was read: everybody is created"}
	}
	if names := Unmatchable(objects, m.Set); len(names) > 0 {
		return []string{fmt.Sprintf("%s: no object of the target has a value for a matching attribute (%s): nobody is found there", name, strings.Join(names, ", "))}
	}
	return nil
}

// Nameless counts source objects that have no value for any matching attribute, by their types.
type Nameless struct{ read, skipped map[string]int }

// Add counts the object of a plan.
func (n *Nameless) Add(plan *provision.Plan) {
	if n.read == nil {
		n.read, n.skipped = map[string]int{}, map[string]int{}
	}
	n.read[plan.Type]++
	// Such an object did not get past the import. The steps may be gone: a comparison keeps plans without them.
	if plan.Action == provision.Skip && plan.Code == codes.ImportSkipped {
		n.skipped[plan.Type]++
	}
}

// Messages say of which types every object is such a one, which is a mistake about the input as a whole, though no single plan is wrong.
func (n *Nameless) Messages(engine *provision.Engine) []string {
	var messages []string
	for name, read := range n.read {
		if n.skipped[name] == read {
			messages = append(messages, fmt.Sprintf("%s: every object is skipped: none has a value for a matching attribute (%s)", name, strings.Join(engine.Mapper(name).MatchingTargets(), ", ")))
		}
	}
	slices.Sort(messages)
	return messages
}
