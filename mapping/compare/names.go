package compare

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Names maps what is called differently in two tenants, old to new. The zero Names renames nothing. After [Names.Read] it is safe for concurrent use.
//
// All replacements are made at once, so that two names can be exchanged; of two names that begin at the same place the longer one counts.
type Names struct {
	entries []string          // such as domains: contoso.com
	rules   map[byte][]rename // by the first byte of the old name, in lower case; longest first
}

// rename is one name and the next.
type rename struct {
	old, now string
	section  *section
	entry    int // among those of the file: an id has two forms
}

// section is a member of a file of names.
type section struct {
	name string
	// forms returns the texts to look for and what replaces them, and what is wrong with the entry, "" if nothing.
	forms func(old, now string) (pairs [][2]string, wrong string)
	fold  bool // the old name is found in any case
	// bounded reports whether a name may be between two texts.
	bounded func(before, after string) bool
	// words are found in members of words, too, such as type.
	words bool
}

// sections are the members that a file of names may have, in the order of the documentation. The table is never changed.
var sections = []section{
	{name: "ids", forms: idForms, fold: true, words: true, bounded: func(before, after string) bool {
		return !isAlphanumeric(lastRune(before)) && !isAlphanumeric(firstRune(after))
	}},
	{name: "extensions", forms: extensionForms, fold: true, words: true, bounded: func(before, _ string) bool {
		return !isAlphanumeric(lastRune(before))
	}},
	// The domain may be below another one, as in mail.contoso.com; it does not end within a longer one, such as contoso.com.au.
	{name: "domains", forms: domainForms, fold: true, words: true, bounded: func(before, after string) bool {
		return !isLabel(lastRune(before)) && !isLabel(firstRune(after)) && !continues(after, ".")
	}},
	{name: "names", forms: nameForms, bounded: func(before, after string) bool {
		return !isWord(lastRune(before)) && !isWord(firstRune(after)) && !continues(after, ".:") && !continued(before, ".:")
	}},
}

// Read reads a file in YAML or JSON with the members ids, extensions, domains and names, each an object from old to new texts. The
// error is a [diag.List] of everything that is wrong, with the places in the file.
//
//   - ids are found in any case and as whole words; those that are GUIDs with hyphens and without.
//   - extensions are the application ids of directory extensions, found in names such as extension_<appId>_costCenter alone.
//   - domains are found in any case, below another domain, too.
//   - names are found as whole words, with case, but not among the words of Graph such as the types of sources.
//
// After an error the names are those that were there before.
func (n *Names) Read(doc *file.Document) error {
	data, err := doc.JSON()
	if err != nil {
		return err
	}
	r := namesReader{rules: map[byte][]rename{}}
	r.read(data)
	if len(r.found) > 0 {
		doc.Locate(r.found, 0)
		for i := range r.found {
			r.found[i].File = doc.Name()
		}
		r.found.Sort()
		return r.found
	}
	for _, list := range r.rules {
		slices.SortStableFunc(list, func(a, b rename) int { return len(b.old) - len(a.old) })
	}
	n.rules, n.entries = r.rules, r.entries
	return nil
}

// namesReader reads a file of names.
type namesReader struct {
	rules   map[byte][]rename
	entries []string
	found   diag.List
}

// add reports a fault.
func (r *namesReader) add(at diag.Path, hint diag.Message, format string, args ...any) {
	r.found = append(r.found, diag.Finding{
		Place: diag.Place{Path: at}, Code: codes.WrongValue, Severity: diag.Error, Message: diag.Messagef(format, args...), Hint: hint,
	})
}

// read reads the file.
func (r *namesReader) read(data []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		r.add(nil, diag.Message{}, "want an object with %s", diag.Name(nearest.OneOf(sectionNames())))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		i := slices.Index(sectionNames(), name)
		if i < 0 {
			r.add(diag.PathOf(name), diag.Messagef("the members are %s", diag.Name(strings.Join(sectionNames(), ", "))), "unknown member %s", diag.Quote(name))
			continue
		}
		var entries map[string]json.RawMessage
		if json.Unmarshal(members[name], &entries) != nil {
			r.add(diag.PathOf(name), diag.Message{}, "want an object from old to new texts")
			continue
		}
		for _, old := range slices.Sorted(maps.Keys(entries)) {
			r.entry(&sections[i], old, entries[old])
		}
	}
	// With no name every file would be compared, or written, as it is.
	if len(r.entries) == 0 && len(r.found) == 0 {
		r.add(nil, diag.Messagef("write old: new under %s", diag.Name(nearest.OneOf(sectionNames()))), "the file names nothing")
	}
}

// entry reads what replaces one name.
func (r *namesReader) entry(s *section, old string, value json.RawMessage) {
	at := diag.PathOf(s.name, old)
	var now *string
	if json.Unmarshal(value, &now) != nil || now == nil {
		r.add(at, diag.Message{}, "want a text")
		return
	}
	for _, text := range []string{old, *now} {
		if text == "" || strings.ContainsFunc(text, isDelimiter) {
			r.add(at, diag.Message{}, "want a text without quotation marks, backslashes, square brackets and control characters, got %s", diag.Quote(text))
			return
		}
	}
	pairs, wrong := s.forms(old, *now)
	if wrong != "" {
		r.add(at, diag.Message{}, "%s", diag.Name(wrong))
	}
	for _, pair := range pairs {
		first := lowerByte(pair[0][0])
		r.rules[first] = append(r.rules[first], rename{pair[0], pair[1], s, len(r.entries)})
	}
	r.entries = append(r.entries, s.name+": "+old)
}

// sectionNames returns the names of the sections.
func sectionNames() []string {
	var names []string
	for i := range sections {
		names = append(names, sections[i].name)
	}
	return names
}

