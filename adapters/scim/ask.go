package scim

import (
	"context"
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

const (
	// mostFilterBytes is how long a filter of several values may be in a URL: some servers take no query of more than 2,048 bytes.
	mostFilterBytes = 1900
	// fewHits is the size of a page where one or two objects are expected.
	fewHits = 10
	// mostOthers is how many objects with other values are looked through for one that has the right one.
	mostOthers = 1000
)

// ask returns the objects for each text of a group.
func (e *endpoint) ask(ctx context.Context, g *group, w *way) (map[string][]*provision.Object, error) {
	batches := e.batches(g, w)
	found := make([]map[string][]*provision.Object, len(batches))
	err := e.each(ctx, len(batches), func(ctx context.Context, i int) (err error) {
		found[i], err = e.askSome(ctx, g, w, batches[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make(map[string][]*provision.Object, len(g.texts))
	for _, some := range found {
		for text, objects := range some {
			all[text] = objects
		}
	}
	return all, nil
}

// batches divides what a group asks for into requests.
func (e *endpoint) batches(g *group, w *way) [][]string {
	most := 1
	if w.several {
		most = e.client.opt.BatchSize
		if e.maxResults > 0 {
			most = min(most, e.maxResults)
		}
	}
	room := mostFilterBytes - len(w.fields.query())
	var batches [][]string
	size := 0
	for i, text := range g.texts {
		n := len(escape(w.form.with(literalOf(text, w.kind)) + " or "))
		if last := len(batches) - 1; i == 0 || len(batches[last]) == most || size+n > room {
			batches, size = append(batches, nil), 0
		}
		last := len(batches) - 1
		batches[last], size = append(batches[last], text), size+n
	}
	return batches
}

// askSome asks for several texts at once, and for fewer where that is refused or finds too much.
func (e *endpoint) askSome(ctx context.Context, g *group, w *way, texts []string) (map[string][]*provision.Object, error) {
	if len(texts) == 1 {
		hits, err := e.askOne(ctx, g, w, texts[0])
		return map[string][]*provision.Object{texts[0]: hits}, err
	}
	objects, err := e.joined(ctx, w, texts)
	if err == nil && objects != nil {
		return e.assign(ctx, g, w, texts, objects)
	}
	var isCut *cutError
	if err != nil && !isRefusal(err) && !errors.As(err, &isCut) {
		return nil, err
	}
	half := len(texts) / 2
	found, err := e.askSome(ctx, g, w, texts[:half])
	if err != nil {
		return nil, err
	}
	more, err := e.askSome(ctx, g, w, texts[half:])
	for text, hits := range more {
		found[text] = hits
	}
	return found, err
}

// joined returns all that the server finds for several texts; nil if that is a lot more than there are texts.
func (e *endpoint) joined(ctx context.Context, w *way, texts []string) ([]*provision.Object, error) {
	clauses := make([]string, len(texts))
	for i, text := range texts {
		clauses[i] = w.form.with(literalOf(text, w.kind))
	}
	s := selection{filter: strings.Join(clauses, " or "), fields: w.fields, start: 1, count: e.client.opt.pageSize()}
	found := gathered{objects: []*provision.Object{}}
	for {
		l, err := e.list(ctx, s)
		if err != nil {
			return nil, err
		}
		if whole, err := found.add(e, l); whole || err != nil {
			return found.objects, err
		}
		if l.total > 4*len(texts)+e.client.opt.pageSize() {
			return nil, nil
		}
		s.start += len(l.objects)
	}
}

// assign returns which texts the objects were found for. Texts that no object is left for, where others are, are asked for one by one.
func (e *endpoint) assign(ctx context.Context, g *group, w *way, texts []string, objects []*provision.Object) (map[string][]*provision.Object, error) {
	memory := provision.NewMemory(objects)
	queries := make([]provision.Query, len(texts))
	for i, text := range texts {
		queries[i] = provision.Query{Attribute: g.attribute, Value: value.String(text), CaseExact: g.caseExact}
	}
	hits, err := memory.Find(ctx, queries)
	if err != nil {
		return nil, err
	}
	found := make(map[string][]*provision.Object, len(texts))
	explained := map[*provision.Object]bool{}
	for i, text := range texts {
		found[text] = hits[i]
	}
	for _, text := range texts {
		for _, o := range mentioning(objects, g.root(), text) {
			explained[o] = true
		}
	}
	if len(explained) == len(objects) {
		return found, nil
	}
	for _, text := range texts {
		if len(found[text]) > 0 {
			continue
		}
		if found[text], err = e.askOne(ctx, g, w, text); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// askOne asks for one text. It reads on until there are two hits, or no more objects.
func (e *endpoint) askOne(ctx context.Context, g *group, w *way, text string) ([]*provision.Object, error) {
	if g.attribute == "" {
		o, err := e.byID(ctx, text)
		if o == nil {
			return nil, err
		}
		return hitsOf([]*provision.Object{o}, "", text, g.caseExact), nil
	}
	s := selection{filter: w.form.with(literalOf(text, w.kind)), fields: w.fields, start: 1, count: fewHits}
	var found gathered
	for {
		l, err := e.list(ctx, s)
		if err != nil {
			return nil, e.explained(g, w, err)
		}
		whole, err := found.add(e, l)
		if err != nil {
			return nil, err
		}
		hits := hitsOf(found.objects, g.attribute, text, g.caseExact)
		switch {
		case len(hits) > 1:
			return hits, nil
		case len(found.objects) > mostOthers:
			return nil, e.distrust(g.attribute, diag.Messagef("it finds very many objects that have another value"), nil)
		case whole:
			return e.judged(g, w, text, found.objects, hits)
		}
		s.start, s.count = s.start+len(l.objects), e.client.opt.pageSize()
	}
}

// explained says of a refused question what can be done.
func (e *endpoint) explained(g *group, w *way, err error) error {
	if !isRefusal(err) || w.returned {
		return err
	}
	return e.distrust(g.attribute, diag.Messagef("it refuses it"), err)
}

// judged returns the hits among all objects that the server has found for a text. What is no hit, though the server says so, is explained by the
// case of the text, or by a value elsewhere in the attribute; else what the server compares is not what was asked.
func (e *endpoint) judged(g *group, w *way, text string, objects, hits []*provision.Object) ([]*provision.Object, error) {
	if len(hits) > 0 || len(objects) == 0 {
		return hits, nil
	}
	explained := mentioning(objects, g.root(), text)
	if len(explained) == len(objects) {
		return nil, nil
	}
	// Of an attribute that is never returned, such as one that can only be written, the server alone knows the values.
	root := value.ParsePath(g.root())
	for _, o := range objects {
		if w.returned || !o.Attrs.Attribute(&root).IsNull() {
			return nil, e.distrust(g.attribute, diag.Messagef("it finds an object that has another value"), nil)
		}
	}
	return objects[:min(len(objects), 2)], nil
}

// root returns the name of the attribute that a group's is a part of, or is.
func (g *group) root() string {
	if g.attribute == "" {
		return "id"
	}
	return rootOf(g.attribute)
}

// rootOf returns the name of the attribute that another one is a part of, with its URN; every other name is its own.
func rootOf(attribute string) string {
	schema, steps, err := splitName(attribute)
	switch {
	case err != nil:
		return attribute
	case schema != "":
		return schema + ":" + steps[0].Name
	}
	return steps[0].Name
}

// mentioning returns the objects that have a text anywhere in an attribute, apart from case.
func mentioning(objects []*provision.Object, root, text string) (some []*provision.Object) {
	path := value.ParsePath(root)
	for _, o := range objects {
		if mentions(o.Attrs.Attribute(&path), text) {
			some = append(some, o)
		}
	}
	return some
}

// mentions reports whether a value has a text in it, apart from case.
func mentions(v value.Value, text string) bool {
	if members, ok := v.AsList(); ok {
		for _, m := range members {
			if mentions(m, text) {
				return true
			}
		}
		return false
	}
	if o, ok := v.AsObject(); ok {
		for _, m := range o.Members() {
			if mentions(m.Value, text) {
				return true
			}
		}
		return false
	}
	single := provision.NewMemory([]*provision.Object{{ID: "1", Attrs: value.NewObject(value.Member{Name: "v", Value: v})}})
	hits, _ := single.Find(context.Background(), []provision.Query{{Attribute: "v", Value: value.String(text)}}) // never fails
	return len(hits[0]) > 0
}
