package feed

import (
	"bytes"
	"encoding/base64"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
	"github.com/attrmap/attrmap/internal/codes"
)

// ldifRecords returns the entries of LDIF (RFC 2849). An entry is read line by line, so that the window holds one folded line and not a
// group with all its members.
type ldifRecords struct {
	in      *input
	opt     Options
	names   *names
	ordinal int
	final   error // how the stream ends, returned after the last record
	begun   bool  // the version has been looked for

	size   int    // bytes of the entry's lines so far
	line   []byte // the current line without its folds
	text   arena
	lower  []byte // scratch: an attribute in lower case
	slots  map[string]*ldifSlot
	shown  []*ldifSlot // the attributes of the entry, in order of their first values
	parts  []ldifParts // of attributes that have come in parts
	values int         // of the entry
	lists  slab[value.Value]
}

// ldifSlot is an attribute of some entry. Slots are kept from one entry to the next, since most entries have the same attributes.
type ldifSlot struct {
	name   name
	entry  int // the ordinal of the last entry that has it
	values []value.Value
}

// ldifParts is what has come of an attribute that a directory sends in parts, as member;range=0-1499 (documented: MS-ADTS 3.1.1.3.1.3.3).
type ldifParts struct {
	slot *ldifSlot
	part string // the range of the last value, as 0-1499
	next int    // where the following range begins; 0 after the last part
	at   place  // of the last value
}

// newLDIFRecords reads nothing yet.
func newLDIFRecords(in *input, opt Options, names *names) *ldifRecords {
	return &ldifRecords{in: in, opt: opt, names: names, slots: map[string]*ldifSlot{}}
}

// next returns the next entry.
func (l *ldifRecords) next() (Record, error) {
	if !l.begun {
		l.begun = true
		l.skipToEntry()
		l.final = l.version()
	}
	for l.final == nil {
		switch window := l.in.window(); {
		case len(window) == 0:
			l.end()
		case l.isOutcome():
			l.final = l.outcome()
		case l.begins("ref:"):
			// A reference to another server, which ldapsearch writes between entries, is no object.
			l.skipEntry()
		default:
			return l.read()
		}
	}
	return Record{}, l.final
}

// end ends the stream at the end of the input. A failed reader must not look like a complete list.
func (l *ldifRecords) end() {
	if l.final = l.in.failure(); l.final == nil {
		l.final = io.EOF
	}
}

// begins reports whether the next line begins with a name in lower case, in any case.
func (l *ldifRecords) begins(name string) bool {
	l.in.more(len(name))
	window := l.in.window()
	return len(window) >= len(name) && isName(window[:len(name)], name)
}

// beginsEntry reports whether an entry begins here, or the input ends where one may have begun.
func (l *ldifRecords) beginsEntry() bool {
	const dn = "dn:"
	l.in.more(len(dn))
	window := l.in.window()
	n := min(len(window), len(dn))
	return isName(window[:n], dn[:n])
}

// skipToEntry moves past empty lines and comments. Afterwards the window is empty only at the end of the input. It reports whether it
// moved past an empty line.
func (l *ldifRecords) skipToEntry() (empty bool) {
	for l.in.more(2); ; l.in.more(2) {
		switch window := l.in.window(); {
		case bytes.HasPrefix(window, []byte("\n")):
			l.in.advance(1)
			empty = true
		case bytes.HasPrefix(window, []byte("\r\n")):
			l.in.advance(2)
			empty = true
		case bytes.HasPrefix(window, []byte("#")):
			l.in.skipLine()
			for l.folds() {
				l.in.skipLine()
			}
		default:
			return empty
		}
	}
}

// folds reports whether the next line continues the one before it.
func (l *ldifRecords) folds() bool {
	l.in.more(1)
	return bytes.HasPrefix(l.in.window(), []byte(" "))
}

// skipEntry moves past the next empty line.
func (l *ldifRecords) skipEntry() {
	for !l.skipToEntry() && len(l.in.window()) > 0 {
		l.in.skipLine()
	}
}

// version reads the line that may come before the first entry.
func (l *ldifRecords) version() error {
	if !l.begins("version:") {
		return nil
	}
	at := l.in.place(0)
	f := l.unfold()
	if f == nil {
		number := bytes.TrimSpace(l.line[len("version:"):])
		if string(number) != "1" {
			f = &fault{cause: ErrShape, problem: diag.Messagef("want version 1 of LDIF, got %s", diag.Quote(string(number))), remedy: "export the objects as LDIF version 1"}
		}
	}
	if f != nil {
		return f.error(0, at)
	}
	l.skipToEntry()
	return nil
}

// outcomeLines are the names of the lines that ldapsearch writes after the entries, and after every page of them.
var outcomeLines = []string{"search:", "result:", "control:", "pagedresults:", "matcheddn:", "text:"}

// isOutcome reports whether the next line is about the search and not about an object.
func (l *ldifRecords) isOutcome() bool { return slices.ContainsFunc(outcomeLines, l.begins) }

