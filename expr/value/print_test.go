package value_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

// printed returns a value as text in every way in which Go programs print values.
func printed(t *testing.T, v any) map[string]string {
	t.Helper()
	var text, lines bytes.Buffer
	slog.New(slog.NewTextHandler(&text, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&lines, nil)).Info("m", "v", v)
	data, err := json.Marshal(map[string]any{"v": v})
	require.NoError(t, err)
	return map[string]string{
		"%v": fmt.Sprintf("%v", v), "%+v": fmt.Sprintf("%+v", v), "%#v": fmt.Sprintf("%#v", v), "%s": fmt.Sprintf("%s", v),
		"%q": fmt.Sprintf("%q", v), "%d": fmt.Sprintf("%d", v), "%x": fmt.Sprintf("%x", v), "Println": fmt.Sprintln(v), "json": string(data),
		"text log": text.String(), "json log": lines.String(),
		"in a struct": fmt.Sprintf("%+v", struct{ V any }{v}), "in a list": fmt.Sprint([]any{v}),
	}
}

func TestValuesPrintAsTheirText(t *testing.T) {
	t.Parallel()
	at, err := value.Time(time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	members := []value.Member{{Name: "b", Value: value.String("x")}, {Name: "a", Value: value.Integer(1)}}
	for _, row := range []struct {
		v               value.Value
		text, goes, web string
	}{
		{value.String("Anna"), "Anna", `value(string "Anna")`, `"Anna"`},
		{value.String(""), "", `value(string "")`, `""`},
		{value.Integer(7), "7", `value(integer "7")`, "7"},
		{value.True, "True", `value(boolean "True")`, "true"},
		{at, "2/1/2026 8:00:00 AM", `value(dateTime "2/1/2026 8:00:00 AM")`, `"2/1/2026 8:00:00 AM"`},
		{value.Binary([]byte{0, 255}), "AP8=", `value(binary "AP8=")`, `"AP8="`},
		{value.Reference("42"), "42", `value(reference "42")`, `"42"`},
		{value.Strings("a", "b"), `["a","b"]`, `value(list "[\"a\",\"b\"]")`, `["a","b"]`},
		{value.ObjectOf(value.NewObject(members...)), `{"a":1,"b":"x"}`, `value(object "{\"a\":1,\"b\":\"x\"}")`, `{"a":1,"b":"x"}`},
		{value.Null, "null", "value(null)", "null"},
		{value.Absent, "absent", "value.Absent", "null"},
		{value.IgnoreAttribute, "ignoreAttribute", `value(ignoreAttribute "ignoreAttribute")`, "null"},
		{value.IgnoreObject, "ignoreObject", `value(ignoreObject "ignoreObject")`, "null"},
		{
			attribute(value.Map{"x": func() {}}, "x"), "unreadable: a Go value of type func() cannot be an attribute value",
			"value(null)", "null",
		},
	} {
		p := printed(t, row.v)
		for _, how := range []string{"%v", "%+v", "%s"} {
			require.Equal(t, row.text, p[how], how)
		}
		require.Equal(t, row.text, row.v.String())
		require.Equal(t, fmt.Sprintf("%q", row.text), p["%q"])
		require.Equal(t, row.goes, p["%#v"])
		require.Equal(t, row.text+"\n", p["Println"])
		require.Equal(t, `{"v":`+row.web+`}`, p["json"])
		require.Equal(t, "{V:"+row.text+"}", p["in a struct"])
		require.Equal(t, "["+row.text+"]", p["in a list"])
		require.Contains(t, p["json log"], `"v":`+row.web)
		require.True(t, strings.HasSuffix(p["text log"], " v="+row.text+"\n") || strings.HasSuffix(p["text log"], fmt.Sprintf(" v=%q\n", row.text)), p["text log"])
		require.Equal(t, fmt.Sprintf("%8.2s|", row.text), fmt.Sprintf("%8.2s|", row.v), "width and precision apply")
	}
}

// TestRedactedValuesAreNotPrinted, whatever their kind and wherever they are, but Text returns them.
func TestRedactedValuesAreNotPrinted(t *testing.T) {
	t.Parallel()
	const planted = "424242"
	secrets := []value.Value{
		value.String(planted), value.Integer(424242), value.Reference(planted), value.Strings("a", planted),
		value.ObjectOf(value.NewObject(value.Member{Name: "x", Value: value.String(planted)})),
	}
	for _, v := range secrets {
		secret := v.WithRedaction()
		require.Contains(t, secret.Text(), planted)
		require.Contains(t, string(secret.AppendJSON(nil)), planted, "AppendJSON writes what is sent, so it must not mask")
		object := value.NewObject(value.Member{Name: "ssn", Value: secret}, value.Member{Name: "list", Value: value.List(secret)})
		for name, holder := range map[string]any{
			"value": secret, "pointer": &secret, "list": value.List(value.String("b"), secret), "object": object, "plain object": *object,
			"object value": value.ObjectOf(object), "member": value.Member{Name: "ssn", Value: secret}, "values": []value.Value{secret},
			"coercion error": &value.CoercionError{Want: "a number", Found: secret},
		} {
			for how, text := range printed(t, holder) {
				require.NotContains(t, text, planted, "%s, printed by %s", name, how)
				if name != "pointer" && name != "coercion error" && how != "%x" && how != "in a struct" {
					require.Contains(t, text, "[Redact", "%s, printed by %s", name, how)
				}
			}
		}
	}
}
