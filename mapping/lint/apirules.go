package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

const (
	workdaySource        = "Microsoft Learn, Workday attribute reference"
	successFactorsSource = "Microsoft Learn, SAP SuccessFactors integration reference"
)

// apiRules returns the rules about API expressions, which package mapping/sources checks: see [Options].
func apiRules() []Rule {
	return append([]Rule{
		{
			Code: "L401", Name: "api-syntax", Severity: diag.Error,
			Summary:  "An API expression cannot be read.",
			Doc:      "It is XPath 1.0 for Workday, or JSONPath, which begins with $, for SuccessFactors. The attribute would have no value for anybody.",
			Evidence: functions.Documented, Source: workdaySource + "; " + successFactorsSource,
			Reports: []diag.Code{codes.APISyntax},
			Bad:     []Example{{API: "wd:Worker[", At: "types.a.api"}, {API: "$.a[", At: "types.a.api"}, {API: "$.a || $.b", At: "types.a.api"}},
			Good:    []Example{{API: "wd:Worker/wd:Worker_Data/wd:User_ID/text()"}, {API: "$.personIdExternal"}},
		},
		{
			Code: "L402", Name: "api-function", Severity: diag.Error,
			Summary:  "An API expression calls a function that the service does not have, or with the wrong number of arguments.",
			Doc:      "XPath expressions for Workday may use the functions of .NET's XPath that work on texts, numbers, truth and positions: not count, id or local-name.",
			Evidence: functions.Documented, Source: "Microsoft Learn, Workday integration reference",
			Reports: []diag.Code{codes.APIFunction},
			Bad:     []Example{{API: "count(wd:Worker)", At: "types.a.api"}, {API: "contains(wd:Worker)", At: "types.a.api"}},
			Good:    []Example{{API: "contains(wd:Worker/wd:Worker_Data/wd:User_ID, 'a')"}},
		},
		{
			Code: "L403", Name: "api-prefix", Severity: diag.Error,
			Summary:  "A name in an XPath has a prefix other than wd.",
			Doc:      "The prefix wd stands for urn:com.workday/bsvc, whatever prefix a document has. No other is known.",
			Evidence: functions.Documented, Source: workdaySource,
			Reports: []diag.Code{codes.APIPrefix},
			Bad:     []Example{{API: "bsvc:Worker/bsvc:Worker_Data", At: "types.a.api"}},
			Good:    []Example{{API: "wd:Worker/wd:Worker_Data/wd:User_ID"}},
		},
		{
			Code: "L404", Name: "api-form", Severity: diag.Warning,
			Summary:  "An XPath is valid and meets nothing, depends on the order of the document, or is not evaluated here.",
			Doc:      "Paths start at one person, whose element is wd:Worker: begin with wd:Worker.",
			Evidence: functions.Documented, Source: workdaySource,
			Reports: []diag.Code{codes.APIForm},
			Bad:     []Example{{API: "wd:Worker_Data/wd:User_ID", At: "types.a.api"}},
			Good:    []Example{{API: "wd:Worker/wd:Worker_Data/wd:User_ID"}},
		},
		{
			Code: "L405", Name: "api-language", Severity: diag.Error,
			Summary:  "An API expression is in another language than those of the other attributes.",
			Doc:      "A job reads one HR system: Workday, whose XML takes XPath, or SuccessFactors, whose JSON takes JSONPath. An expression in the other language finds nothing.",
			Evidence: functions.Inferred, Source: workdaySource + "; " + successFactorsSource,
			Reports: []diag.Code{codes.APILanguage},
			Bad: []Example{{
				Set: `{"mappings": [{"target": "title", "from": "a", "match": 1}], "types": {"a": {"api": "$.a"}, "b": {"api": "$.b"}, "c": {"api": "wd:Worker/wd:c"}}}`, At: "types.c.api",
			}},
			Good: []Example{{Set: `{"mappings": [{"target": "title", "from": "a", "match": 1}], "types": {"a": {"api": "$.a"}, "b": {"api": "$.b"}, "c": {"api": "$.c"}}}`}},
		},
	}, jsonPathRules()...)
}

