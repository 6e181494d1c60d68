// Package textenc detects how a file encodes its text, and decodes it to UTF-8: UTF-8 with or without a byte order mark, and UTF-16 in
// either byte order, with its mark or without. Other encodings are named by whoever knows them ([Named]), and guessed for a message ([Likely]).
//
// [Decode] is for files that are read as a whole and may be written again ([Encoding.Encode]): it refuses broken UTF-16. [Recode] and
// [Encoding.NewReader] are for readers that report every broken place themselves: what is no character becomes bytes that are no UTF-8,
// so that one check finds bad input of every encoding. golang.org/x/text/encoding/unicode is of no use to either: it replaces what is
// broken by U+FFFD, and a damaged value would be read as a whole one.
//
// The package imports nothing of the project.
package textenc
