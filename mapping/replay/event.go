package replay

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// event is one event of a log, as all formats have it.
type event struct {
	id, changeID, cycleID, jobID, tenantID string
	record                                 int       // its number in the log, from 1
	time                                   time.Time // zero where the log does not say
	action                                 string    // in lower case
	objectType                             string    // of the source object
	sourceID, sourceName, reportable       string
	targetID                               string
	// ordinal and match are in what our own plans write: the place of the source object in the input, and how the account was found.
	ordinal    int
	match      string
	properties []property

	imported *value.Object // what the first step of the import has; nil without any
	matched  *value.Object // what the step of matching has of the account; nil without any
	scoping  *value.Object // what the step of scoping says; nil without one

	// flat reports that the event is a row with one property, which the next rows of the same event continue.
	flat bool
	err  error
}

// property is a property that the event lists as modified.
type property struct {
	name     string
	old, new value.Value
}

// name is what the event is called in reports.
func (e *event) name() string { return cmp.Or(e.id, e.changeID) }

// fields finds members of an object by their names without regard to case, spaces and punctuation: formats write activityDateTime,
// ActivityDateTime, "Activity date time" and activity_date_time.
type fields struct {
	names  *plainNames
	object *value.Object
}

// plainNames remembers the plain forms of names, of which a log has few.
type plainNames map[string]string

// maxNames bounds what is remembered: the names of a hostile log must not fill the memory.
const maxNames = 4096

func (p plainNames) of(name string) string {
	plain, ok := p[name]
	if !ok {
		plain = plainName(name)
		if len(p) < maxNames {
			p[name] = plain
		}
	}
	return plain
}

// plainName returns the letters and digits of a name, in lower case, without what Log Analytics and the portal add of the time zone.
func plainName(name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
	if strings.ContainsAny(name, "([") {
		plain = strings.TrimSuffix(plain, "utc")
	}
	return plain
}

// get returns the first of several members that has a value.
func (f fields) get(names ...string) value.Value {
	if f.object == nil {
		return value.Absent
	}
	for _, name := range names {
		for _, m := range f.object.Members() {
			if f.names.of(m.Name) == name && !m.Value.IsNull() {
				return m.Value
			}
		}
	}
	return value.Absent
}

func (f fields) text(names ...string) string { return strings.TrimSpace(f.get(names...).Text()) }

// inner returns a member that is an object, or its text in JSON; without one its get finds nothing.
func (f fields) inner(names ...string) fields {
	o, _ := structured(f.get(names...)).AsObject()
	return fields{f.names, o}
}

// list returns a member that is a list, or its text in JSON.
func (f fields) list(names ...string) []value.Value {
	v := structured(f.get(names...))
	if _, ok := v.AsObject(); ok {
		return []value.Value{v}
	}
	list, _ := v.AsList()
	return list
}

// structured returns what a text of JSON says, where it is an object or a list; every other value is itself.
func structured(v value.Value) value.Value {
	text, ok := v.AsString()
	if !ok {
		return v
	}
	if text = strings.TrimSpace(text); text == "" || text[0] != '{' && text[0] != '[' {
		return v
	}
	inner, err := value.ParseJSON(text)
	if err != nil {
		return v
	}
	return inner
}

// newEvent reads an event from a record.
func newEvent(names *plainNames, o *value.Object) *event {
	f := fields{names, o}
	// Diagnostic settings wrap what Graph has.
	if in := f.inner("properties"); in.object != nil {
		f.object = value.NewObject(slices.Concat(in.object.Members(), o.Members())...)
	}
	e := &event{
		id: f.text("id", "activityid"), changeID: f.text("changeid"), cycleID: f.text("cycleid"), jobID: f.text("jobid"), tenantID: f.text("tenantid", "aadtenantid"),
		action: strings.ToLower(f.text("provisioningaction", "action", "operationname")), match: f.text("match"),
		time: readTime(f.text("activitydatetime", "date", "time", "timegenerated", "endtime", "starttime", "timestamp")),
	}
	source, target := f.inner("sourceidentity"), f.inner("targetidentity")
	e.sourceID = cmp.Or(source.text("id"), f.text("sourceidentityid", "sourceid", "sourceobjectid"))
	e.sourceName = cmp.Or(source.text("displayname"), f.text("sourceidentitydisplayname", "sourcedisplayname", "sourcename", "sourceidentityname"))
	e.objectType = cmp.Or(source.text("identitytype", "type"), f.text("sourceidentityidentitytype", "sourceidentitytype", "sourcetype", "type"))
	e.targetID = cmp.Or(target.text("id"), f.text("targetidentityid", "targetid", "targetobjectid"))
	e.reportable = cmp.Or(f.text("reportableidentifier"), source.inner("details").text("reportableidentifier"))
	if n, err := f.get("ordinal").ToInteger(); err == nil {
		e.ordinal = int(n)
	}
	for _, step := range f.list("provisioningsteps", "steps") {
		if o, ok := structured(step).AsObject(); ok {
			e.step(fields{names, o})
		}
	}
	e.readProperties(f)
	if e.action == "" && e.changeID == "" && e.properties == nil && !f.has("modifiedproperties", "provisioningsteps", "steps") {
		e.err = diag.Errorf("want an event of provisioning, got an object without provisioningAction, modifiedProperties, provisioningSteps and changeId")
	}
	return e
}

