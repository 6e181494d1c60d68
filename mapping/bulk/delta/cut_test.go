package delta_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
)

const statusMap = `{"attributes": {"externalId": "id", "title": "title", "active": {"column": "status", "equals": "Active"}}}`

// table returns a table of people who are all active, in an order of columns, and whether its last line has an end.
func table(order string, delimiter, newline string, people int, ends bool) string {
	var lines []string
	columns := strings.Fields(order)
	lines = append(lines, strings.Join(columns, delimiter))
	for i := range people {
		cells := map[string]string{"id": fmt.Sprint("E", 100+i), "title": `"Ärzte, ` + newline + `""Mitte""` + fmt.Sprint(i) + `"`, "status": "Active"}
		if i%3 == 1 {
			cells["title"] = ""
		}
		var row []string
		for _, c := range columns {
			row = append(row, cells[c])
		}
		lines = append(lines, strings.Join(row, delimiter))
	}
	text := strings.Join(lines, newline)
	if ends {
		text += newline
	}
	return text
}

// TestAFileThatIsCutTerminatesNobody cuts small files at every byte: either nothing is sent, or nobody is terminated and nobody who is active stops
// being so.
func TestAFileThatIsCutTerminatesNobody(t *testing.T) {
	t.Parallel()
	var objects []string
	for i := range 9 {
		objects = append(objects, fmt.Sprintf(`{"id": "E%d", "title": "Ärzte \"Mitte\"", "status": "Active"}`, 100+i))
	}
	files := []struct{ name, file, text string }{
		{"the key first", "a.csv", table("id title status", ",", "\n", 9, true)},
		{"the key last", "a.csv", table("status title id", ",", "\n", 9, true)},
		{"the title last", "a.csv", table("status id title", ";", "\r\n", 9, true)},
		{"no end, the status last", "a.csv", table("id title status", ",", "\n", 9, false)},
		{"no end, the key last", "a.csv", table("status title id", "\t", "\r\n", 9, false)},
		{"UTF-16, low byte first", "a.csv", encoded(2, table("id title status", ",", "\r\n", 5, true))},
		{"UTF-16, high byte first, no end", "a.csv", encoded(3, table("title id status", ",", "\n", 5, false))},
		{"JSON Lines", "a.ndjson", strings.Join(objects, "\n") + "\n"},
		{"JSON Lines without an end", "a.ndjson", strings.Join(objects, "\n")},
		{"an array", "a.json", "[" + strings.Join(objects, ",\n") + "]\n"},
		{"a list of SCIM", "a.json", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": [` + strings.Join(objects, ", ") + `]}`},
		{"objects in a row", "a.json", strings.Join(objects, " ")},
	}
	m := mapOf(t, statusMap)
	for _, f := range files {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			changed := strings.ReplaceAll(f.text, "Mitte", "Nord5")
			for at := 0; at < len(f.text); at += effort.Of(1, 3) {
				for _, newText := range []string{f.text[:at], changed[:at]} {
					opt := delta.Options{Terminate: &bulk.Attribute{Path: "active", Constant: value.False}}
					o := compared(t, m, f.file, f.text, f.file, newText, opt)
					require.NotContains(t, o.requests, `"active":false`, "cut at byte %d: %q", at, newText)
					if o.requests != "" {
						sent++
					}
				}
			}
			// Only a cut that takes away nothing but the last line's end, or the end of its last cell, leaves something to compare.
			require.LessOrEqual(t, sent, 30)
		})
	}
}

// TestACutWithinTheLimitIsSeenByItsLastLine: a large file from which a cut takes fewer people than may be absent, at every byte of its last lines.
func TestACutWithinTheLimitIsSeenByItsLastLine(t *testing.T) {
	t.Parallel()
	m := mapOf(t, statusMap)
	rnd := rand.New(rand.NewPCG(1, 17))
	for _, order := range []string{"id title status", "status title id", "title id status"} {
		for _, ends := range []bool{true, false} {
			text := table(order, ",", "\n", 200, ends)
			for range effort.Of(300, 30) {
				cut := text[:len(text)-1-rnd.IntN(60)]
				o := compared(t, m, "a.csv", text, "a.csv", cut, delta.Options{Terminate: &bulk.Attribute{Path: "active", Constant: value.False}})
				// A cut between two lines cannot be told from a shorter file, nor one before the last cell from an empty cell: the two are not refused.
				between := strings.HasSuffix(cut, ",") && !ends || strings.HasSuffix(cut, "\n") || !ends && strings.HasPrefix(text[len(cut):], "\n")
				if !between {
					require.NotEmpty(t, o.refused, "%s, ends %t: %q", order, ends, cut[len(cut)-30:])
				}
			}
		}
	}
}

// TestTheLastCellOfAFileWithoutAnEndDisablesNobody where it may be a part of one, and the old file has no end either.
func TestTheLastCellOfAFileWithoutAnEndDisablesNobody(t *testing.T) {
	t.Parallel()
	const (
		equals     = `{"attributes": {"externalId": "id", "active": {"column": "status", "equals": ["Active", "On Leave"]}}}`
		expression = `{"attributes": {"externalId": "id", "active": {"expression": "IIF([status]=\"Active\",\"True\",\"False\")"}}}`
		plain      = `{"attributes": {"externalId": "id", "active": "status"}}`
		titled     = `{"attributes": {"externalId": "id", "title": "status"}}`
	)
	terminate := &bulk.Attribute{Path: "active", Constant: value.False}
	for _, tt := range []struct {
		about, bulkMap, old, new string
		terminate                *bulk.Attribute
		refused                  bool
	}{
		{"the beginning of another status", equals, "2,Active", "2,On L", nil, true},
		{"the beginning of a status of somebody new", equals, "2,Active", "2,Active\n3,act", nil, true},
		{"a status that is no beginning", equals, "2,Active", "2,Left", nil, false},
		{"a status that is whole", equals, "2,Active", "2,on leave ", nil, false},
		{"a beginning that was there before", equals, "2,Act", "2,Act", nil, false},
		{"a status that is gone is left out", equals, "2,Active", "2,", nil, false},
		{"a status that is gone, and false by an expression", expression, "2,Active", "2,", nil, true},
		{"another status by an expression", expression, "2,Active", "2,Left", nil, false},
		{"a boolean that is gone", plain, "2,true", "2,", nil, true},
		{"a boolean that is another", plain, "2,true", "2,false", nil, false},
		{"a title that is gone", titled, "2,Manager", "2,", nil, false},
		{"a title that is gone before people who are absent", titled, "2,Manager\n3,b", "2,", terminate, true},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			head := "id,status\n1,true\n"
			o := compared(t, mapOf(t, tt.bulkMap), "old.csv", head+tt.old, "new.csv", head+tt.new, delta.Options{MaxAbsent: "1", Terminate: tt.terminate})
			require.Equal(t, tt.refused, strings.Contains(o.refused, "looks cut off"), o.refused)
		})
	}
}
