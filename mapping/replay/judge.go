package replay

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// verdict is what an event, or one of its properties, comes to.
type verdict uint8

const (
	agree verdict = iota
	differ
	unjudged
)

// judgment is what an event came to.
type judgment struct {
	event *event
	rows  []judged
	why   string // what keeps the event as a whole from being judged, "" otherwise

	// What it was computed from, for the export.
	kind   *kind
	source value.Attributes
	exists bool
}

// judged is what a property came to.
type judged struct {
	property
	verdict verdict
	ours    value.Value
	guess   string
	why     string // of an unjudged one
	mask    string // in place of values that reports must not print
	row     int    // of the mapping, -1 without one
}

// The reasons why something cannot be judged.
const (
	whyRedacted   = "redacted"
	whyShortened  = "shortened"
	whyVolatile   = "volatile"
	whyNoSource   = "no source object"
	whyNoMapping  = "no mapping"
	whyReference  = "reference"
	whyUnknown    = "not evaluated here"
	whyUnreadable = "unreadable"
)

// verdict returns what the event came to: it differs if one property does, else it is unjudged if one could not be judged.
func (j *judgment) verdict() verdict {
	v := agree
	if j.why != "" {
		v = unjudged
	}
	for i := range j.rows {
		switch j.rows[i].verdict {
		case differ:
			return differ
		case unjudged:
			v = unjudged
		case agree:
		}
	}
	return v
}

// kind is a type of objects, with its compiled mappings.
type kind struct {
	*provision.ObjectMapping
	mapper   *mapping.Mapper
	reads    []string
	roots    [][]value.Path // what each mapping reads
	rows     map[string]int // by the names of targets in lower case, and by their last names where these are unique
	soft     value.Path     // the source attribute that is computed
	enabled  value.Path
	outbound bool
	types    map[string]*mapping.Attribute // of the source, by names in lower case; nil where nothing is known
}

// judge judges events; it is for one goroutine.
type judge struct {
	opts   *Options
	kinds  []*kind
	people *people // nil where events have their own source objects
	now    time.Time
	// logged is what the log has for attributes that ask the directory whether a value is free.
	logged map[string]string
}

// newJudge compiles the job, with a clock that shows the time of the event.
func newJudge(job *provision.Job, opts *Options) (*judge, *provision.Engine, error) {
	j := &judge{opts: opts}
	own := *job
	own.Objects = slices.Clone(job.Objects)
	for i := range own.Objects {
		m := &own.Objects[i].Mapping
		m.Clock = func() time.Time { return j.now }
		m.ExactCase = true // what differs in case alone was written all the same
		m.HideValues = m.HideValues || opts.HideValues
	}
	engine, err := provision.New(own)
	if err != nil {
		return nil, nil, err
	}
	for i := range own.Objects {
		m := &own.Objects[i]
		compiled := engine.Mapper(m.Type)
		k := &kind{ObjectMapping: m, mapper: compiled.Asking(j.taken), reads: engine.SourceAttributes(m.Type), rows: map[string]int{}}
		soft := cmp.Or(m.Options.SoftDeleted, "IsSoftDeleted")
		k.soft, k.enabled = value.ParsePath(soft), value.ParsePath(cmp.Or(m.Options.AccountEnabled, "accountEnabled"))
		k.outbound = m.Options.Outbound || compiled.Reads(soft)
		k.index()
		j.kinds = append(j.kinds, k)
	}
	return j, engine, nil
}

