package functions

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// inferReplace tells the shapes of Replace's five meanings.
func inferReplace(in *Inferring) Shape {
	source := in.Source()
	if in.Has(replaceAttribute) {
		return in.takenGroup(source)
	}
	text := in.replaced(source.WithoutNull().Text().lengths())
	return orNone(text, source.MayBeNull())
}

// replaced gives the shape of a source of such a length that is not null.
func (in *Inferring) replaced(source lengths) Shape {
	switch {
	case in.Has(replaceTemplate):
		return in.replacedText(in.Text(replaceTemplate).lengths(), source).shape()
	case in.Has(replaceOld):
		return in.replacedText(source, in.Text(replaceValue).lengths()).shape()
	}
	in.requirePattern()
	in.Text(replaceGroup)
	replacement := in.Text(replaceValue)
	if !in.Has(replaceGroup) {
		in.requireTexts(replacement, isReplacement)
		if replacement.Values == nil || slices.ContainsFunc(replacement.Values, hasSubstitution) {
			return upTo(unbounded).shape() // groups and surroundings of a match may be long
		}
	}
	// A match may be empty, so that there is one more than the source has units.
	return upTo(add(source.most, times(add(source.most, 1), replacement.lengths().most))).shape()
}

// hasSubstitution tells of a replacement that stands for more than itself.
func hasSubstitution(v value.Value) bool { return strings.Contains(v.Text(), "$") }

// isReplacement tells whether a text is a sound replacement, which no pattern decides on.
func isReplacement(text string) bool {
	pattern, err := netregex.Compile("", netregex.Limits{})
	if err == nil {
		_, err = pattern.CompileReplacement(text)
	}
	return err == nil
}

// replacedText gives the lengths of a text in which every oldValue has been replaced.
func (in *Inferring) replacedText(text, replacement lengths) lengths {
	old := in.Text(replaceOld)
	in.fails = in.fails || old.mayHaveEmptyText()
	shortest := max(old.MinLen, 1)
	least := 0
	if replacement.least > 0 {
		least = min(text.least, 1)
	}
	grown := times(text.most/shortest, max(replacement.most-shortest, 0))
	return lengths{least, add(text.most, grown)}
}

// requirePattern keeps in mind that a pattern which is not constant may be none.
func (in *Inferring) requirePattern() {
	in.requireTexts(in.Text(replacePattern), func(text string) bool {
		_, err := netregex.Compile(text, netregex.Limits{})
		return err == nil
	})
}

// takenGroup gives the shape of the source, or of a group of another attribute where it has no value.
func (in *Inferring) takenGroup(source Shape) Shape {
	present := source.WithoutNull().Text().WithoutEmpty()
	if lacking, _ := source.Presence(); !lacking {
		return present
	}
	in.requirePattern()
	in.Text(replaceGroup)
	other := in.single(replaceAttribute)
	group := upTo(other.Text().lengths().most).shape()
	if other.Values != nil && other.MayBe(lengthKinds) {
		group = upTo(unbounded).shape() // a constant may be the name of an attribute
	}
	return orNone(either(present, group), true)
}
