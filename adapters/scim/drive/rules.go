package drive

// rule is one thing that may be wrong. Nothing else lists rules, but for docs/scim-servers.md, which a test compares: a finding names one, and takes the
// section and the remedy from it.
type rule struct {
	name    string
	section string // of the RFC that decides; "" where it depends on the request
	cause   string // what is wrong, in words that hold of every finding of the rule
	remedy  string // what to do about it
}

// rules are all of them, in the order of this file.
var rules []rule

// define returns a rule, and lists it.
func define(name, section, cause, remedy string) rule {
	r := rule{name, section, cause, remedy}
	rules = append(rules, r)
	return r
}

// The rules about answers to requests of every kind.
var (
	ruleServerError = define("server-error", "RFC 7644 3.12", "the server fails (5xx)",
		"mend the server: a request that cannot be taken has a 4xx answer with a SCIM error, and the service retries after a 5xx")
	ruleRedirect = define("redirect", "RFC 7644 3.12", "a redirect is not followed",
		"answer at the tenant URL itself: the RFC allows redirects, but the credentials would go with them, and nothing says that the service follows one")
	ruleMediaType = define("media-type", "RFC 7644 3.8", "the answer is not application/scim+json",
		"set Content-Type: application/scim+json on every answer with a body")
	ruleJSON = define("json", "RFC 7644 3.8", "the answer is not a JSON object",
		"answer with JSON; a page of HTML often comes from a proxy, or from a framework's own error handler")
	ruleDiscovery = define("discovery", "RFC 7644 4", "what the server says of itself cannot be read",
		"answer /Schemas and /ResourceTypes with lists of what the server has, and /ServiceProviderConfig with its features: the service reads attributes there")
	ruleErrorBody = define("error-body", "RFC 7644 3.12", "a refusal without a SCIM error",
		`answer with {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "…", "detail": "…"}`)
	ruleErrorStatus = define("error-status", "RFC 7644 3.12", "the status in a SCIM error is not the answer's status as a text",
		`write the HTTP status as a text: "status": "404"`)
	ruleErrorType = define("error-type", "RFC 7644 3.12", "the scimType of an error is none of the RFC's",
		"use uniqueness, invalidFilter, tooMany, mutability, invalidSyntax, invalidPath, noTarget, invalidValue, invalidVers, sensitive, or leave it out")
)

// The rules about searches.
var (
	ruleSearchStatus = define("search-status", "RFC 7644 3.4.2", "a search is not answered with 200",
		"support filter=… eq \"…\" on every attribute that objects are matched by, and answer with 200 and a list")
	ruleSearchNothing = define("search-nothing", "RFC 7644 3.4.2", "a search that finds nothing is answered with 404",
		`answer with 200 and {"schemas": […ListResponse], "totalResults": 0, "Resources": []}; with 404 the connection test fails`)
	ruleListSchemas = define("list-schemas", "RFC 7644 3.4.2", "the answer to a search does not say that it is a list",
		`add "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]`)
	ruleListTotal = define("list-total", "RFC 7644 3.4.2", "totalResults is missing, or is not a number",
		`write "totalResults" as a number, without quotation marks`)
	ruleListResources = define("list-resources", "RFC 7644 3.4.2", "Resources has not what totalResults counts",
		"put the objects that were found into the array Resources")
	ruleListPage = define("list-page", "RFC 7644 3.4.2.4", "startIndex or itemsPerPage is not a number",
		"write both as numbers, or leave them out where the answer is no page")
	ruleFilterIgnored = define("filter-ignored", "RFC 7644 3.4.2.2", "a search finds objects that do not have the value",
		"apply the filter: the service takes what it finds for the person, and writes to it")
	ruleFilterCase = define("filter-case", "RFC 7643 4.1.1", "userName is compared with case",
		"compare userName without case: the case of a person's name in the directory may change, and the account would not be found")
	ruleFilterMissed = define("filter-missed", "RFC 7644 3.4.2.2", "an object that the server has is not found by its matching attribute",
		"let a search find every object, disabled ones too, by every attribute that objects are matched by; the service creates it again otherwise")
	ruleConflictUnseen = define("conflict-unseen", "RFC 7644 3.4.2.2", "a creation is refused as a duplicate, and a search has found nobody",
		"let a search find what a creation is refused for, disabled objects and other cases of letters too: the service can never match this person")
	ruleExcluded = define("excluded-members", "RFC 7644 3.4.2.5", "a group has members although excludedAttributes=members asks for none",
		"leave members out where excludedAttributes names it: the service asks so since groups are large")
	ruleSearchDiffers = define("search-differs", "RFC 7644 3.4.2", "a search returns other values than the object has by its id",
		"return the same representation of an object from a search and from GET by its id")
)

