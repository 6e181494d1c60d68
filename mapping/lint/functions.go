package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// functionRules returns the rules about names of functions, and of attributes if those of the source are known. The compiler finds all of
// these mistakes; the rules explain them, and correct what the compiler cannot.
func functionRules() []Rule {
	return []Rule{
		{
			Code: "L13", Name: "unknown-function", Severity: diag.Error, KeepsValue: true,
			Summary:  "There is no function with that name.",
			Doc:      "The service refuses the expression. Functions of Connect Sync, Excel, Visual Basic, Okta, SailPoint, JavaScript or .NET have other names here, and are written so where the arguments leave no doubt. AltSecIdFromNetid of cross-tenant synchronization is a warning: the service knows it, but nobody else can evaluate it. A run reports such an attribute as unsupported unless --stub gives the function a value. A function that options.stubs of the mapping file gives a value is taken to be known to the service.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UnknownFunction},
			Bad: []Example{
				{Expr: `ToLower(AltSecIdFromNetid([netId]))`, At: `AltSecId`},
				{Expr: `ToLower(NormalizeDiacritic([mail]))`, At: `NormalizeDiacritic`},
				{Expr: `LCase([mail])`, At: `LCase`, Fixed: `ToLower([mail])`},
				{Expr: `RegexReplace([phone], "\\d", "x")`, At: `Regex`, Fixed: `Replace([phone], , "\\d", , "x", , )`},
				{Expr: `String.toUpperCase([mail].trim())`, At: `String`, Fixed: `ToUpper(Trim([mail]))`},
				{Expr: `Lookup([managerId], "name")`, At: `Lookup`},
			},
			Good: []Example{
				{Expr: `ToLower(NormalizeDiacritics([mail]))`},
				{Set: `{"options": {"stubs": {"AltSecIdFromNetid": "[netId]"}}, "mappings": [{"target": "userName", "expression": "AltSecIdFromNetid([netId])", "match": 1}]}`},
			},
			expression: opaqueFunction,
		},
		{
			Code: "L14", Name: "function-case", Severity: diag.Warning, KeepsValue: true,
			Summary:  "The name of a function is in the wrong case.",
			Doc:      "The function reference calls the syntax case-sensitive. Some published expressions in other cases work, but only the documented case always does.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.FunctionCase, codes.FunctionAlias},
			Bad: []Example{
				{Expr: `IIF(Instr([mail], "@")>0, "a", "b")`, At: `Instr`, Fixed: `IIF(InStr([mail], "@")>0, "a", "b")`},
				{Expr: `SelectUniqueValues([alias], [mail])`, At: `SelectUniqueValues`, Fixed: `SelectUniqueValue([alias], [mail])`},
			},
			Good: []Example{{Expr: `IIF(InStr([mail], "@")>0, "a", "b")`}},
			mend: mendFunctionName,
		},
		{
			Code: "L16", Name: "outside-reference", Severity: diag.Info, OnRequest: true,
			Summary:  "The function is not in the function reference for application provisioning.",
			Doc:      "It is known from cloud sync, from Graph's function list or from exported schemas. It may also work in other kinds of jobs.",
			Evidence: functions.Inferred, Source: cloudSyncSource,
			Reports: []diag.Code{codes.OutsideReference},
			Bad:     []Example{{Expr: `Trim([department])`, At: `Trim`}},
			Good:    []Example{{Expr: `StripSpaces([department])`}},
		},
		{
			Code: "L24", Name: "unknown-attribute", Severity: diag.Error,
			Summary:  "The source or the target has no attribute with that name.",
			Doc:      "An attribute must be defined before it can be mapped. Otherwise the service refuses the mapping, or the value is always null. Names are looked up if a schema, a list of names or data is given.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.UnknownAttribute},
			Bad: []Example{
				{Expr: `ToLower([givenNam])`, Attributes: []string{"givenName", "surname"}, At: `[givenNam]`},
				{Set: `{"mappings": [{"target": "userName", "from": "Nickname", "match": 1}]}`, Data: "workerId,name\n1,Jo\n", At: "mappings[0].from"},
			},
			Good: []Example{
				{Expr: `ToLower([givenName])`, Attributes: []string{"givenName", "surname"}},
				// A part of a known complex attribute is known.
				{Expr: `[name.givenName]`, Attributes: []string{"name"}},
			},
		},
		{
			Code: "L25", Name: "attribute-case", Severity: diag.Warning,
			Summary:  "The name of an attribute is in the wrong case.",
			Doc:      "Names of directory extensions are case-sensitive, and so, reportedly, are names in a schema sent to the service. The name as defined always works.",
			Evidence: functions.Documented, Source: mappingSource,
			Reports: []diag.Code{codes.AttributeCase},
			Bad:     []Example{{Expr: `ToLower([GivenName])`, Attributes: []string{"givenName"}, At: `[GivenName]`, Fixed: `ToLower([givenName])`}},
			Good:    []Example{{Expr: `ToLower([givenName])`, Attributes: []string{"givenName"}}},
			mend:    mendAttributeCase,
		},
	}
}

