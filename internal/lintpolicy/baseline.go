package lintpolicy

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
)

// Baseline is the findings that are known. It holds no place that moves when a file is edited: neither lines nor indices.
type Baseline struct {
	known map[entry]int
}

// entry is a known finding. The message is for readers and has no values; the hash is of the message with what the mapping says, but without
// what data do.
type entry struct {
	Code    diag.Code `json:"code"`
	File    string    `json:"file,omitempty"`
	Path    string    `json:"path,omitempty"`
	Target  string    `json:"target,omitempty"`
	Message string    `json:"message"`
	Hash    string    `json:"hash"`
	Count   int       `json:"count"`
}

// fileOf returns the name of a file with slashes on every system, "" for none.
func fileOf(name string) string {
	if name == "" {
		return ""
	}
	return filepath.ToSlash(filepath.Clean(name))
}

// numbers are what moves in a message: indices, and counts of objects.
var numbers = regexp.MustCompile(`\d+`)

// entryOf returns a finding as an entry, with the count 0.
func entryOf(f diag.Finding) entry {
	e := entry{Code: f.Code, File: fileOf(f.File), Target: f.Target}
	// The path of a mapping has its index, and the target says which it is.
	if f.Target == "" {
		e.Path = numbers.ReplaceAllString(f.PathText(), "")
	}
	e.Message = numbers.ReplaceAllString(f.Message.Masked().String(), "#")
	text := e.Message
	// The rules on data are L201 to L299, those on bulk requests L301 to L399: their messages may quote values of people.
	if code := string(f.Code); len(code) != 4 || !strings.HasPrefix(code, "L2") && !strings.HasPrefix(code, "L3") {
		text = numbers.ReplaceAllString(f.Message.String(), "#")
	}
	sum := sha256.Sum256([]byte(text))
	e.Hash = hex.EncodeToString(sum[:6])
	return e
}

// WriteBaseline writes findings as a baseline.
func WriteBaseline(w io.Writer, found diag.List) error {
	counts := map[entry]int{}
	for _, f := range found {
		counts[entryOf(f)]++
	}
	list := make([]entry, 0, len(counts))
	for e, n := range counts {
		e.Count = n
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Hash, b.Hash))
	})
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string][]entry{"findings": list})
}

// ReadBaseline reads a baseline.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	data, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, err
	}
	var in struct {
		Findings *[]entry `json:"findings"`
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, diag.Errorf("want a baseline, got an empty file; lint writes one where the file does not exist")
	}
	if err := records.Parse(data, &in); err != nil {
		return nil, err
	}
	if in.Findings == nil {
		return nil, diag.Errorf("want a baseline, which has the member findings")
	}
	b := &Baseline{known: map[entry]int{}}
	for _, e := range *in.Findings {
		n := e.Count
		e.Count = 0
		b.known[e] += n
	}
	return b, nil
}

// Filter returns the findings that are not known, and how many known ones of the files are gone. A finding that is there more often than it is
// known is reported.
func (b *Baseline) Filter(found diag.List, files []string) (fresh diag.List, gone int) {
	left := map[entry]int{}
	for e, n := range b.known {
		left[e] = n
	}
	for _, f := range found {
		if e := entryOf(f); left[e] > 0 {
			left[e]--
		} else {
			fresh = append(fresh, f)
		}
	}
	for _, name := range files {
		for e, n := range left {
			if e.File == fileOf(name) {
				gone += n
			}
		}
	}
	return fresh, gone
}
