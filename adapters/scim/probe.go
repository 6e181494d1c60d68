package scim

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// sampleSize is how many objects a server is asked to show, by which it is tried.
const sampleSize = 20

// sample are objects that the server has shown. There are none where it shows none without being asked for them.
type sample struct {
	objects []*provision.Object
	total   int           // of the type; -1 is not known
	took    time.Duration // until they were here
	bytes   int           // of all of them
}

// verdict is what is known of an ability.
type verdict uint8

const (
	unknown verdict = iota
	able
	unable
)

// way is how a server is asked for an attribute.
type way struct {
	form      form
	kind      value.Kind // of the values; KindString where that is not known
	returned  bool       // the server has shown objects that have the attribute, and finds them by it
	caseExact bool       // it tells the case of values
	several   bool       // it can be asked for several at once
	fields    fields     // what is sent of the objects
	bad       error      // why it cannot be asked for it; nil where it can
}

// isUsable reports whether the server can be asked so.
func (w *way) isUsable() bool { return w.bad == nil }

// distrustError reports that the filter cannot be trusted with an attribute.
type distrustError struct{ error }

func (e *distrustError) Unwrap() error { return e.error }

// Sentence returns the text with its arguments.
func (e *distrustError) Sentence() diag.Message {
	if s, ok := e.error.(interface{ Sentence() diag.Message }); ok {
		return s.Sentence()
	}
	return diag.Messagef("%s", e.error)
}

// distrust returns the error of a question that the server's filter cannot answer; cause, which may be nil, is what the server says.
func (e *endpoint) distrust(attribute string, why diag.Message, cause error) error {
	format := "the server's filter cannot be trusted with the attribute %s at %s: " + why.Format + "; let all objects be read instead (Scan)"
	args := append([]any{diag.Name(diag.ClipTo(attribute, 200)), diag.Name(e.client.shown(e.path))}, why.Args...)
	if cause != nil {
		format, args = format+": %w", append(args, cause)
	}
	return &distrustError{diag.Errorf(format, args...)}
}

// learnSample asks the server to show some objects, once. Groups come without their members, which may be very many, as Entra's client asks
// for them (documented).
func (e *endpoint) learnSample(ctx context.Context) error {
	if e.shown != nil {
		return nil
	}
	s := selection{start: 1, count: sampleSize, fields: e.withoutMembers(nil)}
	begin := time.Now()
	l, err := e.list(ctx, s)
	if s.fields != (fields{}) && isRefusal(err) {
		e.excludes, s.fields = unable, fields{}
		l, err = e.list(ctx, s)
	}
	switch {
	case err == nil:
		e.shown = &sample{l.objects, l.total, time.Since(begin), l.bytes}
	case !isRefusal(err) || isStatus(err, 404):
		return err
	default:
		e.shown = &sample{total: -1}
	}
	return nil
}

// withoutMembers leaves out the members of groups, unless they are wanted.
func (e *endpoint) withoutMembers(wanted []string) fields {
	isMembers := func(name string) bool { return strings.EqualFold(rootOf(name), "members") }
	if e.excludes == unable || !strings.EqualFold(e.path, "/Groups") || slices.ContainsFunc(wanted, isMembers) {
		return fields{}
	}
	return fields{without: "members"}
}

// wayOf returns how to ask for an attribute, which is tried once.
func (e *endpoint) wayOf(ctx context.Context, attribute string) (*way, error) {
	key := strings.ToLower(attribute)
	if w := e.ways[key]; w != nil {
		return w, nil
	}
	w, err := e.try(ctx, attribute)
	if err != nil {
		return nil, err
	}
	if e.ways == nil {
		e.ways = map[string]*way{}
	}
	e.ways[key] = w
	return w, nil
}

// try finds the form of the filter by which the server finds an object that it has shown. The error is that of a server that does not
// answer; what is wrong with its answers is in the way.
func (e *endpoint) try(ctx context.Context, attribute string) (*way, error) {
	o, v := e.example(attribute)
	forms, err := formsOf(attribute, v.Kind() == value.KindReference)
	w := &way{kind: v.Kind()}
	if len(forms) == 0 {
		w.bad = &distrustError{err}
		return w, nil
	}
	problem, refused := diag.Messagef("it refuses it"), error(nil)
	for _, f := range forms {
		w.form = f
		ok, why, err := e.tryForm(ctx, w, attribute, o, v)
		switch {
		case ok:
			return w, nil
		case err != nil && !isRefusal(err):
			return nil, err
		case err != nil:
			refused = err
		default:
			problem, refused = why, nil
		}
	}
	return &way{bad: e.distrust(attribute, problem, refused)}, nil
}

