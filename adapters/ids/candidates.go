package ids

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// candidate is a token with what it was made of.
type candidate struct {
	text   string // with its domain, where it has one
	number string // "" of a candidate without number
}

func (c candidate) token() string  { return localOf(c.text) }
func (c candidate) domain() string { return domainOf(c.text) }

// maker makes the identifiers of one person.
type maker struct {
	*Scheme
	ctx     context.Context
	attrs   value.Attributes
	base    string
	domains []string // of the identifiers' own mappings, "" where they say none
}

// texts returns what an origin gives for a person: the candidates of SelectUniqueValue in their order, or the one value. Empty ones are left
// out. The error is that of the expression, or that a value is not one text; candidates before it are returned.
func (m *maker) texts(o *origin) ([]string, error) {
	var found []string
	v, err := value.String(o.constant), error(nil)
	switch {
	case o.from != nil:
		v = m.attrs.Attribute(o.from)
	case o.program != nil:
		env := m.env(m.attrs)
		env.Taken = func(_ context.Context, _, text string) (bool, error) {
			found = append(found, text)
			return true, nil // so that the next one is evaluated
		}
		v, err = o.program.Eval(env)
	}
	var all *expr.EvalError
	switch {
	case len(found) > 0 && errors.As(err, &all) && all.Code == notUnique:
		return found, nil
	case err != nil || v.Kind().IsSignal():
		return found, err
	}
	text, err := oneText(v)
	if text != "" {
		found = append(found, text)
	}
	return found, err
}

// notUnique is the code of SelectUniqueValue where all candidates are taken.
const notUnique diag.Code = "not-unique"

// oneText returns the text of a value, without the spaces around it, "" where there is none.
func oneText(v value.Value) (string, error) {
	if members, isList := v.AsList(); isList && len(members) == 1 {
		v = members[0]
	}
	switch {
	case v.IsNullOrEmpty():
		return "", nil
	case v.Kind() == value.KindList || v.Kind() == value.KindObject:
		return "", diag.Errorf("want one text, got %s", diag.Quote(v.Text()))
	case v.Unreadable() != nil:
		return "", v.Unreadable()
	}
	return strings.TrimSpace(v.Text()), nil
}

// env returns what expressions may know.
func (m *maker) env(attrs value.Attributes) *expr.Env {
	o := &m.config.Options
	return &expr.Env{Context: m.ctx, Attrs: attrs, Clock: o.Clock, Random: o.Random, NewGUID: o.NewGUID, DefaultDomain: o.DefaultDomain, Tokens: o.Tokens}
}

// begin evaluates a person's mappings and returns the candidates without numbers. The error of a mapping is that of the person.
func (m *maker) begin() ([]candidate, error) {
	texts, err := m.texts(&m.candidates)
	if err != nil && len(texts) == 0 {
		return nil, err
	}
	m.domains = make([]string, len(m.identifiers))
	for i := range m.identifiers {
		origin := &m.identifiers[i].origin
		if !origin.given() && origin.constant == "" || m.identifiers[i].form != nil || m.identifiers[i].known.bare {
			continue
		}
		own, err := m.texts(origin)
		if err != nil && len(own) == 0 {
			return nil, diag.Errorf("%s: %w", diag.Name(m.identifiers[i].name), err)
		}
		if len(own) > 0 {
			m.domains[i] = domainOf(own[0])
		}
	}
	var candidates []candidate
	for _, text := range texts {
		// What is made of nothing, as where a person has no name, is nobody's.
		if c := (candidate{text: text}); strings.TrimSpace(c.token()) != "" {
			candidates = append(candidates, c)
		}
	}
	switch {
	case len(candidates) > 0:
		m.base = candidates[0].token()
	case len(texts) > 0:
		return nil, diag.Errorf("want a candidate with something before its @, got %s", diag.Quote(texts[0]))
	}
	return candidates, nil
}

// numbered returns the candidate of a number; first is the one without number whose domain it has.
func (m *maker) numbered(first candidate, n int) (candidate, error) {
	number := strconv.Itoa(n)
	text, err := m.base+number, error(nil)
	if m.number != nil {
		text, err = m.eval(m.number, candidate{number: number})
		if err == nil && localOf(text) == "" {
			err = diag.Errorf("number: want a text with something before its @, got %s", diag.Quote(text))
		}
	}
	if strings.Contains(first.text, "@") && !strings.Contains(text, "@") {
		text += "@" + first.domain()
	}
	return candidate{text, number}, err
}

