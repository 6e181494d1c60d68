package functions_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

func TestConversions(t *testing.T) {
	t.Parallel()
	builtin := []byte{1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0}
	for _, test := range []struct {
		name string
		args []any
		want string
	}{
		{"BitAnd", []any{15, 247}, "integer 7"},
		{"BitAnd", []any{"66050", "2"}, "integer 2"},
		{"BitAnd", []any{-1, int64(1) << 62}, "integer 4611686018427387904"},
		{"BitAnd", []any{7.9, 1}, "integer 1"},
		{"BitAnd", []any{"", 1}, "error null"},
		{"BitAnd", []any{1, nil}, "error null"},
		{"BitAnd", []any{"&HF", 1}, "error number"},

		{"CBool", []any{true}, "boolean True"},
		{"CBool", []any{" fAlSe "}, "boolean False"},
		{"CBool", []any{"2"}, "boolean True"},
		{"CBool", []any{0.0}, "boolean False"},
		{"CBool", []any{""}, "boolean False"},
		{"CBool", []any{nil}, "boolean False"},
		{"CBool", []any{[]any{}}, "boolean False"},
		{"CBool", []any{[]string{"true"}}, "boolean True"},
		{"CBool", []any{[]string{"true", "true"}}, "error multi-valued"},
		{"CBool", []any{"yes"}, "error type"},

		{"CStr", []any{42568.75}, "string 42568.75"},
		{"CStr", []any{true}, "string True"},
		{"CStr", []any{""}, "string "},
		{"CStr", []any{nil}, "null"},
		{"CStr", []any{[]any{}}, "list []"},
		{"CStr", []any{[]any{7}}, `list ["7"]`},
		{"CStr", []any{[]any{"a", true, nil}}, `list ["a","True"]`},
		{"CStr", []any{value.Reference("CN=Lee")}, "string CN=Lee"},
		{"CStr", []any{map[string]any{"b": 1, "a": "x"}}, `string {"a":"x","b":1}`},
		{"CStr", []any{value.IgnoreAttribute}, "error misplaced-flow-signal"},

		{"CRef", []any{"CN=Lee"}, "reference CN=Lee"},
		{"CRef", []any{""}, "null"},
		{"CRef", []any{[]any{"CN=Lee", "", nil}}, `list ["CN=Lee"]`},

		{"ConvertToBase64", []any{"Hello world!"}, "string SABlAGwAbABvACAAdwBvAHIAbABkACEA"},
		{"ConvertToBase64", []any{""}, "string "},
		{"ConvertToBase64", []any{nil}, "null"},
		{"ConvertToBase64", []any{[]string{"a", "b"}}, `list ["YQA=","YgA="]`},
		{"ConvertToUTF8Hex", []any{"Zoë"}, "string 5A6FC3AB"},
		{"ConvertToUTF8Hex", []any{[]any{"a", nil}}, `list ["61"]`},

		{"ConvertFromBase64", []any{"SABlAGwAbABvAA=="}, "string Hello"},
		{"ConvertFromBase64", []any{"SABlAGwA\r\nbABvAA=="}, "string Hello"},
		{"ConvertFromBase64", []any{"SGVsbG8=", "utf8"}, "string Hello"},
		{"ConvertFromBase64", []any{"SP8=", "ASCII"}, "string H?"},
		{"ConvertFromBase64", []any{"SABlAGwAbABvAA==", ""}, "string Hello"},
		{"ConvertFromBase64", []any{"SABlAGwAbABvAA==", omitted{}}, "string Hello"},
		{"ConvertFromBase64", []any{"SABlAGwAbABvAA==", nil}, "string Hello"},
		{"ConvertFromBase64", []any{""}, "string "},
		{"ConvertFromBase64", []any{nil}, "null"},
		{"ConvertFromBase64", []any{"SGVsbG8", "UTF8"}, "error type"},
		{"ConvertFromBase64", []any{"SGVsbG8=", "Latin1"}, "error argument-value"},

		{"StringFromSid", []any{builtin}, "string S-1-5-32-544"},
		{"StringFromSid", []any{"AQIAAAAAAAUgAAAAIAIAAA=="}, "string S-1-5-32-544"},
		{"StringFromSid", []any{[]byte{1, 0, 1, 2, 3, 4, 5, 6}}, "string S-1-1108152157446"},
		{"StringFromSid", []any{[]any{builtin, nil}}, `list ["S-1-5-32-544"]`},
		{"StringFromSid", []any{"S-1-5-18"}, "string S-1-5-18"},
		{"StringFromSid", []any{sid(15)}, "string S-1-5" + strings.Repeat("-7", 15)},
		{"StringFromSid", []any{base64.StdEncoding.EncodeToString(sid(15))}, "string S-1-5" + strings.Repeat("-7", 15)},
		{"StringFromSid", []any{sid(16)}, "error type"},
		{"StringFromSid", []any{""}, "string "},
		{"StringFromSid", []any{[]byte{}}, "string "},
		{"StringFromSid", []any{nil}, "null"},
		{"StringFromSid", []any{builtin[:15]}, "error type"},
		{"StringFromSid", []any{[]byte{2, 0, 0, 0, 0, 0, 0, 5}}, "error type"},
		{"StringFromSid", []any{append([]byte{1, 16}, make([]byte, 6+4*16)...)}, "error type"},
		{"StringFromSid", []any{"S-1"}, "error type"},
	} {
		if diff := cmp.Diff(test.want, evaluateBoth(t, &functions.Env{}, test.name, test.args...)); diff != "" {
			t.Errorf("%s%q (-want +got):\n%s", test.name, test.args, diff)
		}
	}
}

