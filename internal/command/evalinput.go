package command

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/file"
)

// readExpression sets Expr to the text to evaluate. Files and standard input are for shells that take quotation marks away from arguments.
func (c *evalCommand) readExpression(p *program) error {
	if c.File != "" {
		// There is no expression among the arguments, so that the first of them is an attribute.
		if c.Expr != "" {
			c.Values = append([]string{c.Expr}, c.Values...)
		}
		c.Expr = c.File
	}
	switch {
	case c.Expr == "":
		return diag.Errorf("eval: want an expression, such as attrmap eval 'ToLower([mail])' mail=A@B.com")
	case c.Expr == "-" && c.Attrs == "-":
		return diag.Errorf("eval: standard input can be the expression or --attrs, not both")
	case c.Expr != "-" && c.File == "":
		return nil
	}
	f, err := p.open(c.Expr)
	if err != nil {
		return err
	}
	defer f.Close()
	text, err := file.ReadText(f, c.Expr)
	c.Expr = strings.TrimRight(text, "\r\n")
	return err
}

// attributes merges the file of --attrs with the pairs of the command line, which take precedence.
func (c *evalCommand) attributes(p *program) (value.Attributes, error) {
	attrs := value.Map{}
	if c.Attrs != "" {
		f, err := p.open(c.Attrs)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		text, err := file.ReadText(f, c.Attrs)
		if err != nil {
			return nil, err
		}
		v, err := value.ParseJSON(text)
		if err != nil {
			return nil, diag.Errorf("--attrs %s: %w", diag.Name(c.Attrs), err)
		}
		o, ok := v.AsObject()
		if !ok {
			return nil, diag.Errorf("--attrs %s: want a JSON object, got %s", diag.Name(c.Attrs), diag.Name(v.Kind().String()))
		}
		if err := p.checkAttributes(c.Attrs, text, o); err != nil {
			return nil, err
		}
		for _, m := range o.Members() {
			// Names are kept as they are written: how they are compared is up to the evaluation.
			attrs[m.Name] = m.Value
		}
	}
	for _, pair := range c.Values {
		name, text, ok := cutPair(pair)
		if !ok {
			return nil, diag.Errorf("eval: want NAME=VALUE, got %s", diag.Quote(pair))
		}
		name, typed := strings.CutSuffix(name, ":")
		if !typed {
			attrs[name] = text
			continue
		}
		v, err := value.ParseJSON(text)
		if err != nil {
			return nil, diag.Errorf("eval: %s:=: want a value as in JSON, such as true, 5 or [\"a\"]: %w", diag.Name(name), err)
		}
		attrs[name] = v
	}
	return attrs, nil
}

// topicNear is the topic of remarks on texts that are nearly equal; see docs/explain.md.
const topicNear = "near"

// noteNearlyEqual says which comparisons did not hold for the case of letters or for spaces alone: the value may be another one than was meant.
// Pairs of the command line are texts, and so is active=true.
func (c *evalCommand) noteNearlyEqual(p *program, s *expr.Step) {
	for _, r := range s.Remarks {
		if r.Topic != topicNear {
			continue
		}
		fmt.Fprintf(p.stderr, "note: %s: %s%s\n", diag.Clip(s.Text), r.Text, c.textForTruth())
	}
	for _, part := range s.Parts {
		c.noteNearlyEqual(p, part)
	}
}

// textForTruth names the first pair that gives a text where a truth value may be meant, "" without one.
func (c *evalCommand) textForTruth() string {
	for _, pair := range c.Values {
		name, text, _ := cutPair(pair)
		if word := strings.ToLower(text); !strings.HasSuffix(name, ":") && (word == "true" || word == "false") {
			return fmt.Sprintf("; %s=%s is a text, %s:=%s a truth value", name, text, name, word)
		}
	}
	return ""
}

// cutPair splits NAME=VALUE at the first equals sign outside brackets: a name may contain a filter.
func cutPair(pair string) (name, text string, ok bool) {
	// Such as emails[type eq "work"].value=a@b, of which the first equals sign is the one after the bracket.
	depth := 0
	for i, r := range pair {
		switch {
		case r == '[':
			depth++
		case r == ']' && depth > 0:
			depth--
		// The name must not be empty; the text may be, and is then an empty text and not null.
		case r == '=' && depth == 0:
			return pair[:i], pair[i+1:], i > 0
		}
	}
	return "", "", false
}
