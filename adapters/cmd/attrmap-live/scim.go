package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"strings"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/mapping/provision"
)

// openSCIM opens a server that speaks SCIM.
func openSCIM(ctx context.Context, c *connection, a *address, who *identity, config *tls.Config, job *provision.Job) (command.Target, error) {
	endpoint := *a.URL
	endpoint.Scheme = strings.ToLower(endpoint.Scheme)[len("scim+"):]
	opts := scim.Options{Token: who.token, TLS: config, PageSize: c.PageSize, Types: endpoints(job), Scan: scim.ScanAuto}
	if c.ReadAll {
		opts.Scan = scim.ScanAlways
	}
	return scim.Open(ctx, endpoint.String(), opts)
}

// endpoints are those of a job's types whose names are none of SCIM, such as the URNs that applications have for names.
func endpoints(job *provision.Job) map[string]string {
	if job == nil {
		return nil
	}
	types := map[string]string{}
	for i := range job.Objects {
		m := &job.Objects[i]
		// As the resource of a plan's requests is found (mapping/provision): the name after the last separator of a URN.
		resource := cmp.Or(m.Resource, m.TargetType[strings.LastIndexAny(m.TargetType, ":.")+1:])
		switch strings.ToLower(resource) {
		case "user":
			types[m.TargetType] = "/Users"
		case "group":
			types[m.TargetType] = "/Groups"
		}
	}
	return types
}
