package date_test

import (
	"testing"
	"time"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// Benchmarks come in pairs: one uses this package, the one named …Time does the same work with package time.

const hireDate = "20150123105347.1Z"

func BenchmarkReadPrint(b *testing.B) {
	in := mustLayout(b, "yyyyMMddHHmmss.fZ", netdate.DefaultStyles)
	out := mustFormat(b, "yyyy-MM-dd")
	var buf [64]byte
	b.ReportAllocs()
	for b.Loop() {
		d, err := in.Parse(hireDate, netdate.DateTime{})
		if err != nil {
			b.Fatal(err)
		}
		out.Append(buf[:0], d)
	}
}

func BenchmarkReadPrintTime(b *testing.B) {
	var buf [64]byte
	b.ReportAllocs()
	for b.Loop() {
		t, err := time.Parse("20060102150405.0Z", hireDate)
		if err != nil {
			b.Fatal(err)
		}
		t.AppendFormat(buf[:0], "2006-01-02")
	}
}

func BenchmarkReadISO(b *testing.B) {
	in := mustLayout(b, "yyyy-MM-ddTHH:mm:sszzz", netdate.DefaultStyles)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := in.Parse("2009-06-15T01:45:30-07:00", netdate.DateTime{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadISOTime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := time.Parse(time.RFC3339, "2009-06-15T01:45:30-07:00"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrintLong(b *testing.B) {
	out := mustFormat(b, "dddd, dd MMMM yyyy HH:mm:ss")
	d := date(b, "2009-06-15T13:45:30")
	var buf [64]byte
	b.ReportAllocs()
	for b.Loop() {
		out.Append(buf[:0], d)
	}
}

func BenchmarkPrintLongTime(b *testing.B) {
	t := date(b, "2009-06-15T13:45:30").Time()
	var buf [64]byte
	b.ReportAllocs()
	for b.Loop() {
		t.AppendFormat(buf[:0], "Monday, 02 January 2006 15:04:05")
	}
}

func BenchmarkAppendDefault(b *testing.B) {
	d := date(b, "2009-06-15T13:45:30")
	var buf [64]byte
	b.ReportAllocs()
	for b.Loop() {
		d.AppendDefault(buf[:0])
	}
}

func BenchmarkCDate(b *testing.B) {
	for _, s := range []string{
		"2020-03-16-07:00", "2009-06-15T01:45:30Z", "8/25/2021 5:41:18 PM", "Mon, 15 Jun 2009 20:45:30 GMT",
	} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := netdate.ParseCDate(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
