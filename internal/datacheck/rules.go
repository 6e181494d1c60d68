package datacheck

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// rule is one kind of damage. Watch returns what sees the texts of a column, nil where they are none of the rule's; on is the class of texts that it
// sees.
type rule struct {
	code  diag.Code
	on    class
	watch func(col *column, c *Check) watcher
}

// rules returns all of them. Nothing else lists them but the rules of lint that report their codes.
func rules() []rule {
	return []rule{
		{codes.Scientific, digitFirst | signFirst, each(isScientific, "in scientific notation, whose last digits are lost", "export the column as text")},
		{codes.SerialDate, digitFirst, newSerials},
		{codes.CellError, signFirst, each(isCellError, "an error of a spreadsheet's formula", "correct the formulas, and save the values")},
		{codes.NullText, brief, each(isNullText, "a word for no value", "leave the cells empty: the word would be written")},
		{codes.LostZeros, anyText, newLengths},
		{codes.OuterSpace, spaced, each(isSpaced, "surrounded by spaces", "remove them, or read the attribute with Trim")},
		{codes.OddCharacter, odd, newOddities},
		{codes.Garbled, odd, each(isGarbled, "of letters that a wrong encoding has changed", "export the file again, as UTF-8")},
		{codes.DateOrders, digitFirst, newOrders},
		{codes.ThirdTruth, anyText, newTruths},
		{codes.NearIDs, anyText, newIDs},
		{codes.IDTwice, 0, newTwins}, // sees what the rule before it does
	}
}
