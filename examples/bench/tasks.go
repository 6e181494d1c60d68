package main

import (
	"context"
	"fmt"
	"reflect"

	"github.com/attrmap/attrmap/examples/bench/work"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// task is a piece of work that several sides do.
type task struct {
	name  string
	title string
	// goal is the greatest ratio of the two times that is good enough, allocs the most allocations per user.
	goal   float64
	allocs float64
	// sides are attrmap first and hand-written Go last, with other engines between them if they are measured.
	sides  []side
	source string // of an expression, "" for a mapping
}

// side is one engine's way to do a task.
type side struct {
	engine string
	work.Side
}

// against returns the two sides of a task as it is measured by default.
func against(ours, hand work.Side) []side { return []side{{"attrmap", ours}, {"by hand", hand}} }

// agree returns an error at the first user for whom a side returns another result than hand-written Go.
func (t *task) agree() error {
	// Each side answers once for every user, which also fills what a side keeps from one user to the next.
	hand := t.sides[len(t.sides)-1]
	for i := range hand.Users {
		want := hand.Answer(i)
		for _, s := range t.sides {
			if got := s.Answer(i); !reflect.DeepEqual(got, want) {
				return fmt.Errorf("task %s, user %d: %s returns %v, hand-written Go %v", t.name, i, s.engine, got, want)
			}
		}
	}
	return nil
}

// tasks returns all tasks with their goals. The names a to h are those of README.md; the ones after a hyphen are variants.
func tasks() []task {
	hand := work.NewService()
	users, ascii := work.FlatUsers(), work.ASCIIUsers()
	// An expression over flat users against a function of Go. Goals are ratios of time: 0.35 is about a third of the time by hand.
	expression := func(name, title string, users []map[string]any, goal, allocs float64, source string, manual func(map[string]any) string) task {
		return task{name: name, title: title, goal: goal, allocs: allocs, source: source, sides: against(evaluation(source, users), work.Over(users, manual))}
	}
	scim := work.SCIMUsers()
	return []task{
		expression("a", "address from names", users, 0.35, 1, work.AddressSource, hand.Address),
		expression("a-ascii", "address from names, no accents", ascii, 1, 1, work.AddressSource, hand.AddressASCII),
		expression("b", "Switch to an OU", users, 2.5, 0, work.UnitSource, work.Unit),
		expression("c", "IIF on a country", users, 3, 0, work.CountrySource, work.Country),
		expression("d", "alias from an address", users, 0.35, 1, work.AliasSource, hand.Alias),
		expression("e", "Replace in a phone", users, 0.25, 0, work.PhoneSource, hand.Phone),
		expression("f", "FormatDateTime", users, 0.65, 1, work.DateSource, work.Date),
		expression("g", "Coalesce of mail", users, 3, 0, work.MailSource, work.Mail),
		// The variants of h do the same by other calls of attrmap, against the same hand-written Go: what a caller who needs less saves, and
		// what the decisions of a Result cost.
		{name: "h", title: "20 attributes to a map", goal: 0.75, allocs: 10, sides: against(mappedToMap(scim), work.Over(scim, hand.Entra))},
		{name: "h-list", title: "20 attributes to a list", goal: 0.6, allocs: 2, sides: against(mappedToList(scim, false), work.Over(scim, hand.Entra))},
		{name: "h-reused", title: "20 attributes to a reused list", goal: 0.35, allocs: 1, sides: against(mappedToList(scim, true), work.Over(scim, hand.Entra))},
		{name: "h-easy", title: "20 attributes to a map, by one call", goal: 0.98, allocs: 10, sides: against(mappedByCall(scim), work.Over(scim, hand.Entra))},
		{name: "h-result", title: "20 attributes to a result", goal: 1.5, allocs: 10, sides: against(mapped(scim), work.Over(scim, hand.Entra))},
	}
}

// evaluation is an expression over flat users.
func evaluation(source string, users []map[string]any) work.Side {
	return work.Over(users, must(work.Text(source)))
}

// entraMapper compiles the mapping of task h.
func entraMapper() *mapping.Mapper {
	return must(work.EntraSet().Compile(mapping.Options{}))
}

// must is for what we wrote ourselves.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// mapUser maps one user, and panics if any attribute fails: a failed attribute would be measured as a fast one.
func mapUser(mapper *mapping.Mapper, user map[string]any) *mapping.Result {
	result, err := mapper.Map(context.Background(), value.Map(user), nil)
	if err != nil || len(result.Failed()) > 0 {
		panic(fmt.Sprintf("user %v: %v, %d attributes failed", user["externalId"], err, len(result.Failed())))
	}
	return result
}

// mapped is the whole mapping to the result that holds every decision.
func mapped(users []map[string]any) work.Side {
	mapper := entraMapper()
	// The Result itself is what is measured; Answer turns it into the map that the other side returns, for the comparison alone.
	s := work.Over(users, func(user map[string]any) *mapping.Result { return mapUser(mapper, user) })
	s.Answer = func(i int) any {
		attributes := map[string]any{}
		for _, o := range mapUser(mapper, users[i]).Attributes {
			if !o.New.IsNull() {
				attributes[o.Mapping.Target] = plain(o.New)
			}
		}
		return attributes
	}
	return s
}

// mappedToMap returns the values alone, as plain Go data.
func mappedToMap(users []map[string]any) work.Side {
	return work.Over(users, must(work.EntraMap()))
}

// mappedByCall is mappedToMap without an evaluator of one's own.
func mappedByCall(users []map[string]any) work.Side {
	mapper := entraMapper()
	return work.Over(users, func(user map[string]any) map[string]any {
		return must(mapper.Attributes(context.Background(), value.Map(user)))
	})
}

// mappedToList returns the values alone, in the set's order.
func mappedToList(users []map[string]any, reused bool) work.Side {
	mapper := entraMapper()
	worker := mapper.NewEvaluator()
	var list []value.Value
	do := func(user map[string]any) []value.Value {
		// Values then allocates the list; otherwise it appends to the memory of the one before.
		if !reused {
			list = nil
		}
		var err error
		if list, err = worker.Values(context.Background(), value.Map(user), list[:0]); err != nil {
			panic(fmt.Sprintf("user %v: %s", user["externalId"], err))
		}
		return list
	}
	s := work.Over(users, do)
	s.Answer = func(i int) any {
		attributes := map[string]any{}
		for at, v := range do(users[i]) {
			if !v.IsNull() {
				attributes[mapper.Set().Mappings[at].Target] = plain(v)
			}
		}
		return attributes
	}
	return s
}

// plain returns a value as the hand-written side has it. Booleans and texts are all that the mapping yields.
func plain(v value.Value) any {
	if b, ok := v.AsBoolean(); ok {
		return b
	}
	return v.Text()
}
