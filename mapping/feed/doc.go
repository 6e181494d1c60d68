// Package feed reads objects for provisioning, one at a time and in constant memory, from the forms they come in: a SCIM bulk
// request (the body of the inbound provisioning API), SCIM lists and users, JSON Lines, JSON arrays and objects, and CSV.
//
// The main type is [Reader]. Every object becomes a [Record] whose Attributes an expression or a mapping set can read:
//
//	r, err := feed.Open(file, "hires.csv", feed.Auto)
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
// The package has its own JSON and CSV scanners, because encoding/json replaces bad UTF-8 without a word, stops for good at the
// first fault and has no bound on the size of a record, and encoding/csv keeps a record without end where a quote is not closed.
//
// Imports go one way: this package stands above expr/value and expr/diag and knows nothing of mappings.
package feed
