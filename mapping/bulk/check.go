package bulk

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping/feed"
)

// maxFindings bounds the findings about one text: beyond this count findings repeat one mistake.
const maxFindings = 1000

// CheckOptions change what a check looks at and reports.
type CheckOptions struct {
	Limits CheckLimits
	// HideValues keeps what the request says, identifiers and names of members included, out of the findings' messages.
	HideValues bool
}

// Check finds what is wrong in a bulk request for the inbound provisioning API, in the order of the text. Several requests may follow
// each other. Name is the file that the findings name; it may be empty.
//
// Errors are what the service refuses or what loses a record; warnings are what it takes, and what most likely is not meant; the
// rest are remarks. Where the text is not JSON, the operations before the fault are checked nevertheless. The error reports only that
// r cannot be read.
//
// No more is looked at than the limits allow, and at most 1,000 findings are returned; a finding reports where one of these ends the
// check. The cost is linear in the text.
func Check(r io.Reader, name string, opt CheckOptions) (diag.List, error) {
	limits := opt.Limits.WithDefaults()
	// One byte more than allowed shows that the text is too long, without reading the rest of it.
	data, err := io.ReadAll(io.LimitReader(r, int64(limits.Bytes)+1))
	if err != nil {
		return nil, diag.Errorf("bulk request: %w", err)
	}
	c := &checker{file: name, limits: limits, hide: opt.HideValues, urns: urn.NewCounts(), ids: map[string]person{}, matches: map[string]int{}}
	if len(data) > limits.Bytes {
		f := c.add(codes.TooLarge, diag.Error, 0, diag.Messagef("the text is longer than %s", diag.Name(diag.Bytes(limits.Bytes))), diag.Messagef("split it into requests of 50 operations"))
		f.Limit = &diag.LimitError{Limit: codes.LimitFileBytes, Max: int64(limits.Bytes)}
		return c.findings, nil
	}
	// Positions are those of the text as UTF-8; the bytes of a byte order mark, which the text does not have, are added to the offsets.
	text, encoding := textenc.Recode(data)
	skipped := encoding.Skipped()
	// The text is read twice: as items, which know the places of everything that can be judged, and by the reader of feeds, which words faults
	// of the syntax better and goes on after them. A fault that both find is reported once, by the latter.
	fault, err := c.requests(text)
	if !c.syntax(data, skipped, fault) {
		switch at := textenc.InvalidUTF8(string(text)); {
		case at >= 0:
			c.add(codes.InvalidJSON, diag.Error, at, diag.Messagef("the text is not UTF-8"), diag.Messagef("save it as UTF-8"))
		case err != nil:
			c.add(codes.InvalidJSON, diag.Error, fault, diag.Messagef("%s", err), diag.Message{})
		}
	}
	// URNs are judged last: which of two is the misspelt one follows from how often each occurs. Sorting brings the findings into the
	// order of the text.
	c.checkURNs()
	c.reportEmpty()
	// One remark for all operations, at the first id: the service ignores all of them alike.
	if c.firstID != nil {
		c.at(c.firstID, codes.IgnoredID, diag.Info, diag.Messagef("the service ignores id%s", diag.Name(inOperations(c.withID))), diag.Messagef("people are matched by externalId"))
	}
	// Stable, so that findings at one place stay in the order of the checks; locate needs them in order.
	slices.SortStableFunc(c.findings, func(a, b diag.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	locate(c.findings, text, skipped)
	return c.findings, nil
}

// inOperations returns how many operations a remark is about; "" for one, whose place says it.
func inOperations(n int) string {
	if n == 1 {
		return ""
	}
	return ", which " + strconv.Itoa(n) + " operations have"
}

// checker gathers the findings about one text.
type checker struct {
	file     string
	limits   CheckLimits
	hide     bool
	findings diag.List

	operations int // that were met, in all requests
	urns       *urn.Counts
	users      []userURNs
	// Identifiers and matching values are compared over all requests of the text, since accounts are the same in all of them. The bulkIds are
	// compared within each request.
	ids     map[string]person
	matches map[string]int // externalId → the operation that had it first
	firstID *item
	withID  int
	empty   map[string]*emptyTexts // by schema and names
}

// add adds a finding at a byte of the text; nil reports that there are enough.
// The pointer is valid until the next call: it is for setting the path or the limit.
func (c *checker) add(code diag.Code, severity diag.Severity, offset int, message, hint diag.Message) *diag.Finding {
	switch {
	case len(c.findings) > maxFindings:
		return nil
	case len(c.findings) == maxFindings:
		code, severity, message, hint = codes.TooLarge, diag.Info, diag.Messagef("there are more findings than are listed"), diag.Messagef("correct these first")
	}
	place := diag.Place{File: c.file, Pointer: true, Position: diag.Position{Offset: offset}}
	f := diag.Finding{Code: code, Severity: severity, Place: place, Message: message, Hint: hint}
	if c.hide {
		f = f.Masked()
	}
	c.findings = append(c.findings, f)
	return &c.findings[len(c.findings)-1]
}

// at adds a finding about an item.
func (c *checker) at(it *item, code diag.Code, severity diag.Severity, message, hint diag.Message) {
	if f := c.add(code, severity, it.offset, message, hint); f != nil {
		f.Path = it.path()
	}
}

// atName adds a finding about the name of a member.
// Its path is that of the value, since a path has no form for a name; only line and column are those of the name.
func (c *checker) atName(it *item, code diag.Code, severity diag.Severity, message, hint diag.Message) {
	if f := c.add(code, severity, it.named, message, hint); f != nil {
		f.Path = it.path()
	}
}

// atTwice is atName for a member that an object has twice. Where values are hidden the path is that of the object: such a name is as a rule one
// that nobody knows.
func (c *checker) atTwice(object, it *item, severity diag.Severity, message diag.Message) {
	if f := c.add(codes.DuplicateMember, severity, it.named, message, diag.Messagef("delete one of the two")); f != nil {
		if f.Path = it.path(); c.hide {
			f.Path = object.path()
		}
	}
}

// syntax finds faults of the JSON text itself and reports whether there are any. The reader of feeds words them best, and goes on
// after a broken operation. Fault is where the text has been found broken already; -1 is nowhere.
func (c *checker) syntax(data []byte, skipped, fault int) (found bool) {
	// With the limits of the check: the items and the records must break off at the same bounds.
	within := feed.Limits{RecordBytes: c.limits.Bytes, Values: c.limits.Values, Depth: c.limits.Depth}
	reader, err := feed.Open(bytes.NewReader(data), feed.Options{Name: c.file, Format: feed.SCIMBulk, Limits: within})
	if err != nil {
		return c.broken(err, skipped, fault)
	}
	for rec, err := range reader.Records() {
		switch {
		case rec.Err != nil:
			found = c.broken(rec.Err, skipped, fault) || found
		case err != nil && !found: // otherwise it only says that the rest cannot be read
			found = c.broken(err, skipped, fault)
		}
	}
	return found
}

// broken adds what the reader of feeds found, where it is a fault of the text rather than of what the text says.
// What else it finds, such as a request without operations, is judged by the items, with other codes. At the place where the items broke
// off its words are taken whatever the cause.
func (c *checker) broken(err error, skipped, fault int) bool {
	var broken *feed.Error
	if !errors.As(err, &broken) {
		return false
	}
	at := max(int(broken.Offset)-skipped, 0)
	if !isSyntax(broken.Cause) && at != fault {
		return false
	}
	f := c.add(codes.InvalidJSON, diag.Error, at, broken.Problem, diag.Plain(broken.Remedy))
	if f != nil && broken.Record > 0 {
		f.Path = diag.PathOf("Operations", broken.Record-1)
	}
	return true
}

// isSyntax reports whether a feed's error is one of the text itself.
func isSyntax(cause error) bool {
	return errors.Is(cause, feed.ErrSyntax) || errors.Is(cause, feed.ErrTruncated) || errors.Is(cause, feed.ErrEncoding)
}

// requests checks one request after the other, as far as the text can be read, and returns where and why it cannot: -1 and nil where
// it can.
func (c *checker) requests(text []byte) (fault int, err error) {
	r := newItemReader(text, c.limits)
	for {
		// A value that is broken off is judged as far as it goes: its partial items are skipped, those before them are whole.
		it, err := r.next(0)
		if it != nil {
			c.request(it)
		}
		var limit *diag.LimitError
		switch {
		case err == nil:
			continue
		case errors.As(err, &limit):
			if f := c.add(codes.TooLarge, diag.Error, r.start(), diag.Messagef("%s", err), diag.Messagef("the rest has not been checked")); f != nil {
				f.Limit = limit
			}
		case !errors.Is(err, io.EOF):
			return r.start(), err
		}
		return -1, nil
	}
}

// request checks what is around the operations.
func (c *checker) request(root *item) {
	// Before anything is looked up: member returns the first of two, and the finding says that there is another one.
	c.duplicateMembers(root)
	if root.kind != jsonObject {
		c.at(root, codes.BulkOperations, diag.Error, diag.Messagef("want an object with Operations, got %s", diag.Name(itemNames[root.kind])), wrap(root))
		return
	}
	// In a request that is broken off, what is missing may have been in the rest.
	if !root.partial && !slices.ContainsFunc(root.member("schemas").elements(), func(s *item) bool { return strings.EqualFold(s.text, urn.Bulk) }) {
		c.at(cmp.Or(root.member("schemas"), root), codes.BulkSchema, diag.Error, diag.Messagef("the schema of bulk requests is missing"), diag.Messagef("put %s into schemas", diag.Name(urn.Bulk)))
	}
	list := root.member("Operations")
	operations := list.elements()
	switch {
	// Reported once, at the first operation too many; all of them are checked nevertheless.
	case len(operations) > MaxOperations:
		c.at(operations[MaxOperations], codes.TooManyOperations, diag.Error,
			diag.Messagef("this is operation %d of the request, which takes %d", MaxOperations+1, MaxOperations), diag.Messagef("split it into several requests"))
	case len(operations) == 0 && !root.partial:
		c.at(cmp.Or(list, root), codes.BulkOperations, diag.Error, diag.Messagef("want a list of operations in Operations"), wrap(root))
	}
	seen := map[string]int{}
	for _, op := range operations {
		c.operations++
		if !op.partial {
			c.operation(op, seen)
		}
	}
}

// wrap returns the remedy for users that are no bulk request: a list of them, a list response, or one alone.
func wrap(root *item) diag.Message {
	isUser := root.member("userName") != nil || root.member("externalId") != nil
	if root.kind != jsonArray && root.member("Resources") == nil && !isUser {
		return diag.Message{}
	}
	return diag.Messagef(`wrap it into a BulkRequest, {"schemas": ["%s"], "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users", "data": {…}}]} with an operation for each user`, diag.Name(urn.Bulk))
}

// operation checks one operation; seen are the bulkIds of those before it.
func (c *checker) operation(op *item, seen map[string]int) {
	if op.kind != jsonObject {
		c.at(op, codes.BulkOperations, diag.Error, diag.Messagef("want an object for an operation, got %s", diag.Name(itemNames[op.kind])), diag.Message{})
		return
	}
	// Each member is checked even where another one is wrong, so that one run shows everything. cmp.Or puts the finding at the member, or at
	// the operation if it is missing.
	if m := op.member("method"); !strings.EqualFold(m.plain(), "POST") {
		c.at(cmp.Or(m, op), codes.BulkMethod, diag.Error, diag.Messagef("want the method POST, got %s", foundText(m)), diag.Messagef("the service finds out by itself what is to be created, updated or disabled"))
	}
	if p := op.member("path"); !strings.EqualFold(p.plain(), "/Users") {
		c.at(cmp.Or(p, op), codes.BulkPath, diag.Error, diag.Messagef("want the path /Users, got %s", foundText(p)), diag.Message{})
	}
	c.bulkID(op, seen)
	data := op.member("data")
	if data == nil || data.kind != jsonObject {
		c.at(cmp.Or(data, op), codes.MissingData, diag.Error, diag.Messagef("the user's attributes are missing"), diag.Messagef("put them into an object named data"))
		return
	}
	c.user(data)
}

// bulkID checks that an operation has an identifier which none before it has.
func (c *checker) bulkID(op *item, seen map[string]int) {
	it := op.member("bulkId")
	id := it.plain()
	if id == "" {
		c.at(cmp.Or(it, op), codes.MissingBulkID, diag.Error, diag.Messagef("the operation has no bulkId"), diag.Messagef("use a different one for every operation"))
		return
	}
	if first, twice := seen[id]; twice {
		c.at(it, codes.DuplicateBulkID, diag.Error, diag.Messagef("the bulkId %s is that of operation %d too", diag.Quote(id), first+1), diag.Messagef("use a different one for every operation"))
		return
	}
	seen[id] = op.index
}

// foundText returns what is there in place of a text, as an argument of a message.
func foundText(it *item) any {
	switch {
	case it == nil:
		return diag.Name("nothing")
	case it.kind == jsonText:
		return diag.Quote(it.text)
	}
	return diag.Name(itemNames[it.kind])
}

// duplicateMembers looks for names that are twice in one object, of which most readers take the last.
func (c *checker) duplicateMembers(it *item) {
	if it.kind == jsonObject && len(it.children) > 1 && len(c.findings) <= maxFindings {
		// The key is the name in small letters, the value the name as it was first written: the same spelling twice is an error, since one of the
		// two values is lost, and two spellings are in doubt only.
		seen := make(map[string]string, len(it.children))
		for _, child := range it.children {
			lower := strings.ToLower(child.name)
			switch first, twice := seen[lower]; {
			case !twice:
				seen[lower] = child.name
			case first == child.name:
				c.atTwice(it, child, diag.Error, diag.Messagef("the member %s occurs twice in the object", diag.Quote(child.name)))
			default:
				c.atTwice(it, child, diag.Warning, diag.Messagef("the members %s and %s differ only in case, and SCIM ignores the case of names", diag.Quote(first), diag.Quote(child.name)))
			}
		}
	}
	for _, child := range it.children {
		c.duplicateMembers(child)
	}
}
