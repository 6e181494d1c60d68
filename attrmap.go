// Package attrmap evaluates Microsoft Entra provisioning attribute mappings offline: it knows what provisioning will do to every user before
// it does it. It opens no file and no connection.
//
// From a synchronization schema exported from Microsoft Graph and a table of people to what would happen to each of them:
//
//	job, err := attrmap.LoadSchema(schema)           // or LoadMapping, of a mapping file in YAML or JSON
//	…
//	for plan, err := range attrmap.Plans(ctx, job, people, attrmap.WithTargets(accounts)) {
//		…
//		fmt.Println(plan.ID, plan.Action, plan.Reason)
//	}
//
// One expression by itself:
//
//	prog, err := attrmap.Compile(`Join("@", [alias], "contoso.com")`)
//	…
//	v, err := prog.Eval(&attrmap.Env{Attrs: attrmap.Map{"alias": "zoe"}})
//
// [Lint] finds mistakes before the service does. Programs and jobs are immutable and safe for concurrent use.
//
// This package is the front door: its types are those of the packages below it, and what it does not offer is there, with plain structs
// instead of options. Package expr parses, checks, explains and infers expressions, functions lists what they may call, and mapping with the
// packages below it maps, plans, lints and describes.
package attrmap

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/provision"
)

type (
	// Program is a compiled expression.
	Program = expr.Program
	// Env is what an evaluation may know: the attributes, the clock, the tenant.
	Env = expr.Env
	// Value is a value of the language.
	Value = value.Value
	// Attributes are those of an object, by their names.
	Attributes = value.Attributes
	// Map is [Attributes] in a Go map.
	Map = value.Map
	// Job is a mapping set that is ready to be run: what [LoadMapping] and [LoadSchema] return and [Plans] takes.
	Job = provision.Job
	// Plan is what a cycle would do to one object.
	Plan = provision.Plan
	// Finding is one thing that is wrong, or in doubt, with its place.
	Finding = diag.Finding
	// Findings are several; as an error they speak for the gravest one.
	Findings = diag.List
)

// Compile compiles an expression. Options that apply: [WithFunctions], [WithLimits] and [WithHiddenValues]. The error is an *expr.Diagnostics
// of everything that is wrong with the text, with places and hints; errors.As finds [Findings] in it.
func Compile(src string, opts ...Option) (*Program, error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	return expr.Compile(src, c.expression()...)
}

// LoadMapping reads a mapping file in YAML or JSON. Of one with several object mappings it takes those that [WithObjectMapping] names, else the
// first of every type of source objects. Options that apply: these, [WithName], and all that [Plans] takes for expressions. The error holds
// [Findings] with everything that is wrong with the file and the expressions in it, by line and column; warnings are in the job's Findings. An
// unknown function or scope operator is a warning: what depends on it has the decision unsupported, and [functions.Stub] gives a function a value.
//
// The name for messages is that of r where r has one, as an *os.File has.
func LoadMapping(r io.Reader, opts ...Option) (*Job, error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	doc, err := c.read(r)
	if err != nil {
		return nil, err
	}
	var options provision.ObjectMapping
	c.apply(&options)
	_, found := doc.Check(options.Mapping)
	// A mapper needs no matching attribute, so a set without one is loaded; Plans refuses it.
	found = slices.DeleteFunc(found, func(f Finding) bool { return f.Code == codes.NoMatch && len(f.Path) <= 2 })
	if found.HasErrors() {
		return nil, found.Errors()
	}
	read, err := c.job(doc, nil)
	if err != nil {
		return nil, err
	}
	job := c.applied(read.Job)
	job.Findings = found
	return job, nil
}

// LoadSchema reads a synchronization schema that was exported from Microsoft Graph, in JSON or converted to YAML, and takes the object
// mappings of it that [WithObjectMapping] names, else the enabled one of users that runs first. Options that apply: these, [WithName], and all
// that [Plans] takes for expressions. The error wraps a *graph.LoadError, or is [Findings] where the mapping cannot be run; what of the schema is not
// taken over, or cannot be evaluated, is in the job's Findings.
func LoadSchema(r io.Reader, opts ...Option) (*Job, error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	doc, err := c.read(r)
	if err != nil {
		return nil, err
	}
	// The schema's own errors, also of a document that is none.
	if _, err := doc.Schema(); err != nil {
		return nil, err
	}
	job, err := c.job(doc, []string{""})
	switch {
	case err != nil:
		return nil, err
	case job.Findings.HasErrors():
		return nil, job.Findings.Errors()
	}
	// What plans cannot evaluate is known from the compiled job. What keeps it from being compiled is for Plans to say, which has all options.
	if engine, err := job.Compile(); err == nil {
		for _, f := range job.Warnings(engine) {
			if f.Code == codes.UnknownFunction || f.Code == codes.FilterOperator {
				job.Findings = append(job.Findings, f)
			}
		}
	}
	return c.applied(job.Job), nil
}

// job returns the job of a document: the object mappings that are chosen, else those of some types.
func (c *config) job(doc *file.Document, types []string) (*intake.Job, error) {
	choice, more := "", c.objectMappings
	if len(more) > 0 {
		choice, more, types = more[0], more[1:], []string{""}
	}
	job, err := intake.ReadJob(doc, choice, types, nil, c.functions)
	if err != nil {
		return nil, err
	}
	for _, name := range more {
		if err := job.Add(name); err != nil {
			return nil, err
		}
	}
	return job, nil
}

