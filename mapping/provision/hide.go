package provision

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// ShownTarget is Target as reports may print it.
func (p *Plan) ShownTarget() string {
	if p.targetMask != "" {
		return p.targetMask
	}
	return p.Target
}

// shownID is the id of an object as reports may print it: objects without an id of their own are known by a matching value.
func shownID(m mapping.Match, o *Object, hidden bool) string {
	switch mask := m.Mask(); {
	case hidden:
		return diag.Hidden
	case mask != "" && strings.EqualFold(o.ID, m.Value.Text()):
		return mask
	}
	return o.ID
}

// secretsOf names the source attributes of which only custom security attributes are made, or which an expression redacts.
func secretsOf(mapper *mapping.Mapper) map[string]bool {
	secrets, plain := map[string]bool{}, map[string]bool{}
	for i := range mapper.Set().Mappings {
		into := plain
		if mapping.IsSecurityAttribute(mapper.Set().Mappings[i].Target) {
			into = secrets
		}
		for _, name := range mapper.Inputs(i) {
			into[name] = true
		}
	}
	for name := range plain {
		delete(secrets, name)
	}
	for _, name := range mapper.Secrets() {
		secrets[name] = true
	}
	return secrets
}

// filter evaluates a filter and keeps secret values, and what they are compared with, out of what is told of it.
func (e *Engine) filter(scope *mapping.Scope, attrs value.Attributes) mapping.ScopeResult {
	result := scope.Evaluate(attrs)
	result.Conceal(func(attribute string) bool { return e.secrets[attribute] || mapping.IsSecurityAttribute(attribute) })
	if e.mapOpts.HideValues {
		result.Hide()
	}
	return result
}

// errorText is what an error says, without what it quotes where values are hidden.
func (p *Plan) errorText(err error) string {
	if p.Hidden {
		return diag.Masked(err.Error())
	}
	return err.Error()
}

// directoryError tells that the target does not answer. What a directory says besides is not known to hold no values.
func (p *Plan) directoryError(err error) string {
	if p.Hidden {
		return "the target cannot be searched"
	}
	return "the target cannot be searched: " + err.Error()
}
