package sources

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
)

// navigations are the navigations of the published entities, and whether each leads to a list, which is then in its member results (documented:
// SAP SuccessFactors integration reference, Supported entities; the lists inferred from the expressions there; in the last line, others of
// Employee Central).
var navigations = map[string]bool{
	"personalInfoNav": true, "phoneNav": true, "emailNav": true, "employmentNav": true, "jobInfoNav": true,
	"personEmpTerminationInfoNav": false, "userNav": false, "empGlobalAssignmentNav": false, "assignmentTypeNav": false, "companyNav": false,
	"countryOfRegistrationNav": false, "departmentNav": false, "businessUnitNav": false, "costCenterNav": false, "divisionNav": false, "jobCodeNav": false,
	"payGradeNav": false, "locationNav": false, "addressNavDEFLT": false, "stateNav": false, "eventReasonNav": false, "employmentTypeNav": false,
	"employeeClassNav": false, "emplStatusNav": false, "positionNav": false, "managerUserNav": false, "phoneTypeNav": false, "emailTypeNav": false,
	"compInfoNav": true, "jobRelationshipNav": true, "homeAddressNavDEFLT": true, "nationalIdNav": true, "emergencyContactNav": true,
}

// pathStep is a step of a JSONPath outside of filters: a name after a dot, or what is in brackets.
type pathStep struct {
	name       string // of a member; "" for anything else in brackets
	brackets   string // what is in them, as written
	descendant bool   // .. is before it
	span       diag.Span
}

