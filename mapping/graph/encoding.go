package graph

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/textenc"
)

// decodeText returns a file's content as UTF-8 without a byte order mark, also of UTF-16 as PowerShell saves files. Half a surrogate
// pair is refused: UTF-8 has no form for it, so it could not be saved again.
func decodeText(data []byte) (string, error) {
	text, _, err := textenc.Decode(data)
	var broken *textenc.Error
	if errors.As(err, &broken) {
		return "", encodingError(broken.Before, len(broken.Before), broken.Problem)
	}
	if at := diag.InvalidUTF8(text); at >= 0 {
		return "", encodingError(text, at, "the file is not UTF-8 from here on")
	}
	return text, nil
}

func encodingError(text string, offset int, message string) error {
	return &LoadError{Path: "$", Position: diag.Locate(text, offset), Message: message, Hint: "save it as UTF-8", cause: ErrEncoding}
}
