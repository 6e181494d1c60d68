// Package tables holds the test that adds a row to each table of package mapping (apply, scoping operators, profiles), builds the
// command with it, and looks for the row in everything that reads the tables.
package tables
