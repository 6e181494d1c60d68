package functions

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// The combinations of arguments of Replace, and what may happen to a group.
const (
	topicFind       = "find"        // oldValue and replacementValue
	topicTemplate   = "template"    // oldValue and template
	topicMatches    = "matches"     // regexPattern and replacementValue
	topicGroupText  = "group-text"  // regexPattern, regexGroupName and replacementValue
	topicOtherGroup = "other-group" // regexPattern, regexGroupName and replacementAttributeName
	topicUnmatched  = "unmatched"   // a group captures nothing
)

// matchesRemarked is the number of matches that are shown with their groups.
const matchesRemarked = 3

// remarkReplaced remarks how often a text occurs in another, and what replaces it.
func (a Args) remarkReplaced(topic string, in, old, replacement string) {
	if nettext.HalfAtEnd(old) {
		in, old = nettext.Halved(in), nettext.Halved(old)
	}
	n := strings.Count(in, old)
	a.Remark(topic, call.ReplaceOld, fmt.Sprintf("%s of %s replaced by %s", diag.Count(n, "occurrence"), call.Quote(old), call.Quote(replacement)),
		call.Detail("count", value.Integer(int64(n))))
}

// remarkPattern remarks which engine runs a pattern and what it finds in text, the value of argument i. It searches by itself, within a
// budget of its own: an explained evaluation must not pass limits that the same evaluation otherwise keeps.
func (a Args) remarkPattern(i int, pattern *netregex.Pattern, text string) {
	x := pattern.Explain()
	matches, n, err := pattern.Within(a.c.RemarkBudget()).Matches(text, matchesRemarked)
	if err != nil {
		return // the evaluation fails too, or earlier searches for remarks used up the budget
	}
	engine := x.Engine + " engine"
	details := []value.Member{call.Detail("engine", value.String(x.Engine)), call.Detail("matches", value.Integer(int64(n)))}
	if x.Reason != "" {
		engine += " (" + x.Reason + ")"
		details = append(details, call.Detail("reason", value.String(x.Reason)))
	}
	a.Remark(call.TopicRegex, i, fmt.Sprintf("%s, %s", engine, countedMatches(n)), details...)
	for k, captures := range matches {
		a.remarkMatch(i, k, text, captures)
	}
	if n > len(matches) {
		a.Remark(call.TopicMatch, i, fmt.Sprintf("and %d more", n-len(matches)))
	}
}

func countedMatches(n int) string {
	switch n {
	case 0:
		return "no match"
	case 1:
		return "1 match"
	}
	return fmt.Sprintf("%d matches", n)
}

// remarkMatch remarks the position of match number k, from 0, and what its groups captured. Positions are those of Mid and InStr.
func (a Args) remarkMatch(i, k int, text string, captures []netregex.Capture) {
	for c := range captures {
		capture := &captures[c]
		topic, what := call.TopicGroup, "group "+capture.Name
		details := []value.Member{call.Detail("match", value.Integer(int64(k+1)))}
		if c == 0 {
			topic, what = call.TopicMatch, fmt.Sprintf("match %d", k+1)
		} else {
			details = append(details, call.Detail("group", value.String(capture.Name)))
		}
		if !capture.Matched {
			a.Remark(topic, i, what+" captures nothing", details...)
			continue
		}
		start, length := capture.Units(text)
		a.Remark(topic, i, fmt.Sprintf("%s = %s at %d, length %d", what, call.Quote(capture.Text), start+1, length),
			append(details, call.Detail("value", value.String(capture.Text)), call.Detail("start", value.Integer(int64(start+1))),
				call.Detail("length", value.Integer(int64(length))))...)
	}
}

// remarkMatches remarks what replaces each match.
func (a Args) remarkMatches(pattern *netregex.Pattern, source, template string) {
	a.remarkPattern(call.ReplaceSource, pattern, source)
	a.Remark(topicMatches, call.ReplaceValue, "every match is replaced by "+string(call.Quote(template)), call.Detail("replacement", value.String(template)))
}

// remarkGroups remarks what replaces the text of a group in each match.
func (a Args) remarkGroups(pattern *netregex.Pattern, source, group, literal string) {
	a.remarkPattern(call.ReplaceSource, pattern, source)
	a.Remark(topicGroupText, call.ReplaceValue, "group "+diag.Clip(group)+" is replaced by "+string(call.Quote(literal)), call.Detail("replacement", value.String(literal)))
	matches, _, err := pattern.Within(a.c.RemarkBudget()).Matches(source, matchesRemarked)
	if err != nil {
		return
	}
	for _, captures := range matches {
		if !slices.ContainsFunc(captures, func(c netregex.Capture) bool { return c.Name == group && c.Matched }) {
			a.Remark(topicUnmatched, call.ReplaceGroup, "a match in which group "+diag.Clip(group)+" captures nothing is left unchanged")
			return
		}
	}
}

// remarkTaken remarks what Replace took from another attribute.
func (a Args) remarkTaken(group, text string, found bool) {
	if !found {
		a.Remark(topicUnmatched, call.ReplaceGroup, "no match, or group "+diag.Clip(group)+" captures nothing: the result is null")
		return
	}
	a.Remark(topicOtherGroup, call.ReplaceAttribute, "source has no value, and group "+diag.Clip(group)+" of the other attribute is taken: "+string(call.Quote(text)))
}
