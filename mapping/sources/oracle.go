package sources

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

// atomSpace is the namespace of ATOM (RFC 4287).
const atomSpace = "http://www.w3.org/2005/Atom"

// isOracle reports whether an input begins like a feed of Oracle HCM Cloud, or like an entry of one: XML with the namespace of ATOM, or
// without one and with Oracle's identifiers.
func isOracle(head []byte, _ *feed.Options) bool {
	text := bytes.TrimLeft(headText(head), " \t\r\n")
	return bytes.HasPrefix(text, []byte("<")) && (bytes.Contains(text, []byte(atomSpace)) || bytes.Contains(text, []byte("<feed")) && bytes.Contains(text, []byte("atomserv")))
}

// oracleReader reads the people of feeds. What happened to somebody is in several entries of several feeds, in any order: so all are read before
// the first person comes, and held in memory.
type oracleReader struct {
	opt    *feed.Options
	inputs []feed.Input
	now    time.Time

	people []*hrPerson // broken entries of nobody known, too
	known  map[string]*hrPerson
	bytes  int64 // of the entries that are held
	names  map[string]string
	feeds  []*atomFeed

	read      bool
	err       error // how the inputs end
	at, given int
	entries   int
	waiting   int      // entries that do not hold yet
	late      []string // people of whom nothing else is known
}

// atomFeed is one feed of an input: what says which collection it is, and its entries of which nothing else says it.
type atomFeed struct {
	origin
	reader  *entryReader // of its input
	input   string
	line    int
	entries []*hrEvent
	named   bool // an entry names a collection itself
}

// openOracle returns the people of a feed, and of the inputs after it.
func openOracle(r io.Reader, opt *feed.Options) (func() (feed.Record, error), error) {
	o := &oracleReader{opt: opt, known: map[string]*hrPerson{}, names: map[string]string{}, now: opt.Now}
	if o.now.IsZero() {
		o.now = time.Now()
	}
	o.inputs = append([]feed.Input{{Name: opt.Name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}}, opt.More...)
	return o.next, nil
}

// next returns the next person, or how the feeds end.
func (o *oracleReader) next() (feed.Record, error) {
	if !o.read {
		o.read = true
		o.err = o.load()
	}
	for o.at < len(o.people) {
		p := o.people[o.at]
		o.people[o.at] = nil
		o.at++
		p.ordinal = o.given + 1
		rec, late, ok := p.record(o.now)
		o.waiting += late
		if !ok {
			o.late = append(o.late, p.number)
			continue
		}
		o.given++
		return rec, nil
	}
	if o.err == nil {
		o.err = io.EOF
		o.remark()
	}
	return feed.Record{}, o.err
}

// remark tells what is known and does not hold yet.
func (o *oracleReader) remark() {
	if o.opt.Remark == nil || o.waiting == 0 {
		return
	}
	m := diag.Messagef("%d of %d entries are dated later than %s, and not used yet", o.waiting, o.entries, diag.Name(o.now.UTC().Format(time.RFC3339)))
	if n := len(o.late); n > 0 {
		m = diag.Messagef("%s; nothing else is known of %d: %s", m, n, diag.Quote(strings.Join(o.late[:min(n, 5)], ", ")))
	}
	o.opt.Remark(m)
}

// load reads all inputs. The error is an *[feed.Error]; what was read before it is kept.
func (o *oracleReader) load() error {
	for i := range o.inputs {
		if err := o.input(&o.inputs[i]); err != nil {
			return o.sort(err)
		}
	}
	return o.sort(nil)
}

// input reads one input: a feed, an entry, or several after each other.
func (o *oracleReader) input(in *feed.Input) error {
	r := entryReader{limits: o.opt.Limits, names: o.names}
	if in != &o.inputs[0] {
		r.name = in.Name
	}
	file, err := in.Open()
	if err != nil {
		return r.fault(1, 1, err, diag.Messagef("the input cannot be read: %s", diag.Name(err.Error())), "persons may be missing")
	}
	defer file.Close()
	text, err := decodeXML(file, o.opt.Encoding)
	if err != nil {
		return r.placed(err)
	}
	first := len(o.feeds)
	scan := xmlScanner{limits: o.opt.Limits, window: xmlWindow{r: text, most: o.opt.Limits.RecordBytes, held: -1}}
	scan.wanted = func(name xmlName) bool { return o.wanted(&scan, &r, name, in.Name) }
	for {
		if ctx := o.opt.Context; ctx != nil && ctx.Err() != nil {
			return r.fault(1, 1, ctx.Err(), diag.Messagef("reading was canceled"), "records are missing")
		}
		e, err := scan.find()
		switch {
		case err == io.EOF && len(o.feeds) == first: //nolint:errorlint // the scanner's own, which is never wrapped
			return r.fault(1, 1, feed.ErrShape, diag.Messagef("the input is no feed: want ATOM, with the element feed"), "fetch the feed again")
		case err == io.EOF: //nolint:errorlint // as above
			return r.changed(file)
		case err != nil:
			return r.placed(err)
		}
		if err := o.take(&r, e); err != nil {
			return err
		}
	}
}

