package intake

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Assigned is a list of those who are assigned to the application: one matching value or anchor a line, in any case. Lines without anything
// count for nothing, and there are no comments, since a value may begin with any character. It is used once.
type Assigned struct {
	name  string
	lines map[string]int          // by the text of the line in lower case
	named map[int]bool            // the lines that name a source object
	paths map[string][]value.Path // of the anchors, by type
}

// Assigned reads a list of those who are assigned; nil without a name.
func (o *Opening) Assigned(name string) (*Assigned, error) {
	if name == "" {
		return nil, nil
	}
	f, err := o.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := file.ReadText(f, name)
	if err != nil {
		return nil, err
	}
	a := &Assigned{name: name, lines: map[string]int{}, named: map[int]bool{}, paths: map[string][]value.Path{}}
	line := 0
	for s := range strings.Lines(text) {
		line++
		if s = strings.TrimSpace(s); s != "" {
			a.lines[nettext.Caseless(s)] = line
		}
	}
	if len(a.lines) == 0 {
		return nil, diag.Errorf("%s: want a matching value or an anchor a line, got none", diag.Name(name))
	}
	return a, nil
}

// Sources returns source objects with what the list says of each, whatever they say themselves. Objects are held back until the list names one:
// one that names nobody is an error and no plan, since by it everybody would lose his account (end is set to it).
func (a *Assigned) Sources(engine *provision.Engine, all iter.Seq[provision.Source], end *error) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		var held []provision.Source
		release := func() bool {
			for _, src := range held {
				if !yield(src) {
					return false
				}
			}
			held = nil
			return true
		}
		for src := range all {
			src.Unassigned = src.Err == nil && !a.has(engine, &src)
			if held = append(held, src); len(a.named) > 0 && !release() {
				return
			}
		}
		if len(a.named) == 0 && *end == nil {
			*end = diag.Errorf("%s: no line names a source object by a matching value or by %s: nobody would be assigned", diag.Name(a.name), diag.Name(strings.Join(engine.Anchors(""), ", ")))
		}
	}
}

// has reports whether the list names an object, and notes the line.
func (a *Assigned) has(engine *provision.Engine, src *provision.Source) (named bool) {
	look := func(v value.Value) {
		if line := a.lines[nettext.Caseless(v.Text())]; line > 0 && v.Kind() != value.KindList && v.Kind() != value.KindObject {
			named, a.named[line] = true, true
		}
	}
	paths, known := a.paths[src.Type]
	if !known {
		for _, name := range engine.Anchors(src.Type) {
			paths = append(paths, value.ParsePath(name))
		}
		a.paths[src.Type] = paths
	}
	for i := range paths {
		look(src.Attrs.Attribute(&paths[i]))
	}
	for _, m := range engine.Mapper(src.Type).Matching(context.Background(), src.Attrs, false) {
		if m.Err == nil {
			look(m.Value)
		}
	}
	return named
}

// Messages say of lines that name nobody, once all objects have been read.
func (a *Assigned) Messages() []string {
	if a == nil {
		return nil
	}
	nobody, first := 0, 0
	for _, line := range a.lines {
		if !a.named[line] {
			if nobody++; first == 0 || line < first {
				first = line
			}
		}
	}
	if nobody == 0 || len(a.named) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: %d of %d lines name no source object, the first is line %d", a.name, nobody, len(a.lines), first)}
}
