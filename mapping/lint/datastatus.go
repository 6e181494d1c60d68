package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// unnamedStatusRule returns the rule about status words that nobody has thought of: what an expression does not name is mostly disabled.
func unnamedStatusRule() Rule {
	return Rule{
		Code: "L220", Name: "unnamed-status", Severity: diag.Warning,
		Summary:  "The data have more than two status words, and those that the expression does not name disable accounts.",
		Doc:      "A status that is compared with Active makes everybody who is on leave inactive. Name every word that the data have, for instance by Switch with a key for each; a word without a key is then the default, which may be null.",
		Evidence: functions.Inferred, Source: "evaluated here",
		Bad: []Example{
			{Expr: `IIF([status]="Active", "True", "False")`, Use: Use{Target: "accountEnabled"}, Data: "status\nActive\nTerminated\nOn Leave\n"},
			{Expr: `Switch([status], "True", "Active", "False", "Paid Leave", "False")`, Use: Use{Target: "accountDisabled"}, Data: "status\nActive\nTerminated\nOn Leave\n"},
		},
		Good: []Example{
			{Expr: `IIF([status]="Active", "True", "False")`, Use: Use{Target: "accountEnabled"}, Data: "status\nActive\nTerminated\n\"\"\n"},
			{Expr: `Switch([status], , "Active", "True", "On Leave", "True", "Terminated", "False")`, Use: Use{Target: "accountEnabled"}, Data: "status\nActive\nTerminated\nOn Leave\n"},
			// Who is not terminated is enabled.
			{Expr: `IIF([status]="Terminated", "False", "True")`, Use: Use{Target: "accountEnabled"}, Data: "status\nActive\nTerminated\nOn Leave\n"},
		},
		expression: unnamedStatus,
	}
}

// mostStatuses is how many words a status has at most. A column of more is something else.
const mostStatuses = 20

// statusWord is a word of the data, without regard to case.
type statusWord struct {
	text     string
	count    int
	disables bool
	named    bool // by a text of the expression
}

func unnamedStatus(e *expression) {
	names := attributes(e.root)
	if len(names) != 1 || says(e.use.Target) == 0 || e.opts.Data == nil {
		return
	}
	words := e.statusWords(names[0])
	if len(words) <= 2 || len(words) > mostStatuses {
		return
	}
	all, fallen := 0, 0
	var list diag.Message
	for i, w := range words {
		if all += w.count; w.disables && !w.named {
			fallen += w.count
		}
		item := diag.Messagef("%s %d", diag.Quote(w.text), w.count)
		if list = diag.Messagef("%s, %s", list, item); i == 0 {
			list = item
		}
	}
	if fallen == 0 {
		return
	}
	e.reportData(e.root.Span(), "[%s] has %d values in the data (%s), of which the expression does not name all: %s of %d fall to what disables an account; name each of them",
		diag.Name(diag.Clip(names[0])), len(words), list, objects(fallen), all)
}

// statusWords returns the words of an attribute in the data with what the expression makes of each, the most frequent first; more than are of use
// where it has too many, and none of records for which the expression fails.
func (e *expression) statusWords(name string) []statusWord {
	named := map[string]bool{}
	for n := range syntax.Nodes(e.root) {
		if text, ok := n.(*syntax.String); ok {
			named[strings.ToLower(text.Value)] = true
		}
	}
	disables := []string{"false", "0"}
	if says(e.use.Target) < 0 {
		disables = []string{"true", "1"}
	}
	path := value.ParsePath(name)
	var words []statusWord
	for i, o := range e.results() {
		text := e.opts.Data.records[i].attrs.Attribute(&path).Text()
		if text == "" || o.err != nil {
			continue
		}
		at := slices.IndexFunc(words, func(w statusWord) bool { return strings.EqualFold(w.text, text) })
		if at < 0 {
			if at = len(words); at > mostStatuses {
				break
			}
			words = append(words, statusWord{text: text, named: named[strings.ToLower(text)], disables: slices.Contains(disables, strings.ToLower(o.value.Text()))})
		}
		words[at].count++
	}
	slices.SortStableFunc(words, func(a, b statusWord) int { return b.count - a.count })
	return words
}