// opaqueFunctions are functions that the service knows and nobody else can evaluate (reported: exports of cross-tenant synchronization,
// which spell the name in two ways), in lower case.
var opaqueFunctions = []string{"altsecidfromnetid"}

// opaqueFunction reports calls of functions that only the service knows, in place of the compiler's error.
func opaqueFunction(e *expression) {
	for n := range syntax.Nodes(e.root) {
		c, ok := n.(*syntax.Call)
		if !ok || !slices.Contains(opaqueFunctions, strings.ToLower(c.Name)) {
			continue
		}
		if spec, _ := e.reg.Lookup(c.Name); spec == nil {
			e.reportAt(c.NameSpan, "only the service can evaluate %s: a run reports the attribute as unsupported unless --stub gives the function a value", diag.Clip(c.Name)).Severity = diag.Warning
		}
	}
}

// mendFunctionName writes the documented name of the function, which the registry finds in any case and by its aliases.
func mendFunctionName(e *expression, d diag.Finding) []edit {
	spec, _ := e.reg.Lookup(e.src[d.Span.Start:d.Span.End])
	if spec == nil {
		return nil
	}
	return []edit{{d.Span, spec.Name}}
}

// mendAttributeCase writes the name of the attribute as in the source. The span is that of the reference with its
// brackets; the name of a part of a complex attribute is not in the list, and has no correction.
func mendAttributeCase(e *expression, d diag.Finding) []edit {
	written := e.src[d.Span.Start:d.Span.End]
	for _, name := range e.opts.sourceNames() {
		if strings.EqualFold("["+name+"]", written) {
			return []edit{{d.Span, "[" + name + "]"}}
		}
	}
	return nil
}

