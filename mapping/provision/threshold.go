package provision

import (
	"strconv"

	"github.com/attrmap/attrmap/internal/settings"
)

// Threshold is a number of objects, or a share of the source objects that are read. The zero Threshold is no limit.
type Threshold struct {
	limit float64
	share bool // limit is a percentage
	set   bool
}

// UnmarshalText reads a whole number, such as 500, or a percentage, such as 5% or 0.5%; "" is no limit.
func (t *Threshold) UnmarshalText(text []byte) error {
	*t = Threshold{}
	if len(text) == 0 {
		return nil
	}
	limit, share, err := settings.ParseThreshold(string(text))
	if err != nil {
		return err
	}
	*t = Threshold{limit, share, true}
	return nil
}

// exceededBy reports whether n objects of all that are read are more than the threshold.
func (t Threshold) exceededBy(n, all int) bool {
	limit := t.limit
	if t.share {
		limit *= float64(all) / 100 //nolint:mnd // a percentage
	}
	return t.set && float64(n) > limit
}

// String returns what UnmarshalText reads.
func (t Threshold) String() string {
	text := strconv.FormatFloat(t.limit, 'f', -1, 64)
	switch {
	case !t.set:
		return ""
	case t.share:
		return text + "%"
	}
	return text
}
