// Package sources reads the documents of HR systems person by person, and evaluates on each the API expressions by which a provisioning job
// has its source attributes: XPath 1.0 on Workday's XML, JSONPath on the JSON of SuccessFactors.
//
// [Open] is what [feed.Options.Documents] takes, so that a document is read wherever a table of people is:
//
//	r, err := feed.Open(file, feed.Options{Documents: sources.Open, API: schema.APIExpressions()})
//
// [People] has the persons themselves, for single expressions:
//
//	e, err := sources.Compile("wd:Worker/wd:Worker_Data/wd:User_ID/text()")
//	for person, err := range sources.People(file, feed.Options{}) {
//		v, nodes, err := person.Evaluate(e)
//	}
//
// Feeds of Oracle HCM Cloud have no API expressions: their entries are merged into people, whose attributes have the names that Oracle gives them. A
// person has HireDate, TermDate and active (a boolean) as of [feed.Options.Now], as far as they are known; the feeds of [feed.Options.More] are read
// with the first as one. What is documented, inferred and assumed about them is in docs/evidence.md.
//
// Documents are read in constant memory, but for feeds, of which all entries are held, 32 times the limit of a record at most. What XML can
// refer to is never fetched: a document type is refused, and with it all entities but the five that XML has itself. The limits are those of
// [feed.Limits].
//
// No package of the library imports this one, nor the modules that it needs: a program does that wants to read such documents.
package sources