// changed returns an error if a file is not the one that it was when it was opened, as far as it can say: what was read may be a part of it.
func (r *entryReader) changed(file io.Closer) error {
	if f, ok := file.(interface{ Changed() error }); ok {
		if err := f.Changed(); err != nil {
			return r.fault(1, 1, err, diag.Messagef("the input has changed: %s", diag.Name(err.Error())), "read it again")
		}
	}
	return nil
}

// wanted reports whether an element is read: an entry, and what says which feed it is of. It notes where a feed begins.
func (o *oracleReader) wanted(scan *xmlScanner, r *entryReader, name xmlName, input string) bool {
	if name.space != atomSpace && name.space != "" {
		return false
	}
	switch depth := len(scan.open); {
	case name.local == "feed" && depth == 0, name.local == "entry" && depth == 0:
		o.feeds = append(o.feeds, &atomFeed{reader: r, input: input, line: scan.window.lineOf(scan.window.at)})
		return name.local == "entry"
	case depth == 1:
		return slices.Contains([]string{"entry", "id", "link", "title", "subtitle", "category"}, name.local)
	}
	return false
}

// take takes an element that was wanted.
func (o *oracleReader) take(r *entryReader, el *element) error {
	if len(o.feeds) == 0 {
		return r.fault(el.line, 1, feed.ErrShape, diag.Messagef("the input is no feed: want ATOM, with the element feed"), "fetch the feed again")
	}
	in := o.feeds[len(o.feeds)-1]
	if el.name.local != "entry" {
		if root, err := parseXML(el, r.limits); el.err == nil && err == nil {
			in.add(root.first)
		}
		return nil
	}
	const records = 32
	if o.bytes += int64(len(el.text)); o.bytes > records*int64(o.opt.Limits.RecordBytes) {
		most := records * int64(o.opt.Limits.RecordBytes)
		cause := &diag.LimitError{Limit: codes.LimitRecordBytes, Max: most}
		return r.fault(el.line, 1, cause.At(diag.Position{Line: el.line, Column: 1}), diag.Messagef("the entries are larger than %s together", diag.Name(diag.Bytes(int(most)))), "read fewer feeds at once, or raise the limit")
	}
	e := r.event(el)
	o.entries++
	in.entries = append(in.entries, e)
	return nil
}

// sort gives all entries their collections and people. End is the error that the inputs ended with.
func (o *oracleReader) sort(end error) error {
	pages := map[*collection]*atomFeed{} // of collections of which every feed has a further page
	for _, f := range o.feeds {
		r := f.reader
		c, unknown := f.collection(true)
		if c == nil && unknown == "" {
			c = inWords(f.input)
		}
		if !f.settle(r, c) || c == nil && (unknown != "" || len(f.entries) == 0) && !f.named {
			// Of a feed that is cut off, what names it may come after its entries.
			return cmp.Or[error](end, r.unknown(f.line, unknown))
		}
		for _, e := range f.entries {
			o.add(e)
		}
		f.entries = nil
		if _, seen := pages[c]; c != nil && !seen {
			pages[c] = f
		}
		if c != nil && !f.next {
			pages[c] = nil
		}
	}
	if end != nil {
		return end
	}
	for _, c := range oracleFeeds {
		if f := pages[c]; f != nil {
			return f.reader.fault(f.line, 1, feed.ErrTruncated, diag.Messagef("the feed %s is one page of several: entries are missing", diag.Name(c.name)), "fetch the pages that its link rel=\"next\" leads to, and pass them too")
		}
	}
	return nil
}

// settle gives the entries of a feed the collection c, where they name none themselves. It reports whether all of them have one, or an error.
func (f *atomFeed) settle(r *entryReader, c *collection) bool {
	for _, e := range f.entries {
		switch {
		case e.collection != nil:
			f.named = true
		case e.unknown != "":
			e.err = cmp.Or(e.err, r.unknown(e.line, e.unknown))
		case c == nil:
			return false
		default:
			e.collection = c
		}
	}
	return true
}

// unknown returns the error of a feed that is none of those that are read.
func (r *entryReader) unknown(line int, name string) *feed.Error {
	problem := diag.Messagef("nothing says which feed of Oracle HCM this is: want one of %s", feedNames())
	if name != "" {
		problem = diag.Messagef("unknown feed %s: want one of %s", diag.Quote(name), feedNames())
	}
	return r.fault(line, 1, feed.ErrShape, problem, "leave it out, or fetch the feed again from …/atomservlet/employee/NAME")
}

// add adds an entry to its person. One that cannot be read breaks its person: what is left of their history may be wrong. Where it is not known
// whom it is about, it is a broken record of its own.
func (o *oracleReader) add(e *hrEvent) {
	p := o.known[e.person]
	if p == nil || e.person == "" {
		p = &hrPerson{number: e.person, line: e.line}
		o.people = append(o.people, p)
		if e.person != "" {
			o.known[e.person] = p
		}
	}
	if e.err != nil {
		p.err = cmp.Or(p.err, e.err)
		return
	}
	p.events = append(p.events, e)
}
