// Package feed reads objects for provisioning, one at a time and in constant memory, in the formats in which they arrive: a SCIM bulk
// request (the body of the inbound provisioning API), SCIM lists and users, JSON Lines, JSON arrays and objects, CSV,
// and LDIF.
//
// The main type is [Reader]. Every object becomes a [Record], whose Attributes an expression or a mapping set can read:
//
//	r, err := feed.Open(file, feed.Options{Name: "hires.csv"})
//	if err != nil {
//		return err
//	}
//	for rec, err := range r.Records() {
//		if err != nil {
//			return err // the rest cannot be read; records may be missing
//		}
//		if rec.Err != nil {
//			log.Println(rec.Err) // this record is broken, the next ones are not
//			continue
//		}
//		use(rec.Attributes())
//	}
//
// # Input that is something else
//
// With [Auto], an input that is recognizably no list of objects is an error of [Open] or of the first read, with what it is and what to
// do: XML, an HTML page, LDIF with the name of another format, a workbook, prose, a mapping file, an exported synchronization schema, an error of Microsoft Graph. After
// the records of a list that is only one page of several (@odata.nextLink, __next of SuccessFactors, a totalResults or @odata.count of more
// objects), the final error says that records are missing. All pages after each other are one complete input.
//
// # Damaged input
//
// No format has checksums: a value that was changed into another value goes unnoticed. Otherwise, for an input with one fault:
//
//   - Records that end before the fault are delivered, in order and unchanged. (A record of a line or row ends with its line break; of
//     several objects in a row, the last one before the fault is withdrawn if what follows does not belong there.)
//   - The record with the fault is broken, or has the changed value. No record consists of a part of another record, or of several.
//   - Records after the fault are delivered unchanged or not at all; in the latter case a broken record or the final error says so. JSON
//     Lines lose no record. The other JSON formats look for the next record only if its start is certain: the brackets, quotes and
//     commas of the broken record are sound, or every record begins a line.
//   - If the input is truncated inside an array, an object or a quoted cell, the final error says so. Truncation between two lines, rows
//     or objects in a row cannot be detected; for the last cell of a CSV and the last entry of LDIF,
//     [Record].MayBeTruncated reports the doubt.
//
// CSV can detect less. A fault in the header renames a column for all rows. A quote that is lost or added joins the rows up to the next
// quote, which is reported because the row then does not fit the header or the last quote is not closed. In a table of one column,
// nothing reveals a lost or added line break. Neither does anything in JSON reveal a string that contains brackets, if its opening quote
// was replaced by a line break.
//
// In LDIF, a name, a colon or a line break that is lost breaks its entry, and also withdraws the entry before it if it was the name dn. A
// character that is written over the empty line between two entries joins them, unnoticed.
//
// The package has its own JSON and CSV scanners: encoding/json silently replaces invalid UTF-8, stops for good at the first fault and
// does not bound the size of a record, and encoding/csv keeps reading one record to the end of the input if a quote is not closed.
//
// Imports go one way: this package is above expr/value and expr/diag and knows nothing of mappings.
package feed
