package intake

import (
	"context"
	"encoding/csv"
	"io"
	"path"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping/provision"
)

// WriteOrphans writes the type and the ID of every target object that no source object of a cycle accounts for, and returns how many there are:
// as CSV where the name has that extension, else as JSON Lines. An ID that may be a value which reports must not print is hidden. A nil
// writer counts them alone.
func (j *Job) WriteOrphans(cycle *provision.Cycle, name string, w io.Writer) (n int, err error) {
	write := func(objectType, id string) error {
		o := jsonobject.Open(nil)
		o.Text("type", objectType)
		o.Text("id", id)
		_, err := w.Write(append(o.Close(), '\n'))
		return err
	}
	var table *csv.Writer
	if strings.EqualFold(path.Ext(name), ".csv") && w != nil {
		table = csv.NewWriter(w)
		write = func(objectType, id string) error { return table.Write([]string{objectType, id}) }
		if err := table.Write([]string{"type", "id"}); err != nil {
			return 0, err
		}
	}
	for o, err := range cycle.Orphans(context.Background()) {
		if err != nil {
			return n, err
		}
		n++
		if w == nil {
			continue
		}
		id := o.ID
		if j.hides(o) {
			id = diag.Hidden
		}
		if err := write(o.Type, id); err != nil {
			return n, err
		}
	}
	if table != nil {
		table.Flush()
		return n, table.Error()
	}
	return n, nil
}

// hides reports whether the ID of a target object is, or may be, a value that reports must not print. An object without an identifier is known by
// a matching value, which an expression may keep out of reports.
func (j *Job) hides(o *provision.Object) bool {
	for i := range j.Objects {
		m := &j.Objects[i]
		if !strings.EqualFold(m.TargetType, o.Type) {
			continue
		}
		if m.Mapping.HideValues {
			return true
		}
		for k := range m.Set.Mappings {
			row := &m.Set.Mappings[k]
			target := value.ParsePath(row.Target)
			if row.Match > 0 && strings.Contains(strings.ToLower(row.Expression), "redact") && o.Attrs.Attribute(&target).Text() == o.ID {
				return true
			}
		}
	}
	return false
}
