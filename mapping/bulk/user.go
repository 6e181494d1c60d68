package bulk

import (
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping/feed"
)

// matchPath returns the path of the matching value as the map writes it.
func (t *template) matchPath() string { return t.rows[t.match].path.String() }

// see notes which columns a record has, by which misspelt ones are found: it is about being there, not about having a value.
func (t *template) see(attrs value.Attributes) {
	for i := range t.columns {
		if c := &t.columns[i]; !c.seen {
			c.seen = !attrs.Attribute(&c.path).IsAbsent()
		}
	}
}

// build returns the user of a record, and its matching value.
func (t *template) build(rec *feed.Record, opt *Options) (user *scimwire.Resource, match string, issue *diag.Finding) {
	if rec.Err != nil {
		return nil, "", &diag.Finding{Code: codes.BrokenRecord, Message: brokenText(rec.Err)}
	}
	user = scimwire.NewResource("")
	env := expr.Env{Attrs: rec.Attributes(), Clock: opt.Clock}
	t.see(env.Attrs)
	filled := make([]bool, t.elements) // the array elements of which a column has a value
	for i := range t.rows {
		r := &t.rows[i]
		v := r.attribute.Constant
		if !r.isConstant() {
			if v, issue = t.read(i, rec, &env, opt); issue != nil {
				return nil, "", issue
			}
			if r.element >= 0 && !v.IsNull() {
				filled[r.element] = true
			}
		} else if r.needsColumn {
			continue
		}
		// An absent value sets nothing: the attribute is left out of the user.
		v, err := r.path.Defined(v)
		if err == nil {
			err = user.SetPath(r.path, v)
		}
		if err != nil {
			return nil, "", unfit(r, err)
		}
		// Trimmed as [Check] trims externalId, see item.plain: spaces alone are no matching value.
		if i == t.match {
			match = strings.TrimSpace(v.Text())
		}
	}
	if match == "" {
		return nil, "", t.missingMatch()
	}
	// Constants beside columns come last: {"type": "work"} without a value would be one element more for everybody who has none.
	for i := range t.rows {
		if r := &t.rows[i]; r.needsColumn && filled[r.element] {
			// It has been set once already, when the map was compiled.
			v, _ := r.path.Defined(r.attribute.Constant)
			if err := user.SetPath(r.path, v); err != nil {
				return nil, "", unfit(r, err)
			}
		}
	}
	return user, match, nil
}

// read returns what a row's column or expression says of a record; Absent leaves the attribute out.
func (t *template) read(row int, rec *feed.Record, env *expr.Env, opt *Options) (value.Value, *diag.Finding) {
	r := &t.rows[row]
	var v value.Value
	if r.program == nil {
		v = env.Attrs.Attribute(&t.columns[r.columns[0]].path)
	} else {
		var err error
		if v, err = r.program.Eval(env); err != nil {
			return value.Absent, failed(r, err)
		}
	}
	if r.comparison != nil {
		v = r.comparison.compare(v)
	}
	switch {
	case !isEmpty(v):
		return v, nil
	// A matching value that is missing has a finding of its own.
	case r.attribute.Required && row != t.match:
		return value.Absent, &diag.Finding{
			Code: codes.MissingRequired, Place: diag.Place{Target: r.path.String()},
			Message: diag.Messagef("the map requires a value, and the record has none in %s", diag.Name(r.sourceWords())),
		}
	case t.clears(row, rec, env, opt):
		return value.Null, nil
	}
	return value.Absent, nil
}

// isEmpty reports whether a value leaves its attribute out: null, an empty text or list, and what an expression leaves out of the flow.
func isEmpty(v value.Value) bool {
	if list, ok := v.AsList(); ok {
		return len(list) == 0
	}
	return v.IsNullOrEmpty() || v.Kind() == value.KindIgnoreAttribute
}

// clears reports whether null is written for a row without a value. A record that has none of the row's columns clears nothing, lest a misspelt
// name clears an attribute of everybody.
func (t *template) clears(row int, rec *feed.Record, env *expr.Env, opt *Options) bool {
	r := &t.rows[row]
	// A column with equals is left out even then: null for active would be neither true nor false.
	if wanted := opt.EmptyAsNull && r.attribute.Equals == nil || opt.Clear != nil && opt.Clear(rec, row); !wanted {
		return false
	}
	return slices.ContainsFunc(r.columns, func(i int) bool { return !env.Attrs.Attribute(&t.columns[i].path).IsAbsent() })
}

// sourceWords names what a row reads, for messages.
func (r *mapRow) sourceWords() string {
	if r.program != nil {
		return "the expression"
	}
	return "column " + string(diag.Quote(r.attribute.Column))
}

// failed returns the finding of an expression that cannot be evaluated for a record.
func failed(r *mapRow, err error) *diag.Finding {
	f := &diag.Finding{Code: codes.UnfitValue, Place: diag.Place{Target: r.path.String()}, Message: diag.Messagef("%s", err)}
	var failure *expr.EvalError
	if errors.As(err, &failure) {
		f.Code, f.Message = failure.Code, failure.Sentence()
	}
	return f
}

// missingMatch returns the finding of a record without a matching value.
func (t *template) missingMatch() *diag.Finding {
	return &diag.Finding{Code: codes.MissingMatch, Place: diag.Place{Target: t.matchPath()},
		Message: diag.Messagef("the matching value %s is missing, and the service skips a record without it", diag.Name(t.matchPath()))}
}

// brokenText leaves out the record, which the finding has already.
func brokenText(err error) diag.Message {
	var broken *feed.Error
	if !errors.As(err, &broken) {
		return diag.Messagef("%s", err)
	}
	message := broken.Problem
	if broken.Remedy != "" {
		message = diag.Messagef("%s; %s", message, diag.Name(broken.Remedy))
	}
	return diag.Messagef("%s (column %d of line %d)", message, broken.Column, broken.Line)
}

// unfit returns the finding of a value that its path does not take. The hint is for columns with words of their own, such as those of a
// status: equals makes them a boolean.
func unfit(r *mapRow, err error) *diag.Finding {
	f := &diag.Finding{Code: codes.UnfitValue, Place: diag.Place{Target: r.path.String()}, Message: diag.Messagef("%s", err)}
	if r.path.IsBoolean() && r.attribute.Equals == nil && r.attribute.Column != "" {
		f.Hint = diag.Messagef("compare column %s by equals", diag.Quote(r.attribute.Column))
	}
	return f
}
