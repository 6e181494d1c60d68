package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/adapters/ids"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/command"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/records"
)

// idsRun is one run of ids assign.
type idsRun struct {
	c             *idsAssignCommand
	p             *command.Program
	out, messages io.Writer
	job           *intake.Job // nil without --schema
	scheme        *ids.Scheme
	batch         *ids.Batch
	state         *ids.State
	people        int
	left          int // people who are not provisioned by the job
}

// prepare reads the mappings and the people.
func (r *idsRun) prepare() error {
	if r.c.Schema != "" {
		job, err := r.p.LoadJob(r.c.Schema, r.c.Mapping, []string{""}, nil)
		if err != nil {
			return err
		}
		r.job = job
	}
	config, err := r.c.config(r.job)
	if err != nil {
		return diag.Errorf("ids assign: %w", err)
	}
	if err := r.c.options(r.p, r.job, &config.Options); err != nil {
		return err
	}
	in, err := r.openPeople(&config)
	if err != nil {
		return err
	}
	defer in.file.Close()
	people, err := in.read()
	if err != nil {
		return err
	}
	config.Anchor, config.Account = in.anchor(people)
	if config.Anchor == "" {
		return diag.Errorf("%s: nobody has a value for any of %s: want --anchor NAME, the attribute that names a person permanently", diag.Name(r.c.In), diag.Name(strings.Join(in.anchors, ", ")))
	}
	if r.scheme, err = ids.Compile(config); err != nil {
		return diag.Errorf("ids assign: %w", err)
	}
	r.batch, r.people, r.left = r.scheme.NewBatch(), len(people), in.left
	for _, person := range people {
		if err := r.batch.AddPerson(person); err != nil {
			return diag.Errorf("%s: nobody is given anything: %w", diag.Name(r.c.In), err)
		}
	}
	return nil
}

// openState opens the reservations.
func (r *idsRun) openState(ctx context.Context) (err error) {
	if r.c.State == "" {
		r.state = ids.NewState()
		return nil
	}
	_, missing := os.Stat(r.c.State)
	r.state, err = ids.OpenState(ctx, r.c.State, ids.StateOptions{Anchor: r.scheme.Anchor(), Waiting: func() {
		r.tell("%s: waiting for another process, which has it", diag.Name(r.c.State))
	}})
	if err != nil {
		return diag.Errorf("--state: nobody is given anything: %w", err)
	}
	if errors.Is(missing, os.ErrNotExist) && r.state.Len() == 0 {
		r.tell("%s: a new file of reservations, by %s", diag.Name(r.c.State), diag.Name(r.scheme.Anchor()))
	}
	if n := r.state.Torn(); n > 0 {
		r.tell("%s: %d bytes at the end were not whole: they are of a run that was ended, nobody has been given them, and they are removed", diag.Name(r.c.State), n)
	}
	return nil
}

// assign gives the identifiers and writes them.
func (r *idsRun) assign(ctx context.Context) error {
	var rows rowWriter = newCSVRows(r.scheme)
	if ext := strings.ToLower(filepath.Ext(r.c.Out)); ext == ".ndjson" || ext == ".jsonl" {
		rows = &jsonRows{names: append([]string{r.scheme.Anchor()}, r.scheme.Names()...)}
	}
	given, before, without := 0, 0, 0
	for a, err := range r.batch.Assign(ctx, r.state) {
		if err != nil {
			return diag.Errorf("ids assign: %w", err)
		}
		if a.Err != nil {
			without++
			r.tellWithout(&a)
			continue
		}
		if a.Before {
			before++
		} else {
			given++
		}
		rows.add(append([]string{a.Owner}, a.Values...))
	}
	if given+before > 0 {
		if err := r.write(rows.bytes()); err != nil {
			return err
		}
	} else if r.c.Out != "" {
		r.tell("%s: nothing is written", diag.Name(r.c.Out))
	}
	fmt.Fprintf(r.messages, "%d people: %d given identifiers, %d have them from before, %d without", r.people, given, before, without)
	if r.left > 0 {
		fmt.Fprintf(r.messages, "; %d more are not provisioned by the mapping", r.left)
	}
	fmt.Fprintln(r.messages)
	if without > 0 || given+before == 0 {
		return command.ErrFindings
	}
	return nil
}

