package lint

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
)

// Rule describes and checks one kind of mistake.
type Rule struct {
	// Code is the stable code of the rule, such as L05. It is never reused for another rule.
	Code string
	// Name is the readable name of the rule, such as unknown-escape.
	Name string
	// Severity is [diag.Error] for what the service refuses or what certainly fails or has a wrong result, [diag.Warning] for what
	// is most likely a mistake.
	Severity diag.Severity
	// Summary is a sentence about what the rule finds.
	Summary string
	// Doc explains why it is a mistake and how to correct it.
	Doc string
	// Evidence and Source are the evidence for the reason, and its source.
	Evidence functions.Evidence
	Source   string
	// KeepsValue is set if the corrections of an expression that compiles have its value for every object.
	KeepsValue bool
	// OnRequest is set for remarks on style, which are reported only if [Options.All] is set.
	OnRequest bool
	// Reports are the codes of the findings of lower packages that are reported under this rule.
	Reports []diag.Code
	// Bad are examples with the mistake, Good examples without it.
	Bad, Good []Example

	// mend returns the edits that correct a finding of a lower package, or nil if there are none.
	mend func(e *expression, d diag.Finding) []edit
	// changes reports whether the correction of a finding changes the value although those of the rule's others keep it.
	changes func(e *expression, f *finding) bool
	// expression checks a parsed expression, mapping a mapping of any type, and set all mappings together.
	expression func(e *expression)
	mapping    func(m *mappingCheck)
	set        func(s *setCheck)
}

// Example is an example of a rule: input to lint. Exactly one of Expr, Set, Schema, Bulk and API is set.
type Example struct {
	// Expr is an expression; Use, Profile and Attributes are its context.
	Expr       string
	Use        Use
	Profile    string
	Attributes []string
	// Set is a mapping set, Schema a Graph schema or a part of one, Bulk a SCIM bulk request, all as JSON.
	Set, Schema, Bulk string
	// API is the API expression of an attribute: of the first of Attributes, or a.
	API string
	// Show describes a schema or a request for readers.
	Show string
	// Data is records of the source as CSV, for an expression or a set.
	Data string
	// SyncAll is the option of that name.
	SyncAll bool

	// At is the start of the finding of a bad example. For an expression it is the text from there on, or "" for the start of the
	// expression; otherwise it is the finding's path.
	At string
	// Fixed is the corrected expression, or "" if the rule has no correction for it.
	Fixed string
}

// Rules returns an iterator over all rules in the order of their codes.
func Rules() iter.Seq[*Rule] { return slices.Values(ruleBook().rules) }

// Lookup returns the rule with that code or name, ignoring case, or nil.
func Lookup(name string) *Rule {
	for r := range Rules() {
		if strings.EqualFold(r.Code, name) || strings.EqualFold(r.Name, name) {
			return r
		}
	}
	return nil
}

// book is the rules in the order of their codes, and the rule for each code of a lower package. A code has at most one rule, so that it is
// reported under one name everywhere.
type book struct {
	rules     []*Rule
	reporting map[diag.Code]*Rule
}

// ruleBook returns the book, which is built at the first call and never changed.
var ruleBook = sync.OnceValue(func() *book {
	b := &book{reporting: map[diag.Code]*Rule{}}
	families := [][]Rule{
		syntaxRules(), functionRules(), argumentRules(), nullRules(), compareRules(), kindRules(), replaceRules(), leftoverRules(), dateRules(), dateTargetRules(), constantRules(),
		uniqueRules(), roleRules(), statusRules(), flowRules(), nameRules(), targetRules(), inferRules(), severalRules(),
		setRules(), graphRules(), dataRules(), tableRules(), bulkRules(), apiRules(),
	}
	for _, family := range families {
		for i := range family {
			b.add(&family[i])
		}
	}
	// The shorter code is the lower one: L05 comes before L101.
	slices.SortFunc(b.rules, func(x, y *Rule) int {
		return cmp.Or(cmp.Compare(len(x.Code), len(y.Code)), cmp.Compare(x.Code, y.Code))
	})
	return b
})

// add adds a rule. It panics for rules that contradict each other: this is a mistake in the package, which every test detects.
func (b *book) add(r *Rule) {
	for _, other := range b.rules {
		if other.Code == r.Code || other.Name == r.Name {
			panic(fmt.Sprintf("lint: %s %s is used by %s %s", r.Code, r.Name, other.Code, other.Name))
		}
	}
	for _, code := range r.Reports {
		if other := b.reporting[code]; other != nil {
			panic(fmt.Sprintf("lint: %s is reported by %s and by %s", code, other.Code, r.Code))
		}
		b.reporting[code] = r
	}
	b.rules = append(b.rules, r)
}
