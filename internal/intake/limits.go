package intake

import (
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Limits bounds what a command reads. The zero Limits has the library's defaults, which are for text of unknown origin.
type Limits struct {
	Files    file.Limits
	Records  feed.Limits
	Requests bulk.CheckLimits
}

// Roomy returns the limits for files that their user names: some ten times the largest real ones. Expressions keep their defaults, since the
// service stores none of more than 10,000 characters.
func Roomy() Limits {
	const large = 64 << 20
	return Limits{
		Files:    file.Limits{MappingBytes: 16 << 20, Schema: graph.Limits{Bytes: large, Values: 400_000}},
		Records:  feed.Limits{RecordBytes: large, Values: 2_500_000},
		Requests: bulk.CheckLimits{Bytes: large, Values: 1_000_000},
	}
}
