package lint

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

const graphSource = "Microsoft Graph synchronization schema"

// graphRules returns the rules about schemas as documents: names that must agree, and the two forms of expressions. Package graph finds
// nearly all of these mistakes in Document.Check; only L161 has a check of its own here, for expressions without a schema.
func graphRules() []Rule {
	// Every example is a whole schema with a matching attribute, so that it has the one finding that it is about.
	mail := mappingExample("userName", 1, "mail", "mail")
	return []Rule{
		{
			Code: "L151", Name: "unresolved-name", Severity: diag.Error,
			Summary:  "A rule or an object mapping refers to a directory or an object that the schema does not define.",
			Doc:      "Names are case-sensitive. A schema with unresolved names is refused.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.UnknownDirectory, codes.UnknownObject},
			Bad:     []Example{{Show: `"targetDirectoryName": "App", where the directory is named app`, Schema: strings.Replace(schemaExample(`{"name": "userName"}`, mail), `"targetDirectoryName": "app"`, `"targetDirectoryName": "App"`, 1), At: "synchronizationRules[0].targetDirectoryName"}},
			Good:    []Example{{Show: `"targetDirectoryName": "app"`, Schema: schemaExample(`{"name": "userName"}`, mail)}},
		},
		{
			Code: "L152", Name: "unknown-member", Severity: diag.Warning,
			Summary:  "A member or a value is not in Graph's metadata.",
			Doc:      "It may be misspelled, or newer than the metadata. The service ignores unknown members, or refuses the schema.",
			Evidence: functions.Inferred, Source: graphSource,
			Reports: []diag.Code{codes.UnknownMember, codes.UnknownValue},
			Bad:     []Example{{Show: `{"name": "userName", "requird": true}`, Schema: schemaExample(`{"name": "userName", "requird": true}`, mail), At: `directories[1].objects[0].attributes[0].requird`}},
			Good:    []Example{{Show: `{"name": "userName", "required": true}`, Schema: schemaExample(`{"name": "userName", "required": true}`, mail)}},
		},
		{
			Code: "L153", Name: "member-twice", Severity: diag.Warning,
			Summary:  "An object of the document has two members with the same name.",
			Doc:      "Decoders keep the last one, and silently drop the other.",
			Evidence: functions.Inferred, Source: graphSource,
			Reports: []diag.Code{codes.MemberTwice},
			Bad:     []Example{{Show: `{"name": "userName", "required": true, "required": false}`, Schema: schemaExample(`{"name": "userName", "required": true, "required": false}`, mail), At: `directories[1].objects[0].attributes[0].required`}},
			Good:    []Example{{Show: `{"name": "userName", "required": false}`, Schema: schemaExample(`{"name": "userName", "required": false}`, mail)}},
		},
		{
			Code: "L154", Name: "attribute-twice", Severity: diag.Warning,
			Summary:  "An object defines an attribute twice.",
			Doc:      "It is not known which of the two definitions the service uses.",
			Evidence: functions.Inferred, Source: graphSource,
			Reports: []diag.Code{codes.AttributeTwice},
			Bad:     []Example{{Show: `"attributes": [{"name": "userName"}, {"name": "userName"}]`, Schema: schemaExample(`{"name": "userName"}, {"name": "userName"}`, mail), At: `directories[1].objects[0].attributes[1].name`}},
			Good:    []Example{{Show: `"attributes": [{"name": "userName"}, {"name": "displayName"}]`, Schema: schemaExample(`{"name": "userName"}, {"name": "displayName"}`, mail)}},
		},
		{
			Code: "L155", Name: "anchors", Severity: diag.Warning,
			Summary:  "An object has several anchors, or a mapping fills one.",
			Doc:      "The anchor permanently identifies an object: there is only one, and the target assigns it.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.TwoAnchors, codes.AnchorTarget},
			Bad:     []Example{{Show: `a mapping to {"name": "id", "anchor": true}`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "anchor": true}`, mail, mappingExample("id", 0, "id", "id")), At: exampleMappings + "[1].targetAttributeName"}},
			Good:    []Example{{Show: `{"name": "id", "anchor": true}, to which nothing is mapped`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "anchor": true}`, mail)}},
		},
		{
			Code: "L156", Name: "parameter-tree", Severity: diag.Error,
			Summary:  "The parameters of a source cannot be parsed.",
			Doc:      "The keys of parameters are the function's case-sensitive names for them: source, Find, switchValue. Parameters with other keys are not used.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.Tree, codes.TreeKey},
			Bad: []Example{{
				Show: `StripSpaces with {"key": "quelle", "value": …}`, Schema: schemaExample(`{"name": "userName"}`, strings.Replace(functionExample("userName", 1, "StripSpaces([mail])", "StripSpaces", "mail"), `"key": "source"`, `"key": "quelle"`, 1)),
				At: exampleMappings + "[0].source",
			}},
			Good: []Example{{Show: `StripSpaces with {"key": "source", "value": …}`, Schema: schemaExample(`{"name": "userName"}`, functionExample("userName", 1, "StripSpaces([mail])", "StripSpaces", "mail"))}},
		},
		{
			Code: "L157", Name: "tree-and-text", Severity: diag.Warning,
			Summary:  "The text of an expression and its parameters differ.",
			Doc:      "The service uses the parameters, but people read the text. Parse the expression with parseExpression, or correct the text.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.TreeDiffers},
			Bad: []Example{{
				Show: `"expression": "ToLower([upn])", and a parameter with the attribute mail`, Schema: schemaExample(`{"name": "userName"}`, functionExample("userName", 1, "ToLower([upn])", "ToLower", "mail")),
				At: exampleMappings + "[0].source",
			}},
			Good: []Example{{Show: `"expression": "ToLower([mail])", and a parameter with the attribute mail`, Schema: schemaExample(`{"name": "userName"}`, functionExample("userName", 1, "ToLower([mail])", "ToLower", "mail"))}},
		},
		{
			Code: "L158", Name: "two-filters", Severity: diag.Error,
			Summary:  "A rule is restricted both by organizational units and by groups.",
			Doc:      "Cloud sync supports only one of the two.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.TwoFilters},
			Bad: []Example{{
				Show: `a rule with includedContainers and includedGroups`, Schema: strings.Replace(schemaExample(`{"name": "userName"}`, mail), `"objectMappings"`, `"containerFilter": {"includedContainers": ["OU=a"]}, "groupFilter": {"includedGroups": ["CN=b"]}, "objectMappings"`, 1),
				At: "synchronizationRules[0].groupFilter",
			}},
			Good: []Example{{Show: `a rule with neither`, Schema: schemaExample(`{"name": "userName"}`, mail)}},
		},
		{
			Code: "L159", Name: "soft-delete-unmapped", Severity: diag.Warning,
			Summary:  "No mapping disables the accounts of users who leave the scope.",
			Doc:      "IsSoftDeleted is True for a user who has left the scope or is disabled. Without a mapping from it, nothing happens to the account.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.SoftDelete},
			Bad: []Example{{
				Show: `a source with IsSoftDeleted, which no mapping reads`, Schema: strings.Replace(schemaExample(`{"name": "userName"}`, mail), `{"name": "mail"}`, `{"name": "mail"}, {"name": "IsSoftDeleted", "type": "Boolean"}`, 1),
				At: exampleMappings,
			}},
			Good: []Example{{
				Show: `Not([IsSoftDeleted]) mapped to active`, Schema: strings.Replace(schemaExample(`{"name": "userName"}, {"name": "active", "type": "Boolean"}`, mail, functionExample("active", 0, "Not([IsSoftDeleted])", "Not", "IsSoftDeleted")),
					`{"name": "mail"}`, `{"name": "mail"}, {"name": "IsSoftDeleted", "type": "Boolean"}`, 1),
			}},
		},
		{
			Code: "L160", Name: "empty-filter-group", Severity: diag.Warning,
			Summary:  "A filter group has no clauses.",
			Doc:      "It accepts every object, and so does the whole filter. Remove the group.",
			Evidence: functions.Inferred, Source: scopeSource,
			Reports: []diag.Code{codes.EmptyGroup},
			Bad: []Example{{
				Show: `"scope": {"groups": [{"name": "x", "clauses": []}]}`, Schema: strings.Replace(schemaExample(`{"name": "userName"}`, mail), `"attributeMappings"`, `"scope": {"groups": [{"name": "x", "clauses": []}]}, "attributeMappings"`, 1),
				At: "synchronizationRules[0].objectMappings[0].scope.groups[0].clauses",
			}},
			Good: []Example{{Show: `no scope`, Schema: schemaExample(`{"name": "userName"}`, mail)}},
		},
		{
			Code: "L161", Name: "many-to-one", Severity: diag.Warning,
			Summary:  "A multi-valued source fills a single-valued target.",
			Doc:      "Objects with more than one value fail with SchemaPropertyCanOnlyAcceptValue. Choose one with Item, or combine them with Join.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.ManyToOne},
			Bad: []Example{
				{Expr: `Split([departments], ",")`, Use: Use{Target: "department"}},
				{Expr: `[proxyAddresses]`, Use: Use{Target: "mail"}},
				{Show: `proxyAddresses, which is multi-valued, mapped to nick, which is not`, Schema: schemaExample(`{"name": "userName"}, {"name": "nick"}`, mail, mappingExample("nick", 0, "proxyAddresses", "proxyAddresses")), At: exampleMappings + "[1].source"},
			},
			Good: []Example{
				{Expr: `Item(Split([departments], ","), 1)`, Use: Use{Target: "department"}},
				{Expr: `Split([addresses], ",")`, Use: Use{Target: "proxyAddresses"}},
				{Show: `both multi-valued`, Schema: schemaExample(`{"name": "userName"}, {"name": "nick", "multivalued": true}`, mail, mappingExample("nick", 0, "proxyAddresses", "proxyAddresses"))},
			},
			expression: manyToOne,
		},
		{
			Code: "L162", Name: "not-checked", Severity: diag.Info, OnRequest: true,
			Summary:  "A part of the schema is not checked, or has no effect in a simulation.",
			Doc:      "Cloud sync ignores flow types; FlowAlways and exportMissingReferences are not simulated; above a limit, names are not compared.",
			Evidence: functions.Documented, Source: graphSource,
			Reports: []diag.Code{codes.NamesNotChecked, codes.MoreFindings, codes.NotSimulated},
			Bad:     []Example{{Show: `"flowBehavior": "FlowAlways"`, Schema: schemaExample(`{"name": "userName"}`, strings.Replace(mail, `"matchingPriority"`, `"flowBehavior": "FlowAlways", "matchingPriority"`, 1)), At: exampleMappings + "[0].flowBehavior"}},
			Good:    []Example{{Show: `no flowBehavior`, Schema: schemaExample(`{"name": "userName"}`, mail)}},
		},
	}
}

