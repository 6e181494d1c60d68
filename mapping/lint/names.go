package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
)

// nameRules returns the rules about names of attributes, whether these are known or not. Each has two checks: one for the names in
// expressions, and for the target of an expression that is linted by itself; and one for the targets of a set, where the finding belongs
// to the mapping.
func nameRules() []Rule {
	return []Rule{
		{
			Code: "L55", Name: "blank-in-urn", Severity: diag.Error,
			Summary:  "A URN contains white space.",
			Doc:      "A URN has no white space: it comes from pages on which the URN was broken into two lines. With white space it is another name, which no source and no target has.",
			Evidence: functions.Documented, Source: "RFC 7643, RFC 8141",
			Reports: []diag.Code{codes.SpaceInURN},
			Bad: []Example{
				{
					Expr: `ToLower([urn:ietf:params:scim:schemas: extension:enterprise:2.0:User:department])`, At: `[urn`,
					Fixed: `ToLower([urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department])`,
				},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "urn:ietf:params:scim:schemas:extension: enterprise:2.0:User:division", "from": "division"}]}`, At: "mappings[1].target"},
			},
			Good:       []Example{{Expr: `ToLower([urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department])`}},
			expression: blankInURN, mapping: blankInTargetURN,
		},
		{
			Code: "L56", Name: "misspelt-urn", Severity: diag.Warning,
			Summary:  "A URN differs by only a letter or two from another one, or from one that SCIM defines.",
			Doc:      "The URN of an extension must be the same everywhere: in the mapping, in the attribute list and in the request. A value sent as COMPANYAME is not found as COMPANYNAME.",
			Evidence: functions.Documented, Source: "RFC 7643",
			Reports: []diag.Code{codes.MisspeltURN},
			Bad: []Example{
				{Expr: `[urn:ietf:params:scim:schema:extension:enterprise:2.0:User:department]`, Fixed: `[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department]`},
				{
					Set: `{"mappings": [{"target": "employeeId", "from": "externalId", "match": 1},
						{"target": "employeeHireDate", "from": "urn:ietf:params:scim:schemas:extension:COMPANYNAME:1.0:User:HireDate"},
						{"target": "employeeLeaveDateTime", "from": "urn:ietf:params:scim:schemas:extension:COMPANYAME:1.0:User:TermDate"}]}`,
					At: "mappings[2].from",
				},
			},
			Good: []Example{
				{Expr: `Join(" ", [urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCode], [urn:ietf:params:scim:schemas:extension:contoso:1.0:User:JobCodes])`},
				// Names of attributes may be alike, and so may names of two companies that differ in more than a letter or two.
				{Expr: `Join(" ", [urn:ietf:params:scim:schemas:extension:contoso:1.0:User:Code], [urn:ietf:params:scim:schemas:extension:fabrikam:1.0:User:Code])`},
			},
			expression: misspeltURN, set: misspeltURNs,
		},
		{
			Code: "L57", Name: "broken-path", Severity: diag.Error,
			Summary:  "A bracket or a quotation mark in the name of an attribute is unbalanced.",
			Doc:      "A filter is in brackets, with its value in quotation marks: roles[primary eq \"True\"].type. On copied pages one of them is often missing. The whole name is then that of an attribute that does not exist.",
			Evidence: functions.Documented, Source: mappingSource,
			Bad: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True].type`}},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "emails[type eq \"work].value", "from": "mail"}]}`, At: "mappings[1].target"},
				{Set: `{"mappings": [{"target": "userName", "from": "emails[type eq \"work\".value", "match": 1}]}`, At: "mappings[0].from"},
			},
			Good: []Example{
				{Expr: `SingleAppRoleAssignment([appRoleAssignments])`, Use: Use{Target: `roles[primary eq "True"].type`}},
				{Expr: `[emails[type eq "work"].value]`},
			},
			expression: brokenTargetPath, mapping: brokenPath,
		},
		{
			Code: "L78", Name: "extension-name", Severity: diag.Warning,
			Summary:  "The name of a target attribute has a namespace that is not a URN.",
			Doc:      "The name of an attribute of an extension is urn:ietf:params:scim:schemas:extension:<name>:2.0:User:<attribute>. With a namespace of another form, such as custom:country, the service does not send the attribute when it creates an object.",
			Evidence: functions.Reported, Source: "support article of Immuta; Customize user provisioning attribute-mappings: custom extension attribute",
			Bad: []Example{
				{Expr: `Trim([country])`, Use: Use{Target: "custom:country"}},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "custom:country", "from": "country"}]}`, At: "mappings[1].target"},
			},
			Good: []Example{
				{Expr: `Trim([country])`, Use: Use{Target: "urn:ietf:params:scim:schemas:extension:custom:2.0:User:country"}},
				{Expr: `Trim([country])`, Use: Use{Target: "urn:contoso:employee:country"}},
				{Expr: `Trim([country])`, Use: Use{Target: `addresses[type eq "a:b"].country`}},
			},
			expression: namespaceOfTarget, mapping: targetNamespace,
		},
	}
}

// blankInURN reports attributes and targets whose URN has white space. Without it the name is certain, so it is the correction.
func blankInURN(e *expression) {
	for n := range syntax.Nodes(e.root) {
		name, ok := attribute(n)
		if ok && urn.Is(name) && urn.WithoutSpaces(name) != name {
			e.report(n, "the URN %s has a space in it: write %s", urn.Quote(name), diag.Clip("["+urn.WithoutSpaces(name)+"]")).replace(n, "["+urn.WithoutSpaces(name)+"]")
		}
	}
	e.badTarget(func(target string) diag.Message {
		if urn.Is(target) && urn.WithoutSpaces(target) != target {
			return diag.Messagef("the URN %s has a space in it", urn.Quote(target))
		}
		return diag.Message{}
	})
}

