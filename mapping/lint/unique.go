package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// uniqueRules returns the rules about SelectUniqueValue. They ask for what the function does, not for its name, so that a custom function
// that searches the directory has the same rules.
func uniqueRules() []Rule {
	return []Rule{
		{
			Code: "L22", Name: "unique-value-nested", Severity: diag.Error, KeepsValue: true,
			Summary:  "SelectUniqueValue is inside another function.",
			Doc:      "It must be the outermost function: the service refuses it elsewhere. Move the enclosing function into each of its rules: SelectUniqueValue(Switch(…), Switch(…)).",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UniquePlacement},
			Bad: []Example{
				{
					Expr: `Switch([type], [alias], "E", SelectUniqueValue([mail], [upn]))`, At: `SelectUniqueValue`,
					Fixed: `SelectUniqueValue(Switch([type], [alias], "E", [mail]), Switch([type], , "E", [upn]))`,
				},
				{
					Expr: `ToLower(SelectUniqueValue([alias], Append([alias], "1")))`, At: `SelectUniqueValue`,
					Fixed: `SelectUniqueValue(ToLower([alias]), ToLower(Append([alias], "1")))`,
				},
				{
					Expr: `IIF([type]="E", SelectUniqueValue([a], [b]), SelectUniqueValue([c], [d], [e]))`, At: `SelectUniqueValue`,
					Fixed: `SelectUniqueValue(IIF([type]="E", [a], [c]), IIF([type]="E", [b], [d]), IIF([type]="E", , [e]))`,
				},
			},
			Good: []Example{{Expr: `SelectUniqueValue(Switch([type], [alias], "E", [mail]), [upn])`}},
			mend: mendNestedUnique,
		},
		{
			Code: "L39", Name: "unique-value-mapping", Severity: diag.Error,
			Summary:  "SelectUniqueValue is used in a mapping that always applies, or in a matching attribute.",
			Doc:      "It works only when an object is created: on an update, the object's own value would be taken. A matching attribute is searched for before there is an object. Set the mapping to apply only during object creation.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UniqueMapping},
			Bad: []Example{
				{Expr: `SelectUniqueValue([alias], Append([alias], "1"))`, Use: Use{Target: "sAMAccountName", Apply: applies(mapping.ApplyAlways)}},
				{Expr: `SelectUniqueValue([alias], Append([alias], "1"))`, Use: Use{Target: "cn", Match: 1}},
				{Set: `{"mappings": [{"target": "cn", "from": "id", "match": 1}, {"target": "sAMAccountName", "expression": "SelectUniqueValue(Left([id], 20), Left([alias], 20))"}]}`, At: "mappings[1].apply"},
			},
			Good:       []Example{{Expr: `SelectUniqueValue([alias], Append([alias], "1"))`, Use: Use{Target: "cn", Apply: applies(mapping.ApplyCreate)}}},
			expression: uniqueMapping,
		},
		{
			Code: "L40", Name: "same-candidates", Severity: diag.Warning, KeepsValue: true,
			Summary:  "Two rules of SelectUniqueValue are the same.",
			Doc:      "A value that is taken remains taken. Each rule should result in another value: with more letters, or with a number.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `SelectUniqueValue([a], [b], [a])`, At: `[a])`, Fixed: `SelectUniqueValue([a], [b])`},
				{Expr: `SelectUniqueValue([a], [a])`, At: `[a])`},
			},
			Good: []Example{
				{Expr: `SelectUniqueValue([a], [b])`},
				// Each call returns another value.
				{Expr: `SelectUniqueValue(Guid(), Guid())`},
			},
			expression: sameCandidates,
		},
		{
			Code: "L41", Name: "unique-value-target", Severity: diag.Error,
			Summary:  "SelectUniqueValue fills a target other than an on-premises Active Directory.",
			Doc:      "It is supported only for Workday, SuccessFactors and API-driven provisioning to Active Directory. In provisioning to Microsoft Entra ID nothing checks for uniqueness: add a RandomString to the name, and apply the mapping only during object creation.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad:        []Example{{Expr: `SelectUniqueValue([mail], [upn])`, Use: Use{Target: "userPrincipalName", Apply: applies(mapping.ApplyCreate)}, Profile: "entra"}},
			Good:       []Example{{Expr: `SelectUniqueValue([mail], [upn])`, Use: Use{Target: "userPrincipalName", Apply: applies(mapping.ApplyCreate)}, Profile: "ad"}},
			expression: uniqueTarget,
		},
		{
			Code: "L111", Name: "unique-values-apart", Severity: diag.Warning,
			Summary:  "The values of userPrincipalName and mail are each chosen with SelectUniqueValue.",
			Doc:      "Each search tries its own rules against its own attribute, so that the two may end with different numbers: alex1@contoso.com signs in, and alex2@contoso.com receives the mail. Let one of them be SelectUniqueValue, and fill the other from it in the target, or let the address be assigned by the mail system.",
			Evidence: functions.Inferred, Source: referenceSource,
			Bad: []Example{{
				Set: `{"mappings": [{"target": "employeeID", "from": "WorkerID", "match": 1},
					{"target": "userPrincipalName", "expression": "SelectUniqueValue(Join(\"@\", [UserID], \"contoso.com\"), Join(\"@\", Append([UserID], \"1\"), \"contoso.com\"))", "apply": "create"},
					{"target": "mail", "expression": "SelectUniqueValue(Join(\"@\", [UserID], \"contoso.com\"), Join(\"@\", Append([UserID], \"1\"), \"contoso.com\"))", "apply": "create"}]}`,
				At: "mappings[2].expression",
			}},
			Good: []Example{{
				Set: `{"mappings": [{"target": "employeeID", "from": "WorkerID", "match": 1},
					{"target": "userPrincipalName", "expression": "SelectUniqueValue(Join(\"@\", [UserID], \"contoso.com\"), Join(\"@\", Append([UserID], \"1\"), \"contoso.com\"))", "apply": "create"},
					{"target": "mail", "from": "Email"}]}`,
			}},
			set: uniqueValuesApart,
		},
	}
}

