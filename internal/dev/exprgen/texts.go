package exprgen

import (
	"slices"
	"strings"
)

// longTexts is how many of the last texts are too long for an expression.
const longTexts = 3

var tellingTexts = [...]string{
	"", " ", "0", "1", "-1", "2", "42", "9223372036854775807", "-9223372036854775808", "1e5", "0.5", " 007 ", "True", "fALSE", "a,b, c,,d",
	"2020-02-29", "2020-03-16-07:00", "12/31/9999", "9999-12-31T23:59:59-04:00", "0001-01-01", "1601-01-01", "1600-12-31T23:59:59Z",
	"20150123105347.1Z", "2021-06-30+08:00", "1/2/50", "Feb 30, 2020", "129699324000000000", "yyyy-MM-dd", "d", "yyyy", "ww",
	"tr-TR", "AssumeUniversal", "CN=Wilber\\, Alex,OU=R\\26D,DC=contoso", "SABlAGwAbABvAA==", "AQIAAAAAAAUgAAAAIAIAAA==", "S-1-5-32-544",
	"Zoë Żółć Ægir ồ", "İstanbul ı ſ K ß ǆ", "😀a😀", "e\u0301\u0327", "\u00a0x\ufeff", "a\x00b", "\r\n", `"\`, "(", "(a+)+$", "$1${a}$$", "${", "[", "alex@contoso.com",
	"o'connor-SMITH", "+1 9998887777", "vbTextCompare", "IgnoreAttributeFlow", strings.Repeat("ab ", 2000), strings.Repeat("9", 400), strings.Repeat("ä", 3000),
}

// Texts are texts that functions read something out of; the last ones are long.
func Texts() []string { return slices.Clone(tellingTexts[:]) }
