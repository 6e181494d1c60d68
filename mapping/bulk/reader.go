package bulk

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Reader returns what a map makes of single records, where no request is wanted. It is for one goroutine.
type Reader struct {
	template *template
	clock    func() time.Time
}

// NewReader makes a map ready. The clock is that of [Options]; the error is that of [Build].
func NewReader(m *Map, clock func() time.Time) (*Reader, error) {
	template, err := m.compile(false)
	if err != nil {
		return nil, err
	}
	return &Reader{template, clock}, nil
}

// Format prints no more than the name of the type.
func (*Reader) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "bulk.Reader") }

// Matching returns which of the map's attributes is the matching value, counted from 0.
func (r *Reader) Matching() int { return r.template.match }

// Path returns the path of an attribute of the map, in the spelling of requests.
func (r *Reader) Path(attribute int) string { return r.template.rows[attribute].path.String() }

// Value returns the value of an attribute, Absent where the record has none and the attribute is left out. The error is a [diag.List] of one
// finding: the record is broken, or the value cannot be computed.
func (r *Reader) Value(rec *feed.Record, attribute int) (value.Value, error) {
	if rec.Err != nil {
		return value.Absent, diag.List{located(rec, diag.Finding{Code: codes.BrokenRecord, Message: brokenText(rec.Err)})}
	}
	row := &r.template.rows[attribute]
	if row.isConstant() {
		return row.attribute.Constant, nil
	}
	v, issue := r.template.read(attribute, rec, &expr.Env{Attrs: rec.Attributes(), Clock: r.clock}, &Options{})
	if issue != nil {
		return value.Absent, diag.List{located(rec, *issue)}
	}
	return v, nil
}

// Match returns the matching value of a record, without the spaces around it: with case, two of them are two people. The error is a [diag.List] of
// one finding, also where the record has none.
func (r *Reader) Match(rec *feed.Record) (string, error) {
	v, err := r.Value(rec, r.template.match)
	if err != nil {
		return "", err
	}
	if match := strings.TrimSpace(v.Text()); match != "" {
		return match, nil
	}
	return "", diag.List{located(rec, *r.template.missingMatch())}
}

// located returns a finding with the place of its record.
func located(rec *feed.Record, f diag.Finding) diag.Finding {
	f.Path, f.Line = diag.PathOf("records", rec.Ordinal-1), rec.Line
	return f
}
