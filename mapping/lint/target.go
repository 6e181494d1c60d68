package lint

import (
	"regexp"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

const planSource = "Plan cloud HR provisioning (2025-07)"

// targetRules returns the rules about the values that a target attribute accepts. Without data they try the expression with invented
// values, chosen by the names of the attributes that it reads.
func targetRules() []Rule {
	return []Rule{
		{
			Code: "L58", Name: "refused-value", Severity: diag.Error,
			Summary:  "The expression results in a text whose form or characters the target refuses.",
			Doc:      "A userPrincipalName consists of letters without accents, digits and ' . - _ ! # ^ ~ on both sides of one @. A sAMAccountName and a mailNickname also exclude some characters, and a usageLocation has two capital letters. A constant in the expression is wrong for every object.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{Expr: `Join(".", [givenName], [surname])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Join("@", Join("+", [givenName], [surname]), "contoso.com")`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Append("CORP\\", [alias])`, Use: Use{Target: "sAMAccountName"}, Profile: "ad"},
				{Expr: `Append([alias], "contoso.com")`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Switch([country], "US", "Germany", "DEU")`, Use: Use{Target: "usageLocation"}, At: `"DEU"`},
			},
			Good: []Example{
				{Expr: `Join("@", [alias], "contoso.com")`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `ToLower([mail])`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Switch([country], "US", "Germany", "DE")`, Use: Use{Target: "usageLocation"}},
				// The name begins with mail, but its values are no addresses: cloud sync's default.
				{Expr: `[mailNickname]`, Use: Use{Target: "mailNickname"}},
				// Its name does not show whether it has an @: with one it is accepted.
				{Expr: `[workerId]`, Use: Use{Target: "userPrincipalName"}},
			},
			expression: refusedValue,
		},
		{
			Code: "L59", Name: "name-as-it-is", Severity: diag.Warning,
			Summary:  "A name with accents or spaces results in a value that the target refuses.",
			Doc:      "Names of people contain accents, spaces and more, which a userPrincipalName, a mailNickname and a sAMAccountName should not. Published mappings apply NormalizeDiacritics(StripSpaces(…)) to the names.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{
					Expr: `Join("@", Join(".", [givenName], [surname]), "contoso.com")`, Use: Use{Target: "userPrincipalName"},
					Fixed: `NormalizeDiacritics(StripSpaces(Join("@", Join(".", [givenName], [surname]), "contoso.com")))`,
				},
				{
					Expr: `SelectUniqueValue(Left([surname], 20), Left([givenName], 20))`, Use: Use{Target: "sAMAccountName", Apply: applies(mapping.ApplyCreate)}, Profile: "ad",
					Fixed: `SelectUniqueValue(Left(NormalizeDiacritics(StripSpaces([surname])), 20), Left(NormalizeDiacritics(StripSpaces([givenName])), 20))`,
				},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "mailNickname", "from": "displayName"}]}`, At: "mappings[1].from"},
			},
			Good: []Example{
				{Expr: `Join("@", NormalizeDiacritics(StripSpaces(Join(".", [givenName], [surname]))), "contoso.com")`, Use: Use{Target: "userPrincipalName"}},
				{Expr: `Join(" ", [givenName], [surname])`, Use: Use{Target: "displayName"}},
			},
			expression: nameAsItIs,
		},
		{
			Code: "L60", Name: "unescaped-name", Severity: diag.Warning,
			Summary:  "A value becomes part of a distinguished name without being escaped.",
			Doc:      "A comma, a plus sign, a quotation mark, a backslash, an equals sign, < > or ; in the value ends the part or makes the name invalid. With a comma, the object can be created elsewhere in the directory. Escape these characters with a backslash, or choose the part with Switch.",
			Evidence: functions.Documented, Source: "RFC 4514; Active Directory distinguished names",
			Bad: []Example{
				{
					Expr: `Join("", "OU=", [department], ",OU=Users,DC=contoso,DC=com")`, At: `[department]`,
					Fixed: `Join("", "OU=", Replace([department], , "([,+\"\\\\<>;=])", , "\\$1", , ), ",OU=Users,DC=contoso,DC=com")`,
				},
			},
			Good: []Example{
				// Constants are chosen here; the value itself does not reach the name.
				{Expr: `Join("", "OU=", Switch([city], "Other", "Dallas", "Dallas"), ",DC=contoso,DC=com")`},
				// No distinguished name, although the values are separated by commas.
				{Expr: `Join(", ", [surname], [givenName])`},
				{Expr: `Join("", "CN=", Word([userPrincipalName], 1, "@"), ",DC=contoso,DC=com")`},
			},
			expression: unescapedName,
		},
		{
			Code: "L62", Name: "custom-security-attribute", Severity: diag.Error,
			Summary:  "A custom security attribute is mapped in an unsupported way.",
			Doc:      "The name is CustomSecurityAttributes.<set>_<attribute>, with at most 32 letters and digits each. Provisioning supports only single texts, from an HR system or the inbound API, in Microsoft Entra ID: no Boolean or Integer attributes, no lists and no other target. A URN of the inbound API from which one is filled begins with urn:ietf:params:scim:schemas:extension, such as urn:ietf:params:scim:schemas:extension:microsoft:entra:csa:PayGrade.",
			Evidence: functions.Documented, Source: "Provision custom security attributes from HR sources (2025-06)",
			Reports: []diag.Code{codes.SecurityAttribute},
			Bad: []Example{
				{Expr: `[payGrade]`, Use: Use{Target: "CustomSecurityAttributes.HRPayGrade"}},
				{Expr: `[payGrade]`, Use: Use{Target: "CustomSecurityAttributes.HR_PayGrade"}, Profile: "ad"},
				{Expr: `IsPresent([payGrade])`, Use: Use{Target: "CustomSecurityAttributes.HR_Paid"}},
				{Expr: `Split([payGrade], ",")`, Use: Use{Target: "CustomSecurityAttributes.HR_Grades"}},
				{Expr: `Trim([urn:microsoft:entra:csa:PayGrade])`, Use: Use{Target: "CustomSecurityAttributes.HR_PayGrade"}, At: `[urn`},
				{
					Set: `{"mappings": [{"target": "employeeId", "from": "externalId", "match": 1}, {"target": "CustomSecurityAttributes.HR_PayGrade", "from": "urn:contoso:csa:PayGrade"}]}`,
					At:  "mappings[1].from",
				},
			},
			Good: []Example{
				{Expr: `[payGrade]`, Use: Use{Target: "CustomSecurityAttributes.HR_PayGrade"}, Profile: "entra"},
				{Expr: `IIF(IsPresent([payGrade]), "Yes", "No")`, Use: Use{Target: "CustomSecurityAttributes.HR_Paid"}},
				{Expr: `[urn:ietf:params:scim:schemas:extension:microsoft:entra:csa:PayGrade]`, Use: Use{Target: "CustomSecurityAttributes.HR_PayGrade"}},
				{Expr: `[urn:ietf:params:scim:schemas:extension:contoso:1.0:PayGrade]`, Use: Use{Target: "CustomSecurityAttributes.HR_PayGrade"}},
				// Other attributes are filled from URNs of any form.
				{Expr: `[urn:contoso:employee:HireDate]`, Use: Use{Target: "employeeHireDate"}},
			},
			expression: securityAttribute,
		},
		{
			Code: "L63", Name: "value-type", Severity: diag.Error,
			Summary:  "A constant does not have the target's type.",
			Doc:      "The targets accountEnabled, accountDisabled and active accept True and False; an Integer accepts whole numbers, and a DateTime accepts dates.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.ValueType},
			Bad: []Example{
				{Expr: `Switch([status], "Yes", "L", "False")`, Use: Use{Target: "accountEnabled"}, At: `"Yes"`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "active", "constant": "enabled"}]}`, At: "mappings[1].constant"},
			},
			Good: []Example{
				// Truth is read in any case.
				{Expr: `Switch([status], "TRUE", "L", "FALSE")`, Use: Use{Target: "accountEnabled"}},
				{Expr: `Switch([status], , "Yes", "True", "No", "False")`, Use: Use{Target: "accountEnabled"}},
			},
			expression: valueType,
		},
		{
			Code: "L64", Name: "reference", Severity: diag.Warning,
			Summary:  "A reference is chosen with Switch, or a text fills a reference.",
			Doc:      "A reference such as manager is resolved to an object in the target. This works for attributes that are mapped directly or chosen with IIF. The function reference says not to use Switch for it, and a text is not a reference.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.ReferenceSource},
			Bad: []Example{
				{Expr: `Switch([type], [manager], "C", [sponsor])`, At: `[manager]`},
				{Expr: `Join(" ", [managerFirstName], [managerLastName])`, Use: Use{Target: "manager"}},
			},
			Good:       []Example{{Expr: `[manager]`, Use: Use{Target: "manager"}}, {Expr: `IIF(IsPresent([manager]), [manager], [sponsor])`}},
			expression: switchedReference,
		},
		{
			Code: "L76", Name: "custom-extension", Severity: diag.Warning,
			Summary:  "An attribute of a custom SCIM extension is multi-valued or a reference.",
			Doc:      "Attributes that are added to an application's attribute list have one value: custom attributes cannot be multi-valued, references or complex, except in applications of the gallery. Combine the values with Join, or map an attribute of the core schema.",
			Evidence: functions.Documented, Source: mappingSource + ": custom extension attribute",
			Bad: []Example{
				{Expr: `Split([skills], ",")`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:skills"}},
				{Expr: `[proxyAddresses]`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:addresses"}},
				{Expr: `[manager]`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:mentor"}},
				{
					Show: `a mapping to urn:ietf:params:scim:schemas:extension:contoso:2.0:User:skills with "multivalued": true`,
					Schema: schemaExample(`{"name": "userName"}, {"name": "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:skills", "multivalued": true}`,
						mappingExample("userName", 1, "mail", "mail"), mappingExample("urn:ietf:params:scim:schemas:extension:contoso:2.0:User:skills", 0, "upn", "upn")),
					At: exampleMappings + "[1].source",
				},
			},
			Good: []Example{
				{Expr: `Join(";", Split([skills], ","))`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:skills"}},
				// The extension that SCIM itself defines has a reference.
				{Expr: `[manager]`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"}},
				{Expr: `[proxyAddresses]`, Use: Use{Target: "emails"}},
			},
			expression: customExtension,
		},
		{
			Code: "L77", Name: "photo", Severity: diag.Warning,
			Summary:  "A photo is mapped to an application.",
			Doc:      "Provisioning a photo to an application is not supported, because the format cannot be specified. Between Active Directory and Microsoft Entra ID thumbnailPhoto is synchronized.",
			Evidence: functions.Documented, Source: mappingSource + ": provisioning a photo attribute",
			Bad: []Example{
				{Expr: `[thumbnailPhoto]`, Use: Use{Target: `photos[type eq "photo"].value`}},
				{Expr: `Trim([thumbnailPhoto])`, Use: Use{Target: "picture"}, Profile: "scim", At: `[thumb`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "photos[type eq \"photo\"].value", "from": "photoUrl"}]}`, At: "mappings[1].from"},
			},
			Good: []Example{
				{Expr: `[thumbnailPhoto]`, Use: Use{Target: "ThumbnailPhoto"}},
				{Expr: `[thumbnailPhoto]`, Use: Use{Target: "thumbnailPhoto"}, Profile: "entra"},
				{Expr: `[photoId]`, Use: Use{Target: "employeeNumber"}, Profile: "scim"},
			},
			expression: photo,
		},
	}
}

// customExtension reports several values and references for an attribute of a SCIM extension that is not SCIM's own.
func customExtension(e *expression) {
	schema, _, ok := urn.Cut(e.use.Target)
	if !ok || !urn.IsExtension(e.use.Target) || strings.EqualFold(schema, urn.Enterprise) {
		return
	}
	source, _ := attribute(e.root)
	from, _ := e.opts.Source.Lookup(source)
	to, _ := e.opts.Target.Lookup(e.use.Target)
	switch {
	case to != nil && to.Type == mapping.Reference, to == nil && (from != nil && from.Type == mapping.Reference || from == nil && strings.EqualFold(source, "manager")):
		e.report(e.root, "%s is an attribute of a custom extension, which cannot be a reference", diag.Clip(e.use.Target))
	case to != nil && to.MultiValued, to == nil && e.returnsMany(source, from):
		e.report(e.root, "%s is an attribute of a custom extension, which takes one value: combine the values with Join", diag.Clip(e.use.Target))
	}
}

// returnsMany reports whether the expression may have several values: it is an attribute that does, by its definition or its name, or a
// call of a function that returns lists.
func (e *expression) returnsMany(source string, definition *mapping.Attribute) bool {
	if definition != nil {
		return definition.MultiValued
	}
	c, isCall := e.callOf(e.root)
	return isMultiValued(source) || isCall && c.returnsList()
}

// returnsList reports whether the function returns lists alone, or null. A Result of 0 means that the kinds are unknown.
func (c call) returnsList() bool {
	return c.spec.Result != 0 && c.spec.Result&^value.KindsOf(value.KindList, value.KindNull) == 0
}

// photo reports photos for an application: by the target, which only applications name so, or by the source if the target is known to be
// one.
func photo(e *expression) {
	target, _, _ := strings.Cut(strings.ToLower(e.use.Target), "[")
	switch {
	case e.opts.cloudSync || e.opts.Profile == mapping.ProfileEntra || e.opts.Profile == mapping.ProfileAD:
	case target == "photos" || strings.HasPrefix(target, "photos."):
		e.report(e.root, "provisioning photos to an application is not supported: remove the mapping of %s", diag.Clip(e.use.Target))
	case e.opts.Profile == mapping.ProfileSCIM:
		for n := range syntax.Nodes(e.root) {
			if name, ok := attribute(n); ok && strings.EqualFold(lastPart(name), "thumbnailPhoto") {
				e.report(n, "provisioning photos to an application is not supported, and [%s] is one: remove the mapping", diag.Clip(name))
				return
			}
		}
	}
}

// isName reports whether the target is the name of an account, which is usually composed of names of people.
func (e *expression) isName() bool {
	return e.isTarget("userPrincipalName", "mailNickname", "sAMAccountName")
}

// refusedValue checks the constants that can be the result and, for names of accounts, the results of plain values. One finding is enough:
// the constants of one expression are usually wrong in the same way.
func refusedValue(e *expression) {
	limit := e.limit()
	for n := range syntax.Nodes(e.root) {
		if text, ok := constant(n); ok && text != "" && e.isValue(n) && limit.Refuses(text) {
			e.report(n, "%s refuses %s", diag.Clip(e.use.Target), diag.Quote(text))
			return
		}
	}
	if !e.isName() {
		return
	}
	texts := e.plainResults(limit, plain)
	if len(texts) == 0 {
		return
	}
	f := e.report(e.root, "%s refuses the result of plain values: %s", diag.Clip(e.use.Target), diag.Quote(texts[0]))
	// What a name suggests is no reason for an error: without it some value might be accepted.
	if len(e.plainResults(limit, unnamed)) == 0 {
		f.Severity = diag.Warning
	}
}

// plainResults returns the results of plain values if all of them are refused. It tries values with and without an @ for attributes whose
// names do not show which they have: if either is accepted, the source may be of that kind. It returns nil if the expression fails, too.
func (e *expression) plainResults(limit *limits, values func(other string) sample) []string {
	var texts []string
	for _, other := range []string{"alex", "alex@contoso.com"} {
		v, ok := e.try(values(other))
		if !ok || v.IsNullOrEmpty() || v.Kind() != value.KindString || !limit.Refuses(v.Text()) {
			return nil
		}
		texts = append(texts, v.Text())
	}
	return texts
}

// plain returns a sample with names of people and addresses, and other for all other attributes.
func plain(other string) sample {
	return func(name string) value.Value {
		switch {
		case isAddress(name):
			return value.String("alex@contoso.com")
		case isPersonName(name):
			return value.String("Alex")
		case isAlias(name):
			return value.String("alex")
		}
		return value.String(other)
	}
}

// unnamed is plain for attributes of which nothing is known but those that every directory has for names of people.
func unnamed(other string) sample {
	return func(name string) value.Value {
		switch strings.ToLower(strings.TrimPrefix(name, "name.")) {
		case "givenname", "surname", "sn", "firstname", "lastname", "familyname":
			return value.String("Alex")
		}
		return value.String(other)
	}
}

// specimen is a realistic name, with an accent and spaces.
const specimen = "Zoë van Dyk"

// nameAsItIs compares the result for ordinary names with that for a realistic one. An expression that the target refuses even with
// ordinary names is refusedValue's.
func nameAsItIs(e *expression) {
	limit := e.limit()
	if !e.isName() || len(e.plainResults(limit, plain)) > 0 {
		return
	}
	for _, other := range []string{"alex", "alex@contoso.com"} {
		ordinary := plain(other)
		text, ok := e.name(ordinary)
		// With this kind of values the target refuses the result anyway, so it does not show whether the name is to blame.
		if !ok || limit.Refuses(text) {
			continue
		}
		text, ok = e.name(func(name string) value.Value {
			if isPersonName(name) {
				return value.String(specimen)
			}
			return ordinary(name)
		})
		if ok && (limit.Refuses(text) || strings.ContainsFunc(text, func(r rune) bool { return r == ' ' || r > 127 })) {
			f := e.report(e.root, "a name such as %s results in %s, but %s should contain no accents and spaces: apply NormalizeDiacritics(StripSpaces(…)) to the names",
				specimen, diag.Quote(text), diag.Clip(e.use.Target))
			e.normalise(f)
		}
		return
	}
}

// name returns the result for a sample, and reports whether it is a text.
func (e *expression) name(s sample) (string, bool) {
	v, ok := e.try(s)
	return v.Text(), ok && v.Kind() == value.KindString && !v.IsNullOrEmpty()
}

// normalise adds a correction that removes accents and spaces from the result, or from each candidate. If the result is truncated, it
// corrects the names instead, because a text without accents can be longer, and the result would exceed the length again.
func (e *expression) normalise(f *finding) {
	nodes := []syntax.Node{e.root}
	if c, ok := e.callOf(e.root); ok && c.spec.Place == functions.TopOnly {
		nodes = c.Args
	}
	// One such call anywhere is enough, so the loop ends after the first.
	for range e.calls("Left", "Mid") {
		nodes = nil
		for n := range syntax.Nodes(e.root) {
			if name, ok := attribute(n); ok && isPersonName(name) {
				nodes = append(nodes, n)
			}
		}
		break
	}
	for _, n := range nodes {
		f.replace(n, "NormalizeDiacritics(StripSpaces("+e.text(n)+"))")
	}
}

// inName matches the beginning of a distinguished name up to a value: the last part begins with one of the attribute types of RFC 4514,
// and has neither a comma nor a second equals sign after it.
var inName = regexp.MustCompile(`(?i)(^|,)\s*(CN|OU|DC|O|L|ST|C|STREET|UID)=[^,=]*$`)

// unescapedName evaluates the expression with a comma in each attribute in turn, and reports those that are not escaped. It does not look
// for a function that escapes, since any of them will do: the injected text either survives in the result or does not. Identifiers have no
// commas.
func unescapedName(e *expression) {
	const injected = "x,OU=y"
	if !strings.Contains(e.src, "=") {
		return
	}
	for _, name := range attributes(e.root) {
		if isIdentifier(name) {
			continue
		}
		v, ok := e.try(func(other string) value.Value {
			if other == name {
				return value.String(injected)
			}
			return value.String("alex")
		})
		at := strings.Index(v.Text(), injected)
		if !ok || at < 0 || !inName.MatchString(v.Text()[:at]) {
			continue
		}
		for n := range syntax.Nodes(e.root) {
			if found, _ := attribute(n); found == name {
				e.report(n, "[%s] becomes part of a distinguished name without being escaped: a comma in it results in another name, escape it with Replace", diag.Clip(name)).
					replace(n, "Replace(["+name+`], , "([,+\"\\\\<>;=])", , "\\$1", , )`)
				break
			}
		}
	}
}

// securityPrefix begins the names of custom security attributes, in lower case.
const securityPrefix = "customsecurityattributes."

// securityName matches <set>_<attribute>, each of at most 32 letters and digits.
var securityName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,31}_[A-Za-z][A-Za-z0-9]{0,31}$`)

// securityAttribute checks name, target and type of a custom security attribute. The type is judged by the outermost function alone: it
// decides what flows. The name is checked by itself and not by mapping.SecurityAttribute, which takes any text after the prefix.
func securityAttribute(e *expression) {
	target := e.use.Target
	if len(target) < len(securityPrefix) || !strings.EqualFold(target[:len(securityPrefix)], securityPrefix) {
		return
	}
	name := target[len(securityPrefix):]
	if !securityName.MatchString(name) {
		e.report(e.root, "%s is not the name of a custom security attribute: write CustomSecurityAttributes.<set>_<attribute>, with at most 32 letters and digits each", diag.Quote(target))
	}
	if p := e.opts.Profile; p != mapping.ProfileNone && !p.Target().SecurityAttributes {
		e.report(e.root, "custom security attributes are provisioned only to Microsoft Entra ID, but this target is %s", p.Target().Name)
	}
	for n := range syntax.Nodes(e.root) {
		if from, ok := attribute(n); ok && urn.Is(from) && !urn.IsExtension(from) {
			e.report(n, "the URN %s from which a custom security attribute is filled does not begin with %s", urn.Quote(from), strings.TrimSuffix(urn.Extension, ":"))
		}
	}
	c, ok := e.callOf(e.root)
	_, number := e.root.(*syntax.Number)
	_, compared := e.root.(*syntax.Compare)
	switch {
	case ok && c.isBoolean(), number, compared:
		e.report(e.root, "the service does not support setting custom security attributes of type boolean and integer")
	case ok && c.returnsList():
		e.report(e.root, "%s returns several values, but provisioning supports one for a custom security attribute", c.spec.Name)
	}
}

// target returns the definition of the target: that of its schema, or what is known of an attribute with its name. Of one that is not known
// it is the zero Attribute, an optional text, and ok is false.
func (e *expression) target() (a mapping.Attribute, ok bool) {
	if a, _ := e.opts.Target.Lookup(e.use.Target); a != nil {
		return *a, true
	}
	return e.opts.Profile.Attribute(e.opts.objectName(), e.use.Target)
}

// valueType converts the constants that can be the result as the mapping would. The empty text is not judged: it may be meant as no value.
func valueType(e *expression) {
	target, _ := e.target()
	for n := range syntax.Nodes(e.root) {
		text, ok := constant(n)
		if !ok || text == "" || !e.isValue(n) {
			continue
		}
		var err error
		want := ""
		switch target.Type {
		case mapping.Boolean:
			_, err = value.String(text).ToBoolean()
			want = "True or False"
		case mapping.Integer:
			_, err = value.String(text).ToInteger()
			want = "a whole number"
		case mapping.DateTime:
			_, err = value.String(text).ToDate()
			want = "a date"
		default:
			return
		}
		if err != nil {
			e.report(n, "%s: want %s, got %s", diag.Clip(e.use.Target), want, diag.Quote(text))
		}
	}
}

// switchedReference reports texts for references, and references in Switch, which makes a text of every value. A Result of 0
// means that the kinds are unknown.
func switchedReference(e *expression) {
	c, isCall := e.callOf(e.root)
	texts := value.KindsOf(value.KindString, value.KindNull, value.KindList)
	_, isText := constant(e.root)
	target, _ := e.target()
	if target.Type == mapping.Reference && (isText || isCall && c.spec.Result != 0 && c.spec.Result&^texts == 0) {
		e.report(e.root, "%s is a reference to another object, but the expression results in a text: map the attribute with the reference", diag.Clip(e.use.Target))
	}
	for c := range e.calls("Switch") {
		for i := range c.Args {
			if name, ok := attribute(c.Args[i]); ok && strings.EqualFold(lastPart(name), "manager") {
				e.report(c.Args[i], "[%s] is a reference, which Switch converts to a text: choose it with IIF", diag.Clip(name))
			}
		}
	}
}

// isMultiValued reports whether an attribute has several values, judging by its name. It is asked only where no schema defines the
// attribute.
func isMultiValued(name string) bool {
	a, _ := mapping.ProfileNone.Attribute("", name)
	return a.MultiValued
}

// takesOne reports whether the target is known to be single-valued. Of a target that is not known it is false.
func (e *expression) takesOne() bool {
	a, ok := e.target()
	return ok && !a.MultiValued
}

// manyToOne reports an attribute with several values, or a function that returns a list, as the whole expression. Role functions return
// lists, too, and have rules of their own.
func manyToOne(e *expression) {
	if !e.takesOne() {
		return
	}
	name, _ := attribute(e.root)
	a, _ := e.opts.Source.Lookup(name)
	c, isCall := e.callOf(e.root)
	switch {
	case a == nil && isMultiValued(name), a != nil && a.MultiValued:
		e.report(e.root, "[%s] may have several values, but %s is single-valued: choose one with Item, or combine them with Join", diag.Clip(name), diag.Clip(e.use.Target))
	case isCall && c.returnsList() && !c.isRoleFunction():
		e.report(e.root, "%s returns several values, but %s is single-valued: choose one with Item, or combine them with Join", c.spec.Name, diag.Clip(e.use.Target))
	}
}
