package lint

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// statusRules returns the rules about accounts that are enabled when they should be disabled, or vice versa. Both try the expression with
// the values that sources have and compare results, so that they see through any combination of functions.
func statusRules() []Rule {
	return []Rule{
		{
			Code: "L50", Name: "polarity", Severity: diag.Error,
			Summary:  "An attribute that means enabled fills one that means disabled, or vice versa, without being inverted.",
			Doc:      "The attributes accountDisabled and IsSoftDeleted are True where active and accountEnabled are False. Mapped directly, every active account is disabled and every disabled one enabled. Invert the value with Switch, which leaves a missing one missing.",
			Evidence: functions.Inferred, Source: "the meaning of the attributes; the tutorial for Oracle HCM maps active directly to accountDisabled",
			Bad: []Example{
				{Expr: `[active]`, Use: Use{Target: "accountDisabled"}, Fixed: `Switch([active], , "True", "False", "False", "True")`},
				{Expr: `[IsSoftDeleted]`, Use: Use{Target: "active"}, Fixed: `Switch([IsSoftDeleted], , "True", "False", "False", "True")`},
				{Expr: `Switch([Active], , "1", "True", "0", "False")`, Use: Use{Target: "accountDisabled"}, Fixed: `Switch([Active], , "1", "False", "0", "True")`},
				{Expr: `Not([accountEnabled])`, Use: Use{Target: "active"}, Fixed: `[accountEnabled]`},
				{Set: `{"mappings": [{"target": "employeeID", "from": "id", "match": 1}, {"target": "accountDisabled", "from": "active"}]}`, At: "mappings[1].from"},
			},
			Good: []Example{
				{Expr: `[active]`, Use: Use{Target: "accountEnabled"}},
				{Expr: `Switch([Active], , "1", "False", "0", "True")`, Use: Use{Target: "accountDisabled"}},
				{Expr: `Not([IsSoftDeleted])`, Use: Use{Target: "active"}},
				{Expr: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`, Use: Use{Target: "active"}},
				{Expr: `[IsSoftDeleted]`, Use: Use{Target: "IsSoftDeleted"}},
			},
			expression: polarity,
		},
		{
			Code: "L51", Name: "missing-active", Severity: diag.Warning,
			Summary:  "An account without a value of active is treated as inactive.",
			Doc:      "Senders may omit active from a request. Not returns True for a missing value, and Switch and IIF return their default or last argument. Such an account is disabled unintentionally. Switch with both values and an empty default changes nothing.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Not([active])`, Fixed: `Switch([active], , "True", "False", "False", "True")`},
				{Expr: `Switch([active], "False", "True", "True")`, Use: Use{Target: "accountEnabled"}, Fixed: `Switch([active], , "True", "True", "False", "False")`},
				{Expr: `IIF([active]="True", "False", "True")`, Use: Use{Target: "accountDisabled"}, Fixed: `Switch([active], , "True", "False", "False", "True")`},
			},
			Good: []Example{
				{Expr: `Switch([active], , "True", "False", "False", "True")`, Use: Use{Target: "accountDisabled"}},
				// The default is what an active account has, so a missing value disables nobody.
				{Expr: `Switch([active], "False", "False", "True", "True", "False")`, Use: Use{Target: "accountDisabled"}},
				{Expr: `Not([IsSoftDeleted])`, Use: Use{Target: "active"}},
				{Expr: `Switch([emplStatus], "True", "A", "False")`, Use: Use{Target: "accountDisabled"}},
			},
			expression: missingActive,
		},
	}
}

// says returns the meaning of an attribute that is True: 1 if the account is enabled, -1 if it is disabled, 0 if the name shows neither.
// The product of two such numbers is 1 if both mean the same.
func says(name string) int {
	switch strings.ToLower(lastPart(name)) {
	case "active", "accountenabled", "enabled", "isactive":
		return 1
	case "issoftdeleted", "accountdisabled", "disabled", "isdisabled":
		return -1
	}
	return 0
}

