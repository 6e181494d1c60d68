package hrgen_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/hrgen"
)

// Workers are well-formed, are as many as wanted, and are large enough that 100,000 of them have 500 MB.
func TestWorkday(t *testing.T) {
	const workers = 500
	for version, positions := range map[string]int{hrgen.V21: workers, hrgen.V30: workers + workers/11} {
		var text bytes.Buffer
		require.NoError(t, hrgen.Workday(&text, version, workers))
		require.Greater(t, text.Len(), workers*5_000)
		counted := map[string]int{}
		d := xml.NewDecoder(&text)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			if element, ok := token.(xml.StartElement); ok {
				require.NotEmpty(t, element.Name.Space)
				counted[element.Name.Local]++
			}
		}
		require.Equal(t, workers, counted["Worker"])
		require.Equal(t, positions, counted["Position_Data"], version)
	}
}

// People are JSON, are as many as wanted, and are large enough that 100,000 of them have 300 MB.
func TestSuccessFactors(t *testing.T) {
	const people = 500
	var text bytes.Buffer
	require.NoError(t, hrgen.SuccessFactors(&text, people))
	require.Greater(t, text.Len(), people*3_000)
	var document struct {
		D struct {
			Results []struct {
				PersonIDExternal string
				EmploymentNav    struct {
					Results []struct{ UserNav *struct{ Status string } }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(text.Bytes(), &document))
	require.Len(t, document.D.Results, people)
	require.Equal(t, "1000031", document.D.Results[30].PersonIDExternal)
	require.Len(t, document.D.Results[30].EmploymentNav.Results, 2, "somebody who was hired again")
	require.Nil(t, document.D.Results[30].EmploymentNav.Results[0].UserNav)
}

// full refuses everything.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestErrorsOfTheWriter(t *testing.T) {
	require.ErrorIs(t, hrgen.Workday(full{}, hrgen.V30, 1), io.ErrShortWrite)
	require.ErrorIs(t, hrgen.SuccessFactors(full{}, 1), io.ErrShortWrite)
}
