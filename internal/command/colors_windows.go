package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeysColors reports whether a console takes the sequences of colors, and makes it do so: consoles of Windows print them unless they are asked.
func obeysColors(file *os.File) bool {
	if file == nil {
		return false
	}
	console := windows.Handle(file.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
