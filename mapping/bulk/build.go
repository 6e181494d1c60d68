package bulk

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Options change how requests are built. The zero value leaves empty columns out and fills requests up to the limit.
type Options struct {
	// EmptyAsNull writes null for a column that is empty. A column that a record does not have at all is left out nevertheless,
	// lest a misspelt name clears an attribute of everybody: read a CSV with feed.EmptyNull or feed.EmptyText to distinguish the two.
	EmptyAsNull bool
	// Clear reports whether null is written for an attribute, by its index in the map, that a record has no value of. It is asked for columns and
	// expressions alone, also for those with equals, and not where the record has none of their columns; nil clears what EmptyAsNull says.
	Clear func(rec *feed.Record, attribute int) bool
	// Clock is the time that Now in an expression returns; nil is none, and Now an error of the record.
	Clock func() time.Time
	// Operations is the greatest number of operations in a request: 0 is [MaxOperations], which is also the most.
	Operations int
	// Flat is set if no value of a record is an object, as in a table: a column where a user has an object is then a mistake of the map, and not
	// one of each record.
	Flat bool
	// Report is called for every issue in place of gathering it in the summary; nil gathers them.
	Report func(diag.Finding)
}

// Request is the body of one call of the inbound provisioning API.
type Request struct {
	// Number counts the requests from 1.
	Number int
	// First and Last are the ordinals of the first and the last record in it; records between them that failed are not in it.
	First, Last int
	// Operations counts the operations.
	Operations int
	// Body is compact JSON, to be sent as application/scim+json.
	Body []byte
}

// Format prints number, records and operations. The body is for the service alone: which of it is secret is not known here.
func (r Request) Format(s fmt.State, _ rune) {
	fmt.Fprintf(s, "request %d: %d operations, records %d to %d, %d bytes", r.Number, r.Operations, r.First, r.Last, len(r.Body))
}

// MarshalJSON returns number, first, last and operations, and not the body, see Format.
func (r Request) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Number("number", r.Number)
	w.Number("first", r.First)
	w.Number("last", r.Last)
	w.Number("operations", r.Operations)
	return w.Close(), nil
}

// Builder builds bulk requests from a stream of records.
// It is for one goroutine: [Builder.Requests] changes the request at hand, the summary, and which of the map's columns have been seen.
type Builder struct {
	records  iter.Seq2[feed.Record, error]
	template *template
	appended []appended
	opt      Options
	summary  Summary
	matches  map[[8]byte]int // hashes of matching values → the record that had them first
	readable int             // records that the feed could read
	// request is the one at hand, whose Operations is 0 where none is open; body is its text so far.
	request Request
	body    []byte // of the request at hand
}

// Format prints no more than the name of the type: a builder holds the records of the request at hand.
func (*Builder) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "bulk.Builder") }

// Build makes ready to turn records, as [feed.Reader.Records] returns them, into bulk requests. The error is a [diag.List] of everything that is
// wrong with the map, with the places in its text: paths that cannot be written or contradict each other, expressions that do not compile, and a
// matching value that nothing fills; or it is about an option.
func Build(records iter.Seq2[feed.Record, error], m *Map, opt Options) (*Builder, error) {
	template, err := m.compile(opt.Flat)
	if err != nil {
		return nil, err
	}
	if opt.Operations < 0 || opt.Operations > MaxOperations {
		limit := &diag.LimitError{Limit: codes.LimitOperations, Max: MaxOperations}
		return nil, limit.Worded("want 1 to %d operations in a bulk request, got %d", MaxOperations, opt.Operations)
	}
	if opt.Operations == 0 {
		opt.Operations = MaxOperations
	}
	b := &Builder{records: records, template: template, opt: opt, matches: map[[8]byte]int{}}
	// Doubts about the map are reported before those about any record, and do not keep requests from being built.
	for _, doubt := range template.doubts {
		b.report(doubt)
	}
	return b, nil
}

// Requests returns the requests in the order of the records. Every operation is a POST to /Users with a bulkId that follows from the
// matching value and the record's ordinal: it is unique, and the same in every run over the same records. A record that is broken,
// lacks the matching value or does not fit the map is an issue and is in no request. An error of the records comes last, after
// the request with what was read before it.
//
// The requests can be gone through once. Memory does not grow with the records, except for some bytes of each matching value.
func (b *Builder) Requests() iter.Seq2[Request, error] {
	return func(yield func(Request, error) bool) {
		if !b.addAll(b.records, yield) {
			return
		}
		for _, more := range b.appended {
			b.template = more.template
			if !b.addAll(more.records, yield) {
				return
			}
		}
		if b.request.Operations > 0 {
			yield(b.finish(), nil)
		}
	}
}

// addAll adds records, and reports whether more are wanted.
func (b *Builder) addAll(records iter.Seq2[feed.Record, error], yield func(Request, error) bool) bool {
	for rec, err := range records {
		if err != nil {
			// What was read before the error is complete, and may be sent: the error comes alone, after it.
			if b.request.Operations == 0 || yield(b.finish(), nil) {
				yield(Request{}, err)
			}
			return false
		}
		b.add(&rec)
		if b.request.Operations == b.opt.Operations && !yield(b.finish(), nil) {
			return false
		}
	}
	return true
}

