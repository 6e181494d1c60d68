package planout

import (
	"slices"

	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Applied is the target as plans leave it.
type Applied interface {
	// Add applies a plan. The error is that the target refuses a request.
	Add(p *provision.Plan) error
	// Account returns the id of the object that the object of a plan has then, "" where it has none.
	Account(p *provision.Plan) string
	// Again returns why an attribute of objects of a source type is written again in the next cycle, as far as that follows from how it is sent; "" where
	// it does not.
	Again(objectType string, o *mapping.Outcome) string
	// Objects returns what the target has then.
	Objects() ([]*provision.Object, error)
}

// given is a target that gets the values of plans.
type given struct{ *provision.Applied }

func (g given) Add(p *provision.Plan) error {
	g.Applied.Add(p)
	return nil
}

func (g given) Objects() ([]*provision.Object, error) { return g.Applied.Objects(), nil }

// Again is "": the target has what was planned.
func (given) Again(string, *mapping.Outcome) string { return "" }

// sent is a target that gets the requests of plans, those of each type with its own options.
type sent struct{ *scimwire.Applied }

// NewApplied returns the target of a job before the first plan, with the objects that it has. One that speaks SCIM gets requests, which need
// not say all that the plans do: they are those of each type's client. The target keeps empty texts where any type says so, since it is one.
func NewApplied(wire Wire, job *provision.Job, objects []*provision.Object) Applied {
	first := &job.Objects[0]
	if wire.Format == wireLDIF || wire.Format == "none" && first.Options.Profile != mapping.ProfileSCIM {
		return given{provision.NewApplied(objects)}
	}
	return sent{scimwire.NewApplied(objects, clients(wire, job), model.Options{Profile: model.Tolerant}, nil)}
}

// clients returns the options of the client for source objects of each type.
func clients(wire Wire, job *provision.Job) func(objectType string) scimwire.ClientOptions {
	keeps := slices.ContainsFunc(job.Objects, func(m provision.ObjectMapping) bool { return m.Mapping.EmptyTextFlows || m.Set.Settings.EmptyTextFlows })
	return func(objectType string) scimwire.ClientOptions {
		opts := wire.options(objectType)
		opts.EmptyTextFlows = keeps
		return scimwire.ClientOptions(opts)
	}
}
