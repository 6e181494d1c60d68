package date_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func TestSerialNumbersAreDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"45231": "2023-11-01", "45231.75": "2023-11-01", "45231,5": "2023-11-01", "10000": "1927-05-18", "73050": "2099-12-31", "36585": "2000-02-29", "36586": "2000-03-01",
	} {
		d, ok := netdate.FromSerial(text)
		require.True(t, ok, text)
		require.Equal(t, want, d.ISODate(), text)
	}
	for _, text := range []string{"", "9999", "09999", "73051", "452310", "45231.", "4523a", "-45231", "45231.5.5", "45 231", "4523.1"} {
		_, ok := netdate.FromSerial(text)
		require.False(t, ok, text)
	}
}