// isStatus reports whether an attribute is one of those that the documentation of Entra, Active Directory and SCIM gives the meaning of says.
func isStatus(name string) bool {
	switch strings.ToLower(name) {
	case "active", "accountenabled", "issoftdeleted", "accountdisabled":
		return true
	}
	return false
}

// truthPairs are the ways in which sources write yes and no. The first pair by which an expression distinguishes the two is taken.
var truthPairs = [...][2]string{{"True", "False"}, {"1", "0"}, {"true", "false"}}

// turns returns the effect of n on the only attribute that it reads: 1 if True results in True, -1 if it results in False, and 0 if
// neither is certain. yes and no are the texts with which it was determined, for a correction that reads the same ones.
func (e *expression) turns(n syntax.Node) (way int, yes, no string) {
	for _, pair := range truthPairs {
		high, ok := e.tryPart(n, same(pair[0]))
		low, alsoOK := e.tryPart(n, same(pair[1]))
		if !ok || !alsoOK {
			continue
		}
		switch h, l := strings.ToLower(high.Text()), strings.ToLower(low.Text()); {
		case h == "true" && l == "false":
			return 1, pair[0], pair[1]
		case h == "false" && l == "true":
			return -1, pair[0], pair[1]
		}
	}
	return 0, "", ""
}

// polarity reports an expression whose effect on a status is the opposite of what the names of source and target ask for. It judges only
// expressions that read a single attribute.
func polarity(e *expression) {
	names := attributes(e.root)
	if len(names) != 1 || says(names[0]) == 0 || says(e.use.Target) == 0 {
		return
	}
	want := says(names[0]) * says(e.use.Target)
	way, yes, no := e.turns(e.root)
	if way == 0 || way == want {
		return
	}
	f := e.report(e.root, "[%s] %s, but %s %s: invert the value", diag.Clip(names[0]), meaning(names[0]), diag.Clip(e.use.Target), meaning(e.use.Target))
	if !isStatus(names[0]) || !isStatus(e.use.Target) {
		f.Severity = diag.Warning // the names suggest it, and are those of nobody's documentation
	}
	// The attribute has the meaning of the target already, and needs no function.
	if want > 0 && e.isCall(e.root, "Not") {
		f.replace(e.root, "["+names[0]+"]")
		return
	}
	f.replace(e.root, statusSwitch(names[0], yes, no, want > 0))
}

// meaning returns what True means for an attribute, of which says is not 0.
func meaning(name string) string {
	if says(name) > 0 {
		return "is True for an account that is enabled"
	}
	return "is True for an account that is disabled"
}

// statusSwitch returns the Switch that keeps or inverts a status and leaves a missing one missing.
func statusSwitch(name, yes, no string, keep bool) string {
	high, low := "False", "True"
	if keep {
		high, low = low, high
	}
	return "Switch([" + name + "], , " + syntax.QuoteText(yes) + `, "` + high + `", ` + syntax.QuoteText(no) + `, "` + low + `")`
}

// missingActive compares the result for a missing value of active with those for True and False. Null as the result is sound, since it
// changes nothing. Only the name active in lower case is meant, that of SCIM, which senders may leave out.
func missingActive(e *expression) {
	for c := range e.calls("Not", "Switch", "IIF") {
		names := attributes(c.Call)
		if len(names) != 1 || lastPart(names[0]) != "active" || !e.isResult(c.Call) {
			continue
		}
		way, yes, no := e.turns(c.Call)
		missing, ok := e.tryPart(c.Call, func(string) value.Value { return value.Absent })
		if way == 0 || !ok || missing.IsNullOrEmpty() {
			continue
		}
		inactive, ok := e.tryPart(c.Call, same(no))
		// For a target that means the opposite, polarity reports the graver mistake.
		if !ok || !strings.EqualFold(missing.Text(), inactive.Text()) || says(e.use.Target)*way < 0 {
			continue
		}
		e.report(c, "if [%s] is missing, this returns %s, as for an inactive account: write %s", diag.Clip(names[0]), missing.Text(),
			statusSwitch(names[0], yes, no, way > 0)).replace(c, statusSwitch(names[0], yes, no, way > 0))
	}
}
