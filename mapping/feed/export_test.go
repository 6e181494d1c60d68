package feed

import "bytes"

// DetectFormat returns the format that [Open] detects for an input of that name that begins with head.
func DetectFormat(name string, head []byte) Format {
	if src, err := newSource(bytes.NewReader(head)); err == nil {
		src.more(len(head))
		head = src.window()
	}
	return detect(name, head)
}
