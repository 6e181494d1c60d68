// Package intake turns the records of a feed into what provisioning takes: source objects, and the objects of a target. It is what the front
// door and the command have in common.
package intake

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
	"github.com/attrmap/attrmap/internal/dn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// The members that describe a source object instead of being its attributes.
const (
	assigned = "@assigned" // false: the object is not assigned to the application
	deleted  = "@deleted"  // "soft" or "hard"
	removed  = "@removed"  // Graph delta queries: {"reason": "changed"} can be restored, {"reason": "deleted"} cannot (documented)
)

// maxHeld bounds the source objects that are held back while none has an attribute that the mapping reads.
const maxHeld = 1024

// Keep returns the attributes to retain of source objects, see [feed.Options]: those of names, which the engine reads, and what describes
// the objects.
func Keep(names []string) []string {
	if adobject.Reads(names) {
		names = adobject.Keep(names)
	}
	// The capacity ends with the length: the caller's array must not be written to.
	return append(names[:len(names):len(names)], assigned, deleted, removed)
}

// Sources returns the records as source objects of a type, a broken one with its error. It sets end where the rest cannot be read, and where there
// is nothing to plan: the input has no record, or none of the attributes that the mapping reads, which are named by reads. In the
// latter case no object is returned, unless there are more than 1,024. If what it reads is of Active Directory, objects get its names and
// virtual attributes, see [adobject.Complete], and those of another class are left out. look is called with every record that is read; it may be nil.
func Sources(r *feed.Reader, objectType string, reads []string, look func(*feed.Record), end *error) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		s := sources{reader: r, yield: yield}
		ad := adobject.Reads(reads)
		// A pair with an error is the last one, and its record is empty. A broken record, in contrast, is a source object with an error.
		for rec, err := range r.Records() {
			// That the input breaks off weighs more than that nothing in it has been related so far, so what is held back is shown.
			if err != nil {
				*end = err
				s.release()
				return
			}
			if look != nil {
				look(&rec)
			}
			if ad && rec.Err == nil {
				if !adobject.HasClass(rec.Attrs, objectType) {
					continue
				}
				rec.Attrs = adobject.Complete(rec.Attrs)
			}
			// The caller stopped: end stays nil, because what has not been read cannot be judged.
			if !s.add(sourceOf(&rec, r.Format())) {
				return
			}
		}
		*end = s.nothing(reads)
	}
}

// sources passes source objects on as soon as one of them is related to the mapping.
// The objects before it are held back until then: a file of the wrong kind is to have an error, and no plans.
type sources struct {
	reader *feed.Reader
	yield  func(provision.Source) bool
	held   []provision.Source
	count  int // of all source objects
	broken int // of those with an error
	// passes is set once objects are passed on, and then stays: nothing is held back a second time.
	passes bool
}

// add takes the next source object, and returns false if no more are wanted.
func (s *sources) add(src provision.Source) bool {
	s.count++
	if src.Err != nil {
		s.broken++
	}
	if !s.passes {
		// Names is about all records that have been read, so the first related object releases those before it. A broken record is passed
		// on at once, because its error may be why nothing is related.
		_, related := s.reader.Names()
		if !related && src.Err == nil && len(s.held) < maxHeld {
			s.held = append(s.held, src)
			return true
		}
		if !s.release() {
			return false
		}
	}
	return s.yield(src)
}

// release passes on what is held back.
// It returns false if the caller wants no more; yield must not be called again then.
func (s *sources) release() bool {
	s.passes = true
	for _, src := range s.held {
		if !s.yield(src) {
			return false
		}
	}
	s.held = nil
	return true
}

// nothing returns the error of an input that has no source object, or only unrelated ones.
// It is called at the end of the input, when Names has seen every record.
func (s *sources) nothing(reads []string) error {
	names, related := s.reader.Names()
	switch {
	case s.count == 0:
		return diag.Errorf("want objects, got none; check that this is the right file and that its writer has finished")
	// If all records are broken, their own errors say what is wrong.
	case related || s.count == s.broken:
		return nil
	case len(names) == 0:
		return diag.Errorf("no object has any attribute: want some of %s", diag.Name(list(reads)))
	}
	return diag.Errorf("no object has an attribute that the mapping reads: want some of %s, got %s", diag.Name(list(reads)), quoted(names))
}

// quoted returns a list of names that come from the data. They may be values, as in a CSV without a header row, so that they are masked where
// values are hidden.
func quoted(names []string) diag.Quoted {
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = string(diag.Quote(name))
	}
	return diag.Quoted(list(texts))
}

// list returns at most 12 names of attributes, each once.
func list(names []string) string {
	const most = 12
	var shown []string
	known := make(map[string]bool)
	for _, name := range names {
		// Members that begin with @ are added by Keep and are nobody's attributes.
		if !known[name] && !strings.HasPrefix(name, "@") {
			known[name] = true
			shown = append(shown, name)
		}
	}
	if len(shown) > most {
		shown = append(shown[:most], "…")
	}
	return strings.Join(shown, ", ")
}

