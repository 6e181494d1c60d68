package date_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// answer is one recorded call; see testdata/README.md.
type answer struct {
	ID           string
	Fn           string
	Input        string
	Arg          string
	Format       string
	Styles       string
	Kind         string
	Ticks        string
	Interval     string
	Number       string
	Date         string
	Date1        string
	Date2        string
	Output       any
	Error        string
	NowDependent bool `json:"now_dependent"`
}

// failed represents any error, of .NET or of this package.
const failed = "error"

func (a answer) want() string {
	switch out := a.Output.(type) {
	case string:
		return out
	case json.Number:
		return out.String()
	default:
		return failed
	}
}

// knownMisses are the rows for which this package deliberately differs, by table and ID, with the reason. A listed row
// that agrees fails the test.
var knownMisses = map[string]map[string]string{}

// golden compares every row of a table with the result of call.
func golden(t *testing.T, table string, call func(answer) (string, error)) {
	t.Helper()
	rows := answers(t, table)
	got, want := map[string]string{}, map[string]string{}
	for _, row := range rows {
		text, err := call(row)
		if err != nil {
			text = failed
		}
		if _, listed := knownMisses[table][row.ID]; listed {
			require.NotEqual(t, row.want(), text, "%s: remove it from the known misses", row.ID)
			continue
		}
		got[row.ID], want[row.ID] = text, row.want()
	}
	require.Len(t, want, len(rows)-len(knownMisses[table]), "IDs must be unique, and known misses must exist")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func answers(t *testing.T, table string) []answer {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", table+".jsonl"))
	require.NoError(t, err)
	var rows []answer
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	for decoder.More() {
		var row answer
		require.NoError(t, decoder.Decode(&row))
		rows = append(rows, row)
	}
	require.NotEmpty(t, rows)
	return rows
}

func TestFormatAnswers(t *testing.T) {
	t.Parallel()
	kinds := map[string]netdate.Kind{"Unspecified": netdate.Unspecified, "Utc": netdate.UTC, "Local": netdate.Local}
	golden(t, "datetime_format", func(row answer) (string, error) {
		ticks, err := strconv.ParseInt(row.Ticks, 10, 64)
		require.NoError(t, err)
		d, err := netdate.New(ticks, kinds[row.Kind])
		require.NoError(t, err)
		f, err := netdate.CompileFormat(row.Format)
		if err != nil {
			return "", err
		}
		// Append must not remove what was in the buffer, in particular a dot before an empty FFF.
		text := f.Append([]byte("."), d)
		require.Equal(t, byte('.'), text[0])
		units := len(utf16.Encode([]rune(string(text[1:]))))
		require.True(t, f.MinLen() <= units && units <= f.MaxLen(), "%q prints %q", row.Format, text[1:])
		return string(text[1:]), nil
	})
}

func TestParseExactAnswers(t *testing.T) {
	t.Parallel()
	now := testNow(t)
	parse := func(row answer) (string, error) {
		styles, err := netdate.ParseStyles(row.Styles)
		if err != nil {
			return "", err
		}
		layout, err := netdate.CompileLayout(row.Format, styles)
		if err != nil {
			return "", err
		}
		d, err := layout.Parse(row.Input, now)
		fromBytes, bytesErr := layout.ParseBytes([]byte(row.Input), now)
		require.Equal(t, d, fromBytes, row.ID)
		require.Equal(t, err, bytesErr, row.ID)
		plain, _ := layout.WithoutHead().Parse(row.Input, now)
		require.Equal(t, d, plain, row.ID)
		if err == nil {
			require.Equal(t, row.Kind, d.Kind().String(), row.ID)
		}
		return d.String(), err
	}
	golden(t, "datetime_parse_exact", parse)
	golden(t, "datetime_parse_exact_spaces", parse)
}

func TestParseAnswers(t *testing.T) {
	t.Parallel()
	now := testNow(t)
	parse := func(row answer) (string, error) {
		styles, err := netdate.ParseStyles(row.Styles)
		require.NoError(t, err)
		d, err := netdate.Parse(row.Input, styles, now)
		if err == nil {
			require.Equal(t, row.Kind, d.Kind().String(), row.ID)
		}
		return d.String(), err
	}
	golden(t, "datetime_parse", parse)
	golden(t, "datetime_parse_signs", parse)
}

// ParseCDate agrees with Parse, except for texts that would take their year or date from today.
func TestParseCDateAnswers(t *testing.T) {
	t.Parallel()
	for _, row := range append(answers(t, "datetime_parse"), answers(t, "datetime_parse_signs")...) {
		if row.Styles != "AssumeUniversal,AdjustToUniversal" {
			continue
		}
		d, err := netdate.ParseCDate(row.Input)
		switch {
		case row.NowDependent:
			var parseErr *netdate.ParseError
			require.ErrorAs(t, err, &parseErr, row.ID)
			require.Equal(t, netdate.DateMissing, parseErr.Reason, "%s %q", row.ID, row.Input)
		case row.Error != "":
			require.Error(t, err, row.ID)
		default:
			require.NoError(t, err, row.ID)
			require.Equal(t, row.want(), d.String(), row.ID)
		}
	}
}

func TestFileTimeAnswers(t *testing.T) {
	t.Parallel()
	golden(t, "filetime", func(row answer) (string, error) {
		if row.Fn == "ToFileTimeUtc" {
			n, err := date(t, row.Arg).FileTime()
			return strconv.FormatInt(n, 10), err
		}
		n, err := strconv.ParseInt(row.Arg, 10, 64)
		require.NoError(t, err)
		d, err := netdate.FromFileTime(n)
		return d.String(), err
	})
}

func TestVisualBasicAnswers(t *testing.T) {
	t.Parallel()
	golden(t, "vb_dates", func(row answer) (string, error) {
		interval, err := netdate.ParseInterval(row.Interval)
		if err != nil {
			return "", err
		}
		if row.Fn == "DateDiff" {
			n, err := netdate.Diff(interval, date(t, row.Date1), date(t, row.Date2))
			return strconv.FormatInt(n, 10), err
		}
		n, err := strconv.ParseFloat(row.Number, 64)
		require.NoError(t, err)
		d, err := netdate.Add(interval, n, date(t, row.Date))
		return d.String(), err
	})
}
