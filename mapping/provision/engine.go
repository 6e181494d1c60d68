package provision

import (
	"context"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Options steer an engine. The zero Options are those of inbound provisioning: objects in scope by filter alone.
type Options struct{}

// Source is an object to provision.
type Source struct {
	// Ordinal is its place in the input, from 1.
	Ordinal int
	// Attrs are its attributes.
	Attrs value.Attributes
	// Err tells that the object could not be read; Attrs does not count then.
	Err error
}

// Engine makes plans. Its plans build on each other: a target object, or a unique value, that one plan uses is taken for the
// next. It must not be used from several goroutines at once.
type Engine struct {
	mapper    *mapping.Mapper
	directory Directory
	opts      Options
	linked    map[*Object]int // target object → ordinal of the source object that matched it
	created   map[string]int  // matching value → ordinal of the source object that is created by it
	reserved  map[string]bool // attribute and unique value in use by this cycle
}

// New joins a mapper with the target's objects; a nil directory is a target without any. The mapper is compiled with the options
// of the set; uniqueness is probed in the directory, whatever Options.Taken says.
func New(set *mapping.Set, directory Directory, mapOpts mapping.Options, opts Options) (*Engine, error) {
	if directory == nil {
		directory = NewMemory(nil)
	}
	e := &Engine{
		directory: directory, opts: opts,
		linked: map[*Object]int{}, created: map[string]int{}, reserved: map[string]bool{},
	}
	mapOpts.Taken = e.taken
	mapper, err := set.Compile(mapOpts)
	e.mapper = mapper
	return e, err
}

// Mapper is the compiled mapping set.
func (e *Engine) Mapper() *mapping.Mapper { return e.mapper }

// Plan decides about one object.
func (e *Engine) Plan(ctx context.Context, src Source) (*Plan, error) {
	p := &Plan{Ordinal: src.Ordinal, ID: strconv.Itoa(src.Ordinal), Source: src.Attrs}
	if src.Err != nil {
		p.fail(CodeUnreadable, src.Err.Error())
		p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
		return p, nil
	}
	matches := e.mapper.Matching(ctx, src.Attrs)
	if !p.importObject(matches) || !e.inScope(p) {
		return p, nil
	}
	existing, ok := e.match(ctx, p, matches)
	if !ok {
		return p, nil
	}
	return p, e.decide(ctx, p, matches, existing)
}

func (p *Plan) fail(code, reason string) {
	p.Action, p.Status, p.Code, p.Reason = Failed, Failure, code, reason
}

func (p *Plan) skip(code, reason string) {
	p.Action, p.Status, p.Code, p.Reason = Skip, Skipped, code, reason
}

// importObject looks whether the object can be found in the target at all.
func (p *Plan) importObject(matches []mapping.Match) bool {
	for _, m := range matches {
		if m.Err == nil && !m.Value.IsNullOrEmpty() && !m.Value.Kind().IsSignal() {
			p.ID = m.Value.Text()
			p.step("EntryImport", Success, Detail{"MatchingValue", p.ID})
			return true
		}
	}
	for _, m := range matches {
		if m.Err != nil {
			p.fail(CodeImportSkipped, "the matching attribute "+m.Target+" cannot be evaluated: "+m.Err.Error())
			p.step("EntryImport", Failure, Detail{"Reason", p.Reason})
			return false
		}
	}
	p.skip(CodeImportSkipped, "no matching attribute has a value")
	p.step("EntryImport", Skipped, Detail{"SkipReason", CodeImportSkipped})
	return false
}

func (e *Engine) inScope(p *Plan) bool {
	scope := e.mapper.Scope().Evaluate(p.Source)
	var details []Detail
	for _, group := range scope.Groups {
		for _, c := range group {
			details = append(details, Detail{c.Clause.String(), passed(c)})
		}
	}
	details = append(details, Detail{"IsInProvisioningScope", boolText(scope.Passed)})
	if !scope.Passed {
		p.skip(CodeNotEntitled, "the object does not pass the scoping filter")
		p.step("EntrySynchronizationScoping", Skipped, append(details, Detail{"SkipReason", CodeNotEntitled})...)
		return false
	}
	p.step("EntrySynchronizationScoping", Success, details...)
	return true
}

func passed(c mapping.ClauseResult) string {
	switch {
	case c.Err != nil:
		return "False: " + c.Err.Error()
	case c.Null && !c.Passed:
		return "False: the attribute has no value"
	}
	return boolText(c.Passed)
}

func boolText(b bool) string { return value.Boolean(b).Text() }

// match looks for the object in the target, attribute by attribute in order of precedence; the first attribute with a hit ends
// the search.
func (e *Engine) match(ctx context.Context, p *Plan, matches []mapping.Match) (*Object, bool) {
	for _, m := range matches {
		if m.Err != nil || m.Value.IsNullOrEmpty() || m.Value.Kind().IsSignal() {
			continue
		}
		hits, err := e.directory.Find(ctx, m.Target, m.Value, m.CaseExact)
		switch {
		case err != nil:
			p.fail(CodeInternal, "the target cannot be searched: "+err.Error())
		case len(hits) > 1:
			p.fail(CodeDuplicateTarget, "several target objects have the same "+m.Target+": "+hits[0].ID+", "+hits[1].ID)
		case len(hits) == 1:
			return hits[0], e.link(p, m, hits[0])
		default:
			continue
		}
		p.step("EntrySynchronizationMatching", Failure, Detail{"MatchingAttribute", m.Target}, Detail{"Reason", p.Reason})
		return nil, false
	}
	return nil, e.claim(p, matches)
}

// link ties the object to a target object, which only one source object may match.
func (e *Engine) link(p *Plan, m mapping.Match, hit *Object) bool {
	p.Target = hit.ID
	if first, taken := e.linked[hit]; taken {
		p.fail(CodeDuplicateSource, "source object "+strconv.Itoa(first)+" matches the same target object")
		p.step("EntrySynchronizationMatching", Failure, Detail{"MatchingAttribute", m.Target}, Detail{"Reason", p.Reason})
		return false
	}
	e.linked[hit] = p.Ordinal
	p.step("EntrySynchronizationMatching", Success, Detail{"MatchingAttribute", m.Target}, Detail{"TargetId", hit.ID})
	return true
}

// claim makes a second source object with the same matching value an error rather than a second creation.
func (e *Engine) claim(p *Plan, matches []mapping.Match) bool {
	var keys []string
	for _, m := range matches {
		if m.Err == nil && !m.Value.IsNullOrEmpty() {
			keys = append(keys, m.Target+"\x00"+lookupText(m.Value, m.CaseExact))
		}
	}
	for _, key := range keys {
		if first, taken := e.created[key]; taken {
			p.fail(CodeDuplicateSource, "source object "+strconv.Itoa(first)+" has the same matching value and is created already")
			p.step("EntrySynchronizationMatching", Failure, Detail{"Reason", p.Reason})
			return false
		}
	}
	for _, key := range keys {
		e.created[key] = p.Ordinal
	}
	p.step("EntrySynchronizationMatching", Success, Detail{"TargetId", ""})
	return true
}

// decide maps the object and chooses the action.
func (e *Engine) decide(ctx context.Context, p *Plan, matches []mapping.Match, existing *Object) error {
	var attrs value.Attributes
	if existing != nil {
		attrs = existing.Attrs
	}
	result, err := e.mapper.Map(ctx, p.Source, attrs)
	if err != nil {
		return err
	}
	p.Attributes = result.Attributes
	switch {
	case result.Ignored:
		p.skip(CodeSkipped, "an expression leaves the object out of the flow")
		p.step("EntrySynchronizationSkip", Skipped, Detail{"SkipReason", CodeSkipped})
		return nil
	case existing != nil && !result.Changed() && len(result.Failed()) == 0:
		p.skip(CodeRedundantExport, "source and target agree")
		p.step("EntrySynchronizationSkip", Skipped, Detail{"SkipReason", CodeRedundantExport})
		return nil
	}
	p.Action, p.Reason = Create, "no target object matches"
	step := "EntryExportAdd"
	if existing != nil {
		p.Action, p.Reason, step = Update, "attributes differ", "EntryExportUpdate"
	}
	p.grade(result)
	e.reserve(result)
	p.step(step, p.Status)
	return nil
}

// grade lets failures and doubts of attributes show in the object's status.
func (p *Plan) grade(result *mapping.Result) {
	if failed := result.Failed(); len(failed) > 0 {
		first := failed[0]
		p.Status, p.Code = Failure, first.Code
		p.Reason += "; " + first.Mapping.Target + " failed: " + first.Reason
		if first.Code == mapping.CodeMissingValues {
			p.Action = Failed
		}
		return
	}
	for i := range result.Attributes {
		if len(result.Attributes[i].Warnings) > 0 {
			p.Status = Warning
		}
	}
}

// taken tells whether a candidate of SelectUniqueValue is in use in the target or was given away earlier in the cycle.
func (e *Engine) taken(attribute, candidate string) (bool, error) {
	v := value.String(candidate)
	if e.reserved[attribute+"\x00"+lookupText(v, false)] {
		return true, nil
	}
	hits, err := e.directory.Find(context.Background(), attribute, v, false)
	return len(hits) > 0, err
}

// reserve keeps the unique values of a new object from being given away again.
func (e *Engine) reserve(result *mapping.Result) {
	for i := range result.Attributes {
		if o := &result.Attributes[i]; o.Decision.Changes() {
			for _, text := range lookupTexts(o.New, false) {
				e.reserved[o.Mapping.Target+"\x00"+text] = true
			}
		}
	}
}
