package lint

import (
	"context"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// sample gives attributes values that a rule wants to try; it is asked by the name as the expression writes it.
type sample func(name string) value.Value

// Attribute gives the value of the attribute that p names.
func (s sample) Attribute(p *value.Path) value.Value { return s(p.String()) }

// same gives all attributes one text.
func same(text string) sample {
	return func(string) value.Value { return value.String(text) }
}

// try evaluates the expression with the values of s; ok is false where it fails, which says nothing about other values.
func (e *expression) try(s sample) (v value.Value, ok bool) {
	if e.program == nil {
		return value.Absent, false
	}
	return evaluate(e.program, s)
}

// tryPart evaluates a part of the expression.
func (e *expression) tryPart(n syntax.Node, s sample) (v value.Value, ok bool) {
	program, err := expr.Compile(syntax.Format(n), expr.WithFunctions(e.reg))
	if err != nil {
		return value.Absent, false
	}
	return evaluate(program, s)
}

// sampleTime is the clock of trials: its day cannot be a month.
var sampleTime = time.Date(2026, time.November, 23, 14, 5, 6, 0, time.UTC)

func evaluate(program *expr.Program, s sample) (value.Value, bool) {
	v, err := program.Eval(environment(s))
	return v, err == nil
}

// environment gives a world in which everything that an expression may ask for is there.
func environment(attrs value.Attributes) *expr.Env {
	const domain = "contoso.com"
	return &expr.Env{
		Attrs: attrs, Clock: func() time.Time { return sampleTime }, Random: new(counter), DefaultDomain: domain,
		NewGUID: func() string { return "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9" },
		Taken:   func(context.Context, string, string) (bool, error) { return false, nil },
		Tokens:  map[string]string{"DomainFQDN": domain, "DomainNetBios": "CONTOSO", "ForestFQDN": domain, "ForestNetBios": "CONTOSO"},
	}
}

// counter stands for randomness, so that the same text has the same findings.
type counter byte

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(*c)
		*c += 37
	}
	return len(p), nil
}

// lastPart gives what a name ends with: givenName of name.givenName and of urn:…:User:givenName.
func lastPart(name string) string {
	return name[strings.LastIndexAny(name, ".:")+1:]
}

func namesAny(name string, words ...string) bool {
	lower := strings.ToLower(lastPart(name))
	for _, word := range words {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// isPersonName tells by an attribute's name that it holds the name of a person or a part of it, which may have accents and blanks.
func isPersonName(name string) bool {
	switch strings.ToLower(lastPart(name)) {
	case "sn", "cn", "commonname":
		return true
	}
	return namesAny(name, "givenname", "firstname", "lastname", "familyname", "surname", "middlename", "displayname", "fullname",
		"preferredname", "legalname", "nickname", "secondname")
}

// isAddress tells by an attribute's name that its values have the form name@domain.
func isAddress(name string) bool {
	return namesAny(name, "mail", "upn", "userprincipalname", "login", "proxyaddress") || strings.Contains(strings.ToLower(name), "emails[") ||
		strings.EqualFold(lastPart(name), "userName")
}

// isOptional tells by an attribute's name that many people have no value.
func isOptional(name string) bool {
	return namesAny(name, "middlename", "middleinitial", "secondname", "suffix", "honorific", "initials", "nickname")
}

// isIdentifier tells by an attribute's name that its values have neither blanks nor punctuation that means something elsewhere.
func isIdentifier(name string) bool {
	return isAddress(name) || strings.HasSuffix(strings.ToLower(lastPart(name)), "id") || namesAny(name, "number", "samaccountname", "alias", "guid")
}

// isAlias tells by an attribute's name that its values have no @.
func isAlias(name string) bool {
	return namesAny(name, "alias", "mailnickname", "samaccountname", "employeeid", "employeenumber", "objectid")
}
