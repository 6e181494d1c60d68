//go:build !windows

package command

import "os"

// obeysColors reports whether a terminal takes the sequences of colors.
func obeysColors(*os.File) bool { return true }
