package functions

import (
	"cmp"
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// replaceFunctions has Replace, whose meaning depends on which of its optional arguments are written.
func replaceFunctions() []Spec {
	return []Spec{{
		Name:    "Replace",
		Summary: "Replaces a text, the matches of a regular expression or one of its groups in source; or fills a template; or takes a part of another attribute if source is empty.",
		Phrases: []string{
			"{template} with {source} in place of each {oldValue}",
			"{source}, or where it has no value the group {regexGroupName} of the pattern {regexPattern} in {replacementAttributeName}",
			"{source} with the group {regexGroupName} of every match of {regexPattern} replaced by {replacementValue}",
			"{source} with every match of {regexPattern} replaced by {replacementValue}",
			"{source} with every {oldValue} replaced by {replacementValue}",
		},
		Params: []Param{
			call.ReplaceSource:    {Name: "source", Doc: "the text to change", Each: true, Null: NullHandled, Key: "source"},
			call.ReplaceOld:       {Name: "oldValue", Doc: "the text to replace, compared with case", Optional: true, Null: NullIsEmpty, Key: "Find"},
			call.ReplacePattern:   {Name: "regexPattern", Doc: "a .NET regular expression", Optional: true, Null: NullIsError, Key: "RegularExpression"},
			call.ReplaceGroup:     {Name: "regexGroupName", Doc: "the name of the group to replace or to take", Optional: true, Null: NullIsEmpty, Key: "RegularExpressionGroupName"},
			call.ReplaceValue:     {Name: "replacementValue", Doc: "the new text; with a pattern and without a group it may contain ${name}, $1, $& and $$", Optional: true, Null: NullIsEmpty, Key: "Replacement", Say: sayNothing},
			call.ReplaceAttribute: {Name: "replacementAttributeName", Doc: "the attribute to take the group from if source has no value", Optional: true, Null: NullHandled, Key: "ReplacementPropertyName"},
			call.ReplaceTemplate:  {Name: "template", Doc: "a text in which oldValue is replaced by source", Optional: true, Null: NullIsEmpty, Key: "Template"},
		},
		Result:   textResult,
		Evidence: Documented,
		Source:   referenceSource,
		Notes:    []Note{{Assumed, "Any other combination of arguments is an error, and so is an empty oldValue."}},
		Rules: []Rule{
			{topicFind, Documented, "oldValue and replacementValue: every occurrence of oldValue is replaced."},
			{topicTemplate, Documented, "oldValue and template: every occurrence of oldValue in template is replaced by source."},
			{topicMatches, Documented, "regexPattern and replacementValue: every match is replaced."},
			{topicGroupText, Documented, "regexPattern, regexGroupName and replacementValue: in every match the text of the group is replaced and the rest is kept. replacementValue is literal."},
			{topicOtherGroup, Inferred, "regexPattern, regexGroupName and replacementAttributeName: source if it has a value, else the group of the first match in the other attribute. Older pages say the opposite."},
			{call.TopicNull, Assumed, "The result for a null source is null, unless the group of another attribute is taken."},
			{topicUnmatched, Assumed, "A match whose group captured nothing is left unchanged."},
			{call.TopicRegex, Inferred, "Regular expressions are .NET's: look-around, named groups numbered after unnamed ones, Unicode classes."},
		},
		Examples: []Example{
			{Expr: `Replace([preferredLanguage], "-", , , "_", , )`, Attrs: value.Map{"preferredLanguage": "EN-US"}, Want: []string{"EN_US"}},
			{Expr: `Replace([UserID], "<username>", , , , , "<username>@contoso.com")`, Attrs: value.Map{"UserID": "alex"}, Want: []string{"alex@contoso.com"}},
			{Expr: `Replace([phone], , "\\+(?<isd>\\d* )(?<number>\\d{10})", , "${number}", , )`, Attrs: value.Map{"phone": "+1 9998887777"}, Want: []string{"9998887777"}},
			{Expr: `Replace([address], , "(?<streetNumber>^\\d*)", "streetNumber", "888", , )`, Attrs: value.Map{"address": "545 Tremont Street"}, Want: []string{"888 Tremont Street"}},
			{Expr: `Replace([office], , "(?<ext>\\d{4}$)", "ext", , [mobile], )`, Attrs: value.Map{"mobile": "+1 999888 7777"}, Want: []string{"7777"}},
			{Expr: `Replace([missing], "a", , , "b", , )`, Want: nil},
			{Expr: `Replace([a], [b], , , "x", , )`, Attrs: value.Map{"a": "abc", "b": ""}, WantError: "argument-value"},
		},
		Prepare: prepareReplace,
		Rewrite: func(a Args, source value.Value, dst []byte) ([]byte, error) {
			// prepareReplace always returns a state. Its mode is nil only after an error, with which nothing is evaluated.
			state := a.State().(*replaceState)
			return state.mode(a, state, source, dst)
		},
		points: searchPoints,
		Infer:  inferReplace,
	}}
}

// replaceMode implements one of the five combinations of arguments.
type replaceMode func(a Args, state *replaceState, source value.Value, dst []byte) ([]byte, error)

// replaceState is what is prepared of a call before there is data; pattern and replacement are nil where they depend on data.
type replaceState struct {
	mode        replaceMode
	pattern     *netregex.Pattern
	replacement *netregex.Replacement
	attribute   *value.Path
	limits      netregex.Limits
	searches    bool // the mode has a regular expression
	grouped     bool // a group of it decides, not whether all of it matches
}

// replaceModes are the accepted combinations of written arguments, as bits from oldValue on.
var replaceModes = map[int]replaceMode{
	written(call.ReplaceOld, call.ReplaceValue):                            replaceText,
	written(call.ReplaceOld, call.ReplaceTemplate):                         fillTemplate,
	written(call.ReplacePattern, call.ReplaceValue):                        replaceMatches,
	written(call.ReplacePattern, call.ReplaceGroup, call.ReplaceValue):     replaceGroups,
	written(call.ReplacePattern, call.ReplaceGroup, call.ReplaceAttribute): takeGroup,
}

// written returns the set of some parameters, a bit for each.
func written(params ...int) int {
	bits := 0
	for _, p := range params {
		bits |= 1 << p
	}
	return bits
}

// prepareReplace chooses the mode by which arguments are written, whatever their values: an argument that is null or "" counts.
func prepareReplace(p *Preparation) any {
	state := &replaceState{limits: netregex.Limits{PatternBytes: p.patternBytes()}}
	bits := 0
	for i := call.ReplaceOld; i < call.ReplaceParams; i++ {
		if p.Has(i) {
			bits |= 1 << i
		}
	}
	if state.mode = replaceModes[bits]; state.mode == nil {
		p.Report(-1, codes.ReplaceMode, "write one of: oldValue and replacementValue; oldValue and template; regexPattern and replacementValue; regexPattern, regexGroupName and replacementValue; regexPattern, regexGroupName and replacementAttributeName. Mind the empty arguments between the commas",
			"Replace does not accept the combination %s", writtenNames(p))
		return state
	}
	state.searches, state.grouped = p.Has(call.ReplacePattern), p.Has(call.ReplaceGroup)
	prepareReplaceConstants(p, state)
	return state
}

// writtenNames names the written arguments in the order of the reference.
func writtenNames(p *Preparation) string {
	var names []string
	for i, name := range [...]string{"source", "oldValue", "regexPattern", "regexGroupName", "replacementValue", "replacementAttributeName", "template"} {
		if i > 0 && p.Has(i) {
			names = append(names, name)
		}
	}
	if names == nil {
		return "of a source alone"
	}
	return strings.Join(names, ", ")
}

// prepareReplaceConstants checks the constant arguments of a call whose combination is accepted.
func prepareReplaceConstants(p *Preparation, state *replaceState) {
	if old, known := p.Text(call.ReplaceOld); known && p.Has(call.ReplaceOld) && old == "" {
		p.Report(call.ReplaceOld, codes.BadConstant, "write the text to replace", "oldValue is empty")
	}
	if text, known := p.Text(call.ReplacePattern); known && p.Has(call.ReplacePattern) {
		state.preparePattern(p, text)
	}
	if p.Has(call.ReplaceAttribute) && p.Args[call.ReplaceAttribute].Known {
		// A constant names an attribute, which no node of the expression refers to; see other.
		path := value.ParsePath(p.Args[call.ReplaceAttribute].Value.Text())
		state.attribute = &path
		p.Reads = append(p.Reads, path.String())
	}
}

// preparePattern compiles a constant pattern, and with it a constant template. With a group the replacement is literal, so that a $
// in it has no meaning and is not checked.
func (state *replaceState) preparePattern(p *Preparation, text string) {
	pattern, err := netregex.Compile(text, state.limits)
	if limit := call.RegexLimit(err); limit != nil {
		p.reportLimit(call.ReplacePattern, codes.BadConstant, limit.Limit, int(limit.Max), "%s", err)
		return
	}
	if err != nil {
		p.Report(call.ReplacePattern, codes.BadConstant, "regular expressions follow .NET", "%s", err)
		return
	}
	state.pattern = pattern
	if template, known := p.Text(call.ReplaceValue); known && !p.Has(call.ReplaceGroup) {
		if state.replacement, err = pattern.CompileReplacement(template); err != nil {
			p.Report(call.ReplaceValue, codes.BadConstant, "", "%s", err)
		}
	}
	// A group that the pattern does not have never captures anything, which is no error in an evaluation either.
	if group, known := p.Text(call.ReplaceGroup); known && p.Has(call.ReplaceGroup) && !pattern.HasGroup(group) {
		p.Warn(call.ReplaceGroup, codes.BadConstant, "group names are compared with case", "the pattern has no group %.40q", group)
	}
}

func replaceText(a Args, _ *replaceState, source value.Value, dst []byte) ([]byte, error) {
	return replaceOldBy(a, call.ReplaceValue, source, dst)
}

func fillTemplate(a Args, _ *replaceState, source value.Value, dst []byte) ([]byte, error) {
	return replaceOldBy(a, call.ReplaceTemplate, source, dst)
}

// replaceOldBy replaces oldValue by the argument other in source, or by source in a template. The template is another role of the same
// three texts, not another algorithm.
func replaceOldBy(a Args, other int, source value.Value, dst []byte) ([]byte, error) {
	if source.IsNull() {
		return nullSource(a, dst)
	}
	old, err := oldValue(a)
	if err != nil {
		return dst, err
	}
	text, err := a.Text(other)
	if err != nil {
		return dst, err
	}
	topic, whole, replacement := topicFind, source.Text(), text
	if other == call.ReplaceTemplate {
		topic, whole, replacement = topicTemplate, text, source.Text()
	}
	if a.Tracing() {
		a.remarkReplaced(topic, whole, old, replacement)
	}
	return replaceAll(a, dst, whole, old, replacement)
}

// nullSource returns the result for a source that is null.
func nullSource(a Args, dst []byte) ([]byte, error) {
	a.Remark(call.TopicNull, call.ReplaceSource, "source is null, so the result is null")
	return dst, ErrNull
}

// oldValue returns the text to replace. "" is an error, if only because replaceAll would not end: it finds "" again and again
// at the same place.
func oldValue(a Args) (string, error) {
	old, err := a.Text(call.ReplaceOld)
	if err == nil && old == "" {
		err = a.FailArg(call.ReplaceOld, codes.EvalConstant, value.String(""), "want a text to replace")
	}
	return old, err
}

// replaceAll appends s with every occurrence of old replaced, comparing bytes as .NET's ordinal String.Replace compares units. Unlike
// strings.ReplaceAll it stops where the result passes the limit: a few bytes of arguments could make a text of any length.
func replaceAll(a Args, dst []byte, s, old, replacement string) ([]byte, error) {
	from := len(dst)
	if nettext.HalfAtEnd(old) { // it may cut a character of s; what is left is joined where it stays whole
		s, old = nettext.Halved(s), nettext.Halved(old)
	}
	for {
		before, after, found := strings.Cut(s, old)
		if !found {
			return a.c.Extend(dst, from, s)
		}
		if more := len(before) + len(replacement); cap(dst)-len(dst) < more {
			var err error
			if dst, err = a.c.Room(dst, from, more); err != nil {
				return dst, err
			}
		}
		dst = append(append(dst, before...), replacement...)
		if len(dst)-from > a.c.Limits.TextBytes {
			return dst, a.c.TextLimit()
		}
		s = after
	}
}

// replaceMatches replaces every match of the pattern by the replacement, in which $1 and its like refer to the match.
func replaceMatches(a Args, state *replaceState, source value.Value, dst []byte) ([]byte, error) {
	if source.IsNull() {
		return nullSource(a, dst)
	}
	pattern, err := state.compiled(a)
	if err != nil {
		return dst, err
	}
	replacement := state.replacement
	if replacement == nil {
		if replacement, err = replacementOf(a, pattern); err != nil {
			return dst, err
		}
	}
	if a.Tracing() {
		a.remarkMatches(pattern, source.Text(), replacement.Template())
	}
	from := len(dst)
	dst, n, err := pattern.Within(a.c.RegexBudget()).Replace(dst, source.Text(), replacement)
	if err == nil {
		a.searched(n > 0)
	}
	a.c.MarkIn(dst, from)
	return dst, regexError(a, err)
}

// replacementOf compiles a template that depends on the object.
func replacementOf(a Args, pattern *netregex.Pattern) (*netregex.Replacement, error) {
	template, err := a.Text(call.ReplaceValue)
	if err != nil {
		return nil, err
	}
	if err := a.spendRegex(len(template) * stepsPerTemplateByte); err != nil {
		return nil, err
	}
	replacement, err := pattern.CompileReplacement(template)
	if err != nil {
		return nil, a.FailArg(call.ReplaceValue, codes.EvalConstant, value.String(template), "want a replacement with group numbers up to 2147483647")
	}
	return replacement, nil
}

// replaceGroups replaces the text of a group in every match by the replacement, which is literal.
func replaceGroups(a Args, state *replaceState, source value.Value, dst []byte) ([]byte, error) {
	if source.IsNull() {
		return nullSource(a, dst)
	}
	pattern, err := state.compiled(a)
	if err != nil {
		return dst, err
	}
	group, err := a.Text(call.ReplaceGroup)
	if err != nil {
		return dst, err
	}
	literal, err := a.Text(call.ReplaceValue)
	if err != nil {
		return dst, err
	}
	if a.Tracing() {
		a.remarkGroups(pattern, source.Text(), group, literal)
	}
	from := len(dst)
	dst, n, err := pattern.Within(a.c.RegexBudget()).ReplaceGroup(dst, source.Text(), group, literal)
	if err == nil {
		a.searched(n > 0)
	}
	a.c.MarkIn(dst, from)
	return dst, regexError(a, err)
}

// takeGroup appends the source if it has a value, or else the group in the other attribute. No match, and a group that captures nothing, is
// null. Pattern and group are not read where the source has a value.
func takeGroup(a Args, state *replaceState, source value.Value, dst []byte) ([]byte, error) {
	if !source.IsNullOrEmpty() {
		a.Remark(topicOtherGroup, call.ReplaceSource, "source has a value and is the result")
		dst, _, err := a.c.AppendWhole(dst, source)
		return dst, err
	}
	other, err := state.other(a)
	if err != nil || other.IsNullOrEmpty() {
		a.Remark(topicOtherGroup, call.ReplaceAttribute, "neither source nor the other attribute has a value, so the result is null")
		return dst, cmp.Or(err, ErrNull)
	}
	pattern, err := state.compiled(a)
	if err != nil {
		return dst, err
	}
	group, err := a.Text(call.ReplaceGroup)
	if err != nil {
		return dst, err
	}
	searched, err := a.c.Text(other)
	if err != nil {
		return dst, err
	}
	text, found, err := pattern.Within(a.c.RegexBudget()).FirstGroup(searched, group)
	if a.Tracing() && err == nil {
		a.remarkPattern(call.ReplaceAttribute, pattern, searched)
		a.remarkTaken(group, text, found)
	}
	if err == nil {
		a.searched(found)
	}
	if err != nil || !found {
		return dst, cmp.Or(regexError(a, err), ErrNull)
	}
	from := len(dst)
	dst, _, err = a.c.AppendText(dst, text)
	a.c.MarkIn(dst, from)
	return dst, err
}

// other returns the value of the attribute to take the group from. It is written as an attribute; a constant that names one is
// accepted too, as Graph's key ReplacementPropertyName suggests (assumed).
func (state *replaceState) other(a Args) (value.Value, error) {
	if state.attribute != nil && a.c.Env.Attrs != nil {
		v := a.c.Env.Attrs.Attribute(state.attribute)
		if err := v.Unreadable(); err != nil {
			return value.Absent, a.FailArg(call.ReplaceAttribute, codes.EvalType, value.Absent, "%s", diag.Name(err.Error()))
		}
		if !v.IsAbsent() {
			return v, nil
		}
	}
	return a.single(call.ReplaceAttribute)
}

// compiled returns the constant pattern, or compiles the one that this object's values make. The context keeps the one compiled last: for a
// multi-valued source the same pattern is asked for once a member.
func (state *replaceState) compiled(a Args) (*netregex.Pattern, error) {
	if state.pattern != nil {
		return state.pattern, nil
	}
	text, err := a.Text(call.ReplacePattern)
	if err != nil {
		return nil, err
	}
	last := &a.c.Pattern
	if last.Compiled != nil && last.Text == text {
		return last.Compiled, nil
	}
	// A pattern beyond the limit is refused by Compile, and costs no more than one at the limit.
	if err := a.spendRegex(min(len(text), state.limits.PatternBytes) * stepsPerPatternByte); err != nil {
		return nil, err
	}
	pattern, err := netregex.Compile(text, state.limits)
	switch err = regexError(a, err); {
	case errors.Is(err, diag.ErrLimit):
		return nil, err
	case err != nil:
		return nil, a.FailArg(call.ReplacePattern, codes.EvalPattern, value.String(text), "want a .NET regular expression")
	}
	*last = call.LastPattern{Text: text, Compiled: pattern}
	return pattern, nil
}
