package lint

import (
	"context"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// sample returns the value with which a rule tries an attribute, by its name as written in the expression. It implements value.Attributes.
type sample func(name string) value.Value

// Attribute returns the value of the attribute with the path p.
func (s sample) Attribute(p *value.Path) value.Value { return s(p.String()) }

// same returns a sample in which all attributes have the same text.
func same(text string) sample {
	return func(string) value.Value { return value.String(text) }
}

// try evaluates the expression with the values of s, and reports whether it succeeds. Failure implies nothing for other values: a rule
// must not report anything because of it.
func (e *expression) try(s sample) (v value.Value, ok bool) {
	if e.program == nil {
		return value.Absent, false
	}
	return evaluate(e.program, s)
}

// tryPart evaluates a part of the expression, or a tree that a rule has made of such parts. It compiles the formatted text each time, so
// that spans in errors would be those of that text.
func (e *expression) tryPart(n syntax.Node, s sample) (v value.Value, ok bool) {
	program, err := expr.Compile(syntax.Format(n), expr.WithFunctions(e.reg))
	if err != nil {
		return value.Absent, false
	}
	return evaluate(program, s)
}

// sampleTime is the time of trial evaluations. Its day cannot be mistaken for a month.
var sampleTime = time.Date(2026, time.November, 23, 14, 5, 6, 0, time.UTC)

// evaluate evaluates a program with the values of s, and reports whether it succeeds.
func evaluate(program *expr.Program, s sample) (value.Value, bool) {
	v, err := program.Eval(environment(s))
	return v, err == nil
}

// environment returns an environment with everything that an expression can use, so that no function fails for the lack of it. Nothing in
// it changes from run to run, no candidate of SelectUniqueValue is taken, and nothing outside is asked.
func environment(attrs value.Attributes) *expr.Env {
	const domain = "contoso.com"
	return &expr.Env{
		Attrs: attrs, Clock: func() time.Time { return sampleTime }, Random: new(counter), DefaultDomain: domain,
		NewGUID: func() string { return "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9" },
		Taken:   func(context.Context, string, string) (bool, error) { return false, nil },
		Tokens:  map[string]string{"DomainFQDN": domain, "DomainNetBios": "CONTOSO", "ForestFQDN": domain, "ForestNetBios": "CONTOSO"},
	}
}

// counter is a deterministic source in place of a random one, so that the same text has the same findings. Every evaluation begins with a
// new one.
type counter byte

// Read fills p with bytes that differ, since 37 and 256 have no common factor: a function that draws until it has another character ends.
// Read fills p. Since 37 and 256 have no common factor, it yields every byte before it repeats one.
func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(*c)
		*c += 37
	}
	return len(p), nil
}

// lastPart returns the last part of a name: givenName for name.givenName and urn:…:User:givenName. The functions below judge an attribute
// by it, whatever system it comes from.
func lastPart(name string) string {
	return name[strings.LastIndexAny(name, ".:")+1:]
}

// namesAny reports whether the last part of a name contains one of the words, which are in lower case.
func namesAny(name string, words ...string) bool {
	lower := strings.ToLower(lastPart(name))
	for _, word := range words {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// isPersonName reports whether an attribute contains the name of a person or part of it, which may have accents and spaces, judging by
// the attribute's name.
func isPersonName(name string) bool {
	switch strings.ToLower(lastPart(name)) {
	case "sn", "cn", "commonname":
		return true
	}
	return !isAlias(name) && namesAny(name, "givenname", "firstname", "lastname", "familyname", "surname", "middlename", "displayname", "fullname",
		"preferredname", "legalname", "nickname", "secondname")
}

// isAddress reports whether the values of an attribute have the form name@domain, judging by its name.
func isAddress(name string) bool {
	return !isAlias(name) && namesAny(name, "mail", "upn", "userprincipalname", "login", "proxyaddress") || strings.Contains(strings.ToLower(name), "emails[") ||
		strings.EqualFold(lastPart(name), "userName")
}

// isOptional reports whether many people lack an attribute, judging by its name.
func isOptional(name string) bool {
	return namesAny(name, "middlename", "middleinitial", "secondname", "suffix", "honorific", "initials", "nickname")
}

// isIdentifier reports whether the values of an attribute have neither spaces nor special punctuation, judging by its name.
func isIdentifier(name string) bool {
	return isAddress(name) || strings.HasSuffix(strings.ToLower(lastPart(name)), "id") || namesAny(name, "number", "samaccountname", "alias", "guid")
}

// isAlias reports whether the values of an attribute have no @, judging by its name.
func isAlias(name string) bool {
	return namesAny(name, "alias", "mailnickname", "samaccountname", "employeeid", "employeenumber", "objectid")
}
