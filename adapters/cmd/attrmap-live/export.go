package main

import (
	"context"
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/provision"
)

// exportCommand is attrmap-live export: the objects of a server as a file of the target.
type exportCommand struct {
	URL  string `arg:"" placeholder:"URL" help:"The server: ldap://host/base, ldaps://host/base, scim+http://host/path or scim+https://host/path."`
	Type string `default:"User" placeholder:"TYPE" help:"Objects of this type: User, Group, or another one that the server has; by default ${default}."`
	Out  string `placeholder:"FILE" help:"Write to this file in place of standard output. It is replaced once it is whole."`

	servers *connection
}

// Run writes all objects of a type, one JSON object a line. Nothing is written unless all have been read: what uses the file would take who is
// missing for somebody who has no account.
func (c *exportCommand) Run(p *command.Program) error {
	if c.Out == "-" {
		return diag.Errorf("export: --out: want a file; without --out objects go to standard output")
	}
	ctx := context.Background()
	target, err := c.servers.open(ctx, p, c.URL, nil)
	if err != nil {
		return err
	}
	defer target.Close()
	spool := new(records.Spool)
	defer func() { _ = spool.Close() }() // a temporary file
	n, err := c.read(ctx, target, spool)
	if err != nil {
		return diag.Errorf("export: %s: nothing is written: %w", diag.Name(c.URL), err)
	}
	if n == 0 {
		return diag.Errorf("export: %s: no object of the type %s was read: check the URL, --type, and what the account may read", diag.Name(c.URL), diag.Name(c.Type))
	}
	_, out, messages := p.Streams()
	write := func(w io.Writer) error {
		return spool.Copy(func(part []byte) error { _, err := w.Write(part); return err })
	}
	if c.Out == "" {
		err = write(out)
	} else {
		err = records.ReplaceFile(c.Out, write)
	}
	if err == nil {
		fmt.Fprintf(messages, "exported %s of the type %s\n", show.Counted(n, "object", "objects"), c.Type)
	}
	return err
}

// read writes the objects of a server, and returns how many there are.
func (c *exportCommand) read(ctx context.Context, target command.Target, w io.Writer) (n int, err error) {
	for o, err := range target.Objects(ctx, c.Type) {
		if err != nil {
			return n, err
		}
		line, err := appendObject(nil, o)
		if err != nil {
			return n, err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// appendObject appends an object as a file of a target has it, so that who reads it knows it by the same ID.
func appendObject(dst []byte, o *provision.Object) ([]byte, error) {
	attrs, ok := o.Attrs.(interface{ Members() []value.Member })
	if !ok {
		return nil, diag.Errorf("an object of the type %T cannot be written", o.Attrs)
	}
	line := jsonobject.Open(dst)
	known := false
	for _, m := range attrs.Members() {
		known = known || m.Name == "id"
	}
	if !known {
		line.Text("id", o.ID)
	}
	for _, m := range attrs.Members() {
		line.Value(m.Name, m.Value, "")
	}
	return line.Close(), nil
}
