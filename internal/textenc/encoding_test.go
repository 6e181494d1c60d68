package textenc_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/textenc"
)

// wide returns text as UTF-16 without a mark.
func wide(text string, bigEndian bool) string {
	mark := "\xFF\xFE"
	if bigEndian {
		mark = "\xFE\xFF"
	}
	_, e, _ := textenc.Decode([]byte(mark))
	return string(e.Encode(text)[2:])
}

func TestTextsOfEveryEncodingAreReadAlikeAndWrittenAgain(t *testing.T) {
	t.Parallel()
	const text = "id,Größe,名,🚀\r\n1,\uFEFF\uFFFD,\x00,\n"
	for _, row := range []struct {
		name, file string
		skipped    int
	}{
		{"UTF-8", text, 0},
		{"UTF-8 with a mark", "\uFEFF" + text, 3},
		{"UTF-16 little-endian", "\xFF\xFE" + wide(text, false), 3},
		{"UTF-16 big-endian", "\xFE\xFF" + wide(text, true), 3},
		{"UTF-16 little-endian without a mark", wide(text, false), 0},
		{"UTF-16 big-endian without a mark", wide(text, true), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, e, err := textenc.Decode([]byte(row.file))
			require.NoError(t, err)
			require.Equal(t, text, got)
			require.Equal(t, row.skipped, e.Skipped())
			require.Empty(t, cmp.Diff(row.file, string(e.Encode(got))))

			again, same := textenc.Recode([]byte(row.file))
			require.Equal(t, text, string(again))
			require.Equal(t, e, same)

			body := iotest.OneByteReader(strings.NewReader(row.file[e.MarkBytes():]))
			read, err := io.ReadAll(e.NewReader(body))
			require.NoError(t, err)
			require.Equal(t, text, string(read))
		})
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, head string
		utf16      bool
		markBytes  int
	}{
		{"an empty file is UTF-8", "", false, 0},
		{"one byte is UTF-8", "a", false, 0},
		{"a mark alone", "\xFF\xFE", true, 2},
		{"the mark of UTF-8", "\xEF\xBB\xBFa", false, 3},
		{"half a mark is no mark", "\xFFa\xFEb", false, 0},
		{"one wide character", "a\x00", true, 0},
		{"two wide characters", "\x00a\x00b", true, 0},
		{"a letter of Latin-1", "\xC4\x00b\x00", true, 0},
		{"one and a half are not detected", "a\x00b", false, 0},
		{"one damaged byte of UTF-8", "a\x00bc", false, 0},
		{"two zero bytes", "\x00\x00ab", false, 0},
		{"zeros on both sides", "a\x00\x00b", false, 0},
		{"a letter beyond Latin-1 is not detected", "\"\x00\xD3\x59", false, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := textenc.Detect([]byte(row.head))
			require.Equal(t, row.utf16, e.IsUTF16())
			require.Equal(t, row.markBytes, e.MarkBytes())
		})
	}
}

func TestBrokenUTF16IsRefusedOrBecomesNoUTF8(t *testing.T) {
	t.Parallel()
	const high, low = "\xD8\x3D", "\xDE\x80"
	for _, row := range []struct{ name, file, before, problem, recoded string }{
		{"cut off inside of a unit", "\x00a\x00", "a", "the file ends in the middle of a UTF-16 character", "a\xFF"},
		{"a high half at the end", "\x00a" + high, "a", "half of a UTF-16 surrogate pair", "a\xED\xA0\xBD"},
		{"a high half alone", high + "\x00a", "", "half of a UTF-16 surrogate pair", "\xED\xA0\xBDa"},
		{"a low half first", low + high, "", "half of a UTF-16 surrogate pair", "\xED\xBA\x80\xED\xA0\xBD"},
		{"a pair cut off", high + "\xDE", "", "half of a UTF-16 surrogate pair", "\xED\xA0\xBD\xFF"},
	} {
		t.Run(row.name, func(t *testing.T) {
			file := []byte("\xFE\xFF" + row.file)
			_, _, err := textenc.Decode(file)
			var broken *textenc.Error
			require.ErrorAs(t, err, &broken)
			require.Equal(t, textenc.Error{Before: row.before, Problem: row.problem}, *broken)
			require.EqualError(t, err, row.problem)
			recoded, e := textenc.Recode(file)
			require.Equal(t, row.recoded, string(recoded))
			read, err := io.ReadAll(e.NewReader(iotest.DataErrReader(strings.NewReader(row.file))))
			require.NoError(t, err)
			require.Equal(t, row.recoded, string(read))
		})
	}
}

