package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

const graphSource = "Microsoft Graph synchronization schema"

// graphRules returns the rules about schemas as documents: names that must agree, and the two forms of expressions. Package graph finds
// nearly all of these mistakes in Document.Check; what a mapping file or an expression can show of them, too, has a check here.
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
			Doc:      "The anchor permanently identifies an object: there is only one, and the target assigns it. A mapping file does not define its target's attributes; there it is id, in Active Directory objectGUID and objectSid, in Microsoft Entra ID also objectId.",
			Evidence: functions.Documented, Source: graphSource + "; RFC 7643, 3.1: id",
			Reports: []diag.Code{codes.TwoAnchors, codes.AnchorTarget},
			Bad: []Example{
				{Show: `a mapping to {"name": "id", "anchor": true}`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "anchor": true}`, mail, mappingExample("id", 0, "id", "id")), At: exampleMappings + "[1].targetAttributeName"},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "id", "from": "objectId"}]}`, At: "mappings[1].target"},
				{Set: `{"mappings": [{"target": "sAMAccountName", "from": "alias", "match": 1}, {"target": "cn", "from": "displayName"}, {"target": "parentDistinguishedName", "constant": "OU=Users,DC=contoso,DC=com"}, {"target": "objectGUID", "from": "id"}]}`, At: "mappings[3].target"},
			},
			Good: []Example{
				{Show: `{"name": "id", "anchor": true}, to which nothing is mapped`, Schema: schemaExample(`{"name": "userName"}, {"name": "id", "anchor": true}`, mail)},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "externalId", "from": "objectId"}]}`},
				// Objects can be found by their anchor.
				{Set: `{"mappings": [{"target": "id", "from": "appUserId", "match": 1}, {"target": "displayName", "from": "displayName"}]}`},
			},
			mapping: anchorTarget,
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
			Doc:      "IsSoftDeleted is True for a user who is disabled, deleted, not assigned or out of scope. Without a mapping from it, nothing happens to the account: active from accountEnabled follows only the first of these.",
			Evidence: functions.Documented, Source: mappingSource + "; cloudflare-docs#30543, #29656",
			Reports: []diag.Code{codes.SoftDelete},
			Bad: []Example{
				{
					Show: `a source with IsSoftDeleted, which no mapping reads`, Schema: strings.Replace(schemaExample(`{"name": "userName"}`, mail), `{"name": "mail"}`, `{"name": "mail"}, {"name": "IsSoftDeleted", "type": "Boolean"}`, 1),
					At: exampleMappings,
				},
				{Set: `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "active", "from": "accountEnabled"}]}`, At: "mappings[1].from"},
				{Set: `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "active", "expression": "Switch([accountEnabled], , \"True\", \"True\", \"False\", \"False\")"}]}`, At: "mappings[1].expression"},
			},
			Good: []Example{
				{
					Show: `Not([IsSoftDeleted]) mapped to active`, Schema: strings.Replace(schemaExample(`{"name": "userName"}, {"name": "active", "type": "Boolean"}`, mail, functionExample("active", 0, "Not([IsSoftDeleted])", "Not", "IsSoftDeleted")),
						`{"name": "mail"}`, `{"name": "mail"}, {"name": "IsSoftDeleted", "type": "Boolean"}`, 1),
				},
				{Set: `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "active", "expression": "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")"}]}`},
				// Another attribute is written when a user leaves.
				{Set: `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "active", "from": "accountEnabled"}, {"target": "userType", "expression": "IIF([IsSoftDeleted]=\"True\", \"Left\", \"Member\")"}]}`},
				// An HR system or an application says active by itself.
				{Set: `{"mappings": [{"target": "employeeId", "from": "externalId", "match": 1}, {"target": "accountEnabled", "from": "active"}]}`},
			},
			set: activeFromEnabled,
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
		{
			Code: "L164", Name: "mail-across-tenants", Severity: diag.Info, OnRequest: true,
			Summary:  "Cross-tenant synchronization maps mail.",
			Doc:      "The mail of a user who has an Exchange Online license in the target tenant is not updated: the mailbox there owns the address. The default mappings have this mapping, and for everybody else it works.",
			Evidence: functions.Documented, Source: "Known issues for provisioning in Microsoft Entra ID (2025-04)",
			Bad: []Example{{
				Show: `mail mapped to mail, between two directories of Microsoft Entra ID`, Schema: acrossTenants(mail, mappingExample("mail", 0, "mail", "mail")),
				At: exampleMappings + "[1].targetAttributeName",
			}},
			Good:    []Example{{Show: `mail mapped to otherMails`, Schema: acrossTenants(mail, mappingExample("upn", 0, "mail", "mail"))}},
			mapping: mailAcrossTenants,
		},
		{
			Code: "L165", Name: "extension-without-urn", Severity: diag.Warning,
			Summary:  "An attribute of a SCIM application's own is not named by a URN.",
			Doc:      "The name of an attribute that RFC 7643 does not define begins with the URN of an extension. With another namespace, such as custom:country, it is not exported when somebody is created: the logs say that exporting the property is not supported for this operation: Add. It comes with the next change, a cycle later.",
			Evidence: functions.Reported, Source: "Immuta: attributes are not updated during initial create",
			Reports: []diag.Code{codes.LacksURN},
			Bad: []Example{
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "custom:country", "from": "country"}]}`, Profile: "scim", At: "mappings[1].target"},
				{
					Show: `a mapping to custom:costCode of an application that speaks SCIM`, At: exampleMappings + "[1].targetAttributeName",
					Schema: strings.ReplaceAll(schemaExample(`{"name": "userName"}, {"name": "custom:costCode"}`, mail, mappingExample("custom:costCode", 0, "upn", "upn")), `"app"`, `"customappsso"`),
				},
			},
			Good: []Example{
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:country", "from": "country"}, {"target": "nickName", "from": "alias"}]}`, Profile: "scim"},
			},
			mapping: lacksURN,
		},
		{
			Code: "L163", Name: "reference-type", Severity: diag.Warning,
			Summary:  "A reference names objects that the target does not have, or that no mapping provisions.",
			Doc:      "The member referencedObjects of a reference names the objects that it can refer to. If the directory does not define them, or no object mapping fills them, a reference resolves only to objects that are in the target already, or to none.",
			Evidence: functions.Documented, Source: "Graph attributeDefinition: referencedObjects",
			Reports: []diag.Code{codes.UnknownReference},
			Bad: []Example{{
				Show: `a mapping to manager with "referencedObjects": [{"referencedObjectName": "Person"}], in a directory with User alone`, Schema: schemaExample(`{"name": "userName"}, `+referenceExample("Person"), mail, mappingExample("manager", 0, "manager", "manager")),
				At: "directories[1].objects[0].attributes[1].referencedObjects[0].referencedObjectName",
			}, {
				Show: `the object Group, which no object mapping fills, as the one of a reference`,
				Schema: strings.Replace(schemaExample(`{"name": "userName"}, `+referenceExample("Group"), mail, mappingExample("manager", 0, "manager", "manager")),
					`{"name": "app", "objects": [`, `{"name": "app", "objects": [{"name": "Group", "attributes": [{"name": "displayName"}]}, `, 1),
				At: "directories[1].objects[1].attributes[1].referencedObjects",
			}},
			Good: []Example{
				{Show: `"referencedObjects": [{"referencedObjectName": "User"}]`, Schema: schemaExample(`{"name": "userName"}, `+referenceExample("User"), mail, mappingExample("manager", 0, "manager", "manager"))},
				// Most exports leave the list empty.
				{Show: `"referencedObjects": []`, Schema: schemaExample(`{"name": "userName"}, {"name": "manager", "type": "Reference", "referencedObjects": []}`, mail, mappingExample("manager", 0, "manager", "manager"))},
				{Show: `an attribute that no mapping fills`, Schema: schemaExample(`{"name": "userName"}, `+referenceExample("Person"), mail)},
			},
			set: referencedTypes,
		},
	}
}

