package sources_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// onPerson returns what an expression gives for the first person of a text: its value as JSON.
func onPerson(t *testing.T, text, expression string) string {
	t.Helper()
	e, err := sources.Compile(expression)
	if err != nil {
		return "error: " + err.Error()
	}
	for person, err := range sources.People(strings.NewReader(text), feed.Options{Format: feed.SuccessFactors}) {
		require.NoError(t, err)
		v, _, err := person.Evaluate(e)
		if err != nil {
			return "error: " + err.Error()
		}
		return string(v.AppendJSON(nil))
	}
	return "nobody"
}

func TestJSONPath(t *testing.T) {
	t.Parallel()
	const person = `{"personIdExternal":"E1","n":12345678901234567890123,"half":1.50,"yes":true,"no":false,"nothing":null,"empty":"","texts":["a","b"],"object":{"b":1,"a":"x"},"we-ird":"w","it's":"q",
"employmentNav":{"results":[
 {"assignmentClass":"ST","userId":"E1","userNav":{"isPrimaryAssignment":true,"status":"t"},"jobInfoNav":{"results":[{"emplStatusNav":{"externalCode":"A"},"departmentNav":{"name_localized":"Sales"}}]}},
 {"assignmentClass":"GA","userId":"E1-GA","userNav":null,"jobInfoNav":{"results":[{"emplStatusNav":{"externalCode":"T"},"departmentNav":{"name_localized":"Abroad"}}]}}]},
"phoneNav":{"results":[{"isPrimary":false,"phoneNumber":"1","order":3},{"isPrimary":true,"phoneNumber":"2","order":20},{"isPrimary":false,"phoneNumber":null,"order":100}]}}`
	for _, test := range []struct{ expression, want string }{
		// One node is a text, several are a list, none is null.
		{`$.personIdExternal`, `"E1"`},
		{`$.phoneNav.results[0].phoneNumber`, `"1"`},
		{`$.phoneNav.results[*].isPrimary`, `["false","true","false"]`},
		{`$.missing`, `null`},
		{`$.phoneNav.results[7].phoneNumber`, `null`},
		{`$.personIdExternal.further`, `null`},
		// The kinds of JSON.
		{`$.n`, `"12345678901234567890123"`},
		{`$.half`, `"1.5"`},
		{`$.yes`, `"true"`},
		{`$.no`, `"false"`},
		{`$.nothing`, `null`},
		{`$.empty`, `null`},
		{`$.texts`, `["a","b"]`},
		{`$.texts[1]`, `"b"`},
		{`$.object`, `"{\"a\":\"x\",\"b\":1}"`},
		{`$.phoneNav.results[*].phoneNumber`, `["1","2"]`}, // null is no value
		{`$.phoneNav.results[1:].phoneNumber`, `"2"`},
		// Positions.
		{`$.employmentNav.results[-1:].userId`, `"E1-GA"`},
		{`$.employmentNav.results[-1].userId`, `"E1-GA"`},
		{`$.employmentNav.results[1].userId`, `"E1-GA"`},
		{`$.employmentNav.results[-1:].userNav.status`, `null`},
		{`$.phoneNav.results[0,1].phoneNumber`, `["1","2"]`},
		{`$.phoneNav.results[1,0].phoneNumber`, `["2","1"]`},
		{`$.phoneNav.results[::-1].order`, `["100","20","3"]`},
		{`$.phoneNav.results[:2].order`, `["3","20"]`},
		{`$['phoneNav']['results'][0]["phoneNumber"]`, `"1"`},
		{`$['we-ird']`, `"w"`},
		{`$["it's"]`, `"q"`},
		// Filters.
		{`$.employmentNav.results[?(@.assignmentClass == 'ST')].userId`, `"E1"`},
		{`$.employmentNav.results[?(@.assignmentClass=='GA')].userId`, `"E1-GA"`},
		{`$.employmentNav.results[?@.assignmentClass == "GA"].userId`, `"E1-GA"`},
		{`$.employmentNav.results[?(@.assignmentClass == 'ST' || @.assignmentClass == 'GA')].userId`, `["E1","E1-GA"]`},
		{`$.employmentNav.results[?(@.assignmentClass == 'ST' && @.userId != 'E1')].userId`, `null`},
		{`$.phoneNav.results[?(@.isPrimary == true)].phoneNumber`, `"2"`},
		{`$.phoneNav.results[?(@.phoneNumber == null)].order`, `"100"`},
		{`$.phoneNav.results[?(@.order > 3)].order`, `["20","100"]`}, // as numbers
		{`$.phoneNav.results[?(@.nope)].order`, `null`},
		{`$.phoneNav.results[?(!@.nope)].order`, `["3","20","100"]`},
		{`$.employmentNav.results[?(@.userId == $.personIdExternal)].assignmentClass`, `"ST"`},
		{`$.employmentNav.results[?(@.userId == $['personIdExternal'])].assignmentClass`, `"ST"`},
		{`$.employmentNav.results[?(@.userId == "$..x")].assignmentClass`, `null`},
		{`$.employmentNav.results[?length(@.userId) > 3].userId`, `"E1-GA"`},
		{`$.employmentNav.results[?match(@.userId, 'E1-.*')].userId`, `"E1-GA"`},
		// Anywhere below; the order is that of the document.
		{`$.employmentNav..jobInfoNav..results[?(` + active + `)].departmentNav.name_localized`, `"Sales"`},
		{`$.employmentNav..jobInfoNav..results[?(` + active + ` )].emplStatusNav.externalCode`, `"A"`},
		{`$.employmentNav..results[?(@.jobInfoNav..results[?(` + active + `)])].userId`, `"E1"`},
		{`$.employmentNav..results[?(@.userNav.isPrimaryAssignment == true)]..jobInfoNav..results[?(` + active + `)].departmentNav.name_localized`, `"Sales"`},
		{`$..name_localized`, `["Sales","Abroad"]`},
		{`$.employmentNav..externalCode`, `["A","T"]`},
		{`$.object.*`, `["1","x"]`},
		{`$.phoneNav..results[?(@.isPrimary == false)].order`, `["3","100"]`},
		{"  $.personIdExternal \n", `"E1"`},
		// What is none.
		{`$.a[`, `error: unexpected eof at position 5`},
		{`$.`, `error: unexpected eof at position 3`},
		{`$.phoneNav.results[?(@.order = 3)]`, `error: invalid comparison operator at position 30`},
		{`$.phoneNav.results[?($..order)]`, `error: a filter searches the whole person for each of its nodes: after $, a filter may have names and positions only`},
		{`$.phoneNav.results[?count($.phoneNav.results[*]) > 1]`, `error: a filter searches the whole person for each of its nodes: after $, a filter may have names and positions only`},
		{`$.phoneNav.results[?match(@.phoneNumber, @.nope)].order`, `error: a function in a filter has nothing for a text`},
	} {
		require.Equal(t, test.want, onPerson(t, person, test.expression), test.expression)
	}
}

// TestNodesOfJSONPath: nodes are in the order of the document whatever the names of members, and have normalized paths.
func TestNodesOfJSONPath(t *testing.T) {
	t.Parallel()
	var members []string
	for i := range 50 {
		members = append(members, fmt.Sprintf(`"m%d":{"x":%d}`, i*37%50, i))
	}
	text := `{"personIdExternal":"E1","list":{"it's":[[{"x":"deep"}]],` + strings.Join(members, ",") + `}}`
	e, err := sources.Compile(`$.list..x`)
	require.NoError(t, err)
	for person, err := range sources.People(strings.NewReader(text), feed.Options{Format: feed.SuccessFactors}) {
		require.NoError(t, err)
		require.Equal(t, "E1", person.ID())
		_, nodes, err := person.Evaluate(e)
		require.NoError(t, err)
		require.Len(t, nodes, 51)
		require.Equal(t, sources.Node{Path: `$['list']['it\'s'][0][0]['x']`, Text: "deep"}, nodes[0])
		for i, n := range nodes[1:] {
			require.Equal(t, fmt.Sprint(i), n.Text)
		}
	}
}
