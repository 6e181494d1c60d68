package value

import (
	"time"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// DateTime is an instant in .NET's terms: ticks of 100 ns since 0001-01-01 and a kind (UTC, local, unspecified). The kind decides how it
// is written and not which instant it is; see [Time] for one of Go's.
type DateTime netdate.DateTime

// Ticks returns the number of 100 ns intervals since 0001-01-01.
func (d DateTime) Ticks() int64 { return netdate.DateTime(d).Ticks() }

// Time returns the instant as a time of Go, in UTC.
func (d DateTime) Time() time.Time { return netdate.DateTime(d).Time() }

// String returns the instant in the form of ISO 8601, with Z where it is UTC.
func (d DateTime) String() string { return netdate.DateTime(d).String() }
