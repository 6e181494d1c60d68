package mapping_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// TestValuesMadeWithoutAnInputAreDoubtful (docs/evidence.md): the source object is {"b": "x", "e": ""}.
func TestValuesMadeWithoutAnInputAreDoubtful(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		expression string
		missing    string // the names in the reason, "" where nothing is warned about
	}{
		{`Join("@", [a], "corp.com")`, "a"},
		{`Join("@", [e], "corp.com")`, "e"}, // an empty cell
		{`Join("@", [b], "corp.com")`, ""},
		{`Append([a], "@corp.com")`, "a"},
		{`Prepend("EMP-", [a])`, "a"},
		{`[a] & "@corp.com"`, "a"},
		{`ToLower(Join("@", NormalizeDiacritics(Join(".", [b], [a])), "corp.com"))`, "a"},
		{`Join("", [a], ".", [c], "@corp.com")`, "a, c"},
		{`SelectUniqueValue(Join("@", [a], "x"), Join("@", [b], "x"))`, "a"},
		{`Join("@", Replace([a], "x", , , "y", , ), "corp.com")`, "a"},
		// A name that Join leaves out leaves no trace.
		{`Join(" ", [b], [a], [c])`, ""},
		{`Join(", ", [a], [b])`, ""},
		{`Join(" ", [b], Append([a], "."))`, "a"},
		// What is not put together has no value without its input.
		{`ToLower([a])`, ""},
		// The expression says what becomes of it.
		{`IIF(IsPresent([a]), Append([a], "@corp.com"), "none")`, ""},
		{`Join("@", Coalesce([a], [b]), "corp.com")`, ""},
		{`Switch([a], Join("@", [a], "x"), "", "none")`, ""},
		{`IIF([a] = "", "none", Append([a], "x"))`, ""},
		// Which branch is taken is not known beforehand.
		{`IIF([b] = "x", "none", Append([a], "x"))`, ""},
		// The value is empty altogether, which has a warning of its own, or there is none.
		{`IgnoreFlowIfNullOrEmpty(Join("@", [a], [b]))`, ""},
	} {
		m := mapping.Mapping{Target: "t", Expression: row.expression}
		opts := mapping.Options{}
		if strings.Contains(row.expression, "SelectUniqueValue") {
			m.Apply = mapping.ApplyCreate
			opts.Taken = notTaken
		}
		for _, hide := range []bool{false, true} {
			opts.HideValues = hide
			o := mapped(t, compile(t, opts, matching, m), `{"id": "1", "b": "x", "e": ""}`, "").Attributes[1]
			if row.missing == "" {
				require.NotContains(t, o.Warnings, codes.MissingInput, row.expression)
				continue
			}
			require.Equal(t, []diag.Code{codes.MissingInput}, o.Warnings, row.expression)
			require.Equal(t, "the object is created; made without "+row.missing, o.Reason, row.expression)
		}
	}
}

// TestAnAccountsStateFromNothingIsDoubtful: active left out of a request disables accounts (reported: entra-id-inbound-provisioning#16).
func TestAnAccountsStateFromNothingIsDoubtful(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		target, expression string
		source, existing   string
		warned             bool
	}{
		{"accountDisabled", `Not([active])`, `{}`, "", true},
		{"accountDisabled", `Not([active])`, `{"active": true}`, "", false},
		{"accountDisabled", `Not([active])`, `{}`, `{"accountDisabled": false}`, true},
		{"accountDisabled", `Not([active])`, `{}`, `{"accountDisabled": true}`, false}, // nothing is written
		{"accountEnabled", `IIF([active] = "True", "True", "False")`, `{}`, "", true},
		{"active", `Switch([urn:x:User:active], "False", "1", "True")`, `{}`, "", true},
		{"accountEnabled", `IIF(IsPresent([active]), [active], "True")`, `{}`, "", false},
		{"accountEnabled", `Switch([active], [active], "", "True")`, `{}`, "", false},
		{"accountDisabled", `Not([hired])`, `{}`, "", false}, // no word about the account
		{"jobTitle", `IIF([active] = "True", "x", "y")`, `{}`, "", false},
	} {
		mapper := compile(t, mapping.Options{}, matching, mapping.Mapping{Target: row.target, Expression: row.expression})
		o := mapped(t, mapper, row.source, row.existing).Attributes[1]
		require.Equal(t, row.warned, strings.Contains(o.Reason, "; made without "), row.expression+" "+row.source)
		require.Equal(t, row.warned, len(o.Warnings) > 0, row.expression+" "+row.source)
	}
}

// TestEmptyTextsAreDoubtful where they take the place of a value, or flow at creation (docs/evidence.md).
func TestEmptyTextsAreDoubtful(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		opts     mapping.Options
		existing string
		want     []diag.Code
	}{
		{"a value is blanked", mapping.Options{}, `{"t": "Boss"}`, []diag.Code{codes.EmptyText}},
		{"also where it is kept", mapping.Options{EmptyTextFlows: true}, `{"t": "Boss"}`, []diag.Code{codes.EmptyText}},
		{"no value", mapping.Options{}, `{}`, nil},
		{"no value, where it is kept", mapping.Options{EmptyTextFlows: true}, `{}`, nil},
		{"at creation", mapping.Options{}, "", []diag.Code{codes.EmptyText}},
		{"at creation, where it is kept", mapping.Options{EmptyTextFlows: true}, "", nil},
		{"where it is refused", mapping.Options{Profile: mapping.ProfileAD}, `{"t": "Boss"}`, nil},
	} {
		mapper := compile(t, row.opts, matching, mapping.Mapping{Target: "t", Expression: `Join("", [a], [b])`})
		require.Equal(t, row.want, mapped(t, mapper, `{}`, row.existing).Attributes[1].Warnings, row.name)
	}
}

func notTaken(context.Context, string, string) (bool, error) { return false, nil }
