package sources

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Language is the language of an API expression.
type Language string

const (
	// XPath is XPath 1.0, for Workday.
	XPath Language = "XPath"
	// JSONPath is that of RFC 9535, for SuccessFactors.
	JSONPath Language = "JSONPath"
)

// LanguageOf returns the language of an API expression: JSONPath begins with $.
func LanguageOf(text string) Language {
	if strings.HasPrefix(strings.TrimSpace(text), "$") {
		return JSONPath
	}
	return XPath
}

// Expression is a compiled API expression. It is immutable and safe for concurrent use.
type Expression struct {
	text     string
	language Language
	// evaluators are those of the text: an evaluator has a state, and serves one evaluation at a time.
	evaluators sync.Pool
}

// evaluator evaluates one expression on the document of one person. An evaluator of the wrong language returns an error.
type evaluator interface {
	evaluate(body any) (result, error)
}

// result is what an expression gives: the nodes that it met, or, where it is a computation, a text.
type result struct {
	values []value.Value
	list   func() []Node // nil of a computation
	text   string
	// computed reports that the text is the result.
	computed bool
}

// Node is a node of a document that an expression met.
type Node struct {
	// Path leads to it from the person, with positions from 1 in XPath and from 0 in JSONPath.
	Path string
	// Text is its value.
	Text string
}

// Format prints the path alone: the text is a person's.
func (n Node) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, n.Path) }

// MarshalJSON returns the path alone, see Format.
func (n Node) MarshalJSON() ([]byte, error) { return json.Marshal(n.Path) }

// Compile returns the API expression of a text, in its language, see [LanguageOf]. The error says what is wrong with it; [Check] has places.
func Compile(text string) (*Expression, error) {
	e := &Expression{text: text, language: LanguageOf(text)}
	ev, err := e.compile()
	if err != nil {
		return nil, err
	}
	e.evaluators.Put(ev)
	return e, nil
}

func (e *Expression) compile() (evaluator, error) {
	if e.language == JSONPath {
		return compileJSONPath(e.text)
	}
	return compileXPath(e.text)
}

// Text returns the text that was compiled.
func (e *Expression) Text() string { return e.text }

// Language returns the language of the expression.
func (e *Expression) Language() Language { return e.language }

// evaluate evaluates the expression on the document of one person.
func (e *Expression) evaluate(body any) (r result, err error) {
	ev, _ := e.evaluators.Get().(evaluator)
	if ev == nil {
		if ev, err = e.compile(); err != nil {
			return result{}, err
		}
	}
	// The modules that evaluate may panic; an evaluator that has is not used again.
	defer func() {
		if p := recover(); p != nil {
			r, err = result{}, diag.Errorf("the expression cannot be evaluated: %s", diag.Quote(fmt.Sprint(p)))
		}
	}()
	r, err = ev.evaluate(body)
	e.evaluators.Put(ev)
	return r, err
}

// value returns the value of an attribute: null where nothing was met, one text, or a list of texts.
func (r *result) value() value.Value {
	if r.computed {
		return textOrNull(r.text)
	}
	switch len(r.values) {
	case 0:
		return value.Null
	case 1:
		return r.values[0]
	}
	return value.List(r.values...)
}

// all returns the nodes that were met.
func (r *result) all() []Node {
	if r.list == nil {
		return nil
	}
	return r.list()
}

func textOrNull(text string) value.Value {
	if text == "" {
		return value.Null
	}
	return value.String(text)
}

// attribute is an attribute with its expression.
type attribute struct {
	name       string
	expression *Expression
}

// compileAll compiles the expressions of attributes in the language of a format, in the order of names. Expressions in another language are left
// out: a schema may serve several systems. None at all is an error.
func compileAll(api map[string]string, f *format) ([]attribute, error) {
	names := make([]string, 0, len(api))
	for name, text := range api {
		if LanguageOf(text) == f.language {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, &feed.Error{Line: 1, Column: 1, Cause: feed.ErrShape, Remedy: "give the source attributes that the mappings read their API expressions: apiExpressions in a schema, types: {NAME: {api: …}} in a mapping file",
			Problem: diag.Messagef("the input is a document of %s, and no attribute that is read has an expression in %s", diag.Name(f.format.String()), diag.Name(string(f.language)))}
	}
	slices.Sort(names)
	attributes := make([]attribute, len(names))
	for i, name := range names {
		e, err := Compile(api[name])
		if err != nil {
			return nil, &feed.Error{Line: 1, Column: 1, Cause: feed.ErrShape, Problem: diag.Messagef("the API expression of %s: %s", diag.Name(name), diag.Name(err.Error())),
				Remedy: "attrmap api check says where"}
		}
		attributes[i] = attribute{name, e}
	}
	return attributes, nil
}
