package doc

// ClauseWords is for the tests of single clauses.
var ClauseWords = clauseWords
