package sources

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// hrPerson is a person with the events of all feeds.
type hrPerson struct {
	number  string
	ordinal int
	line    int
	events  []*hrEvent
	err     *feed.Error
}

// inOrder orders events by effective date, then by the time of their last change. The rest makes the order one of the events alone, whatever order
// they are read in.
func inOrder(a, b *hrEvent) int {
	return cmp.Or(
		a.effective.at.Compare(b.effective.at), a.updated.Compare(b.updated), a.published.Compare(b.published),
		cmp.Compare(a.collection.rank(), b.collection.rank()), cmp.Compare(a.id, b.id), bytes.Compare(a.hash[:], b.hash[:]),
	)
}

// settle orders the events, and takes out those that are there twice, and entries of which a later state is there.
func (p *hrPerson) settle() {
	type identity struct {
		c  *collection
		id string
	}
	latest := map[identity]time.Time{}
	for _, e := range p.events {
		key := identity{e.collection, e.id}
		if e.updated.After(latest[key]) {
			latest[key] = e.updated
		}
	}
	p.events = slices.DeleteFunc(p.events, func(e *hrEvent) bool { return e.id != "" && e.updated.Before(latest[identity{e.collection, e.id}]) })
	slices.SortFunc(p.events, inOrder)
	p.events = slices.CompactFunc(p.events, func(a, b *hrEvent) bool { return inOrder(a, b) == 0 })
}

// record returns the person as of a time, and how many entries do not hold yet. There is none where all that is known of somebody is still to come,
// but for a new hire.
func (p *hrPerson) record(now time.Time) (rec feed.Record, late int, ok bool) {
	rec = feed.Record{Ordinal: p.ordinal, Line: p.line, ID: p.number}
	if p.err != nil {
		e := *p.err
		e.Record = p.ordinal
		rec.Err = &e
		return rec, 0, true
	}
	p.settle()
	s := newHistory(p.events).at(now)
	attrs, used, late := p.attributes(s.until)
	if used == 0 && !s.any {
		return rec, late, false
	}
	attrs.set("PersonNumber", value.String(p.number))
	// Null says that there is none; what is not known is left out.
	active, known := s.active.AsBoolean()
	if !s.hire.isZero() || known && !active {
		attrs.set("HireDate", s.hire.value())
	}
	if !s.end.isZero() || known {
		attrs.set("TermDate", s.end.value())
	}
	if known {
		attrs.set("active", s.active)
	}
	rec.Attrs = attrs.object()
	return rec, late, true
}

func (d day) value() value.Value {
	if d.isZero() {
		return value.Null
	}
	return value.String(d.text)
}

// attributes returns what the events up to a time say of the person, how many these are, and how many later ones are not used yet.
func (p *hrPerson) attributes(until time.Time) (a *attributesSoFar, used, late int) {
	a = &attributesSoFar{at: map[string]int{}}
	for _, e := range p.events {
		if e.effective.at.After(until) {
			if !e.collection.ahead {
				late++
			}
			continue
		}
		used++
		// An empty text of the context says nothing: what is emptied is a changed attribute.
		for _, m := range e.context {
			if !m.Value.IsNullOrEmpty() {
				a.set(m.Name, m.Value)
			}
		}
		for _, c := range e.changes {
			// A cancellation has the old values (documented), and the dates of a record are not those of the person.
			if c.plain && e.collection.name == cancelworkrelship || slices.Contains([]string{"effectivedate", "effectivestartdate"}, memberName(c.name)) {
				continue
			}
			if c.plain && e.deleted {
				a.withdraw(c.name, c.value)
				continue
			}
			a.set(c.name, c.value)
		}
	}
	return a, used, late
}

// attributesSoFar are attributes with the values that they had, the last of which holds.
type attributesSoFar struct {
	names  []string
	values [][]value.Value
	at     map[string]int // by lower-case name
}

func (a *attributesSoFar) set(name string, v value.Value) {
	key := strings.ToLower(name)
	at, known := a.at[key]
	if !known {
		at = len(a.names)
		a.at[key] = at
		a.names, a.values = append(a.names, name), append(a.values, nil)
	}
	a.values[at] = append(a.values[at], v)
}

