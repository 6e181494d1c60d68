package scim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

// Whoever prints or logs what a server is asked with does not have credentials in the log.
func TestNothingPrintsCredentials(t *testing.T) {
	opt := Options{Token: "secret-token", Header: http.Header{"X-Api-Key": {"secret-key"}}, PageSize: 17}
	c, err := NewClient("https://app.example.com/scim", opt)
	require.NoError(t, err)
	d := &Directory{client: c}
	for name, v := range map[string]any{
		"options": opt, "a pointer to options": &opt, "several": []Options{opt}, "a client": c, "a directory": d,
		"options and a client of a struct": struct {
			Options Options
			Client  *Client
		}{opt, c},
	} {
		var b bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&b, verb, v)
		}
		encoded, _ := json.Marshal(v) // options have functions, which JSON refuses
		b.Write(encoded)
		slog.New(slog.NewTextHandler(&b, nil)).Info("asking", "with", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("asking", "with", v)
		require.NotContains(t, b.String(), "secret", name)
		require.NotContains(t, b.String(), fmt.Sprintf("%x", "secret"), name)
	}
	text := fmt.Sprint(opt)
	require.Contains(t, text, "PageSize:17")
	require.Equal(t, 2, strings.Count(text, value.RedactedText), text)
	require.Equal(t, "secret-token", opt.Token)
	require.Equal(t, "secret-key", opt.Header.Get("X-Api-Key"), "printing changes nothing")
	require.NotContains(t, fmt.Sprint(Options{}), "redacted")
	require.Equal(t, "scim.Client of https://app.example.com/scim", fmt.Sprint(c))
}
