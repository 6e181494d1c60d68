package date

// monthNames is indexed by the number of the month. The abbreviations of the invariant culture are the first three letters of
// each name.
var monthNames = [13]string{
	"", "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

var dayNames = [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

const (
	eraName      = "A.D."
	shortEraName = "AD"
	shortName    = 3 // letters in an abbreviated month or day name
)

// matchName returns the index and the length of the longest of names at s[i], ignoring case, or -1 if there is none.
// If width is not 0, names are abbreviated to width letters. No name of the invariant
// culture begins with another one, so that the first match is the longest.
func matchName[T text](s T, i int, names []string, width int) (index, length int) {
	index = -1
	for n, name := range names {
		if width > 0 && len(name) > width {
			name = name[:width]
		}
		if len(name) > length && foldedPrefix(s, i, name) {
			index, length = n, len(name)
		}
	}
	return index, length
}
