package planout_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

func cycle(t *testing.T) *provision.Cycle {
	t.Helper()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "userName", From: "id", Match: 1}}}
	e, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set}}})
	require.NoError(t, err)
	return e.NewCycle(provision.World{})
}

// people are source objects with ids from 1.
func people(n int) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for i := range n {
			if !yield(provision.Source{Ordinal: i + 1, Attrs: value.Map{"id": strings.Repeat("x", i+1)}}) {
				return
			}
		}
	}
}

type limited struct {
	bytes.Buffer
	room int
}

var errFull = errors.New("no space left")

func (w *limited) Write(data []byte) (int, error) {
	n := min(w.room-w.Len(), len(data))
	w.Buffer.Write(data[:n])
	if n < len(data) {
		return n, errFull
	}
	return n, nil
}

func write(t *testing.T, format, wire string, n int, out *limited) (*planout.Writer, error) {
	t.Helper()
	w := planout.New(format, planout.Wire{Format: wire}, planout.Filter{}, planout.Text{Limit: -1, Engine: engine(t)}, records.NewWriter(out, &sync.Mutex{}))
	for printed, err := range cycle(t).Print(context.Background(), people(n), 1, w.Printer) {
		require.NoError(t, err)
		if err := w.Write(printed); err != nil {
			return w, err
		}
	}
	return w, w.Close()
}

func TestEveryFormatCanBeReadAgain(t *testing.T) {
	t.Parallel()
	for n := range 3 {
		for _, wire := range []string{"none", "default"} {
			out := &limited{room: 1 << 20}
			w, err := write(t, "json", wire, n, out)
			require.NoError(t, err)
			require.Equal(t, n, w.Totals.Read)
			var doc struct {
				Objects []struct {
					Action   string
					Requests []struct{ Method string }
				}
				Totals struct{ Read, Create int }
			}
			require.NoError(t, json.Unmarshal(out.Bytes(), &doc), out.String())
			require.Len(t, doc.Objects, n)
			require.Equal(t, n, doc.Totals.Create)

			lines := &limited{room: 1 << 20}
			_, err = write(t, "ndjson", wire, n, lines)
			require.NoError(t, err)
			require.Equal(t, n, strings.Count(lines.String(), "\n"))
			require.Equal(t, wire == "default" && n > 0, strings.Contains(lines.String(), `"requests":[{"method":"`))

			text := &limited{room: 1 << 20}
			_, err = write(t, "text", wire, n, text)
			require.NoError(t, err)
			require.Equal(t, n, strings.Count(text.String(), "\ncreate "))
		}
	}
}

// TestTotalsAreThoseOfWhatIsWritten: whatever the output takes, the plans that it has whole are counted, and no others.
func TestTotalsAreThoseOfWhatIsWritten(t *testing.T) {
	t.Parallel()
	whole := &limited{room: 1 << 20}
	_, err := write(t, "ndjson", "none", 3, whole)
	require.NoError(t, err)
	for room := range whole.Len() {
		out := &limited{room: room}
		w, err := write(t, "ndjson", "none", 3, out)
		require.ErrorIs(t, err, errFull)
		require.Equal(t, strings.Count(out.String(), "\n"), w.Totals.Read, "%d bytes", room)
	}
}

func TestExplanations(t *testing.T) {
	t.Parallel()
	for n := range 3 {
		for _, format := range []string{"text", "json", "ndjson"} {
			var out bytes.Buffer
			w := planout.NewExplanations(format, &out)
			for src := range people(n) {
				x, err := cycle(t).Explain(context.Background(), src)
				require.NoError(t, err)
				require.NoError(t, w.Write(x))
			}
			require.NoError(t, w.Close())
			require.Equal(t, n, w.Count)
			switch format {
			case "json":
				var doc struct{ Objects []struct{ Action string } }
				require.NoError(t, json.Unmarshal(out.Bytes(), &doc), out.String())
				require.Len(t, doc.Objects, n)
			case "ndjson":
				require.Equal(t, n, strings.Count(out.String(), "\n"))
			default:
				require.Equal(t, n, strings.Count(out.String(), "matching\n"), out.String())
			}
		}
	}
}

func TestEveryQuirkOfAClientIsChosen(t *testing.T) {
	t.Parallel()
	for _, word := range settings.Client() {
		require.NotEqual(t, scim.ClientOptions{}, planout.ClientOptions([]string{strings.ToUpper(word.Name)}), word.Name)
	}
	require.Equal(t, scim.ClientOptions{}, planout.ClientOptions([]string{"x"}))
}

// Whether a target keeps empty texts is said by any type of the job; a second cycle must not write again what it keeps.
func TestATargetKeepsEmptyTextsWhereAnyTypeSaysSo(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name          string
		users, groups bool
	}{{"the first type", true, false}, {"the second type", false, true}, {"both", true, true}} {
		mapped := func(object, id, note string, keeps bool) provision.ObjectMapping {
			return provision.ObjectMapping{
				Type: object, Mapping: mapping.Options{EmptyTextFlows: keeps},
				Set: &mapping.Set{Resource: object, Mappings: []mapping.Mapping{{Target: id, From: "id", Match: 1}, {Target: note, From: "note"}}},
			}
		}
		job := provision.Job{Objects: []provision.ObjectMapping{mapped("User", "userName", "title", row.users), mapped("Group", "displayName", "description", row.groups)}}
		engine, err := provision.New(job)
		require.NoError(t, err, row.name)
		objects := []*provision.Object{{Type: "User", ID: "U", Attrs: value.Map{"userName": "a"}}, {Type: "Group", ID: "G", Attrs: value.Map{"displayName": "a"}}}
		memory := provision.NewMemory(objects)
		applied := planout.NewApplied(planout.Wire{Format: "default"}, &job, objects)
		for i, want := range []int{len(objects), 0} {
			c, updates := engine.NewCycle(provision.World{Directory: memory}), 0
			for _, object := range []string{"User", "Group"} {
				p, err := c.Plan(t.Context(), provision.Source{Type: object, Ordinal: 1, Attrs: value.Map{"id": "a", "note": ""}})
				require.NoError(t, err, row.name)
				if p.Action == provision.Update {
					updates++
				}
				require.NoError(t, applied.Add(p), row.name)
			}
			if i == 0 && row.users != row.groups {
				want = 1
			}
			require.Equal(t, want, updates, "%s, cycle %d", row.name, i+1)
			left, err := applied.Objects()
			require.NoError(t, err, row.name)
			memory = provision.NewMemory(left)
		}
	}
}