// sourceOf returns the source object of a record.
// Of an object with an error the attributes stay nil: its plan must not come from a part of it.
func sourceOf(rec *feed.Record, format feed.Format) provision.Source {
	src := provision.Source{Ordinal: rec.Ordinal, Err: rec.Err}
	// Otherwise the data of a DELETE would be planned as those of a person to be created.
	if format == feed.SCIMBulk && src.Err == nil && !strings.EqualFold(rec.Method, "POST") {
		method := diag.Messagef("no method")
		if rec.Method != "" {
			method = diag.Messagef("%s", diag.Quote(rec.Method))
		}
		// Documented: Microsoft Learn, "API-driven inbound provisioning concepts".
		src.Err = diag.Errorf("line %d: want method POST, got %s: API-driven provisioning takes POST only", rec.Line, method)
	}
	if src.Err == nil {
		src.Err = describe(&src, rec.Attrs)
	}
	if src.Err == nil {
		src.Attrs = rec.Attributes()
	}
	return src
}

// SourceOf returns the source object of attributes that come from no file, as [Sources] returns that of a record; reads are the attributes that
// the engine reads of its type. The caller sets Type and Ordinal.
func SourceOf(attrs *value.Object, reads []string) provision.Source {
	if adobject.Reads(reads) {
		attrs = adobject.Complete(attrs)
	}
	return sourceOf(&feed.Record{Attrs: attrs}, feed.NDJSON)
}

// describe sets what the members whose names begin with @ say of an object.
// An unknown word is an error and not ignored: an object that is read as assigned, or as not deleted, would be provisioned. Other members
// with @, such as @odata.type, are annotations.
func describe(src *provision.Source, attrs *value.Object) error {
	for _, m := range attrs.Members() {
		// An empty cell of a CSV says nothing.
		if !strings.HasPrefix(m.Name, "@") || m.Value.IsNullOrEmpty() {
			continue
		}
		// The words come from spreadsheets, too, which write TRUE and FALSE.
		text := strings.ToLower(m.Value.Text())
		// The names do too, as headers. In any case, as all attributes' names: an ignored @Deleted would be an object that is provisioned.
		switch strings.ToLower(m.Name) {
		case assigned:
			if text != "true" && text != "false" {
				return diag.Errorf("%s: want true or false, got %s", diag.Name(m.Name), diag.Quote(m.Value.Text()))
			}
			src.Unassigned = text == "false"
		case deleted:
			switch text {
			case "soft":
				src.Deleted = provision.SoftDeleted
			case "hard":
				src.Deleted = provision.HardDeleted
			default:
				return diag.Errorf("%s: want soft or hard, got %s", diag.Name(m.Name), diag.Quote(m.Value.Text()))
			}
		case removed:
			// Any other reason, and none, is taken for the one that can be restored.
			src.Deleted = provision.SoftDeleted
			if o, ok := m.Value.AsObject(); ok && strings.EqualFold(o.Get("reason").Text(), "deleted") {
				src.Deleted = provision.HardDeleted
			}
		}
	}
	return nil
}

// Objects returns the records as the objects that a mapping has in the target. Those of Active Directory get its names and virtual
// attributes, see [adobject.Complete]; their ID is what [adobject.ID] returns, and their distinguished name what others refer to them by. They are known
// by the target, or, where no rules are to be checked, by the names that the mapping writes and by what they have. Objects of another class
// are left out, so that one export of a directory has the users and the groups; a mapping that does not say which it is about keeps those
// that it could match. A broken object is an error: without it, decisions about others would be wrong. So is a file in which nothing that the
// mapping writes occurs, and nothing that names an object: everybody would be created.
func Objects(r *feed.Reader, m *provision.ObjectMapping, look func(*feed.Record)) ([]*provision.Object, error) {
	profile := targetProfile(m)
	var objects []*provision.Object
	var unrelated []string // the names of the first object, until one is related to the mapping
	related, others := false, 0
	for rec, err := range r.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return nil, err
		}
		if look != nil {
			look(&rec)
		}
		if !rec.Attrs.GetFold(removed).IsNullOrEmpty() {
			continue // a delta query says that the target does not have it
		}
		// Before NewObject, which takes the matching values from the attributes.
		ad := profile == mapping.ProfileAD || profile == mapping.ProfileNone && adobject.Is(rec.Attrs)
		if ad {
			if other := !adobject.HasClass(rec.Attrs, m.TargetType); other && (m.TargetType != "" || !hasMatch(rec.Attrs, m.Set)) {
				others++
				continue
			}
			if err := checkAD(&rec, m.Set); err != nil {
				return nil, err
			}
			rec.Attrs = adobject.Complete(rec.Attrs)
		}
		if related = related || relates(&rec, m.Set); !related && len(unrelated) == 0 {
			unrelated = memberNames(rec.Attrs)
		}
		o := provision.NewObject(rec.Attributes(), rec.Ordinal, m.Set)
		o.Type = m.TargetType
		if ad {
			o.Reference = adobject.Name(rec.Attrs)
			o.ID = adobject.ID(rec.Attrs, cmp.Or(o.Reference, o.ID))
		} else if name := rec.Attrs.GetFold("dn").Text(); profile == mapping.ProfileNone && isName(name) {
			o.Reference = name // other directories refer to their entries so, too
		}
		objects = append(objects, o)
	}
	// Everybody would be created.
	if len(objects) == 0 && others > 0 {
		return nil, diag.Errorf("want objects of the type %s, got %d of other classes; name their type, or leave the file out if the target has none",
			diag.Name(cmp.Or(m.TargetType, "User")), others)
	}
	if len(objects) == 0 {
		unrelated = unrelatedColumns(r.Columns(), m.Set)
	}
	switch {
	case len(unrelated) > 0 && !related:
		return nil, diag.Errorf("no object has an attribute that the mapping writes: want some of %s, got %s", diag.Name(list(targetNames(m.Set))), quoted(unrelated))
	case len(objects) > 0 && !related:
		return nil, diag.Errorf("no object has any attribute: want some of %s", diag.Name(list(targetNames(m.Set))))
	}
	return objects, nil
}

