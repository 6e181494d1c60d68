package impact

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
)

// MarshalJSON returns complete, people, unchanged, headline, actions and groups: the document of the command's json output. Volatile is
// left out where there is none.
func (i *Impact) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Bool("complete", i.Complete)
	w.Number("people", i.People)
	w.Number("unchanged", i.Unchanged)
	w.Text("headline", i.Headline())
	w.Key("actions")
	w.Dst = jsonobject.AppendArray(w.Dst, i.Actions, func(dst []byte, a *Action) []byte {
		o := jsonobject.Open(dst)
		o.Text("from", a.From)
		o.Text("to", a.To)
		return closeMembers(o, a.Count, a.IDs)
	})
	w.Key("groups")
	w.Dst = jsonobject.AppendArray(w.Dst, i.Groups, appendGroup)
	if len(i.Volatile) > 0 {
		w.Key("volatile")
		w.Dst = value.Strings(i.Volatile...).AppendJSON(w.Dst)
	}
	return w.Close(), nil
}

func appendGroup(dst []byte, g *Group) []byte {
	o := jsonobject.Open(dst)
	o.Text("target", g.Target)
	o.Text("severity", g.Severity)
	o.Text("shape", g.Shape)
	if !g.From.IsAbsent() {
		o.Value("from", g.From, "")
	}
	if !g.To.IsAbsent() {
		o.Value("to", g.To, "")
	}
	if len(g.With) > 0 {
		o.Key("with")
		o.Dst = value.Strings(g.With...).AppendJSON(o.Dst)
	}
	return closeMembers(o, g.Count, g.IDs)
}

func closeMembers(o jsonobject.Writer, count int, ids []string) []byte {
	o.Number("count", count)
	o.Key("ids")
	o.Dst = append(o.Dst, '[')
	for i, id := range ids {
		if i > 0 {
			o.Dst = append(o.Dst, ',')
		}
		o.Dst = value.String(id).AppendJSON(o.Dst)
	}
	o.Dst = append(o.Dst, ']')
	return o.Close()
}
