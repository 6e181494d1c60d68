package provision_test

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// jobOf returns a job with one object mapping, of users.
func jobOf(set *mapping.Set, m mapping.Options, opts provision.Options) provision.Job {
	return provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: m, Options: opts}}}
}

// cycleOf returns the first cycle of such a job.
func cycleOf(set *mapping.Set, d provision.Directory, m mapping.Options, opts provision.Options) (*provision.Cycle, error) {
	e, err := provision.New(jobOf(set, m, opts))
	if err != nil {
		return nil, err
	}
	return e.NewCycle(provision.World{Directory: d}), nil
}

// toValue returns the value of plain Go data.
func toValue(data any) value.Value {
	v, err := value.Of(data)
	if err != nil {
		panic(err)
	}
	return v
}
