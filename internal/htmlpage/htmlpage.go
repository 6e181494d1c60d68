// Package htmlpage writes pages that are one file: what they show is text whatever it contains, and a Content Security Policy allows their own
// style and script alone.
//
// Templates are those of text/template with an escape in every place, and not those of html/template: values stand between tags and in quoted
// attributes only, where one escape is right, and never in scripts, styles or addresses, of which html/template knows the rules.
package htmlpage

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"text/template"
	"text/template/parse"
)

// Trusted is a text that goes into a page as it is: a style, a script, or data that encoding/json has written, which escapes <, > and &.
type Trusted string

// Parse parses a template whose values become text, between tags and in quoted attributes, unless they are [Trusted]. It panics if the template
// is wrong, for templates that are variables of a package.
func Parse(text string) *template.Template {
	t := template.Must(template.New("page").Funcs(template.FuncMap{escaper: escape}).Parse(text))
	escapeAll(t.Root)
	return t
}

// Policy returns a policy that allows the style and the script, "" for none, by their SHA-256, and nothing else.
func Policy(style, script string) string {
	policy := "default-src 'none'; "
	if script != "" {
		policy += "script-src " + hash(script) + "; "
	}
	return policy + "style-src " + hash(style) + "; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// escaper is the name of escape in templates.
const escaper = "escape"

func escape(v any) string {
	if text, ok := v.(Trusted); ok {
		return string(text)
	}
	return html.EscapeString(fmt.Sprint(v))
}

// escapeAll appends the escape to everything that prints below a node. A kind of node that it does not know is a mistake in a template.
func escapeAll(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil { // an else that is not there
			for _, child := range n.Nodes {
				escapeAll(child)
			}
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 { // else it prints nothing
			last := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{parse.NewIdentifier(escaper).SetPos(n.Pos)}}
			n.Pipe.Cmds = append(n.Pipe.Cmds, last)
		}
	case *parse.IfNode:
		escapeAll(n.List)
		escapeAll(n.ElseList)
	case *parse.RangeNode:
		escapeAll(n.List)
		escapeAll(n.ElseList)
	case *parse.TextNode, *parse.CommentNode:
	default:
		panic(fmt.Sprintf("htmlpage: no rule for %s", node))
	}
}