// sid returns a security identifier with n subauthorities, of which the standard allows 15.
func sid(n int) []byte {
	return append([]byte{1, byte(n), 0, 0, 0, 0, 0, 5}, bytes.Repeat([]byte{7, 0, 0, 0}, n)...)
}

func TestDNComponent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		dn   string
		n    any
		want string
	}{
		{"CN=Joe,OU=Staff,DC=contoso", 1, "string Joe"},
		{"CN=Joe,OU=Staff,DC=contoso", "3", "string contoso"},
		{"CN=Joe, OU = Staff ;DC=contoso", 2, "string Staff"},
		{`CN=Lee\, Joe,OU=Staff`, 1, "string Lee, Joe"},
		{`CN=Lee\, Joe,OU=Staff`, 2, "string Staff"},
		{`CN=Lee\2C Joe\\\2B\"x\",OU=Staff`, 1, `string Lee, Joe\+"x"`},
		{`CN="Lee, Joe; Jr.",OU=Staff`, 1, "string Lee, Joe; Jr."},
		{`CN="Lee, Joe",OU=Staff`, 2, "string Staff"},
		{`CN= "Lee + Joe " ,OU=Staff`, 1, "string Lee + Joe "},
		{`CN=Zo\C3\AB`, 1, "string Zoë"},
		{`CN=Zo\C3`, 1, "string Zo\uFFFD"},
		{`CN=\ Joe\  ,OU=Staff`, 1, "string  Joe "},
		{"CN=Joe+UID=7,OU=Staff", 1, "string Joe"},
		{`CN=Joe\+1,OU=Staff`, 1, "string Joe+1"},
		{"CN=a=b", 1, "string a=b"},
		{"CN=", 1, "string "},
		{`CN=Joe\`, 1, `string Joe\`},
		{`CN=Joe\4`, 1, `string Joe4`},
		{`CN=\30\39\61\46\6A\6f\4F`, 1, "string 09aFjoO"},
		{`CN=\3:\3/\g1\@1`, 1, "string 3:3/g1@1"},
		{"", 1, "string "},
		{"CN=Joe,OU=Staff", 3, "error range"},
		{"CN=Joe,OU=Staff", 0, "error range"},
		{"CN=Joe,OU=Staff", -1, "error range"},
		{"CN=Joe", nil, "error null"},
		{"CN=Joe", "first", "error number"},
		{"Joe", 1, "error type"},
		{" =Joe", 1, "error type"},
		{"CN=Joe,,OU=Staff", 2, "error type"},
		{"CN=Joe,=Staff", 2, "error type"},
	} {
		if diff := cmp.Diff(test.want, evaluateBoth(t, &functions.Env{}, "DNComponent", test.dn, test.n)); diff != "" {
			t.Errorf("DNComponent(%q, %v) (-want +got):\n%s", test.dn, test.n, diff)
		}
	}
}

func TestEncodingIsChecked(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[string]string{"": "", "unicode": "", "ASCII": "", "UTF8": "", "UTF-8": "error bad-constant"} {
		if diff := cmp.Diff(want, complaint(t, "ConvertFromBase64", "SABpAA==", encoding)); diff != "" {
			t.Errorf("encoding %q (-want +got):\n%s", encoding, diff)
		}
	}
}
