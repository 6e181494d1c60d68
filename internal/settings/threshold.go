package settings

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// ParseThreshold reads a whole number of objects, such as 500, or a percentage, such as 5% or 0.5%.
func ParseThreshold(text string) (limit float64, isShare bool, err error) {
	digits, share := strings.CutSuffix(text, "%")
	limit, err = strconv.ParseFloat(digits, 64)
	whole := limit == float64(int64(limit)) && !strings.ContainsAny(digits, ".eExXpP_")
	if err != nil || strings.Trim(digits, "0123456789.") != "" || !share && !whole || share && limit > 100 {
		return 0, false, diag.Errorf("want a number of objects or a percentage such as 5%%, got %s", diag.Quote(text))
	}
	return limit, share, nil
}
