package bulk

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/internal/urn"
)

// MapBytes bounds the text of a map; real ones have some kilobytes.
const MapBytes = 4 << 20

// Map says how a record, such as a row of a CSV, becomes a SCIM user: plain data that a program makes or [ReadMap] reads.
type Map struct {
	// Name is for people.
	Name string
	// Match is the SCIM path of the matching value, without which the service skips a record; "" is externalId.
	Match string
	// Attributes fill one SCIM attribute each.
	Attributes []Attribute
}

// Attribute fills one SCIM attribute. It has either a column or a constant.
type Attribute struct {
	// Path is the SCIM attribute, see userName or emails[type eq "work"].value.
	Path string
	// Column names the column, or the record's attribute, that is written as it is.
	Column string
	// Equals makes the column a boolean: whether it is one of these texts, compared without case. A column without a value yields
	// nothing, rather than a false that would disable somebody.
	Equals []string
	// Constant is the same for every record. In an element of an array that has columns too it is written where one of them has a
	// value.
	Constant value.Value
}

// ReadMap reads a map from JSON in UTF-8:
//
//	{"attributes": {
//	   "externalId": "WorkerID",
//	   "active": {"column": "WorkerStatus", "equals": "Active"},
//	   "userType": {"constant": "Employee"},
//	   "emails[type eq \"work\"].value": "Email"}}
//
// Beside attributes there may be name and match; equals may be a list of texts. Attributes may also be a list of objects with path
// and the members above. Unknown members and members that are there twice are errors, which say where.
func ReadMap(r io.Reader) (*Map, error) {
	data, err := io.ReadAll(io.LimitReader(r, MapBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("bulk map: %w", err)
	case len(data) > MapBytes:
		limit := &diag.LimitError{Limit: codes.LimitFileBytes, Max: MapBytes}
		return nil, limit.Worded("bulk map: longer than %s", diag.Name(diag.Bytes(MapBytes)))
	}
	var m Map
	if err := m.UnmarshalJSON(data); err != nil {
		return nil, fmt.Errorf("bulk map: %w", err)
	}
	return &m, nil
}

// UnmarshalJSON reads a map; see [ReadMap] for what is taken.
// A map that cannot be read leaves m as it was.
func (m *Map) UnmarshalJSON(data []byte) error {
	text := strings.TrimPrefix(string(data), "\uFEFF")
	if at := textenc.InvalidUTF8(text); at >= 0 {
		return fmt.Errorf("%s: the text is not UTF-8", diag.Locate(text, at))
	}
	// The reader of values refuses members that are there twice, of which encoding/json would take the last, and keeps the order of the
	// attributes.
	v, err := value.ParseJSON(text)
	if err != nil {
		return err
	}
	var read Map
	err = eachMember(v, "the map", func(name string, v value.Value) error {
		switch name {
		case "name":
			return readText(v, &read.Name)
		case "match":
			return readText(v, &read.Match)
		case "attributes":
			return read.readAttributes(v)
		}
		return unknownMember("name, match, attributes")
	})
	if err == nil {
		*m = read
	}
	return err
}

// readAttributes reads the attributes by path, or as a list of objects with the member path.
func (m *Map) readAttributes(v value.Value) error {
	list, isList := v.AsList()
	if !isList {
		return eachMember(v, "attributes", func(name string, v value.Value) error {
			m.Attributes = append(m.Attributes, Attribute{Path: name})
			return m.Attributes[len(m.Attributes)-1].read(v, false)
		})
	}
	for i, v := range list {
		var a Attribute
		if err := a.read(v, true); err != nil {
			return fmt.Errorf("attribute %d: %w", i+1, err)
		}
		m.Attributes = append(m.Attributes, a)
	}
	return nil
}

// read reads what follows a path, or an object that holds the path too.
func (a *Attribute) read(v value.Value, withPath bool) error {
	if !withPath && v.Kind() == value.KindString {
		return readText(v, &a.Column)
	}
	return eachMember(v, "the attribute", func(name string, v value.Value) error {
		switch {
		case name == "path" && withPath:
			return readText(v, &a.Path)
		case name == "column":
			return readText(v, &a.Column)
		case name == "equals":
			return a.readEquals(v)
		case name == "constant":
			return a.readConstant(v)
		}
		return unknownMember("column, equals, constant")
	})
}

// readEquals reads a text or a list of texts. An empty list is an error: every record would have false.
func (a *Attribute) readEquals(v value.Value) error {
	for _, m := range v.Members() {
		var text string
		if err := readText(m, &text); err != nil {
			return err
		}
		a.Equals = append(a.Equals, text)
	}
	if len(a.Equals) == 0 {
		return errors.New("want a text, or a list of texts")
	}
	return nil
}

// readConstant reads a value to be written as it is. Null is refused: it would be the same as no constant.
func (a *Attribute) readConstant(v value.Value) error {
	switch v.Kind() {
	case value.KindNull, value.KindList, value.KindObject:
		return fmt.Errorf("want a text, a number or true or false, got %s", v.Kind())
	default:
		a.Constant = v
		return nil
	}
}

// eachMember calls read for every member of an object, and puts the member's name before its error.
func eachMember(v value.Value, what string, read func(name string, v value.Value) error) error {
	o, ok := v.AsObject()
	if !ok {
		return fmt.Errorf("%s: want an object, got %s", what, v.Kind())
	}
	for _, m := range o.Members() {
		if err := read(m.Name, m.Value); err != nil {
			return fmt.Errorf("%s: %w", diag.Quote(m.Name), err)
		}
	}
	return nil
}

// unknownMember returns an error and does not ignore the member: a misspelt equals would write another value for everybody.
func unknownMember(known string) error {
	return fmt.Errorf("unknown member: want one of %s", known)
}

// readText takes numbers and booleans for their text, since YAML writes texts without quotes.
func readText(v value.Value, into *string) error {
	switch v.Kind() {
	case value.KindNull, value.KindList, value.KindObject:
		return fmt.Errorf("want a text, got %s", v.Kind())
	default:
		*into = v.Text()
		return nil
	}
}

// Columns lists the columns that the map reads, in its order.
func (m *Map) Columns() []string {
	var names []string
	for i := range m.Attributes {
		if c := m.Attributes[i].Column; c != "" {
			names = append(names, c)
		}
	}
	return names
}

// template is a map made ready to build users.
// The rows are in the order of the map. Elements are numbered over all arrays, so that a record needs one slice of marks for them.
type template struct {
	rows     []mapRow
	match    int // of the rows
	elements int // of all arrays
}

type mapRow struct {
	attribute *Attribute
	path      *scimwire.Path
	column    value.Path
	element   int // the array element that the row writes to; -1 for none
	// needsColumn reports that the row is a constant beside columns in one element.
	needsColumn bool
	seen        bool // some record has had the column
}

// compile checks the map and takes its paths apart; the error joins everything that is wrong.
func (m *Map) compile() (*template, error) {
	t := &template{rows: make([]mapRow, 0, len(m.Attributes)), match: -1}
	var problems []error
	places, elements := map[string]bool{}, map[string]int{}
	// One object takes the attributes of all rows, so that paths which contradict each other are found here and not with the first record.
	whole := scimwire.NewResource("")
	match, err := scimwire.ParsePath(orDefault(m.Match, "externalId"))
	if err != nil {
		return nil, fmt.Errorf("bulk map: match: %w", err)
	}
	for i := range m.Attributes {
		row, err := m.Attributes[i].compile(whole)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		// Setting the same sample twice is no fault for the object, so paths that are there twice are looked for by themselves.
		place := row.path.Place()
		if places[place] {
			problems = append(problems, unusable(row.path, "it is twice in the map"))
		}
		places[place] = true
		row.element = elementNumber(row.path.Element(), elements)
		if place == match.Place() {
			t.match = len(t.rows)
		}
		t.rows = append(t.rows, row)
	}
	// With other problems it may be one of the rows that have been left out.
	if t.match < 0 && len(problems) == 0 {
		problems = append(problems, unusable(match, "the map does not fill it, and the service skips records without a matching value"))
	}
	t.elements = len(elements)
	t.findConstants()
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("bulk map: %w", err)
	}
	return t, nil
}

