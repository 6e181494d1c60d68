package ldap

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dn"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Directory is a directory on the network. It is safe for concurrent use.
type Directory struct {
	address address
	opt     Options
	info    Info
	key     string // of the base, see below
	root    string // the domain of Active Directory, whatever the base is
	pool    pool
	user    atomic.Pointer[string]
	down    atomic.Bool // the server was not reached, in spite of all attempts
	silent  atomic.Pointer[silence]
	schema  schema
	catalog map[string]bool // attributes in lower case that the global catalogue has, nil where the server is none
	domain  bool            // it can be asked for no references, as Active Directory sends of other partitions
	counts  struct{ questions, sent, answered, refused, retried, entries atomic.Int64 }
}

// Open connects to the server of a URL, ldaps://host:port/base or ldap://host:port/base, and looks whether it has the base. Without one it is
// the server's own: the domain of a domain controller. The error is that of a server that is not reached or refuses; it is never repeated
// by later calls.
//
// The context is for Open alone. The directory is closed with [Directory.Close].
func Open(ctx context.Context, url string, options Options) (*Directory, error) {
	where, err := parse(url)
	if err != nil {
		return nil, err
	}
	options, err = options.complete()
	if err != nil {
		return nil, err
	}
	if where.encrypted && options.StartTLS {
		return nil, diag.Errorf("want StartTLS with an ldap URL: connections of ldaps are encrypted from the beginning")
	}
	d := &Directory{address: where, opt: options, pool: pool{slots: make(chan struct{}, options.Connections)}}
	d.info = Info{Address: where.String(), Encrypted: where.encrypted || options.StartTLS}
	d.down.Store(true) // one attempt: whoever waits for a program to start wants to know
	if err := d.begin(ctx); err != nil {
		d.Close()
		return nil, d.explain(err)
	}
	return d, nil
}

// Info returns what is known of the server.
func (d *Directory) Info() Info {
	info := d.info
	if user := d.user.Load(); user != nil {
		info.User = *user
	}
	return info
}

// Counts returns how much has been asked so far.
func (d *Directory) Counts() Counts {
	c := &d.counts
	return Counts{c.questions.Load(), c.sent.Load(), c.answered.Load(), c.refused.Load(), c.retried.Load(), c.entries.Load()}
}

// Close ends all connections; those in use end with their requests. Later questions are errors.
func (d *Directory) Close() {
	d.pool.mu.Lock()
	idle := d.pool.idle
	d.pool.idle, d.pool.closed = nil, true
	d.pool.mu.Unlock()
	for _, c := range idle {
		c.close()
	}
}

func (d *Directory) trace(r Request) {
	if d.opt.Trace != nil {
		d.opt.Trace(r)
	}
}

// Object identifiers of Active Directory (documented: MS-ADTS 3.1.1.3.4).
const (
	capabilityAD       = "1.2.840.113556.1.4.800"
	controlDomainScope = "1.2.840.113556.1.4.1339"
	matchesBits        = "1.2.840.113556.1.4.803"
)

// begin reads what the server says of itself, and looks for the base.
func (d *Directory) begin(ctx context.Context) error {
	const capabilities, controls, contexts, standard, subschema, schemas = "supportedCapabilities", "supportedControl", "namingContexts", "defaultNamingContext", "subschemaSubentry", "schemaNamingContext"
	root, err := d.search(ctx, nil, Request{Operation: opSearch}, &goldap.SearchRequest{Scope: goldap.ScopeBaseObject, Filter: anyObject,
		Attributes: []string{capabilities, controls, contexts, standard, subschema, schemas}})
	if err != nil {
		return err
	}
	entry := new(goldap.Entry)
	if len(root.Entries) > 0 {
		entry = root.Entries[0]
	}
	d.info.ActiveDirectory = slices.Contains(entry.GetEqualFoldAttributeValues(capabilities), capabilityAD)
	d.domain = slices.Contains(entry.GetEqualFoldAttributeValues(controls), controlDomainScope)
	d.root, d.info.Base = entry.GetEqualFoldAttributeValue(standard), d.address.base
	if d.info.Base == "" {
		d.info.Base = d.root
	}
	if all := entry.GetEqualFoldAttributeValues(contexts); d.info.Base == "" && len(all) == 1 {
		d.info.Base = all[0]
	} else if d.info.Base == "" {
		quoted := make([]string, len(all))
		for i, name := range all {
			quoted[i] = string(diag.Quote(name))
		}
		return permanentError{diag.Errorf("want a base after the host: the server has %s %s", diag.Plain(diag.Count(len(all), "base")), diag.Quoted(strings.Join(quoted, ", ")))}
	}
	if len(d.opt.Deleted) > 0 && !d.info.ActiveDirectory {
		return permanentError{diag.Errorf("values of deleted objects are known of Active Directory alone, which this server is not")}
	}
	key, ok := dn.Key(d.info.Base)
	if !ok {
		return permanentError{diag.Errorf("want a distinguished name as base, got %s", diag.Quote(d.info.Base))}
	}
	d.key = nettext.Caseless(key)
	base, err := d.search(ctx, nil, Request{Operation: opSearch}, &goldap.SearchRequest{BaseDN: d.info.Base, Scope: goldap.ScopeBaseObject, Filter: anyObject,
		Attributes: []string{noAttributes}, Controls: d.controls()})
	if err == nil && len(base.Entries) != 1 {
		err = permanentError{diag.Errorf("the server does not show the base %s; check it, and the rights of the account", diag.Quote(d.info.Base))}
	}
	if err != nil {
		return err
	}
	d.schema = d.readSchema(ctx, entry.GetEqualFoldAttributeValue(subschema))
	if d.info.ActiveDirectory && slices.Contains(catalogPorts, d.address.port) {
		d.catalog, err = d.readCatalog(ctx, entry.GetEqualFoldAttributeValue(schemas))
	}
	return err
}

// controls returns those of every search.
func (d *Directory) controls() []goldap.Control {
	if !d.domain {
		return nil
	}
	return []goldap.Control{goldap.NewControlString(controlDomainScope, false, "")}
}

// below reports whether a name is that of the base or of something below it.
func (d *Directory) below(name string) bool {
	key, ok := dn.Key(name)
	if !ok {
		return false
	}
	key = nettext.Caseless(key)
	return key == d.key || strings.HasSuffix(key, "\x00,"+d.key[1:])
}
