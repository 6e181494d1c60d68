package docs

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/graph"
)

// limit is a row of the table of limits: where it is set, or that it is fixed.
type limit struct {
	name   diag.Limit
	option string // "" where it cannot be changed
	bound  int    // 0 is none
	bounds string
}

// limitTable is the rows under a heading.
type limitTable struct {
	heading string
	rows    []limit
}

// RegexLimits returns the limits of regular expressions as a sentence.
func RegexLimits() string {
	return fmt.Sprintf("By default a pattern has at most %s bytes and %d groups inside one another, all searches of an evaluation share %s steps, a match\n"+
		"takes at most %s of memory, and a text that is searched has at most %s.\n",
		boundText(call.DefaultPatternBytes), call.PatternDepth, boundText(call.DefaultRegexSteps), boundText(call.RegexMemory)+"B", boundText(call.RegexInput)+"B")
}

// limitTables are in the order of the page.
func limitTables() []limitTable {
	return []limitTable{
		{"An expression's text", []limit{
			{codes.LimitSourceBytes, "expr.Limits.SourceBytes", syntax.DefaultSourceBytes, "bytes of the text"},
			{codes.LimitDepth, "expr.Limits.Depth", syntax.DefaultDepth, "parentheses inside one another"},
			{codes.LimitNodes, "expr.Limits.Nodes", syntax.DefaultNodes, "calls, attributes, constants, operators and empty arguments"},
			{codes.LimitSwitchPairs, "expr.Limits.SwitchPairs", call.DefaultSwitchPairs, "pairs of key and value in one Switch"},
			{codes.LimitPatternBytes, "expr.Limits.PatternBytes", call.DefaultPatternBytes, "bytes of a regular expression, or of a date format, also of one that an object's values make"},
			{codes.LimitPatternDepth, "", call.PatternDepth, "groups and classes of a regular expression inside one another"},
		}},
		{"One evaluation", []limit{
			{codes.LimitSteps, "expr.Limits.Steps", call.DefaultSteps, "calls and operators; 512 bytes of a long text that is read, and 16 members of a list, 8 where an attribute has it, are a step, too"},
			{codes.LimitTextBytes, "expr.Limits.TextBytes", call.DefaultTextBytes, "bytes of one text; looked at before a text grows"},
			{codes.LimitOutputBytes, "expr.Limits.OutputBytes", call.DefaultOutputBytes, "bytes of all texts that are made, those between the functions included; a member of a list counts 24"},
			{codes.LimitListLength, "expr.Limits.ListLength", call.DefaultListLength, "members of a list that a function makes"},
			{codes.LimitRegexSteps, "expr.Limits.RegexSteps", call.DefaultRegexSteps, "work of all regular expressions together, over a list's members too; a step takes some 5 to 15 ns"},
			{codes.LimitRegexTime, "expr.Limits.RegexTime", 0, "time of all regular expressions together. What it ends depends on the machine: the steps keep results repeatable"},
			{codes.LimitRegexMemory, "", call.RegexMemory, "bytes of memory for one match"},
			{codes.LimitRegexInput, "", call.RegexInput, "bytes of text that a regular expression is matched against"},
		}},
		{"Documents", []limit{
			{codes.LimitFileBytes, "graph.Limits.Bytes", graph.Limits{}.WithDefaults().Bytes, "bytes of an exported schema"},
			{codes.LimitJSONDepth, "graph.Limits.Depth", graph.Limits{}.WithDefaults().Depth, "arrays and objects of a schema inside one another"},
			{codes.LimitJSONValues, "graph.Limits.Values", graph.Limits{}.WithDefaults().Values, "values of a schema"},
			{codes.LimitFileBytes, "", mapping.DefaultFileBytes, "bytes of a mapping file"},
			{codes.LimitFileBytes, "bulk.CheckLimits.Bytes", bulk.CheckLimits{}.WithDefaults().Bytes, "bytes of a bulk request that is checked"},
			{codes.LimitJSONDepth, "bulk.CheckLimits.Depth", bulk.CheckLimits{}.WithDefaults().Depth, "its arrays and objects inside one another"},
			{codes.LimitJSONValues, "bulk.CheckLimits.Values", bulk.CheckLimits{}.WithDefaults().Values, "its values"},
			{codes.LimitFileBytes, "", bulk.MapBytes, "bytes of a map from columns to SCIM"},
			{codes.LimitJSONDepth, "", value.JSONDepth, "arrays and objects inside one another in any other JSON"},
			{codes.LimitNumberDigits, "", value.NumberDigits, "digits of a number on each side of its point"},
		}},
		{"One record of a feed", []limit{
			{codes.LimitRecordBytes, "feed.Limits.RecordBytes", feed.Limits{}.WithDefaults().RecordBytes, "bytes of an object, a line, a CSV row or an LDIF entry"},
			{codes.LimitFieldBytes, "feed.Limits.FieldBytes", feed.Limits{}.WithDefaults().FieldBytes, "bytes of a CSV cell, an LDIF value, a JSON text, a number or a name"},
			{codes.LimitJSONDepth, "feed.Limits.Depth", feed.Limits{}.WithDefaults().Depth, "arrays and objects inside one another"},
			{codes.LimitColumns, "feed.Limits.Columns", feed.Limits{}.WithDefaults().Columns, "columns of a CSV, members of a JSON object"},
			{codes.LimitJSONValues, "feed.Limits.Values", feed.Limits{}.WithDefaults().Values, "values of a JSON record"},
		}},
		{"Requests", []limit{
			{codes.LimitOperations, "bulk.Options.Operations", bulk.MaxOperations, "operations of a bulk request; the service takes no more"},
			{codes.LimitPathBytes, "", scimwire.MaxPathBytes, "bytes of a path that is written to"},
			{codes.LimitPathSteps, "", scimwire.MaxPathSteps, "steps of such a path"},
		}},
	}
}

// Limits returns the tables of all limits in Markdown.
func Limits() string {
	var b strings.Builder
	for i, table := range limitTables() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "### %s\n\n| limit | default | bounds | option |\n|---|---|---|---|\n", table.heading)
		for _, l := range table.rows {
			option := "fixed"
			if l.option != "" {
				option = "`" + l.option + "`"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", l.name, boundText(l.bound), l.bounds, option)
		}
	}
	return b.String()
}

// boundText writes a bound as people read it: in KiB or MiB where it is whole ones.
func boundText(n int) string {
	switch {
	case n == 0:
		return "none"
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d Mi", n>>20)
	case n >= 8<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d Ki", n>>10)
	}
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