// withdraw takes back a value that was deleted: the attribute has the one before it again, null where none is known (assumed).
func (a *attributesSoFar) withdraw(name string, v value.Value) {
	at, known := a.at[strings.ToLower(name)]
	if !known {
		a.set(name, value.Null)
		return
	}
	had := a.values[at]
	if n := len(had); had[n-1].Equal(v) {
		had = had[:n-1]
	}
	if len(had) == 0 {
		had = append(had, value.Null)
	}
	a.values[at] = had
}

func (a *attributesSoFar) get(name string) value.Value {
	if at, known := a.at[strings.ToLower(name)]; known {
		return a.values[at][len(a.values[at])-1]
	}
	return value.Absent
}

// object returns the attributes under Oracle's names, and under those of Microsoft's worksheet 1, with and without
// spaces.
func (a *attributesSoFar) object() *value.Object {
	for _, w := range worksheet() {
		for _, from := range w.from {
			v := a.get(from)
			if v.IsAbsent() {
				continue
			}
			for _, name := range []string{w.column, strings.ReplaceAll(w.column, " ", "")} {
				if a.get(name).IsAbsent() {
					a.set(name, v)
				}
			}
			break
		}
	}
	var members []value.Member
	flexfields := map[string]int{} // of members
	for i, name := range a.names {
		v := a.values[i][len(a.values[i])-1]
		code, inner, isFlexfield := strings.Cut(name, flexfieldMark)
		if !isFlexfield {
			members = append(members, value.Member{Name: name, Value: v})
			continue
		}
		at, known := flexfields[code]
		if !known {
			at = len(members)
			flexfields[code] = at
			members = append(members, value.Member{Name: code, Value: value.ObjectOf(value.NewObject())})
		}
		o, _ := members[at].Value.AsObject()
		members[at].Value = value.ObjectOf(value.NewObject(append(slices.Clone(o.Members()), value.Member{Name: inner, Value: v})...))
	}
	return value.NewObject(members...)
}

// flexfieldMark is between the code of a flexfield and the name of its attribute: no name has it.
const flexfieldMark = "\x00"

// column is a column of worksheet 1 of Microsoft's tutorial on Oracle HCM, with the attributes of the feeds that it may have its value from.
type column struct {
	column string
	from   []string
}

// worksheet lets a map for the table of an initial load be used for the feeds, too. Names of the feeds are those of Oracle's mapping of attributes
// (documented), and of the payload in the tutorial.
func worksheet() []column {
	return []column{
		{"Person Number", []string{"PersonNumber"}},
		{"Account Status", []string{"active"}},
		{"Street Address", []string{"AddressLine1"}},
		{"City", []string{"TownOrCity"}},
		{"State", []string{"Region1", "Region2"}},
		{"Postal Code", []string{"PostalCode"}},
		{"Department Name", []string{"DepartmentName", "DepartmentId"}},
		{"Division", []string{"BusinessUnitName", "BusinessUnitId"}},
		{"Company", []string{"LegalEmployerName", "LegalEntityId"}},
		{"Username", []string{"UserName"}},
		{"Display Name", []string{"DisplayName", "PersonName"}},
		{"First Name", []string{"FirstName"}},
		{"Last Name", []string{"LastName"}},
		{"Job Code", []string{"JobCode"}},
		{"Job Name", []string{"JobName"}},
		{"Email Address", []string{"EmailAddress", "WorkEmail"}},
		{"Manager", []string{"ManagerPersonNumber"}},
		{"Mobile Phone Number", []string{"MobilePhoneNumber"}},
		{"Phone Number", []string{"PhoneNumber", "PrimaryPhoneNumber"}},
		{"Work Address", []string{"LocationName", "LocationCode"}},
		{"Hire Date", []string{"HireDate"}},
		{"Termination Date", []string{"TermDate"}},
		{"EffectiveStartDate", []string{"HireDate"}},
		{"EffectiveDate", []string{"TermDate"}},
	}
}
