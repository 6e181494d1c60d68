// Package examples holds the examples: programs that embed the library, and mappings with data for the command.
package examples
