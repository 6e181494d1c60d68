package planout

import (
	"fmt"
	"io"

	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Explanations writes explanations: as text one below the other, as the list objects of a JSON document, or one per line.
type Explanations struct {
	// Count is the number of those that have been written.
	Count int

	w      io.Writer
	format string
}

// NewExplanations returns a writer of the format text, json or ndjson.
func NewExplanations(format string, w io.Writer) *Explanations {
	return &Explanations{w: w, format: format}
}

// separators returns what is before the first explanation, between two, and after the last one.
func separators(format string) [3]string {
	return map[string][3]string{"text": {"", "\n", ""}, "json": {"{\"objects\": [\n", ",\n", "]}\n"}}[format]
}

// Write writes an explanation.
func (w *Explanations) Write(x *provision.Explanation) error {
	before := separators(w.format)[min(w.Count, 1)]
	w.Count++
	// An Explanation prints and marshals itself as reports may show it, with hidden values left out.
	text := fmt.Sprint(x)
	if w.format != "text" {
		data, err := jsonobject.Marshal(x)
		if err != nil {
			return err
		}
		text = string(data) + "\n"
	}
	_, err := io.WriteString(w.w, before+text)
	return err
}

// Close writes what follows the last explanation.
func (w *Explanations) Close() error {
	text := separators(w.format)[2]
	// The beginning of the document is written with the first explanation, and so has not been.
	if w.format == "json" && w.Count == 0 {
		text = "{\"objects\": []}\n"
	}
	_, err := io.WriteString(w.w, text)
	return err
}
