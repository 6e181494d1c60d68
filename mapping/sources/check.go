package sources

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// Check returns what is wrong with the API expression of an attribute, and what is in doubt, with places in the text. Errors are what keeps it from
// being evaluated, here or by the service: the syntax, functions that the service does not have, unknown prefixes, and what is not evaluated here.
// The name of the attribute may be empty: it matters for those that the service looks for.
func Check(attribute, text string) diag.List {
	if LanguageOf(text) == JSONPath {
		return checkJSONPath(attribute, text)
	}
	reading := readXPath(text)
	found := make(diag.List, 0, len(reading.faults))
	for _, f := range reading.faults {
		found = append(found, f.finding(text))
	}
	if found.HasErrors() {
		return found
	}
	// Whatever package xpath refuses besides.
	if _, err := compileXPath(text); err != nil {
		f := xpathFault{to: len(text), code: codes.APISyntax, message: diag.Messagef("%s", diag.Name(err.Error()))}
		found = append(found, f.finding(text))
	}
	return found
}

func (f *xpathFault) finding(text string) diag.Finding {
	out := diag.Finding{Code: f.code, Severity: f.severity, Message: f.message, Hint: diag.Plain(f.hint)}
	out.Span = diag.Span{Start: f.from, End: f.to}
	out.SetText(text)
	return out
}

// firstError returns the first error about an XPath expression as an error.
func firstError(text string, faults []xpathFault) error {
	for _, f := range faults {
		if f.severity != diag.Error {
			continue
		}
		finding := f.finding(text)
		return errors.New(finding.Sentence().String())
	}
	return nil
}