func TestErrorsOfTheReaderComeAfterTheText(t *testing.T) {
	t.Parallel()
	failure := errors.New("the disk is on fire")
	e := textenc.Detect([]byte("\xFF\xFE"))
	read, err := io.ReadAll(e.NewReader(io.MultiReader(strings.NewReader("a\x00b"), iotest.ErrReader(failure))))
	require.ErrorIs(t, err, failure)
	require.Equal(t, "a\xFF", string(read))
}

func TestEncodingsHaveNames(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, file, text string }{
		{"windows-1252", "Andr\xe9 \x80 \x93x\x94", "André € “x”"},
		{"CP1252", "\xe9", "é"},
		{"1252", "\xe9", "é"},
		{"ISO_8859-1", "\xe9\x80", "é\u0080"},
		{"latin1", "\xe9", "é"},
		{"iso-8859-15", "\xa4", "€"},
		{"windows-1250", "\xb3", "ł"},
		{"windows-1251", "\xc8", "И"},
		{"ibm850", "\x82", "é"},
		{"oem", "\x82", "é"},
		{"macintosh", "\x8e", "é"},
		{"Shift_JIS", "\x8e\x52\x93\x63", "山田"},
		{"cp936", "\xcd\xf5", "王"},
		{"big5", "\xa4\xfd", "王"},
		{"euc-kr", "\xb1\xe8", "김"},
		{"utf-16be", "\x00a\x00b", "ab"},
		{"UTF16LE", "a\x00b\x00", "ab"},
		{"utf-8", "é", "é"},
		{"windows-1253 has no such byte", "\xd2a", "\xffa"},
		{"shift_jis is cut off", "\x8e", "\xff"},
	} {
		t.Run(row.name, func(t *testing.T) {
			name, _, _ := strings.Cut(row.name, " ")
			e, ok := textenc.Named(name)
			require.True(t, ok)
			for _, r := range []io.Reader{strings.NewReader(row.file), iotest.OneByteReader(strings.NewReader(row.file))} {
				read, err := io.ReadAll(e.NewReader(r))
				require.NoError(t, err)
				require.Equal(t, row.text, string(read))
			}
		})
	}
	for _, name := range textenc.Names() {
		_, ok := textenc.Named(name)
		require.True(t, ok, name)
	}
	_, ok := textenc.Named("klingon")
	require.False(t, ok)
}

func TestNoNameIsThatOfTwoEncodings(t *testing.T) {
	t.Parallel()
	seen := map[textenc.Encoding]string{}
	for _, name := range textenc.Names() {
		e, _ := textenc.Named(name)
		if other := seen[e]; other != "" {
			require.ElementsMatch(t, []string{"utf-16", "utf-16le"}, []string{other, name})
		}
		seen[e] = name
	}
}

func TestTheLikelyEncodingIsThatOfWords(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"1;Andr\xe9", "windows-1252"},
		{"M\xfcller;Stra\xdfe;O\x92Neil;\x80", "windows-1252"},
		{"Wa\xb3\xeasa", "windows-1250"},
		{"M\x81ller;Andr\x82", "ibm850"},
		{"Ren\x8e", "macintosh"},
		{"\xc8\xe2\xe0\xed\xee\xe2", "windows-1251"},
		{"\x8e\x52\x93\x63", "shift_jis"},
		{"STRA\xdfE; \x84Caf\xe9\x93", "windows-1252"},
		{"\xff\xff\xff", "windows-1251"},
		{"", "windows-1252"},
	} {
		require.Equal(t, row.want, textenc.Likely([]byte(row.text)), "%q", row.text)
	}
}