// argumentRules returns the rules about arguments of calls, which the functions check when the expression is compiled.
func argumentRules() []Rule {
	return []Rule{
		{
			Code: "L17", Name: "arguments", Severity: diag.Error,
			Summary:  "A call has too many or too few arguments, or a required one is empty.",
			Doc:      "The arguments of a function are separated by commas. Optional ones may be empty, but need their commas if another one follows.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.TooFewArguments, codes.TooManyArguments, codes.MissingArgument},
			Bad: []Example{
				{Expr: `IIF([country]="USA", "True")`},
				{Expr: `Len([alias], 3)`, At: `3`},
				{Expr: `FormatDateTime([hireDate], "yyyy-MM-dd")`},
			},
			Good: []Example{
				{Expr: `IIF([country]="USA", "True", "False")`},
				// The culture of ToLower is optional, and may be empty.
				{Expr: `ToLower([alias], )`},
			},
		},
		{
			Code: "L15", Name: "surplus-comma", Severity: diag.Warning, KeepsValue: true,
			Summary:  "A call has a surplus comma.",
			Doc:      "The empty argument after it belongs to no parameter. Most often the commas were miscounted, and another argument is in the wrong place, too.",
			Evidence: functions.Assumed, Source: "no page mentions it",
			Reports: []diag.Code{codes.SurplusEmpty},
			Bad:     []Example{{Expr: `Replace([alias], "x", , , "y", , , )`, At: ` )`, Fixed: `Replace([alias], "x", , , "y", , )`}},
			Good:    []Example{{Expr: `Replace([alias], "x", , , "y", , )`}},
			mend:    mendSurplusComma,
		},
		{
			Code: "L18", Name: "switch-pairs", Severity: diag.Error,
			Summary:  "A Switch has a key without a value.",
			Doc:      "Switch has an even number of arguments: source, default, and pairs of key and value. Without a default, its argument is empty: Switch(source, , key, value).",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.SwitchPairs},
			Bad:     []Example{{Expr: `Switch([type], "E", "Employee", "C", "Contractor")`, At: `"Contractor"`}},
			Good:    []Example{{Expr: `Switch([type], , "E", "Employee", "C", "Contractor")`}},
		},
		{
			Code: "L19", Name: "argument-value", Severity: diag.Error,
			Summary:  "A constant or the result of a function is not a valid argument.",
			Doc:      "A regular expression that .NET refuses, an unknown culture or interval, a malformed date format, or text in place of a number: the expression fails for every object.",
			Evidence: functions.Inferred, Source: referenceSource,
			Reports: []diag.Code{codes.BadConstant, codes.ArgumentKind},
			Bad: []Example{
				{Expr: `Replace([alias], , "(x", , "y", , )`, At: `"(x"`},
				{Expr: `DateAdd("day", 1, [hireDate])`, At: `"day"`},
				{Expr: `Item([proxyAddresses], "first")`, At: `"first"`},
			},
			Good: []Example{
				{Expr: `Replace([alias], , "(x)", , "y", , )`},
				{Expr: `DateAdd("d", 1, [hireDate])`},
			},
		},
		{
			Code: "L20", Name: "undocumented-option", Severity: diag.Warning,
			Summary:  "An option is not documented.",
			Doc:      "It is known from Visual Basic or .NET, on which the function is built. It is not known whether the service accepts it.",
			Evidence: functions.Inferred, Source: referenceSource,
			Reports: []diag.Code{codes.UndocumentedOption},
			Bad:     []Example{{Expr: `DateAdd("q", 1, [hireDate])`, At: `"q"`}},
			Good:    []Example{{Expr: `DateAdd("m", 3, [hireDate])`}},
		},
		{
			Code: "L23", Name: "signal-placement", Severity: diag.Error, KeepsValue: true,
			Summary:  "IgnoreFlowIfNullOrEmpty, IgnoreAttributeFlow or IgnoreObjectFlow is used where its signal is lost.",
			Doc:      "They signal that nothing flows, which must be the result of the expression: outermost, or as a value of IIF, Switch or Coalesce. The function reference lists IgnoreFlowIfNullOrEmpty in the condition of IIF as unsupported.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.IgnoreFlowPlace},
			Bad:     []Example{{Expr: `ToLower(IgnoreFlowIfNullOrEmpty([mail]))`, At: `IgnoreFlowIfNullOrEmpty`, Fixed: `IgnoreFlowIfNullOrEmpty(ToLower([mail]))`}},
			Good:    []Example{{Expr: `IgnoreFlowIfNullOrEmpty(ToLower([mail]))`}},
			mend:    mendSignalPlacement,
		},
	}
}

// mendSurplusComma removes the empty argument and the comma before it, and without the white space before that. The
// span of an omitted argument may be empty, so the comma is looked for in the text before it; anything but white space between them is a
// doubt, and there is no correction.
func mendSurplusComma(e *expression, d diag.Finding) []edit {
	comma := strings.LastIndexByte(e.src[:d.Span.Start], ',')
	if comma < 0 || strings.TrimSpace(e.src[comma+1:d.Span.Start]) != "" {
		return nil
	}
	start := len(strings.TrimRight(e.src[:comma], " \t\r\n"))
	return []edit{{diag.Span{Start: start, End: d.Span.End}, ""}}
}

// mendSignalPlacement makes IgnoreFlowIfNullOrEmpty the outermost function, if it reads the only attribute of the
// expression and every enclosing function changes its source member by member. Then the result is empty if the attribute is, and the
// signal means the same outside. Otherwise the enclosing function may make a value of null, and the correction would be a guess.
func mendSignalPlacement(e *expression, d diag.Finding) []edit {
	for c := range e.calls("IgnoreFlowIfNullOrEmpty") {
		if c.NameSpan != d.Span || len(c.Args) != 1 || len(attributes(e.root)) != 1 {
			continue
		}
		for at := e.parents[syntax.Node(c.Call)]; at.node != nil; at = e.parents[at.node] {
			if outer, ok := e.callOf(at.node); !ok || !outer.param(at.index).Each || outer.spec.Result.Has(value.KindInteger) { // the length of nothing is 0
				return nil
			}
		}
		return e.whole(c.Name + "(" + strings.TrimSpace(e.replace(c, e.text(c.Args[0]))) + ")")
	}
	return nil
}
