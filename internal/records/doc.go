// Package records is how the command reads and writes: JSON Lines are answered one by one, records are written whole or not at all, and files
// are replaced whole, alone or as a set.
//
// A program that reads the command's output must never take a part of a record for one, whatever ends the command: a full disk, a closed
// pipe, a signal. The promises are those of docs/security.md, "Output that is cut off".
package records