// appended are records that another map turns into operations.
type appended struct {
	records  iter.Seq2[feed.Record, error]
	template *template
}

// Append makes ready to turn further records into operations by another map, in the same requests, after those that are there. The error is that of
// [Build]. It is called before [Builder.Requests].
func (b *Builder) Append(records iter.Seq2[feed.Record, error], m *Map) error {
	template, err := m.compile(b.opt.Flat)
	if err != nil {
		return err
	}
	b.appended = append(b.appended, appended{records, template})
	return nil
}

// Summary reports what the run has come to so far.
func (b *Builder) Summary() Summary {
	s := b.summary
	s.Duration = sendingTime(s.Calls)
	s.Issues = slices.Clone(s.Issues)
	s.Comparisons = b.template.counted()
	// If no record could be read, nothing is known about the columns.
	for i := range b.template.columns {
		if c := &b.template.columns[i]; !c.seen && b.readable > 0 {
			s.UnseenColumns = append(s.UnseenColumns, c.name)
		}
	}
	return s
}

func (b *Builder) report(i diag.Finding) {
	if b.opt.Report != nil {
		b.opt.Report(i)
		return
	}
	b.summary.Issues = append(b.summary.Issues, i)
}

// add builds one record's user and puts it into the request at hand.
func (b *Builder) add(rec *feed.Record) {
	b.summary.Records++
	if rec.Err == nil {
		b.readable++
	}
	// A user is whole before it is appended: a record that fails half-way leaves nothing in the request at hand.
	user, match, issue := b.template.build(rec, &b.opt)
	if issue != nil {
		b.summary.Failed++
		b.report(located(rec, *issue))
		return
	}
	b.summary.Built++
	b.template.count()
	if rec.MayBeTruncated {
		b.report(doubt(rec, codes.MayBeCut, "", diag.Messagef("the last record (line %d) has no line break after it; if the input was truncated, its end is missing", rec.Line)))
	}
	// Hashes of 8 bytes keep memory small over many records; a chance hit among a million records has a probability of one in 40 million
	// and would be a wrong warning, no wrong request.
	hash := hash(match, 0)
	if first, twice := b.matches[[8]byte(hash[:8])]; twice {
		b.report(doubt(rec, codes.DuplicateMatch, b.template.matchPath(),
			diag.Messagef("records[%d] has the same matching value, and both change the same account", first-1)))
	} else {
		b.matches[[8]byte(hash[:8])] = rec.Ordinal
	}
	// A record in doubt is in the request all the same.
	b.begin(rec.Ordinal)
	// POST is the only method that the API takes, also for people who have left: it decides by itself what is to be done.
	b.body = append(b.body, `{"method":"POST","bulkId":"`+bulkID(match, rec.Ordinal)+`","path":"/Users","data":`...)
	b.body = append(user.AppendJSON(b.body), '}')
}

// doubt returns a warning about a record that is in a request all the same.
func doubt(rec *feed.Record, code diag.Code, target string, message diag.Message) diag.Finding {
	return located(rec, diag.Finding{Code: code, Severity: diag.Warning, Place: diag.Place{Target: target}, Message: message})
}

// begin opens a request where none is open, and separates the operation to come from the one before.
func (b *Builder) begin(ordinal int) {
	b.request.Last = ordinal
	if b.request.Operations++; b.request.Operations > 1 {
		b.body = append(b.body, ',')
		return
	}
	b.request.First = ordinal
	// A new array for each request: the one before belongs to the caller, who may keep it.
	b.body = append([]byte(nil), `{"schemas":["`+urn.Bulk+`"],"Operations":[`...)
}

// finish closes the request at hand.
// It is called for a request with one operation at least: the API takes no empty one.
func (b *Builder) finish() Request {
	b.summary.Calls++
	done := b.request
	done.Number, done.Body = b.summary.Calls, append(b.body, `],"failOnErrors":null}`...)
	b.request, b.body = Request{}, nil
	return done
}

// hash returns a hash of a matching value; ordinals distinguish records of one value.
func hash(match string, ordinal int) [sha256.Size]byte {
	// The zero byte separates the value from the ordinal, so that no value with bytes at its end has the hash of another record.
	buf := append([]byte(match), 0)
	return sha256.Sum256(binary.BigEndian.AppendUint64(buf, uint64(ordinal)))
}

// bulkID returns the UUID, of the version for own schemes (RFC 9562, 5.8), that a record's operation is known by.
func bulkID(match string, ordinal int) string {
	// The ordinal distinguishes the records of one matching value, which are in doubt and are built nevertheless.
	h := hash(match, ordinal)
	// Version 8 and the variant of RFC 9562.
	h[6], h[8] = h[6]&0x0F|0x80, h[8]&0x3F|0x80
	text := hex.EncodeToString(h[:16])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