// tellWithout tells of a person who has no identifiers. An error of the record names it itself.
func (r *idsRun) tellWithout(a *ids.Assignment) {
	switch {
	case a.Person.Err != nil:
		r.tell("%s: %s", diag.Name(r.c.In), r.message(a.Err))
	case a.Owner == "":
		r.tell("%s: record %d: %s", diag.Name(r.c.In), a.Person.Number, r.message(a.Err))
	default:
		r.tell("%s: record %d (%s): %s", diag.Name(r.c.In), a.Person.Number, diag.Quote(a.Owner), r.message(a.Err))
	}
}

// message returns an error as an argument of a message.
func (r *idsRun) message(err error) diag.Name { return diag.Name(r.p.Message(err)) }

// write writes the identifiers. They are on the disk of the reservations already: a run that fails here gives the same again.
func (r *idsRun) write(text []byte) error {
	if r.c.Out == "" {
		_, err := r.out.Write(text)
		return err
	}
	return records.ReplaceFile(r.c.Out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// rowWriter makes the text of the output.
type rowWriter interface {
	add(cells []string)
	bytes() []byte
}

type csvRows struct {
	text bytes.Buffer
	w    *csv.Writer
}

func newCSVRows(s *ids.Scheme) *csvRows {
	rows := new(csvRows)
	rows.w = csv.NewWriter(&rows.text)
	rows.add(append([]string{s.Anchor()}, s.Names()...))
	return rows
}

func (c *csvRows) add(cells []string) { _ = c.w.Write(cells) } // to memory, which does not fail

func (c *csvRows) bytes() []byte {
	c.w.Flush()
	return c.text.Bytes()
}

type jsonRows struct {
	names []string
	text  []byte
}

func (j *jsonRows) add(cells []string) {
	line := jsonobject.Open(j.text)
	for i, name := range j.names {
		line.Value(name, value.String(cells[i]), "")
	}
	j.text = append(line.Close(), '\n')
}

func (j *jsonRows) bytes() []byte { return j.text }

// sameFile reports whether two names are of one file.
func sameFile(a, b string) bool {
	if a == "" || b == "" || a == "-" || b == "-" {
		return false
	}
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(one, other)
}

// guesses are names, in any case, that HR systems have for what names a person permanently, in the order in which they are taken.
var guesses = []string{
	"employeeId", "employeeNumber", "WorkerID", "Worker_ID", "personIdExternal", "PersonNumber", "personnelNumber", "personId", "externalId", "hrId",
	"anchor", "userId", "objectId", "id",
}

// anchorsOf returns the attributes that may name people, the first of most weight: those that the mapping matches by, those of the schema, and
// guesses. Accounts are the attributes of accounts that these are mapped to as they are: where one has the value, it is the person's own.
func anchorsOf(job *intake.Job, identifiers []ids.Identifier, anchors []string) (names []string, accounts map[string]string) {
	accounts = map[string]string{}
	rest := slices.Concat(anchors, guesses)
	if job == nil {
		return rest, accounts
	}
	for _, m := range job.Objects[0].Set.Mappings {
		// What is to be given names nobody yet.
		if m.From == "" || slices.ContainsFunc(identifiers, func(i ids.Identifier) bool { return strings.EqualFold(i.Name, m.Target) }) {
			continue
		}
		if m.Match > 0 && !slices.Contains(names, m.From) {
			names = append(names, m.From)
			accounts[m.From] = m.Target // before one that nobody is matched by
		}
		for _, name := range rest {
			if strings.EqualFold(name, m.From) && accounts[name] == "" {
				accounts[name] = m.Target
			}
		}
	}
	return slices.Concat(names, rest), accounts
}
