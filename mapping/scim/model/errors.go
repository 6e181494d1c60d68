package model

import (
	"fmt"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
)

// The URNs of messages (RFC 7644, 3.4.2, 3.4.3, 3.5.2 and 3.12).
const (
	urnError  = "urn:ietf:params:scim:api:messages:2.0:Error"
	urnList   = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
	urnSearch = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
)

// The kinds of errors that RFC 7644 has words for (3.12, table 9).
const (
	invalidFilter = "invalidFilter"
	invalidPath   = "invalidPath"
	invalidSyntax = "invalidSyntax"
	invalidValue  = "invalidValue"
	mutability    = "mutability"
	noTarget      = "noTarget"
	tooMany       = "tooMany"
	uniqueness    = "uniqueness"
)

// The sections that refusals rest on.
const (
	secReadOnly  = "RFC 7643 2.2"
	secTypes     = "RFC 7643 2.3"
	secMany      = "RFC 7643 2.4"
	secSchemas   = "RFC 7643 3"
	secManager   = "RFC 7643 4.3"
	secCreate    = "RFC 7644 3.3"
	secRetrieve  = "RFC 7644 3.4.1"
	secQuery     = "RFC 7644 3.4.2"
	secFilter    = "RFC 7644 3.4.2.2"
	secSort      = "RFC 7644 3.4.2.3"
	secPage      = "RFC 7644 3.4.2.4"
	secSearch    = "RFC 7644 3.4.3"
	secPut       = "RFC 7644 3.5.1"
	secPatch     = "RFC 7644 3.5.2"
	secAdd       = "RFC 7644 3.5.2.1"
	secRemove    = "RFC 7644 3.5.2.2"
	secReplace   = "RFC 7644 3.5.2.3"
	secDelete    = "RFC 7644 3.6"
	secBulk      = "RFC 7644 3.7"
	secMe        = "RFC 7644 3.11"
	secErrors    = "RFC 7644 3.12"
	secDiscovery = "RFC 7644 4"
)

// refusal is why a request is refused. Its detail names attributes and never quotes a value.
type refusal struct {
	status    int
	scimType  string // "" where the RFC has no word for it
	section   string
	detail    string
	operation int // of a PATCH, from 1; 0 for none
}

func (r *refusal) Error() string { return r.detail }

// refuse returns the refusal of a request that is wrong in itself.
func refuse(scimType, section, format string, args ...any) *refusal {
	return &refusal{status: 400, scimType: scimType, section: section, detail: fmt.Sprintf(format, args...)}
}

// answer returns the refusal as the error message of the protocol (RFC 7644, 3.12).
func (r *refusal) answer() Answer {
	members := []value.Member{
		{Name: "schemas", Value: value.List(value.String(urnError))},
		{Name: "status", Value: value.String(strconv.Itoa(r.status))},
	}
	if r.scimType != "" {
		members = append(members, value.Member{Name: "scimType", Value: value.String(r.scimType)})
	}
	members = append(members, value.Member{Name: "detail", Value: value.String(r.detail)})
	return Answer{
		Status: r.status, Body: appendJSON(nil, value.ObjectOf(value.NewObject(members...))),
		ScimType: r.scimType, Section: r.section, Detail: r.detail, Operation: r.operation,
	}
}
