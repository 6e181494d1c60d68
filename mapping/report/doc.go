// Package report writes what a cycle, or a change of mappings or of data, does to whom as one HTML page for the people who decide about it: a
// headline, a bar of actions, the groups with their counts, and of each group people in a table, with a card for each.
//
//	changes, err := impact.Compare(ctx, from, to, impact.Options{Limit: 200, Keep: report.Keep})
//	err = report.Write(w, changes, report.Options{From: from.Engine, To: to.Engine})
//
// The page is one file without any reference to another: it opens from a disk, a mail or a wiki, and asks no network. A policy in it (CSP,
// W3C Content Security Policy Level 3) lets run the page's own script and style alone, by their hashes. Values of objects come as text and
// never as markup; control characters and marks of direction in them are shown as \u001b. What reports must not print is masked, as in every
// other output.
//
// All groups and counts are on the page. People are those whose pairs [Keep] has kept, so at most [impact.Options.Limit] of a group, and fewer
// where the page would become too large; it says so. The same input makes the same bytes: no clock is read.
package report
