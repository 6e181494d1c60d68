package lint

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// dataRules are about what the records of the source lead to. They report what the other rules can only suspect, and need no guess from
// the names of attributes. Where the input has no data they report nothing.
func dataRules() []Rule {
	return []Rule{
		{
			Code: "L201", Name: "near-key", Severity: diag.Warning,
			Summary:  "A value of the data differs from a compared text only in case or in spaces.",
			Doc:      "Switch and = compare with case and with spaces: sales and \"Sales \" are not Sales, and lead to the default. Normalize the value first, with Trim and ToLower, or add the key.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Switch([department], "Other", "Sales", "S", "Press", "P")`, Data: "department\nSales\nsales\nPress\n", At: `"Sales"`},
				{Expr: `IIF([country]="USA", "a", "b")`, Data: "country\nUSA\n USA\nCanada\n", At: `"USA"`},
			},
			Good: []Example{
				{Expr: `Switch([department], "Other", "Sales", "S", "Press", "P")`, Data: "department\nSales\nPress\nLegal\n"},
				// Here the near text is a key itself.
				{Expr: `Switch([department], "Other", "Sales", "S", "sales", "S")`, Data: "department\nSales\nsales\n"},
				{Expr: `Switch(ToLower([department]), "Other", "sales", "S")`, Data: "department\nSales\nsales\n"},
			},
			expression: nearKey,
		},
		{
			Code: "L202", Name: "surviving-letter", Severity: diag.Warning,
			Summary:  "NormalizeDiacritics leaves letters in the data that are not plain Latin letters.",
			Doc:      "It strips diacritics from Latin letters. Letters of other scripts, and a few Latin ones such as ð and þ, stay, and a userPrincipalName, a mailNickname or a mail address does not accept them. Replace them one by one, or fall back on another attribute.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad:        []Example{{Expr: `NormalizeDiacritics([surname])`, Data: "surname\nMüller\nGuðmundsson\n"}},
			Good:       []Example{{Expr: `NormalizeDiacritics([surname])`, Data: "surname\nMüller\nŁukasz\n"}},
			expression: survivingLetter,
		},
		{
			Code: "L203", Name: "match-in-data", Severity: diag.Warning,
			Summary:  "Objects of the data have no matching value, or the same one.",
			Doc:      "An object without a value for any matching attribute is skipped (ImportSkipped); two with the same one change the same account (DuplicateSourceEntries).",
			Evidence: functions.Documented, Source: mappingSource,
			Bad: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}]}`, Data: "id,name\n1,a\n,b\n", At: "mappings[0].match"},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}]}`, Data: "id,name\n1,a\n1,b\n", At: "mappings[0].match"},
			},
			Good: []Example{
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}]}`, Data: "id,name\n1,a\n2,b\n"},
				// The object without an id is out of scope, and needs no match.
				{Set: `{"scope": [[{"attribute": "id", "operator": "IS NOT NULL"}]], "mappings": [{"target": "employeeId", "from": "id", "match": 1}]}`, Data: "id,name\n1,a\n,b\n"},
			},
			set: matchInData,
		},
		{
			Code: "L204", Name: "value-in-data", Severity: diag.Warning,
			Summary:  "For the data the expression returns values that the target refuses: too long, malformed, or with characters that are not accepted.",
			Doc:      "The expression is evaluated for the records of the source, and its results are compared with the limits of the target.",
			Evidence: functions.Documented, Source: planSource,
			Bad: []Example{
				{Expr: `ToLower([alias])`, Use: Use{Target: "sAMAccountName"}, Data: "alias\njo\nbartholomew.featherstone\n"},
				{Expr: `Append([alias], "@contoso.com")`, Use: Use{Target: "userPrincipalName"}, Data: "alias\njo\njo doe\n"},
			},
			Good:       []Example{{Expr: `Left(ToLower([alias]), 20)`, Use: Use{Target: "sAMAccountName"}, Data: "alias\njo\nbartholomew.featherstone\n"}},
			expression: valueInData,
		},
		{
			Code: "L205", Name: "failure-in-data", Severity: diag.Error,
			Summary:  "The expression fails for objects of the data.",
			Doc:      "The attribute of such an object is not written. Most often a date does not match the input format, or a text is not a number.",
			Evidence: functions.Inferred, Source: "evaluated here",
			Bad:        []Example{{Expr: `FormatDateTime([hired], , "yyyy-MM-dd", "dd.MM.yyyy")`, Data: "hired\n2026-01-31\n31/01/2026\n", At: `[hired]`}},
			Good:       []Example{{Expr: `FormatDateTime([hired], , "yyyy-MM-dd", "dd.MM.yyyy")`, Data: "hired\n2026-01-31\n\"\"\n"}},
			expression: failureInData,
		},
		{
			Code: "L206", Name: "null-in-data", Severity: diag.Warning,
			Summary:  "Objects of the data have no value for an attribute that the target needs.",
			Doc:      "An account cannot be created without it. Let the expression return something else: Coalesce, or Switch with a value for \"\".",
			Evidence: functions.Documented, Source: planSource,
			Bad:        []Example{{Expr: `[displayName]`, Use: Use{Target: "displayName"}, Profile: "entra", Data: "displayName,id\nJo,1\n,2\n"}},
			Good:       []Example{{Expr: `Coalesce([displayName], [id])`, Use: Use{Target: "displayName"}, Profile: "entra", Data: "displayName,id\nJo,1\n,2\n"}},
			expression: nullInData,
		},
		{
			Code: unreadData, Name: "unread-data", Severity: diag.Error,
			Summary:  "Records of the data cannot be read, were not looked at, or have nothing that the mappings read.",
			Doc:      "The other rules know nothing of these objects. A record that cannot be read would not be provisioned either. Of more than 100,000 records the first 100,000 are looked at, and a remark says so. Records without any attribute that the mappings read are those of another source.",
			Evidence: functions.Inferred, Source: "read here",
			Bad: []Example{
				{Expr: `[displayName]`, Data: "id,displayName\n1,A\n2\n3,x,y\n"},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "displayName", "expression": "Trim([name])"}]}`, Data: `[{"key": "1"}]`},
			},
			Good: []Example{
				{Expr: `[displayName]`, Data: "id,displayName\n1,A\n2,\n"},
				{Set: `{"mappings": [{"target": "employeeId", "from": "id", "match": 1}, {"target": "displayName", "expression": "Trim([name])"}]}`, Data: `[{"ID": "1"}]`},
			},
			set: unrelatedData,
		},
		unnamedStatusRule(),
	}
}

