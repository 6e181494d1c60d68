package textenc

import (
	"encoding/binary"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/transform"
)

// known are the encodings that people can name: Unicode, and the code pages in which spreadsheets, databases and directories of Windows,
// DOS and the Macintosh write text (documented: Microsoft, Code Page Identifiers; the names are those of the IANA registry). UTF-16 without
// an order of bytes is little-endian where the file does not show its own (documented: Unicode Standard, 23.8; inferred for Windows).
var known = []struct {
	name    string // as it is printed
	aliases string // separated by spaces, as plain returns them
	Encoding
}{
	{"utf-8", "utf8 65001", Encoding{}},
	{"utf-16", "unicode", Encoding{order: binary.LittleEndian}},
	{"utf-16le", "1200", Encoding{order: binary.LittleEndian}},
	{"utf-16be", "1201", Encoding{order: binary.BigEndian}},
	{"windows-1250", "cp1250 1250", page(charmap.Windows1250)},
	{"windows-1251", "cp1251 1251", page(charmap.Windows1251)},
	{"windows-1252", "cp1252 1252 ansi", page(charmap.Windows1252)},
	{"windows-1253", "cp1253 1253", page(charmap.Windows1253)},
	{"windows-1254", "cp1254 1254", page(charmap.Windows1254)},
	{"windows-1255", "cp1255 1255", page(charmap.Windows1255)},
	{"windows-1256", "cp1256 1256", page(charmap.Windows1256)},
	{"windows-1257", "cp1257 1257", page(charmap.Windows1257)},
	{"windows-1258", "cp1258 1258", page(charmap.Windows1258)},
	{"windows-874", "cp874 874 tis620", page(charmap.Windows874)},
	{"iso-8859-1", "latin1 28591", page(charmap.ISO8859_1)},
	{"iso-8859-2", "latin2 28592", page(charmap.ISO8859_2)},
	{"iso-8859-3", "latin3 28593", page(charmap.ISO8859_3)},
	{"iso-8859-4", "latin4 28594", page(charmap.ISO8859_4)},
	{"iso-8859-5", "28595", page(charmap.ISO8859_5)},
	{"iso-8859-6", "28596", page(charmap.ISO8859_6)},
	{"iso-8859-7", "28597", page(charmap.ISO8859_7)},
	{"iso-8859-8", "28598", page(charmap.ISO8859_8)},
	{"iso-8859-9", "latin5 28599", page(charmap.ISO8859_9)},
	{"iso-8859-13", "28603", page(charmap.ISO8859_13)},
	{"iso-8859-15", "latin9 28605", page(charmap.ISO8859_15)},
	{"iso-8859-16", "latin10", page(charmap.ISO8859_16)},
	{"ibm437", "cp437 437", page(charmap.CodePage437)},
	{"ibm850", "cp850 850 oem", page(charmap.CodePage850)},
	{"ibm852", "cp852 852", page(charmap.CodePage852)},
	{"ibm858", "cp858 858", page(charmap.CodePage858)},
	{"ibm865", "cp865 865", page(charmap.CodePage865)},
	{"ibm866", "cp866 866", page(charmap.CodePage866)},
	{"koi8-r", "20866", page(charmap.KOI8R)},
	{"koi8-u", "21866", page(charmap.KOI8U)},
	{"macintosh", "macroman mac 10000", page(charmap.Macintosh)},
	{"shift_jis", "sjis cp932 932 windows31j", page(japanese.ShiftJIS)},
	{"gb18030", "gbk gb2312 cp936 936 54936", page(simplifiedchinese.GB18030)},
	{"big5", "cp950 950", page(traditionalchinese.Big5)},
	{"euc-kr", "cp949 949 ksc56011987", page(korean.EUCKR)},
}

func page(table encoding.Encoding) Encoding { return Encoding{page: table} }

// Named returns the encoding of a name, without a byte order mark: one of [Names], or another usual name of it, such as latin1 or cp1252.
// Case, hyphens, underscores and spaces do not count.
func Named(name string) (e Encoding, ok bool) {
	wanted := plain(name)
	for _, k := range known {
		if plain(k.name) == wanted {
			return k.Encoding, true
		}
		for alias := range strings.FieldsSeq(k.aliases) {
			if alias == wanted {
				return k.Encoding, true
			}
		}
	}
	return Encoding{}, false
}

// plain returns a name without what does not count in it.
func plain(name string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
}

// Names returns the names that [Named] knows, without the other ones for the same encodings.
func Names() []string {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = k.name
	}
	return names
}

// IsPage reports whether the text is written in a code page, whose bytes alone do not say which.
func (e Encoding) IsPage() bool { return e.page != nil }

// pageReader decodes the text of a code page. What the page does not have, and U+FFFD as which x/text decodes that, becomes a byte that no
// UTF-8 has.
func (e Encoding) pageReader(r io.Reader) io.Reader {
	return transform.NewReader(r, transform.Chain(e.page.NewDecoder(), unreplace{}))
}

// unreplace is a [transform.Transformer] that writes noUTF8 for U+FFFD.
type unreplace struct{ transform.NopResetter }

const replacement = "\uFFFD"

// Transform copies src to dst but for replacement characters.
func (unreplace) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if nDst == len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		if src[nSrc] != replacement[0] {
			dst[nDst] = src[nSrc]
			nDst, nSrc = nDst+1, nSrc+1
			continue
		}
		rest := src[nSrc:]
		switch {
		case len(rest) < len(replacement) && !atEOF:
			return nDst, nSrc, transform.ErrShortSrc
		case len(rest) >= len(replacement) && string(rest[:len(replacement)]) == replacement:
			dst[nDst] = noUTF8
			nDst, nSrc = nDst+1, nSrc+len(replacement)
		default:
			dst[nDst] = rest[0]
			nDst, nSrc = nDst+1, nSrc+1
		}
	}
	return nDst, nSrc, nil
}

// IsMultiByte reports whether the text is written in a code page that has characters of several bytes.
func (e Encoding) IsMultiByte() bool {
	_, single := e.page.(*charmap.Charmap)
	return e.page != nil && !single
}
