package replay

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// pseudonyms replaces letters and digits by others, the same one everywhere, so that what expressions make of a value is what they make of its
// pseudonym: its first letter, its lower case, its parts. Accents stay. Words that the mappings have as constants stay as they are, since
// expressions choose by them, and so do truth and times.
type pseudonyms struct {
	runes    map[rune]rune // of small letters and digits
	literals map[string]bool
	letters  map[string]bool // constants of one character, as which whole values stay: 1 and 0 of a status, but not parts of ids
	// changed are the words of the event at hand that have been replaced, in lower case.
	changed map[string]bool
}

// quotedText is a constant in an expression.
var quotedText = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// newPseudonyms draws the replacements. The letters of hexadecimal digits stay such, so that an id keeps its form.
func newPseudonyms(job *provision.Job) *pseudonyms {
	p := &pseudonyms{runes: map[rune]rune{}, literals: map[string]bool{}, letters: map[string]bool{}, changed: map[string]bool{}}
	for _, part := range []string{"abcdef", "ghijklmnopqrstuvwxyz", "0123456789"} {
		to := derangement(len(part))
		for i, r := range part {
			p.runes[r] = rune(part[to[i]])
		}
	}
	for i := range job.Objects {
		p.learn(job.Objects[i].Set)
	}
	return p
}

// derangement returns a permutation without a fixed point.
func derangement(n int) []int {
	for {
		perm, fixed := rand.Perm(n), false
		for i, to := range perm {
			fixed = fixed || i == to
		}
		if !fixed {
			return perm
		}
	}
}

// learn takes the constants of mappings.
func (p *pseudonyms) learn(set *mapping.Set) {
	for i := range set.Mappings {
		m := &set.Mappings[i]
		p.literal(m.Constant)
		p.literal(m.Default)
		for _, quoted := range quotedText.FindAllStringSubmatch(m.Expression, -1) {
			p.literal(quoted[1])
		}
	}
	for _, group := range set.Scope {
		for _, clause := range group {
			for _, v := range clause.Values {
				p.literal(v)
			}
		}
	}
}

func (p *pseudonyms) literal(text string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
		if utf8.RuneCountInString(word) > 1 {
			p.literals[strings.ToLower(word)] = true
		}
	}
	if utf8.RuneCountInString(text) == 1 {
		p.letters[strings.ToLower(text)] = true
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// text returns the pseudonym of a text. Without pseudonyms it is the text.
func (p *pseudonyms) text(text string) string {
	if p == nil || strings.EqualFold(text, "true") || strings.EqualFold(text, "false") || p.letters[strings.ToLower(text)] || !readTime(text).IsZero() {
		return text
	}
	var b strings.Builder
	for text != "" {
		n := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		switch {
		case n < 0:
			n = len(text)
			fallthrough
		case n > 0:
			b.WriteString(p.word(text[:n]))
		default:
			_, n = utf8.DecodeRuneInString(text)
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}

func (p *pseudonyms) word(word string) string {
	lower := strings.ToLower(word)
	if p.literals[lower] {
		return word
	}
	p.changed[lower] = true
	return nettext.MapDecomposed(word, p.rune)
}

// rune returns what stands for a character: of other scripts a neighbour that is a letter of the same kind.
func (p *pseudonyms) rune(r rune) rune {
	small := unicode.ToLower(r)
	to, ok := p.runes[small]
	if !ok {
		to = neighbour(small, p.runes['a']-'a')
		p.runes[small] = to
	}
	if small != r {
		return unicode.ToUpper(to)
	}
	return to
}

// block is how many characters are searched for a neighbour: scripts of letters are in blocks of such size, or of a multiple.
const block = 64

func neighbour(r, by rune) rune {
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return r
	}
	start := r - r%block
	for i := range rune(block) {
		to := start + (r-start+by+i)%block
		if to != r && unicode.IsLetter(to) == unicode.IsLetter(r) && unicode.IsDigit(to) == unicode.IsDigit(r) && unicode.IsLower(to) == unicode.IsLower(r) {
			return to
		}
	}
	return '?'
}

// value returns the pseudonym of a value, and of all that it has inside.
func (p *pseudonyms) value(v value.Value) value.Value {
	if p == nil {
		return v
	}
	if o, ok := v.AsObject(); ok {
		members := make([]value.Member, 0, len(o.Members()))
		for _, m := range o.Members() {
			members = append(members, value.Member{Name: m.Name, Value: p.value(m.Value)})
		}
		return value.ObjectOf(value.NewObject(members...))
	}
	if list, ok := v.AsList(); ok {
		members := make([]value.Value, len(list))
		for i := range list {
			members[i] = p.value(list[i])
		}
		return value.List(members...)
	}
	if unreadableWhy(v) != "" && !shortened.MatchString(v.Text()) {
		return v // what is redacted says nothing
	}
	text := p.text(v.Text())
	switch v.Kind() {
	case value.KindInteger, value.KindDecimal:
		if number, err := value.ParseJSON(text); err == nil {
			return number
		}
		fallthrough
	case value.KindString, value.KindReference, value.KindBinary:
		return value.String(text)
	case value.KindNull, value.KindBoolean, value.KindDateTime, value.KindList, value.KindObject, value.KindIgnoreAttribute, value.KindIgnoreObject:
	}
	return v
}

// leaks reports whether a text has one of the words that were replaced in it.
func (p *pseudonyms) leaks(text string) bool {
	if p == nil {
		return false
	}
	const least = 4 // shorter ones occur by chance, in other words
	lower := strings.ToLower(text)
	for word := range p.changed {
		if utf8.RuneCountInString(word) >= least && strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
