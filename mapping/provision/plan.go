package provision

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// Action is what happens to the target object.
type Action uint8

// The actions.
const (
	Skip Action = iota
	Create
	Update
	Disable
	Delete
	Failed
	// Staged is a deletion, or what disables an account, that is held back since there are more than Job.MaxDisables.
	Staged
)

var actionNames = [...]string{Skip: "skip", Create: "create", Update: "update", Disable: "disable", Delete: "delete", Failed: "error", Staged: "staged"}

// String returns the word of the output, such as "create".
func (a Action) String() string {
	if int(a) < len(actionNames) {
		return actionNames[a]
	}
	return fmt.Sprintf("Action(%d)", uint8(a))
}

// MarshalText returns the same word as String, for JSON.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// actions lists the actions that totals always show, in the order of reports.
func actions() []Action { return []Action{Create, Update, Disable, Delete, Skip, Failed} }

// Status reports how an action, or a step of it, went.
type Status uint8

// The states.
const (
	Success Status = iota
	Skipped
	Warning
	Failure
)

var statusNames = [...]string{Success: "success", Skipped: "skipped", Warning: "warning", Failure: "failure"}

// String returns the word of the output, such as "success".
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// MarshalText returns the same word as String, for JSON.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Plan is what a cycle would do for one source object.
type Plan struct {
	// Type is the source object's type, such as User.
	Type string
	// Ordinal is the source object's place among those of its type in the input, from 1.
	Ordinal int
	// ID is the value of the first matching attribute that has one; where none has, or where it must not be shown, it is the ordinal.
	ID string
	// Action, Status and Code are the decision; Reason says it in words.
	Action Action
	Status Status
	Code   diag.Code
	Reason string
	// Would is the action that a Staged one holds back.
	Would Action
	// Match says how the target object was found: "linked" by a stored link, "matched" by a matching attribute, "none" where it was not.
	Match string
	// Resource is the SCIM resource type of the target object: User or Group.
	Resource string
	// Target is the id of the matched object among those of TargetType, "" where there is none. Reports print ShownTarget.
	Target, TargetType string
	// Attributes has an outcome for every mapping. It is empty where the object was skipped before mappings ran.
	Attributes []mapping.Outcome
	// Steps are the stages that the object went through, as provision on demand names them.
	Steps []Step
	// Matches are what the matching attributes have, by precedence, where mapping.Options.Watch is set; else it is nil.
	Matches []mapping.Match
	// Source is the object's attributes; nil where it could not be read, and see [World.ForgetSources].
	Source value.Attributes
	// Rival is the ordinal of the source object that takes a value which must be unique, or the target object, before this one; RivalTarget is the
	// id, as reports print it, of a target object that has such a value. They are 0 and "" where nothing conflicts, or nobody knows.
	Rival       int
	RivalTarget string
	// Hidden reports that the plan shows no values, see mapping.Options.HideValues: those of Target, Attributes and Source, which a
	// program needs to go on, are left out of what the plan writes, and the rest is made without values.
	Hidden bool

	targetMask string // what reports print in place of Target, "" where it may be shown

	of       *objectType   // of the source object
	found    *Object       // the target object, nil where there is none
	names    []fingerprint // what references may call the object by; nil if nothing refers to it
	reserved []uniqueValue // what a Reserver has given the object; kept only while references are not known
	open     *openDecision // what is to be decided anew when references are known; nil if nothing is
}

// openDecision is a decision that waits for references.
type openDecision struct {
	action Action // if anything is to be written
	why    string
	steps  int // how many the plan has before the decision
}

// The words of Plan.Match.
const (
	matchNone    = "none"
	matchLinked  = "linked"
	matchMatched = "matched"
)

// refused reports whether the target refuses what the plan writes: it applies a write as a whole or not at all, so that one value which it
// does not take costs the others as well (DOC RFC 7644 3.5.2; LDAP's modify is atomic by RFC 4511 4.6). An attribute that failed for other
// reasons is not part of the write.
func (p *Plan) refused() bool {
	return anyOutcome(p.Attributes, func(o *mapping.Outcome) bool {
		return o.Decision == mapping.Failed && (o.Code == codes.InvalidSyntax || o.Code == codes.MissingValues)
	})
}

// Step is one stage of the work on an object.
type Step struct {
	Name    string
	Status  Status
	Details []Detail
}

// Detail is a named fact of a step.
type Detail struct{ Name, Value string }

func (p *Plan) step(name string, status Status, details ...Detail) {
	p.Steps = append(p.Steps, Step{Name: name, Status: status, Details: details})
}

// Totals count the plans of a run.
type Totals struct {
	// Read counts the source objects.
	Read int
	// Actions counts them by action, by their numbers.
	Actions [len(actionNames)]int
	// Failed counts the objects with a failure: those that could not be worked on and those of which an attribute failed.
	Failed int
	// Warned counts the objects with a warning and no failure.
	Warned int
	// Accounts counts the accounts that plans disable and enable, whatever the action is called.
	Accounts struct{ Disabled, Enabled int }
	// References counts the values of attributes that refer to other objects: those that are written, those whose object is created in the
	// same cycle, and those whose object was not found.
	References struct{ Planned, Pending, Unresolved int }
	// Unsupported counts the attributes whose mapping cannot be evaluated, Orphans the target's objects that no source object accounts for.
	Unsupported, Orphans int
}

// Add counts one plan.
func (t *Totals) Add(p *Plan) {
	t.Read++
	t.Actions[p.Action]++
	t.addRows(p)
	switch p.Status {
	case Failure:
		t.Failed++
	case Warning:
		t.Warned++
	case Success, Skipped: // in Actions alone
	}
}
