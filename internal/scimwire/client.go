package scimwire

import (
	"cmp"
	"errors"
	"net/url"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// ClientOptions are those of package mapping/scim, which says what they mean.
type ClientOptions struct {
	Compliant         bool
	ResourceType      string
	OmitCustomSchemas bool
	PlainBooleans     bool
	RoleDisplayName   bool
	InlineReferences  bool
	EmptyTextFlows    bool
	Mask              bool
}

// The methods of requests. Package net/http, which has them as well, is not for what never sends anything.
const (
	methodGet    = "GET"
	methodPost   = "POST"
	methodPatch  = "PATCH"
	methodDelete = "DELETE"
)

// Request is that of package mapping/scim, which says what its fields are.
type Request struct {
	Method  string
	Path    string
	Body    []byte
	Hidden  bool
	Pending bool
	Omitted []string
}

// Preview returns the requests of a plan, see package mapping/scim.
func Preview(plan *provision.Plan, opt ClientOptions) ([]Request, error) {
	return preview(plan, opt, nil)
}

// preview is Preview where created returns the identifiers of objects that have been created meanwhile; nil knows none.
func preview(plan *provision.Plan, opt ClientOptions, created func(mapping.Pending) (id string, ok bool)) ([]Request, error) {
	opt.ResourceType = cmp.Or(opt.ResourceType, plan.Resource, "User")
	c := client{plan: plan, opt: opt, created: created}
	// Which request a value went into is not followed: one value that must not be printed hides all requests of its plan.
	requests, err := c.requests()
	for i := range requests {
		requests[i].Hidden = !opt.Mask && isSecret(plan)
	}
	return requests, err
}

// isSecret reports whether requests for the plan hold what reports must not print.
func isSecret(plan *provision.Plan) bool {
	// The target's id counts, too: of an object without one it is a matching value, which may itself be redacted.
	if plan.Hidden || plan.ShownTarget() != plan.Target {
		return true
	}
	return slices.ContainsFunc(plan.Attributes, func(o mapping.Outcome) bool { return o.Mask() != "" })
}

// requests returns the plan's requests in the order in which they must be sent. A disabling is an update: the mappings write active as
// they write every other attribute. Skipped plans have no requests.
func (c *client) requests() ([]Request, error) {
	switch c.plan.Action {
	case provision.Create:
		return c.create()
	case provision.Update, provision.Disable:
		return c.update()
	case provision.Delete:
		at, err := c.object()
		return []Request{{Method: methodDelete, Path: at}}, err
	default:
		return nil, nil
	}
}

// newObject is the end of the path of an object to which the target has yet to assign an id. In an id it would be escaped.
const newObject = "/{id}"

// client builds the requests of one plan; it is used once, by one goroutine.
type client struct {
	plan    *provision.Plan
	opt     ClientOptions
	created func(mapping.Pending) (id string, ok bool)
}

// flow is an attribute to be sent.
type flow struct {
	outcome *mapping.Outcome
	path    *Path
	value   value.Value
	pending []mapping.Pending // objects that the value refers to and that the target is yet to create
	// masked means that value is the mask of the logs, a text that must pass neither through the RFC's form of the attribute (a mask is
	// no boolean) nor through a role's.
	masked    bool
	roles     roleForm
	rolesFrom string // the source attribute of the roles
}

// endpoint returns the path of the resource type.
func (c *client) endpoint() string { return endpointOf(c.opt.ResourceType) }

// object returns the path of the object that the plan is about.
func (c *client) object() (string, error) {
	if c.plan.Target == "" {
		return "", errors.New("the plan names no target object to send a request to")
	}
	// The placeholder is the one of an id that the target has yet to assign, so that a masked path has no form of its own.
	if c.opt.Mask && c.plan.ShownTarget() != c.plan.Target {
		return c.endpoint() + newObject, nil
	}
	return PathOf(c.opt.ResourceType, c.plan.Target), nil
}

// flows returns the attributes that the plan writes.
// Attributes that failed or stay as they are have decisions that change nothing, and are left out. The paths of all
// others are parsed before anything is built, so that one error names every target that is no SCIM path.
func (c *client) flows() ([]flow, error) {
	var flows []flow
	var problems []error
	for i := range c.plan.Attributes {
		o := &c.plan.Attributes[i]
		if !o.Decision.Changes() {
			continue
		}
		p, err := ParsePath(o.Mapping.Target)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		f := flow{outcome: o, path: p, value: o.New, pending: o.Pending}
		// A null is shown as it is: that an attribute is cleared reveals no value. A masked role list is no role list any more, so
		// its form is not looked for.
		if mask := o.Mask(); mask != "" && c.opt.Mask && (!o.New.IsNull() || len(o.Pending) > 0) {
			f.value, f.masked = value.String(mask), true
		} else {
			f.roles, f.rolesFrom = rolesOf(o.Mapping)
		}
		flows = append(flows, f)
	}
	return flows, errors.Join(problems...)
}

// create returns the POST, and the PATCH for what it leaves out.
// References are left out of the POST, since the objects that they name need not exist yet; see [flow.isReference].
func (c *client) create() ([]Request, error) {
	flows, err := c.flows()
	if err != nil {
		return nil, err
	}
	flows, omitted := c.exported(flows)
	flows, later := split(flows, !c.opt.InlineReferences)
	r := NewResource(c.opt.ResourceType)
	r.omitCustom = c.opt.OmitCustomSchemas
	// All attributes are set before an error is returned: one error names every path that has no place in the object.
	for i := range flows {
		if failed := c.set(r, &flows[i]); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	if err != nil {
		return nil, err
	}
	r.markWorkEmail()
	// The service's client sends meta.resourceType, unless a mapping has set it, or has set meta to something that is no object.
	meta := r.core.child(metaName, true)
	if meta.becomes(isObject) && meta.object.child("resourceType", false).kind == isNothing {
		*meta.object.child("resourceType", false) = node{kind: isValue, value: value.String(r.kind)}
	}
	requests := []Request{{Method: methodPost, Path: c.endpoint(), Body: r.AppendJSON(nil), Omitted: omitted}}
	// If the PATCH fails, the POST is returned beside the error: it is right by itself. Without a reference that is pending the PATCH
	// could be sent at once; the service sends all of them after the creations.
	second, err := c.patchRequest(c.endpoint()+newObject, later)
	return append(requests, second...), err
}

// exported returns the attributes that the client sends when it creates an object, and the targets of all others: extensions that are not
// named by a URN come with the next PATCH (reported, with the client's message that exporting the property is not supported for Add).
func (c *client) exported(flows []flow) (sent []flow, omitted []string) {
	for _, f := range flows {
		if target := f.outcome.Mapping.Target; urn.IsMissing(target) {
			omitted = append(omitted, target)
			continue
		}
		sent = append(sent, f)
	}
	return sent, omitted
}

// isReference reports whether the attribute names other objects, which need not exist yet when this one is created.
func (f flow) isReference() bool {
	// The two attributes count whatever kind of value they have: a feed's text in manager is an identifier as well.
	return f.path.isOfManager() || f.path.isTop("members") || references(f.value) || len(f.pending) > 0
}

// references reports whether a value or a list consists of references. The first member decides: lists are of one kind here.
func references(v value.Value) bool {
	members := v.Members()
	return len(members) > 0 && members[0].Kind() == value.KindReference
}

// set puts an attribute into the object of a POST.
func (c *client) set(r *Resource, f *flow) error {
	switch {
	case f.masked:
		// put, and not SetPath: [Path.fit] would refuse the mask of a boolean.
		return r.put(f.path, f.value)
	case f.value.IsNull():
		return r.SetPath(f.path, f.value)
	case f.roles == singleRole:
		return setSingleRole(r, f)
	case f.roles != noRoles:
		// full returns complete objects, which fit has nothing to add to.
		return r.put(f.path, full(rolesIn(f.value), c.displayMember()))
	}
	return r.SetPath(f.path, f.value)
}

// displayMember returns the name of a role's display text, on which the documentation's pages disagree; display is RFC 7643's.
func (c *client) displayMember() string {
	if c.opt.RoleDisplayName {
		return "displayName"
	}
	return "display"
}

// setSingleRole sets one role: the primary one, with the service's type.
func setSingleRole(r *Resource, f *flow) error {
	// The mapping is to the whole attribute, such as roles: the value becomes an array of one complete object.
	if len(f.path.steps) == 1 && f.path.steps[0].filter == nil {
		return r.put(f.path, value.List(value.ObjectOf(value.NewObject(
			value.Member{Name: "primary", Value: value.True}, value.Member{Name: "type", Value: value.String(roleType)},
			value.Member{Name: "value", Value: f.value},
		))))
	}
	// Otherwise the mapping is to a part of an element, such as roles[primary eq "True"].value. The type goes beside that part: the last
	// step is replaced, or one is added where the path ends in the element itself.
	last := len(f.path.steps) - 1
	typed := *f.path
	// The mapping's own path must stay as it is: the value is set by it below.
	typed.steps = slices.Clone(f.path.steps)
	if last == 0 {
		typed.steps = append(typed.steps, step{name: "type"})
	} else {
		typed.steps[last] = step{name: "type"}
	}
	// Setting the type again for the display text's mapping is no fault, because it is the same value (see [node.set]).
	if err := r.put(&typed, value.String(roleType)); err != nil || f.isRoleType() {
		return err
	}
	return r.SetPath(f.path, f.value)
}

// isRoleType reports that the flow is to the type of a role, where the mapping's value has no effect.
func (f *flow) isRoleType() bool {
	last := len(f.path.steps) - 1
	return f.roles == singleRole && last > 0 && f.path.steps[last].name == "type"
}

// PathOf returns the path of an object of a resource type such as User.
func PathOf(resource, id string) string { return endpointOf(resource) + "/" + url.PathEscape(id) }

// endpointOf returns the path of a resource type. The plural always takes an s, as the options document.
func endpointOf(resource string) string { return "/" + url.PathEscape(resource) + "s" }
