package lint

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// tableSource is the source of rules about the values of people.
const tableSource = "values of exports and spreadsheets"

// tableRules are about the values of the data alone, whatever the mappings do with them; package datacheck finds them in all records, and bulk build
// warns of the same.
func tableRules() []Rule {
	damaged := func(code, name, summary, doc string, reports diag.Code, bad, good string) Rule {
		return Rule{
			Code: code, Name: name, Severity: diag.Warning, Summary: summary, Doc: doc, Evidence: functions.Inferred, Source: tableSource, Reports: []diag.Code{reports},
			Bad: []Example{{Expr: `[displayName]`, Data: bad}}, Good: []Example{{Expr: `[displayName]`, Data: good}},
		}
	}
	return []Rule{
		damaged("L208", "scientific-notation", "Values of the data are numbers in scientific notation, as spreadsheets show long ones.",
			"A number such as 1.23457E+11 has lost its last digits for good, and no account has it as its id. Format the column as text before the file is saved, or export it from where it comes from.",
			codes.Scientific, "displayName,workerId\nA,1.23457E+11\n", "displayName,workerId\nA,123456789012\n"),
		damaged("L209", "serial-date", "Values of the data are numbers of days where dates are wanted, as spreadsheets keep dates.",
			"The number 45231 is 2023-11-01. CDate and FormatDateTime fail for such a number; DateAdd(\"d\", [date], \"1899-12-30\") reads it. Numbers of five digits count in columns whose name or other values are about dates.",
			codes.SerialDate, "displayName,hireDate\nA,45231\n", "displayName,hireDate\nA,2023-11-01\n"),
		damaged("L210", "formula-error", "Values of the data are errors of a spreadsheet's formulas, such as #N/A.",
			"The text of the error would be written like any other. Correct the formula, or leave the cell empty.",
			codes.CellError, "displayName,manager\nA,#N/A\n", "displayName,manager\nA,\n"),
		damaged("L211", "null-word", "Values of the data are words for no value, such as NULL, N/A or None.",
			"The word would be written, and counts as present. Leave the cell empty, or compare with the word. Null with one capital letter is a family name, and no finding.",
			codes.NullText, "displayName,city\nA,N/A\n", "displayName,city\nA,\nB,Null\n"),
		damaged("L212", "lost-zeros", "Numbers of the data have fewer digits than others, and most likely lack zeros at their beginning.",
			"Spreadsheets drop the zeros of 00123, and the person matches no account, or another one's. Reported are columns named like ids and numbers in which longer values begin with a zero, or nearly all have one length; numbers that count from 1, or pass a power of ten, are no finding.",
			codes.LostZeros, "displayName,employeeId\nA,00123\nB,124\n", "displayName,employeeId\nA,00123\nB,12345\n"),
		damaged("L213", "outer-space", "Values of the data have spaces at their beginning or end.",
			"Comparisons, Switch and the target keep them. Remove them, or read the attribute with Trim.",
			codes.OuterSpace, "displayName,city\nA,Oslo \n", "displayName,city\nA,Oslo\n"),
		damaged("L214", "two-date-orders", "A column of the data has dates in two orders: with the day, the month or the year first.",
			"Dates such as 13/02/2026 and 02/13/2026, or 2026-02-13, cannot be read by one format, and of 01/02/2026 nobody knows the month. Export the dates in one format.",
			codes.DateOrders, "displayName,born\nA,13/02/2026\nB,02/13/2026\n", "displayName,born\nA,13/02/2026\nB,02/03/2026\n"),
		damaged("L215", "third-truth", "A column of the data that says who is active has more than two values.",
			"A mapping, or a map for bulk requests, that compares with one of them makes all others false, and disables accounts. Say for each value what it means.",
			codes.ThirdTruth, "displayName,active\nA,True\nB,False\nC,On Leave\n", "displayName,active\nA,True\nB,false\nC,\n"),
		damaged("L216", "invisible-character", "Values of the data have characters that cannot be seen: line breaks, tabs, no-break spaces, marks of writing direction.",
			"The value looks right and is not the same. Line breaks are accepted in columns named like addresses and comments.",
			codes.OddCharacter, "displayName,title\nA,\"Head\nof\"\n", "displayName,street\nA,\"Main St\n1\"\n"),
		damaged("L217", "garbled-text", "Values of the data have letters that were lost or changed by a wrong encoding.",
			"MÃ¼ller is Müller, read as Windows-1252. Export the file again as UTF-8, or say its encoding by --encoding.",
			codes.Garbled, "displayName\nMÃ¼ller\n", "displayName\nMüller\n"),
		damaged("L218", "nearly-same-id", "Ids of the data are the same but for case or outer spaces.",
			"The target compares them without case: both people would be one account. Columns named like ids, user names and mail addresses are compared, up to a million values of all of them.",
			codes.NearIDs, "displayName,userName\nA,ada@contoso.com\nB,Ada@contoso.com\n", "displayName,userName\nA,ada@contoso.com\nB,bo@contoso.com\n"),
		damaged("L219", "same-id", "Several records of the data have the same id.",
			"Each record is a person of its own, and both would change the same account. Columns named like ids, user names and mail addresses are compared; for those that match accounts, match-in-data reports it.",
			codes.IDTwice, "displayName,id\nA,1\nB,1\n", "displayName,id\nA,1\nB,2\n"),
	}
}
