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

// LoadMapping reads a mapping file in YAML or JSON. Options that apply: [WithName], and all that [Plans] takes for expressions. The error holds
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
	job := c.applied(&Job{Objects: make([]provision.ObjectMapping, 1)})
	users := &job.Objects[0]
	users.Set, job.Findings = doc.Check(users.Mapping)
	// A mapper needs no matching attribute, so a set without one is loaded; Plans refuses it.
	job.Findings = slices.DeleteFunc(job.Findings, func(f Finding) bool { return f.Code == codes.NoMatch && len(f.Path) == 0 })
	if job.Findings.HasErrors() {
		return nil, job.Findings.Errors()
	}
	return job, nil
}

// LoadSchema reads a synchronization schema that was exported from Microsoft Graph, in JSON or converted to YAML, and takes one object
// mapping of it: the one that [WithObjectMapping] names, else the enabled one of users that runs first. Options that apply: these, [WithName], and all
// that [Plans] takes for expressions. The error wraps a *graph.LoadError, or is [Findings] where the mapping cannot be run; what of the schema is not
// taken over is in the job's Findings.
func LoadSchema(r io.Reader, opts ...Option) (*Job, error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	doc, err := c.read(r)
	if err != nil {
		return nil, err
	}
	schema, err := doc.Schema()
	if err != nil {
		return nil, err
	}
	chosen, err := provision.ChooseMapping(schema, c.objectMapping)
	if err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(cmp.Or(doc.Name(), "schema")), err)
	}
	job := new(Job)
	users, found := provision.NewObjectMapping(chosen, c.functions)
	job.Objects, job.Findings = []provision.ObjectMapping{users}, found
	for i := range job.Findings {
		job.Findings[i].File = doc.Name()
	}
	if job.Findings.HasErrors() {
		return nil, job.Findings.Errors()
	}
	return c.applied(job), nil
}

// Plans returns what one provisioning cycle would do to every person that people holds, in their order and in constant memory: CSV, NDJSON,
// JSON, SCIM users or a SCIM bulk request, detected by name and content. A record that cannot be read is a plan with an error, and costs no
// other one. An error in the second place comes last, without a plan: the job cannot be run, the target's objects cannot be read, or the rest
// of the people cannot, or there are none, or none of them has an attribute that the job reads.
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
		cycle, reader, reads, err := c.open(ctx, job, people)
		if err != nil {
			yield(nil, err)
			return
		}
		var last error
		for plan, err := range cycle.Run(ctx, intake.Sources(reader, reads, nil, &last), c.workers) {
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
// Options that apply: [WithName], [WithFunctions], [WithProfile] and [WithData]. The error says why the file cannot be read; of a mapping file
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
	return lint.File(doc, rules)
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

// open begins a cycle of a job, and opens the reader of the people with the attributes that it reads, which are returned, too.
func (c *config) open(ctx context.Context, job *Job, people io.Reader) (*provision.Cycle, *feed.Reader, []string, error) {
	objects, err := c.objects(ctx, job)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("target objects: %w", err)
	}
	if people == nil {
		return nil, nil, nil, errNoReader
	}
	engine, err := provision.New(*job)
	if err != nil {
		return nil, nil, nil, err
	}
	reads := engine.SourceAttributes("")
	reader, err := feed.Open(people, feed.Options{
		Name: c.nameOf(people), Keep: intake.Keep(reads), HideValues: job.Objects[0].Mapping.HideValues, Context: ctx,
	})
	return engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}), reader, reads, err
}

// objects reads the target's objects.
func (c *config) objects(ctx context.Context, job *Job) ([]*provision.Object, error) {
	if c.targets == nil {
		return nil, nil
	}
	reader, err := feed.Open(c.targets, feed.Options{Name: nameOf(c.targets), HideValues: job.Objects[0].Mapping.HideValues, Context: ctx})
	if err != nil {
		return nil, err
	}
	return intake.Objects(reader, &job.Objects[0], nil)
}
