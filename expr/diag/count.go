package diag

import "fmt"

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
