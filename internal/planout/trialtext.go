package planout

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// appendTo adds to the text of the plan that was added last what the server has answered to its requests. An empty text, that of a plan which is not
// written, stays so.
func (t *Trial) appendTo(text []byte, isJSON bool) []byte {
	switch {
	case len(text) == 0 || t.current == nil:
		return text
	case isJSON:
		w := jsonobject.Reopen(text)
		t.current.members(&w)
		return w.Close()
	}
	return append(append(text[:len(text)-1], t.current.lines()...), '\n')
}

// lines are those of a plan in a text.
func (of *tried) lines() string {
	var b strings.Builder
	for i := range of.answers {
		a := &of.answers[i]
		b.WriteString("  server: " + a.method + " " + show.Visible(a.path) + ": ")
		if a.Answer.Status == 0 {
			b.WriteString("not sent: it is about an object that is not created\n")
			continue
		}
		b.WriteString(strconv.Itoa(a.Answer.Status) + "\n")
		for j := range a.Faults {
			f := &a.Faults[j]
			b.WriteString("    ")
			if f.Operation > 0 {
				b.WriteString("operation " + strconv.Itoa(f.Operation) + ": ")
			}
			b.WriteString(show.Visible(faultText(f)) + "\n")
		}
		if len(a.Lost) > 0 {
			b.WriteString("    lost with it: " + show.Visible(strings.Join(a.Lost, ", ")) + "\n")
		}
	}
	for i := range of.differences {
		d := &of.differences[i]
		b.WriteString("  server: " + show.Line(d.target) + ": planned " + show.Value(d.planned, d.mask) + ", holds " + show.Value(d.held, d.mask) + "\n")
	}
	return b.String()
}

// members adds the members of a plan in JSON.
func (of *tried) members(w *jsonobject.Writer) {
	w.Key("answers")
	w.Dst = jsonobject.AppendArray(w.Dst, of.answers, appendAnswer)
	if len(of.differences) > 0 {
		w.Key("differences")
		w.Dst = jsonobject.AppendArray(w.Dst, of.differences, func(dst []byte, d *difference) []byte {
			w := jsonobject.Open(dst)
			w.Text("target", d.target)
			w.Value("planned", d.planned, d.mask)
			w.Value("held", d.held, d.mask)
			return w.Close()
		})
	}
}

func appendAnswer(dst []byte, a *answer) []byte {
	w := jsonobject.Open(dst)
	w.Text("method", a.method)
	w.Text("path", a.path)
	if a.Answer.Status == 0 {
		w.Bool("sent", false)
		return w.Close()
	}
	w.Number("status", a.Answer.Status)
	if len(a.Faults) > 0 {
		w.Key("faults")
		w.Dst = jsonobject.AppendArray(w.Dst, a.Faults, func(dst []byte, f *model.Fault) []byte {
			w := jsonobject.Open(dst)
			if f.Operation > 0 {
				w.Number("operation", f.Operation)
			}
			w.Optional("path", f.Path)
			w.Number("status", f.Status)
			w.Optional("scimType", f.ScimType)
			w.Text("section", f.Section)
			w.Text("detail", f.Detail)
			return w.Close()
		})
	}
	for _, list := range []struct {
		name string
		of   []string
	}{{"lost", a.Lost}, {"remarks", a.Remarks}} {
		if len(list.of) > 0 {
			w.Key(list.name)
			w.Dst = value.Strings(list.of...).AppendJSON(w.Dst)
		}
	}
	return w.Close()
}

// AppendJSON appends what has come of all plans.
func (t *Trial) AppendJSON(dst []byte) []byte {
	w := jsonobject.Open(dst)
	for _, n := range []struct {
		name string
		n    int
	}{{"sent", t.sent}, {"refused", t.refused}, {"notSent", t.unsent}, {"compared", t.compared}, {"different", t.different}, {"lost", t.lost}} {
		w.Number(n.name, n.n)
	}
	for _, g := range []struct {
		name string
		of   *groups
	}{{"refusals", &t.refusals}, {"differences", &t.differences}, {"remarks", &t.remarks}} {
		if len(g.of.names) == 0 {
			continue
		}
		w.Key(g.name)
		w.Dst = jsonobject.AppendArray(w.Dst, g.of.names, func(dst []byte, name *string) []byte {
			w := jsonobject.Open(dst)
			w.Text("text", *name)
			w.Number("count", g.of.of[*name].count)
			w.Key("ids")
			w.Dst = value.Strings(g.of.of[*name].ids...).AppendJSON(w.Dst)
			return w.Close()
		})
	}
	if len(t.later) > 0 {
		w.Key("later")
		w.Dst = jsonobject.AppendArray(w.Dst, t.later, func(dst []byte, of *tried) []byte {
			w := jsonobject.Open(dst)
			w.Text("id", of.id)
			of.members(&w)
			return w.Close()
		})
	}
	return w.Close()
}