// isName reports whether a text is a distinguished name.
func isName(text string) bool {
	_, ok := dn.Key(text)
	return ok && text != ""
}

// targetProfile returns how the objects of a mapping's target are known.
func targetProfile(m *provision.ObjectMapping) mapping.Profile {
	return cmp.Or(m.Options.Profile, m.Set.Profile())
}

// ReadsSameTarget reports whether two jobs certainly read the same objects from a file of the target. What is read of a directory, or of what may
// be one, depends on all targets of the mappings.
func (j *Job) ReadsSameTarget(other *Job) bool {
	return slices.EqualFunc(j.Objects, other.Objects, func(a, b provision.ObjectMapping) bool {
		profile := targetProfile(&a)
		all := profile == mapping.ProfileAD || profile == mapping.ProfileNone
		return a.Type == b.Type && a.TargetType == b.TargetType && profile == targetProfile(&b) && slices.Equal(targets(a.Set, all), targets(b.Set, all))
	})
}

// targets returns the targets of a set, with all or those that match objects.
func targets(set *mapping.Set, all bool) (names []string) {
	for i := range set.Mappings {
		if m := &set.Mappings[i]; all || m.Match > 0 {
			names = append(names, m.Target+"\x00"+strconv.Itoa(m.Match))
		}
	}
	return names
}

// anchorNames are attributes that name an object of a target: one that has nothing else can still be linked and referred to.
var anchorNames = []string{"id", "objectId", "objectGUID", "distinguishedName", "DN"}

// relates reports whether an object has an attribute that the set writes, be it null, or one that names the object.
func relates(rec *feed.Record, set *mapping.Set) bool {
	attrs := rec.Attributes()
	return slices.ContainsFunc(append(targetNames(set), anchorNames...), func(name string) bool {
		path := value.ParsePath(name)
		return !rec.Attrs.GetFold(path.Root()).IsAbsent() || !attrs.Attribute(&path).IsAbsent()
	})
}

// unrelatedColumns returns the columns of a table without rows if none of them is an attribute that the set writes, or one that names an object.
func unrelatedColumns(columns []string, set *mapping.Set) []string {
	members := make([]value.Member, len(columns))
	for i, name := range columns {
		members[i] = value.Member{Name: name, Value: value.String("")}
	}
	if relates(&feed.Record{Attrs: value.NewObject(members...)}, set) {
		return nil
	}
	return columns
}

// targetNames returns the names of the attributes that the set writes.
func targetNames(set *mapping.Set) []string {
	names := make([]string, len(set.Mappings))
	for i := range set.Mappings {
		names[i] = set.Mappings[i].Target
	}
	return names
}

// memberNames returns the names of an object's attributes.
func memberNames(o *value.Object) []string {
	names := make([]string, len(o.Members()))
	for i, m := range o.Members() {
		names[i] = m.Name
	}
	return names
}

// hasMatch reports whether an object has a value for a matching attribute of the set.
func hasMatch(o *value.Object, set *mapping.Set) bool {
	for i := range set.Mappings {
		if m := &set.Mappings[i]; m.Match > 0 && !o.GetFold(m.Target).IsNullOrEmpty() {
			return true
		}
	}
	return false
}

// Unmatchable returns the matching attributes of the set if there are objects and none has a value for any of them, so that everybody
// would be created; nil otherwise.
// Without objects it returns nil: an empty target is that of a first cycle, in which it is right to create everybody. The loops usually end
// with the first object.
func Unmatchable(objects []*provision.Object, set *mapping.Set) []string {
	var names []string
	var paths []value.Path
	for i := range set.Mappings {
		if m := &set.Mappings[i]; m.Match > 0 {
			names, paths = append(names, m.Target), append(paths, value.ParsePath(m.Target))
		}
	}
	for _, o := range objects {
		for i := range paths {
			if !o.Attrs.Attribute(&paths[i]).IsNullOrEmpty() {
				return nil
			}
		}
	}
	if len(objects) == 0 {
		return nil
	}
	return names
}
