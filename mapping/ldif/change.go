package ldif

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// Stage orders the changes of a cycle: those of a lower one are sent first.
type Stage int

// The stages. Containers that are created come first, those nearer to the root before others.
const (
	// Containers are creations of what others may be in; the number of parts of the name is added.
	Containers Stage = 0
	// Objects are other creations, moves and changes of attributes.
	Objects Stage = 1 << 16
	// References are changes of attributes that name other objects, such as manager and member, for which these must exist.
	References Stage = Objects + 1
	// Deletions come when nobody is to be named by what is deleted any more.
	Deletions Stage = Objects + 2
	// Enabling is last: Active Directory enables a new account once it has a password, which no change has.
	Enabling Stage = Objects + 3
)

// Change is one change of an entry of the directory.
type Change struct {
	// Type is add, modify, modrdn or delete.
	Type string
	// Object and ID are the type and the ID of the plan that the change belongs to.
	Object, ID string
	// DN is the entry's distinguished name (RFC 4514) before the change.
	DN string
	// NewRDN is the first part of the entry's name after a modrdn, and NewSuperior what the entry is in then, "" where that stays. The old
	// first part is deleted.
	NewRDN, NewSuperior string
	// Attributes are those of an added entry, or what is done to a modified one, in order.
	Attributes []Attribute
	// Left says what the plan writes and the change leaves out, or what it needs besides, a text for people each. Values are in none.
	Left []string
	// Stage is the change's place among those of the cycle.
	Stage Stage
	// Hidden reports that the plan shows no values: DN, NewRDN and NewSuperior are empty, and attributes have no values.
	Hidden bool
}

// Attribute is an attribute of an added entry, or a part of a modification.
type Attribute struct {
	// Op is add, delete or replace, "" in an added entry. A deletion without values deletes all of them.
	Op string
	// Name is the attribute's name in the directory.
	Name string
	// Values are texts in UTF-8, or bytes.
	Values []string
	// Pending are objects that are created in the same cycle, whose names are further values; see [Changes.Settle].
	Pending []mapping.Pending
}

// Format prints type, name and attributes without their values.
func (c Change) Format(s fmt.State, _ rune) {
	parts := []string{c.Type, c.Object, c.ID}
	for _, a := range c.Attributes {
		parts = append(parts, strings.TrimLeft(a.Op+" "+a.Name, " "))
	}
	_, _ = io.WriteString(s, strings.Join(parts, " "))
}

// lineWidth is how many bytes a line has at most (RFC 2849, note 2).
const lineWidth = 76

// AppendLDIF appends the change as a record of LDIF with the empty line after it. Lines are ASCII: other values are in base64. A
// change with hidden values is a comment, as are references that wait for names, see [Changes.Settle].
func (c *Change) AppendLDIF(dst []byte) []byte {
	dst = AppendComment(dst, fmt.Sprintf("%s %s %s", c.verb(), c.Object, c.ID))
	for _, text := range c.Left {
		dst = AppendComment(dst, "  "+text)
	}
	var written []Attribute
	for _, a := range c.Attributes {
		for _, p := range a.Pending {
			dst = AppendComment(dst, fmt.Sprintf("  %s: the new %s %s", a.Name, p.Object, p.ID))
		}
		switch {
		case c.Hidden:
			dst = AppendComment(dst, "  "+strings.TrimLeft(a.Op+" "+a.Name, " ")+": [hidden]")
		case len(a.Values) > 0 || len(a.Pending) == 0:
			written = append(written, a)
		}
	}
	if c.Hidden || c.Type == typeModify && len(written) == 0 {
		return append(dst, '\n')
	}
	return append(c.appendRecord(dst, written), '\n')
}

// appendRecord appends the lines of a record.
func (c *Change) appendRecord(dst []byte, attributes []Attribute) []byte {
	dst = appendLine(dst, "dn", c.DN)
	dst = appendLine(dst, "changetype", c.Type)
	if c.Type == typeRename {
		dst = appendLine(appendLine(dst, "newrdn", c.NewRDN), "deleteoldrdn", "1")
		if c.NewSuperior != "" {
			dst = appendLine(dst, "newsuperior", c.NewSuperior)
		}
	}
	for _, a := range attributes {
		if a.Op != "" {
			dst = appendLine(dst, a.Op, a.Name)
		}
		for _, v := range a.Values {
			dst = appendLine(dst, a.Name, v)
		}
		if a.Op != "" {
			dst = append(dst, "-\n"...)
		}
	}
	return dst
}

// verb says what the change does, for people.
func (c *Change) verb() string {
	switch {
	case c.Type == typeAdd:
		return "create"
	case c.Type == typeRename:
		return "move"
	case c.Type == typeDelete:
		return "delete"
	case c.Stage == Enabling:
		return "enable"
	case c.Stage == References:
		return "link"
	}
	return "change"
}

// appendLine appends a name and its value, in base64 unless it is a safe text (RFC 2849, SAFE-STRING; note 8 asks for base64 where it ends
// with a space), in lines of at most lineWidth bytes.
func appendLine(dst []byte, name, text string) []byte {
	switch {
	case text == "":
		return append(append(dst, name...), ":\n"...)
	case isSafe(text):
		return appendFolded(dst, name+": "+text)
	}
	return appendFolded(dst, name+":: "+base64.StdEncoding.EncodeToString([]byte(text)))
}

// isSafe reports whether a value may be written as it is.
func isSafe(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7F {
			return false
		}
	}
	return strings.IndexByte(" :<", text[0]) < 0 && text[len(text)-1] != ' '
}

// AppendComment appends a comment of LDIF, in ASCII. A long one is several, since not every reader knows that comments may be folded.
func AppendComment(dst []byte, text string) []byte {
	var b strings.Builder
	for _, r := range text {
		if r >= ' ' && r < 0x7F {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
	}
	const begin = "# "
	rest, width := b.String(), lineWidth-len(begin)
	for len(rest) > width {
		at := strings.LastIndexByte(rest[:width], ' ')
		if strings.TrimLeft(rest[:max(at, 0)], " ") == "" {
			at = width - 1 // one word
		}
		dst = append(append(append(dst, begin...), strings.TrimRight(rest[:at+1], " ")...), '\n')
		rest = rest[at+1:]
	}
	return append(append(append(dst, begin...), rest...), '\n')
}

// appendFolded appends a line of ASCII, folded.
func appendFolded(dst []byte, line string) []byte {
	width := lineWidth
	for len(line) > width {
		dst = append(append(dst, line[:width]...), "\n "...)
		line, width = line[width:], lineWidth-1
	}
	return append(append(dst, line...), '\n')
}
