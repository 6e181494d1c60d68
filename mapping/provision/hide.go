package provision

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
)

// ShownTarget is Target as reports may print it.
func (p *Plan) ShownTarget() string {
	if p.targetMask != "" {
		return p.targetMask
	}
	return p.Target
}

// shownID is the id of an object as reports may print it: objects without an id are known by a matching value.
func shownID(m mapping.Match, o *Object, hidden bool) string {
	switch mask := m.Mask(); {
	case hidden:
		return diag.Hidden
	case mask != "" && strings.EqualFold(o.ID, m.Value.Text()):
		return mask
	}
	return o.ID
}

// errorText is what an error says, without what it quotes where values are hidden.
func (p *Plan) errorText(err error) string {
	if p.Hidden {
		return diag.MaskedError(err)
	}
	return err.Error()
}

// directoryError reports that the target does not answer. What a directory says besides is not known to hold no values.
func (p *Plan) directoryError(err error) string {
	if p.Hidden {
		return "the target cannot be searched"
	}
	return "the target cannot be searched: " + err.Error()
}
