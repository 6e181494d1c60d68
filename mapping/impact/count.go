package impact

import (
	"slices"

	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Count adds a plan to what [Impact.Counts] returns, compared with the target as it is and not with another plan. The zero Impact is ready for
// it; it is not safe for concurrent use. Each name counts an object once:
//   - disables and deletions, also those that are staged;
//   - collisions: another object has the value that must be unique, or is the same target object;
//   - failures: the totals call the object failed, for a collision too;
//   - blanks: null or "" is written over a value;
//   - renames: another value is written over that of an attribute that names the account or matches objects;
//   - warnings: the object has a warning and no failure;
//   - changes: the action is neither skip nor error.
//
// Lost creations take two plans.
func (i *Impact) Count(p *provision.Plan) {
	if i.counts == nil {
		i.counts = map[string]int{}
	}
	action := does(p)
	updates := (action == provision.Update || action == provision.Disable) && !fails(p)
	writes := func(holds func(*mapping.Outcome) bool) bool {
		return updates && slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool {
			return o.Decision.Changes() && !o.Old.IsNullOrEmpty() && len(o.Pending) == 0 && holds(&o)
		})
	}
	_, conflict := conflictOf(p)
	for _, count := range []struct {
		name  string
		holds bool
	}{
		{"disables", disables(p) || p.Action == provision.Staged && action != provision.Delete},
		{"deletions", action == provision.Delete},
		{"collisions", conflict},
		{"failures", p.Status == provision.Failure},
		{"blanks", writes(func(o *mapping.Outcome) bool { return o.New.IsNullOrEmpty() })},
		{"renames", writes(func(o *mapping.Outcome) bool {
			return !o.New.IsNullOrEmpty() && (identity[delta.LastName(o.Mapping.Target)] || o.Mapping.Match > 0)
		})},
		{"warnings", p.Status == provision.Warning},
		{"changes", action != provision.Skip && action != provision.Failed},
	} {
		if count.holds {
			i.counts[count.name]++
		}
	}
}
