package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// CheckOptions are facts that the document does not contain, and choices. The zero value is ready to use.
type CheckOptions struct {
	// Functions are the functions that expressions may call; nil means the standard functions.
	Functions *functions.Registry
	// SyncAll means that the job provisions all users and groups, not only assigned ones.
	SyncAll bool
	// HideValues keeps constants, defaults, operands and the texts of expressions out of the findings: see [diag.Finding.Masked].
	HideValues bool
}

// Check returns findings about the document, in the order of its text: names that do not resolve, mappings and expressions that the
// service refuses or that do not do what they seem to. It skips helper mappings, and reports only errors for rules that cannot be
// edited.
//
// The cost grows with the product of an object's mappings and attributes. Beyond a bound, names are not checked, and a finding says so.
func (d *Document) Check(opts CheckOptions) diag.List {
	reg := opts.Functions
	if reg == nil {
		reg = functions.Standard()
	}
	c := &checker{
		doc: d, reg: reg, opts: opts, definitions: map[*node]*definition{}, seen: map[findingKey]bool{}, names: map[*node]*nameIndex{},
		lookups: mostLookups,
	}
	c.members()
	if d.Counts().Empty() {
		c.report(at{node: d.root}, diag.Error, codes.NoMappings, exportFinished, emptySchema)
	}
	for _, s := range d.Schemas() {
		c.schema(s)
	}
	for _, m := range d.ObjectMappings() {
		c.objectMapping(m)
	}
	for _, dir := range d.Directories() {
		c.directory(dir)
	}
	slices.SortStableFunc(c.found, func(a, b diag.Finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Severity, b.Severity))
	})
	return c.found
}

// checker collects the findings of one document.
type checker struct {
	doc         *Document
	reg         *functions.Registry
	opts        CheckOptions
	definitions map[*node]*definition
	names       map[*node]*nameIndex
	seen        map[findingKey]bool
	found       diag.List
	readOnly    bool // the current rule cannot be edited
	cloudSync   bool // a rule is one of cloud sync, whose own schemas have several anchors
	lookups     int  // the number of names that may still be compared
}

// mostLookups bounds the sum of the products of mappings and attributes at some ten times that of a large export.
const mostLookups = 2_000_000

// nameIndex finds the elements of a list by name. Of several elements with one name it has the first.
type nameIndex struct {
	byName map[string]Element
	order  []string
}

// index returns the elements of an array member by their names.
func (c *checker) index(e Element, member string, record recordID) *nameIndex {
	if e.node == nil {
		return &nameIndex{}
	}
	if c.names[e.node] == nil {
		index := &nameIndex{byName: map[string]Element{}}
		for _, child := range e.children(member, record) {
			name := child.text("name")
			if _, twice := index.byName[name]; !twice {
				index.byName[name] = child
				index.order = append(index.order, name)
			}
		}
		c.names[e.node] = index
	}
	return c.names[e.node]
}

// directories and objects return the definitions of a schema and of a directory by name.
func (c *checker) directories(s Schema) *nameIndex {
	return c.index(s.Element, "directories", directoryRecord)
}

func (c *checker) objects(d Element) *nameIndex { return c.index(d, "objects", objectRecord) }

// sides returns the definitions of the two objects of a mapping; nil for one that the document does not define.
func (c *checker) sides(m ObjectMapping) (source, target *definition) {
	directories := c.directories(m.rule.schema()).byName
	source = c.define(c.objects(directories[m.rule.SourceDirectoryName()]).byName[m.SourceObjectName()])
	target = c.define(c.objects(directories[m.rule.TargetDirectoryName()]).byName[m.TargetObjectName()])
	return source, target
}

// findingKey identifies a finding: two checks may find the same thing.
type findingKey struct {
	code                  diag.Code
	path, target, message string
	offset                int
}

// keep adds a finding, unless it is a duplicate, the rule cannot be edited or there are too many. Values are hidden here, in one place.
func (c *checker) keep(f diag.Finding) {
	key := findingKey{f.Code, f.Path.String(), f.Target, f.Message.String(), f.Offset}
	if c.seen[key] || c.readOnly && f.Severity != diag.Error || c.full() {
		return
	}
	if len(c.found) == mostFindings {
		f.Code, f.Severity, f.Message = codes.MoreFindings, diag.Info, diag.Messagef("there are more findings than are listed")
		f.Hint, f.Fix = diag.Messagef("correct these first"), ""
	}
	c.seen[key] = true
	if c.opts.HideValues {
		f = f.Masked()
	}
	c.found = append(c.found, f)
}

// mostFindings bounds the findings of one document: beyond this count they repeat one mistake.
const mostFindings = 1000

// full reports whether further findings are dropped.
func (c *checker) full() bool { return len(c.found) > mostFindings }

// at is what a finding is about: a value of the document, and the target attribute of its mapping, "" for none.
type at struct {
	node   *node
	target string
}

// on returns the place of a member of e, or of e itself if the member is absent.
func on(e Element, member string) at {
	if n := e.node.member(member); n != nil {
		return at{node: n}
	}
	return at{node: e.node}
}

// report adds a finding of the check itself. Names among the arguments must be [diag.Name]: everything else is hidden with the values.
func (c *checker) report(place at, severity diag.Severity, code diag.Code, hint, format string, args ...any) {
	if c.full() {
		return
	}
	f := c.doc.placed(place.node, diag.Finding{Code: code, Severity: severity, Hint: diag.Plain(hint), Message: diag.Messagef(format, args...)})
	f.Target = place.target
	c.keep(f)
}