// uniqueValuesApart reports the later of the mappings to userPrincipalName and mail if both choose a value that is not in use.
func uniqueValuesApart(s *setCheck) {
	first := ""
	for i := range s.set.Mappings {
		m := &s.set.Mappings[i]
		if m.Type() != mapping.Expression || !strings.EqualFold(m.Target, "userPrincipalName") && !strings.EqualFold(m.Target, "mail") {
			continue
		}
		tree, err := syntax.Parse(m.Expression)
		if err != nil || !s.asksDirectory(tree.Root) {
			continue
		}
		if first != "" {
			s.report(i, "expression", "%s and %s are chosen by searches of their own, and may end with different numbers: let one follow the other", diag.Clip(first), diag.Clip(m.Target))
			return
		}
		first = m.Target
	}
}

// asksDirectory reports whether an expression calls a function that asks the target.
func (c *setCheck) asksDirectory(n syntax.Node) bool {
	for n := range syntax.Nodes(n) {
		if called, ok := n.(*syntax.Call); ok {
			if spec, _ := c.opts.registry().Lookup(called.Name); spec != nil && spec.Effects&functions.Directory != 0 {
				return true
			}
		}
	}
	return false
}

// Limits on a SelectUniqueValue that is moved outwards: its nesting level, and its number of rules. Each level repeats the enclosing call
// once for each rule, so the expression grows with both.
const (
	mostLevels     = 20
	mostCandidates = 50
)

// mendNestedUnique moves the functions around SelectUniqueValue into its rules. Each round moves it outwards
// by one level; it ends when none is nested, or is in a place from which it cannot be moved, and then there is no correction.
func mendNestedUnique(e *expression, _ diag.Finding) []edit {
	root := e.root
	for range mostLevels {
		next, changed := e.pushed(root)
		if !changed {
			break
		}
		root = next
	}
	if c, ok := e.callOf(root); !ok || c.spec.Place != functions.TopOnly {
		return nil
	}
	return e.whole(syntax.Format(root))
}