// Plans returns what one provisioning cycle would do to every person that people holds, in their order: CSV, NDJSON,
// JSON, SCIM users or a SCIM bulk request, detected by name and content. A record that cannot be read is a plan with an error, and costs no
// other one. An error in the second place comes last, without a plan: the job cannot be run, the target's objects cannot be read, or the rest
// of the people cannot, or there are none, or none of them has an attribute that the job reads.
//
// [WithObjects] adds objects of other types that the job has object mappings of, such as groups. Where attributes refer to other objects, or a
// threshold bounds deletions, plans are held back until all objects have been read, at about a kilobyte each; else memory is constant.
//
// Without [WithTargets] the target is empty, and everybody who is in scope is created. All options apply, and go over those that the job was
// loaded with.
func Plans(ctx context.Context, job *Job, people io.Reader, opts ...Option) iter.Seq2[*Plan, error] {
	return func(yield func(*Plan, error) bool) {
		c, err := configure(opts)
		if err != nil {
			yield(nil, err)
			return
		}
		if job == nil || len(job.Objects) == 0 {
			yield(nil, errors.New("want a job of LoadMapping or LoadSchema, got none"))
			return
		}
		job := c.applied(job)
		cycle, files, err := c.open(ctx, job, people)
		if err != nil {
			yield(nil, err)
			return
		}
		var last error
		for plan, err := range cycle.Run(ctx, files.Sources(&last), c.workers) {
			if !yield(plan, err) || err != nil {
				return
			}
		}
		if last != nil {
			yield(nil, last)
		}
	}
}

// Lint returns what is wrong or in doubt in a file: a mapping file, an exported schema, a SCIM bulk request, or the text of one expression.
// Options that apply: [WithName], [WithFunctions], [WithProfile] and [WithData], whose records that cannot be read are findings, too. The error says why the file cannot be read; of a mapping file
// it is [Findings].
func Lint(r io.Reader, opts ...Option) (Findings, error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	doc, err := c.read(r)
	if err != nil {
		return nil, err
	}
	rules := lint.Options{Functions: c.functions}
	if c.profile != nil {
		rules.Profile = *c.profile
	}
	if c.data != nil {
		reader, err := feed.Open(c.data, feed.Options{Name: nameOf(c.data), EmptyCells: feed.EmptyNull})
		if err == nil {
			rules.Data, err = lint.ReadData(reader)
		}
		if err != nil {
			return nil, fmt.Errorf("data: %w", err)
		}
	}
	found, err := lint.File(doc, rules)
	if err != nil {
		return nil, err
	}
	return append(found, rules.Data.Findings()...), nil
}

// errNoReader takes the place of a panic far from the mistake.
var errNoReader = errors.New("want a reader, got nil")

// read reads a file of mappings.
func (c *config) read(r io.Reader) (*file.Document, error) {
	if r == nil {
		return nil, errNoReader
	}
	return file.Read(r, c.nameOf(r))
}

// open begins a cycle of a job, and opens the source objects with the attributes that it reads.
func (c *config) open(ctx context.Context, job *Job, people io.Reader) (*provision.Cycle, *intake.Files, error) {
	engine, err := provision.New(*job)
	if err != nil {
		return nil, nil, err
	}
	var objects []*provision.Object
	for _, in := range c.targets {
		some, err := c.targetObjects(ctx, job, in)
		if err != nil {
			return nil, nil, fmt.Errorf("target objects: %w", err)
		}
		objects = append(objects, some...)
	}
	files := new(intake.Files)
	for _, in := range append([]input{{reader: people}}, c.objects...) {
		m, err := objectMapping(job, in.objectType)
		if err != nil {
			return nil, nil, err
		}
		name := nameOf(in.reader)
		if in.objectType == "" {
			name = c.nameOf(in.reader)
		}
		reads := engine.SourceAttributes(m.Type)
		if c.links != nil {
			reads = append(reads, engine.Anchors(m.Type)...)
		}
		opened, err := openFile(ctx, m, in.reader, name, intake.Keep(reads))
		if err != nil {
			return nil, nil, err
		}
		files.Add(opened, m.Type)
	}
	links, err := c.readLinks(ctx, job)
	if err != nil {
		return nil, nil, err
	}
	return engine.NewCycle(provision.World{Directory: provision.NewMemory(objects), Links: links}), files, nil
}

// readLinks reads the links; nil without any.
func (c *config) readLinks(ctx context.Context, job *Job) (*provision.Links, error) {
	if c.links == nil {
		return nil, nil
	}
	opened, err := openFile(ctx, &job.Objects[0], c.links, cmp.Or(nameOf(c.links), "links"), nil)
	if err != nil {
		return nil, err
	}
	return intake.ReadLinks(opened, job)
}

// targetObjects reads objects of the target.
func (c *config) targetObjects(ctx context.Context, job *Job, in input) ([]*provision.Object, error) {
	m, err := objectMapping(job, in.objectType)
	if err != nil {
		return nil, err
	}
	opened, err := openFile(ctx, m, in.reader, nameOf(in.reader), nil)
	if err != nil {
		return nil, err
	}
	return opened.Objects(m)
}

// openFile opens objects of a type with the attributes to keep, nil for all.
func openFile(ctx context.Context, m *provision.ObjectMapping, r io.Reader, name string, keep []string) (*intake.File, error) {
	if r == nil {
		return nil, errNoReader
	}
	return intake.Open(io.NopCloser(r), feed.Options{Name: name, Keep: keep, HideValues: m.Mapping.HideValues, Context: ctx}, io.Discard)
}

// objectMapping returns the job's object mapping of the objects of a type, see [intake.Find].
func objectMapping(job *Job, name string) (*provision.ObjectMapping, error) {
	if m := intake.Find(job, name); m != nil {
		return m, nil
	}
	return nil, diag.Errorf("the job has no object mapping of the type %s", diag.Quote(name))
}
