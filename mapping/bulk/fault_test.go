package bulk_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping/bulk"
)

const smallBulk = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
{"method":"POST","bulkId":"b1","path":"/Users","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"1","n":[1,{}]}},
{"method":"POST","bulkId":"b2","path":"/Users","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"ž"}}],"failOnErrors":null}`

const smallMap = `{"name": "n", "attributes": {"externalId": "id", "active": {"column": "é", "equals": ["A", "B"]}, "title": {"constant": 7}}}`

// checkSmall checks a damaged request: every finding has a place in the text.
func checkSmall(t *testing.T, text string, at int) (errors int) {
	t.Helper()
	found, err := bulk.Check(strings.NewReader(text), "", bulk.CheckOptions{})
	require.NoError(t, err)
	for _, f := range found {
		require.True(t, f.Line > 0 && f.Column > 0 && f.Offset <= 2*len(text), "byte %d: %v", at, f)
		require.NotEmpty(t, f.Message)
		if f.Severity == diag.Error {
			errors++
		}
	}
	return errors
}

func TestARequestCutOffAnywhereIsFoundWanting(t *testing.T) {
	t.Parallel()
	require.Zero(t, checkSmall(t, smallBulk, -1))
	for _, text := range []string{smallBulk, wide(smallBulk, 1)} {
		for n, cut := range damage.Cuts(text) {
			require.Positive(t, checkSmall(t, cut, n), "cut at %d", n)
		}
	}
}

func TestHalfACharacterIsFound(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		wide(smallBulk, 0) + "x", strings.Replace(wide(smallBulk, 0), "n\x00\"\x00:", "\x3d\xd8\"\x00:", 1), wide("\uFFFD"+smallBulk, 0),
	} {
		require.Positive(t, checkSmall(t, text, -1))
	}
}

func TestARequestWithOneWrongByteIsChecked(t *testing.T) {
	t.Parallel()
	for at, text := range damage.Bytes(smallBulk, "\x00\n\"\\,:{}[]\xff") {
		checkSmall(t, text, at)
	}
}

func TestErrorsOfABulkMapHaveAPlace(t *testing.T) {
	t.Parallel()
	place := regexp.MustCompile(`^(\d+:\d+[: ]|the map is empty)`)
	check := func(text string, at int) {
		m, err := bulk.ReadMap(strings.NewReader(text))
		if err == nil {
			require.LessOrEqual(t, len(m.Attributes), 3, "byte %d", at)
			_, err = bulk.Build(nil, m, bulk.Options{})
		}
		if err != nil {
			require.Regexp(t, place, err.Error(), "byte %d of %s", at, text)
		}
	}
	for at, text := range damage.Cuts(smallMap) {
		_, err := bulk.ReadMap(strings.NewReader(text))
		require.Error(t, err, "cut at %d", at)
		check(text, at)
	}
	for at, text := range damage.Bytes(smallMap, "\x00\n\"\\,:{}[]\xff") {
		check(text, at)
	}
}
