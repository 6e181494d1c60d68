package diag

import (
	"fmt"
	"strconv"
)

// Count returns a number with the word for what is counted, which takes an s in the plural: no keys, 1 key, 2 keys.
func Count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Bytes returns a size as people read it: in MiB or KiB where it is whole ones, otherwise in bytes.
func Bytes(n int) string {
	const kibi = 1 << 10
	switch {
	case n > 0 && n%(kibi*kibi) == 0:
		return strconv.Itoa(n/(kibi*kibi)) + " MiB"
	case n > 0 && n%kibi == 0:
		return strconv.Itoa(n/kibi) + " KiB"
	}
	return Count(n, "byte")
}
