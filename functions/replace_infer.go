package functions

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
	"github.com/attrmap/attrmap/internal/shape"
)

// inferReplace returns the shapes of Replace's five combinations of arguments.
func inferReplace(in *Inferring) Shape {
	source := in.seen()
	if in.Has(call.ReplaceAttribute) {
		return in.takenGroup(source)
	}
	// A null source is null in every mode but that of another attribute.
	text := in.replaced(source.WithoutNull().Text().Lengths())
	return shape.OrNull(text, source.MayBeNull())
}

// replaced returns the shape of the result for a source of such a length that is not null.
func (in *Inferring) replaced(source shape.Lengths) Shape {
	switch {
	case in.Has(call.ReplaceTemplate):
		return in.replacedText(in.Text(call.ReplaceTemplate).Lengths(), source).Shape()
	case in.Has(call.ReplaceOld):
		return in.replacedText(source, in.Text(call.ReplaceValue).Lengths()).Shape()
	}
	in.requirePattern()
	in.Text(call.ReplaceGroup)
	replacement := in.Text(call.ReplaceValue)
	if !in.Has(call.ReplaceGroup) {
		in.requireTexts(replacement, isReplacement)
		if replacement.Values == nil || slices.ContainsFunc(replacement.Values, hasSubstitution) {
			return shape.UpTo(shape.Unbounded).Shape() // groups and the text around a match may be long
		}
	}
	// A match may be empty, so that there may be one more than the source has units.
	return shape.UpTo(shape.Add(source.Most, shape.Times(shape.Add(source.Most, 1), replacement.Lengths().Most))).Shape()
}

// hasSubstitution reports whether a replacement is not literal.
func hasSubstitution(v value.Value) bool { return strings.Contains(v.Text(), "$") }

// isReplacement reports whether a text is a valid replacement, which does not depend on the pattern.
func isReplacement(text string) bool {
	pattern, err := netregex.Compile("", netregex.Limits{})
	if err == nil {
		_, err = pattern.CompileReplacement(text)
	}
	return err == nil
}

// replacedText returns the lengths of a text in which every oldValue is replaced.
func (in *Inferring) replacedText(text, replacement shape.Lengths) shape.Lengths {
	old := in.Text(call.ReplaceOld)
	in.fails = in.fails || old.HasEmptyText()
	// The text grows most where the shortest oldValue fills it. An empty one is an error, so there are at least as many
	// units as occurrences.
	shortest := max(old.MinLen, 1)
	// Whatever is replaced, a text that has a unit keeps one if the replacement does. Otherwise oldValue may be all of it.
	least := 0
	if replacement.Least > 0 {
		least = min(text.Least, 1)
	}
	grown := shape.Times(text.Most/shortest, max(replacement.Most-shortest, 0))
	return shape.Between(least, shape.Add(text.Most, grown))
}

// requirePattern records that a pattern which is not constant may be invalid.
func (in *Inferring) requirePattern() {
	in.requireTexts(in.Text(call.ReplacePattern), func(text string) bool {
		_, err := netregex.Compile(text, netregex.Limits{})
		return err == nil
	})
}

// takenGroup returns the shape of the source, or of a group of another attribute if it has no value.
func (in *Inferring) takenGroup(source Shape) Shape {
	present := source.WithoutNull().Text().WithoutEmpty()
	// The other arguments are not evaluated where the source always has a value.
	if lacking, _ := source.Presence(); !lacking {
		return present
	}
	in.requirePattern()
	in.Text(call.ReplaceGroup)
	other := in.single(call.ReplaceAttribute)
	group := shape.UpTo(other.Text().Lengths().Most).Shape()
	if other.Values != nil && other.MayBe(shape.LengthKinds) {
		group = shape.UpTo(shape.Unbounded).Shape() // a constant may be the name of an attribute
	}
	return shape.OrNull(shape.Either(present, group), true)
}