// acrossTenants returns an example of a job between two tenants.
func acrossTenants(mappings ...string) string {
	schema := schemaExample(`{"name": "userName"}, {"name": "mail"}, {"name": "upn"}`, mappings...)
	return strings.NewReplacer(`"hr"`, `"Microsoft Entra ID"`, `"app"`, `"Microsoft Entra ID (target)"`).Replace(schema)
}

// mailAcrossTenants remarks on the mail of users in another tenant.
func mailAcrossTenants(m *mappingCheck) {
	if m.opts.crossTenant && strings.EqualFold(m.Target, "mail") {
		m.report("target", "mail is not updated for users who have an Exchange Online license in the target tenant")
	}
}

// anchors are the attributes by which a target knows its objects, which it assigns itself, in lower case. It is never changed.
var anchors = map[mapping.Profile][]string{
	mapping.ProfileNone:  {"id"},
	mapping.ProfileSCIM:  {"id"},
	mapping.ProfileEntra: {"id", "objectid"},
	mapping.ProfileAD:    {"objectguid", "objectsid"},
}

// isAnchor reports whether a target of the profile knows its objects by the attribute.
func isAnchor(p mapping.Profile, name string) bool {
	return slices.Contains(anchors[p], strings.ToLower(name))
}

// lacksURN reports extensions of an application that speaks SCIM whose names are no URNs.
func lacksURN(m *mappingCheck) {
	if m.opts.Profile == mapping.ProfileSCIM && urn.IsMissing(m.Target) {
		m.report("target", "%s is an extension whose name is no URN: it is not exported when somebody is created, only with a later change; name it such as urn:ietf:params:scim:schemas:extension:contoso:2.0:User:%s",
			diag.Clip(m.Target), diag.Clip(m.Target[strings.LastIndexByte(m.Target, ':')+1:]))
	}
}

