package drive

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// answer is what the server has said to one request.
type answer struct {
	status   int
	header   http.Header
	body     []byte
	object   *value.Object // the body; nil where it is no JSON object
	resource string        // the resource type that was asked about
}

func newAnswer(status int, header http.Header, body []byte, resource string) *answer {
	a := &answer{status: status, header: header, body: body, resource: resource}
	if v, err := value.ParseJSON(string(body)); err == nil {
		a.object, _ = v.AsObject()
	}
	return a
}

func (a *answer) ok() bool { return a.status >= 200 && a.status < 300 }

// id returns the id of the object in the answer, whatever it is written as; "" where there is none.
func (a *answer) id() string {
	if a.object == nil {
		return ""
	}
	return idOf(a.object)
}

// idOf returns the id of an object as it can be put into a path; "" where it has none.
func idOf(o *value.Object) string {
	id := o.GetFold("id")
	if text := id.Text(); id.Kind() != value.KindList && id.Kind() != value.KindObject && text != "." && text != ".." {
		return text
	}
	return ""
}

// locationID returns the last part of Location, for a creation whose answer has no id.
func (a *answer) locationID() string {
	at := strings.TrimRight(a.header.Get("Location"), "/")
	if at = at[strings.LastIndexByte(at, '/')+1:]; at == "." || at == ".." {
		return ""
	}
	return at
}

