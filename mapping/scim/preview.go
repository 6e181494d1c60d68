package scim

import (
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping/provision"
)

// ClientOptions choose between the forms in which Entra's SCIM client is known to speak. The zero ClientOptions are the default
// client's for users.
type ClientOptions struct {
	// Compliant is the client under the feature flag aadOptscim062020.
	Compliant bool
	// ResourceType is User, Group or the application's own; "" is the plan's, which is User where it has none. The endpoint is its name
	// with an s after it.
	ResourceType string
	// OmitCustomSchemas leaves the urns of custom extensions out of the member schemas, as the service's own client does. The
	// RFC wants them there.
	OmitCustomSchemas bool
	// PlainBooleans sends true and false in the default client's PATCH as well, as a newer sample of the documentation has it; the
	// older one has "True" and "False". The compliant client always does.
	PlainBooleans bool
	// RoleDisplayName names the display text of a role displayName, as one page does. RFC 7643 and the other sample have display.
	RoleDisplayName bool
	// InlineReferences sends references such as the manager in the POST, but for those to objects that are yet to be created. The service
	// creates the object without them and sends them in a second request, once the objects they name exist.
	InlineReferences bool
	// EmptyTextFlows reports that the target keeps empty texts, as mapping.Options.EmptyTextFlows does; only [NewApplied] reads it.
	EmptyTextFlows bool
	// Mask puts the mask of the provisioning logs in place of redacted values and of custom security attributes, and leaves out
	// what plans with hidden values keep from reports. Otherwise the preview holds what would be sent.
	Mask bool
}

// Request is one HTTP request to the application's SCIM endpoint.
type Request struct {
	// Method is POST, PATCH or DELETE.
	Method string
	// Path is relative to the endpoint, such as /Users/4711. Where the target has yet to assign an id, or where it is masked,
	// it is {id}.
	Path string
	// Body is compact JSON, nil for a DELETE.
	Body []byte
	// Hidden reports that Path and Body hold what reports must not print.
	Hidden bool
	// Pending reports that Body names objects that the target has yet to create, as {"pending": {"object": …, "id": …}} in place of their
	// identifiers: the request is sent after those creations.
	Pending bool
	// Omitted are the targets that the plan writes and that the client does not export when it creates an object (reported), since they are
	// extensions whose namespace is no URN, such as custom:country; they come with the next PATCH. Only a POST has any.
	Omitted []string
}

// Format prints method, path and body. Of a request that holds what reports must not print, which only one without
// [ClientOptions.Mask] does, it prints the method and how long the body is.
func (r Request) Format(s fmt.State, _ rune) {
	text := r.Method + " " + r.Path + " " + string(r.Body)
	if r.Hidden {
		text = fmt.Sprintf("%s [hidden] (%d bytes)", r.Method, len(r.Body))
	}
	_, _ = io.WriteString(s, strings.TrimRight(text, " "))
}

// MarshalJSON returns method, path and body, as Format prints them, and as notExported what is omitted.
func (r Request) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Text("method", r.Method)
	switch {
	case r.Hidden:
		w.Text("path", "[hidden]")
	default:
		w.Text("path", r.Path)
		if r.Body != nil {
			w.Key("body")
			w.Dst = append(w.Dst, r.Body...)
		}
	}
	if len(r.Omitted) > 0 {
		w.Key("notExported")
		w.Dst = value.Strings(r.Omitted...).AppendJSON(w.Dst)
	}
	return w.Close(), nil
}

// Preview returns the requests that Entra's client would send for a plan, in order: a POST for a creation, and a PATCH for its
// references, so that groups are created without members; a PATCH for an update or a disabling, and another for references to objects
// that are yet to be created; a DELETE. Plans that write nothing have none, and attributes that failed are not
// sent. A POST marks the work e-mail as the primary one, unless a mapping says which is, and lacks the extensions that are not named by a
// URN: see Request.Omitted. The plan's mappings must have SCIM paths as targets; an error joins the *[value.PathError] of all that have not.
//
// What the default client's PATCH looks like is documented by samples. They leave open, and the following is assumed: booleans
// other than active are texts too; an attribute that the target does not have yet is an Add; a cleared one is a Remove without a
// value; a list is replaced as a whole, except that references such as members are added and removed one by one. However many members
// change, they are in one PATCH: it is documented that applications should support several memberships in a single one, and no page has a
// limit.
func Preview(plan *provision.Plan, opt ClientOptions) ([]Request, error) {
	sent, err := scimwire.Preview(plan, scimwire.ClientOptions(opt))
	var requests []Request
	for _, r := range sent {
		requests = append(requests, Request(r))
	}
	return requests, err
}
