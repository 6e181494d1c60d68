package scim

import (
	"fmt"
	"io"
	"net/http"

	"github.com/attrmap/attrmap/expr/value"
)

// Format writes the options, whatever the verb is, without the token and the values of headers. Package fmt cannot call it for an
// unexported field of another struct: print those by themselves.
func (o Options) Format(s fmt.State, _ rune) {
	type plain Options // without this method
	if o.Token != "" {
		o.Token = value.RedactedText
	}
	if o.Header != nil {
		header := make(http.Header, len(o.Header))
		for name := range o.Header {
			header[name] = []string{value.RedactedText}
		}
		o.Header = header
	}
	_, _ = fmt.Fprintf(s, "%+v", plain(o))
}

// Format writes the server's URL, whatever the verb is.
func (c *Client) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "scim.Client of "+c.base) }

// Format writes the server's URL, whatever the verb is, and no objects.
func (d *Directory) Format(s fmt.State, _ rune) {
	_, _ = io.WriteString(s, "scim.Directory of "+d.client.base)
}
