package fuzz

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/graph"
)

const (
	// hostileMemory is the number of bytes that a case may allocate under the default limits.
	hostileMemory = 64 << 20
	// hostileTime is long enough for a slow case on a busy machine. It only detects cases that hang.
	hostileTime = 20 * time.Second
)

// hostileCase is a row of testdata/hostile.jsonl: malicious input and the required outcome. Exactly one of the fields from
// Expr on is set, and decides what processes the input.
type hostileCase struct {
	ID string
	// Want is "value" with the text of the value ("value" alone matches any), or a result of outcomeOf.
	Want  string
	Attrs map[string]attribute
	Known *piece // names of the source's attributes, separated by spaces

	Expr       *piece // an expression, over Attrs, which is also explained, linted and formatted
	Feed       string // a format, with Text
	Text       piece
	Schema     *piece // an exported schema, which is also checked
	Request    *piece // a bulk request
	Mapping    *piece // a mapping file, which is compiled
	Scope      *piece // a pattern of a filter, over Attrs
	Value      *piece // a JSON text
	Target     *piece // a path to write to
	Operations int    // option of a bulk request to build
}

// TestHostilePack runs every case under the default limits. With -v it logs what each allocates, in MiB, and for an expression also what it
// takes to explain it, in text and as JSON, to infer its value, to lint and to format it:
//
//	go test ./fuzz -run TestHostilePack -v
func TestHostilePack(t *testing.T) {
	data, err := os.ReadFile("testdata/hostile.jsonl")
	require.NoError(t, err)
	var table strings.Builder
	var largest uint64
	count := 0
	for line := range strings.Lines(string(data)) {
		var c hostileCase
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		require.NoError(t, dec.Decode(&c), "%.100s", line)
		count++
		t.Run(c.ID, func(t *testing.T) {
			used := c.check(t)
			largest = max(largest, used.most())
			fmt.Fprintf(&table, "%-66s%s\n", c.ID, used)
		})
	}
	require.GreaterOrEqual(t, count, 200)
	t.Logf("%d cases, at most %.1f MiB\n%-66s%s\n%s", count, mebibytes(largest), "", hostileColumns, table.String())
}

func mebibytes(n uint64) float64 { return float64(n) / (1 << 20) }

func (c *hostileCase) check(t *testing.T) (used allocations) {
	ctx, cancel := context.WithTimeout(context.Background(), hostileTime)
	defer cancel()
	done := make(chan string, 1)
	if effort.Full() {
		runtime.GC() // takes longer than most cases
	}
	used.eval = allocated(func() {
		go func() { done <- c.run() }()
		select {
		case have := <-done:
			t.Logf("%.100s", have)
			if c.Want != have && (c.Want != "value" || !strings.HasPrefix(have, "value ")) {
				t.Errorf("got %.200q, want %q", have, c.Want)
			}
		case <-ctx.Done():
			t.Fatalf("still running after %v", hostileTime)
		}
	})
	require.Less(t, used.eval, uint64(hostileMemory), "bytes allocated")
	if c.Expr != nil {
		c.checkBeside(t, &used)
	}
	return used
}

// run processes the input and returns the outcome.
func (c *hostileCase) run() string {
	switch {
	case c.Expr != nil:
		return c.evaluate()
	case c.Feed != "":
		return c.read()
	case c.Schema != nil:
		doc, err := graph.Load(strings.NewReader(c.Schema.text), graph.Limits{})
		if err != nil {
			return outcomeOf(err)
		}
		return fmt.Sprintf("value %d findings", len(doc.Check(graph.CheckOptions{})))
	case c.Request != nil:
		found, err := bulk.Check(strings.NewReader(c.Request.text), "", bulk.CheckOptions{})
		for _, f := range found {
			if f.Limit != nil {
				return outcomeOf(f.Limit)
			}
		}
		return valueOr(fmt.Sprintf("%d findings", len(found)), err)
	case c.Mapping != nil:
		set, err := mapping.ReadJSON(strings.NewReader(c.Mapping.text))
		if err == nil {
			_, err = set.Compile(mapping.Options{})
		}
		return valueOr("", err)
	case c.Scope != nil:
		filter := mapping.Filter{{{Attribute: "a", Operator: "REGEX MATCH", Values: []string{c.Scope.text}}}}
		scope, _ := mapping.CompileFilter(filter, false, mapping.Options{})
		result := scope.Evaluate(c.attributes())
		return valueOr(fmt.Sprint(result.Passed), result.Limit)
	case c.Value != nil:
		v, err := value.ParseJSON(c.Value.text)
		return valueOr(v.Kind().String(), err)
	case c.Target != nil:
		return valueOr("", scimwire.NewResource("").Set(c.Target.text, value.True))
	}
	_, err := bulk.Build(nil, &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "a"}}}, bulk.Options{Operations: c.Operations})
	return valueOr("", err)
}

func (c *hostileCase) attributes() value.Map {
	attrs := value.Map{}
	for name, a := range c.Attrs {
		attrs[name] = a.v
	}
	return attrs
}

func (c *hostileCase) evaluate() string {
	var opts []expr.Option
	if c.Known != nil {
		opts = append(opts, expr.WithAttributes(strings.Fields(c.Known.text)...))
	}
	prog, err := expr.Compile(c.Expr.text, opts...)
	if err != nil {
		return outcomeOf(err)
	}
	v, err := prog.Eval(c.env())
	return valueOr(v.Text(), err)
}

// env returns an environment in which every candidate value is taken.
func (c *hostileCase) env() *expr.Env {
	env := world(c.attributes(), 0)
	env.Taken = func(context.Context, string, string) (bool, error) { return true, nil }
	return env
}

func (c *hostileCase) read() string {
	formats := map[string]feed.Format{"csv": feed.CSV, "ndjson": feed.NDJSON, "json": feed.JSON, "scim": feed.SCIM, "bulk": feed.SCIMBulk}
	r, err := feed.Open(strings.NewReader(c.Text.text), feed.Options{Format: formats[c.Feed]})
	if err != nil {
		return outcomeOf(err)
	}
	count := 0
	for rec, err := range r.Records() {
		if err = errors.Join(err, rec.Err); err != nil {
			return outcomeOf(err)
		}
		count++
	}
	return fmt.Sprintf("value %d records", count)
}

func valueOr(text string, err error) string {
	if err != nil {
		return outcomeOf(err)
	}
	return "value " + text
}

// outcomeOf returns the kind of an error and its code or cause, or "refused" for other errors.
func outcomeOf(err error) string {
	var limit *expr.LimitError
	var failed *expr.EvalError
	var found *expr.Diagnostics
	var read *feed.Error
	var loaded *graph.LoadError
	switch {
	case errors.Is(err, expr.ErrLimit) != errors.As(err, &limit):
		return "a limit without a name: " + err.Error()
	case limit != nil:
		return "limit " + string(limit.Limit)
	case errors.As(err, &failed):
		return "error " + string(failed.Code)
	case errors.As(err, &found):
		first, _ := found.List.Gravest()
		return "finding " + string(first.Code)
	case errors.As(err, &read):
		return "feed " + read.Cause.Error()
	case errors.As(err, &loaded):
		return "schema " + errors.Unwrap(loaded).Error()
	}
	return "refused"
}
