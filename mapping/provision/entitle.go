package provision

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// entitlement is why an object may, or may not, have an account in the target.
type entitlement struct {
	scope    mapping.ScopeResult
	assigned bool
	active   bool // neither deleted in the source nor, for Entra as the source, disabled
}

func (e entitlement) holds() bool { return e.scope.Passed && e.assigned && e.active }

// reason reports the first thing that is missing.
func (e entitlement) reason() string {
	switch {
	case !e.active:
		return "the object is disabled or deleted in the source"
	case !e.assigned:
		return "the object is not assigned"
	}
	return "the object does not pass the scoping filter"
}

// leftScope reports that the object itself is sound and only assignment or scope are missing: what SkipOutOfScopeDeletions means.
func (e entitlement) leftScope() bool { return e.active && !e.holds() }

// entitle works out why an object may have an account. Only an outbound source has attributes that say whether the object is active.
func (e *planner) entitle(src *Source) entitlement {
	entitled := entitlement{
		scope:    e.mapper.ExplainFilter(e.mapper.Scope(), src.Attrs),
		assigned: !src.Unassigned,
		active:   src.Deleted == NotDeleted && !e.saysFalse(src.Attrs, &e.enabled) && !e.saysTrue(src.Attrs, &e.softDeleted),
	}
	if e.explanation != nil {
		scope := entitled.scope
		e.explanation.Scope, e.explanation.Assigned, e.explanation.Active = &scope, entitled.assigned, entitled.active
	}
	return entitled
}

// saysFalse reports whether an outbound source has the attribute and it is false.
func (e *planner) saysFalse(attrs value.Attributes, path *value.Path) bool {
	if !e.Options.Outbound {
		return false
	}
	v := attrs.Attribute(path)
	b, err := v.ToBoolean()
	return !v.IsNullOrEmpty() && err == nil && !b
}

// saysTrue reports whether an outbound source has the attribute and it is true.
func (e *planner) saysTrue(attrs value.Attributes, path *value.Path) bool {
	if !e.Options.Outbound {
		return false
	}
	b, err := attrs.Attribute(path).ToBoolean()
	return err == nil && b
}

// computed is a source object with the attribute that the engine works out, which takes the place of one of that name in the source.
type computed struct {
	value.Attributes
	name string
	v    value.Value
}

func (c computed) Attribute(p *value.Path) value.Value {
	if p.String() == c.name {
		return c.v
	}
	return c.Attributes.Attribute(p)
}

// scopingStep adds the step of scoping with its details, which have the names of the service's.
func (p *Plan) scopingStep(e entitlement) {
	details := append(clauseDetails(e.scope),
		Detail{"IsActive", boolText(e.active)},
		Detail{"Assigned", boolText(e.assigned)},
		Detail{"IsInProvisioningScope", boolText(e.scope.Passed)},
		Detail{"IsEffectivelyEntitledForProvisioning", boolText(e.holds())})
	if e.holds() {
		p.step("EntrySynchronizationScoping", Success, details...)
		return
	}
	p.step("EntrySynchronizationScoping", Skipped, append(details, Detail{"SkipReason", string(codes.NotEntitled)})...)
}

// scopingDetails is how many details the step of scoping has besides those of clauses.
const scopingDetails = 5

// clauseDetails reports of every clause of a filter whether it holds.
func clauseDetails(result mapping.ScopeResult) []Detail {
	if len(result.Groups) == 0 {
		return nil
	}
	details := make([]Detail, 0, len(result.Groups[0])+scopingDetails)
	for _, group := range result.Groups {
		for i := range group {
			details = append(details, Detail{group[i].Shown().String(), passed(&group[i])})
		}
	}
	return details
}

// passed reports whether a clause holds, as a detail of a step. The value is not quoted.
func passed(c *mapping.ClauseResult) string {
	switch {
	case unsupportedCode(c.Err) != "":
		return "Unknown: " + c.Err.Error()
	case c.Err != nil:
		return "False: " + c.Err.Error()
	case c.Null && !c.Passed:
		return "False: the attribute has no value"
	}
	return boolText(c.Passed)
}

func boolText(b bool) string { return value.Boolean(b).Text() }
