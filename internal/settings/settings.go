// Package settings has the words by which a job is set up: in flags of the command, in the member options of mapping files, in help texts and in
// documents. Each word is in one table once.
package settings

// Word is a word with what it means.
type Word struct {
	// Name is the word, as it is written.
	Name string
	// Help says what it does, as a sentence without a full stop.
	Help string
}

// Compat returns the readings that compat chooses where documents, users and the service disagree; docs/compatibility.md has the evidence.
func Compat() []Word {
	return []Word{
		{"eagerBranches", "every argument is evaluated before a call, so that a failure in a branch that is not taken fails the expression"},
		{"iifNullConditionFails", "IIF fails if an attribute of its condition is null or empty"},
		{"emptyStringIsNull", "an empty text in a source attribute is null"},
		{"diacriticsTableOnly", "NormalizeDiacritics keeps letters that the published table does not have"},
		{"strictCase", "a function name in the wrong case is an error"},
		{"lenientQuotes", "typographic quotation marks are read as straight ones"},
		{"noneOnlyAtCreation", "a mapping of type None writes its default at creation only"},
		{"exactCase", "every attribute is compared with case when changes are looked for"},
	}
}

// Client returns the quirks of SCIM clients that client chooses.
func Client() []Word {
	return []Word{
		{"omitCustomSchemas", "the urns of custom extensions are left out of the member schemas"},
		{"plainBooleans", "the default client's PATCH has true and false, not texts"},
		{"roleDisplayName", "the text of a role is named displayName, not display"},
		{"inlineReferences", "references are part of the POST, not of a request after it"},
	}
}

// Names returns the words themselves.
func Names(words []Word) []string {
	names := make([]string, len(words))
	for i := range words {
		names[i] = words[i].Name
	}
	return names
}

// Options returns the members that options of a mapping file may have. The flag of attrmap run that says the same has the same name, written
// with hyphens, but for stubs, each of which is a flag stub, and customSecurityAttributes, whose flag csa names a file.
func Options() []Word {
	return []Word{
		{"emptyTextFlows", "the target stores empty texts, so that one differs from no value"},
		{"hardDelete", "the target cannot disable accounts: those that leave the scope are deleted"},
		{"unlinked", "accounts that match have not been managed by the job: those out of scope are left alone"},
		{"skipOutOfScopeDeletions", "accounts are left unchanged whose source object has left the scope"},
		{"maxDisables", "how many accounts may be deleted and disabled, as a number or a percentage of the source objects; above it all of that is staged and the exit code 1"},
		{"compat", "readings of doubtful cases"},
		{"client", "quirks of the SCIM client in the requests that are shown"},
		{"stubs", "values of functions that are not known"},
		{"customSecurityAttributes", "definitions of the tenant's custom security attributes"},
	}
}

// Job returns the words that say how a job is run and that options of a mapping file cannot have, in the order of a file of tests, whose members
// they are, too. Flag is that of attrmap run.
func Job() []JobWord {
	return []JobWord{
		{Word{"object", "object mapping to run: its number, its name, source -> target of its objects, or a unique part of these"}, "mapping"},
		{Word{"now", "current time for expressions, in RFC 3339; the real time by default"}, "now"},
		{Word{"domain", "default domain of the tenant"}, "default-domain"},
		{Word{"tokens", "values of tokens such as DomainFQDN"}, "token"},
		{Word{"profile", "target whose length and character rules are checked"}, "profile"},
		{Word{"target", "existing objects of the target"}, "target"},
		{Word{"targetFormat", "format of files of the target's objects"}, "target-format"},
		{Word{"inFormat", "format of files of source objects"}, "in-format"},
		{Word{"encoding", "encoding of files of source objects that are neither UTF-8 nor UTF-16, such as windows-1252"}, "encoding"},
		{Word{"delimiter", "what separates the cells of a CSV of source objects: a character, or tab; by default the one of comma, semicolon and tab that makes the most columns"}, "delimiter"},
		{Word{"targetEncoding", "encoding of files of the target's objects"}, "target-encoding"},
		{Word{"targetDelimiter", "what separates the cells of a CSV of the target's objects"}, "target-delimiter"},
		{Word{"multi", "separator of the values in a CSV cell, such as ; for csvde, or of one column, such as proxyAddresses=;, or a list of these; by default a cell is one text"}, "multi"},
		{Word{"links", "target objects that source objects are tied to by earlier cycles: sourceAnchor, targetAnchor and objectTypeName; only others are matched"}, "links"},
		{Word{"assigned", "file that says who is assigned: one matching value or anchor a line"}, "assigned"},
		{Word{"syncAll", "the job provisions all objects, whatever @assigned of a source object says"}, "sync-all"},
	}
}

// JobWord is a word of a job with its flag.
type JobWord struct {
	Word
	Flag string
}