// unreadData is the code of the rule whose findings are those of [Data.Findings].
const unreadData = "L207"

// unrelatedData reports records of which none has any attribute that the mappings read. A table is told by its columns, name by name.
func unrelatedData(s *setCheck) {
	data := s.opts.Data
	if data == nil || data.attributes != nil || len(data.records) == 0 {
		return
	}
	var names []string
	for i := range s.set.Mappings {
		m := &s.set.Mappings[i]
		read := []string{m.From}
		if tree, err := syntax.Parse(m.Expression); err == nil {
			read = append(read, attributes(tree.Root)...)
		}
		for _, name := range read {
			if name == "" || slices.Contains(names, name) {
				continue
			}
			if data.column(name).empty < len(data.records) {
				return
			}
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		s.reportScope(nil, "no object of the data has an attribute that the mappings read: want some of %s", diag.Name(strings.Join(names[:min(len(names), 12)], ", ")))
	}
}

// outcome is what an expression returns for a record: a value or an error, and the record's place in the file.
type outcome struct {
	record int
	value  value.Value
	err    error
}

// outcomes evaluates a part of the expression for the records, in their order; nil where there are no data, or where the expression does
// not compile. A part is compiled by itself from its formatted text: the cost is one compilation and an evaluation for each record, in
// each call. It may fail or succeed for records for which the whole expression never evaluates it.
func (e *expression) outcomes(n syntax.Node) []outcome {
	if e.opts.Data == nil || e.program == nil {
		return nil
	}
	program := e.program
	if n != e.root {
		var err error
		if program, err = expr.Compile(syntax.Format(n), expr.WithFunctions(e.reg)); err != nil {
			return nil
		}
	}
	records := e.opts.Data.records
	list := make([]outcome, len(records))
	for i := range list {
		env := environment(records[i].attrs)
		maps.Copy(env.Tokens, e.opts.Tokens)
		v, err := program.Eval(env)
		list[i] = outcome{records[i].ordinal, v, err}
	}
	return list
}

// results returns the outcomes of the whole expression, evaluated once for all rules.
func (e *expression) results() []outcome {
	if e.evaluated == nil {
		e.evaluated = e.outcomes(e.root)
	}
	return e.evaluated
}

// nearKey compares the texts that a subject returns for the data with its keys. A text that is itself a key of the same subject is no near
// miss, whatever other key it resembles.
func nearKey(e *expression) {
	if e.opts.Data == nil {
		return
	}
	texts := map[syntax.Node]map[string]int{}
	keys := map[syntax.Node][]string{}
	list := e.comparisons()
	for _, c := range list {
		keys[c.subject] = append(keys[c.subject], c.text.Value)
		if texts[c.subject] == nil {
			texts[c.subject] = e.textsOf(c.subject)
		}
	}
	for _, c := range list {
		near, count := "", 0
		// The least of the texts is reported, since the order of a map changes and findings must not.
		for text, n := range texts[c.subject] {
			if likeness(text) == likeness(c.text.Value) && !slices.Contains(keys[c.subject], text) && (near == "" || text < near) {
				near, count = text, n
			}
		}
		if near != "" && likeness(near) != "" {
			e.reportData(c.text.Span(), "the data have %s (%s), which differs from %s only in case or spaces, and is not equal to it",
				diag.Quote(near), objects(count), diag.Quote(c.text.Value))
		}
	}
}

// likeness returns a text without case and spaces. Two texts that differ and have the same likeness are near each other.
func likeness(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }

// textsOf counts the texts that a part of the expression returns for the data. Other kinds are left out: a number or True differs from no
// key in case alone.
func (e *expression) textsOf(n syntax.Node) map[string]int {
	counts := map[string]int{}
	for _, o := range e.outcomes(n) {
		if o.err == nil && o.value.Kind() == value.KindString {
			counts[o.value.Text()]++
		}
	}
	return counts
}

// objects returns the count as words of ours, which messages show where they show no values.
func objects(n int) diag.Name {
	if n == 1 {
		return "1 object"
	}
	return diag.Name(strconv.Itoa(n) + " objects")
}

// survivingLetter evaluates each NormalizeDiacritics by itself, since functions around it may remove the letters, and lists those that are
// not ASCII in its results.
func survivingLetter(e *expression) {
	for c := range e.calls("NormalizeDiacritics") {
		var letters []rune
		example := ""
		for _, o := range e.outcomes(c.Call) {
			for _, r := range o.value.Text() {
				if r > unicode.MaxASCII && unicode.IsLetter(r) && !slices.Contains(letters, r) && o.err == nil {
					letters = append(letters, r)
					if example == "" {
						example = o.value.Text()
					}
				}
			}
		}
		if letters != nil {
			slices.Sort(letters)
			e.reportData(c.Span(), "NormalizeDiacritics leaves %s in the data unchanged: %s", spaced(letters), diag.Quote(example))
		}
	}
}

// spaced lists letters, the first ten of them.
func spaced(letters []rune) string {
	var b strings.Builder
	for i, r := range letters {
		if i == 10 {
			b.WriteString(" …")
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// matchInData looks for objects that have no value for any matching attribute, and for equal values of one. It reads the data in scope
// alone: other objects are not provisioned, and need no match.
func matchInData(s *setCheck) {
	data := s.scoped.Data
	if data == nil {
		return
	}
	// Only how many records lack each attribute is known, not which: with several matching attributes an object that lacks one may have
	// another, so missing values are reported where there is a single one.
	missing, last := len(data.records), -1
	values := map[int]*column{}
	for i := range s.set.Mappings {
		m := &s.set.Mappings[i]
		if m.Match <= 0 || m.From == "" {
			if m.Match > 0 {
				return // an expression may return a value although the attribute has none
			}
			continue
		}
		values[i], last = data.column(m.From), i
		missing = min(missing, values[i].empty)
		// Each record with one value adds at most one text, so fewer texts than such records mean that some are equal. Lists can only add texts,
		// which hides an equal value and never invents one.
		if c := values[i]; c.all && len(c.values) < c.records-c.empty-c.several {
			data.matched[flatName(m.From)] = true
			s.report(i, "match", "for %s of the data [%s] is the same as for another object, and both change the same account", objects(c.records-c.empty-len(c.values)), diag.Clip(m.From))
		}
	}
	if last >= 0 && missing > 0 && len(data.records) > 0 && len(values) == 1 {
		s.report(last, "match", "there is no [%[2]s] for %[1]s of the data, and the service skips an object that cannot be matched", objects(missing), diag.Clip(s.set.Mappings[last].From))
	}
}

// valueInData compares the results for the data with the limits of the target. Lengths are in UTF-16 code units, as in the limits. The
// last value of each kind is the example.
func valueInData(e *expression) {
	limit := e.limit()
	if e.opts.Data == nil || limit.IsZero() {
		return
	}
	long, odd := 0, 0
	longest, strange := "", ""
	for _, o := range e.results() {
		if o.err != nil || o.value.Kind() != value.KindString || o.value.Text() == "" {
			continue
		}
		text := o.value.Text()
		if length := len(utf16.Encode([]rune(text))); limit.Length > 0 && length > limit.Length {
			long++
			longest = text
		}
		if limit.Refuses(text) {
			odd++
			strange = text
		}
	}
	if long > 0 {
		e.reportData(e.root.Span(), "for %s of the data the value is longer than the %d characters that %s takes: %s", objects(long), limit.Length, diag.Name(diag.Clip(e.use.Target)), diag.Quote(longest))
	}
	if odd > 0 {
		e.reportData(e.root.Span(), "for %s of the data %s does not accept the value: %s", objects(odd), diag.Name(diag.Clip(e.use.Target)), diag.Quote(strange))
	}
}

// failureInData reports the part of the expression that fails first in the data. The span of an evaluation error counts in the text of the
// whole expression, since the whole one was evaluated.
func failureInData(e *expression) {
	var first *outcome
	failed := 0
	for _, o := range e.results() {
		if o.err != nil {
			if failed++; first == nil {
				first = &o
			}
		}
	}
	if first == nil {
		return
	}
	at := e.root.Span()
	var bad *expr.EvalError
	if errors.As(first.err, &bad) {
		at = bad.Span
	}
	e.reportData(at, "the expression fails for %s of the data, first for record %d: %s", objects(failed), first.record, first.err)
}

// reportData reports what the data show. The values of custom security attributes, and those that go through Redact(), are in no message, as the
// service's logs have it.
func (e *expression) reportData(at diag.Span, format string, args ...any) {
	f := e.reportAt(at, format, args...)
	if e.isSecret() {
		f.Message = f.Message.Masked()
	}
}

// isSecret reports whether the values that the expression reads must be in no message.
func (e *expression) isSecret() bool {
	_, secret := mapping.SecurityAttribute(e.use.Target)
	return secret || e.readsSecret() || e.redacts()
}

// readsSecret reports whether the expression reads a custom security attribute of the source.
func (e *expression) readsSecret() bool {
	for n := range syntax.Nodes(e.root) {
		if from, ok := attribute(n); ok {
			if _, secret := mapping.SecurityAttribute(from); secret {
				return true
			}
		}
	}
	return false
}

// redacts reports whether the expression calls Redact() or the like. Whether a result came that way does not count: parts are evaluated by
// themselves, and the whole may fail for every object.
func (e *expression) redacts() bool {
	for n := range syntax.Nodes(e.root) {
		if c, ok := n.(*syntax.Call); ok {
			if spec, _ := e.reg.Lookup(c.Name); spec != nil && spec.Redacts {
				return true
			}
		}
	}
	return false
}

// isRequired reports whether the target needs a value: by its schema, or by its profile.
func (e *expression) isRequired() bool {
	if a, _ := e.opts.Target.Lookup(e.use.Target); a != nil {
		return a.Required && a.Default == ""
	}
	return e.isTarget(e.opts.Profile.Required(e.opts.objectName())...)
}

// nullInData counts the records without a result. With a default there is a value at creation.
func nullInData(e *expression) {
	if e.use.Default != "" || !e.isRequired() {
		return
	}
	missing := 0
	for _, o := range e.results() {
		if o.err == nil && o.value.IsNullOrEmpty() {
			missing++
		}
	}
	if missing > 0 {
		e.report(e.root, "for %s of the data the expression returns no value, and %s needs one", objects(missing), diag.Clip(e.use.Target))
	}
}
