// Package intake turns the records of a feed into what provisioning takes: source objects, and the objects of a target. It is what the front
// door and the command have in common.
package intake

import (
	"iter"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Sources returns the records as source objects, a broken one with its error. It sets end where the rest cannot be read: records may be missing.
// look is called with every record that is read; it may be nil.
func Sources(r *feed.Reader, look func(*feed.Record), end *error) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for rec, err := range r.Records() {
			if err != nil {
				*end = err
				return
			}
			if look != nil {
				look(&rec)
			}
			src := provision.Source{Ordinal: rec.Ordinal, Err: rec.Err}
			if rec.Err == nil {
				src.Attrs = rec.Attributes()
			}
			if !yield(src) {
				return
			}
		}
	}
}

// Objects returns the records as the target's objects. A broken one is an error: without it, decisions about others would be wrong.
func Objects(r *feed.Reader, set *mapping.Set, look func(*feed.Record)) ([]*provision.Object, error) {
	var objects []*provision.Object
	for rec, err := range r.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return nil, err
		}
		if look != nil {
			look(&rec)
		}
		objects = append(objects, provision.NewObject(rec.Attributes(), rec.Ordinal, set))
	}
	return objects, nil
}
