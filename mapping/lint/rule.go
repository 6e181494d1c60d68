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

// Rule is one sort of mistake: all there is to know about it.
type Rule struct {
	// Code is the rule's stable name, such as L05. It is never used for another rule.
	Code string
	// Name is the rule's name in words, such as unknown-escape.
	Name string
	// Severity is [diag.Error] for what the service refuses or what certainly fails or gives a wrong value, [diag.Warning] for what
	// most likely is a mistake.
	Severity diag.Severity
	// Summary says in a sentence what is found.
	Summary string
	// Doc says why it is a mistake and what to do.
	Doc string
	// Evidence and Source tell how well the reason is known, and from where.
	Evidence functions.Evidence
	Source   string
	// OnRequest rules are remarks on style that are told only where all rules are asked for, see [Options.All].
	OnRequest bool
	// Tells lists the codes of findings of lower packages that this rule stands for.
	Tells []diag.Code
	// Bad are examples with the mistake, Good examples without it.
	Bad, Good []Example

	// mend gives the corrected expression for a finding that is told, "" where there is none.
	mend func(e *expression, d diag.Finding) string
	// expression looks at an expression that parses, mapping at a mapping of whatever type, set at all mappings together.
	expression func(e *expression)
	mapping    func(m *mappingCheck)
	set        func(s *setCheck)
}

// Example is something that is linted, as a rule's example. Exactly one of Expr, Set, Schema and Bulk is set.
type Example struct {
	// Expr is an expression; Use, Profile and Attributes are what is known beside it.
	Expr       string
	Use        Use
	Profile    string
	Attributes []string
	// Set is a mapping set, Schema a Graph schema or a part of one, Bulk a SCIM bulk request, all as JSON.
	Set, Schema, Bulk string
	// Show is what a reader is shown of a schema or a request.
	Show string
	// Data are records of the source as CSV, beside an expression or a set.
	Data string
	// SyncAll is the option of that name.
	SyncAll bool

	// At is where the finding of a bad example begins: for an expression the text that stands there, "" for its beginning; otherwise
	// the finding's path.
	At string
	// Fixed is the corrected expression, "" where the rule has no correction for it.
	Fixed string
}

// Rules gives all rules in the order of their codes.
func Rules() iter.Seq[*Rule] { return slices.Values(ruleBook().rules) }

// Lookup gives the rule of that code or name, in any case; nil where there is none.
func Lookup(name string) *Rule {
	for r := range Rules() {
		if strings.EqualFold(r.Code, name) || strings.EqualFold(r.Name, name) {
			return r
		}
	}
	return nil
}

// book is the rules, and which of them tells a finding of a lower package.
type book struct {
	rules []*Rule
	tells map[diag.Code]*Rule
}

// ruleBook is made once and never changed.
var ruleBook = sync.OnceValue(func() *book {
	b := &book{tells: map[diag.Code]*Rule{}}
	families := [][]Rule{
		syntaxRules(), functionRules(), argumentRules(), nullRules(), compareRules(), replaceRules(), dateRules(), constantRules(),
		uniqueRules(), roleRules(), statusRules(), flowRules(), nameRules(), targetRules(), inferRules(),
		setRules(), graphRules(), dataRules(), bulkRules(),
	}
	for _, family := range families {
		for i := range family {
			b.add(&family[i])
		}
	}
	slices.SortFunc(b.rules, func(x, y *Rule) int {
		return cmp.Or(cmp.Compare(len(x.Code), len(y.Code)), cmp.Compare(x.Code, y.Code))
	})
	return b
})

// add takes a rule. Literals that contradict each other are a mistake in this package that every test shows.
func (b *book) add(r *Rule) {
	for _, other := range b.rules {
		if other.Code == r.Code || other.Name == r.Name {
			panic(fmt.Sprintf("lint: %s %s is taken by %s %s", r.Code, r.Name, other.Code, other.Name))
		}
	}
	for _, code := range r.Tells {
		if other := b.tells[code]; other != nil {
			panic(fmt.Sprintf("lint: %s is told by %s and by %s", code, other.Code, r.Code))
		}
		b.tells[code] = r
	}
	b.rules = append(b.rules, r)
}