// index indexes the mappings by their targets, and what they read. Logs may leave the URN of a schema out.
func (k *kind) index() {
	rows := k.mapper.Set().Mappings
	last := map[string]int{}
	k.roots = make([][]value.Path, len(rows))
	for i := range rows {
		for _, name := range k.mapper.Inputs(i) {
			path := value.ParsePath(name)
			k.roots[i] = append(k.roots[i], value.ParsePath(path.Root()))
		}
		name := strings.ToLower(rows[i].Target)
		k.rows[name] = i
		if at := strings.LastIndexByte(name, ':'); at >= 0 {
			last[name[at+1:]]++
		}
	}
	for i := range rows {
		name := strings.ToLower(rows[i].Target)
		short := name[strings.LastIndexByte(name, ':')+1:]
		if _, taken := k.rows[short]; !taken && last[short] == 1 {
			k.rows[short] = i
		}
	}
	if s := k.Mapping.Source; s != nil {
		k.types = map[string]*mapping.Attribute{}
		for i := range s.Attributes {
			k.types[strings.ToLower(s.Attributes[i].Name)] = &s.Attributes[i]
		}
	}
}

// taken reports that a candidate of SelectUniqueValue is taken unless it is the one that the log has: which were free is not known any more. Of
// an attribute that the log does not have, the first one is.
func (j *judge) taken(_ context.Context, target, candidate string) (bool, error) {
	logged, ok := j.logged[strings.ToLower(target)]
	return ok && !strings.EqualFold(logged, candidate), nil
}

// kindOf returns the mappings for an event's objects: those of the type that it names, else the first ones unless these are for another one.
func (j *judge) kindOf(name string) *kind {
	short := func(name string) string {
		return strings.TrimSuffix(strings.ToLower(name[strings.LastIndexAny(name, ":.")+1:]), "s")
	}
	for _, same := range []func(k *kind) bool{
		func(k *kind) bool { return strings.EqualFold(k.Type, name) },
		func(k *kind) bool { return strings.EqualFold(k.TargetType, name) },
		func(k *kind) bool { return short(k.Type) == short(name) || short(k.TargetType) == short(name) },
	} {
		if i := slices.IndexFunc(j.kinds, same); i >= 0 {
			return j.kinds[i]
		}
	}
	if short(name) == "group" {
		return nil
	}
	return j.kinds[0]
}

// judge judges an event.
func (j *judge) judge(ctx context.Context, e *event) (*judgment, error) {
	out := &judgment{event: e}
	if e.err != nil {
		out.why = whyUnreadable
		return out, nil //nolint:nilerr // the judgment says so
	}
	src := j.sourceOf(e, out)
	if src == nil {
		out.why = cmp.Or(out.why, whyNoSource)
		for _, p := range e.properties {
			out.rows = append(out.rows, judged{property: p, verdict: unjudged, why: cmp.Or(unreadableWhy(p.new), out.why), row: -1})
		}
		return out, nil
	}
	k := out.kind
	j.now = e.time
	if e.time.IsZero() {
		j.now = j.opts.Now
	}
	out.exists = exists(e)
	var existing value.Attributes
	if out.exists {
		existing = value.Fold(accountOf(e))
	}
	out.source = k.computed(src, e)
	j.logged = map[string]string{}
	for _, p := range e.properties {
		if i, ok := k.rows[strings.ToLower(p.name)]; ok && k.mapper.Effects(i)&functions.Directory != 0 {
			j.logged[strings.ToLower(k.mapper.Set().Mappings[i].Target)] = p.new.Text()
		}
	}
	result, err := k.mapper.Map(ctx, out.source, existing)
	if err != nil {
		return nil, err
	}
	var first *mapping.Result // as if every value were free
	for _, p := range e.properties {
		i, ok := k.rows[strings.ToLower(p.name)]
		if !ok {
			out.rows = append(out.rows, k.unmapped(p, src.Attrs))
			continue
		}
		o := &result.Attributes[i]
		if o.Decision == mapping.Failed && k.mapper.Effects(i)&functions.Directory != 0 {
			if first == nil {
				j.logged = nil
				if first, err = k.mapper.Map(ctx, out.source, existing); err != nil {
					return nil, err
				}
			}
			o = &first.Attributes[i]
		}
		out.rows = append(out.rows, k.property(p, i, o, out.source, e))
	}
	return out, nil
}