// badTarget reports a problem with the name of the target of a single expression; in a set, the rule checks the mapping, and would report
// it twice. The target has no place in the text, so the finding is at its beginning.
func (e *expression) badTarget(why func(target string) diag.Message) {
	if e.opts.inSet || e.use.Target == "" {
		return
	}
	if message := why(e.use.Target); !message.IsZero() {
		e.reportAt(diag.Span{}, "target: %s", message)
	}
}

// blankInTargetURN is blankInURN for the target of a mapping.
func blankInTargetURN(m *mappingCheck) {
	if urn.Is(m.Target) && urn.WithoutSpaces(m.Target) != m.Target {
		m.report("target", "the URN %s has a space in it: write %s", urn.Quote(m.Target), urn.WithoutSpaces(m.Target))
	}
}

// misspeltURN compares the URNs of one expression with each other and with those of SCIM. In a set the comparison of all mappings knows
// more, so that only slips in what SCIM defines are reported here, where they can be corrected. URNs with white space are another rule's.
func misspeltURN(e *expression) {
	var urns []string
	for _, name := range attributes(e.root) {
		if schema, _, ok := urn.Cut(name); ok && urn.WithoutSpaces(schema) == schema {
			urns = append(urns, schema)
		}
	}
	slips := urn.Misspellings(urns)
	if len(slips) == 0 {
		return
	}
	for n := range syntax.Nodes(e.root) {
		name, _ := attribute(n)
		schema, _, _ := urn.Cut(name)
		if slip, ok := slips[schema]; ok && (!e.opts.inSet || slip.Standard) {
			e.report(n, "%s", slip.Message).replace(n, "["+slip.Meant+strings.TrimPrefix(name, schema)+"]")
		}
	}
}

// misspeltURNs compares the URNs of all mappings. Typos in what SCIM defines are reported for the expression, with a correction, or here
// for the target. Each URN is reported once, at its first use: with the same typo in many mappings, more findings say nothing more.
func misspeltURNs(s *setCheck) {
	type use struct {
		index int
		field string
		urn   string
	}
	var uses []use
	var urns []string
	add := func(index int, field, name string) {
		if schema, _, ok := urn.Cut(name); ok && urn.WithoutSpaces(schema) == schema {
			uses, urns = append(uses, use{index, field, schema}), append(urns, schema)
		}
	}
	for i := range s.set.Mappings {
		m := &s.set.Mappings[i]
		add(i, "target", m.Target)
		add(i, "from", m.From)
		// Parsing is the costly part, and most expressions have no URN.
		if !strings.Contains(strings.ToLower(m.Expression), "urn:") {
			continue
		}
		if tree, err := syntax.Parse(m.Expression); err == nil {
			for _, name := range attributes(tree.Root) {
				add(i, "expression", name)
			}
		}
	}
	slips := urn.Misspellings(urns)
	reported := map[string]bool{}
	for _, u := range uses {
		slip, ok := slips[u.urn]
		if !ok || slip.Standard && u.field != "target" || reported[u.urn] {
			continue
		}
		reported[u.urn] = true
		s.report(u.index, u.field, "%s", slip.Message)
	}
}

// unbalanced describes an unbalanced bracket or quotation mark in a path, or returns "" if there is none. Brackets inside quotation marks
// are part of a value. Package value takes such a path for a plain name.
func unbalanced(path string) string {
	depth, quoted := 0, false
	for _, r := range path {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			depth++
		case r == ']':
			depth--
		}
		if depth < 0 {
			return "a closing bracket has no opening one"
		}
	}
	switch {
	case quoted:
		return "a quotation mark is missing"
	case depth > 0:
		return "a bracket is not closed"
	}
	return ""
}

// brokenTargetPath checks the target of a single expression; the names in an expression are the parser's concern.
func brokenTargetPath(e *expression) {
	e.badTarget(func(target string) diag.Message {
		if why := unbalanced(target); why != "" {
			return diag.Messagef("in %s %s", diag.Name(diag.Clip(target)), diag.Name(why))
		}
		return diag.Message{}
	})
}

// brokenPath checks both names of a mapping; if they are the same, once.
func brokenPath(m *mappingCheck) {
	for _, name := range slices.Compact([]string{m.Target, m.From}) {
		if why := unbalanced(name); why != "" {
			field := "target"
			if name != m.Target {
				field = "from"
			}
			m.report(field, "in %s %s, so it is not the name of an attribute", diag.Quote(name), why)
		}
	}
}

// namespace describes a namespace in the name of an application's attribute that is not a URN, or returns the zero message. A colon in the
// brackets of a filter is part of a value.
func (o *Options) namespace(target string) diag.Message {
	name, _, _ := strings.Cut(target, "[")
	space, rest, found := strings.Cut(name, ":")
	if !found || urn.Is(target) || o.Profile == mapping.ProfileAD || o.Profile == mapping.ProfileEntra {
		return diag.Message{}
	}
	return diag.Messagef("%s is not the name of an attribute of an extension: write %s", diag.Quote(target), diag.ClipTo(urn.Extension+space+":2.0:User:"+rest, longestName))
}

// longestName is how much is shown of a name that is to be written, in characters.
const longestName = 200

// namespaceOfTarget checks the target of a single expression, targetNamespace that of a mapping.
func namespaceOfTarget(e *expression) { e.badTarget(e.opts.namespace) }

func targetNamespace(m *mappingCheck) {
	if message := m.opts.namespace(m.Target); !message.IsZero() {
		m.report("target", "%s", message)
	}
}