// eval evaluates an expression for identifiers.
func (m *maker) eval(p *expr.Program, c candidate) (string, error) {
	v, err := p.Eval(m.env(variables{m.attrs, m.base, c.number, c.token()}))
	if err != nil {
		return "", err
	}
	return oneText(v)
}

// variables are the attributes of a person and what an identifier is made of, which comes first.
type variables struct {
	value.Attributes
	base, number, token string
}

// Attribute returns the value of an attribute. The number is null where there is none.
func (v variables) Attribute(p *value.Path) value.Value {
	switch p.String() {
	case baseName:
		return value.String(v.base)
	case numberName:
		if v.number == "" {
			return value.Null
		}
		return value.String(v.number)
	case tokenName:
		return value.String(v.token)
	}
	return v.Attributes.Attribute(p)
}

// identifierOf returns an identifier of a candidate. The error says why the target would not take it, or why it cannot be made.
func (m *maker) identifierOf(i int, c candidate) (string, error) {
	id := &m.identifiers[i]
	text, err := c.token(), error(nil)
	switch {
	case id.form != nil:
		if text, err = m.eval(id.form, c); err != nil {
			return "", diag.Errorf("%s: %w", diag.Name(id.name), err)
		}
	case !id.known.bare:
		domain := m.domains[i]
		if domain == "" {
			domain = c.domain()
		}
		if domain != "" {
			text += "@" + domain
		}
	}
	if id.form == nil {
		text = m.shorten(text, id.limit.Length, id.known.account)
	}
	if id.known.name == "proxyaddresses" && id.form == nil {
		text = "SMTP:" + text
	}
	return text, id.check(text)
}

// shorten cuts the base of an account name, which has 20 characters, so that the number stays. Others are not cut: their limits are far.
func (m *maker) shorten(text string, length int, account bool) string {
	excess := len(utf16.Encode([]rune(text))) - length
	if !account || length == 0 || excess <= 0 {
		return text
	}
	rest, found := strings.CutPrefix(text, m.base)
	base := []rune(m.base)
	if !found {
		rest, base = "", []rune(text)
	}
	for excess > 0 && len(base) > 0 {
		last := len(base) - 1
		excess -= utf16.RuneLen(base[last])
		base = base[:last]
	}
	return strings.TrimRight(string(base), ". ") + rest
}

// check says what the target refuses of an identifier.
func (id *identifier) check(text string) error {
	_, address := addressOf(text)
	switch {
	case text == "" || localOf(text) == "" || strings.ContainsFunc(text, unicode.IsControl):
		return diag.Errorf("%s: want a text without control characters, got %s", diag.Name(id.name), diag.Quote(text))
	case id.known.address && (!address || domainOf(text) == ""):
		return diag.Errorf("%s: want a candidate with a domain, such as ada@contoso.com, got %s", diag.Name(id.name), diag.Quote(text))
	case id.limit.Length > 0 && len(utf16.Encode([]rune(text))) > id.limit.Length:
		return diag.Errorf("%s: %s takes %d characters, got %s", diag.Name(id.name), diag.Name(id.target), id.limit.Length, diag.Quote(text))
	case id.limit.Refuses(text):
		return diag.Errorf("%s: %s refuses characters of %s: NormalizeDiacritics and StripSpaces take accents and spaces out", diag.Name(id.name), diag.Name(id.target), diag.Quote(text))
	}
	return checkText(text)
}

// findSteady notes whether identifiers with numbers depend on nothing but the base, the domains, the number and what the person has in some
// attributes: numbers that were taken for one person are so for the next one who has the same.
func (s *Scheme) findSteady() {
	programs := []*expr.Program{s.number}
	for i := range s.identifiers {
		programs = append(programs, s.identifiers[i].form)
	}
	s.steady = true
	for _, p := range programs {
		for _, name := range personal(p) {
			s.varies = append(s.varies, value.ParsePath(name))
		}
		s.steady = s.steady && (p == nil || p.Effects() == functions.Pure)
	}
}

// likes returns what people have in common who have the same identifiers with numbers; "" where that is not known.
func (m *maker) likes(first candidate) string {
	if !m.steady {
		return ""
	}
	var b strings.Builder
	for _, text := range append([]string{m.base, first.domain()}, m.domains...) {
		b.WriteString(strconv.Quote(text))
	}
	for i := range m.varies {
		v := m.attrs.Attribute(&m.varies[i])
		b.WriteString(v.Kind().String() + strconv.Quote(v.Text()))
	}
	return b.String()
}
