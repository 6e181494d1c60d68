package codes

import "github.com/attrmap/attrmap/expr/diag"

// Limits of an expression's text, and of the patterns and pairs in it. They hold when it is parsed and compiled; that on the bytes of a
// pattern also holds for patterns that an object's values make.
const (
	LimitSourceBytes  diag.Limit = "source-bytes"
	LimitDepth        diag.Limit = "depth"
	LimitNodes        diag.Limit = "nodes"
	LimitSwitchPairs  diag.Limit = "switch-pairs"
	LimitPatternBytes diag.Limit = "pattern-bytes"
	LimitPatternDepth diag.Limit = "pattern-depth"
)

// Limits of one evaluation. All but regex-time are counted and not timed, so that what passes once passes always.
const (
	LimitSteps       diag.Limit = "steps"
	LimitTextBytes   diag.Limit = "text-bytes"
	LimitOutputBytes diag.Limit = "output-bytes"
	LimitListLength  diag.Limit = "list-length"
	LimitRegexSteps  diag.Limit = "regex-steps"
	LimitRegexTime   diag.Limit = "regex-time" // its bound counts nanoseconds
	LimitRegexMemory diag.Limit = "regex-memory"
	LimitRegexInput  diag.Limit = "regex-input"
)

// Limits of documents, and of the records of a feed.
const (
	LimitFileBytes    diag.Limit = "file-bytes"
	LimitJSONDepth    diag.Limit = "json-depth"
	LimitJSONValues   diag.Limit = "json-values"
	LimitNumberDigits diag.Limit = "number-digits"
	LimitRecordBytes  diag.Limit = "record-bytes"
	LimitFieldBytes   diag.Limit = "field-bytes"
	LimitColumns      diag.Limit = "columns"
	LimitOperations   diag.Limit = "bulk-operations"
	LimitPathBytes    diag.Limit = "path-bytes"
	LimitPathSteps    diag.Limit = "path-steps"
)

// Limits returns the names of all limits, in the order of this file.
func Limits() []diag.Limit {
	return []diag.Limit{
		LimitSourceBytes, LimitDepth, LimitNodes, LimitSwitchPairs, LimitPatternBytes, LimitPatternDepth,
		LimitSteps, LimitTextBytes, LimitOutputBytes, LimitListLength, LimitRegexSteps, LimitRegexTime, LimitRegexMemory, LimitRegexInput,
		LimitFileBytes, LimitJSONDepth, LimitJSONValues, LimitNumberDigits, LimitRecordBytes, LimitFieldBytes, LimitColumns,
		LimitOperations, LimitPathBytes, LimitPathSteps,
	}
}