// tryForm reports whether the server answers a form of the filter as it must: an object that it has shown is found by its value, and what
// nothing has is not found. Why says what it does instead.
func (e *endpoint) tryForm(ctx context.Context, w *way, attribute string, o *provision.Object, v value.Value) (ok bool, why diag.Message, err error) {
	if o == nil {
		found, err := e.list(ctx, selection{fields: e.withoutMembers([]string{attribute}), filter: w.form.with(quote("none-" + rand.Text())), start: 1, count: fewHits})
		if err != nil {
			return false, why, err
		}
		return len(found.objects) == 0, diag.Messagef("it finds objects for a value that none has"), nil
	}
	text := v.Text()
	for _, asked := range slices.Compact([]string{otherCase(text), text}) {
		found, err := e.list(ctx, selection{fields: e.withoutMembers([]string{attribute}), filter: w.form.with(literalOf(asked, w.kind)), start: 1, count: fewHits})
		if err != nil {
			return false, why, err
		}
		if len(mentioning(found.objects, rootOf(attribute), text)) < len(found.objects) {
			return false, diag.Messagef("it finds objects that have another value"), nil
		}
		if contains(found.objects, o.ID) || found.total > len(found.objects) && len(found.objects) > 0 {
			w.returned, w.caseExact = true, asked != otherCase(text)
			return true, why, nil
		}
	}
	return false, diag.Messagef("it does not find an object that has it"), nil
}

// otherCase returns a text with the case of its ASCII letters turned round.
func otherCase(text string) string {
	turned := []byte(text)
	for i, c := range turned {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			turned[i] = c ^ ' '
		}
	}
	return string(turned)
}

// contains reports whether an object of an id is among others.
func contains(objects []*provision.Object, id string) bool {
	return slices.ContainsFunc(objects, func(o *provision.Object) bool { return o.ID == id })
}

// example returns an object that has been shown with a value of an attribute, the one that tells most about a filter; nil and Absent where there is none.
func (e *endpoint) example(attribute string) (best *provision.Object, v value.Value) {
	path, most := value.ParsePath(attribute), 0
	for _, o := range e.shown.objects {
		candidate := exampleValue(o.Attrs.Attribute(&path))
		if tells := telling(candidate); tells > most {
			best, v, most = o, candidate, tells
		}
	}
	return best, v
}

// exampleValue returns a value that can be asked for, the first of several, Absent where there is none.
func exampleValue(v value.Value) value.Value {
	if members, ok := v.AsList(); ok {
		for _, m := range members {
			if found := exampleValue(m); !found.IsAbsent() {
				return found
			}
		}
		return value.Absent
	}
	if _, isObject := v.AsObject(); isObject || v.IsNullOrEmpty() || v.Unreadable() != nil {
		return value.Absent
	}
	return v
}

// telling says how much a value tells about a filter: one with letters shows whether case counts, and one that needs escapes shows what
// becomes of those rather than whether the attribute is known.
func telling(v value.Value) int {
	text := v.Text()
	switch {
	case v.IsNullOrEmpty() || len(text) > 500:
		return 0
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }):
		return 1
	case otherCase(text) == text || v.Kind() == value.KindBoolean:
		return 2
	}
	return 3
}

// learnOr tries whether the server understands "or", with two objects that it has shown. Where it has not shown two, that stays unknown.
func (e *endpoint) learnOr(ctx context.Context, attribute string, w *way) error {
	if e.or != unknown || !w.returned || !w.isUsable() {
		return nil
	}
	o, v := e.example(attribute)
	other, second := e.anotherExample(attribute, v)
	if other == nil {
		return nil
	}
	filter := w.form.with(literalOf(v.Text(), w.kind)) + " or " + w.form.with(literalOf(second.Text(), w.kind))
	found, err := e.list(ctx, selection{fields: e.withoutMembers([]string{attribute}), filter: filter, start: 1, count: fewHits})
	switch {
	case isRefusal(err):
		e.or = unable
		return nil
	case err != nil:
		return err
	}
	root := rootOf(attribute)
	explained := len(mentioning(found.objects, root, v.Text())) + len(mentioning(found.objects, root, second.Text()))
	more := found.total > len(found.objects) // values of many objects show nothing of which both are
	if e.or = unable; explained >= len(found.objects) && !more && contains(found.objects, o.ID) && contains(found.objects, other.ID) {
		e.or = able
	}
	return nil
}

// anotherExample returns an object that has been shown with another value than v.
func (e *endpoint) anotherExample(attribute string, v value.Value) (*provision.Object, value.Value) {
	path := value.ParsePath(attribute)
	for _, o := range e.shown.objects {
		second := exampleValue(o.Attrs.Attribute(&path))
		if telling(second) > 1 && !mentions(second, v.Text()) && second.Kind() == v.Kind() {
			return o, second
		}
	}
	return nil, value.Absent
}