// outcome reads what ldapsearch writes after the entries. A search that stopped at a limit has entries, but not all: that is the error.
func (l *ldifRecords) outcome() error {
	for l.size = 0; l.isOutcome(); l.skipToEntry() {
		at := l.in.place(0)
		if f := l.unfold(); f != nil {
			return f.error(0, at)
		}
		name, rest, _ := bytes.Cut(l.line, []byte(":"))
		if code, _, _ := strings.Cut(strings.TrimSpace(string(rest)), " "); isName(name, "result") && code != "0" {
			f := fault{cause: ErrTruncated, problem: diag.Messagef("the search for the entries ended with the result %s, and not with 0", diag.Quote(code)),
				remedy: "objects are missing; search again, with pages if the result is 4 (size limit exceeded)"}
			return f.error(0, at)
		}
	}
	return nil
}

// unfold reads the next line with those that continue it, and moves past them.
func (l *ldifRecords) unfold() *fault {
	if cap(l.line) > maxArenaBytes {
		l.line = nil // one long line must not make all others expensive
	}
	l.line = l.line[:0]
	limit := l.opt.Limits.RecordBytes
	for fold := false; !fold || l.folds(); fold = true {
		n, ended := l.in.lineLength(limit - min(l.size, limit))
		if !ended {
			l.in.skipLine()
			return &fault{cause: exceeded(codes.LimitRecordBytes, limit), problem: diag.Messagef("the entry is longer than %d bytes", limit),
				remedy: "check the empty lines between entries, or raise the limit"}
		}
		part := l.in.window()[:n]
		l.size += n
		l.in.advance(n)
		part = bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r"))
		if fold {
			part = part[1:]
		}
		l.line = append(l.line, part...)
	}
	return nil
}

// read reads the entry at the start of the window and moves past it.
func (l *ldifRecords) read() (Record, error) {
	l.ordinal++
	rec := Record{Ordinal: l.ordinal, Line: l.in.line + 1}
	l.text.begin()
	l.lists.begin()
	l.size, l.values, l.shown, l.parts = 0, 0, emptied(l.shown), emptied(l.parts)
	if len(l.slots) > nameSlots {
		clear(l.slots) // hostile input must not fill the memory with names
	}
	for first := true; ; first = false {
		at := l.in.place(0)
		f := l.unfold()
		if f == nil {
			f = l.attribute(first, at)
		}
		if f != nil {
			rec.Err = f.error(rec.Ordinal, at)
			l.skipEntry()
			return rec, nil
		}
		separated := l.skipToEntry()
		if len(l.in.window()) == 0 {
			// An entry may lack lines like the input.
			if l.in.err != nil && !separated {
				l.end()
				return Record{}, l.final
			}
			rec.MayBeTruncated = !separated
			break
		}
		if separated {
			break
		}
	}
	// An empty line inside an entry would make two objects of it, the first without the attributes of the second.
	if !l.beginsEntry() && !l.begins("ref:") && !l.isOutcome() {
		f := fault{cause: ErrShape, problem: diag.Messagef("what follows the empty line after the entry is no entry: want a line that begins with dn:"),
			remedy: "delete the empty line, or write one before every entry"}
		rec.Err = f.error(rec.Ordinal, l.in.place(0))
		l.skipEntry()
		return rec, nil
	}
	for i := range l.parts {
		if p := &l.parts[i]; p.next > 0 {
			f := partial(p.slot.name.text + ";range=" + p.part)
			rec.Err = f.error(rec.Ordinal, p.at)
			return rec, nil
		}
	}
	rec.Attrs = l.attributes()
	return rec, nil
}

// attribute reads the attribute of a line. The first of an entry is its name.
func (l *ldifRecords) attribute(first bool, at place) *fault {
	colon := bytes.IndexByte(l.line, ':')
	description, spec := l.line, []byte(nil)
	if colon >= 0 {
		description, spec = l.line[:colon], l.line[colon+1:]
	}
	if f := l.in.validText(l.line, "save the input as UTF-8, or the value as base64"); f != nil {
		return f
	}
	isDN := isName(description, "dn")
	if isDN {
		description = []byte("dn")
	}
	switch {
	case colon < 0 || !isDescription(description):
		return &fault{cause: ErrSyntax, problem: diag.Messagef("want an attribute and a colon"), remedy: "begin the lines that continue a value with a space"}
	case first && !isDN:
		return &fault{cause: ErrShape, problem: diag.Messagef("want dn: as the first attribute of an entry, got %s", diag.Quote(string(description))),
			remedy: "delete the empty line before it, or name the entry"}
	case !first && isDN:
		return &fault{cause: ErrDuplicate, problem: diag.Messagef("the entry has a second dn"), remedy: "write an empty line before every entry"}
	}
	text, f := l.value(description, spec)
	switch {
	case f != nil:
		return f
	case len(l.shown) == 1 && (isName(description, "changetype") || isName(description, "control")):
		// Documented: ldifde writes "changetype: add" into its exports, so that they can be imported.
		if isName(description, "changetype") && isName(bytes.TrimSpace(text), "add") {
			return nil
		}
		return &fault{cause: ErrShape, problem: diag.Messagef("want an object, got a change of one (%s)", diag.Quote(string(l.line))), remedy: "export the objects themselves"}
	}
	return l.add(description, text, at)
}