// jsonPathRules returns the rules about API expressions for SuccessFactors.
func jsonPathRules() []Rule {
	return []Rule{
		{
			Code: "L411", Name: "jsonpath-spaces", Severity: diag.Warning,
			Summary:  "An operator in a filter has no space on each side.",
			Doc:      "The spaces around == are important for the service, so that it is an error there; of other operators the same is assumed.",
			Evidence: functions.Documented, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathSpaces},
			Bad:     []Example{{API: "$.employmentNav.results[?(@.assignmentClass=='ST')].userId", At: "types.a.api"}},
			Good:    []Example{{API: "$.employmentNav.results[?(@.assignmentClass == 'ST')].userId"}},
		},
		{
			Code: "L412", Name: "jsonpath-pre-hire", Severity: diag.Warning,
			Summary:  "The service does not find pre-hires by this startDate.",
			Doc:      "The attribute startDate must have the expression $.employmentNav.results[0].startDate or $.employmentNav.results[-1:].startDate, or people are created on their first day. Give another date another name.",
			Evidence: functions.Documented, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathPreHire},
			Bad:     []Example{{API: "$.employmentNav.results[?(@.assignmentClass == 'ST')].startDate", Attributes: []string{"startDate"}, At: "types.startDate.api"}},
			Good:    []Example{{API: "$.employmentNav.results[-1:].startDate", Attributes: []string{"startDate"}}},
		},
		{
			Code: "L413", Name: "jsonpath-results", Severity: diag.Warning,
			Summary:  "A path goes into a list without results or position, or into results of what is no list.",
			Doc:      "In answers of OData 2, a navigation to several objects has them in its member results: choose one, as results[0] or results[-1:] does. A navigation to one object is that object.",
			Evidence: functions.Inferred, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathResults},
			Bad: []Example{
				{API: "$.employmentNav.userId", At: "types.a.api"},
				{API: "$.employmentNav.results.userId", At: "types.a.api"},
				{API: "$.employmentNav.results[-1:].userNav.results[0].username", At: "types.a.api"},
			},
			Good: []Example{{API: "$.employmentNav.results[-1:].userNav.username"}},
		},
		{
			Code: "L414", Name: "jsonpath-several", Severity: diag.Warning,
			Summary:  "A path chooses several elements of a list.",
			Doc:      "Several values are a list, which an attribute with one value does not take. Choose one element, as [0], [-1:] or a filter such as [?(@.isPrimary == true)] does.",
			Evidence: functions.Inferred, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathSeveral},
			Bad:     []Example{{API: "$.phoneNav.results[*].phoneNumber", At: "types.a.api"}},
			Good:    []Example{{API: "$.phoneNav.results[?(@.isPrimary == true)].phoneNumber"}},
		},
		{
			Code: "L415", Name: "jsonpath-object", Severity: diag.Warning,
			Summary:  "A path ends at an object.",
			Doc:      "No attribute has an object for its value: go on to one of its members.",
			Evidence: functions.Inferred, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathObject},
			Bad:     []Example{{API: "$.employmentNav.results[-1:].userNav", At: "types.a.api"}},
			Good:    []Example{{API: "$.employmentNav.results[-1:].userNav.username"}},
		},
		{
			Code: "L416", Name: "jsonpath-navigation", Severity: diag.Warning,
			Summary:  "A navigation is not known, and much like one that is.",
			Doc:      "A misspelt navigation finds nothing for anybody. The service expands those of the entities that it lists.",
			Evidence: functions.Documented, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathNavigation},
			Bad:     []Example{{API: "$.personInfoNav.results[0].firstName", At: "types.a.api"}},
			Good:    []Example{{API: "$.personalInfoNav.results[0].firstName"}},
		},
		{
			Code: "L417", Name: "jsonpath-negative-position", Severity: diag.Warning,
			Summary:  "A position counts from the end.",
			Doc:      "Published expressions write [-1:] for the last element, and none has [-1], which libraries before RFC 9535 do not know.",
			Evidence: functions.Inferred, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathNegative},
			Bad:     []Example{{API: "$.phoneNav.results[-1].phoneNumber", At: "types.a.api"}},
			Good:    []Example{{API: "$.phoneNav.results[-1:].phoneNumber"}},
		},
		{
			Code: "L418", Name: "jsonpath-function", Severity: diag.Warning,
			Summary:  "A filter calls a function.",
			Doc:      "RFC 9535 has the functions length, count, match, search and value. No published expression has one, and nothing says that the service knows them.",
			Evidence: functions.Assumed, Source: "RFC 9535, 2.4",
			Reports: []diag.Code{codes.JSONPathFunction},
			Bad:     []Example{{API: "$.phoneNav.results[?(length(@.phoneNumber) > 3)].phoneNumber", At: "types.a.api"}},
			Good:    []Example{{API: "$.phoneNav.results[?(@.isPrimary == true)].phoneNumber"}},
		},
		{
			Code: "L419", Name: "jsonpath-first-employment", Severity: diag.Info, OnRequest: true,
			Summary:  "An expression reads the first employment, which may be another one than the active.",
			Doc:      "A rehire, a conversion, a global assignment and a second job add an employment, and their order is not guaranteed. Choose by what it has: [?(@.assignmentClass == 'ST')], or the published expressions for active employments.",
			Evidence: functions.Documented, Source: successFactorsSource,
			Reports: []diag.Code{codes.JSONPathFirst},
			Bad:     []Example{{API: "$.employmentNav.results[0].userId", At: "types.a.api"}},
			Good:    []Example{{API: "$.employmentNav.results[?(@.assignmentClass == 'ST')].userId"}},
		},
	}
}
