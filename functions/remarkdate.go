package functions

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// Topics of dates.
const (
	topicMonthEnd  = "month-end"  // the resulting month does not have the day
	topicToday     = "today"      // a part of the date is that of the evaluation's day
	topicMoved     = "moved"      // an offset is converted to UTC
	topicDirect    = "direct"     // a date-time is written without being read
	topicShortForm = "short-form" // the call has the older form's arguments
	topicEmpty     = "empty"      // the source is ""
	topicGeneral   = "general"    // the output format is ""
)

// remarkCDate remarks how the text of argument i was read as a date; a date-time needs no remark.
func (a Args) remarkCDate(i int, v value.Value) {
	if pieces, ok := netdate.CDateParts(v.Text()); ok {
		offset := ""
		if !pieces.HasOffset {
			offset = ", no offset, so UTC"
		}
		a.Remark(call.TopicDate, i, fmt.Sprintf("%s has %s%s", a.name(i), piecesText(&pieces), offset), piecesDetails(&pieces)...)
	}
}

// piece is a part of a date with its name.
type piece struct {
	name string
	n    int
}

// piecesOf returns the parts that the text has, the greatest first.
func piecesOf(p *netdate.Parts) []piece {
	var given []piece
	for _, part := range [...]piece{
		{"year", p.Year}, {"month", p.Month}, {"day", p.Day}, {"weekday", p.Weekday}, {"hour", p.Hour}, {"minute", p.Minute},
		{"second", p.Second}, {"fraction", p.Fraction},
	} {
		if part.n != netdate.Missing {
			given = append(given, part)
		}
	}
	return given
}

// piecesText returns the parts in words; a fraction is of a second, in steps of 100 ns.
func piecesText(p *netdate.Parts) string {
	var words []string
	for _, part := range piecesOf(p) {
		switch part.name {
		case "weekday":
			words = append(words, p.WeekdayName())
		case "fraction":
			words = append(words, fmt.Sprintf("fraction .%07d", part.n))
		default:
			words = append(words, fmt.Sprintf("%s %d", part.name, part.n))
		}
	}
	if p.HasOffset {
		words = append(words, "offset "+p.OffsetText())
	}
	if words == nil {
		return "no part of a date"
	}
	return strings.Join(words, ", ")
}

// piecesDetails returns the parts as data: numbers, the weekday from 0 for Sunday, the fraction in steps of 100 ns, the offset as +hh:mm.
func piecesDetails(p *netdate.Parts) []value.Member {
	var details []value.Member
	for _, part := range piecesOf(p) {
		details = append(details, call.Detail(part.name, value.Integer(int64(part.n))))
	}
	if p.HasOffset {
		details = append(details, call.Detail("offset", value.String(p.OffsetText())))
	}
	return details
}

// remarkMonthEnd remarks that months or years from one date to the other end on an earlier day of the month. Whole months keep the day
// except at a month's end, so another day is enough to see it.
func (a Args) remarkMonthEnd(interval netdate.Interval, from, to netdate.DateTime) {
	_, _, before := from.Date()
	_, _, after := to.Date()
	switch interval {
	case netdate.Years, netdate.Quarters, netdate.Months:
		if before != after {
			a.Remark(topicMonthEnd, 2, fmt.Sprintf("the resulting month has no day %d, so the day is %d", before, after))
		}
	default: // other intervals keep no day of the month
	}
}

// remarkInput remarks how FormatDateTime reads its source.
func (a Args) remarkInput(in *netdate.Layout) {
	_, i, _ := dateArgs(a.Len())
	a.Remark(call.TopicFormat, i, fmt.Sprintf("read with %s, styles %s", diag.Quote(in.Pattern()), in.Styles()),
		call.Detail("inputFormat", value.String(in.Pattern())), call.Detail("styles", value.String(in.Styles().String())))
	if i == 1 {
		a.Remark(topicShortForm, -1, "three arguments are source, inputFormat and outputFormat")
	}
}

// remarkPieces remarks what FormatDateTime has read.
func (a Args) remarkPieces(in *netdate.Layout, text string) {
	pieces, ok := in.Parts(text, a.c.NowRead()) // which was read if it matters
	if !ok {
		return
	}
	a.Remark(call.TopicDate, 0, "source has "+piecesText(&pieces), piecesDetails(&pieces)...)
	if pieces.Year == netdate.Missing && in.ReadsToday() {
		a.Remark(topicToday, 0, "what the text lacks of the date is that of today")
	}
	if pieces.HasOffset && pieces.Offset != 0 {
		a.Remark(topicMoved, 0, "the date is converted from offset "+pieces.OffsetText()+" to UTC")
	}
}

// remarkOutput remarks how FormatDateTime wrote its result.
func (a Args) remarkOutput(out *netdate.Format) {
	_, _, i := dateArgs(a.Len())
	pattern := out.Pattern()
	if pattern == "" {
		a.Remark(topicGeneral, i, "outputFormat is \"\": .NET's general format")
		return
	}
	a.Remark(call.TopicFormat, i, "written with "+string(diag.Quote(pattern)), call.Detail("outputFormat", value.String(pattern)))
}
