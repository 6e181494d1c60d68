package sources

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
)

// soapSpaces are the namespaces of SOAP 1.1 and 1.2 (documented: W3C).
var soapSpaces = []string{"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"}

// The elements of an answer that are read (documented: Workday Web Services, Human_Resources, Get_Workers_Response).
var (
	workerElement  = xmlName{workdaySpace, "Worker"}
	resultsElement = xmlName{workdaySpace, "Response_Results"}
)

// isWorkday reports whether an input begins like an answer of Workday: XML with its namespace, or a SOAP envelope.
func isWorkday(head []byte, _ *feed.Options) bool {
	text := headText(head)
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")) &&
		(bytes.Contains(text, []byte(workdaySpace)) || slices.ContainsFunc(soapSpaces, func(space string) bool { return bytes.Contains(text, []byte(space)) }))
}

// workdayReader reads the workers of answers to Get_Workers, one or several after each other.
type workdayReader struct {
	scan    xmlScanner
	limits  feed.Limits
	workers int
	pages   pages
}

// openWorkday returns the workers of a document.
func openWorkday(r io.Reader, opt *feed.Options) (func() (*Person, error), error) {
	text, err := decodeXML(r, opt.Encoding)
	if err != nil {
		return nil, err
	}
	w := &workdayReader{limits: opt.Limits}
	w.scan = xmlScanner{limits: opt.Limits, window: xmlWindow{r: text, most: opt.Limits.RecordBytes, held: -1}, wanted: func(name xmlName) bool {
		return name == workerElement || name == resultsElement || name.local == "Fault" && slices.Contains(soapSpaces, name.space)
	}}
	return w.next, nil
}

// next returns the next worker.
func (w *workdayReader) next() (*Person, error) {
	for {
		e, err := w.scan.find()
		switch {
		case err == io.EOF: //nolint:errorlint // the scanner's own, which is never wrapped
			return nil, w.end()
		case err != nil:
			return nil, err
		case e.name == workerElement:
			w.workers++
			return w.worker(e), nil
		case e.name == resultsElement:
			w.pages.add(e, w.limits)
		default:
			return nil, w.failed(e)
		}
	}
}

// worker returns the person of an element.
func (w *workdayReader) worker(e *element) *Person {
	ordinal, limits := w.workers, w.limits
	return newPerson(ordinal, e.line, len(e.text), func() (string, any, error) {
		err := e.err
		if err == nil {
			root, fault := parseXML(e, limits)
			if fault == nil {
				return workerID(root), root, nil
			}
			errors.As(fault, &err)
		}
		err.Record = ordinal
		return "", nil, err
	})
}

// workerID returns Worker_ID of a worker, else the WID of its reference (documented: every object of Workday has one).
func workerID(root *xmlNode) string {
	worker := root.child("Worker")
	if id := worker.child("Worker_Data").child("Worker_ID"); id != nil && strings.TrimSpace(id.value()) != "" {
		return strings.TrimSpace(id.value())
	}
	reference := worker.child("Worker_Reference")
	if reference == nil {
		return ""
	}
	for c := reference.first; c != nil; c = c.next {
		for a := c.attributes; a != nil; a = a.next {
			if a.name == (xmlName{workdaySpace, "type"}) && a.text == "WID" {
				return strings.TrimSpace(c.value())
			}
		}
	}
	return ""
}

// failed returns the error of a SOAP fault.
func (w *workdayReader) failed(e *element) error {
	f := &feed.Error{Line: e.line, Column: 1, Cause: feed.ErrShape, Problem: diag.Messagef("the document is the answer to a request that failed"), Remedy: "fetch the workers again"}
	if root, err := parseXML(e, w.limits); e.err == nil && err == nil {
		for c := root.first.first; c != nil; c = c.next {
			if c.name.local == "faultstring" || c.name.local == "Reason" {
				f.Problem = diag.Messagef("the document is the answer to a request that failed: %s", diag.Quote(strings.TrimSpace(c.value())))
			}
		}
	}
	return f
}

// end returns the error of a document that is complete as XML: io.EOF, unless workers are missing.
func (w *workdayReader) end() error {
	fault := func(problem diag.Message, remedy string) error {
		return w.scan.window.fault(w.scan.window.at, feed.ErrTruncated, problem, remedy)
	}
	missing := w.pages.missing()
	switch {
	case len(missing) > 0:
		return fault(diag.Messagef("the document has %s of %d, and not %s: workers are missing", diag.Count(len(w.pages.seen), "page"), w.pages.total, diag.Name(strings.Join(missing, ", "))),
			"fetch all pages, and write them one after another into one file")
	case w.workers < w.pages.results:
		return fault(diag.Messagef("the document has %d of %d workers", w.workers, w.pages.results), "fetch the document again")
	case w.workers == 0:
		return &feed.Error{Line: 1, Column: 1, Cause: feed.ErrShape, Problem: diag.Messagef("the document of Workday has no wd:Worker"), Remedy: "check the request: want the answer to Get_Workers"}
	}
	return io.EOF
}

// pages are those of an answer that comes in several.
type pages struct {
	total, results int
	seen           map[int]bool
}

// add takes what an answer says of its page: Total_Results, Total_Pages, Page (documented: Get_Workers, Response_Results).
func (p *pages) add(e *element, limits feed.Limits) {
	if e.err != nil {
		return
	}
	root, err := parseXML(e, limits)
	if err != nil {
		return
	}
	number := func(name string) int {
		n := root.child("Response_Results").child(name)
		if n == nil {
			return 0
		}
		number, _ := strconv.Atoi(strings.TrimSpace(n.value()))
		return number
	}
	if p.seen == nil {
		p.seen = map[int]bool{}
	}
	p.total, p.results = max(p.total, number("Total_Pages")), max(p.results, number("Total_Results"))
	p.seen[max(number("Page"), 1)] = true
}

// missing returns the pages that are not there, at most a few of them.
func (p *pages) missing() []string {
	const most = 5
	var missing []string
	for page := 1; page <= p.total && len(p.seen) < p.total; page++ {
		if p.seen[page] {
			continue
		}
		if len(missing) == most {
			return append(missing, "…")
		}
		missing = append(missing, fmt.Sprint(page))
	}
	return missing
}
