// Package feed reads objects for provisioning, one at a time and in constant memory, from the forms they come in: a SCIM bulk
// request (the body of the inbound provisioning API), SCIM lists and users, JSON Lines, JSON arrays and objects, and CSV.
//
// The main type is [Reader]. Every object becomes a [Record] whose Attributes an expression or a mapping set can read:
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
//			log.Println(rec.Err) // this one is broken, the next ones are not
//			continue
//		}
//		use(rec.Attributes())
//	}
//
// # Damaged input
//
// No format has check sums: a value that was changed into another one is a value. For the rest, of an input with a fault in one place:
//
//   - Records that end in front of the fault are given, in order and as they are. (A record of lines or rows ends with its line break;
//     of objects in a row the one directly in front is taken back where what follows does not belong there.)
//   - The record with the fault is a broken one, or has the changed value. No record is made of a part of another one, or of several.
//   - Records behind the fault are given as they are, or not at all, and then a broken record or the final error tells so. JSON Lines
//     lose none. In the other JSON formats the next record is looked for behind a broken one only where there is no doubt about its
//     beginning: the brackets, quotes and commas of the broken one are sound, or every record begins a line of its own.
//   - An input that is cut off inside of an array, an object or a quote says so at the end. Where it is cut off between two lines, rows
//     or objects in a row nobody can tell; in the last cell of a CSV, [Record].MayBeTruncated tells of the doubt.
//
// CSV can do less: a fault in the header names the columns otherwise, for all rows; a quote that is lost or added joins rows up to the
// next quote, which is told, since the row does not fit then or the last quote is not closed; and a table of a single column has
// nothing by which a lost or added line break could be told. The same holds of a text in JSON that has brackets in it, once the quote
// in front of it is lost and a line break stands in its place.
//
// The package has its own JSON and CSV scanners, because encoding/json replaces bad UTF-8 without a word, stops for good at the
// first fault and has no bound on the size of a record, and encoding/csv keeps a record without end where a quote is not closed.
//
// Imports go one way: this package stands above expr/value and expr/diag and knows nothing of mappings.
package feed
