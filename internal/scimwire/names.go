package scimwire

import (
	"slices"
	"strings"
)

// The names of the schemas' attributes and of their parts, in the order of the schemas.
var (
	coreNames       = namesOf(slices.Concat(userAttributes, groupAttributes))
	partNames       = partsOf(slices.Concat(userAttributes, groupAttributes, enterpriseAttributes, metaAttribute))
	enterpriseNames = namesOf(enterpriseAttributes)
	firstMany       = slices.IndexFunc(userAttributes, func(d Definition) bool { return d.Many })
)

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
	return find(coreNames, name) >= firstMany
}

// isComplex reports whether the sub-attributes of an attribute of the core schema are known.
// The parts of all other attributes keep the spelling of the mapping, since only an application knows what they are.
func isComplex(name string) bool {
	return name == "name" || name == metaName || isMultiValued(name)
}
