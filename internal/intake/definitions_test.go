package intake_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/mapping"
)

// opening opens one text, whatever the name.
func opening(text string) *intake.Opening {
	return &intake.Opening{Open: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }, Messages: io.Discard}
}

// Source: Microsoft Graph, customSecurityAttributeDefinition (documented): id is <set>_<name>, status is Available or Deprecated.
func TestDefinitionsOfCustomSecurityAttributes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		want       map[string]mapping.CustomAttribute
		err        string
	}{
		{"a.json", `{"@odata.context": "x", "value": [{"attributeSet": "Eng", "id": "Eng_Level", "isCollection": false, "name": "Level", "status": "Available", "type": "Integer"},
			{"attributeSet": "Eng", "name": "Old", "isCollection": true, "status": "Deprecated", "type": "String"}]}`,
			map[string]mapping.CustomAttribute{"Eng_Level": {Type: mapping.Integer}, "Eng_Old": {MultiValued: true, Deactivated: true}}, ""},
		{"a.csv", "ID,Type,IsCollection\nCustomSecurityAttributes.Eng_Level,boolean,TRUE\n", map[string]mapping.CustomAttribute{"Eng_Level": {Type: mapping.Boolean, MultiValued: true}}, ""},
		{"a.csv", "id,type\nEng_A,String\nEng_A,String\n", nil, `a.csv: line 3: the attribute "Eng_A" is defined twice`},
		{"a.csv", "id,type\nEng,String\n", nil, `a.csv: line 2: want the id of an attribute, such as Engineering_Level, got "Eng"`},
		{"a.csv", "id,type\nEng_A,Text\n", nil, `unknown attribute type "Text"`},
		{"a.csv", "id,isCollection\nEng_A,maybe\n", nil, `isCollection: want true or false, got "maybe"`},
		{"a.csv", "id,status\nEng_A,gone\n", nil, `status: want Available or Deprecated, got "gone"`},
		{"a.json", `{"value": [{"id": "Eng_A"}], "@odata.nextLink": "https://x"}`, nil, "records are missing"},
	} {
		got, err := opening(row.text).SecurityAttributes(row.name)
		if row.err != "" {
			require.ErrorContains(t, err, row.err)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, row.want, got)
	}
}
