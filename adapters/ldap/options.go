package ldap

import (
	"context"
	"crypto/tls"
	"strings"
	"time"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
)

// Options say how a directory is reached and asked. The zero value reads anonymously with the defaults.
type Options struct {
	// Credentials returns the name and the password of a simple bind, for every connection. Active Directory takes a distinguished name, a user
	// principal name or DOMAIN\name. nil reads anonymously, which Active Directory refuses but for its root.
	Credentials func(context.Context) (name, password string, err error)
	// TLS is for ldaps and StartTLS; nil verifies the server's certificate by the system's roots.
	TLS *tls.Config
	// StartTLS encrypts the connections of an ldap URL.
	StartTLS bool
	// Plaintext permits credentials on connections to other machines that are not encrypted.
	Plaintext bool

	// Classes has, for a type of objects in any case, the class or the filter (RFC 4515) that they are found by. Types without one: "" is every
	// object; user is people without computers and service accounts; group is every kind of group; any other is the class of that name.
	Classes map[string]string
	// Attributes are those that [Directory.Objects] reads, for exports; none is all.
	Attributes []string
	// Deleted are attributes whose values are also taken by deleted objects of Active Directory, which need rights of their own to be
	// seen. Name none that objects are matched by: a cycle would update the deleted one.
	Deleted []string
	// SkipReferrals leaves out what a server has only a reference to, which is an error otherwise. References are never followed.
	SkipReferrals bool

	// PageSize is how many entries a page has at most: 500 if it is 0.
	PageSize int
	// BatchSize is how many values are asked for in one filter: 50 if it is 0.
	BatchSize int
	// Connections is how many there are at most: 4 if it is 0.
	Connections int
	// Retries is how often a request is sent again to a server that is busy or not reached: 4 times if it is 0, never if it is negative.
	// The first waits last 0.1, 0.2 and 0.4 seconds.
	Retries int
	// Timeout bounds one request: 30 seconds if it is 0.
	Timeout time.Duration
	// Trace is called after every request, from several goroutines. Values of objects are at most in what Err quotes of the server.
	Trace func(Request)
}

// Request is what has been sent to the server, and what has come of it.
type Request struct {
	// Operation is connect, bind or search.
	Operation string
	// Type is the type of the objects, and Attribute the attribute that is asked for, "" where it is another request.
	Type, Attribute string
	// Values is how many values are asked for, and Entries how many entries the answer has.
	Values, Entries int
	// Took is how long it lasted.
	Took time.Duration
	// Err is why there is no answer, nil if there is one; diag.MaskedError has it without values.
	Err error
}

// Counts are how many requests there have been since Open.
type Counts struct {
	// Questions are those of callers, Sent the searches for them and for pages and ranges; Answered and Refused are how these ended, and Retried is how
	// many of them had been sent before.
	Questions, Sent, Answered, Refused, Retried int64
	// Entries are all that were read.
	Entries int64
}

// Info is what [Open] has found.
type Info struct {
	// Address is the scheme, the host and the port.
	Address string
	// Base is the distinguished name below which objects are looked for.
	Base string
	// User is the name that connections are bound as, "" without credentials.
	User string
	// ActiveDirectory reports that the server is one, or behaves like one; Encrypted that TLS is used.
	ActiveDirectory, Encrypted bool
}

// The defaults of Options.
const (
	defaultPageSize    = 500
	defaultBatchSize   = 50
	defaultConnections = 4
	defaultRetries     = 4
	defaultTimeout     = 30 * time.Second
)

// orDefault returns n, or what stands for 0.
func orDefault[N int | time.Duration](n, standard N) N {
	if n == 0 {
		return standard
	}
	return n
}

// complete fills in the defaults and checks the rest.
func (o Options) complete() (Options, error) {
	o.PageSize = orDefault(o.PageSize, defaultPageSize)
	o.BatchSize = orDefault(o.BatchSize, defaultBatchSize)
	o.Connections = orDefault(o.Connections, defaultConnections)
	o.Retries = max(orDefault(o.Retries, defaultRetries), 0)
	o.Timeout = orDefault(o.Timeout, defaultTimeout)
	switch {
	case o.PageSize < 0, o.BatchSize < 0, o.Connections < 0, o.Timeout < 0:
		return o, diag.Errorf("want positive sizes of pages and batches, connections and timeout")
	case o.PageSize > 1<<31-1:
		return o, diag.Errorf("want a page size below 2147483648, got %d", o.PageSize)
	}
	classes := map[string]string{}
	for kind, filter := range o.Classes {
		if !strings.HasPrefix(filter, "(") {
			if !isName(filter) {
				return o, diag.Errorf("class of the type %s: want a name of letters, digits and hyphens, or a filter, got %s", diag.Quote(kind), diag.Quote(filter))
			}
			filter = "(objectClass=" + filter + ")"
		}
		if _, err := goldap.CompileFilter(filter); err != nil {
			return o, diag.Errorf("filter of the type %s: %s", diag.Quote(kind), diag.Plain(err.Error()))
		}
		classes[strings.ToLower(kind)] = filter
	}
	o.Classes = classes
	for _, name := range append(o.Deleted[:len(o.Deleted):len(o.Deleted)], o.Attributes...) {
		if !isName(name) {
			return o, diag.Errorf("want attributes' names of letters, digits and hyphens, got %s", diag.Quote(name))
		}
	}
	return o, nil
}
