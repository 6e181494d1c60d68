package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// keptFindings is the maximum number of errors, and of other findings, for one text.
const keptFindings = 50

// finding is a [diag.Finding] with the edits that would correct it.
type finding struct {
	diag.Finding
	edits []edit
}

// edit replaces a piece of the source text.
type edit struct {
	at   diag.Span
	text string
}

// problem returns a finding of severity error.
func problem(code diag.Code, at diag.Span, format string, args ...any) finding {
	return finding{Finding: diag.Finding{Code: code, Place: diag.Place{Span: at}, Message: diag.Messagef(format, args...)}}
}

// tolerance returns a finding of severity warning, for a spelling that is accepted here but may not be by the service.
func tolerance(code diag.Code, at diag.Span, format string, args ...any) finding {
	f := problem(code, at, format, args...)
	f.Severity = diag.Warning
	return f
}

// remark returns a finding of severity info.
func remark(code diag.Code, at diag.Span, format string, args ...any) finding {
	f := problem(code, at, format, args...)
	f.Severity = diag.Info
	return f
}

// hinted returns f with a hint, limitedBy with the limit that the text exceeds, and fixedBy with one more edit.
func (f finding) hinted(format string, args ...any) finding {
	f.Hint = diag.Messagef(format, args...)
	return f
}

func (f finding) limitedBy(limit diag.Limit, bound int) finding {
	f.Limit = &diag.LimitError{Limit: limit, Max: int64(bound)}
	return f
}

func (f finding) fixedBy(at diag.Span, text string) finding {
	f.edits = append(f.edits, edit{at: at, text: text})
	return f
}

// report collects the findings about a text. Errors and other findings are counted apart, so that many warnings do not keep an
// error from being reported.
type report struct {
	src      string
	findings []finding
	errors   int
	milder   int
	end      int // findings that start here or later are ignored: they would be consequences of an earlier one
}

func newReport(src string) *report { return &report{src: src, end: len(src) + 1} }

// add adds a finding. Of several errors at the same place it keeps only the first.
func (r *report) add(f finding) {
	count := &r.milder
	if f.Severity == diag.Error {
		count = &r.errors
	}
	if f.Span.Start >= r.end || *count >= keptFindings || f.Severity == diag.Error && r.refusedAt(f.Span.Start) {
		return
	}
	*count++
	r.findings = append(r.findings, f)
}

// refusedAt reports whether there is an error at an offset. The list is short: see keptFindings.
func (r *report) refusedAt(offset int) bool {
	return slices.ContainsFunc(r.findings, func(f finding) bool {
		return f.Severity == diag.Error && f.Span.Start == offset
	})
}

// last adds a finding after which nothing certain can be said: findings at later places, existing or future, are dropped.
func (r *report) last(f finding) { r.lastFrom(f.Span.Start, f) }

// lastFrom is like last for a finding whose consequences may start before it. It is kept even if there are keptFindings errors
// already.
func (r *report) lastFrom(from int, f finding) {
	if f.Span.Start >= r.end {
		return
	}
	r.findings = slices.DeleteFunc(r.findings, func(f finding) bool { return f.Span.Start >= from })
	r.errors, r.milder = 1, 0
	for _, kept := range r.findings {
		if kept.Severity == diag.Error {
			r.errors++
		} else {
			r.milder++
		}
	}
	r.findings = append(r.findings, f)
	r.end = from
}

// amend changes the error that starts at an offset, if there is one.
func (r *report) amend(offset int, change func(*finding)) {
	for i := range r.findings {
		if f := &r.findings[i]; f.Severity == diag.Error && f.Span.Start == offset {
			change(f)
			return
		}
	}
}

// place returns the line and column of an offset for a message.
func (r *report) place(offset int) diag.Name { return diag.Name(diag.Locate(r.src, offset).String()) }

// text returns the source text of a span.
func (r *report) text(at diag.Span) string { return r.src[at.Start:at.End] }

// list returns the findings sorted by position. It omits remarks if there are errors.
func (r *report) list() diag.List {
	list := make(diag.List, 0, len(r.findings))
	for _, f := range r.findings {
		if r.errors == 0 || f.Severity != diag.Info {
			list = append(list, f.Finding)
		}
	}
	list.Sort()
	list.SetText(r.src)
	return list
}

// fixed returns the text with the edits of all findings applied, and reports whether there are any. Of overlapping edits it
// applies the first. The sort is stable, so that of edits at one place the one that was found first applies.
func (r *report) fixed() (string, bool) {
	var edits []edit
	for _, f := range r.findings {
		edits = append(edits, f.edits...)
	}
	if len(edits) == 0 {
		return "", false
	}
	// Of replacements at one place the longest is that of what contains the others; what is inserted comes before it.
	slices.SortStableFunc(edits, func(a, b edit) int {
		switch {
		case a.at.Start != b.at.Start:
			return a.at.Start - b.at.Start
		case a.at.Len() == 0 || b.at.Len() == 0:
			return a.at.Len() - b.at.Len()
		}
		return b.at.End - a.at.End
	})
	var b strings.Builder
	done := 0
	for _, e := range edits {
		if e.at.Start < done {
			continue
		}
		b.WriteString(r.src[done:e.at.Start])
		b.WriteString(e.text)
		done = e.at.End
	}
	b.WriteString(r.src[done:])
	return strings.TrimSpace(b.String()), true
}

// offer sets the fix of every finding that has edits.
func (r *report) offer(fix string) {
	for i := range r.findings {
		if len(r.findings[i].edits) > 0 {
			r.findings[i].Fix = fix
		}
	}
}

// closings returns `1 ")" is` or `3 ")" are`.
func closings(n int) string {
	if n == 1 {
		return `1 ")" is`
	}
	return fmt.Sprintf(`%d ")" are`, n)
}
