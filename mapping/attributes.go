package mapping

import (
	_ "embed" // the table of attributes
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed attributes.tsv
var attributesTable string

// knownAttribute is a row of the table: what a kind of target says of one attribute.
type knownAttribute struct {
	profile Profile
	objects []string // the types of objects that have it
	Attribute
	typed            bool // the type is known; else the row is about other things alone
	noEmpty          bool // an empty text is refused
	needsTime        bool // a date without a time of day does not arrive
	pattern, refused string
}

// knownAttributes returns the rows of the table, in its order. They are not changed.
var knownAttributes = sync.OnceValue(func() []knownAttribute {
	rows, err := parseAttributes(attributesTable)
	if err != nil {
		panic(err) // the table is part of the program
	}
	return rows
})

// parseAttributes parses the table. An unknown profile, type or word is an error, so that a slip in a row does not pass for a row that
// says less.
func parseAttributes(table string) ([]knownAttribute, error) {
	var rows []knownAttribute
	for line := range strings.Lines(table) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		row, err := parseAttribute(strings.Split(line, "\t"))
		if err != nil {
			return nil, fmt.Errorf("attributes.tsv: %s: %w", line, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// parseAttribute parses the fields of one row: profile, types of objects, attribute, type, what else it says, the space in which its
// values are unique, length, pattern, refused and source. A field of which nothing is known is a hyphen.
func parseAttribute(fields []string) (row knownAttribute, err error) {
	if len(fields) != 10 {
		return row, fmt.Errorf("want 10 fields, got %d", len(fields))
	}
	for i := range fields {
		if fields[i] == "-" {
			fields[i] = ""
		}
	}
	row = knownAttribute{
		objects:   strings.Split(fields[1], ","),
		Attribute: Attribute{Name: fields[2], Unique: fields[5]}, typed: fields[3] != "",
		pattern: fields[7], refused: fields[8],
	}
	if row.profile, err = ParseProfile(fields[0]); err != nil {
		return row, err
	}
	if row.typed {
		name, references, _ := strings.Cut(fields[3], ":")
		if row.Type, err = ParseAttributeType(name); err != nil {
			return row, err
		}
		if references != "" {
			row.References = strings.Split(references, ",")
		}
	}
	for _, word := range strings.Fields(fields[4]) {
		says := map[string]*bool{
			"multi": &row.MultiValued, "required": &row.Required, "caseExact": &row.CaseExact, "readOnly": &row.ReadOnly,
			"noEmpty": &row.noEmpty, "time": &row.needsTime,
		}[word]
		if says == nil {
			return row, fmt.Errorf("unknown word %q", word)
		}
		*says = true
	}
	if fields[6] != "" {
		row.MaxLength, err = strconv.Atoi(fields[6])
	}
	return row, err
}

// attributeMatches compares a name of the table, which may end in an asterisk, with a target.
func attributeMatches(pattern, target string) bool {
	if prefix, open := strings.CutSuffix(pattern, "*"); open {
		return len(target) > len(prefix) && strings.EqualFold(target[:len(prefix)], prefix)
	}
	return strings.EqualFold(pattern, target)
}

// scimSchemas are the URNs that begin names of attributes which the table has without them.
var scimSchemas = []string{
	"urn:ietf:params:scim:schemas:core:2.0:User:", "urn:ietf:params:scim:schemas:core:2.0:Group:",
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:",
}

// plainName returns the name of an attribute without the URN of a schema of SCIM.
func plainName(name string) string {
	for _, urn := range scimSchemas {
		if len(name) > len(urn) && strings.EqualFold(name[:len(urn)], urn) {
			return name[len(urn):]
		}
	}
	return name
}

// objectType returns the type of the table that an object's name in a schema means: Group, else User, which is also what accounts and
// people are called elsewhere. Names of SCIM's schemas end in the type.
func objectType(name string) string {
	if strings.EqualFold(name[strings.LastIndexByte(name, ':')+1:], "Group") {
		return "Group"
	}
	return "User"
}

// lookup returns what the table says of an attribute of a profile's objects; ok is false where it says nothing. Rows for all attributes
// with the same beginning add to the attribute's own.
func (p Profile) lookup(object, attribute string) (known knownAttribute, ok bool) {
	object, attribute = objectType(object), plainName(attribute)
	rows := knownAttributes()
	for i := range rows {
		row := &rows[i]
		if row.profile != p || !slices.Contains(row.objects, object) || !attributeMatches(row.Name, attribute) {
			continue
		}
		noEmpty := known.noEmpty || row.noEmpty
		if !ok || row.typed {
			known = *row
			known.Name = attribute
		}
		known.noEmpty, ok = noEmpty, true
	}
	return known, ok
}

// agreed returns what the name of an attribute says whatever the target is: the type on which all profiles agree that have it. What a
// target demands beside the type (a value at creation, a unique one) is not the name's.
func agreed(object, attribute string) (known knownAttribute, ok bool) {
	for _, p := range Profiles() {
		row, found := p.lookup(object, attribute)
		if !found || !row.typed {
			continue
		}
		if ok && (row.Type != known.Type || row.MultiValued != known.MultiValued) {
			return knownAttribute{}, false
		}
		known.Attribute = Attribute{Name: row.Name, Type: row.Type, MultiValued: row.MultiValued, References: row.References}
		known.typed, ok = true, true
	}
	return known, ok
}

// Attribute returns what is known of an attribute of the profile's objects, whose type is named as in a schema: "Group", or anything else
// for a user. The attribute is named in any case, with or without the URN of SCIM's core and enterprise schemas. Of [ProfileNone] the type
// is known on which all profiles agree that have the attribute, and nothing else. ok is false where nothing is known.
func (p Profile) Attribute(object, name string) (a Attribute, ok bool) {
	known, ok := p.known(object, name)
	return known.Attribute, ok
}

// known is Attribute with all that the table says.
func (p Profile) known(object, name string) (knownAttribute, bool) {
	if p == ProfileNone {
		return agreed(object, name)
	}
	return p.lookup(object, name)
}

// Required returns the names of the attributes without which the profile's objects, whose type is named as in a schema, are not created.
func (p Profile) Required(object string) []string {
	var names []string
	for _, row := range knownAttributes() {
		if row.profile == p && row.Required && slices.Contains(row.objects, objectType(object)) {
			names = append(names, row.Name)
		}
	}
	return names
}

// addPattern compiles a pattern of the table; "" is none.
func addPattern(list *[]*regexp.Regexp, text string) error {
	if text == "" {
		return nil
	}
	re, err := regexp.Compile(text)
	*list = append(*list, re)
	return err
}
