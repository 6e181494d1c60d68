package functions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// documentedParams are the functions of the references with the names that their parameters have there. A repeating
// parameter stands once.
var documentedParams = map[string]string{
	"Append": "source suffix", "AppRoleAssignments": "appRoleAssignments", "AppRoleAssignmentsComplex": "appRoleAssignments",
	"AssertiveAppRoleAssignmentsComplex": "appRoleAssignments", "BitAnd": "value1 value2", "CBool": "expression", "CDate": "expression",
	"Coalesce": "source", "ConvertToBase64": "source", "ConvertToUTF8Hex": "source", "Count": "attribute", "CStr": "value",
	"DateAdd": "interval value dateTime", "DateDiff": "interval date1 date2", "DateFromNum": "value", "DefaultDomain": "",
	"FormatDateTime": "source dateTimeStyles inputFormat outputFormat", "Guid": "", "IgnoreFlowIfNullOrEmpty": "expression",
	"IIF": "condition valueIfTrue valueIfFalse", "InStr": "value1 value2 start compareType", "IsNull": "expression",
	"IsNullOrEmpty": "expression", "IsPresent": "expression", "IsString": "expression", "Item": "attribute index", "Join": "separator source",
	"Left": "String NumChars", "Len": "String", "Mid": "source start length", "NormalizeDiacritics": "source", "Not": "source", "Now": "",
	"NumFromDate": "value", "PCase": "source wordSeparators",
	"RandomString": "Length MinimumNumbers MinimumSpecialCharacters MinimumCapital MinimumLowerCase CharactersToAvoid",
	"Redact":       "attribute", "RemoveDuplicates": "attribute",
	"Replace":           "source oldValue regexPattern regexGroupName replacementValue replacementAttributeName template",
	"SelectUniqueValue": "uniqueValueRule", "SingleAppRoleAssignment": "appRoleAssignments", "Split": "source delimiter",
	"StripSpaces": "source", "Switch": "source defaultValue key value", "ToLower": "source culture", "ToUpper": "source culture",
	"Word": "String WordNumber Delimiters",

	// Cloud sync and Graph's function list.
	"ConvertFromBase64": "source encoding", "Prepend": "prefix source", "Trim": "source", "Contains": "attribute value", "CRef": "value",
	"DNComponent": "dn ComponentNumber", "Error": "message", "StringFromSid": "ObjectSID",
}

func TestEveryDocumentedFunctionIsThere(t *testing.T) {
	got := map[string]string{}
	for spec := range functions.Standard().All() {
		var names []string
		for _, p := range spec.Params {
			names = append(names, p.Name)
		}
		got[spec.Name] = strings.Join(names, " ")
	}
	if diff := cmp.Diff(documentedParams, got); diff != "" {
		t.Error(diff)
	}
	for alias, name := range map[string]string{"IsNothing": "IsNull", "SelectUniqueValues": "SelectUniqueValue"} {
		spec, exact := functions.Standard().Lookup(alias)
		require.NotNil(t, spec, alias)
		require.Equal(t, name, spec.Name)
		require.False(t, exact)
	}
}

// graphKeys are the keys that published schemas show. IIF and the functions beside it are stored by position.
var graphKeys = map[string]string{
	"Append": "source suffix", "Prepend": "prefix source", "AppRoleAssignments": "source", "SingleAppRoleAssignment": "source", "StripSpaces": "source",
	"Trim": "source", "Not": "source", "FormatDateTime": "source inputFormat outputFormat", "Join": "separator source", "Mid": "source start length",
	"Replace": "source Find RegularExpression RegularExpressionGroupName Replacement ReplacementPropertyName Template",
	"Split":   "source delimiter", "Switch": "source defaultValue switchValue switchValue",
}

func TestGraphKeys(t *testing.T) {
	for spec := range functions.Standard().All() {
		var known []string
		for _, p := range spec.Params {
			require.NotEmpty(t, p.Key, "%s, %s: where the key is not public the name stands for it", spec.Name, p.Name)
			if !p.KeyInferred {
				known = append(known, p.Key)
			}
		}
		if want, published := graphKeys[spec.Name]; published {
			require.Equal(t, want, strings.Join(known, " "), spec.Name)
		}
	}
}

// cannotFail are the functions that no argument and no object make fail.
var cannotFail = []string{"Guid", "Now"}

func TestFunctionsAreDescribedInFull(t *testing.T) {
	for spec := range functions.Standard().All() {
		t.Run(spec.Name, func(t *testing.T) {
			requireSentence(t, spec.Summary)
			require.NotEmpty(t, spec.AllNotes())
			for _, note := range spec.AllNotes() {
				requireSentence(t, note.Text)
			}
			require.NotEmpty(t, spec.Source)
			require.NotEqual(t, functions.Custom, spec.Origin)
			for _, p := range spec.Params {
				require.False(t, strings.HasSuffix(p.Doc, "."), "%s: docs of parameters are no sentences", p.Name)
			}
			requireExamples(t, spec)
		})
	}
}

func requireSentence(t *testing.T, text string) {
	t.Helper()
	require.Regexp(t, `^\S.*\.$`, text)
}

func requireExamples(t *testing.T, spec *functions.Spec) {
	t.Helper()
	ordinary, failing := false, false
	for i := range spec.Examples {
		example := &spec.Examples[i]
		failing = failing || example.WantError != ""
		ordinary = ordinary || example.WantError == "" && (example.Want != nil || example.WantKind != "")
		require.Contains(t, example.Expr, spec.Name+"(", "the example calls another function")
		for name, data := range example.Attrs {
			_, err := value.Of(data)
			require.NoError(t, err, name)
			require.Contains(t, example.Expr, name, "the example does not need the attribute")
		}
	}
	require.True(t, ordinary, "it has no ordinary example")
	require.Equal(t, !slices.Contains(cannotFail, spec.Name), failing, "an example that fails")
}
