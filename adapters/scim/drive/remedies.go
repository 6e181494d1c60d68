package drive

import (
	"net/http"
	"strings"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// remedies say what servers do that work with the service, by the section and the scimType of what the strict server says; "" of either is any.
// The first that fits counts.
var remedies = []struct{ section, scimType, remedy string }{
	{"RFC 7643 4.3", "", "take a text as the manager's value, as servers that work with the service do: there is no switch for it in the service"},
	{"RFC 7643 2.3.2", "", `take "True" and "False" as booleans, in any case; the client under the flag aadOptscim062020 sends true and false`},
	{"", "noTarget", "where no element is chosen by the filter of an add or a replace, make one of what the filter says: the service sends a first value so"},
	{"RFC 7644 3.5.2.2", "", "remove the elements that the value names, and no others; the client under the flag aadOptscim062020 sends a filter in the path"},
	{"RFC 7644 3.4.2.2", "", `take a part after the brackets, as in emails[type eq "work"].value eq "…", which Microsoft's pages have; or match by an attribute without brackets`},
	{"RFC 7644 3.5.2", "invalidSyntax", "take operations in any case, which Microsoft's pages ask for; the client under the flag aadOptscim062020 sends small letters"},
	{"", "invalidPath", "declare the attribute in /Schemas and take it, or take the mapping away: a refused operation costs the whole PATCH"},
	{"RFC 7644 3.3", "", "declare the attribute in /Schemas and take it, or take the mapping away"},
}

// remedyFor returns what to do about a request that the strict server refuses.
func remedyFor(strict model.Answer) string {
	switch strict.Status {
	case http.StatusForbidden:
		return "take filters: the service finds everybody by them, and works with no server that has none; ServiceProviderConfig says of this one that it has none"
	case http.StatusNotImplemented:
		return "take PATCH: the service changes and disables accounts by nothing else; ServiceProviderConfig says of this server that it has none"
	}
	for _, r := range remedies {
		if (r.section == "" || r.section == strict.Section) && (r.scimType == "" || strings.EqualFold(r.scimType, strict.ScimType)) {
			return r.remedy
		}
	}
	return ruleClient.remedy
}