// step takes over what a step says.
func (e *event) step(f fields) {
	details := f.inner("details")
	if details.object == nil || len(details.object.Members()) == 0 {
		return
	}
	if e.reportable == "" {
		e.reportable = details.text("reportableidentifier")
	}
	name, kind := strings.ToLower(f.text("name")), strings.ToLower(f.text("provisioningsteptype", "type", "steptype"))
	switch {
	case strings.HasPrefix(name, "entryimport") && kind == "matching":
		if e.matched == nil {
			e.matched = details.object
		}
	case strings.HasPrefix(name, "entryimport") && isObject(details):
		if e.imported == nil {
			e.imported = details.object
		}
	case strings.Contains(name, "scoping") || kind == "scoping":
		if e.scoping == nil {
			e.scoping = details.object
		}
	}
}

// isObject reports whether details of an import are attributes: our own plans say no more than the value by which an account is looked for, and
// the service may say only how the object is called.
func isObject(details fields) bool {
	return slices.ContainsFunc(details.object.Members(), func(m value.Member) bool {
		switch details.names.of(m.Name) {
		case "matchingvalue", "matchingattribute", "targetid", "reason", "reportableidentifier":
			return false
		}
		return true
	})
}

// numbered is the plain name of a cell of a table that has a column for each part of each property.
var numbered = regexp.MustCompile(`^modifiedpropert(?:y|ies)([0-9]{1,4})(displayname|name|oldvalue|newvalue)$`)

// readProperties reads the modified properties: a list of objects, or cells.
func (e *event) readProperties(f fields) {
	listed := f.get("modifiedproperties", "modifiedproperty")
	for _, v := range f.list("modifiedproperties", "modifiedproperty") {
		o, ok := structured(v).AsObject()
		if !ok {
			e.err = diag.Errorf("modifiedProperties: want objects, got %s", diag.Name(v.Kind().String()))
			return
		}
		in := fields{f.names, o}
		if p := (property{in.text("displayname", "name", "propertyname"), in.get("oldvalue"), in.get("newvalue")}); p.name != "" {
			e.properties = append(e.properties, p)
		}
	}
	if text, isText := listed.AsString(); isText && structured(listed).Kind() == value.KindString {
		switch name := strings.TrimSpace(text); {
		case name == "":
		case f.has("oldvalue", "newvalue"):
			e.cell(f, name)
		default:
			e.err = diag.Errorf("modifiedProperties: want JSON, got a text; if the cell was cut off, download the log as JSON")
		}
		return
	}
	if name := f.text("modifiedpropertyname", "modifiedpropertydisplayname", "modifiedpropertiesdisplayname", "modifiedpropertiesname", "propertyname", "attributename"); name != "" && listed.IsNull() {
		e.cell(f, name)
	}
	e.columns(f)
}

func (f fields) has(names ...string) bool {
	return f.object != nil && slices.ContainsFunc(f.object.Members(), func(m value.Member) bool { return slices.Contains(names, f.names.of(m.Name)) })
}

// cell takes the property of a row that has one.
func (e *event) cell(f fields, name string) {
	e.flat = true
	e.properties = append(e.properties, property{name, f.get("oldvalue", "modifiedpropertyoldvalue", "modifiedpropertiesoldvalue"),
		f.get("newvalue", "modifiedpropertynewvalue", "modifiedpropertiesnewvalue")})
}

// columns takes the properties of a row that has columns for all of them.
func (e *event) columns(f fields) {
	at := map[string]int{}
	for _, m := range f.object.Members() {
		part := numbered.FindStringSubmatch(f.names.of(m.Name))
		if part == nil {
			continue
		}
		i, ok := at[part[1]]
		if !ok {
			i = len(e.properties)
			at[part[1]] = i
			e.properties = append(e.properties, property{})
		}
		switch p := &e.properties[i]; part[2] {
		case "oldvalue":
			p.old = m.Value
		case "newvalue":
			p.new = m.Value
		default:
			p.name = m.Value.Text()
		}
	}
	e.properties = slices.DeleteFunc(e.properties, func(p property) bool { return p.name == "" })
}

// layouts are the forms of times that logs have (reported): Graph's, those of the portal's tables and of Log Analytics.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "1/2/2006, 3:04:05.999 PM", "1/2/2006 3:04:05 PM",
	"1/2/2006 15:04:05", time.DateOnly,
}

// readTime reads a time, in UTC where it does not say; the zero time where the text is none.
func readTime(text string) time.Time {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}
