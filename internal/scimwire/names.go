package scimwire

import (
	"strings"
)

// coreNames are the attributes of users and groups, in the order of RFC 7643, 4.1: the order in which they are written.
var coreNames = []string{
	"id", "externalId", "userName", "name", "displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage",
	"locale", "timezone", "active", "password", "emails", "phoneNumbers", "ims", "photos", "addresses", "groups", "entitlements",
	"roles", "x509Certificates", "members",
}

// firstMultiValued is the first of the coreNames that are multi-valued; all after it are.
const firstMultiValued = "emails"

// partNames are the sub-attributes of the core's complex attributes.
var partNames = []string{
	"type", "primary", "value", "display", "$ref", "formatted", "familyName", "givenName", "middleName", "honorificPrefix",
	"honorificSuffix", "streetAddress", "locality", "region", "postalCode", "country", "displayName", "resourceType", "created",
	"lastModified", "location", "version",
}

// enterpriseNames are the attributes of the enterprise user (RFC 7643, 4.3). They are known for their spelling only: extensions are
// written in the order in which they are set.
var enterpriseNames = []string{"employeeNumber", "costCenter", "organization", "division", "department", managerName}

const (
	metaName    = "meta"
	managerName = "manager"
	activeName  = "active"
)

// find returns the place of name among names, compared without case: -1 where it is missing.
func find(names []string, name string) int {
	// The lists are short, and a scan needs no lowered copy of the name. The length is compared first because it is cheap, and because
	// letters outside of ASCII that fold to known ones, such as U+212A to k, then make another name.
	for i, known := range names {
		if len(known) == len(name) && strings.EqualFold(known, name) {
			return i
		}
	}
	return -1
}

// spelling returns a known name as its RFC writes it: the product's pages write ExternalId, Active and .Value. Other names stay.
func spelling(names []string, name string) string {
	if i := find(names, name); i >= 0 {
		return names[i]
	}
	return name
}

// rank orders the attributes of the core schema: known ones as the RFC lists them, then the others.
func rank(name string) int {
	if i := find(coreNames, name); i >= 0 {
		return i
	}
	return len(coreNames)
}

// isMultiValued reports whether an attribute of the core schema is an array of objects.
// An unknown name is -1, and therefore no array: a custom attribute is written in the form it comes in.
func isMultiValued(name string) bool {
	i := find(coreNames, name)
	return i >= find(coreNames, firstMultiValued)
}

// isComplex reports whether the sub-attributes of an attribute of the core schema are known.
// The parts of all other attributes keep the spelling of the mapping, since only an application knows what they are.
func isComplex(name string) bool {
	return name == "name" || name == metaName || isMultiValued(name)
}
