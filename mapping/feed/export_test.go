package feed

import "bytes"

// DetectFormat returns the format that [Open] detects for an input of that name that begins with head.
func DetectFormat(name string, head []byte) Format {
	if in, err := newInput(bytes.NewReader(head), ""); err == nil {
		in.more(len(head))
		head = in.window()
	}
	return detect(name, head)
}
