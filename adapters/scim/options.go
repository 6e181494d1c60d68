package scim

import (
	"cmp"
	"crypto/tls"
	"net/http"
	"time"
)

// Options say how a server is spoken to. The zero Options are those of a server without authentication.
type Options struct {
	// Token is sent as the bearer token of every request, to the host of the URL and to no other; "" sends none.
	Token string
	// Header has more headers for every request, such as an API key. They replace those of the same name that the package sends.
	Header http.Header
	// HTTP carries the requests; nil is a client of the package's own. It is copied, and what it does with redirects is replaced.
	HTTP *http.Client
	// TLS configures the package's own client; nil verifies the server's certificate by the certificates that the system trusts. It does not count
	// where HTTP is set.
	TLS *tls.Config
	// Types has the endpoints of types by their names, such as "/Users", where the server's own list (/ResourceTypes) and the plural of the name
	// do not lead there.
	Types map[string]string
	// PageSize is how many objects a page is asked to have; 0 begins with 100 and grows as long as the server sends as many, to 5,000. A
	// server may send fewer.
	PageSize int
	// BatchSize is how many values are asked for in one request where the server understands it; 0 is 25. The length of the URL limits
	// it, too, to some 2,000 bytes, since servers and proxies do.
	BatchSize int
	// Connections is how many requests are under way at a time; 0 is 8.
	Connections int
	// Retries is how often a request is sent again; 0 is 4, a negative number none.
	Retries int
	// Timeout is how long a request may take, each time it is sent; 0 is 30 seconds.
	Timeout time.Duration
	// MaxWait is the longest time that the server may ask to wait for (Retry-After); 0 is a minute. If it asks for more, that is
	// the error, and nothing else is sent until it is less.
	MaxWait time.Duration
	// MaxBytes is how large an answer may be, decompressed; 0 is 64 MiB.
	MaxBytes int64
	// Scan says when a Directory reads all objects of a type instead of asking for some.
	Scan Scan
	// MaxScan is how many objects a Directory reads so and keeps, as far as their attributes are wanted; 0 is 200,000.
	MaxScan int
	// Trace is called after every request that was sent, by the goroutine that sent it; nil is no trace.
	Trace func(Exchange)
}

// Scan says when a [Directory] reads all objects of a type once, and answers from memory for as long as it lives. A Directory that has
// read all objects does not see what is created or changed afterwards: it is for one cycle.
type Scan uint8

const (
	// ScanNever asks the server whatever it is asked. A question that the server's filter is known to answer wrongly is an error.
	ScanNever Scan = iota
	// ScanAuto reads all objects where that takes no more requests than the questions so far, and where the server's filter is known to answer wrongly. A type
	// with more than MaxScan objects is never read.
	ScanAuto
	// ScanAlways reads all objects of a type at the first question.
	ScanAlways
)

// Exchange is a request that was sent, for a trace.
type Exchange struct {
	Method string
	// Path is that of the request below the server's URL, with its query. It may hold values of people.
	Path string
	// Try counts from 1.
	Try int
	// Status is that of the answer; 0 where there was none, and Err says why.
	Status  int
	Err     error
	Elapsed time.Duration
}

// Counts are what a [Client] has sent.
type Counts struct {
	// Requests are all requests, also those that were sent again.
	Requests int64
	// Repeated are those that were sent again.
	Repeated int64
	// Refused are those that had an answer with a status from 400 on, in the end.
	Refused int64
	// Unanswered are those that had no answer, in the end.
	Unanswered int64
}

// withDefaults returns options in which nothing is 0 that stands for something else.
func (o Options) withDefaults() Options {
	o.PageSize = max(o.PageSize, 0)
	o.BatchSize = cmp.Or(max(o.BatchSize, 0), 25)
	o.Connections = cmp.Or(max(o.Connections, 0), 8)
	o.Retries = max(cmp.Or(o.Retries, 4), 0)
	o.Timeout = cmp.Or(max(o.Timeout, 0), 30*time.Second)
	o.MaxWait = cmp.Or(max(o.MaxWait, 0), time.Minute)
	o.MaxBytes = cmp.Or(max(o.MaxBytes, 0), 64<<20)
	o.MaxScan = cmp.Or(max(o.MaxScan, 0), 200_000)
	return o
}

// pageSize is how many objects the first page is asked to have.
func (o *Options) pageSize() int { return cmp.Or(o.PageSize, 100) }
