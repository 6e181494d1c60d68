// Package datacheck finds what spreadsheets and exports do to the values of people: ids in scientific notation, dates as numbers of days, texts
// for no value, zeros, spaces and letters that were lost. Every record is looked at, in memory that does not grow with them but for some bytes of
// each id, up to a limit.
//
// A rule is a row of the list in rules.go. It sees the texts of one column, and says at the end what is wrong with them, or nothing: a doubt about
// values that may well be right is none of its business, since what is reported for good data is read by nobody.
package datacheck
