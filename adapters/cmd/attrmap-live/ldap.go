package main

import (
	"context"
	"crypto/tls"
	"strings"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/mapping/provision"
)

// openLDAP opens a directory that speaks LDAP.
func openLDAP(ctx context.Context, c *connection, a *address, who *identity, config *tls.Config, job *provision.Job) (command.Target, error) {
	opts := ldap.Options{TLS: config, StartTLS: c.StartTLS, Plaintext: c.AllowPlaintext, PageSize: c.PageSize}
	if who.bindDN != "" {
		opts.Credentials = func(context.Context) (name, password string, err error) { return who.bindDN, who.password, nil }
	}
	d, err := ldap.Open(ctx, a.String(), opts)
	if err != nil {
		return nil, err
	}
	if c.ReadAll && job != nil {
		defer d.Close()
		return readAll(ctx, d, job)
	}
	return directory{d}, nil
}

// snapshot are the objects that a directory had.
type snapshot struct{ *provision.Memory }

// readAll reads all objects of a job's types.
func readAll(ctx context.Context, d *ldap.Directory, job *provision.Job) (command.Target, error) {
	var all []*provision.Object
	read := map[string]bool{}
	for i := range job.Objects {
		name := job.Objects[i].TargetType
		if read[strings.ToLower(name)] {
			continue
		}
		read[strings.ToLower(name)] = true
		for o, err := range d.Objects(ctx, name) {
			if err != nil {
				return nil, err
			}
			all = append(all, o)
		}
	}
	return snapshot{provision.NewMemory(all)}, nil
}

// Close does nothing: the directory is closed.
func (snapshot) Close() error { return nil }

// directory is an open one.
type directory struct{ *ldap.Directory }

// found says what has been found at the URL: without a base in it, it is the server's own.
func (d directory) found() string {
	info, kind := d.Info(), "a directory"
	if info.ActiveDirectory {
		kind = "Active Directory"
	}
	return "it is " + kind + ", asked for what is below " + info.Base
}

// Close ends its connections.
func (d directory) Close() error {
	d.Directory.Close()
	return nil
}
