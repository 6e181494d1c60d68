package main

import (
	"bytes"
	"fmt"

	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// planWriter prints plans in one format.
type planWriter struct {
	out           *records.Writer
	format        provision.Printer // safe for concurrent use
	before, after []byte            // what separates a plan from the one before it, and what follows each
	first         []byte            // what is before the first plan instead
	last          func(*provision.Totals) []byte
	count         int
	waiting       []*provision.Plan // not known to be written yet
	totals        provision.Totals  // of the plans that have been written whole
}

func newPlanWriter(format, wire string, out *records.Writer) *planWriter {
	switch format {
	case "json":
		return &planWriter{out: out, format: jsonFormat(wire, (*provision.Plan).AppendSummary), first: []byte("{\"objects\": [\n"), before: []byte(",\n"), last: jsonEnd}
	case "ndjson":
		return &planWriter{out: out, format: jsonFormat(wire, (*provision.Plan).AppendJSON), after: []byte("\n")}
	}
	return &planWriter{out: out, format: tableFormat(wire)}
}

func (p *planWriter) write(printed provision.Printed) error {
	before := p.before
	if p.count++; p.count == 1 {
		before = p.first
	}
	p.waiting = append(p.waiting, printed.Plan)
	defer p.settle()
	return p.out.Write(before, printed.Text, p.after)
}

// settle counts the plans that have been written.
func (p *planWriter) settle() {
	for p.totals.Read < p.out.Whole() {
		p.totals.Add(p.waiting[0])
		p.waiting = p.waiting[1:]
	}
}

func (p *planWriter) flush() error {
	defer p.settle()
	return p.out.Flush()
}

// end writes what follows the last plan.
func (p *planWriter) end() error {
	if err := p.flush(); err != nil || p.last == nil {
		return err
	}
	if err := p.out.Write(p.last(&p.totals)); err != nil {
		return err
	}
	return p.out.Flush()
}

func tableFormat(wire string) provision.Printer {
	return func(dst []byte, p *provision.Plan) ([]byte, error) {
		b := bytes.NewBuffer(dst)
		if err := p.WriteTable(b); err != nil {
			return dst, err
		}
		list, err := requests(p, wire)
		if err != nil {
			return dst, err
		}
		for _, r := range list {
			fmt.Fprintf(b, "  %s %s %s\n", r.Method, r.Path, r.Body)
		}
		return b.Bytes(), nil
	}
}

// jsonFormat writes a plan as a JSON object, with the requests as its last member.
func jsonFormat(wire string, plan func(*provision.Plan, []byte) []byte) provision.Printer {
	return func(dst []byte, p *provision.Plan) ([]byte, error) { return appendRequests(plan(p, dst), p, wire) }
}

func jsonEnd(t *provision.Totals) []byte {
	end := "\n],\n\"totals\": "
	if t.Read == 0 {
		end = "{\"objects\": [],\n\"totals\": "
	}
	totals, _ := t.MarshalJSON() // it does not fail
	return append(append([]byte(end), totals...), "}\n"...)
}

// requests returns what would be sent for a plan; nothing for the wire format none.
func requests(p *provision.Plan, wire string) ([]scim.Request, error) {
	if wire == "none" {
		return nil, nil
	}
	return scim.Preview(p, scim.ClientOptions{Compliant: wire == "compliant", Mask: true})
}

// appendRequests adds the member requests to a plan's JSON object.
func appendRequests(dst []byte, p *provision.Plan, wire string) ([]byte, error) {
	list, err := requests(p, wire)
	if err != nil || wire == "none" {
		return dst, err
	}
	dst = append(dst[:len(dst)-1], `,"requests":[`...)
	for i, r := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		body := r.Body
		if body == nil {
			body = []byte("null")
		}
		dst = fmt.Appendf(dst, `{"method":%q,"path":%q,"body":%s}`, r.Method, r.Path, body)
	}
	return append(dst, "]}"...), nil
}