// exists reports whether there was an account before: our own plans say so; else a creation had none, and everything else had one.
func exists(e *event) bool {
	switch {
	case e.match != "":
		return e.match != "none"
	case e.action == "create":
		return false
	}
	return e.targetID != "" || e.matched != nil || e.action != "other" && e.action != "skip"
}

// accountOf returns what is known of the account before: what the step of matching says, and the old values.
func accountOf(e *event) *value.Object {
	var members []value.Member
	for _, p := range e.properties {
		if !p.old.IsNull() {
			members = append(members, value.Member{Name: p.name, Value: p.old})
		}
	}
	if e.matched != nil {
		for _, m := range e.matched.Members() {
			if !slices.ContainsFunc(e.properties, func(p property) bool { return strings.EqualFold(p.name, m.Name) }) {
				members = append(members, m)
			}
		}
	}
	return value.NewObject(members...)
}

// sourceOf returns the source object of an event, nil where it is not known, and sets the judgment's kind.
func (j *judge) sourceOf(e *event, out *judgment) *provision.Source {
	if j.people != nil {
		src := j.people.find(e)
		if src == nil {
			return nil
		}
		out.kind = j.kindOf(src.Type)
		return src
	}
	k := j.kindOf(e.objectType)
	switch {
	case k == nil:
		out.why = whyNoMapping
		return nil
	case e.imported == nil:
		return nil
	}
	out.kind = k
	src := intake.SourceOf(k.typed(e.imported), k.reads)
	if src.Err != nil {
		return nil
	}
	return &src
}

// typed returns what a step of the import says as attributes: an empty text is that there is no value, and booleans and lists are what the
// schema says that they are.
func (k *kind) typed(o *value.Object) *value.Object {
	members := make([]value.Member, 0, len(o.Members()))
	for _, m := range o.Members() {
		text, isText := m.Value.AsString()
		if m.Value.IsNull() || isText && text == "" {
			continue
		}
		if a := k.types[strings.ToLower(m.Name)]; a != nil && isText && unreadableWhy(m.Value) == "" {
			m.Value = typedValue(a, text)
		}
		members = append(members, m)
	}
	return value.NewObject(members...)
}

func typedValue(a *mapping.Attribute, text string) value.Value {
	switch {
	case a.MultiValued && strings.Contains(text, ","):
		var list []value.Value
		for _, member := range splitList(text) {
			list = append(list, value.String(member))
		}
		return value.List(list...)
	case a.Type == mapping.Boolean && (strings.EqualFold(text, "true") || strings.EqualFold(text, "false")):
		return value.Boolean(strings.EqualFold(text, "true"))
	}
	return value.String(text)
}

// overlay is a source object with the attribute that the service works out.
type overlay struct {
	value.Attributes
	name string
	v    value.Value
}

func (o overlay) Attribute(p *value.Path) value.Value {
	if p.String() == o.name {
		return o.v
	}
	return o.Attributes.Attribute(p)
}

// computed returns the source object with the attribute that says whether it is deleted, not assigned, disabled or out of scope, as the service
// works it out. What the step of scoping says of the event counts besides what the object says today.
func (k *kind) computed(src *provision.Source, e *event) value.Attributes {
	if !k.outbound {
		return src.Attrs
	}
	scoping := fields{&plainNames{}, e.scoping}
	says := func(name, word string) bool { return e.scoping != nil && strings.EqualFold(scoping.text(name), word) }
	if e.action == "create" || says("iseffectivelyentitledforprovisioning", "true") {
		return overlay{src.Attrs, k.soft.String(), value.Boolean(false)}
	}
	soft := src.Deleted != provision.NotDeleted || src.Unassigned || says("assigned", "false") || says("isactive", "false")
	if b, err := src.Attrs.Attribute(&k.soft).ToBoolean(); err == nil {
		soft = soft || b
	}
	if v := src.Attrs.Attribute(&k.enabled); !v.IsNullOrEmpty() {
		b, err := v.ToBoolean()
		soft = soft || err == nil && !b
	}
	if !soft {
		scope := k.mapper.ExplainFilter(k.mapper.Scope(), src.Attrs)
		soft = scope.Limit == nil && !scope.Passed
	}
	return overlay{src.Attrs, k.soft.String(), value.Boolean(soft)}
}

