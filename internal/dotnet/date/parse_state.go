package date

// tokenKind is the kind of a token together with the separator after it: a column of the state table.
type tokenKind uint8

const (
	end tokenKind = iota
	numberEnd
	numberHalf // a number before AM or PM
	numberSpace
	numberDateSep
	numberTimeSep
	monthEnd
	monthSpace
	monthDateSep
	numberDateSuffix // a number before 年, 月 or 日
	numberTimeSuffix // a number before 時, 分 or 秒
	dayOfWeek
	yearSpace
	yearDateSep
	yearEnd
	timeZone
	era
	tokenColumns // the number of columns

	skipped // a word or sign that is not an input of the state table
	numberT // a number before the T of ISO 8601
)

// state is the kind of sequence of numbers and names read so far. In the names of states, N is a number, M the name of
// a month, Y a year (a number of at least three digits), d a date separator, t a time separator and S a suffix.
type state uint8

const (
	begin     state = iota
	afterN          // a number and a space: day or hour
	afterNN         // two of them
	afterNd         // a number and a date separator
	dateNN          // N/N
	dateNNd         // N/N/
	afterM          // a month
	dateMN          // month, number
	dateNM          // number, month
	dateMNd         // month, number, separator
	dateS           // a date with suffixes, then a number
	afterY          // a year
	afterYN         // year, number
	afterYNd        // year, number, separator
	afterYM         // year, month
	afterYMd        // year, month, separator
	inSuffix        // within parts identified by suffixes
	timeS           // within a time with suffixes
	timeNt          // hour and separator
	timeNNt         // hour, minute and separator
	stateRows       // the number of rows

	// The names of terminal states list what has been collected, as those of the other states do, in the order of the text.
	failed // states above this one are terminal

	endNN
	endNNN
	endMN
	endNM
	endMNN
	endSuffixes
	endSuffixesN
	endNSuffixes
	endNNSuffixes
	endYNN
	endNNY
	endYMN
	endYN
	endYM
	endTimeN
	endTimeNN
	endTimeNNN
	endTimeSuffixes
)

const (
	// Short names, so that a row of the table has three lines.
	ooo = failed
	bgn = begin
)

// transitions is .NET's table of the state that follows each state and token. It keeps .NET's oddities: the name of a
// month after an hour turns the hour into a part of a date (2: Feb), and in "April 10 6 AM" the 6 is a year.
// The columns are in the order of tokenKind: the first line of a row is for the end and for numbers, the second for months and
// suffixes, the third for weekdays, years, zones and eras.
var transitions = [stateRows][tokenColumns]state{
	begin: {
		bgn, ooo, endTimeN, afterN, afterNd, timeNt,
		ooo, afterM, afterM, inSuffix, timeS,
		bgn, afterY, afterY, ooo, bgn, bgn,
	},
	afterN: {
		ooo, endNN, endTimeNN, afterNN, dateNNd, ooo,
		endNM, dateNM, dateMNd, dateS, ooo,
		afterN, afterYN, afterYNd, endYN, afterN, afterN,
	},
	afterNN: {
		endNN, endNNN, endTimeNNN, endNNN, ooo, timeNt,
		endMNN, endMNN, ooo, ooo, timeS,
		afterNN, endNNY, ooo, endNNY, afterNN, afterNN,
	},
	afterNd: {
		ooo, endNN, ooo, dateNN, dateNNd, ooo,
		endNM, dateMN, dateMNd, ooo, ooo,
		afterNd, afterYN, afterYNd, endYN, ooo, afterNd,
	},
	dateNN: {
		endNN, endNNN, endTimeN, endNNN, ooo, timeNt,
		endMNN, endMNN, ooo, endSuffixes, timeS,
		dateNN, endNNY, ooo, endNNY, ooo, dateNN,
	},
	dateNNd: {
		ooo, endNNN, endNNN, endNNN, ooo, ooo,
		endMNN, endMNN, ooo, endSuffixes, ooo,
		dateNNd, endNNY, ooo, endNNY, ooo, dateNNd,
	},
	afterM: {
		ooo, endMN, ooo, dateMN, dateMNd, ooo,
		ooo, ooo, ooo, ooo, ooo,
		afterM, afterYM, afterYMd, endYM, ooo, afterM,
	},
	dateMN: {
		endMN, endMNN, endMNN, endMNN, ooo, timeNt,
		ooo, ooo, ooo, endSuffixes, timeS,
		dateMN, endYMN, ooo, endYMN, ooo, dateMN,
	},
	dateNM: {
		endNM, endMNN, endMNN, endMNN, ooo, timeNt,
		ooo, ooo, ooo, endSuffixes, timeS,
		dateNM, endYMN, ooo, endYMN, ooo, dateNM,
	},
	dateMNd: {
		ooo, endMNN, ooo, endMNN, ooo, ooo,
		ooo, ooo, ooo, ooo, ooo,
		dateMNd, endYMN, ooo, endYMN, ooo, dateMNd,
	},
	dateS: {
		endNSuffixes, endNNSuffixes, endNNSuffixes, endNNSuffixes, ooo, timeNt,
		ooo, ooo, ooo, dateS, timeS,
		dateS, ooo, ooo, ooo, ooo, dateS,
	},
	afterY: {
		ooo, endYN, ooo, afterYN, afterYNd, ooo,
		endYM, afterYM, afterYMd, afterYM, ooo,
		afterY, ooo, ooo, ooo, ooo, afterY,
	},
	afterYN: {
		endYN, endYNN, endYNN, endYNN, ooo, ooo,
		endYMN, endYMN, ooo, ooo, ooo,
		afterYN, ooo, ooo, ooo, ooo, afterYN,
	},
	afterYNd: {
		ooo, endYNN, endYNN, endYNN, ooo, ooo,
		endYMN, endYMN, ooo, ooo, ooo,
		afterYN, ooo, ooo, ooo, ooo, afterYN,
	},
	afterYM: {
		endYM, endYMN, endYMN, endYMN, ooo, ooo,
		ooo, ooo, ooo, ooo, ooo,
		afterYM, ooo, ooo, ooo, ooo, afterYM,
	},
	afterYMd: {
		ooo, endYMN, endYMN, endYMN, ooo, ooo,
		ooo, ooo, ooo, ooo, ooo,
		afterYM, ooo, ooo, ooo, ooo, afterYM,
	},
	inSuffix: {
		endSuffixes, endSuffixesN, endTimeN, timeNt, ooo, timeNt,
		ooo, ooo, ooo, inSuffix, timeS,
		inSuffix, ooo, ooo, ooo, ooo, inSuffix,
	},
	timeS: {
		endTimeSuffixes, endTimeSuffixes, endTimeSuffixes, timeNt, afterNd, ooo,
		ooo, ooo, ooo, inSuffix, timeS,
		timeS, ooo, ooo, ooo, timeS, timeS,
	},
	timeNt: {
		ooo, endTimeNN, endTimeNN, endTimeNN, ooo, timeNNt,
		endNM, dateNM, ooo, ooo, timeS,
		ooo, ooo, ooo, ooo, timeNt, timeNt,
	},
	timeNNt: {
		ooo, endTimeNNN, endTimeNNN, endTimeNNN, ooo, ooo,
		ooo, ooo, ooo, ooo, timeS,
		timeNNt, ooo, ooo, ooo, timeNNt, timeNNt,
	},
}