// anchorTarget reports a mapping to the anchor of a target that no schema defines. As in a schema, a matching attribute is not reported:
// it finds objects by their anchors.
func anchorTarget(m *mappingCheck) {
	if !m.opts.defines(m.Target) && m.Match <= 0 && isAnchor(m.opts.Profile, m.Target) {
		m.report("target", "%s is the anchor of the target, which assigns it and never changes it: map another attribute, such as externalId", diag.Clip(m.Target))
	}
}

// activeFromEnabled reports a mapping from accountEnabled alone to active, if no mapping reads IsSoftDeleted. Such a target is an
// application: in Entra and Active Directory the attribute has other names. For a schema that names the attribute of soft deletions,
// package graph finds the same, and gives way; see schemaCheck.adopt.
func activeFromEnabled(s *setCheck) {
	if s.opts.unaffected {
		return
	}
	found := -1
	for i := range s.set.Mappings {
		names := sourcesOf(&s.set.Mappings[i])
		if slices.Contains(names, "IsSoftDeleted") {
			return
		}
		if found < 0 && len(names) == 1 && names[0] == "accountEnabled" && s.keepsStatus(&s.set.Mappings[i]) {
			found = i
		}
	}
	if found >= 0 {
		s.report(found, sourceField(&s.set.Mappings[found]), "[accountEnabled] stays True for a user who is no longer assigned or in scope, and so does the account: map Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")")
	}
}

// keepsStatus reports whether a mapping fills active with True where its only attribute is True, and with False where that is False.
func (c *setCheck) keepsStatus(m *mapping.Mapping) bool {
	if !strings.EqualFold(lastPart(m.Target), "active") {
		return false
	}
	if m.Type() == mapping.Direct {
		return true
	}
	e := &expression{use: useOf(m), opts: c.opts, reg: c.opts.registry(), src: m.Expression}
	_ = e.check() // other rules report what it finds
	way, _, _ := e.turns(e.root)
	return way > 0
}

// sourcesOf returns the names of the attributes that a mapping reads, none if its expression does not parse.
func sourcesOf(m *mapping.Mapping) []string {
	switch m.Type() {
	case mapping.Direct:
		return []string{m.From}
	case mapping.Expression:
		if tree, err := syntax.Parse(m.Expression); err == nil {
			return attributes(tree.Root)
		}
	case mapping.Constant, mapping.None: // they read nothing
	}
	return nil
}

// sourceField returns the member of a mapping that has its source.
func sourceField(m *mapping.Mapping) string {
	if m.Type() == mapping.Direct {
		return "from"
	}
	return "expression"
}

// referencedTypes reports attributes of a mapping file that refer to objects of which none of its object mappings is. A file with one object
// mapping says nothing of the others of the job.
func referencedTypes(s *setCheck) {
	if s.opts.types == nil || s.set.TargetTypes == nil {
		return
	}
	for _, a := range s.set.TargetTypes.Attributes {
		filled := slices.ContainsFunc(s.set.Mappings, func(m mapping.Mapping) bool { return strings.EqualFold(m.Target, a.Name) })
		if !filled || len(a.References) == 0 || slices.ContainsFunc(a.References, s.provisions) {
			continue
		}
		f := newFinding(s.rule, s.rule.Severity, diag.Messagef("%s refers to objects %s, which no object mapping of the file provisions: there are %s",
			diag.Clip(a.Name), diag.Clip(strings.Join(a.References, ", ")), diag.Name(diag.Clip(strings.Join(s.opts.types, ", ")))))
		f.Path = diag.PathOf("targetTypes", a.Name, "references")
		s.found = append(s.found, f)
	}
}

// provisions reports whether an object mapping of the file has the objects of a reference: a type, or a type and a property of it.
func (c *setCheck) provisions(reference string) bool {
	object, _, _ := strings.Cut(reference, ".")
	return slices.ContainsFunc(c.opts.types, func(name string) bool { return strings.EqualFold(name, object) || strings.EqualFold(name, reference) })
}

// referenceExample returns the definition of a reference manager to objects of one type.
func referenceExample(object string) string {
	return fmt.Sprintf(`{"name": "manager", "type": "Reference", "referencedObjects": [{"referencedObjectName": %q}]}`, object)
}

// exampleMappings is the path of the attribute mappings in the schemas of the examples.
const exampleMappings = "synchronizationRules[0].objectMappings[0].attributeMappings"

// schemaExample returns a schema that provisions users of a directory hr to a directory app, which has the given attributes. The indexes
// of its parts are what the At of examples counts on.
func schemaExample(targets string, mappings ...string) string {
	return fmt.Sprintf(`{"synchronizationRules": [{"sourceDirectoryName": "hr", "targetDirectoryName": "app", "objectMappings": [{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [%s]}]}],
"directories": [{"name": "hr", "objects": [{"name": "User", "metadata": [{"key": "PropertyNameSoftDeleted", "value": "IsSoftDeleted"}], "attributes": [{"name": "mail"}, {"name": "id"}, {"name": "upn"}, {"name": "manager", "type": "Reference"}, {"name": "proxyAddresses", "multivalued": true}]}]}, {"name": "app", "objects": [{"name": "User", "attributes": [%s]}]}]}`,
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
