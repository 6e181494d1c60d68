package mapping

import (
	"context"
	"encoding/json"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Evaluator returns the values of one new object after another and nothing about how they came to be, about twice as fast as
// [Mapper.Map], which returns the same values. Each worker makes one with [Mapper.NewEvaluator]; it must not be used by two
// goroutines at once. It keeps hold of the last object until the next one.
type Evaluator struct {
	run      *mapRun
	programs expr.Evaluator
	recorded bool   // the run's record reads the object
	buffer   []byte // the texts that the object's expressions have put together
	spans    []span
	outcome  Outcome
	failed   []Outcome
}

// span is a text of the buffer and the place that waits for it.
type span struct{ at, from, to int }

// Sizes of text in bytes: a longer one does not share its memory with others, a longer buffer is not kept.
const (
	longText   = 1 << 10
	longBuffer = 64 << 10
)

// ObjectError reports what the values of an object alone do not show.
type ObjectError struct {
	// Ignored reports that an expression left the whole object out of the flow.
	Ignored bool
	// Failed are the outcomes that failed or are not supported, in the set's order.
	Failed []Outcome
}

// Error quotes the first failure.
func (e *ObjectError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *ObjectError) Sentence() diag.Message {
	if len(e.Failed) == 0 {
		return diag.Messagef("an expression leaves the object out of the flow")
	}
	first := &e.Failed[0]
	return diag.Messagef("%d of the object's attributes failed, first %s: %s", len(e.Failed), diag.Name(first.Mapping.Target), first.Reason)
}

// Unwrap returns the failures.
func (e *ObjectError) Unwrap() []error {
	var all []error
	for i := range e.Failed {
		all = append(all, e.Failed[i].Err)
	}
	return all
}

// NewEvaluator returns an evaluator for one worker.
func (m *Mapper) NewEvaluator() *Evaluator { return &Evaluator{run: m.newRun()} }

// Attributes returns the attributes of a new object as plain Go data, by target name: what [Evaluator.AppendMap] puts into an empty map,
// with the same errors. It is the short way for callers that need neither reasons nor their own memory; it is safe for concurrent
// use.
func (m *Mapper) Attributes(ctx context.Context, source value.Attributes) (map[string]any, error) {
	worker, _ := m.workers.Get().(*Evaluator)
	if worker == nil {
		worker = m.NewEvaluator()
	}
	attributes := make(map[string]any, len(m.rows))
	err := worker.AppendMap(ctx, source, attributes)
	worker.release()
	m.workers.Put(worker)
	return attributes, err
}

// release lets go of the last object.
func (e *Evaluator) release() {
	e.run.forget()
	e.outcome, e.failed = Outcome{}, nil
}

// Values appends to dst one value per mapping, in the set's order: what [Mapper.Map] writes to an object that is created, Absent
// where nothing flows. The values stay good when the evaluator goes on; where dst has room, texts that expressions put together
// are all that is allocated. A nil source has no attributes.
//
// The error is an *ObjectError where attributes failed or the object is ignored; all other values are there all the same. Where ctx
// is canceled it is ctx's, and dst is returned as it was.
func (e *Evaluator) Values(ctx context.Context, source value.Attributes, dst []value.Value) ([]value.Value, error) {
	if err := e.begin(ctx, source); err != nil {
		return dst, err
	}
	start, rows := len(dst), e.run.m.rows
	if need := start + len(rows); need > cap(dst) {
		dst = append(make([]value.Value, 0, need), dst...)
	}
	// Texts are put together one after another in one buffer, which becomes one string at the end: one allocation for all texts of an
	// object instead of one for each. Until then their places in dst are remembered in spans.
	for i := range rows {
		if !rows[i].apply.Creates {
			dst = append(dst, value.Absent)
			continue
		}
		v, isText := e.value(&rows[i])
		if isText {
			e.spans[len(e.spans)-1].at = len(dst)
		}
		dst = append(dst, v)
	}
	if len(e.spans) > 0 {
		texts := string(e.buffer)
		for _, s := range e.spans {
			dst[s.at] = value.String(texts[s.from:s.to])
		}
	}
	if err := e.end(ctx); err != nil {
		return dst[:start], err
	}
	return dst, e.trouble()
}

// AppendMap puts what [Evaluator.Values] returns into dst, by target name, as plain Go data: string, bool, int64, json.Number, []any
// and map[string]any, nil for null; references, date-times and binary data by their text. What does not flow leaves dst as it is:
// clear a map that held another object. Where ctx is canceled, dst may hold some of the values.
func (e *Evaluator) AppendMap(ctx context.Context, source value.Attributes, dst map[string]any) error {
	if err := e.begin(ctx, source); err != nil {
		return err
	}
	rows := e.run.m.rows
	for i := range rows {
		row := &rows[i]
		if !row.apply.Creates {
			continue
		}
		if data := e.ready(row); data != nil {
			dst[row.mapping.Target] = data
			continue
		}
		switch v, isText := e.value(row); {
		case isText:
			e.spans[len(e.spans)-1].at = i
		case !v.IsAbsent():
			dst[row.mapping.Target] = row.plainData(v)
		}
	}
	if len(e.spans) > 0 {
		texts := string(e.buffer)
		for _, s := range e.spans {
			dst[rows[s.at].mapping.Target] = texts[s.from:s.to]
		}
	}
	if err := e.end(ctx); err != nil {
		return err
	}
	return e.trouble()
}

// begin makes the evaluator ready for an object; the memory of the last one is used again.
func (e *Evaluator) begin(ctx context.Context, source value.Attributes) error {
	e.buffer, e.spans, e.failed = e.buffer[:0], e.spans[:0], nil
	e.run.begin(ctx, source, nil)
	e.recorded = e.run.env.Attrs == e.run.record
	return ctx.Err()
}

// end lets go of the context and of memory that an unusually large object took.
func (e *Evaluator) end(ctx context.Context) error {
	e.programs.Forget()
	e.run.env.Context = nil
	if cap(e.buffer) > longBuffer {
		e.buffer = nil
	}
	return ctx.Err()
}

// trouble returns what the values do not show, or nil. A nil *ObjectError in an error would not be nil, hence the return.
func (e *Evaluator) trouble() error {
	if e.failed == nil && !e.run.ignoreObject {
		return nil
	}
	return &ObjectError{Ignored: e.run.ignoreObject, Failed: e.failed}
}

// value returns what a mapping writes. Where isText is true, it is the text of the last span.
func (e *Evaluator) value(row *row) (v value.Value, isText bool) {
	e.run.row = row
	if what := row.mapping.UnsupportedApply; what != "" {
		return e.settle(value.Absent, unsupported(what)), false
	}
	var err error
	switch row.kind {
	case Direct:
		if e.recorded {
			if v = e.run.record.Attribute(row.from); row.flows(v) && v.Unreadable() == nil {
				return v, false
			}
		}
		v = e.run.direct()
		err = unreadable(row.from, v)
	case Constant:
		v = value.String(row.mapping.Constant)
	case Expression:
		from := len(e.buffer)
		e.run.env.Target = row.mapping.Target
		e.buffer, v, isText, err = e.programs.Append(row.program, &e.run.env, e.buffer)
		if isText {
			// A long text would keep the texts of the whole object alive with it, or be kept alive by them, so it has memory of its own. One that
			// the target converts, or an empty one, must go through the rules of Map.
			if n := len(e.buffer) - from; n > 0 && n <= longText && row.plain.Has(value.KindString) {
				e.spans = append(e.spans, span{from: from, to: len(e.buffer)})
				return value.Absent, true
			}
			v, e.buffer = value.String(string(e.buffer[from:])), e.buffer[:from]
		}
	case notSupported:
		err = unsupported(row.mapping.UnsupportedSource)
	case None: // keeps what the target has, or takes the default
	}
	if err == nil && row.flows(v) {
		return v, false
	}
	return e.settle(v, err), false
}

// settle leaves it to the rules of Map, with an outcome that is used again for each value. Failures are copied, since they outlive it.
func (e *Evaluator) settle(v value.Value, err error) value.Value {
	o := &e.outcome
	*o = Outcome{Mapping: e.run.row.mapping, Hidden: e.run.m.opts.HideValues}
	e.run.settle(o, v, err)
	switch {
	case o.Decision.Changes():
		return o.New
	case o.Err != nil:
		e.failed = append(e.failed, *o)
	}
	return value.Absent
}

// ready returns a mapping's value where it is there as plain Go data and no rule changes it, else nil. Numbers are left out: the caller
// gets int64 and json.Number, whatever type the source has.
func (e *Evaluator) ready(row *row) any {
	switch {
	case row.mapping.UnsupportedApply != "":
		return nil
	case row.kind == Constant && row.interned != nil:
		return (*row.interned)[0]
	case row.kind != Direct || !e.recorded:
		return nil
	}
	data := e.run.record.Data(row.from)
	switch x := data.(type) {
	case string:
		if x != "" && row.plain.Has(value.KindString) {
			return data
		}
	case bool:
		if row.plain.Has(value.KindBoolean) {
			return data
		}
	}
	return nil
}

// plainKinds returns the kinds that convert takes as they are.
func (r *row) plainKinds() value.Kinds {
	all := value.KindsOf(value.KindString, value.KindBoolean, value.KindInteger, value.KindDecimal)
	if r.typed || r.checked() {
		all &= value.KindsOf(r.def.Type.kind())
	}
	if r.needsTime {
		all &^= value.KindsOf(value.KindString) // it may be a date without a time, whatever a schema says of the type
	}
	return all | value.KindsOf(value.KindNull) // a set without any kind would mean all; null is refused by flows
}

// flows reports of a value that goes to a new object as it is.
func (r *row) flows(v value.Value) bool {
	if v.Kind() == value.KindString {
		return r.plain.Has(value.KindString) && !v.IsNullOrEmpty()
	}
	return r.plain.Has(v.Kind()) && !v.IsNull()
}

// plainData returns a value as plain Go data, without an allocation for a text that the mapping has interned.
func (r *row) plainData(v value.Value) any {
	if v.Kind() == value.KindString {
		return r.interned.value(v.Text())
	}
	return plainData(v)
}

// plainData returns a value as encoding/json reads it, with numbers kept exact.
func plainData(v value.Value) any {
	switch v.Kind() {
	case value.KindNull:
		return nil
	case value.KindBoolean:
		b, _ := v.AsBoolean()
		return b
	case value.KindInteger:
		n, _ := v.AsInteger()
		return n
	case value.KindDecimal:
		return json.Number(v.Text())
	case value.KindList:
		members, _ := v.AsList()
		list := make([]any, len(members))
		for i, m := range members {
			list[i] = plainData(m)
		}
		return list
	case value.KindObject:
		o, _ := v.AsObject()
		object := make(map[string]any, len(o.Members()))
		for _, m := range o.Members() {
			if !m.Value.IsAbsent() {
				object[m.Name] = plainData(m.Value)
			}
		}
		return object
	default:
		return v.Text()
	}
}
