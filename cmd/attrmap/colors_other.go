//go:build !windows

package main

import "os"

// obeysColors reports whether a terminal takes the sequences of colors.
func obeysColors(*os.File) bool { return true }