// unmapped judges a property that no mapping writes. Logs list attributes of the source object, too (documented: Microsoft Graph, the examples
// of provisioningObjectSummary), and what the target gives itself. Where the schema says that it is an attribute of the target that mappings
// could write, the mapping has gone.
func (k *kind) unmapped(p property, source value.Attributes) judged {
	out := judged{property: p, row: -1, ours: value.Absent}
	if _, custom := mapping.SecurityAttribute(p.name); custom {
		out.mask = value.RedactedText
	} else if k.Mapping.HideValues {
		out.mask = diag.Hidden
	}
	if why := unreadableWhy(p.new); why != "" {
		out.verdict, out.why = unjudged, why
		return out
	}
	path := value.ParsePath(p.name)
	own := value.Fold(source).Attribute(&path)
	switch {
	case !own.IsNull() && same(p.new, own):
		out.ours = own
	case !own.IsNull() || k.types[strings.ToLower(p.name)] != nil || !k.writable(p.name) || p.new.IsNull():
		out.verdict, out.why = unjudged, whyNoMapping
	default:
		out.verdict, out.guess = differ, guessMapping
	}
	return out
}

// writable reports whether the target's schema has an attribute that mappings could write.
func (k *kind) writable(name string) bool {
	s := k.Mapping.Target
	return s != nil && slices.ContainsFunc(s.Attributes, func(a mapping.Attribute) bool { return strings.EqualFold(a.Name, name) && !a.ReadOnly && !a.Anchor })
}

// property judges a property that a mapping writes.
func (k *kind) property(p property, row int, o *mapping.Outcome, source value.Attributes, e *event) judged {
	out := judged{property: p, row: row, ours: value.Absent, mask: o.Mask()}
	reference := o.Waiting() != nil
	switch {
	case reference:
		out.ours = referenced(o.Waiting())
	case o.Decision == mapping.Flowed || o.Decision == mapping.DefaultUsed || o.Decision == mapping.Unchanged:
		out.ours = o.New
	case o.Decision == mapping.Cleared:
		out.ours = value.Null
	}
	why := unreadableWhy(p.new)
	if why == "" {
		why = k.damaged(row, source)
	}
	switch {
	case why != "":
	case o.Decision == mapping.Cleared && p.new.IsNullOrEmpty(), same(p.new, out.ours):
		return out
	case reference && p.new.IsNull() && e.action == "create":
		return out // it is written after the creation (documented: how provisioning works, references)
	case reference:
		why = whyReference
	case o.Decision == mapping.Unsupported:
		why = whyUnknown
	case k.mapper.Effects(row)&functions.Random != 0, k.mapper.Effects(row)&functions.Clock != 0 && e.time.IsZero():
		why = whyVolatile
	}
	if why != "" {
		out.verdict, out.why = unjudged, why
		return out
	}
	out.verdict, out.guess = differ, k.guess(p.new, &out, o)
	return out
}

// referenced returns the names of objects that a value refers to, the likeliest of each.
func referenced(names [][]string) value.Value {
	var list []value.Value
	for _, of := range names {
		if len(of) > 0 {
			list = append(list, value.String(of[0]))
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return value.List(list...)
}

// damaged returns why a value cannot be computed from what is known of the source object: what the mapping reads is redacted or cut off there, and
// a value that is the log's all the same is so by chance.
func (k *kind) damaged(row int, source value.Attributes) string {
	for i := range k.roots[row] {
		if why := unreadableWhy(source.Attribute(&k.roots[row][i])); why != "" {
			return why
		}
	}
	return ""
}