// stepsOf returns the steps of a JSONPath that compiles.
func stepsOf(text string) (steps []pathStep) {
	for i := strings.IndexByte(text, '$') + 1; i < len(text); {
		s := pathStep{descendant: strings.HasPrefix(text[i:], "..")}
		for i < len(text) && strings.IndexByte(". \t\r\n", text[i]) >= 0 {
			i++
		}
		if s.span.Start = i; i < len(text) && text[i] == '[' {
			i = closing(text, i)
			s.brackets = strings.TrimSpace(text[s.span.Start+1 : i-1])
			if inner := strings.Trim(s.brackets, `'"`); len(inner)+2 == len(s.brackets) && !strings.ContainsAny(inner, `'"\`) {
				s.name = inner
			}
		} else {
			for i < len(text) && strings.IndexByte(".[ \t\r\n", text[i]) < 0 {
				i++
			}
			s.name = text[s.span.Start:i]
		}
		if s.span.End = i; s.span.Len() > 0 {
			steps = append(steps, s)
		}
	}
	return steps
}

// closing returns the index after the bracket that closes the one at i.
func closing(text string, i int) int {
	for depth := 0; i < len(text); i++ {
		switch text[i] {
		case '\'', '"':
			i += quotedIn(text[i:]) - 1
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// quotedIn returns the length of the quoted text at the beginning of text, in either kind of quotes.
func quotedIn(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case text[0]:
			return i + 1
		}
	}
	return len(text)
}

// checkJSONPath returns what is wrong or doubtful with a JSONPath, the expression of an attribute, in the order of its text.
func checkJSONPath(attribute, text string) diag.List {
	if _, err := compileJSONPath(text); err != nil {
		f := notJSONPath(text, err)
		f.SetText(text)
		return diag.List{f}
	}
	c := jsonPathCheck{attribute: attribute, text: text, steps: stepsOf(text)}
	c.spaces()
	c.functions()
	c.preHire()
	for i, s := range c.steps {
		c.navigation(i, s)
		c.positions(i, s)
	}
	c.end()
	slices.SortStableFunc(c.found, func(a, b diag.Finding) int { return a.Span.Start - b.Span.Start })
	for i := range c.found {
		c.found[i].SetText(text)
	}
	return c.found
}

var position = regexp.MustCompile(` at position (\d+)$`)

// notJSONPath returns the finding about a text that is no JSONPath. Its place is the module's, which counts from 1 without the white space before it.
func notJSONPath(text string, err error) diag.Finding {
	message := err.Error()
	at := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	if m := position.FindStringSubmatch(message); m != nil {
		n, _ := strconv.Atoi(m[1])
		at, message = at+n-1, strings.TrimSuffix(message, m[0])
	}
	f := diag.Finding{Code: codes.APISyntax, Severity: diag.Error, Message: diag.Messagef("not a JSONPath: %s", diag.Name(message))}
	at = min(max(at, 0), len(text))
	f.Span = diag.Span{Start: at, End: at}
	switch {
	case outside(text, "||"):
		f.Hint = diag.Messagef("a path has no alternatives: give each an attribute, and combine them in the mapping, as in Coalesce([a], [b])")
	case strings.HasPrefix(text[at:], "-"):
		f.Hint = diag.Messagef("write a name with other characters than letters, digits and _ as ['name']")
	case strings.Contains(message, "comparison operator") && !strings.Contains(text, "=="):
		f.Hint = diag.Messagef("write == for equal")
	}
	return f
}

// outside reports whether text has part outside of brackets.
func outside(text, part string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] == '[' {
			i = closing(text, i) - 1
		} else if strings.HasPrefix(text[i:], part) {
			return true
		}
	}
	return false
}

// jsonPathCheck collects the findings about one expression.
type jsonPathCheck struct {
	attribute, text string
	steps           []pathStep
	found           diag.List
}

func (c *jsonPathCheck) add(code diag.Code, severity diag.Severity, span diag.Span, message, hint diag.Message) *diag.Finding {
	f := diag.Finding{Code: code, Severity: severity, Message: message, Hint: hint}
	f.Span = span
	c.found = append(c.found, f)
	return &c.found[len(c.found)-1]
}

// spaces looks for operators without white space around them: documented of ==, which then is an error, and inferred of the others.
func (c *jsonPathCheck) spaces() {
	fixed, severity := "", diag.Warning
	var first diag.Span
	for i := 0; i < len(c.text); {
		n := operatorAt(c.text[i:])
		if n == 0 {
			size := 1
			if c.text[i] == '\'' || c.text[i] == '"' {
				size = quotedIn(c.text[i:])
			}
			fixed += c.text[i : i+size]
			i += size
			continue
		}
		operator := c.text[i : i+n]
		before, after := i > 0 && c.text[i-1] == ' ', i+n < len(c.text) && c.text[i+n] == ' '
		if !before || !after {
			if operator == "==" {
				severity = diag.Error
			}
			if first.Len() == 0 {
				first = diag.Span{Start: i, End: i + n}
			}
		}
		if !before {
			fixed += " "
		}
		if fixed += operator; !after {
			fixed += " "
		}
		i += n
	}
	if first.Len() > 0 {
		f := c.add(codes.JSONPathSpaces, severity, first, diag.Messagef("%s has no space on each side", diag.Name(c.text[first.Start:first.End])),
			diag.Messagef("the service needs them"))
		f.Fix = fixed
	}
}

// operatorAt returns the length of the operator at the beginning of text, 0 for none.
func operatorAt(text string) int {
	for _, o := range []string{"==", "!=", "<=", ">=", "&&", "||", "<", ">"} {
		if strings.HasPrefix(text, o) {
			return len(o)
		}
	}
	return 0
}

var functionCall = regexp.MustCompile(`\b(length|count|match|search|value)\(`)

// functions looks for the functions of RFC 9535, which nothing says that the service has.
func (c *jsonPathCheck) functions() {
	for i := 0; i < len(c.text); i++ {
		if c.text[i] == '\'' || c.text[i] == '"' {
			i += quotedIn(c.text[i:]) - 1
			continue
		}
		if m := functionCall.FindStringIndex(c.text[i:]); m != nil && m[0] == 0 {
			c.add(codes.JSONPathFunction, diag.Warning, diag.Span{Start: i, End: i + m[1]}, diag.Messagef("%s is a function of RFC 9535, which the service is not known to have", diag.Name(c.text[i:i+m[1]-1])),
				diag.Messagef("compare with ==, or take the value and work on it in the mapping"))
			return
		}
	}
}

// preHire looks at the attribute by which the service finds those whose employment is still to begin.
func (c *jsonPathCheck) preHire() {
	text := strings.TrimSpace(c.text)
	if !strings.EqualFold(c.attribute, "startDate") || text == "$.employmentNav.results[0].startDate" || text == "$.employmentNav.results[-1:].startDate" {
		return
	}
	c.add(codes.JSONPathPreHire, diag.Warning, diag.Span{End: len(c.text)}, diag.Messagef("the service does not find pre-hires by this startDate"),
		diag.Messagef("write $.employmentNav.results[0].startDate or $.employmentNav.results[-1:].startDate; give another date another name"))
}

// navigation looks at the name of a step: a misspelt navigation, or a list without results.
func (c *jsonPathCheck) navigation(i int, s pathStep) {
	list, known := navigations[s.name]
	switch {
	case s.name == "":
		return
	case !known && s.name != "results":
		if near := c.meant(i); near != "" {
			c.add(codes.JSONPathNavigation, diag.Warning, s.span, diag.Messagef("%s is no navigation that the service is known to read", diag.Quote(s.name)), diag.Messagef("did you mean %s?", diag.Name(near)))
		}
	case list && i+1 < len(c.steps) && !c.steps[i+1].descendant && c.steps[i+1].name != "results" && c.meant(i+1) == "":
		c.add(codes.JSONPathResults, diag.Warning, s.span, diag.Messagef("%s leads to a list, whose elements are in its results: the path finds nothing", diag.Name(s.name)),
			diag.Messagef("write %s.results[0]", diag.Name(s.name)))
	case s.name == "results" && i > 0 && !s.descendant && leadsToOne(c.steps[i-1].name):
		c.add(codes.JSONPathResults, diag.Warning, s.span, diag.Messagef("%s leads to one object, which has no results: the path finds nothing", diag.Name(c.steps[i-1].name)),
			diag.Messagef("leave out results and the position after it"))
	}
}

// leadsToOne reports whether a name is a navigation to one object.
func leadsToOne(name string) bool {
	list, known := navigations[name]
	return known && !list
}

// meant returns the name that a step most likely means and has not; "" for none. Customers have navigations of their own, so it must be a close one.
func (c *jsonPathCheck) meant(i int) string {
	name := c.steps[i].name
	if i > 0 && navigations[c.steps[i-1].name] {
		if near := nearest.Name(name, slices.Values([]string{"results"})); near != "" && near != name {
			return near
		}
	}
	last := i+1 == len(c.steps)
	if _, known := navigations[name+"Nav"]; known && !last {
		return name + "Nav"
	}
	if !strings.HasSuffix(strings.ToLower(name), "nav") && last {
		return ""
	}
	near := nearest.Name(name, slices.Values(slices.Sorted(maps.Keys(navigations))))
	if near == "" || near == name || !strings.EqualFold(near[:1], name[:1]) || max(len(near)-len(name), len(name)-len(near)) > 2 {
		return ""
	}
	return near
}

// positions looks at what is selected of a list.
func (c *jsonPathCheck) positions(i int, s pathStep) {
	last := i+1 == len(c.steps)
	switch {
	case s.name == "results" && !last && c.steps[i+1].name != "" && !c.steps[i+1].descendant:
		c.add(codes.JSONPathResults, diag.Warning, s.span, diag.Messagef("results is a list, of which no element is chosen: the path finds nothing"), diag.Messagef("write results[0] or results[-1:]"))
	case s.name != "" || s.brackets == "":
		return
	case negative(s.brackets) != "":
		f := c.add(codes.JSONPathNegative, diag.Warning, s.span, diag.Messagef("the service is not known to count positions from the end"), diag.Messagef("write [%s]", diag.Name(negative(s.brackets))))
		f.Fix = c.text[:s.span.Start] + "[" + negative(s.brackets) + "]" + c.text[s.span.End:]
	case !strings.HasPrefix(s.brackets, "?") && !one(s.brackets):
		c.add(codes.JSONPathSeveral, diag.Warning, s.span, diag.Messagef("[%s] may choose several elements, whose values are a list", diag.Name(s.brackets)),
			diag.Messagef("choose one, as [0], [-1:] or [?(…)] does, where the attribute has one value"))
	case s.brackets == "0" && i >= 2 && c.steps[i-1].name == "results" && c.steps[i-2].name == "employmentNav":
		c.add(codes.JSONPathFirst, diag.Info, s.span, diag.Messagef("after a rehire, a conversion or a global assignment, and with a second job, the first employment may be another one: their order is not guaranteed"),
			diag.Messagef("choose by what it has, as [?(@.assignmentClass == 'ST')] does, or see the published expressions for active employments"))
	}
}

// negative returns what chooses the same as a position from the end, "" for anything else.
func negative(brackets string) string {
	n, err := strconv.Atoi(brackets)
	switch {
	case err != nil || n >= 0:
		return ""
	case n == -1:
		return "-1:"
	}
	return fmt.Sprintf("%d:%d", n, n+1)
}

// one reports whether brackets choose one element at most: a position, or a slice of one.
func one(brackets string) bool {
	from, to, slice := strings.Cut(brackets, ":")
	n, err := strconv.Atoi(from)
	switch {
	case err != nil:
		return false
	case !slice:
		return true
	case to == "":
		return n == -1
	}
	end, err := strconv.Atoi(to)
	return err == nil && end == n+1 && (n < 0) == (end < 0)
}

// end looks at where the path ends: at an object or a list of objects, which no attribute can have.
func (c *jsonPathCheck) end() {
	if len(c.steps) == 0 {
		c.add(codes.JSONPathObject, diag.Warning, diag.Span{End: len(c.text)}, diag.Messagef("the path ends at the person, an object, which no attribute can have"), diag.Messagef("go on to one of its members"))
		return
	}
	last := c.steps[len(c.steps)-1]
	before := pathStep{}
	if len(c.steps) > 1 {
		before = c.steps[len(c.steps)-2]
	}
	_, known := navigations[last.name]
	if known || last.name == "results" || last.name == "" && before.name == "results" {
		c.add(codes.JSONPathObject, diag.Warning, last.span, diag.Messagef("the path ends at an object, which no attribute can have"), diag.Messagef("go on to one of its members"))
	}
}
