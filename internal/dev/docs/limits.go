package docs

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
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
	roomy  int // of the command, unless it is told to be strict; 0 is the same
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
	roomy := intake.Roomy()
	return []limitTable{
		{"An expression's text", []limit{
			{codes.LimitSourceBytes, "expr.Limits.SourceBytes", syntax.DefaultSourceBytes, "bytes of the text", 0},
			{codes.LimitDepth, "expr.Limits.Depth", syntax.DefaultDepth, "parentheses inside one another", 0},
			{codes.LimitNodes, "expr.Limits.Nodes", syntax.DefaultNodes, "calls, attributes, constants, operators and empty arguments", 0},
			{codes.LimitSwitchPairs, "expr.Limits.SwitchPairs", call.DefaultSwitchPairs, "pairs of key and value in one Switch", 0},
			{codes.LimitPatternBytes, "expr.Limits.PatternBytes", call.DefaultPatternBytes, "bytes of a regular expression, or of a date format, also of one that an object's values make", 0},
			{codes.LimitPatternDepth, "", call.PatternDepth, "groups and classes of a regular expression inside one another", 0},
		}},
		{"One evaluation", []limit{
			{codes.LimitSteps, "expr.Limits.Steps", call.DefaultSteps, "calls and operators; 512 bytes of a long text that is read, and 16 members of a list, 8 where an attribute has it, are a step, too", 0},
			{codes.LimitTextBytes, "expr.Limits.TextBytes", call.DefaultTextBytes, "bytes of one text; looked at before a text grows", 0},
			{codes.LimitOutputBytes, "expr.Limits.OutputBytes", call.DefaultOutputBytes, "bytes of all texts that are made, those between the functions included; a member of a list counts 24", 0},
			{codes.LimitListLength, "expr.Limits.ListLength", call.DefaultListLength, "members of a list that a function makes", 0},
			{codes.LimitRegexSteps, "expr.Limits.RegexSteps", call.DefaultRegexSteps, "work of all regular expressions together, over a list's members too; a step takes some 5 to 15 ns", 0},
			{codes.LimitRegexTime, "expr.Limits.RegexTime", 0, "time of all regular expressions together. What it ends depends on the machine: the steps keep results repeatable", 0},
			{codes.LimitRegexMemory, "", call.RegexMemory, "bytes of memory for one match", 0},
			{codes.LimitRegexInput, "", call.RegexInput, "bytes of text that a regular expression is matched against", 0},
		}},
		{"Documents", []limit{
			{codes.LimitFileBytes, "graph.Limits.Bytes", graph.Limits{}.WithDefaults().Bytes, "bytes of an exported schema", roomy.Files.Schema.Bytes},
			{codes.LimitJSONDepth, "graph.Limits.Depth", graph.Limits{}.WithDefaults().Depth, "arrays and objects of a schema inside one another", 0},
			{codes.LimitJSONValues, "graph.Limits.Values", graph.Limits{}.WithDefaults().Values, "values of a schema", roomy.Files.Schema.Values},
			{codes.LimitFileBytes, "file.Limits.MappingBytes", mapping.DefaultFileBytes, "bytes of a mapping file", roomy.Files.MappingBytes},
			{codes.LimitFileBytes, "bulk.CheckLimits.Bytes", bulk.CheckLimits{}.WithDefaults().Bytes, "bytes of a bulk request that is checked", roomy.Requests.Bytes},
			{codes.LimitJSONDepth, "bulk.CheckLimits.Depth", bulk.CheckLimits{}.WithDefaults().Depth, "its arrays and objects inside one another", 0},
			{codes.LimitJSONValues, "bulk.CheckLimits.Values", bulk.CheckLimits{}.WithDefaults().Values, "its values", roomy.Requests.Values},
			{codes.LimitFileBytes, "", bulk.MapBytes, "bytes of a map from columns to SCIM", 0},
			{codes.LimitJSONDepth, "", value.JSONDepth, "arrays and objects inside one another in any other JSON", 0},
			{codes.LimitNumberDigits, "", value.NumberDigits, "digits of a number on each side of its point", 0},
		}},
		{"One record of a feed", []limit{
			{codes.LimitRecordBytes, "feed.Limits.RecordBytes", feed.Limits{}.WithDefaults().RecordBytes, "bytes of an object, a line, a CSV row, an LDIF entry or a person in XML", roomy.Records.RecordBytes},
			{codes.LimitFieldBytes, "feed.Limits.FieldBytes", feed.Limits{}.WithDefaults().FieldBytes, "bytes of a CSV cell, an LDIF value, a JSON text, a number or a name", 0},
			{codes.LimitJSONDepth, "feed.Limits.Depth", feed.Limits{}.WithDefaults().Depth, "arrays and objects inside one another", 0},
			{codes.LimitColumns, "feed.Limits.Columns", feed.Limits{}.WithDefaults().Columns, "columns of a CSV, members of a JSON object", 0},
			{codes.LimitJSONValues, "feed.Limits.Values", feed.Limits{}.WithDefaults().Values, "values of a JSON record", roomy.Records.Values},
		}},
		{"Requests", []limit{
			{codes.LimitOperations, "bulk.Options.Operations", bulk.MaxOperations, "operations of a bulk request; the service takes no more", 0},
			{codes.LimitPathBytes, "", scimwire.MaxPathBytes, "bytes of a path that is written to", 0},
			{codes.LimitPathSteps, "", scimwire.MaxPathSteps, "steps of such a path", 0},
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
		fmt.Fprintf(&b, "### %s\n\n| limit | default | command | bounds | option |\n|---|---|---|---|---|\n", table.heading)
		for _, l := range table.rows {
			option := "fixed"
			if l.option != "" {
				option = "`" + l.option + "`"
			}
			command := "same"
			if l.roomy != 0 {
				command = boundText(l.roomy)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", l.name, boundText(l.bound), command, l.bounds, option)
		}
	}
	return b.String()
}

// boundText writes a bound as people read it: in KiB, MiB or GiB where it is whole ones.
func boundText(n int) string {
	switch {
	case n == 0:
		return "none"
	case n%(1<<30) == 0:
		return fmt.Sprintf("%d Gi", n>>30)
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