// pushed returns the tree with the innermost call around SelectUniqueValue moved into it, and reports whether there was one. It copies the
// calls on the way there and changes no node of n.
func (e *expression) pushed(n syntax.Node) (syntax.Node, bool) {
	c, ok := e.callOf(n)
	if !ok {
		return n, false
	}
	out := &syntax.Call{Name: c.Name, Args: slices.Clone(c.Args)}
	for i, arg := range c.Args {
		if below, changed := e.pushed(arg); changed {
			out.Args[i] = below
			return out, true
		}
	}
	// Several arguments may be such calls, as in the branches of IIF: the result has as many rules as the longest of them.
	candidates := 0
	name := ""
	for _, arg := range c.Args {
		if inner, ok := e.callOf(arg); ok && inner.spec.Place == functions.TopOnly {
			candidates, name = max(candidates, len(inner.Args)), inner.spec.Name
		}
	}
	if candidates == 0 || candidates > mostCandidates || c.spec.Place == functions.TopOnly {
		return n, false
	}
	outer := &syntax.Call{Name: name}
	for i := range candidates {
		outer.Args = append(outer.Args, e.candidate(c, i))
	}
	return outer, true
}

// candidate returns the i-th rule: the enclosing call, with the i-th rules of the calls inside it. A value that is chosen without
// SelectUniqueValue is a candidate only once: in further rules the argument is omitted, since a value that is taken remains taken.
// Arguments that only decide, such as conditions and keys, are repeated.
func (e *expression) candidate(c call, i int) syntax.Node {
	rule := &syntax.Call{Name: c.Name}
	for at, arg := range c.Args {
		inner, ok := e.callOf(arg)
		switch {
		case ok && inner.spec.Place == functions.TopOnly && i < len(inner.Args):
			rule.Args = append(rule.Args, inner.Args[i])
		case ok && inner.spec.Place == functions.TopOnly, i > 0 && c.param(at).Flow && !e.isKeyOf(c, at):
			rule.Args = append(rule.Args, &syntax.Omitted{})
		default:
			rule.Args = append(rule.Args, arg)
		}
	}
	return rule
}

// isKeyOf reports whether an argument of a call is a key of Switch. Unlike isKey it needs no parents, which trees made by rules lack.
func (e *expression) isKeyOf(c call, at int) bool {
	return c.spec.Name == "Switch" && at >= 2 && at%2 == 0
}

// uniqueMapping reports what the mapping of an expression that is linted by itself has against SelectUniqueValue. Apply counts only if it
// is known.
func uniqueMapping(e *expression) {
	if e.opts.inSet {
		return // the check of the mapping reports it
	}
	for c := range e.calls() {
		if c.spec.Effects&functions.Directory == 0 {
			continue
		}
		if e.use.onUpdates() {
			e.reportAt(c.NameSpan, "%s works only when an object is created, but the mapping always applies: set it to apply only during object creation", c.spec.Name)
		}
		if e.use.Match > 0 {
			e.reportAt(c.NameSpan, "%s cannot fill a matching attribute: match by another attribute", c.spec.Name)
		}
	}
}

// sameCandidates reports rules that occur before. Rules with a random part differ each time they are evaluated.
func sameCandidates(e *expression) {
	for c := range e.calls() {
		if c.spec.Effects&functions.Directory == 0 {
			continue
		}
		var seen []syntax.Node
		doubled := map[int]bool{}
		for i, arg := range c.Args {
			if e.isVolatile(arg) || !slices.ContainsFunc(seen, func(s syntax.Node) bool { return syntax.Equal(s, arg) }) {
				seen = append(seen, arg)
				continue
			}
			doubled[i] = true
		}
		for i := range doubled {
			f := e.report(c.Args[i], "the rule %s occurs twice in %s, but a value that is taken remains taken", diag.Quote(e.text(c.Args[i])), c.spec.Name)
			// The function needs two rules, so the doubled one is removed only if two others remain.
			if len(c.Args)-len(doubled) >= 2 {
				f.edit(diag.Span{Start: c.Args[i-1].Span().End, End: c.Args[i].Span().End}, "")
			}
		}
	}
}

// uniqueTarget reports SelectUniqueValue for a profile whose target does not support it; for an unknown target nothing is reported.
func uniqueTarget(e *expression) {
	if e.opts.Profile == mapping.ProfileNone || e.opts.Profile.Target().UniqueValues {
		return
	}
	for c := range e.calls() {
		if c.spec.Effects&functions.Directory != 0 {
			e.reportAt(c.NameSpan, "%s works only for an on-premises Active Directory, but this target is %s", c.spec.Name, e.opts.Profile.Target().Name)
			return
		}
	}
}
