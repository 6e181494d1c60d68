package intake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/provision"
)

// The members of a link, as Microsoft Graph's objectConnections have them (documented, beta); the last may be left out.
const (
	sourceAnchor   = "sourceAnchor"
	targetAnchor   = "targetAnchor"
	objectTypeName = "objectTypeName"
)

// Links reads the links of source objects to target objects from a file, see [ReadLinks]; nil without a name.
func (o *Opening) Links(name string, job *provision.Job) (*provision.Links, error) {
	if name == "" {
		return nil, nil
	}
	f, err := o.file(name, nil, nil)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadLinks(f, job)
}

// ReadLinks reads links: a table with the columns sourceAnchor, targetAnchor and objectTypeName in any format of objects, or the answer of
// Graph. The type is named as in [Find]; without one a link is of the job's first type, and links of types that the job
// does not have are left out. Names count in any case, and members that are none of these are told. Two links of one source object, or of
// one target object, are an error with both lines.
func ReadLinks(f *File, job *provision.Job) (*provision.Links, error) {
	r := linkReader{job: job, links: new(provision.Links), sources: map[linkEnd]int{}, targets: map[linkEnd]int{}}
	for rec, err := range f.reader.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return nil, f.named(err)
		}
		if err := r.add(rec.Attrs, rec.Line); err != nil {
			return nil, f.named(diag.Errorf("line %d: %w", rec.Line, err))
		}
	}
	// A first cycle has none, and a table of something else without rows has none either.
	if columns := f.reader.Columns(); len(r.sources) == 0 && columns != nil && !hasColumns(columns, sourceAnchor, targetAnchor) {
		return nil, f.named(diag.Errorf("want %s and %s, got %s", diag.Name(sourceAnchor), diag.Name(targetAnchor), quoted(columns)))
	}
	if len(r.sources) == 0 {
		fmt.Fprintf(f.messages, "%s: there are no links of objects that are planned\n", f.opts.Name)
	}
	if len(r.unknown) > 0 {
		names := show.Line(strings.Join(r.unknown, ", "))
		if f.opts.HideValues { // of a table without a header they would be values
			names = diag.Hidden
		}
		fmt.Fprintf(f.messages, "%s: members that are not read: %s\n", f.opts.Name, names)
	}
	return r.links, f.changed()
}

// hasColumns reports whether a table has all columns of such names.
func hasColumns(columns []string, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		return !slices.ContainsFunc(columns, func(column string) bool { return strings.EqualFold(column, name) })
	})
}

// maxNames bounds the unknown members that are told.
const maxNames = 12

// linkEnd is an object at one end of a link, in lower case.
type linkEnd struct{ objectType, anchor string }

type linkReader struct {
	job              *provision.Job
	links            *provision.Links
	sources, targets map[linkEnd]int // the lines of the links
	unknown          []string
}

func (r *linkReader) add(o *value.Object, line int) error {
	for _, m := range o.Members() {
		known := func(name string) bool { return strings.EqualFold(name, m.Name) }
		// Annotations such as @odata.type are of the transport, and the id is that of the link itself.
		if !strings.HasPrefix(m.Name, "@") && !slices.ContainsFunc([]string{sourceAnchor, targetAnchor, objectTypeName, "id"}, known) && !slices.Contains(r.unknown, m.Name) && len(r.unknown) < maxNames {
			r.unknown = append(r.unknown, m.Name)
		}
	}
	source, target := o.GetFold(sourceAnchor), o.GetFold(targetAnchor)
	if source.IsNull() && target.IsNull() && len(r.unknown) > 0 {
		return diag.Errorf("want %s and %s, got %s", diag.Name(sourceAnchor), diag.Name(targetAnchor), diag.Quote(strings.Join(r.unknown, ", ")))
	}
	for _, end := range []struct {
		name string
		v    value.Value
	}{{sourceAnchor, source}, {targetAnchor, target}} {
		if kind := end.v.Kind(); end.v.IsNullOrEmpty() || kind == value.KindList || kind == value.KindObject {
			return diag.Errorf("%s: want an anchor, got %s", diag.Name(end.name), diag.Name(kind.String()))
		}
	}
	objectType := r.job.Objects[0].Type
	if name := o.GetFold(objectTypeName).Text(); name != "" {
		m := Find(r.job, name)
		if m == nil {
			return nil
		}
		objectType = m.Type
	}
	for _, end := range []struct {
		what  string
		text  string
		lines map[linkEnd]int
	}{{"source", source.Text(), r.sources}, {"target", target.Text(), r.targets}} {
		key := linkEnd{nettext.Caseless(objectType), nettext.Caseless(end.text)}
		if before := end.lines[key]; before > 0 {
			return diag.Errorf("the %s object %s is linked already, by line %d", diag.Name(end.what), diag.Quote(end.text), before)
		}
		end.lines[key] = line
	}
	return r.links.Add(objectType, source.Text(), target.Text())
}
