package diag

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Place says where a finding is, from the outside to the inside. What is not known is left empty.
type Place struct {
	// File is the name of the file.
	File string
	// Path leads to the member of the document that is meant. Pointer says that it is written as a JSON pointer, as in bulk requests.
	Path    Path
	Pointer bool
	// Target is the target attribute of the mapping that is meant.
	Target string
	// Text is the expression that is meant, and Span the part of it. A finding about a text that the caller holds may leave Text out.
	Text string
	Span Span
	// Position is where the finding begins: in the file, or where InText is set in Text. Its Line is 0 where neither is known.
	Position
	InText bool
}

// String returns file, line and column, path and target. A position in Text follows the path of the member that holds the text. It
// returns "" for an empty place.
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	inMember := p.InText && len(p.Path) > 0
	if p.Line > 0 && !inMember {
		separate(&b, ":")
		b.WriteString(p.Position.String())
	}
	if len(p.Path) > 0 {
		separate(&b, ": ")
		// A pointer has names as they are; a place is one line.
		for _, r := range p.PathText() {
			writePrintable(&b, r)
		}
	}
	if p.Target != "" {
		separate(&b, " ")
		b.WriteString("(" + clipTarget(p.Target) + ")")
	}
	if p.Line > 0 && inMember {
		separate(&b, ", ")
		b.WriteString(p.Position.String())
	}
	return b.String()
}

// clipTarget returns an attribute's name, cut as [Clip] does. URNs of one schema differ at their ends, which stay.
func clipTarget(name string) string {
	if rest, ok := lastRunes(name, quoteLimit-1); ok && strings.HasPrefix(name, "urn:") {
		return "…" + rest
	}
	return Clip(name)
}

// PathText returns the path as its document writes places, [Path.String] or as a JSON pointer.
func (p Place) PathText() string {
	if p.Pointer {
		return p.Path.pointer()
	}
	return p.Path.String()
}

func separate(b *strings.Builder, text string) {
	if b.Len() > 0 {
		b.WriteString(text)
	}
}

// Step is one step of a [Path]: a member of that name, or an element of that index, from 0.
type Step struct {
	Name  string
	Index int // -1 for a name
}

// Path leads from a document to one of its parts. It is made of steps and rendered for people; nothing reads it back from text.
type Path []Step

// PathOf returns the path of member names, as strings, and indices, as ints.
func PathOf(steps ...any) Path { return Path(nil).Then(steps...) }

// Then returns the path that goes on by member names, as strings, and indices, as ints. It does not change p.
func (p Path) Then(steps ...any) Path {
	longer := append(make(Path, 0, len(p)+len(steps)), p...)
	for _, step := range steps {
		switch step := step.(type) {
		case string:
			longer = append(longer, Step{Name: step, Index: -1})
		case int:
			longer = append(longer, Step{Index: step})
		}
	}
	return longer
}

// StartsWith reports whether p begins with all steps of other.
func (p Path) StartsWith(other Path) bool {
	return len(p) >= len(other) && slices.Equal(p[:len(other)], other)
}

// String returns names after dots and indices in brackets: mappings[3].expression. A name that is not a word is in brackets too, as a
// JSON string of at most 100 bytes.
func (p Path) String() string {
	var b strings.Builder
	for _, step := range p {
		switch {
		case step.Index >= 0:
			b.WriteString("[" + strconv.Itoa(step.Index) + "]")
		case isWord(step.Name):
			separate(&b, ".")
			b.WriteString(step.Name)
		default:
			b.WriteString("[" + jsonString(clipBytes(step.Name, longestStep)) + "]")
		}
	}
	return b.String()
}

// MarshalText returns what String does, for JSON.
func (p Path) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// pointer returns the path as a JSON pointer (RFC 6901), with at most 200 bytes of a name: /mappings/3/expression.
func (p Path) pointer() string {
	var b strings.Builder
	for _, step := range p {
		b.WriteByte('/')
		if step.Index >= 0 {
			b.WriteString(strconv.Itoa(step.Index))
			continue
		}
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(clipBytes(step.Name, longestStep*2)))
	}
	return b.String()
}

// longestStep bounds how much of a name a path shows.
const longestStep = 100

// isWord reports whether a name needs no quotation marks in a path; "$" is the whole document.
func isWord(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9' || i == 0) && c != '_' {
			return name == "$"
		}
	}
	return name != "" && len(name) <= longestStep
}

func clipBytes(name string, most int) string {
	if len(name) <= most {
		return name
	}
	end := most
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + "…"
}

// jsonString returns s as JSON, with nothing escaped that need not be.
func jsonString(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil {
		return `""` // not reached: every string can be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}
