package date

import (
	"strconv"
	"strings"
)

// Styles is a set of .NET's DateTimeStyles, with the same numbers.
type Styles uint16

// The styles of .NET. AllowWhiteSpaces combines the first three.
const (
	None                 Styles = 0
	AllowLeadingWhite    Styles = 1
	AllowTrailingWhite   Styles = 2
	AllowInnerWhite      Styles = 4
	AllowWhiteSpaces     Styles = 7
	NoCurrentDateDefault Styles = 8
	AdjustToUniversal    Styles = 16
	AssumeLocal          Styles = 32
	AssumeUniversal      Styles = 64
	RoundtripKind        Styles = 128

	// DefaultStyles are the documented styles with which FormatDateTime parses its input if none are given.
	DefaultStyles = RoundtripKind | AllowLeadingWhite | AllowTrailingWhite

	allStyles Styles = 255
)

// styleNames has AllowWhiteSpaces before the styles that it combines, so that String prints it in place of the three.
var styleNames = [...]struct {
	name  string
	style Styles
}{
	{"AllowWhiteSpaces", AllowWhiteSpaces},
	{"AllowLeadingWhite", AllowLeadingWhite},
	{"AllowTrailingWhite", AllowTrailingWhite},
	{"AllowInnerWhite", AllowInnerWhite},
	{"NoCurrentDateDefault", NoCurrentDateDefault},
	{"AdjustToUniversal", AdjustToUniversal},
	{"AssumeLocal", AssumeLocal},
	{"AssumeUniversal", AssumeUniversal},
	{"RoundtripKind", RoundtripKind},
	{"None", None},
}

// StyleNames returns the names that ParseStyles accepts, in .NET's order.
func StyleNames() []string {
	return []string{
		"None", "AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite", "AllowWhiteSpaces",
		"NoCurrentDateDefault", "AdjustToUniversal", "AssumeLocal", "AssumeUniversal", "RoundtripKind",
	}
}

// String returns the names of the styles joined by ", ", as .NET prints a flags enumeration, or the number if it has
// unknown bits.
func (s Styles) String() string {
	if s == None {
		return "None"
	}
	if s&^allStyles != 0 {
		return strconv.Itoa(int(s))
	}
	var names []string
	for _, n := range styleNames {
		if n.style != None && s&n.style == n.style {
			names = append(names, n.name)
			s &^= n.style
		}
	}
	return strings.Join(names, ", ")
}

// ParseStyles returns the styles in text, which has a form that .NET's Enum.Parse accepts: names separated by commas
// and optional white space, or a single number such as 32. It ignores case; that is a guess, since Enum.Parse has an
// option for it. It returns a *StyleError for the empty text, numbers in a list, unknown names or bits, and styles that
// ParseExact refuses to combine.
func ParseStyles(text string) (Styles, error) {
	styles, problem := readStyles(text)
	if problem == "" {
		problem = styles.conflict()
	}
	if problem != "" {
		return 0, &StyleError{Text: clip(text), Problem: problem}
	}
	return styles, nil
}

// readStyles parses the form of text and returns what is wrong with it, or "". It does not check whether the styles can
// be combined.
func readStyles(text string) (styles Styles, problem string) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		return 0, "want a name or number"
	}
	// No name begins so.
	if c := trimmed[0]; c >= '0' && c <= '9' || c == '+' || c == '-' {
		n, err := strconv.ParseInt(trimmed, 10, 32)
		if err != nil {
			return 0, "want a single number or a list of names"
		}
		if n < 0 || n > int64(allStyles) {
			return 0, problemBits
		}
		return Styles(n), ""
	}
	for name := range strings.SplitSeq(trimmed, ",") {
		style, ok := styleNamed(strings.TrimSpace(name))
		if !ok {
			return 0, "unknown name " + quote(strings.TrimSpace(name))
		}
		styles |= style
	}
	return styles, ""
}

// styleNamed returns the style with a name, ignoring case.
func styleNamed(name string) (Styles, bool) {
	for _, n := range styleNames {
		if strings.EqualFold(n.name, name) {
			return n.style, true
		}
	}
	return 0, false
}

// problemBits is the problem of a number that no combination of names has.
const problemBits = "the number has bits of no style"

// conflict returns why .NET refuses s with an ArgumentException, or "" if it accepts s. AssumeLocal and AssumeUniversal answer
// the same question differently, and RoundtripKind keeps a kind that the other three would change.
func (s Styles) conflict() string {
	switch {
	case s&^allStyles != 0:
		return problemBits
	case s&AssumeLocal != 0 && s&AssumeUniversal != 0:
		return "AssumeLocal and AssumeUniversal exclude each other"
	case s&RoundtripKind != 0 && s&(AssumeLocal|AssumeUniversal|AdjustToUniversal) != 0:
		return "RoundtripKind excludes AssumeLocal, AssumeUniversal and AdjustToUniversal"
	default:
		return ""
	}
}

// check returns a *StyleError for styles that cannot be combined.
func (s Styles) check() error {
	if problem := s.conflict(); problem != "" {
		return &StyleError{Text: s.String(), Problem: problem}
	}
	return nil
}
