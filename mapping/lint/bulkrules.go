package lint

import (
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// Bulk returns what is wrong with a SCIM bulk request for the inbound provisioning API, in the order of its text. The error says only that
// r cannot be read: a text that is not JSON is a finding. Package bulk finds the mistakes; the rules here add names, reasons and examples,
// and decide which findings are reported and how severe they are.
func Bulk(r io.Reader, name string, opts Options) (diag.List, error) {
	found, err := bulk.Check(r, name, bulk.CheckOptions{Limits: opts.Requests})
	if err != nil {
		return nil, err
	}
	var out diag.List
	for _, f := range found {
		rule, severity, ok := opts.report(f.Code, f.Severity)
		if !ok {
			continue
		}
		// The finding keeps the place in the request and nothing else of the lower package's: its code and severity are those of the rule. There
		// is no fix for a request, since a correction would be invented data.
		reported := newFinding(rule, severity, sentence(f)).Finding
		reported.Place = f.Place
		out = append(out, reported)
	}
	return out, nil
}

// bulkMap returns what is wrong with a map for bulk build, and in doubt. The error says why it cannot be read.
func bulkMap(r io.Reader, opts Options) (diag.List, error) {
	m, err := bulk.ReadMap(r)
	if err != nil {
		return nil, err
	}
	var out diag.List
	for _, f := range m.Check() {
		f.Message, f.Hint = sentence(f), diag.Message{}
		// Of what no rule is about, such as a path that cannot be written, the code is the one that bulk build reports.
		if ruleBook().reporting[f.Code] != nil {
			rule, severity, ok := opts.report(f.Code, f.Severity)
			if !ok {
				continue
			}
			f.Code, f.Severity = diag.Code(rule.Code), severity
		}
		out = append(out, f)
	}
	return out, nil
}

const bulkSource = "API-driven inbound provisioning: bulkUpload"

// bulkRules are about bulk requests, as package bulk finds them. They have no checks of their own, only codes in Reports: a bulk request
// has no expressions and no mappings.
func bulkRules() []Rule {
	return []Rule{
		{
			Code: "L301", Name: "no-json", Severity: diag.Error,
			Summary:  "The text is not JSON, or too large to be checked.",
			Doc:      "The service answers 400 to a body that it cannot read.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.InvalidJSON, codes.TooLarge},
			Bad:     []Example{{Show: `an array that is not closed`, Bulk: strings.Replace(bulkExample(`"externalId": "1"`), `]}`, `}`, 1), At: "/Operations/0"}},
			Good:    []Example{{Show: `a request that is JSON`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
		{
			Code: "L302", Name: "request", Severity: diag.Error,
			Summary:  "A part of the request is missing or wrong: the schema, the operations, a method, a path or the data.",
			Doc:      "A bulk request names urn:ietf:params:scim:api:messages:2.0:BulkRequest in schemas and has at most 50 operations, each with the method POST, the path /Users and an object in data. The service finds out by itself what is to be created, updated or disabled.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.BulkSchema, codes.BulkOperations, codes.TooManyOperations, codes.BulkMethod, codes.BulkPath, codes.MissingData},
			Bad:     []Example{{Show: `"method": "PATCH"`, Bulk: strings.Replace(bulkExample(`"externalId": "1"`), "POST", "PATCH", 1), At: "/Operations/0/method"}},
			Good:    []Example{{Show: `"method": "POST"`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
		{
			Code: "L303", Name: "bulk-id", Severity: diag.Error,
			Summary:  "Operations share a bulkId, or have none.",
			Doc:      "The answer and the logs name operations by their bulkIds: if two operations share one, the failed one cannot be identified. Published samples have this mistake.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.MissingBulkID, codes.DuplicateBulkID},
			Bad:     []Example{{Show: `two operations with "bulkId": "1"`, Bulk: strings.Replace(bulkExample(`"externalId": "1"`, `"externalId": "2"`), `"bulkId": "2"`, `"bulkId": "1"`, 1), At: "/Operations/1/bulkId"}},
			Good:    []Example{{Show: `"bulkId": "1" and "bulkId": "2"`, Bulk: bulkExample(`"externalId": "1"`, `"externalId": "2"`)}},
		},
		{
			Code: "L304", Name: "bulk-match", Severity: diag.Error,
			Summary:  "An operation has no externalId, or that of another operation.",
			Doc:      "People are matched by externalId, if nothing else is mapped. The service skips a user without it; two operations with one change the same account.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.MissingMatch, codes.DuplicateMatch},
			Bad:     []Example{{Show: `two operations with "externalId": "1"`, Bulk: bulkExample(`"externalId": "1"`, `"externalId": "1"`), At: "/Operations/1/data/externalId"}},
			Good:    []Example{{Show: `"externalId": "1" and "externalId": "2"`, Bulk: bulkExample(`"externalId": "1"`, `"externalId": "2"`)}},
		},
		{
			Code: "L305", Name: "bulk-identity", Severity: diag.Warning,
			Summary:  "Two people have one id, or employeeNumber is not the externalId.",
			Doc:      "Most likely the data of one person were copied for another. Published samples have this mistake.",
			Evidence: functions.Inferred, Source: bulkSource,
			Reports: []diag.Code{codes.DuplicateID, codes.EmployeeNumber},
			Bad: []Example{
				{Show: `"externalId": "1", "id": "x" and "externalId": "2", "id": "x"`, Bulk: bulkExample(`"externalId": "1", "id": "x"`, `"externalId": "2", "id": "x"`), At: "/Operations/1/data/id"},
			},
			Good: []Example{{Show: `"id": "x" and "id": "y"`, Bulk: bulkExample(`"externalId": "1", "id": "x"`, `"externalId": "2", "id": "y"`)}},
		},
		{
			Code: "L306", Name: "duplicate-member", Severity: diag.Error,
			Summary:  "An object has two members of one name.",
			Doc:      "Most readers take the last one. SCIM ignores the case of names, so two names that differ only in case are the same name.",
			Evidence: functions.Documented, Source: "RFC 7643",
			Reports: []diag.Code{codes.DuplicateMember},
			Bad:     []Example{{Show: `"title": "a", "title": "b"`, Bulk: bulkExample(`"externalId": "1", "title": "a", "title": "b"`), At: "/Operations/0/data/title"}},
			Good:    []Example{{Show: `"title": "a"`, Bulk: bulkExample(`"externalId": "1", "title": "a"`)}},
		},
		{
			Code: "L307", Name: "bulk-schemas", Severity: diag.Warning,
			Summary:  "A user's schemas omit a schema that it has data of, or an extension's attribute is among the core attributes.",
			Doc:      "Every extension is listed in schemas, and its attributes are in an object named by its URN.",
			Evidence: functions.Documented, Source: "RFC 7643",
			Reports: []diag.Code{codes.MissingSchema, codes.UnusedSchema, codes.FlatExtension},
			Bad:     []Example{{Show: `data of urn:ietf:params:scim:schemas:extension:contoso:1.0:User, which schemas does not name`, Bulk: bulkExample(`"externalId": "1", "urn:ietf:params:scim:schemas:extension:contoso:1.0:User": {"code": "1"}`), At: "/Operations/0/data/urn:ietf:params:scim:schemas:extension:contoso:1.0:User"}},
			Good:    []Example{{Show: `data of the schemas that are named`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
		{
			Code: "L308", Name: "bulk-types", Severity: diag.Warning,
			Summary:  "An element of an array has no type, the type of another element, or one that the service does not read.",
			Doc:      "Mappings read elements by their types, such as emails[type eq \"work\"]; the inbound API reads only the type work, and for phone numbers mobile too.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.DuplicateType, codes.MissingType, codes.UnsupportedType},
			Bad:     []Example{{Show: `"emails": [{"value": "a@contoso.com"}]`, Bulk: bulkExample(`"externalId": "1", "emails": [{"value": "a@contoso.com"}]`), At: "/Operations/0/data/emails/0"}},
			Good:    []Example{{Show: `"emails": [{"type": "work", "value": "a@contoso.com"}]`, Bulk: bulkExample(`"externalId": "1", "emails": [{"type": "work", "value": "a@contoso.com"}]`)}},
		},
		{
			Code: "L309", Name: "manager-value", Severity: diag.Warning,
			Summary:  "A manager has no value.",
			Doc:      "The manager is found by value, which holds the externalId of another user. A name alone is not resolved.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.NoManager},
			Bad: []Example{{
				Show: `"manager": {"displayName": "Jo"}`, Bulk: strings.Replace(bulkExample(`"externalId": "1", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"displayName": "Jo"}}`),
					`:core:2.0:User"]`, `:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]`, 1),
				At: "/Operations/0/data/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager",
			}},
			Good: []Example{{Show: `no manager`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
		{
			Code: "L310", Name: "ignored-id", Severity: diag.Info, OnRequest: true,
			Summary:  "The request sends an id, which the service ignores.",
			Doc:      "People are matched by externalId, or by the attribute that the mapping names; an id does no harm.",
			Evidence: functions.Documented, Source: bulkSource,
			Reports: []diag.Code{codes.IgnoredID},
			Bad:     []Example{{Show: `"id": "x"`, Bulk: bulkExample(`"externalId": "1", "id": "x"`), At: "/Operations/0/data/id"}},
			Good:    []Example{{Show: `no id`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
		{
			Code: "L311", Name: "bulk-attributes", Severity: diag.Warning,
			Summary:  "A user has an attribute that RFC 7643 does not define.",
			Doc:      "The inbound API processes the attributes of SCIM's core user and enterprise user, and those of your own extensions. A misspelt attribute, or one in the wrong place, reaches no mapping, and people are created without it. department and employeeNumber belong to the enterprise user; attributes of your own belong to an extension with a URN.",
			Evidence: functions.Documented, Source: "RFC 7643; API-driven inbound provisioning: custom attributes",
			Reports: []diag.Code{codes.UnknownSCIMName},
			Bad: []Example{
				{Show: `"usrName": "a"`, Bulk: bulkExample(`"externalId": "1", "usrName": "a"`), At: "/Operations/0/data/usrName"},
				{Show: `"department": "IT" beside userName`, Bulk: bulkExample(`"externalId": "1", "department": "IT"`), At: "/Operations/0/data/department"},
			},
			Good: []Example{{Show: `"userName": "a"`, Bulk: bulkExample(`"externalId": "1", "userName": "a"`)}},
		},
		{
			Code: "L312", Name: "bulk-kinds", Severity: diag.Error,
			Summary:  "A value is of another kind than RFC 7643 has for its attribute.",
			Doc:      "SCIM's active is true or false, name is an object, emails is a list of objects, and most others are texts. A text that spells true or false, and a number for a text, are remarks.",
			Evidence: functions.Documented, Source: "RFC 7643",
			Reports: []diag.Code{codes.WrongKind},
			Bad:     []Example{{Show: `"active": "Yes"`, Bulk: bulkExample(`"externalId": "1", "active": "Yes"`), At: "/Operations/0/data/active"}},
			Good:    []Example{{Show: `"active": true`, Bulk: bulkExample(`"externalId": "1", "active": true`)}},
		},
		{
			Code: "L313", Name: "bulk-empty", Severity: diag.Warning,
			Summary:  "An attribute is an empty text.",
			Doc:      "Scripts that turn tables into requests write one for each blank cell. Mappings may flow it, and directories refuse it; leave the attribute out, or write null where it is to be cleared. Each attribute is reported once, with the number of operations.",
			Evidence: functions.Inferred, Source: bulkSource,
			Reports: []diag.Code{codes.EmptyInRequest},
			Bad:     []Example{{Show: `"title": ""`, Bulk: bulkExample(`"externalId": "1", "title": ""`), At: "/Operations/0/data/title"}},
			Good:    []Example{{Show: `no title`, Bulk: bulkExample(`"externalId": "1"`)}},
		},
	}
}

// bulkExample returns a bulk request with an operation for each user's members, correct but for those. Their bulkIds are 1, 2 and so on,
// of one digit each.
func bulkExample(users ...string) string {
	var operations []string
	for i, members := range users {
		operations = append(operations, `{"method": "POST", "bulkId": "`+string(rune('1'+i))+`", "path": "/Users", "data": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], `+members+`}}`)
	}
	return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [` + strings.Join(operations, ", ") + `]}`
}
