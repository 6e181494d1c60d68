// Package delta finds out what differs between two days' files of people, and builds bulk requests of that alone: the people who are new and
// those who have changed.
//
// A file is evidence of who is in it, and not of who is not: it may be cut off, or lack a department. So nothing is sent for somebody who is
// absent unless the caller asks for it, and nothing at all where too many are absent or the file looks cut off, see [Options] and
// [RefusedError].
//
// Keys are the matching values of the map. They are compared as [bulk.Check] compares them: with case, without the spaces around them. A key that
// has changed its case alone is the same person's nevertheless.
package delta
