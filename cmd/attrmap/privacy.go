package main

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// privacy is the option of commands that read objects.
type privacy struct {
	HideValues bool `help:"Keep the objects' values, and the constants they are compared with, out of everything that is printed."`
}

// apply makes what follows heed the option.
func (o privacy) apply(p *program) { p.hideValues = o.HideValues }

// message gives a text for standard error, without what it quotes where values are hidden.
func (p *program) message(v any) string {
	text := fmt.Sprint(v)
	if p.hideValues {
		return diag.Masked(text)
	}
	return text
}

// diagnostics shows what was found in an expression: with the expression, or its places alone where values are hidden.
func (p *program) diagnostics(found diag.List) string {
	if p.hideValues {
		found = found.Masked()
	}
	return found.Render()
}

// texts gives a result as a list of texts, and what stands for it where values are hidden.
func (p *program) texts(v value.Value) []string {
	if p.hideValues && !v.IsNull() {
		return []string{diag.Hidden}
	}
	return v.Strings()
}
