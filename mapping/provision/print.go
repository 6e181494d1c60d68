package provision

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/internal/jsonobject"
)

// As in package mapping, what holds an object's values prints by any verb of fmt, by encoding/json and in logs as reports print it. The
// attributes of a whole source or target object are in no report, so they are printed nowhere.

// Format prints what [Plan.WriteTable] writes.
func (p Plan) Format(s fmt.State, _ rune) {
	var b strings.Builder
	_ = p.WriteTable(&b) // a Builder does not fail
	write(s, strings.TrimRight(b.String(), "\n"))
}

// MarshalJSON returns what [Plan.AppendJSON] appends: the record of the command's ndjson output.
func (p Plan) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

// Format prints where the object is in the input, and no attribute of it: only a plan knows which of them is secret.
func (src Source) Format(s fmt.State, _ rune) {
	text := fmt.Sprintf("source object %d", src.Ordinal)
	if src.Type != "" {
		text += " of the type " + src.Type
	}
	if src.Err != nil {
		text += ", unreadable"
	}
	if src.Unassigned {
		text += ", unassigned"
	}
	if src.Deleted != NotDeleted {
		text += ", " + src.Deleted.String()
	}
	write(s, text)
}

// MarshalJSON returns type, ordinal, unreadable, unassigned and deleted, and no attribute of the object.
func (src Source) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Optional("type", src.Type)
	w.Number("ordinal", src.Ordinal)
	if src.Err != nil {
		w.Bool("unreadable", true)
	}
	if src.Unassigned {
		w.Bool("unassigned", true)
	}
	if src.Deleted != NotDeleted {
		w.Text("deleted", src.Deleted.String())
	}
	return w.Close(), nil
}

// Format prints no more than what it is: a cycle remembers objects by IDs, which may be matching values.
func (Cycle) Format(s fmt.State, _ rune) { write(s, "cycle") }

// Format prints no more than what it is: the ID may be a matching value, and only a plan reports whether that is secret.
func (Object) Format(s fmt.State, _ rune) { write(s, "target object") }

// MarshalJSON returns an empty object, see Format.
func (Object) MarshalJSON() ([]byte, error) { return []byte("{}"), nil }

// Format prints what is asked for without the value: only a plan knows which values are secret, and directories like to log their queries.
func (q Query) Format(s fmt.State, _ rune) {
	text := "query by " + cmp.Or(q.Attribute, "ID")
	if q.Type != "" {
		text += " for objects of the type " + q.Type
	}
	write(s, text)
}

// MarshalJSON returns type, attribute and caseExact, and no value, see Format.
func (q Query) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Optional("type", q.Type)
	w.Optional("attribute", q.Attribute)
	if q.CaseExact {
		w.Bool("caseExact", true)
	}
	return w.Close(), nil
}

// Format prints the plan in lines of at most 80 characters: the decision; each filter's groups and clauses; the matching attributes with
// their values and hits; each attribute with its change, decision, reason, source, and every part of its expression; and at the end how
// well the functions are known.
func (x Explanation) Format(s fmt.State, _ rune) {
	if x.Plan != nil {
		write(s, x.text())
	}
}

// Format prints no more than the name of the type: what it holds are the target's objects.
func (Memory) Format(s fmt.State, _ rune) { write(s, "provision.Memory") }

// Format prints no more than the name of the type: what it collects are the target's objects.
func (Applied) Format(s fmt.State, _ rune) { write(s, "provision.Applied") }

// write writes to what fmt prints on, which returns no errors of use.
func write(s fmt.State, text string) { _, _ = io.WriteString(s, text) }
