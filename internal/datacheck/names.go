package datacheck

import (
	"slices"
	"strings"
	"unicode"
)

// trait is what the name of a column says of its values. It is inferred from usual names of HR systems and directories, in a few languages.
type trait uint8

const (
	isDate   trait = 1 << iota // dates
	isNumber                   // numbers that name something: their zeros count
	isKey                      // one value for each person
	isTruth                    // whether an account is active
	isLines                    // texts of several lines
	isPostal                   // postal codes, which are numbers, too
)

var (
	dateWords = []string{"date", "datum", "dob", "birthday", "birthdate", "hired", "since", "until", "expires", "expiry", "expiration", "start", "end", "eintritt", "austritt",
		"geburtstag", "fecha", "effective", "terminated"}
	// otherWords end like a date, or stand beside a word of dates, and say that the values are none: a candidate, the salary at the start.
	otherWords  = []string{"candidate", "mandate", "salary", "amount", "pay", "rate"}
	numberWords = []string{"id", "ids", "no", "nr", "num", "number", "nummer", "key", "personnel", "matricule"}
	postalWords = []string{"zip", "plz", "postal", "postcode", "zipcode", "postleitzahl"}
	// countWords are words of numbers that count something, or that nobody writes with a fixed length.
	countWords = []string{"room", "floor", "phone", "mobile", "telephone", "fax", "house", "street", "building", "grade", "level", "extension", "pager", "telefon", "handy"}
	keyNames   = []string{"id", "externalid", "employeeid", "employeenumber", "workerid", "workernumber", "personid", "personnumber", "personnelnumber", "personidexternal", "staffid",
		"userid", "username", "userprincipalname", "upn", "samaccountname", "email", "mail", "emailaddress", "workemail", "objectid", "objectguid", "loginname", "mailnickname",
		"personalnummer", "matricule"}
	truthWords = []string{"active", "isactive", "enabled", "isenabled", "disabled", "inactive", "accountenabled", "accountdisabled", "aktiv", "actif", "activo"}
	// besideTruth are words that leave a name of truthWords what it is.
	besideTruth = []string{"account", "user", "employee", "worker", "person", "status", "flag", "is", "currently", "y", "n", "yes", "no", "true", "false"}
	lineWords   = []string{"address", "addresses", "street", "description", "comment", "comments", "note", "notes", "info", "remark", "remarks", "text", "bio", "about"}
)

// traitsOf judges a column by the words of its name, or of the last part of a path. What is inside of other objects, such as the id of a manager,
// is no key of the person.
func traitsOf(name string, inside bool) trait {
	all := wordsOf(name)
	if at := strings.LastIndexAny(name, ".:"); at >= 0 && at+1 < len(name) {
		name = name[at+1:]
	}
	words := wordsOf(name)
	has := func(list []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(list, w) })
	}
	whole := strings.Join(words, "")
	var t trait
	isOther := has(otherWords) || has(numberWords) || has(postalWords)
	switch last := words[max(0, len(words)-1):]; {
	case len(last) == 0 || slices.Contains(otherWords, last[0]):
	case strings.HasSuffix(whole, "date") || strings.HasSuffix(whole, "datum") || has(dateWords) && !isOther:
		t |= isDate
	}
	if has(numberWords) && !has(countWords) {
		t |= isNumber
	}
	if has(postalWords) {
		t |= isNumber | isPostal
	}
	if !inside && slices.Contains(keyNames, whole) {
		t |= isKey
	}
	beside := func(w string) bool { return slices.Contains(truthWords, w) || slices.Contains(besideTruth, w) }
	if t&isDate == 0 && (slices.Contains(truthWords, whole) || has(truthWords) && !slices.ContainsFunc(words, func(w string) bool { return !beside(w) })) {
		t |= isTruth
	}
	if slices.ContainsFunc(all, func(w string) bool { return slices.Contains(lineWords, w) }) && !has([]string{"mail", "email"}) {
		t |= isLines
	}
	return t
}

// wordsOf returns the words of a name in lower case: hire and date of HireDate, hire_date and "Hire date".
func wordsOf(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		// A capital letter begins a word after a small one, and before a small one: employeeID, GUIDText.
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			flush()
		}
		word = append(word, r)
	}
	flush()
	return words
}