// isDelimiter reports whether a character ends a name in an expression, or is written with an escape there: a name with one would be found in a
// parameter tree and not in the text of the expression.
func isDelimiter(r rune) bool { return strings.ContainsRune(`"\[]`, r) || unicode.IsControl(r) }

// idForms returns the forms of an id.
func idForms(old, now string) ([][2]string, string) {
	a, isGUID := guid(old)
	b, both := guid(now)
	if !isGUID || !both {
		return [][2]string{{old, now}}, ""
	}
	return [][2]string{{hyphenated(a), hyphenated(b)}, {a, b}}, ""
}

// extensionForms returns the beginning of the names of an application's directory extensions.
func extensionForms(old, now string) ([][2]string, string) {
	a, isGUID := guid(old)
	b, both := guid(now)
	if !isGUID || !both {
		return nil, "want application ids, such as 0f9ab9a2-93a5-4c64-9d1c-ae4f1b2d1f3e"
	}
	return [][2]string{{"extension_" + a + "_", "extension_" + b + "_"}}, ""
}

// domainForms returns a domain as it is.
func domainForms(old, now string) ([][2]string, string) {
	for _, text := range []string{old, now} {
		if !strings.Contains(text, ".") || strings.ContainsFunc(text, func(r rune) bool { return r != '.' && !isLabel(r) }) ||
			strings.HasPrefix(text, ".") || strings.HasSuffix(text, ".") {
			return nil, "want domains, such as contoso.com"
		}
	}
	return [][2]string{{old, now}}, ""
}

// nameForms returns a name as it is. A function's name is none: calls would no longer be what they are.
func nameForms(old, now string) ([][2]string, string) {
	for _, text := range []string{old, now} {
		if _, known := functions.Standard().Lookup(text); known {
			return nil, "want a name, got that of the function " + text
		}
	}
	return [][2]string{{old, now}}, ""
}

// guid returns the 32 digits of a GUID in lower case.
func guid(text string) (digits string, ok bool) {
	digits = strings.ToLower(text)
	if len(digits) == 36 {
		plain := strings.ReplaceAll(digits, "-", "")
		if len(plain) != 32 || hyphenated(plain) != digits {
			return "", false
		}
		digits = plain
	}
	if len(digits) != 32 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", false
	}
	return digits, true
}

// hyphenated returns the usual form of a GUID of 32 digits.
func hyphenated(d string) string {
	return d[:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20] + "-" + d[20:]
}

// Retarget replaces the names in a schema, in texts of expressions and their parameter trees, filters, definitions, ids and texts of JSON in
// metadata. It returns the number of texts that it changed, and the entries of the file of names that nothing was found for, such as
// "domains: contoso.com": they may be misspelt. All else in the schema, unknown members included, stays byte for byte.
func (n *Names) Retarget(doc *graph.Document) (changed int, unused []string) {
	used := make([]bool, len(n.entries))
	changed = doc.RewriteTexts(func(member, text string) string {
		return n.replace(member, text, func(found *rename) { used[found.entry] = true })
	})
	for i, entry := range n.entries {
		if !used[i] {
			unused = append(unused, entry)
		}
	}
	return changed, unused
}

// wordMembers are the members of a schema that have words of Graph, which are no names of a tenant. The table is never changed.
var wordMembers = []string{"type", "flowType", "flowTypes", "flowBehavior", "operatorName", "mutability", "discoverabilities", "key"}

// rewrite returns a text of a member with its names replaced.
func (n *Names) rewrite(member, text string) string { return n.replace(member, text, func(*rename) {}) }

// replace is rewrite; use is called with every name that is found.
func (n *Names) replace(member, text string, use func(*rename)) string {
	if len(n.rules) == 0 {
		return text
	}
	words := slices.ContainsFunc(wordMembers, func(word string) bool { return strings.EqualFold(word, member) })
	var out strings.Builder
	kept := 0
	for at := 0; at < len(text); {
		found := n.at(text, at, words)
		if found == nil {
			at++
			continue
		}
		use(found)
		out.WriteString(text[kept:at])
		out.WriteString(found.now)
		at += len(found.old)
		kept = at
	}
	out.WriteString(text[kept:])
	return out.String()
}

// at returns the name that is at an offset of a text, nil for none.
func (n *Names) at(text string, offset int, words bool) *rename {
	list := n.rules[lowerByte(text[offset])]
	for i := range list {
		r := &list[i]
		end := offset + len(r.old)
		if end > len(text) || words && !r.section.words {
			continue
		}
		here := text[offset:end]
		if (here == r.old || r.section.fold && strings.EqualFold(here, r.old)) && r.section.bounded(text[:offset], text[end:]) {
			return r
		}
	}
	return nil
}

// lowerByte returns an ASCII letter in lower case, another byte as it is.
func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// isAlphanumeric reports whether a character is a letter or a digit; the end of a text, U+FFFD, is none.
func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isLabel reports whether a character may be in a label of a domain.
func isLabel(r rune) bool { return isAlphanumeric(r) || r == '-' || r == '_' }

// isWord reports whether a character may be in a name.
func isWord(r rune) bool { return isLabel(r) || unicode.IsMark(r) }

// continues reports whether a text goes on with one of the separators and another word, as contoso.com does in contoso.com.au.
func continues(text, separators string) bool {
	return text != "" && strings.IndexByte(separators, text[0]) >= 0 && isWord(firstRune(text[1:]))
}

// continued reports whether a text ends with a word and one of the separators.
func continued(text, separators string) bool {
	last := len(text) - 1
	return last >= 0 && strings.IndexByte(separators, text[last]) >= 0 && isWord(lastRune(text[:last]))
}
