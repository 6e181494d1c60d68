package ldif_test

import (
	"context"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/provision"
)

// job is a job of Active Directory: mappings by types.
type job struct {
	provision.Job
	engine *provision.Engine
}

// jobOf returns a job of mappings in JSON, by the names of types.
func jobOf(t require.TestingT, opts mapping.Options, sets ...[2]string) *job {
	var j job
	opts.Profile = mapping.ProfileAD
	for _, s := range sets {
		set, err := mapping.ReadJSON(strings.NewReader(s[1]))
		require.NoError(t, err)
		resource := ""
		if s[0] == "Printer" {
			resource = "Printer" // an application's own
		}
		j.Objects = append(j.Objects, provision.ObjectMapping{Type: s[0], TargetType: s[0], Resource: resource, Set: set, Mapping: opts, Options: provision.Options{Profile: mapping.ProfileAD}})
	}
	engine, err := provision.New(j.Job)
	require.NoError(t, err)
	j.engine = engine
	return &j
}

// objects returns the target's objects that an export has.
func (j *job) objects(t require.TestingT, export string) (all []*provision.Object) {
	for i := range j.Objects {
		r, err := feed.Open(strings.NewReader(export), feed.Options{Format: feed.LDIF})
		require.NoError(t, err)
		objects, err := intake.Objects(r, &j.Objects[i], nil)
		if err != nil && strings.Contains(err.Error(), "of other classes") {
			continue // an empty directory
		}
		require.NoError(t, err)
		all = append(all, objects...)
	}
	return all
}

// plans returns what the job would do for sources.
func (j *job) plans(t require.TestingT, sources []provision.Source, objects []*provision.Object) (plans []*provision.Plan) {
	for p, err := range j.engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Run(context.Background(), slices.Values(sources), 1) {
		require.NoError(t, err)
		plans = append(plans, p)
	}
	return plans
}

// written returns the changes that carry out plans, as a file of LDIF, and the errors of plans that cannot be carried out.
func written(objects []*provision.Object, plans []*provision.Plan) (text string, errs []string) {
	changes := ldif.New(objects)
	var all []ldif.Change
	for _, p := range plans {
		list, err := changes.Add(p)
		if err != nil {
			errs = append(errs, err.Error())
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b ldif.Change) int { return int(a.Stage - b.Stage) })
	dst := []byte("version: 1\n\n")
	for i := range all {
		if all[i].Stage == ldif.References {
			changes.Settle(&all[i])
		}
		dst = all[i].AppendLDIF(dst)
	}
	for _, parent := range changes.Parents() {
		dst = ldif.AppendComment(dst, "Must exist: "+parent)
	}
	return string(dst), errs
}

// source returns a source object.
func source(kind string, ordinal int, attrs value.Map) provision.Source {
	return provision.Source{Type: kind, Ordinal: ordinal, Attrs: attrs}
}