// exampleMappings is the path of the attribute mappings in the schemas of the examples.
const exampleMappings = "synchronizationRules[0].objectMappings[0].attributeMappings"

// schemaExample returns a schema that provisions users of a directory hr to a directory app, which has the given attributes. The indexes
// of its parts are what the At of examples counts on.
func schemaExample(targets string, mappings ...string) string {
	return fmt.Sprintf(`{"synchronizationRules": [{"sourceDirectoryName": "hr", "targetDirectoryName": "app", "objectMappings": [{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [%s]}]}],
"directories": [{"name": "hr", "objects": [{"name": "User", "metadata": [{"key": "PropertyNameSoftDeleted", "value": "IsSoftDeleted"}], "attributes": [{"name": "mail"}, {"name": "id"}, {"name": "upn"}, {"name": "proxyAddresses", "multivalued": true}]}]}, {"name": "app", "objects": [{"name": "User", "attributes": [%s]}]}]}`,
		strings.Join(mappings, ", "), targets)
}

// mappingExample returns a Direct mapping; a match of 0 is none.
func mappingExample(target string, match int, source, name string) string {
	return fmt.Sprintf(`{"targetAttributeName": %q, "matchingPriority": %d, "source": {"type": "Attribute", "name": %q, "expression": "[%s]"}}`, target, match, source, name)
}

// functionExample returns a mapping with a function of a single attribute: text is its expression for people, function and name are its
// parameters, which the service uses. Examples let the two differ.
func functionExample(target string, match int, text, function, name string) string {
	return fmt.Sprintf(`{"targetAttributeName": %q, "matchingPriority": %d, "source": {"type": "Function", "name": %q, "expression": %q, "parameters": [{"key": "source", "value": {"type": "Attribute", "name": %q, "expression": "[%s]"}}]}}`,
		target, match, function, text, name, name)
}