// The rules about representations of objects.
var (
	ruleID = define("id", "RFC 7643 3.1", "an object has no id that is a text",
		"give every object an id, a text that is not empty and never changes, and return it in every representation")
	ruleIDTwice = define("id-twice", "RFC 7643 3.1", "two objects have the same id",
		"assign an id that no other object has, whatever its type")
	ruleIDOther = define("id-other", "RFC 7644 3.4.1", "GET by an id returns an object with another one",
		"return the object whose id is in the path")
	ruleSchemas = define("schemas", "RFC 7643 3", "schemas does not name the schema of the object",
		"list the URN of the core schema, and those of the extensions that the object has, in schemas")
	ruleExtension = define("schemas-extension", "RFC 7643 3.3", "an extension of an object is not in schemas",
		"list the URN of every extension that the object has in schemas")
	ruleResourceType = define("resource-type", "RFC 7643 3.1", "meta.resourceType is not the object's type",
		"write the name of the resource type, User or Group, not that of the endpoint")
	rulePassword = define("password", "RFC 7643 7", "a password is returned",
		"never return password, not even a hash")
	ruleMultiValued = define("multi-valued", "RFC 7643 2.4", "a multi-valued attribute is not an array",
		"write an array, also of one element")
	ruleBoolean = define("boolean", "RFC 7643 2.3.2", "a boolean is not true or false",
		"write true or false, without quotation marks")
	rulePrimary = define("primary", "RFC 7643 2.4", "several elements of an attribute are the primary one",
		"take primary from the others where an element becomes the primary one (RFC 7644 3.5.2)")
)

// The rules about writes, and about what becomes of them.
var (
	ruleCreateStatus = define("create-status", "RFC 7644 3.3", "a creation is not answered with 201",
		"answer 201 Created")
	ruleCreateLocation = define("create-location", "RFC 7644 3.3", "a creation is answered without the header Location",
		"set Location to the URL of the new object")
	ruleCreateBody = define("create-body", "RFC 7644 3.3", "a creation is answered without the object",
		"return the new object, with its id: the service needs it for everything that follows")
	rulePatchStatus = define("patch-status", "RFC 7644 3.5.2", "a PATCH is answered with neither 200 nor 204",
		"answer 200 with the object, or 204 without a body")
	rulePatchBody = define("patch-body", "RFC 7644 3.5.2", "a PATCH is answered with 200 and without the object",
		"return the object with 200, or answer 204")
	rulePatchPart = define("patch-part", "RFC 7644 3.5.2", "a PATCH is refused, and a part of it is done",
		"do all operations of a PATCH or none: what was done is not known to the service, and done again")
	rulePatchTakes = define("patch-takes", "RFC 7644 3.5.2", "a PATCH takes away what it does not name",
		"change what the operations name, and keep everything else")
	rulePatchElements = define("patch-elements", "RFC 7644 3.5.2", "an attribute has more elements after a PATCH than what was sent leaves",
		"replace the element that the filter chooses, and add none that is there already")
	ruleCreateKept = define("create-kept", "RFC 7644 3.3", "a creation is refused, and the object is there",
		"answer 201 for what was created, or create nothing")
	ruleDeleteStatus = define("delete-status", "RFC 7644 3.6", "a deletion is not answered with 204",
		"answer 204 No Content")
	ruleDeleteKept = define("delete-kept", "RFC 7644 3.6", "an object is there after its deletion",
		"answer 404 for an object that was deleted, and leave it out of searches")
	ruleGetMissing = define("get-missing", "RFC 7644 3.4.1", "an object that the server has accepted is not there by its id",
		"return it from GET by the id that the creation was answered with, also while it is disabled")
	ruleGetUnknown = define("get-unknown", "RFC 7644 3.4.1", "GET by an id that nobody has is not answered with 404",
		"answer 404 with a SCIM error")
	ruleRefused = define("refused", "", "the server refuses a request that the RFC has it accept", "accept the request")
	ruleUnkept  = define("not-kept", "", "the server accepts a value and does not keep it", "keep what was accepted, or refuse it with 400 and a detail that says why")
	ruleAgain   = define("again", "", "the next cycle writes the same again", "see what became of the earlier request; what is written in every cycle costs a request for each object and hides real changes")
)

// The rules about what the client sends, where the server is in its right.
var (
	ruleClient = define("client", "", "Entra's client sends what the RFC does not allow, and the server is right to refuse it",
		"live provisioning will meet the same refusal: take the client's form too, or change the mapping or the client's flag so that it is not sent")
	ruleClientKept = define("client-kept", "", "what Entra's client sends does not come to what was planned on a server that follows the RFC either",
		"change the mapping, or the client's flag, so that what is sent says all that is planned")
	ruleConflict = define("conflict", "RFC 7644 3.3", "the server has this object already, or another one with a value that must be unique",
		"two people have the same value, or somebody has it who is matched by another attribute: mend the data or the matching attribute")
	ruleForbidden = define("forbidden", "RFC 7644 3.12", "a request is not permitted with these credentials",
		"permit the token that the service has to read, create, change and delete: it needs all of these")
	ruleUnanswered = define("unanswered", "RFC 7644 3.12", "the connection ended without an answer",
		"answer every request; whether this one was carried out is not known")
	ruleTooMany = define("too-many", "RFC 6585 4", "the server still refuses for too many requests after waiting as long as it asked",
		"let 429 come with a Retry-After that is true")
	ruleUnsent = define("unsent", "", "a request was not sent", "run drive again when the cause is gone")
)