// clipped returns a name of the document as an argument of a message: bounded, and shown even when values are hidden.
func clipped(name string) diag.Name { return diag.Name(diag.Clip(name)) }

// definition is an object's definition, prepared for many look-ups.
type definition struct {
	object     ObjectDefinition
	schema     *mapping.Schema
	names      []string
	attributes map[string]*mapping.Attribute
	anchors    map[string]bool
}

// define returns the definition of an object, nil if it does not exist.
func (c *checker) define(e Element) *definition {
	o := ObjectDefinition{e}
	if !o.Exists() {
		return nil
	}
	if def := c.definitions[o.node]; def != nil {
		return def
	}
	def := &definition{object: o, schema: o.Schema(), attributes: map[string]*mapping.Attribute{}, anchors: map[string]bool{}}
	// Of two attributes with one name the first counts, as in nameIndex; checker.object reports the second.
	for i, a := range o.attributes() {
		def.names = append(def.names, a.text("name"))
		if def.attributes[a.text("name")] == nil {
			def.attributes[a.text("name")] = &def.schema.Attributes[i]
			def.anchors[a.text("name")] = a.anchor()
		}
	}
	c.definitions[o.node] = def
	return def
}

// size returns the number of attributes.
func (d *definition) size() int {
	if d == nil {
		return 0
	}
	return len(d.schema.Attributes)
}

// attribute returns the attribute of that exact name; nil if there is none, or no definition.
func (d *definition) attribute(name string) *mapping.Attribute {
	if d == nil {
		return nil
	}
	return d.attributes[name]
}

// members reports members and words that are not in Graph's metadata. Each is reported once, with the number of its places: a member
// that is new in Graph is in every object.
func (c *checker) members() {
	w := memberWalk{checker: c, uses: map[unknownKey]*unknownUse{}}
	for _, part := range c.doc.parts {
		w.object(part, c.doc.shape.record())
	}
	for _, use := range w.order {
		c.unknown(use)
	}
}

// memberWalk visits all objects of known types.
type memberWalk struct {
	*checker
	uses  map[unknownKey]*unknownUse
	order []*unknownUse
}

// unknownKey identifies an unknown member (no word) or an unknown word of a known member, for all objects of one type.
type unknownKey struct {
	record     recordID
	name, word string
}

// object checks the members of an object.
func (w *memberWalk) object(n *node, record recordID) {
	w.memberTwice(n)
	for i := range n.items {
		it := &n.items[i]
		if isAnnotation(it.name) {
			continue
		}
		f := record.lookupField(it.name)
		if f == nil && isOfSDK(it.name) {
			continue
		}
		if f == nil {
			w.use(it, unknownKey{record: record, name: it.name})
			continue
		}
		if text, ok := it.value.text(); ok {
			if word := f.unknownWord(text); word != "" {
				w.use(it, unknownKey{record, f.name, word})
			}
		}
		w.below(it.value, f.of)
	}
}

// isOfSDK reports whether a member is one that the Graph SDKs write beside those of the service, and that they read back.
func isOfSDK(name string) bool {
	return strings.EqualFold(name, "AdditionalProperties") || strings.EqualFold(name, "AdditionalData") || strings.EqualFold(name, "BackingStore")
}

// below visits the objects in the value of a member.
func (w *memberWalk) below(n *node, record recordID) {
	if record == unknownRecord {
		return
	}
	if n.kind == objectKind {
		w.object(n, record)
	}
	for _, element := range n.elements() {
		if element.kind == objectKind {
			w.object(element, record)
		}
	}
}

// use counts a use of an unknown member or word.
func (w *memberWalk) use(it *item, key unknownKey) {
	if w.uses[key] == nil {
		w.uses[key] = &unknownUse{node: it.value, name: it.name, word: key.word}
		w.order = append(w.order, w.uses[key])
	}
	w.uses[key].count++
}

// unknownUse is a member or a word that is not in Graph's metadata.
type unknownUse struct {
	node       *node // the first place
	name, word string
	count      int
}

// unknown reports an unknown member or word at its first place.
func (c *checker) unknown(use *unknownUse) {
	places := diag.Message{}
	if use.count > 1 {
		places = diag.Messagef(" (%d places)", use.count)
	}
	if use.word != "" {
		c.report(at{node: use.node}, diag.Warning, codes.UnknownValue, "",
			"Graph's metadata has no %s %s%s; it is kept", clipped(use.name), diag.Quote(use.word), places)
		return
	}
	c.report(at{node: use.node}, diag.Warning, codes.UnknownMember, "",
		"Graph's metadata has no member %s here%s; it is kept", diag.Quote(use.name), places)
}

// memberTwice reports members of the same name: decoders keep one of them.
func (c *checker) memberTwice(n *node) {
	if len(n.items) < 2 || c.full() {
		return
	}
	seen := make(map[string]bool, len(n.items))
	for i := range n.items {
		name := strings.ToLower(n.items[i].name)
		if seen[name] {
			c.report(at{node: n.items[i].value}, diag.Warning, codes.MemberTwice, "keep one of them",
				"the member %s occurs twice; the last one counts", diag.Quote(n.items[i].name))
		}
		seen[name] = true
	}
}
