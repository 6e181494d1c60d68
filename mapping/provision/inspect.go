package provision

import (
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// inspect applies what the target itself demands of values: rules of custom security attributes, which fail the attribute, and lengths and
// characters, which are only warnings. Values that wait for references are inspected when they are known.
func (e *planner) inspect(result *mapping.Result) {
	for i := range result.Attributes {
		if o := &result.Attributes[i]; o.Waiting() == nil {
			e.inspectRow(i, o)
		}
	}
}

// inspectRow applies it to the value of mapping i.
func (e *planner) inspectRow(i int, o *mapping.Outcome) {
	if name, custom := mapping.SecurityAttribute(o.Mapping.Target); custom && o.Decision.Changes() {
		e.inspectCustom(o, name)
	}
	if o.Decision.Changes() {
		o.Warnings = append(o.Warnings, limitWarnings(&e.limits[i], o.New)...)
	}
}

// inspectCustom refuses what the service refuses, in its words: custom security attributes are provisioned as single active texts.
func (e *planner) inspectCustom(o *mapping.Outcome, name string) {
	def, known := e.customAttribute(name)
	switch {
	case len(o.New.Members()) > 1:
		failOutcome(o, codes.OneValueOnly, "a custom security attribute takes one value when it is provisioned")
	case e.Options.CustomAttributes != nil && !known:
		failOutcome(o, "SchemaAttributeNotFound", "the tenant has no custom security attribute "+name)
	case def.Deactivated:
		failOutcome(o, codes.CustomAttribute, "The provisioning service does not support setting custom security attributes that are deactivated. Unable to set CSA attribute "+name)
	case def.MultiValued:
		failOutcome(o, codes.CustomAttribute, "multi-valued custom security attributes are not provisioned")
	case def.Type != mapping.String, o.New.Kind() == value.KindBoolean, o.New.Kind().IsNumber():
		failOutcome(o, codes.CustomAttribute, "The provisioning service does not support setting custom security attributes of type boolean and integer. Unable to set CSA attribute")
	}
}

// customAttribute finds a definition without case: Graph compares these names so, and the limits page says otherwise.
func (e *planner) customAttribute(name string) (mapping.CustomAttribute, bool) {
	if def, ok := e.Options.CustomAttributes[name]; ok {
		return def, true
	}
	for known, def := range e.Options.CustomAttributes {
		if strings.EqualFold(known, name) {
			return def, true
		}
	}
	return mapping.CustomAttribute{}, false
}

// failOutcome makes an outcome a failure, so that its value is not written.
func failOutcome(o *mapping.Outcome, code diag.Code, reason string) {
	o.Decision, o.Code, o.Reason, o.Err = mapping.Failed, code, reason, errors.New(reason)
	o.New = value.Absent
}