// isDescription reports whether text is an attribute description (RFC 4512, 2.5): a name or object identifier, with options.
func isDescription(text []byte) bool {
	for _, b := range text {
		if c := lowerByte(b); (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("-.;=*_", c) < 0 {
			return false
		}
	}
	return len(text) > 0
}

// value returns the text of a value that is written after the attribute's colon. It is valid until the next line.
func (l *ldifRecords) value(description, spec []byte) ([]byte, *fault) {
	text := bytes.TrimLeft(spec, " ")
	switch {
	case bytes.HasPrefix(spec, []byte("<")):
		return nil, &fault{cause: ErrShape, problem: diag.Messagef("the value of %s is in another file, which is not read", diag.Quote(string(description))),
			remedy: "write the value itself, as base64"}
	case bytes.HasPrefix(spec, []byte(":")):
		text = bytes.Trim(spec[1:], " ")
		n, err := base64.StdEncoding.Strict().Decode(text, text)
		if err != nil {
			return nil, &fault{cause: ErrSyntax, problem: diag.Messagef("the value of %s is not base64", diag.Quote(string(description))), remedy: "write one colon before a value that is text"}
		}
		text = text[:n]
	}
	if limit := l.opt.Limits.FieldBytes; len(text) > limit {
		return nil, &fault{cause: exceeded(codes.LimitFieldBytes, limit), problem: diag.Messagef("the value of %s has %d bytes, more than the limit of %d",
			diag.Quote(string(description)), len(text), limit), remedy: "shorten it, or raise the limit"}
	}
	return text, nil
}

// add adds a value to the entry.
func (l *ldifRecords) add(description, text []byte, where place) *fault {
	at, part, isBytes, ranged := adobject.Cut(description)
	slot := l.slot(at)
	if slot.entry != l.ordinal {
		// Every entry has its own spelling.
		slot.name, slot.entry, slot.values = l.names.of(at), l.ordinal, slot.values[:0]
		l.shown = append(l.shown, slot)
		l.names.note(slot.name)
	}
	if ranged && !l.follows(slot, part, where) {
		return partial(string(description))
	}
	l.values++
	if limit := l.opt.Limits.Columns; len(l.shown) > limit {
		return &fault{cause: exceeded(codes.LimitColumns, limit), problem: diag.Messagef("the entry has more than %d attributes", limit), remedy: "export fewer attributes, or raise the limit"}
	}
	if limit := l.opt.Limits.Values; l.values > limit {
		return &fault{cause: exceeded(codes.LimitJSONValues, limit), problem: diag.Messagef("the entry has more than %d values", limit), remedy: "export fewer attributes, or raise the limit"}
	}
	if slot.name.keep {
		slot.values = append(slot.values, adobject.Value(text, isBytes, l.text.add))
	}
	return nil
}

// partial is the fault of an entry that has not all values of an attribute.
func partial(description string) *fault {
	return &fault{cause: ErrTruncated, problem: diag.Messagef("the entry has only a part of its values of %s", diag.Quote(description)),
		remedy: "export them all, with a tool that asks for every range"}
}

// follows notes the part of an attribute's values that one belongs to, and reports whether the parts so far are all up to it. The last one is
// 1500-*.
func (l *ldifRecords) follows(slot *ldifSlot, part []byte, at place) bool {
	var parts *ldifParts
	for i := range l.parts {
		if l.parts[i].slot == slot {
			parts = &l.parts[i]
		}
	}
	if parts == nil {
		l.parts = append(l.parts, ldifParts{slot: slot})
		parts = &l.parts[len(l.parts)-1]
	}
	parts.at = at
	if parts.part != "" && string(part) == parts.part {
		return true
	}
	first, next, ok := adobject.Range(part)
	if !ok || first != parts.next || first == 0 && parts.part != "" {
		return false
	}
	parts.part, parts.next = string(part), next
	return true
}

// slot returns the slot of an attribute, which LDAP knows in any case.
func (l *ldifRecords) slot(attribute []byte) *ldifSlot {
	// The last attribute is most often this one, too: the members of a group follow each other.
	if n := len(l.shown); n > 0 {
		if last := l.shown[n-1]; string(attribute) == last.name.text {
			return last
		}
	}
	l.lower = l.lower[:0]
	for _, b := range attribute {
		l.lower = append(l.lower, lowerByte(b))
	}
	slot := l.slots[string(l.lower)]
	if slot == nil {
		slot = new(ldifSlot)
		l.slots[string(l.lower)] = slot
	}
	return slot
}

// attributes returns the attributes of the entry that are retained: one value as itself, several as a list.
func (l *ldifRecords) attributes() *value.Object {
	members := make([]value.Member, 0, len(l.shown))
	for _, slot := range l.shown {
		switch {
		case !slot.name.keep:
		case len(slot.values) == 1:
			members = append(members, value.Member{Name: slot.name.text, Value: slot.values[0]})
		default:
			members = append(members, value.Member{Name: slot.name.text, Value: value.List(l.lists.copy(slot.values)...)})
		}
		slot.values = emptied(slot.values)
	}
	return value.NewObject(members...)
}