// orDefault returns a text, or another one if it is empty.
func orDefault(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// compile sets the attribute in an example, so that paths which contradict each other come to light before any record is read.
func (a *Attribute) compile(example *scimwire.Resource) (mapRow, error) {
	p, err := scimwire.ParsePath(a.Path)
	if err != nil {
		return mapRow{}, err
	}
	// A record's value may still not fit: what a column holds is not known here.
	sample := value.True // fits booleans and texts
	switch {
	case (a.Column == "") == a.Constant.IsAbsent():
		return mapRow{}, unusable(p, "want a column or a constant, and not both")
	case a.Column == "" && a.Equals != nil:
		return mapRow{}, unusable(p, "equals compares a column, and there is none")
	case a.Column == "":
		sample = a.Constant
	}
	return mapRow{attribute: a, path: p, column: value.ParsePath(a.Column)}, example.SetPath(p, sample)
}

// unusable returns the error of a path that the map must not have.
func unusable(p *scimwire.Path, problem string) error {
	return &value.PathError{Path: p.String(), Problem: diag.Messagef("%s", diag.Name(problem))}
}

// elementNumber numbers the places of array elements; -1 is none.
func elementNumber(place string, known map[string]int) int {
	if place == "" {
		return -1
	}
	if _, ok := known[place]; !ok {
		known[place] = len(known)
	}
	return known[place]
}

// findConstants marks the constants that are written beside columns only.
func (t *template) findConstants() {
	// Elements whose rows are constants only are the map's own, and written for everybody.
	columns := map[int]bool{}
	for i := range t.rows {
		if r := &t.rows[i]; r.element >= 0 && r.attribute.Column != "" {
			columns[r.element] = true
		}
	}
	for i := range t.rows {
		r := &t.rows[i]
		r.needsColumn = r.attribute.Column == "" && columns[r.element]
	}
}

// doubtfulURNs returns a warning for every extension whose URN looks like a slip of another one's.
func (t *template) doubtfulURNs() diag.List {
	counts := urn.NewCounts()
	for i := range t.rows {
		if name := t.rows[i].path.URN(); name != "" {
			counts.Add(name)
		}
	}
	var doubts diag.List
	// The core schema has no URN in a path, and so cannot have a slip.
	reported := map[string]bool{"": true}
	for i := range t.rows {
		p := t.rows[i].path
		if reported[p.URN()] {
			continue
		}
		reported[p.URN()] = true
		if s := counts.Typo(p.URN()); !s.Message.IsZero() {
			doubts = append(doubts, diag.Finding{Severity: diag.Warning, Code: slipCode(s), Place: diag.Place{Target: p.String()}, Message: s.Message})
		}
	}
	return doubts
}

// slipCode returns the finding's code of a slip in a URN.
func slipCode(s urn.Typo) diag.Code {
	if s.HasSpace {
		return codes.SpaceInURN
	}
	return codes.MisspeltURN
}
