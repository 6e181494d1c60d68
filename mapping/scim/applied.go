package scim

import (
	"fmt"
	"io"

	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Applied is [provision.Applied] for a target that speaks SCIM: it sends the requests of plans to a target held in memory, so that a
// second cycle is planned against what was really sent. What a request does not do, such as taking a role away that is only ever added, is
// written again then, however often.
//
// The target follows RFC 7644, and what Entra's pages demand of a server besides: removals with a value, flat names in a value, "True"
// for true, and elements that come to be where a filter finds none. It does not keep null, nor an empty text (inferred: none of the known
// servers does) unless the options say so. It may be used by one goroutine at a time.
type Applied struct{ wire *scimwire.Applied }

// NewApplied begins with the objects that the target has now, which are not changed. The options are those of [Preview].
func NewApplied(objects []*provision.Object, opt ClientOptions) *Applied {
	options := func(string) scimwire.ClientOptions { return scimwire.ClientOptions(opt) }
	return &Applied{scimwire.NewApplied(objects, options, model.Options{Profile: model.Tolerant}, nil)}
}

// Add sends the requests of one plan. Those that name objects which are yet to be created wait until [Applied.Directory] is called. The
// error is that of [Preview], or says why the target refuses a request.
func (a *Applied) Add(p *provision.Plan) error { return a.wire.Add(p) }

// Directory returns the target as it is after all requests. The error says why it refuses one of those that have been waiting.
func (a *Applied) Directory() (*provision.Memory, error) {
	objects, err := a.wire.Objects()
	if err != nil {
		return nil, err
	}
	return provision.NewMemory(objects), nil
}

// Format prints no more than the name of the type: what it holds are the target's objects.
func (Applied) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "scim.Applied") }
