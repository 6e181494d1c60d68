package syntax

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// keptFindings bounds how many errors, and how many milder findings, one text can produce.
const keptFindings = 50

// finding is a [diag.Finding] with the edits that would mend it.
type finding struct {
	diag.Finding
	edits []edit
}

// edit replaces a piece of the source text.
type edit struct {
	at   diag.Span
	text string
}

// problem makes a finding of severity error.
func problem(code diag.Code, at diag.Span, format string, args ...any) finding {
	return finding{Finding: diag.Finding{Code: code, Place: diag.Place{Span: at}, Message: diag.Messagef(format, args...)}}
}

// tolerance makes a finding of severity warning: a spelling accepted here that the service may treat otherwise.
func tolerance(code diag.Code, at diag.Span, format string, args ...any) finding {
	f := problem(code, at, format, args...)
	f.Severity = diag.Warning
	return f
}

// remark makes a finding of severity info.
func remark(code diag.Code, at diag.Span, format string, args ...any) finding {
	f := problem(code, at, format, args...)
	f.Severity = diag.Info
	return f
}

func (f finding) hinted(format string, args ...any) finding {
	f.Hint = diag.Messagef(format, args...)
	return f
}

func (f finding) limitedBy(limit diag.Limit, bound int) finding {
	f.Limit = &diag.LimitError{Limit: limit, Max: int64(bound)}
	return f
}

func (f finding) mendedBy(at diag.Span, text string) finding {
	f.edits = append(f.edits, edit{at: at, text: text})
	return f
}

// report collects the findings about one text while it is read.
type report struct {
	src      string
	findings []finding
	errors   int
	milder   int
	end      int // findings that start here or later are not taken: they would be consequences of one that was
}

func newReport(src string) *report { return &report{src: src, end: len(src) + 1} }

// add takes a finding. Of two errors at one place only the first is taken.
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

func (r *report) refusedAt(offset int) bool {
	return slices.ContainsFunc(r.findings, func(f finding) bool {
		return f.Severity == diag.Error && f.Span.Start == offset
	})
}

// last takes a finding behind which nothing can be said with confidence: later findings, known or to come, are dropped.
func (r *report) last(f finding) { r.lastFrom(f.Span.Start, f) }

// lastFrom is last for a finding whose consequences may start before it does.
func (r *report) lastFrom(from int, f finding) {
	if f.Span.Start >= r.end {
		return
	}
	r.findings = slices.DeleteFunc(r.findings, func(f finding) bool { return f.Span.Start >= from })
	r.errors = 0
	for _, kept := range r.findings {
		if kept.Severity == diag.Error {
			r.errors++
		}
	}
	r.errors++
	r.findings = append(r.findings, f)
	r.end = from
}

// amend changes the error that starts at an offset, where there is one.
func (r *report) amend(offset int, change func(*finding)) {
	for i := range r.findings {
		if f := &r.findings[i]; f.Severity == diag.Error && f.Span.Start == offset {
			change(f)
			return
		}
	}
}

// place gives the line and column of an offset, for use in a message.
func (r *report) place(offset int) diag.Name { return diag.Name(diag.Locate(r.src, offset).String()) }

// text gives the piece of the source that a span covers.
func (r *report) text(at diag.Span) string { return r.src[at.Start:at.End] }

// list gives the findings sorted by position. Beside an error a mere remark would be noise.
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

// mended gives the text with the edits of all findings applied; false where there are none. Of edits that overlap the
// first found counts.
func (r *report) mended() (string, bool) {
	var edits []edit
	for _, f := range r.findings {
		edits = append(edits, f.edits...)
	}
	if len(edits) == 0 {
		return "", false
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at.Start - b.at.Start })
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

// closings gives `1 ")" is` or `3 ")" are`.
func closings(n int) string {
	if n == 1 {
		return `1 ")" is`
	}
	return fmt.Sprintf(`%d ")" are`, n)
}
