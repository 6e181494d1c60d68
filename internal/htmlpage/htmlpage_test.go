package htmlpage_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/htmlpage"
)

func TestValuesAreText(t *testing.T) {
	const hostile = `</p><script>alert("1")</script>'&`
	const text = `&lt;/p&gt;&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&#39;&amp;`
	data := map[string]any{"V": hostile, "List": []string{hostile}, "Own": htmlpage.Trusted("<b>"), "N": 7}
	for _, row := range []struct{ template, want string }{
		{`<p>{{.V}}</p>`, "<p>" + text + "</p>"},
		{`<p title="{{.V}}">`, `<p title="` + text + `">`},
		{`{{range .List}}{{.}}{{else}}{{.V}}{{end}}`, text},
		{`{{range .None}}{{else}}{{.V}}{{end}}`, text},
		{`{{if .None}}{{.V}}{{else if .V}}{{.V}}{{end}}`, text},
		{`{{$v := .V}}{{$v}}`, text},
		{`{{print .V | printf "%s"}}{{/* nothing */}}`, text},
		{`{{.N}}{{.Own}}`, "7<b>"},
	} {
		var b strings.Builder
		require.NoError(t, htmlpage.Parse(row.template).Execute(&b, data), row.template)
		require.Equal(t, row.want, b.String(), row.template)
	}
	require.Panics(t, func() { htmlpage.Parse(`{{with .V}}{{.}}{{end}}`) }, "what is not escaped is not taken")
}

func TestPolicy(t *testing.T) {
	// echo -n 'a{}' | openssl sha256 -binary | base64
	require.Equal(t, "default-src 'none'; style-src 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='; base-uri 'none'; form-action 'none'", htmlpage.Policy("a{}", ""))
	require.Contains(t, htmlpage.Policy("a{}", "b"), "script-src 'sha256-")
}
