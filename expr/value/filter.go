package value

import "strings"

// filter keeps members of a multi-valued attribute, as in emails[type eq "work" and primary eq "True"].
type filter struct {
	text    string
	clauses []clause // all must hold
}

// mostClauses bounds what a filter costs; names of the service have two at most.
const mostClauses = 16

type clause struct {
	attribute string
	operator  string // lower case: eq ne co sw ew pr
	operand   string
}

// parseFilter reads SCIM comparisons joined by "and" (RFC 7644, 3.4.2.2), the part of the filter language that attribute
// names of the service use.
func parseFilter(text string) (*filter, bool) {
	f := filter{text: text}
	words, ok := filterWords(text)
	if !ok {
		return nil, false
	}
	for len(words) > 0 {
		if len(f.clauses) > 0 {
			if !strings.EqualFold(words[0].text, "and") || words[0].quoted {
				return nil, false
			}
			words = words[1:]
		}
		c, n := parseClause(words)
		if n == 0 {
			return nil, false
		}
		if f.clauses = append(f.clauses, c); len(f.clauses) > mostClauses {
			return nil, false
		}
		words = words[n:]
	}
	return &f, len(f.clauses) > 0
}

func parseClause(words []filterWord) (c clause, used int) {
	if len(words) < 2 || words[0].quoted || words[1].quoted {
		return clause{}, 0
	}
	c = clause{attribute: words[0].text, operator: strings.ToLower(words[1].text)}
	switch c.operator {
	case "pr":
		return c, 2
	case "eq", "ne", "co", "sw", "ew":
		if len(words) < 3 {
			return clause{}, 0
		}
		c.operand = words[2].text
		return c, 3
	}
	return clause{}, 0
}

type filterWord struct {
	text   string
	quoted bool
}

func filterWords(text string) ([]filterWord, bool) {
	var words []filterWord
	for {
		text = strings.TrimLeft(text, " \t")
		switch {
		case text == "":
			return words, true
		case text[0] == '"':
			word, rest, ok := cutQuoted(text[1:])
			if !ok {
				return nil, false
			}
			words = append(words, filterWord{text: word, quoted: true})
			text = rest
		default:
			end := strings.IndexAny(text, " \t\"")
			if end < 0 {
				end = len(text)
			}
			words = append(words, filterWord{text: text[:end]})
			text = text[end:]
		}
	}
}

func cutQuoted(text string) (word, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return b.String(), text[i+1:], true
		case c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// fault returns what the filter would have to compare and cannot read: a member must not seem to be another one.
func (f *filter) fault(member Value) (Value, bool) {
	if member.meta&flagUnreadable == 0 {
		return Absent, false
	}
	for i := range f.clauses {
		if err := f.clauses[i].of(member).Unreadable(); err != nil {
			return unreadable(err), true
		}
	}
	return Absent, false
}

func (f *filter) matches(member Value, meter *Meter) bool {
	for i := range f.clauses {
		if !f.clauses[i].matches(member, meter) {
			return false
		}
	}
	return true
}

// matches compares without case: type and primary, the attributes filters name, are not case-exact (RFC 7643, 2.4), and the
// service writes a boolean as "True".
func (c *clause) matches(member Value, meter *Meter) bool {
	return c.holds(c.of(member), meter)
}

// of returns what the clause compares of a member. A plain member has a value and nothing else.
func (c *clause) of(member Value) Value {
	if o, ok := member.AsObject(); ok {
		return o.GetFold(c.attribute)
	}
	if strings.EqualFold(c.attribute, "value") || member.IsNull() {
		return member
	}
	return Absent
}

// holds compares one value with the operand.
func (c *clause) holds(v Value, meter *Meter) bool {
	switch {
	case c.operator == "pr":
		return !v.IsNullOrEmpty()
	case v.IsNull():
		return c.operator == "ne"
	}
	text := v.Text()
	meter.add(len(text) / bytesAVisit)
	switch c.operator {
	case "eq":
		return strings.EqualFold(text, c.operand)
	case "ne":
		return !strings.EqualFold(text, c.operand)
	}
	have, want := strings.ToLower(text), strings.ToLower(c.operand)
	switch c.operator {
	case "co":
		return strings.Contains(have, want)
	case "sw":
		return strings.HasPrefix(have, want)
	default:
		return strings.HasSuffix(have, want)
	}
}