// resources returns the objects of a list.
func (a *answer) resources() (objects []*value.Object) {
	if a.object == nil {
		return nil
	}
	members, _ := a.object.GetFold("Resources").AsList()
	for _, m := range members {
		if o, ok := m.AsObject(); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

// detail returns what an error says, bounded: it goes into reports.
func (a *answer) detail() string {
	if a.object == nil {
		return ""
	}
	return short(a.object.GetFold("detail").Text())
}

func short(text string) string {
	const most = 200
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// fault is something that an answer has wrong: the rule, and what is special about this answer, in which values may be.
type fault struct {
	rule   rule
	detail string
}

// faults collects what an answer has wrong.
type faults []fault

func (f *faults) add(is bool, r rule, detail string) {
	if is {
		*f = append(*f, fault{r, detail})
	}
}

// common returns what is wrong with an answer whatever was asked.
func (a *answer) common() (found faults) {
	switch {
	case a.status >= 500 && a.status != http.StatusNotImplemented: // which is an answer, if a sad one
		found.add(true, ruleServerError, "status "+strconv.Itoa(a.status)+detailOf(a))
		return found
	case a.status >= 300 && a.status < 400:
		found.add(true, ruleRedirect, "status "+strconv.Itoa(a.status))
		return found
	case len(a.body) == 0:
	case a.object == nil:
		found.add(true, ruleJSON, "Content-Type "+strconv.Quote(a.header.Get("Content-Type")))
		return found
	default:
		media, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
		found.add(media != "application/scim+json", ruleMediaType, "Content-Type "+strconv.Quote(a.header.Get("Content-Type")))
	}
	if a.status >= 400 {
		found = append(found, a.errorFaults()...)
	}
	return found
}

func detailOf(a *answer) string {
	if text := a.detail(); text != "" {
		return ": " + text
	}
	return ""
}

// errorTypes are the values of scimType (RFC 7644, table 9).
var errorTypes = []string{"invalidFilter", "tooMany", "uniqueness", "mutability", "invalidSyntax", "invalidPath", "noTarget", "invalidValue", "invalidVers", "sensitive"}

func (a *answer) errorFaults() (found faults) {
	if a.object == nil || !names(a.object, "urn:ietf:params:scim:api:messages:2.0:Error") {
		found.add(a.status != http.StatusTooManyRequests, ruleErrorBody, "status "+strconv.Itoa(a.status))
		return found
	}
	status := a.object.GetFold("status")
	text, isText := status.AsString()
	found.add(!isText || text != strconv.Itoa(a.status), ruleErrorStatus, "want "+strconv.Quote(strconv.Itoa(a.status))+", got "+jsonOf(status))
	kind := a.object.GetFold("scimType")
	known := kind.IsNullOrEmpty()
	for _, t := range errorTypes {
		known = known || strings.EqualFold(t, kind.Text())
	}
	found.add(!known, ruleErrorType, "got "+short(jsonOf(kind)))
	return found
}

// names reports whether the member schemas of an object has a URN.
func names(o *value.Object, urn string) bool {
	members, _ := o.GetFold("schemas").AsList()
	for _, m := range members {
		if strings.EqualFold(m.Text(), urn) {
			return true
		}
	}
	return false
}

func jsonOf(v value.Value) string {
	if v.IsAbsent() {
		return "nothing"
	}
	return string(v.AppendJSON(nil))
}

// isNumber reports whether a value is written as a number in JSON.
func isNumber(v value.Value) bool { return v.Kind().IsNumber() }

// listFaults returns what is wrong with the answer to a search.
func (a *answer) listFaults() (found faults) {
	if a.status == http.StatusNotFound {
		return faults{{ruleSearchNothing, ""}}
	}
	if a.status != http.StatusOK {
		return faults{{ruleSearchStatus, "status " + strconv.Itoa(a.status) + detailOf(a)}}
	}
	if a.object == nil {
		found.add(len(a.body) == 0, ruleJSON, "no body")
		return found
	}
	found.add(!names(a.object, "urn:ietf:params:scim:api:messages:2.0:ListResponse"), ruleListSchemas, "")
	total := a.object.GetFold("totalResults")
	found.add(!isNumber(total), ruleListTotal, "got "+short(jsonOf(total)))
	have, isList := a.object.GetFold("Resources").AsList()
	n, err := strconv.Atoi(total.Text())
	found.add(err == nil && (n > 0 && len(have) == 0 || len(have) > n) || !isList && !a.object.GetFold("Resources").IsNull(), ruleListResources,
		"totalResults is "+short(jsonOf(total))+", Resources has "+strconv.Itoa(len(have)))
	for _, name := range []string{"startIndex", "itemsPerPage"} {
		v := a.object.GetFold(name)
		found.add(!v.IsNull() && !isNumber(v), ruleListPage, name+" is "+short(jsonOf(v)))
	}
	for _, o := range a.resources() {
		found = append(found, representation(o, a.resource)...)
	}
	return found
}

// multiValued are the attributes that RFC 7643 has as arrays.
var multiValued = []string{"emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509Certificates", "members"}

// representation returns what is wrong with an object of a resource type, as the server shows it.
func representation(o *value.Object, resource string) (found faults) {
	id := o.GetFold("id")
	_, isText := id.AsString()
	found.add(!isText || idOf(o) == "", ruleID, "id is "+short(jsonOf(id)))
	const core = "urn:ietf:params:scim:schemas:core:2.0:"
	if resource == "User" || resource == "Group" {
		found.add(!names(o, core+resource), ruleSchemas, "want "+core+resource)
	}
	for _, m := range o.Members() {
		_, isObject := m.Value.AsObject()
		found.add(isObject && strings.HasPrefix(strings.ToLower(m.Name), "urn:") && !names(o, m.Name), ruleExtension, m.Name)
	}
	if meta, ok := o.GetFold("meta").AsObject(); ok {
		kind := meta.GetFold("resourceType")
		found.add(!kind.IsNullOrEmpty() && kind.Text() != resource, ruleResourceType, "want "+resource+", got "+short(kind.Text()))
	}
	found.add(!o.GetFold("password").IsNullOrEmpty(), rulePassword, "")
	active := o.GetFold("active")
	found.add(!active.IsNull() && active.Kind() != value.KindBoolean, ruleBoolean, "active is "+short(jsonOf(active)))
	for _, name := range multiValued {
		v := o.GetFold(name)
		list, isList := v.AsList()
		found.add(!v.IsNull() && !isList, ruleMultiValued, name)
		found = append(found, primaries(name, list)...)
	}
	return found
}

// primaries returns what is wrong with the marks of the primary element.
func primaries(name string, list []value.Value) (found faults) {
	marked := 0
	for _, e := range list {
		o, ok := e.AsObject()
		if !ok {
			continue
		}
		p := o.GetFold("primary")
		found.add(!p.IsNull() && p.Kind() != value.KindBoolean, ruleBoolean, name+"[…].primary is "+short(jsonOf(p)))
		if strings.EqualFold(p.Text(), "true") {
			marked++
		}
	}
	found.add(marked > 1, rulePrimary, name+" has "+strconv.Itoa(marked))
	return found
}

// createFaults returns what is wrong with the answer to a creation that was not refused.
func (a *answer) createFaults() (found faults) {
	found.add(a.status != http.StatusCreated, ruleCreateStatus, "status "+strconv.Itoa(a.status))
	found.add(a.header.Get("Location") == "", ruleCreateLocation, "")
	if a.object == nil {
		found.add(len(a.body) == 0, ruleCreateBody, "")
		return found
	}
	return append(found, representation(a.object, a.resource)...)
}

// patchFaults returns what is wrong with the answer to a PATCH that was not refused.
func (a *answer) patchFaults() (found faults) {
	found.add(a.status != http.StatusOK && a.status != http.StatusNoContent, rulePatchStatus, "status "+strconv.Itoa(a.status))
	if a.object == nil {
		found.add(a.status == http.StatusOK && len(a.body) == 0, rulePatchBody, "")
		return found
	}
	return append(found, representation(a.object, a.resource)...)
}
